"""What a quantity contradicts that no value supports: indicator rows, or the funds block."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval_assist.facts.calling import whole_of
from selfeval_assist.prose import units, words
from selfeval_assist.prose.clauses import Span, around
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.prose.values import Comparator, Kind
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify.agreement import lies_as_said
from selfeval_assist.verify.alignment import called, names_of
from selfeval_assist.verify.cells import POINTS, Cells, Column
from selfeval_assist.verify.claim import MONEY, Claim
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.matching import COMPARING
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.reading import DENIED_SPENT, Place, Reading

_NEGATIVE = tuple(words.of("polarity.not"))
_LEFT = frozenset(word for word in words.of("relation.unspent") if not word.startswith(_NEGATIVE))
_OF_ROWS = frozenset({"项", "类", "种"})
"""Units in which rows themselves are counted, so that only a whole name calls a row."""
_TIMES, _LAST = frozenset({Kind.DATE, Kind.DURATION}), 12
_OF_A_USE = 2
"""Letters besides known words from which on a clause names one use of the money."""
_VALUE = ("column.actual", "column.target", "generic", "verdict")


def contradicted_by(claim: Claim, elsewhere: Sequence[Derived]) -> tuple[int, ...]:
    """Return the rows whose value a quantity claims to be without being it.

    Only rows that the words beside it call, with a value of its unit, and only where no word says
    that it is something else (占, 高出). A number of another row whose words stand there
    too may be that row's: 192只家畜家禽中扣除12头猪.

    Args:
        claim: the quantity.
        elsewhere: the values of the form that have its number.
    """
    if not (claim.calls or claim.said_of_each) or not claim.comparable:
        return _aims_told(claim, elsewhere)
    return _of_called(claim, elsewhere) if _claims_a_value(claim) else ()


def turned(claim: Claim, elsewhere: Sequence[Derived]) -> tuple[int, ...]:
    """Return the rows whose distance from the target a quantity is, told the other way round."""
    ways = {1: ("relation.less", "beside.less"), -1: ("relation.more", "beside.more")}
    word = claim.cue
    rows = {
        each.row
        for each in elsewhere
        if each.name in {"gap", "beyond"} and each.sign and word and word.has(*ways[each.sign])
    }
    rows |= {
        each.row
        for each in elsewhere  # 责任事故率0.3‰，高于0.5‰的上限
        if each.name == "target"
        and claim.mention.mark in COMPARING
        and not lies_as_said(claim, each)
    }
    return tuple(sorted(row for row in rows if row in claim.place.rows))


def _of_called(claim: Claim, elsewhere: Sequence[Derived]) -> tuple[int, ...]:
    """Return the called rows whose value a quantity claims to be."""
    cells, place = claim.cells, claim.place
    column = "target" if cells.planned else "actual"
    if claim.said_of_each:
        having = {each.row for each in elsewhere if each.name == column}
        return tuple(row for row in _measured(cells, place) if row not in having)
    own = {each.name for each in elsewhere if each.row in place.rows}
    lacks = own & {"gap", "beyond"} and "target" not in own
    if column in own or lacks or _is_denied(claim):
        return ()  # one of the rows called (4个示范村、202个村庄), or what it lacks (缺席6名)
    if aims := _planned(claim, elsewhere):
        return aims
    return _best_named(claim, _measured(cells, place), elsewhere)


def _is_denied(claim: Claim) -> bool:
    """Return whether a quantity, or its row, is said not to be: 没赶上6月底, 非收获机的260台."""
    start, end = claim.place.clause.start, claim.mention.start
    before = claim.reading.plain[start:end]
    names = (name for row in claim.place.rows for name in claim.cells.names[row])
    apart = any(f"{mark}{name}" in before for name in names for mark in _APART)
    unspent = words.finder("relation.unspent")  # 未执行70万元 tells an amount
    denials = words.spans(unspent.sub(lambda found: " " * len(found[0]), before), "polarity.not")
    return apart or (bool(denials) and len(before) - denials[-1][1] <= _REACH)


_APART, _REACH = ("非", "除", "除了", "不含"), 3
"""Before the name of a row that is not meant; letters between a denial and what it denies."""


def _best_named(claim: Claim, rows: list[int], elsewhere: Sequence[Derived]) -> tuple[int, ...]:
    """Return those of some rows that the words beside a quantity name, if none names another."""
    cells, place = claim.cells, claim.place
    clause = f"{place.before} {place.after.partition('、')[0]}"
    named = [row for row in rows if any(name in clause for name in cells.names[row])]
    unit = place.mention.value.unit
    counted = any(unit in cells.own(f"row.{row}").units for row in rows)  # 其中：国家级项目12项
    if named or (unit in _OF_ROWS and not counted):
        return tuple(named)
    best = max((_weight(cells, clause, row) for row in rows), default=0.0)
    others = {derived.row for derived in elsewhere if derived.row is not None} - set(rows)
    return () if any(_weight(cells, clause, row) >= best for row in others) else tuple(rows)


def _planned(claim: Claim, elsewhere: Sequence[Derived]) -> tuple[int, ...]:
    """Return the called rows whose target is told as what was done."""
    aims = {each.row for each in elsewhere if each.name == "target" and each.row is not None}
    return () if claim.said("column.target") else tuple(sorted(aims & claim.place.rows))


def _aims_told(claim: Claim, elsewhere: Sequence[Derived]) -> tuple[int, ...]:
    """Return the rows whose target alone a quantity is, where its clause has words of their names.

    受资助学生14726人 of 受资助本专科学生人数, where 15935 were to be told.
    """
    said = pairs(f"{claim.place.before} {claim.place.after}")
    aims = {each.row for each in elsewhere if each.name == "target" and each.row is not None}
    others = any(each.name != "target" for each in elsewhere)
    if others or claim.cells.planned or claim.said("column.target", "relation", "beside"):
        return ()
    names = names_of(claim.cells)
    return tuple(sorted(row for row in aims if names.pairs[row] & said))


def _measured(cells: Cells, place: Place) -> list[int]:
    """Return the called rows with a value in its unit class that it does not bound."""
    rows = (row for row in sorted(place.rows) if same_class(cells, place, row))
    return [row for row in rows if not _kept(cells, place, row)]


def _claims_a_value(claim: Claim) -> bool:
    """Return whether a quantity stands as the value of a row that its words call."""
    if claim.unit == POINTS or _of_a_part(claim):
        return False
    word = claim.cue
    lasting = ("relation.mean",) if claim.mention.value.kind is Kind.DURATION else ()
    plain = (
        word is None or word.has(*lasting) or word.start >= claim.mention.start or word.has(*_VALUE)
    )
    return plain or claim.said_of_each


def _of_a_part(claim: Claim) -> bool:
    """Return whether a quantity is one of a part, or of a part of the year: 其中, 一季度, 6月底."""
    place = claim.place
    named = any(place.before.endswith(n) for row in place.rows for n in claim.cells.names[row])
    rows = claim.cells.form.indicators
    named = named or all(whole_of(rows, row) is not None for row in place.rows)  # 其中：国家级项目
    if not named and any(tag.has("relation.part", "group.few") for tag in claim.words):
        return True
    times = [
        each.mention.value
        for each in claim.reading.places
        if each.clause == place.clause and each.mention.end <= place.mention.start
    ]
    return place.mention.value.kind not in _TIMES and any(
        value.kind is Kind.DURATION
        or (value.date is not None and value.precision != "year" and value.date.month < _LAST)
        for value in times
    )


def contradicts_funds(claim: Claim) -> bool:
    """Return whether a quantity claims to be an amount of the whole project without being it.

    A clause that names one use of the money does not: 其中培训支出5万元.
    """
    place = claim.place
    own = [tag for tag in place.cues if tag.start < claim.mention.start and tag.senses & MONEY]
    word = own[-1] if own else claim.cue
    called_ = claim.calls and not claim.sources
    if called_ or word is None or not word.senses & MONEY or claim.unit not in {"元", "%"}:
        return False
    if "用于" in place.after or _is_denied(claim):
        return False
    lead = place.before
    named = [name for own in claim.sources for name in claim.cells.sources[own]]
    for each in words.longest_first([*named, *(tag.text for tag in words.tags(lead))]):
        lead = lead.replace(each, " ")
    return sum(map(str.isalpha, lead)) < _OF_A_USE


def _kept(cells: Cells, place: Place, row: int) -> bool:
    """Return whether a quantity is a bound that a row's result keeps: 超过188万元 of 188.6万元."""
    number, sign = place.mention.value.number, place.mention.value.comparator
    actual = next((cell.number for cell in cells.of(f"row.{row}", "actual")), None)
    if number is None or actual is None:
        return False
    if sign in {Comparator.GE, Comparator.GT}:
        return actual >= number
    return sign in {Comparator.LE, Comparator.LT} and actual <= number


