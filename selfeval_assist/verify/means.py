"""Means that a text tells: 人均1629元, 平均每月255户, 每场5.47万元."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from selfeval_assist.prose.values import Kind, Value
from selfeval_assist.verify import derivations
from selfeval_assist.verify.cells import POINTS, Cells
from selfeval_assist.verify.claim import Claim
from selfeval_assist.verify.contradiction import only_in_unit
from selfeval_assist.verify.statements import statements

_MONEY = {"executed", "adjusted", "initial"}
# 每月, 月均, 每个季度: a year has so many of them
_PER_YEAR = {"月": Decimal(12), "季": Decimal(4)}


def means(claim: Claim, numbers: Sequence[Value]) -> Iterator[Value]:
    """Yield means: 人均1629元, 平均每月255户, 八项平均每项6.25分; of what was told, if anything."""
    spoken = claim.reading.plain[claim.place.sentence.start : claim.mention.end]
    bases = [*numbers, *_named_units(claim.cells, spoken)]
    if years := list(_parts_of_a_year(spoken)):
        bases = [*years, *(each for each in numbers if each.kind is Kind.DURATION)]
    if len(parts := [each for each in numbers if each.unit == claim.unit]) > 1:
        yield _mean_of(parts)
    told_ones = [each for each in numbers if _borne(each, claim.place.before)]
    bases = told_ones or [each for each in bases if _borne(each, claim.place.before)] or bases
    for part in parts or (*numbers, *_shared_out(claim)):
        for base in bases:
            if part.number is not None and base.number:
                yield quotient(part, base)


def _mean_of(parts: Sequence[Value]) -> Value:
    """Return the mean of some values: 两者平均90.75%."""
    total = sum((each.number or Decimal(0) for each in parts), Decimal(0))
    return replace(parts[0], number=total / len(parts))


def _parts_of_a_year(words: str) -> Iterator[Value]:
    for time, number in _PER_YEAR.items():
        if any(word in words for word in (f"每{time}", f"每个{time}", f"{time}均", f"按{time}")):
            yield Value(Kind.DURATION, number=number, unit="个月")


def _borne(base: Value, words: str) -> bool:
    """Return whether a mean is said to be one for each of a count: 户均, 每户."""
    unit = base.unit[:1]
    return bool(unit) and any(each in words for each in (f"每{unit}", f"{unit}均", f"一{unit}"))


def _shared_out(claim: Claim) -> Iterator[Value]:
    """Yield the amounts of the funds and the values of the rows that a sentence calls."""
    columns = {name for tag in claim.words for name in tag.named("column")}
    columns = columns & _MONEY or _MONEY
    for derived in derivations.of_lines(claim.cells, ("funds", *claim.cells.sources)):
        if derived.name in columns:
            yield derived.value
    here = (one for one in claim.reading.places if one.sentence == claim.place.sentence)
    only = only_in_unit(claim.cells, claim.unit)  # 每个小区约273户
    for row in only.union(claim.place.rows, *(one.rows for one in here)):
        yield from (cell.value for cell in claim.cells.of(f"row.{row}", "actual", "target"))


def _named_units(cells: Cells, words: str) -> list[Value]:
    """Return the counts of the form in a unit that words name: 户均, 每台, 人均."""
    column = "target" if cells.planned else "actual"
    values = [cell.value for cell in cells.all if cell.column == column]
    values += [each.value for one in statements(cells) for each in one.mentions]
    counts = (each for each in values if each.number and each.unit and each.kind is Kind.COUNT)
    return [
        value
        for value in counts
        for unit in (value.unit, value.unit[0])
        if any(each in words for each in (f"每{unit}", f"{unit}均", f"一{unit}"))
    ]


def quotient(part: Value, base: Value) -> Value:
    """Return one value by the number of another."""
    number = part.number / base.number if part.number and base.number else None
    return replace(part, number=number)


def lost_by_counted(claim: Claim) -> Iterator[Value]:
    """Yield the points that all rows lost, counted before: 5项扣分，合计3.32分.

    Args:
        claim: the quantity.
    """
    within = claim.reading.within(claim.place.sentence.start, claim.mention.start)
    lost = any(tag.has("relation.lost", "beside.lost") for tag in within)
    if lost and claim.unit == POINTS and claim.last.place.counts:
        whole = derivations.of_level(claim.cells, "whole")
        yield from (each.value for each in whole if each.name == "lost")
