"""Dates as they stand in forms: ``2021年12月31日前``, ``2021年``, ``12月底前``, ``2021-12-31``."""

import calendar
import datetime
import re

from selfeval_assist.prose.values import Comparator, Kind, Value

NO_YEAR = 2000
"""The year inside a date that names none; a leap year, so that 29 February is a date."""

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_MONTH = r"(?P<month>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"
_DONE = "(?:完成|完工|竣工|投入使用)?"
_END = rf"(?:底|末)?(?:(?:以|之)?(?P<before>前)|(?:以|之)?内)?{_DONE}"
_TO = r"\s?(?:-|—|–|~|～|至|到)\s?"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_YEAR}\s?年\s?)?{_MONTH}\s?月\s?{_DAY}\s?[日号]?{_END}",
        rf"{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}(?:\s+00:00(?::00)?)?{_END}",
        rf"(?:{_YEAR}\s?年\s?)?{_MONTH}\s?月(?:份)?{_END}",
        rf"{_YEAR}\s?年\s?\d{{1,2}}\s?月?{_TO}{_MONTH}\s?月(?:份)?{_END}",
        rf"(?:{_YEAR}\s?年\s?)?第?(?P<quarter>[1-4一二三四])季度{_END}",
        rf"(?:(?:19|20)\d{{2}}年?{_TO})?{_YEAR}\s?年度?(?P<end>(?:底|末)?){_END}",
    )
)

# 年底前, 当年末: the last day of the form's own year.
_YEAR_END = re.compile(
    r"(?:本|当|今)?年(?P<end>底|末)(?:(?:以|之)?(?P<before>前)|(?:以|之)?内)?" + _DONE
)
_NAME = re.compile(r"\?P<\w+>")
DATE = "|".join(_NAME.sub("?:", each.pattern.replace(_DONE, "")) for each in _FORMS[:-1]) + (
    r"|(?:19|20)\d{2}\s?年(?:度|(?:以|之)?内|底前?|末前?)?"
)
"""A date inside a text, as the text of a pattern; ``read_date`` reads what it finds."""


def read_date(comparator: Comparator, body: str) -> Value | None:
    """Return the date that a text without signs is, or None when it is no date.

    A period means its last day: ``2021年`` is 31 December, precision ``year``; ``2021年底前`` names
    its month. A date without a year (``9月前``, ``年底前``) has ``yearless`` set.
    """
    for pattern in (*_FORMS, _YEAR_END):
        if match := pattern.fullmatch(body):
            return _value(comparator, match.groupdict())
    return None


def render_date(value: Value) -> str:
    """Return a date value in its own precision: ``2021年``, ``2021年12月``, ``2021年12月31日``."""
    if value.date is None:
        return ""
    text = "" if value.yearless else f"{value.date.year}年"
    if value.precision in {"month", "day"}:
        text += f"{value.date.month}月"
    if value.precision == "day":
        text += f"{value.date.day}日"
    return text


def _value(comparator: Comparator, found: dict[str, str | None]) -> Value | None:
    year = int(found.get("year") or NO_YEAR)
    month = int(found.get("month") or 12)
    if quarter := found.get("quarter"):
        month = 3 * ("一二三四".find(quarter) + 1 or int(quarter))
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(found.get("day") or last)
    if not 1 <= day <= last:
        return None
    monthly = month != 12 or _named(found) or found.get("end")
    precision = "day" if found.get("day") else "month" if monthly else "year"
    if found.get("before"):
        comparator = comparator or Comparator.LE
    return Value(
        Kind.DATE,
        comparator,
        date=datetime.date(year, month, day),
        precision=precision,
        yearless=not found.get("year"),
    )


def _named(found: dict[str, str | None]) -> bool:
    """Whether the text names a month or quarter."""
    return bool(found.get("month") or found.get("quarter"))
