"""Distances, multiples and totals whose operands a sentence names itself: 比90%的目标高5个百分点.

What is told there has to be worked out from those operands, whatever else the form holds.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval_assist.facts.verify.amounts import Amount
from selfeval_assist.facts.verify.pieces import bound
from selfeval_assist.facts.verify.reading import Reading, Told
from selfeval_assist.facts.verify.scan import clause_end, clause_start, sentence_start

_GOAL = r"(?:年度目标|年度指标值|目标任务|目标值|指标值|目标|计划|要求|标准|控制数)"
_AGAINST = re.compile(
    rf"(?:比|较|与|同)[^，；。]*?[增升高多超提降减低少缩差节早晚][^，；。\d]{{0,4}}$"
    rf"|(?:超过|超出|高于|多于|低于|少于|优于)[^，；。]*\d[^，；。]*{_GOAL}[^，；。\d]{{0,4}}$"
)
_TOWARDS = re.compile(rf"{_GOAL}[^，；。\d]*$")
_MULTIPLE = re.compile(r"(?:占|为|是|相当于|达到?|完成)[^，；。\d]*$")
_OF = re.compile(r"的约?")
_TOTAL = re.compile(r"(?:合计|共计|总计|共)(?:得|扣)?分?为?$")
_AMONG = re.compile(r"[（(]|，?其中[:：]?")
_PART = re.compile(r"[；;]")
_POINTS = ("百分点", "个百分点")
_VAGUE = frozenset(
    {"约", "大约", "约为", "近", "将近", "接近", "超", "超过", "逾", "突破", "不足", "不到"}
)
_DISTANCES = (".gap", ".months", ".late", ".early")
# What a fact with such an end says is worked out itself and is no operand of a comparison.
_WORKED = (
    ".gap", ".change", ".unspent", ".over", ".lost", ".late", ".early", ".share", ".completion",
    ".overshoot", ".below", ".apart", ".times",
)  # fmt: skip

Pair = tuple[Told, Told]


def part_start(masked: str, at: int) -> int:
    """Return where the part of a sentence begins in which a place stands; ； ends a part."""
    begin = sentence_start(masked, at)
    return max([begin, *(match.end() for match in _PART.finditer(masked, begin, at))])


def contradicted(reading: Reading, told: Sequence[Told], at: int) -> Pair | None:
    """Return two values of a text that do not give the one that is told as their result, or None.

    Args:
        reading: the text.
        told: the numbers of the text that are supported, in their order.
        at: which of them is the result.
    """
    result = told[at]
    begin = part_start(reading.masked, result.start)
    before = [each for each in told[:at] if each.start >= begin]
    if not result.pieces or result.amount is None or any(_vague(reading, e) for e in before):
        return None
    return (
        _compared(reading, result, result.amount, before)
        or _multiplied(reading, result, result.amount, before)
        or _total(reading, result, result.amount, before)
        or _among(reading, told, at)
    )


def _vague(reading: Reading, told: Told) -> bool:
    """Whether a value is told as about so much, so that no result follows from it."""
    due = any(piece.fact.id.endswith(".target") for piece in told.pieces)  # 超过95%的目标
    return bound(reading.masked, told.start) in _VAGUE and not due


def _slack(told: Told) -> Decimal:
    """Return by how much the value meant may differ from the one told, which may be rounded."""
    if told.amount is None or all(piece.places is None for piece in told.pieces):
        return Decimal(0)
    return told.amount.times * Decimal(5).scaleb(-told.amount.places - 1)


def _alike(values: Sequence[Told], unit: str) -> list[tuple[Told, Amount]]:
    """Return the values in a unit that are not worked out from others themselves."""
    return [
        (each, each.amount)
        for each in values
        if each.amount is not None
        and each.amount.unit == unit
        and not any(piece.fact.id.removesuffix(".wan").endswith(_WORKED) for piece in each.pieces)
    ]


def _compared(
    reading: Reading, result: Told, written: Amount, before: Sequence[Told]
) -> Pair | None:
    """Return what a distance is said to lie between, where it does not."""
    masked = reading.masked
    match = _AGAINST.search(masked, clause_start(masked, result.start), result.start)
    if match is None:
        return None
    first = [each for each in before if each.start < match.start()]
    against = [each for each in before if each.start > match.start()]
    if not against or against[-1].amount is None:
        return _implied(reading, result, match, first)
    base = against[-1].amount
    if base is None or (written.unit not in {base.unit, "%"} and written.unit not in _POINTS):
        return None
    values = _alike(first, base.unit)
    slack = _slack(against[-1]) + max((_slack(one) for one, _amount in values), default=Decimal(0))
    if not values or any(_apart(written, amount, base, slack) for _told, amount in values):
        return None
    return values[-1][0], against[-1]


def _apart(written: Amount, one: Amount, base: Amount, slack: Decimal) -> bool:
    """Whether two values are so far apart, as an amount or as a share of the second."""
    exact = abs(one.value - base.value)
    if written.unit == "%" and base.value and (slack or written.near(exact / base.value * 100)):
        return True
    alike = written.unit == base.unit or base.unit == "%"
    return alike and (written.near(exact) or abs(exact - written.value) <= slack)


def _implied(
    reading: Reading, result: Told, match: "re.Match[str]", first: Sequence[Told]
) -> Pair | None:
    """Return a value twice that is the target itself and yet said to differ from the target."""
    distant = {p.fact.row for p in result.pieces if p.fact.id.endswith(_DISTANCES)}
    if not distant or not first or not _TOWARDS.search(match[0].rstrip("多少高低超差提前早晚")):
        return None
    last = first[-1]
    ends = {p.fact.id.rpartition(".")[2] for p in last.pieces if p.fact.row in distant}
    begin = clause_start(reading.masked, last.start)
    called = re.search(_GOAL, reading.masked[begin : last.start])
    return (last, last) if ends == {"target"} and not called else None


def _multiplied(
    reading: Reading, result: Told, written: Amount, before: Sequence[Told]
) -> Pair | None:
    """Return the part and the whole of which something else is told: 24亿元为目标1亿元的24倍."""
    if written.unit not in {"%", "倍"} or len(before) < 2 or any(map(_slack, before)):
        return None
    whole = before[-1]
    if whole.amount is None or not whole.amount.value:
        return None
    if not _OF.fullmatch(reading.masked, whole.end, result.start):
        return None
    if not _MULTIPLE.search(reading.masked, before[-2].end, whole.start):
        return None
    times = 100 if written.unit == "%" else 1
    values = [
        (each, each.amount)
        for each in before[:-1]
        if each.amount is not None and each.amount.unit == whole.amount.unit
    ]
    pairs = [(amount.value, whole.amount.value) for _told, amount in values]
    if any(piece.fact.id.endswith(".completion") for piece in result.pieces):
        pairs += [(base, part) for part, base in pairs]  # of a value that should stay low
    if any(base and written.near(part / base * times) for part, base in pairs):
        return None
    return (values[-1][0], whole) if values else None


def _total(reading: Reading, result: Told, written: Amount, before: Sequence[Told]) -> Pair | None:
    """Return a part that is more than the total, twice."""
    if not before or written.unit in {"", "%"}:
        return None
    if not _TOTAL.search(reading.masked, before[-1].end, result.start):
        return None
    more = [
        each for each in _parts(before, result) if each.amount and each.amount.value > written.value
    ]
    return (more[-1], more[-1]) if more else None


def _among(reading: Reading, told: Sequence[Told], at: int) -> Pair | None:
    """Return the first and last of the parts behind a total that are more than it together."""
    whole, masked = told[at], reading.masked
    match = _AMONG.match(masked, whole.end)
    if match is None or whole.amount is None or whole.amount.unit in {"", "%"}:
        return None
    end = masked.find("）", match.end()) if match[0] == "（" else clause_end(masked, match.end())
    parts = [each for each in told[at + 1 :] if match.end() <= each.start < end]
    same = list(_parts(parts, whole))
    total = sum(each.amount.value for each in same if each.amount)
    return (same[0], same[-1]) if same and total > whole.amount.value else None


def _parts(values: Sequence[Told], whole: Told) -> Iterator[Told]:
    """Yield the values that are of the same kind as a total, in its unit."""
    ends = _ends(whole)
    for each in values:
        alike = each.amount and whole.amount and each.amount.unit == whole.amount.unit
        if alike and _ends(each) & ends:
            yield each


def _ends(told: Told) -> frozenset[str]:
    return frozenset(piece.fact.id.rpartition(".")[2] for piece in told.pieces)
