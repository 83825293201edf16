"""Every quantity of a text against the values of the form that its words call."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from selfeval_assist.prose import units
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.prose.values import Kind
from selfeval_assist.prose.words import holds
from selfeval_assist.verify.alignment import Called, names_of
from selfeval_assist.verify.alignment import called as called_by
from selfeval_assist.verify.arithmetic import divides, follows
from selfeval_assist.verify.cells import POINTS, Cells, Column, members
from selfeval_assist.verify.claim import MONEY, Claim, Known
from selfeval_assist.verify.coherence import coherent
from selfeval_assist.verify.contradiction import (
    contradicted_by,
    contradicts_funds,
    is_value_of,
    only_in_unit,
    rate_rows,
    same_class,
    turned,
)
from selfeval_assist.verify.counting import counted
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.matching import all_stated
from selfeval_assist.verify.model import GREY, RED, Violation
from selfeval_assist.verify.ratios import compared, lies_apart, named_ratios, relates
from selfeval_assist.verify.reading import Place, Reading
from selfeval_assist.verify.statements import quoted, repeated
from selfeval_assist.verify.support import (
    of_each,
    of_money,
    of_points,
    of_rows,
    summed,
    together,
    unnamed,
)

_WAN = Decimal(10_000)
_MONEY = tuple(
    f"{kind}.{name}"
    for kind in ("column", "relation", "beside")
    for name in ("initial", "adjusted", "budget", "executed", "unspent", "fund", "cut", "raise")
)


@lru_cache(maxsize=64)
def numbers(reading: Reading, cells: Cells) -> tuple[tuple[Violation, ...], tuple[Known, ...]]:
    """Return the quantities that nothing supports, and what the others state.

    Args:
        reading: the text.
        cells: the form's values.
    """
    wrong: list[Violation] = []
    known: list[Known] = []
    for each in reading.places:
        place = _inherited(reading, cells, each, known)
        claim = _in_form_unit(Claim(reading, cells, place, tuple(known)))
        found = _support(claim)
        if found is None:
            found = coherent(claim) or None
        if found is None:
            wrong.append(_violation(claim))
        known.append(Known(claim.place, found or (), claim.word))
    parts = [*_parts_of_rows(wrong, reading, cells), *_parts_of_funds(wrong, reading, cells)]
    return tuple(each for each in wrong if each not in parts), tuple(known)


def _parts_of_rows(
    wrong: Sequence[Violation], reading: Reading, cells: Cells
) -> Iterator[Violation]:
    """Yield the parts of a row's value that are told one by one: CT1台、DSA1台 of 2台."""
    sizes = {each.mention.start: each.mention.value.magnitude for each in reading.places}
    column: Column = "target" if cells.planned else "actual"
    for row in {row for each in wrong for row in each.rows}:
        own = [each for each in wrong if each.rows == (row,)]
        total = sum((sizes[each.start] or Decimal(0) for each in own), Decimal(0))
        cell = cells.own(f"row.{row}").columns.get(column)
        if len(own) > 1 and cell is not None and cell.number == total:
            yield from own


def _parts_of_funds(
    wrong: Sequence[Violation], reading: Reading, cells: Cells
) -> Iterator[Violation]:
    """Yield amounts in a row that nothing supports and that are a sum of the funds block.

    1912.6万元, 318.4万元 and 49万元 of 2280万元: what the money was spent on. What is told of a
    source of the money is no such part, nor is an amount of the form beside the wrong words.
    """
    lines = ("funds", *cells.sources)
    sums = {cell.number for line in lines for cell in cells.of(line, "adjusted", "executed")}
    names = tuple(name for own in cells.sources.values() for name in own)
    sizes = {
        place.mention.start: place.mention.value.magnitude or Decimal(0)
        for place in reading.places
        if place.mention.value.unit == "元" and not holds(place.before, names)
    }
    told = [each for each in wrong if each.start in sizes and each.rule != "elsewhere"]
    for first, last in combinations(range(len(told) + 1), 2):
        run = told[first:last]
        if len(run) > 1 and sum((sizes[each.start] for each in run), Decimal(0)) in sums:
            yield from run


