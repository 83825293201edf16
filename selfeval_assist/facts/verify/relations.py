"""Numbers that follow from others which the text tells: shares, differences, distances."""

import re
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal

from selfeval_assist.facts.model import Fact
from selfeval_assist.facts.verify.amounts import Amount, amount_of, share
from selfeval_assist.facts.verify.index import Index, Spelling
from selfeval_assist.facts.verify.naming import covers, own_words
from selfeval_assist.facts.verify.quantities import Found, numbers
from selfeval_assist.facts.verify.reading import Reading, Told
from selfeval_assist.facts.verify.scan import clause_end, clause_start, sentence_start
from selfeval_assist.facts.verify.wholes import INITIAL, wholes

_SHARE = re.compile(
    r"(?P<sum>合计|共计|共|总计|一共)?(?:[约各仅只也就]|大约)*占(?:比|到|了)?(?P<base>[^，；。：:\d]*?)"
    r"(?:的|总?比例|比重|总数|总量|总额)*(?:为|约|达到?|是)*$"
)
_EACH = re.compile(
    r"分别(?:约)?占(?P<base>[^，；。：:\d]*?)(?:的|比例|比重)*(?:为|约|达到?|是)*(?=\d)"
)
_OF_TOLD = re.compile(r"的(?:约|比例为?)?")
_BASE = re.compile(r"占[^，；。\d]*$")
_EARLIER = re.compile(r"占([^，；。：:\d]{2,10}?)的?\d[\d.]*%")
_PERCENT = frozenset({"%", "‰", "百分点", "个百分点"})
_UP, _DOWN = "增升涨高多超提", "降减低少缩差缺短欠压节"
_AFTER = re.compile(
    r"[，、(（]?(?:即|合|折合|约|约合|相当于|同样|整整)*"
    r"(?P<way>[增降减涨升超]幅|超额(?:完成)?|提高|提升|增长|增加|上升|超[出过]?|高出?|多出?|缩短|减少|降低|下降"
    r"|下浮|压缩|节约|节省|偏[低高少多]|少|低|短?缺|相差|差|(?P<done>(?:仅|只)?(?:实际)?完成(?:率|了)?(?:目标|计划|任务)?))?(?:了|的)?(?:幅度|比例|率)?(?:了|约|达到?|为|是)*$"
)
_DONE = (".completion", ".share")
_APART = (".overshoot", ".below", ".apart")
_SHARES_OF = {
    "funds.change": "funds.change_percent", "funds.unspent": "funds.unspent.share",
    "funds.over": "funds.over.share",
}  # fmt: skip
_COMPARED = re.compile(
    r"(?:比|较|同|与)(?P<base>[^，；。]*?)(?P<way>[增升高多超提降减低少缩差节])[^，；。\d]{0,4}$"
)


def follows(
    reading: Reading,
    index: Index,
    found: Found,
    near: int,
    told: Sequence[Told],
    fitting: Sequence[tuple[Spelling, int]],
) -> bool:
    """Whether a number is worked out from what the sentence tells before it.

    Args:
        reading: the text.
        index: the facts.
        found: the number.
        near: where the value before it in its clause ends, or the clause begins.
        told: the numbers before it that are supported.
        fitting: the facts with this number and unit.
    """
    written = amount_of(reading.masked, found)
    begin = sentence_start(reading.masked, found.start)
    before = [each for each in told if each.start >= begin and each.amount is not None]
    if written is None:
        return found.spoken and _apart(reading, index, found, before, fitting)
    if written.unit == "%":
        if _apart(reading, index, found, before, fitting):
            return True
        parts = _parts(reading, index, found, near, before)
        return any(share(written, part, whole) for part, whole in parts)
    return _difference(reading, index, found, written, before)


def _apart(
    reading: Reading,
    index: Index,
    found: Found,
    before: Sequence[Told],
    fitting: Sequence[tuple[Spelling, int]],
) -> bool:
    """Whether a percent says again how far apart the value before it is: 多8台，增幅40%."""
    last = before[-1] if before else None
    match = last and _AFTER.fullmatch(reading.masked, last.end, found.start)
    if last is None or not match or not fitting:
        return False
    ends = _DONE if match["done"] else _APART
    due = {p.fact.row for each in before for p in each.pieces if p.fact.id.endswith(".target")}
    due |= {p.fact.row for p in last.pieces if p.fact.id.endswith(".gap")}
    wanted = {name for piece in last.pieces for name in _shares_of(piece.fact, ends, due)}
    good = {piece.fact.id for piece, _end in fitting} & wanted
    # One name after 均 stands for several rows, and each has to be so far apart.
    rows = {name.split(".")[1] for name in good if name.startswith("row.")}
    if not good or (rows and rows != {str(row) for row in last.rows}):
        return False
    way = match["way"] or ""
    facts = [piece.fact for piece in last.pieces if piece.fact.row is None or piece.fact.row in due]
    up = any(mark in way for mark in _UP) and "降" not in way
    down = any(mark in way for mark in _DOWN)
    return (
        not way
        or not (up or down)
        or all((up and _rising(f, index)) or (down and not _rising(f, index)) for f in facts)
    )


def _shares_of(fact: Fact, ends: tuple[str, ...], due: Container[int | None]) -> tuple[str, ...]:
    """Return the ids of the facts that say a distance or change in percent.

    A result may be followed by its distance where its target was told as well (``due``).
    """
    if fact.row in due and fact.row is not None and fact.id.endswith((".gap", ".actual")):
        return tuple(f"row.{fact.row}{end}" for end in ends)
    share_of = _SHARES_OF.get(fact.id.removesuffix(".wan"))
    return (share_of,) if share_of else ()