def _weight(cells: Cells, clause: str, row: int) -> float:
    """Return how much of a row's name stands in a clause, rare pairs of letters counting more."""
    names = names_of(cells)
    return sum(names.weights[pair] for pair in names.pairs[row] & pairs(clause))


def same_class(cells: Cells, place: Place, row: int) -> bool:
    """Return whether a row has a value in the unit class of a quantity."""
    value = place.mention.value
    for cell in cells.of(f"row.{row}", "target" if cells.planned else "actual"):
        unit = cell.value.unit
        if unit == "人次" and value.unit != unit:
            continue  # 两名窗口人员 are no attendances
        if unit == value.unit or (not unit and value.unit != "%"):
            return True
        if unit and value.unit and units.ratio(unit, value.unit) is not None:
            return True
        if cell.value.kind is value.kind and not value.unit and unit != "%":
            return True
    return False


def only_in_unit(cells: Cells, unit: str) -> frozenset[int]:
    """Return the only row with its value in a unit, if it is one that no other value has."""
    column = "target" if cells.planned else "actual"
    own = {
        row
        for row in cells.rows
        for cell in cells.of(f"row.{row}", column)
        if cell.value.unit == unit and unit not in _ANY_UNIT
    }
    return frozenset(own) if len(own) == 1 else frozenset()