def _in_form_unit(claim: Claim) -> Claim:
    """Return a claim; a bare number beside a word for money is in the money unit of the form."""
    mention, word, form = claim.mention, claim.word, claim.cells.form
    value = mention.value
    bare = value.kind is Kind.COUNT and not value.unit and value.number is not None
    named = (word is not None and word.has(*_MONEY)) or bool(claim.sources)
    if not bare or not named or form.money_unit != "万元":
        return claim
    if claim.calls and claim.comparable:
        return claim
    number = (value.number or Decimal(0)) * _WAN
    money = replace(value, kind=Kind.AMOUNT, unit="元", number=number)
    place = replace(claim.place, mention=replace(mention, value=money, step=mention.step * _WAN))
    return replace(claim, place=place)


def _inherited(reading: Reading, cells: Cells, place: Place, known: Sequence[Known]) -> Place:
    """Return a place; one whose words call no row speaks of the row that was told last."""
    paired, own = one_of_two(place.before, known), _of_its_unit(cells, place)
    if paired or own:
        return replace(place, called=(paired or Called(own),))
    if place.called:
        return _narrowed(cells, place, known)
    if only := _only_of_level(reading, cells, place):
        return replace(place, called=(Called(only),))
    for one in reversed(known):
        if one.rows or one.place.called:
            called = (Called(one.rows),) if one.rows else one.place.called
            return replace(place, called=called, inherited=True)
    if not known:  # A未达到年度指标值。差额为150人
        named = called_by(cells, reading.plain[: place.mention.start])
        return replace(place, called=named, inherited=bool(named))
    return place


def one_of_two(words: str, known: Sequence[Known]) -> Called | None:
    """Return which of the two rows listed last is meant: 前者10分得7分，后者…."""
    at = next((at for at, word in enumerate(("前者", "后者")) if words.startswith(word)), None)
    listed = (o.place.called for o in reversed(known) if len(o.place.called) == 2)
    pair = next(listed, None) if at is not None else None
    return pair[at] if pair and at is not None else None


def _of_its_unit(cells: Cells, place: Place) -> frozenset[int]:
    """Return the only row with values in the unit of a quantity that has words beside it too.

    15间实验室新增工位620个: no value of the row that most words call is in 间.
    """
    unit = place.mention.value.unit
    alike = same_class if unit in _LOOSE else _has_unit
    if any(alike(cells, place, row) or _is_named(cells, place, row) for row in place.rows):
        return frozenset()
    said, names = pairs(f"{place.before}{unit} {place.after}"), names_of(cells).pairs
    dated = place.mention.value.kind is Kind.DATE
    own = _only_dated(cells) if dated else only_in_unit(cells, unit)
    # 改造工程于1月16日通过验收 is no 工程完工时间: a date is of what happens then
    return frozenset(row for row in own if len(names[row] & said) > dated)


def _is_named(cells: Cells, place: Place, row: int) -> bool:
    """Return whether a row is called by its whole name before a quantity: 设备操作培训完成438台."""
    return any(name in place.before for name in cells.names[row])


_LOOSE = frozenset({"", "个", "套"})
"""Units that people use for things that have one of their own."""


def _has_unit(cells: Cells, place: Place, row: int) -> bool:
    """Return whether a row has a value in the unit of a quantity, or in one with it: 台(套)."""
    return any(place.mention.value.unit[:1] in unit for unit in cells.own(f"row.{row}").units)


def _only_dated(cells: Cells) -> frozenset[int]:
    """Return the only row with a date, if there is one alone."""
    own = {row for row in cells.rows if any(c.value.date for c in cells.of(f"row.{row}"))}
    return frozenset(own) if len(own) == 1 else frozenset()


def _only_of_level(reading: Reading, cells: Cells, place: Place) -> frozenset[int]:
    """Return the only row of the level that the words beside a value name: 满意度94%."""
    start = place.mention.start
    tags = reading.within(start - len(place.before), start)
    said = next((own for tag in reversed(tags) if (own := tag.named("level"))), [])
    if place.mention.value.unit == POINTS:
        return frozenset()
    rows = frozenset(row for level in said for row in members(cells, level))
    return rows if len(rows) == 1 else frozenset()