def _rising(fact: Fact, index: Index) -> bool:
    """Whether a distance or change is upwards."""
    if fact.direction:
        return fact.direction == "up"
    ends = [index.amounts.get(f"row.{fact.row}.{name}") for name in ("target", "actual")]
    if ends[0] and ends[1]:
        return ends[0].value < ends[1].value
    return fact.label.startswith("超出")


def _parts(
    reading: Reading, index: Index, found: Found, near: int, before: Sequence[Told]
) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield of what a percent may be the share, part and whole."""
    masked = reading.masked
    clause = clause_start(masked, found.start)
    values = [each for each in before if each.amount and each.amount.unit not in _PERCENT]
    if each := _EACH.search(masked, clause, found.start + 1):
        place = sum(1 for _ in numbers(masked[each.end() : found.start]))
        count = place + sum(
            1 for _ in numbers(masked[found.start : clause_end(masked, found.start)])
        )
        listed = [value for value in values if value.start < each.start()][-count:]
        if len(listed) == count:
            yield from _of(reading, index, listed[place], each["base"], values[: -count or None])
        return
    if values and _OF_TOLD.fullmatch(masked, values[-1].end, found.start):
        yield from _of_told(masked, clause, values)
    match = _SHARE.search(masked, near, found.start)
    if match is None or not values:
        return
    base = reading.plain[match.start("base") : match.end("base")]
    if not base and (earlier := _base_before(masked, match.start())):
        base = earlier
    if not base and "年初" in reading.plain[values[-1].end : match.start()]:
        base = "年初"
    named = _named(reading, index, near, match.start())
    if named is not None:
        for part in named:
            for whole in wholes(index, part, base, values, None):
                yield part.value, whole
        return
    last = values[-1]
    if match["sum"]:
        last = _together(masked, values)
    yield from _of(reading, index, last, base, [v for v in values if v.start < last.start])


def _of_told(masked: str, clause: int, values: Sequence[Told]) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield a value and the one that it is a share of: 结余0.71万元，占预算32.4万元的2.19%."""
    whole = values[-1]
    part = values[-2] if len(values) > 1 else None
    if part is None or part.amount is None or whole.amount is None:
        return
    beside = _BASE.search(masked, max(clause, part.end), whole.start)
    if beside and part.amount.unit == whole.amount.unit:
        yield part.amount.value, whole.amount.value


def _base_before(masked: str, at: int) -> str:
    """Return of what an earlier share of the sentence is: 甲占支出的60%，乙占40%."""
    found = _EARLIER.findall(masked, sentence_start(masked, at), at)
    return str(found[-1]) if found else ""


def _named(reading: Reading, index: Index, low: int, high: int) -> list[Amount] | None:
    """Return what the rows reached that are called right before 占; None where none is called."""
    own = own_words(reading.plain[low:high])
    names = {index.canonical[h.text] for h in reading.subjects if low <= h.start < high}
    rows = [
        r for r, called in index.rows.items() if called & names or (own and covers(own, called))
    ]
    if not rows:
        return None
    found = (index.amounts.get(f"row.{row}.actual") for row in rows)
    return [amount for amount in found if amount is not None]


def _together(masked: str, values: Sequence[Told]) -> Told:
    """Return the values of one unit that stand in a row before 合计 as one."""
    last = values[-1]
    total, start = Decimal(0), last.start
    for each in reversed(values):
        if each.amount is None or last.amount is None or each.amount.unit != last.amount.unit:
            break
        if re.search(r"[；。%]", masked[each.end : start]):
            break
        total, start = total + each.amount.value, each.start
    amount = last.amount and Amount(total, last.amount.unit, last.amount.times, 0, last.end)
    return Told(start, last.end, frozenset(), (), amount)


def _of(
    reading: Reading, index: Index, part: Told, base: str, others: Sequence[Told]
) -> Iterator[tuple[Decimal, Decimal]]:
    if part.amount is not None:
        for whole in wholes(index, part.amount, base, others, part):
            yield part.amount.value, whole


def _is_distance(told: Told) -> bool:
    """Whether a value says itself how far apart two others are."""
    ends = (".gap", ".change", ".unspent", ".over", ".lost", ".late", ".early")
    return any(piece.fact.id.removesuffix(".wan").endswith(ends) for piece in told.pieces)


def _difference(
    reading: Reading, index: Index, found: Found, written: Amount, before: Sequence[Told]
) -> bool:
    """Whether a number is how much the value told before is more or less than another one."""
    masked = reading.masked
    clause = clause_start(masked, found.start)
    match = _COMPARED.search(masked, clause, found.start)
    if match is None:
        return False
    alike = [each for each in before if each.amount and each.amount.unit == written.unit]
    first = [
        each.amount
        for each in alike
        if each.start < match.start() and each.amount and not _is_distance(each)
    ]
    against = [each.amount.value for each in alike if each.start > match.start() and each.amount]
    if not against and written.unit == "元" and "预算" in match["base"]:
        name = "funds.initial" if INITIAL.search(match["base"]) else "funds.adjusted"
        against = [index.amounts[name].value] if name in index.amounts else []
    if not first or not against:
        return False
    apart = first[-1].value - against[-1]
    down = match["way"] in _DOWN
    return bool(apart) and (apart < 0) == down and abs(apart) == written.value