_ANY_UNIT = frozenset({"%", POINTS, "元", "项", ""})
"""Units in which a form has values that are of no row."""


def is_value_of(reading: Reading, cells: Cells, place: Place, row: int) -> bool:
    """Return whether a quantity claims to be the value of a row at all.

    One in another unit (14个大项 beside 1次), one for each of something (4批次/千人) or beside
    a target in words do not.
    """
    value, own = place.mention.value, cells.own(f"row.{row}").columns
    if cells.planned and "target" not in own:
        return False
    if value.kind is Kind.DATE or not value.unit:
        return True
    found = (own[name].value.unit for name in _columns(cells) if name in own)
    unit, behind = next(filter(None, found), ""), reading.plain[place.mention.end :]
    if "/" not in unit and (behind.startswith("/") or _for_each(cells, row, place.before)):
        return False
    if not unit or unit == value.unit:
        return True
    if not units.measure_words(unit, value.unit):
        return units.same_unit(unit, value.unit)
    noun = behind[:2]
    counts = len(noun) == 2 and all(map(words.has_han, noun))
    return not counts or bool(pairs(noun) & names_of(cells).pairs[row])


def _columns(cells: Cells) -> tuple[Column, ...]:
    return ("target",) if cells.planned else ("actual", "target")


def _for_each(cells: Cells, row: int, before: str) -> bool:
    """Return whether words right before a number say that it is one for each of something: 每公里.

    What the row is called so itself, is its value: 每周开放小时数.
    """
    near = before[-_EACH:]
    spans = words.spans(near, "relation.mean")
    means = [near[start:] for start, end in spans if near[start:end] != "平均"]  # 平均28小时到场
    said = means[-1] if means else near[near.find("每") :] if "每" in near else ""
    return said.isalpha() and all(said[:2] not in name for name in cells.names[row])


_EACH = 7
"""Letters before a number in which 每 speaks of it."""