def _narrowed(cells: Cells, place: Place, known: Sequence[Known]) -> Place:
    """Return a place; what only the words behind it call, is of the subject told last.

    自然村庄202个，于10月完成验收: the 验收 of the villages, of no other row.
    """
    last = known[-1].place if known else place
    both = place.rows & last.rows
    weak = last.sentence == place.sentence and not called_by(cells, place.before)
    both = both or _nearest(cells, place.rows, last.before)
    fewer = both and both != place.rows and len(place.called) == 1
    return replace(place, called=(Called(both),)) if weak and fewer else place


def _nearest(cells: Cells, rows: frozenset[int], subject: str) -> frozenset[int]:
    """Return those of some rows whose names have most of the words of a subject."""
    names, said = names_of(cells), pairs(subject)
    shared = {row: len(names.pairs[row] & said) for row in rows}
    most = max(shared.values(), default=0)
    return frozenset(row for row, number in shared.items() if number == most > 0)


def _support(claim: Claim) -> tuple[Derived, ...] | None:
    """Return the values that a quantity states, () where only words support it, or None."""
    if _adds_up(claim):
        return summed(claim) or (() if follows(claim) else None)
    if (apart := lies_apart(claim)) is not None:
        return () if apart else None
    if found := next((found for way in _WAYS if (found := way(claim))), ()):
        return found
    return _by_words(claim)


def _of_behind(claim: Claim) -> tuple[Derived, ...]:
    """Return the values of the rows that the noun right behind a quantity calls: 12头猪."""
    place = replace(claim.place, called=claim.place.behind, inherited=False)
    return of_rows(replace(claim, place=place)) if claim.place.behind else ()


def _of_mean(claim: Claim) -> tuple[Derived, ...]:
    """Return the cells that a quantity is, if a mean told behind it rests on it."""
    cells = tuple(each for each in all_stated(claim.mention, claim.cells) if each.cell)
    return cells if cells and divides(claim) else ()


_WAYS = (of_rows, of_money, of_each, of_points, unnamed, counted, _of_behind, _of_mean)


def _by_words(claim: Claim) -> tuple[Derived, ...] | None:
    """Return () where a statement, or what was told before, supports a quantity; None elsewhere."""
    if (
        quoted(claim.cells, claim.reading, claim.mention.start)
        or follows(claim)
        or relates(claim)
        or _restated(claim)
        or _calendar(claim)
        or _year(claim)
    ):
        return ()
    return () if repeated(claim, known=bool(all_stated(claim.mention, claim.cells))) else None


def _adds_up(claim: Claim) -> bool:
    """Return whether a quantity has to be the sum of what was told: 扣2分、扣1分，共扣3分."""
    joint = any(tag.has("group.together") for tag in claim.place.cues)
    if not joint and not together(claim):
        return False
    alike = [one for one in claim.here if one.place.mention.value.unit == claim.unit]
    numbers = [one.place.mention.value.number or Decimal(0) for one in alike]
    if joint:
        return max(numbers, default=Decimal(0)) > (claim.mention.value.number or Decimal(0))
    names = [one.names for one in alike]
    return len(names) > 1 and bool(frozenset.intersection(*names))


def _restated(claim: Claim) -> bool:
    """Return whether a quantity only says the one before it in other units: 51天，即七周零两天."""
    if not claim.here or claim.here[-1] is not claim.last or not claim.last.derived:
        return False
    said, last = claim.mention.value, claim.last.place.mention.value
    spelled = {claim.reading.plain[m.at : m.end] for m in (claim.mention, claim.last.place.mention)}
    factor = Decimal(1) if said.unit == last.unit else units.ratio(last.unit, said.unit)
    per = [_per(each.before) for each in (claim.last.place, claim.place)]
    if all(per) and per[0] != per[1]:  # 每公顷1125元，即每亩75元
        apart = units.ratio(*per)
        factor = factor and apart and factor / apart
        return (
            factor is not None and last.number is not None and said.number == last.number * factor
        )
    same = factor is not None and last.number is not None and said.number == last.number * factor
    return same and len(spelled) > 1 and not claim.calls and not claim.place.cues


