"""A target in one cell (``≥20台``), or apart in three: sign, number and unit of measure."""

import re

from selfeval_assist.form.cells import Measure
from selfeval_assist.form.grammar import parse_value
from selfeval_assist.form.models import Indicator
from selfeval_assist.form.text import fold
from selfeval_assist.prose.signs import split
from selfeval_assist.prose.values import Comparator, Kind

IN_WORDS = "定性"
"""What stands in the column of the sign for a target in words."""
_SIGNS = frozenset({Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT, Comparator.EQ})
_NUMBER = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^\d\s]*(?:(?<=m)[23])?)")
"""``m2`` is what ``㎡`` folds to."""


def split_target(row: Indicator, *, sign: bool = True, unit: bool = True) -> Indicator:
    """Return a row with the sign and the unit of its target in fields of their own.

    A row that has one of them there stays, and so does a target that would mean something else when
    put together again: a date, a range, ``约30台``.

    Args:
        row: the row.
        sign: whether the sign has a field of its own; else it stays with the number.
        unit: whether the unit has.
    """
    if row.nature.strip() or row.unit.strip() or row.target.blank:
        return row
    whole = row.target.value
    if whole.kind is Kind.QUALITATIVE:
        return row.model_copy(update={"nature": IN_WORDS}) if sign else row
    meant, body = split(fold(row.target.raw))
    match = _NUMBER.fullmatch(body)
    if match is None or whole.number is None or meant not in (Comparator.NONE, *_SIGNS):
        return row
    if parse_value(meant.value + match[0]) != whole:
        return row
    number = match["number"] if unit else match[0]
    parts: dict[str, object] = {
        "nature": meant.value if sign else "",
        "target": Measure(number if sign else meant.value + number),
    }
    if unit:
        parts["unit"] = _as_printed(row.target.raw, match["unit"])
        parts["actual"] = _bare(row.actual, match["unit"])
    return row.model_copy(update=parts)


def _as_printed(text: str, unit: str) -> str:
    """Return the unit at the end of a text as it stands there: ``㎡``, not ``m2``."""
    ends = (text[at:].strip() for at in range(len(text)))
    return next((end for end in ends if fold(end) == unit), unit)


def _bare(actual: Measure, unit: str) -> Measure:
    """Return an actual value without a unit that stands in a cell of its own."""
    match = _NUMBER.fullmatch(fold(actual.raw.strip()))
    return Measure(match["number"]) if match and unit and match["unit"] == unit else actual


def fitted_target(row: Indicator, *, sign: bool, unit: bool) -> Indicator:
    """Return a row as a table prints it that has a column for the sign, for the unit, or not."""
    joined = joined_target(row, sign=not sign, unit=not unit)
    return split_target(joined, sign=sign, unit=unit) if sign or unit else joined


def joined_target(row: Indicator, *, sign: bool = True, unit: bool = True) -> Indicator:
    """Return a row with the sign and the unit of its target in the target's cell.

    Args:
        row: the row.
        sign: whether the sign goes there; 定性 says of words only that they are words.
        unit: whether the unit goes there, and to a bare number of the actual value.
    """
    parts: dict[str, object] = {}
    target, actual = row.target.raw, row.actual.raw
    if sign and row.nature:
        printed = parse_value(f"{row.nature.strip()}1").comparator
        if target and printed in _SIGNS and not row.target.value.comparator:
            target = printed.value + target
        parts["nature"] = ""
    if unit and row.unit:
        target, actual = (_with(text, row.unit.strip()) for text in (target, actual))
        parts["unit"] = ""
    if not parts:
        return row
    parts |= {"target": Measure(target), "actual": Measure(actual)}
    return row.model_copy(update=parts)


def _with(text: str, unit: str) -> str:
    return text + unit if text[-1:].isdigit() else text
