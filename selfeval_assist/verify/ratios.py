"""How many times, which share, or how much more one row's value is than that of another."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from selfeval_assist.prose import units
from selfeval_assist.prose.units import POINTS
from selfeval_assist.prose.values import Kind, Value
from selfeval_assist.verify.alignment import called
from selfeval_assist.verify.arithmetic import states
from selfeval_assist.verify.claim import Claim
from selfeval_assist.verify.derivations import HUNDRED
from selfeval_assist.verify.ways import way_before

_BETWEEN = "是为占比较在"
"""Between the names of two rows: 露天蔬菜面积是苹果树面积的4倍, 羊在家畜中占九成."""
_Side = list[tuple[int, Value]]


def compared(claim: Claim) -> bool:
    """Return whether a quantity says how many times, or which share, one thing is of another."""
    times = "倍" in claim.reading.plain[claim.mention.at : claim.mention.end]
    return times or (claim.cue is not None and claim.cue.has("beside.share"))


def relates(claim: Claim) -> bool:
    """Return whether a quantity is the ratio of the two rows that its words name."""
    return any(states(claim, value) for value in named_ratios(claim))


def lies_apart(claim: Claim) -> bool | None:
    """Return whether every row told of lies so far from the one behind 比: A和B都比C高2个百分点.

    Args:
        claim: the quantity.

    Returns:
        None where no two rows are compared.
    """
    sign, pairs = way_before(claim.reading, claim.place), _compared_rows(claim)
    if not sign or not pairs:
        return None
    return all(
        sign == _order(one, base)
        and any(states(claim, apart) for apart in _differences(one, base, claim.unit))
        for one, base in pairs
    )


def _compared_rows(claim: Claim) -> list[tuple[Value, Value]]:
    """Return the values of the rows told of, each with those of the one behind 比 or 较."""
    text = claim.place.before
    longer = [tag.text for tag in claim.place.cues if len(tag.text) > 1]  # 比例, 占比
    bare = text
    for word in longer:
        bare = bare.replace(word, " " * len(word))
    at = max(bare.rfind("比"), bare.rfind("较"))
    than = [part.rows for part in called(claim.cells, text[at + 1 :])] if at >= 0 else []
    if len(than) != 1 or any(tag.has("column") for tag in claim.place.cues):
        return []
    left, right = _subject(claim, text[:at]), _values(claim, sorted(than[0]))
    if {row for row, _ in left} & than[0]:
        return []
    pairs = [(one, base) for (_, one), (_, base) in product(left, right)]
    return [each for each in pairs if any(True for _ in _differences(*each, claim.unit))]


def _order(one: Value, other: Value) -> int:
    """Return whether a value is more than another (later, for days), less, or neither."""
    if one.date and other.date:
        return (one.date > other.date) - (one.date < other.date)
    if one.magnitude is None or other.magnitude is None:
        return 0
    return (one.magnitude > other.magnitude) - (one.magnitude < other.magnitude)


def _subject(claim: Claim, words: str) -> _Side:
    """Return the values of the rows that words call, or else the last clause that calls any."""
    start, own = claim.place.sentence.start, claim.place.clause.start
    spans = [span for span in claim.reading.clauses if start <= span.start < own]
    before = [claim.reading.plain[span.start : span.end] for span in spans]
    for text in (words, *reversed(before)):
        if groups := called(claim.cells, text):
            return _values(claim, sorted(frozenset[int]().union(*(each.rows for each in groups))))
    return []


def _differences(one: Value, other: Value, unit: str) -> Iterator[Value]:
    """Yield how far two values lie apart; percentages by points, dates by days or months."""
    if one.date and other.date:
        months = 12 * (one.date.year - other.date.year) + one.date.month - other.date.month
        apart = months if unit == "个月" else (one.date - other.date).days
        yield Value(Kind.DURATION, number=Decimal(abs(apart)), unit=unit)
        return
    own = POINTS if one.unit == "%" else one.unit
    alike = one.unit == other.unit and (own == unit or units.ratio(own, unit) is not None)
    if alike and one.magnitude is not None and other.magnitude is not None:
        yield Value(one.kind, number=abs(one.magnitude - other.magnitude), unit=own)


def named_ratios(claim: Claim) -> Iterator[Value]:
    """Yield which multiple or share the first of two named rows is of the second.

    A share may name the whole first: 低保对象中建档立卡贫困人口占四成三.
    """
    leveled = claim.reading.within(claim.place.clause.start, claim.mention.at)
    sides = [] if any(tag.has("level", "column.weight") for tag in leveled) else _sides(claim)
    if not compared(claim) or len(sides) != 2:
        return
    orders = (sides, sides[::-1]) if claim.cue is not None else (sides,)
    for first, second in orders:
        for (row, part), (other, whole) in product(first, second):
            yield from _ratio_of(part, whole) if row != other else ()


def _sides(claim: Claim) -> list[_Side]:
    """Return the values of the rows on both sides; the value told last is one where it must be."""
    words = claim.place.before
    for mark in _BETWEEN:
        words = words.replace(mark, "、")
    groups = called(claim.cells, words)
    if len(groups) < 2 and claim.place.inherited:
        groups = claim.place.called
    sides = [_values(claim, sorted(group.rows)) for group in groups]
    told = next((one for one in reversed(claim.known) if one.rows), claim.last)
    last = [(row, told.place.mention.value) for row in sorted(told.rows)] or _subject(claim, "")
    return sides if len(sides) > 1 else [last, *sides]


def _values(claim: Claim, rows: list[int]) -> _Side:
    column = "target" if claim.cells.planned else "actual"
    cells = claim.cells
    return [(row, each.value) for row in rows for each in cells.of(f"row.{row}", column)]


def _ratio_of(part: Value, whole: Value) -> Iterator[Value]:
    """Yield one value in percent of another in the same kind of unit."""
    alike = part.unit == whole.unit
    factor = Decimal(1) if alike else units.ratio(part.unit, whole.unit)
    if factor is not None and part.magnitude is not None and whole.magnitude:
        number = part.magnitude * factor / whole.magnitude * HUNDRED
        yield Value(Kind.RATIO, number=number, unit="%")