def _per(before: str) -> str:
    """Return for what a price is, as the words before it say: 亩 of 即每亩."""
    unit = before.rpartition("每")[2] if "每" in before else ""
    return unit if units.known(unit) else ""


def _calendar(claim: Claim) -> bool:
    """Return whether a duration is the year itself, which nobody has to prove."""
    value = claim.mention.value
    year = {(Decimal(12), "个月"), (Decimal(1), "年")}
    return value.kind is Kind.DURATION and (value.number, value.unit) in year


def _year(claim: Claim) -> bool:
    """Return whether a date is the form's year or its end."""
    value, year = claim.mention.value, claim.cells.form.year
    if value.date is None or year is None or not (value.yearless or value.date.year == year):
        return False
    if _as_result(claim):
        return False
    words = claim.reading.within(claim.place.clause.start, claim.mention.start)
    ends = any(tag.text in {"截至", "截止"} for tag in words)
    return value.precision == "year" or (ends and value.date.month == 12)


def _as_result(claim: Claim) -> bool:
    """Return whether a year stands where a row without dates has its value: 合格率实际为2021年."""
    cells = [cell for row in claim.place.rows for cell in claim.cells.of(f"row.{row}")]
    cue = claim.cue
    if cue is None or not cue.has("column.target", "column.actual"):
        return False
    told = claim.reading.plain[cue.end : claim.mention.start] in {"", "为"}
    ends = claim.place.after.strip() in {"", "内"}
    return told and ends and bool(cells) and all(c.value.kind is not Kind.DATE for c in cells)


def _violation(claim: Claim) -> Violation:
    """Return what to say of a quantity that its words do not support."""
    start, end = claim.mention.start, claim.mention.end
    quote = claim.reading.text[start:end]
    elsewhere = all_stated(claim.mention, claim.cells)
    called = contradicted_by(claim, elsewhere)
    rows = tuple(r for r in called if is_value_of(claim.reading, claim.cells, claim.place, r))
    another = bool(called) and not rows
    rows = rows or turned(claim, elsewhere)
    funds = contradicts_funds(claim)
    if funds and claim.unit == "%":
        rows = rate_rows(claim.cells)
    rule, grade = "elsewhere", GREY
    if elsewhere:
        titles = "、".join([*dict.fromkeys(_title(claim.cells, each) for each in elsewhere)][:2])
        message = f"“{quote}”在表中是{titles}，与这里的说法对不上，请核对。"
    elif not another and _understood(claim):
        rule, grade, message = "number", RED, f"表中没有“{quote}”，请核对。"
    else:
        rule = "unread"
        message = f"“{quote}”没有在表中找到出处，程序也没能由表中的数算出，请核对。"
    return Violation(rule, quote, start, message, grade, rows, funds)


def _understood(claim: Claim) -> bool:
    """Return whether it is plain whose value a quantity claims to be, so that it must be there."""
    if claim.said("relation.mean", "relation.sum", "relation.rest"):
        return False
    if compared(claim):  # red only where both values are known and say something else
        return any(named_ratios(claim))
    if claim.mention.value.kind is Kind.DATE:  # 1月份拨付 dates a doing, not a row
        owners = (claim.cells.of(f"row.{row}") for row in claim.place.rows)
        return any(cell.value.date for own in owners for cell in own)
    if claim.place.counts or claim.unit == "个":
        return False
    money = claim.cue is not None and bool(claim.cue.senses & MONEY) and claim.unit in {"元", "%"}
    return money or claim.comparable


_TITLES = {
    "target": "年度指标值", "actual": "实际完成值", "weight": "分值", "score": "得分",
    "gap": "与年度指标值的差距", "completion": "完成比例", "beyond": "与年度指标值相差的比例",
    "days": "相差的天数", "lost": "扣分", "score_rate": "得分率", "initial": "年初预算数",
    "adjusted": "全年预算数", "executed": "全年执行数", "rate": "执行率", "total": "总分",
    "initial_rate": "占年初预算的比例", "change": "预算调整数", "unspent": "未执行金额",
}  # fmt: skip


def _title(cells: Cells, derived: Derived) -> str:
    title = _TITLES.get(derived.name, "别处的数")
    return f"“{cells.names[derived.row][0]}”的{title}" if derived.row is not None else title