def all_spent(reading: Reading, cells: Cells) -> Iterator[Violation]:
    """Yield claims that some money was spent to the last, or not at all, where it was not.

    预算资金全部支付到位, 区级配套资金分文未动: of the source that is named last, or of the whole.
    """
    owner = ""
    for clause in reading.clauses:
        owner = _money_of(reading, cells, clause, owner)
        amounts = {cell.column: cell.number for cell in cells.of(owner, "adjusted", "executed")}
        spent = amounts.get("executed") or Decimal(0)
        left = (amounts.get("adjusted") or Decimal(0)) - spent
        span = _misspent(reading, cells, clause, spent, left) if len(amounts) > 1 else None
        if span is not None:
            quote = reading.text[span.start : span.end]
            state = "没有全部支出" if left else "已全部支出"
            message = f"按资金栏，预算{state}，与“{quote}”不一致，请核对。"
            rows = rate_rows(cells) if owner == "funds" and left else ()
            yield Violation("all_spent", quote, span.start, message, rows=rows, funds=True)


def _misspent(
    reading: Reading, cells: Cells, clause: Span, spent: Decimal, left: Decimal
) -> Span | None:
    """Return where a clause says that money was spent, or was not, against what was."""
    if left < 0:
        return None
    if spent and (none := _none_spent(reading, clause)):
        return none
    tags = reading.within(clause.start, clause.end)
    return _spent_whole(reading, tags) if left else _left_unspent(reading, cells, clause, tags)


def _money_of(reading: Reading, cells: Cells, clause: Span, last: str) -> str:
    """Return of which money a clause speaks: a source, the whole, or that of the clause before."""
    text = reading.plain[clause.start : clause.end]
    named = [own for own, names in cells.sources.items() if any(name in text for name in names)]
    if named:
        every = "funds" if len(named) == len(cells.sources) else ""
        return named[0] if len(named) == 1 else every
    tags = reading.within(clause.start, clause.end)
    if any(tag.has("column.fund", "column.budget", "column.adjusted") for tag in tags):
        return "funds"
    return "" if called(cells, text) else last


# 一分未动, 分文没花: nothing was spent; 分文未剩 says that nothing is left
_NONE = re.compile(r"(?:分文|一文|一分钱?)(?:未|没有?|不)(?![剩余留结存])")


def _none_spent(reading: Reading, clause: Span) -> Span | None:
    """Return where a clause says that none of some money was spent."""
    found = _NONE.search(reading.plain, clause.start, clause.end)
    return Span(found.start(), min(found.end() + 1, clause.end)) if found else None


def _left_unspent(reading: Reading, cells: Cells, clause: Span, tags: Sequence[Tag]) -> Span | None:
    """Return where a clause says that money was not spent of which all was: 99万元资金尚未拨付."""
    money = any(tag.has("column.fund", "column.budget") for tag in tags)
    left = [t for t in tags if t.senses == DENIED_SPENT and t.text not in _LEFT]
    row = called(cells, reading.plain[clause.start : clause.end])
    return Span(left[0].start - 1, left[0].end) if money and left and not row else None


def rate_rows(cells: Cells) -> tuple[int, ...]:
    """Return the rows that measure by their name which share of the budget was spent."""
    names = ((row, words.tags(own[0])) for row, own in cells.names.items())
    return tuple(row for row, tags in names if any(tag.has("column.rate") for tag in tags))


def _earlier(reading: Reading, tag: Tag) -> bool:
    """Return whether a word speaks of the year before: 上年没有结转资金."""
    clause = around(reading.clauses, tag.start)
    return "上年" in reading.plain[clause.start : tag.start]


def _spent_whole(reading: Reading, tags: Sequence[Tag]) -> Span | None:
    """Return where a clause says that all of some money was spent, or that none was left."""
    for tag in tags:
        before = reading.masked[: tag.start]
        if tag.text in _LEFT and before.endswith(_NEGATIVE) and not _earlier(reading, tag):
            return Span(tag.start - 1, tag.end)
    if any(tag.has("relation.unspent", "verdict.missed", "group.few") for tag in tags):
        return None
    whole = [tag.start for tag in tags if tag.has("group.all")]
    told = (tag for tag in tags if not reading.plain.startswith("的", tag.end))  # 占全部支出的六成
    spent = [tag.end for tag in told if tag.has("column.executed") or _used_up(reading, tag)]
    return Span(whole[0], spent[-1]) if whole and spent and whole[0] < spent[-1] else None


def _used_up(reading: Reading, tag: Tag) -> bool:
    """Return whether a short verb for spending says that all is gone: 花完, 用光."""
    return tag.has("beside.executed") and reading.plain.startswith(("完", "光", "尽"), tag.end)
