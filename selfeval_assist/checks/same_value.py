"""Whether two spellings of a target mean the same value: ``≥98%``, ``不低于98%``, ``98%以上``."""

import datetime
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from selfeval_assist.form import Comparator, Indicator, Kind, Value
from selfeval_assist.form.grammar import parse_value
from selfeval_assist.form.text import essence
from selfeval_assist.prose.units import ratio, same_unit
from selfeval_assist.scoring.direction import comparator_of, values_of

_ZERO, _HUNDRED = Decimal(0), Decimal(100)
# ≥1200（盏）, 95(%)
_BRACKETED_UNIT = re.compile(r"(?<=[\d万亿])\s*\(([^\d()]{1,8})\)$")
# ≥98%(含), 98%(含)以上; 以上(含98%)
_INCLUDED = re.compile(r"\((?:含|包含|含本数|含等于)(?:[\d.]+%?)?\)")
# 1 200盏
_SPACED = re.compile(r"(?<=\d)\s+(?=\d{3}(?!\d))")
# 应在, 于10月31日前
_IN_TIME = re.compile(r"^(?:应?[在于]|不晚于|不迟于|最迟)(?=\d)")
# 前完成, 以前, 之前, 前全部完成
_DONE = re.compile(r"(?:以|之)?前(?:全部|全面)?(?:完成|完工|竣工|到位)?$")


@dataclass(frozen=True, slots=True)
class Planned:
    """A target as it is meant: its value, its direction, and its words where it is no number."""

    value: Value
    comparator: Comparator
    words: str


def same_target(row: Indicator, other: Indicator, year: int | None) -> bool:
    """Return whether the targets of two rows mean the same: number, unit and bound.

    A sign or a unit that only one of them has is no other value, as long as the direction in which
    the row counts is the same.

    Args:
        row: a row of the form.
        other: the row of the declaration.
        year: the form's year, for dates that name none.
    """
    one, two = _planned(row), _planned(other)
    if one.value.kind is Kind.DATE and two.value.kind is Kind.DATE:
        return _day(one.value, year) == _day(two.value, year)
    if one.value.numeric and two.value.numeric:
        return _same_number(one, two)
    if one.value.numeric or two.value.numeric or Kind.DATE in (one.value.kind, two.value.kind):
        return False
    return one.words == two.words


def _planned(row: Indicator) -> Planned:
    text = _plain(row.target.raw)
    read = row.model_copy(update={"target": type(row.target)(text)})
    value, _ = values_of(read)
    return Planned(value, comparator_of(read), essence(text).casefold())


def _plain(text: str) -> str:
    """Return a target without what changes nothing: brackets around its unit, 含, spaces."""
    text = unicodedata.normalize("NFKC", text).strip()
    text = _SPACED.sub("", _INCLUDED.sub("", text))
    text = _BRACKETED_UNIT.sub(r"\1", text.strip(" 。;；,，"))
    if parse_value(text).kind is Kind.DATE:
        return text
    timed = _DONE.sub("前", _IN_TIME.sub("", text))
    return timed if parse_value(timed).kind is Kind.DATE else text


def _day(value: Value, year: int | None) -> datetime.date | None:
    """Return the last day of a date; one without a year lies in the form's year."""
    if value.date is None or not value.yearless or year is None:
        return value.date
    try:
        return value.date.replace(year=year)
    except ValueError:  # 29 February
        return value.date.replace(year=year, day=28)


def _same_number(one: Planned, two: Planned) -> bool:
    first, second = one.value, _in_unit_of(two.value, one.value)
    if second is None or first.magnitude != second.magnitude:
        return False
    if first.upper_magnitude != second.upper_magnitude:
        return False
    if _bound(one, first) == _bound(two, first):
        return True
    unsigned = Comparator.NONE in (one.value.comparator, two.value.comparator)
    return unsigned and _less_is_better(one) == _less_is_better(two)


def _in_unit_of(value: Value, other: Value) -> Value | None:
    """Return a value in the unit of another one, or None where they measure different things."""
    if not value.unit or not other.unit:
        return value
    if not same_unit(value.unit, other.unit):
        return None
    factor = ratio(value.unit, other.unit) or 1
    upper = None if value.upper_magnitude is None else value.upper_magnitude * factor
    number = (value.magnitude or _ZERO) * factor
    return replace(value, number=number, upper=upper, multiplier=Decimal(1), unit=other.unit)


def _bound(planned: Planned, value: Value) -> Comparator:
    """Return the bound; those are one that say the same: nothing is above 100% or below 0."""
    bound = planned.comparator
    if value.kind is Kind.RATIO and value.magnitude == _HUNDRED and bound in _UP:
        return Comparator.EQ
    if value.magnitude == _ZERO and bound in _DOWN:
        return Comparator.EQ
    return bound


_UP = {Comparator.GE, Comparator.EQ, Comparator.NONE}
_DOWN = {Comparator.LE, Comparator.EQ, Comparator.NONE}


def _less_is_better(planned: Planned) -> bool:
    """Return whether less is better."""
    return planned.comparator in {Comparator.LE, Comparator.LT}
