"""Dates as they stand in forms: ``2021年12月31日前``, ``2021年``, ``12月底前``, ``2021-12-31``."""

import calendar
import datetime
import re

from selfeval_assist.form.values import Value

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_END = r"(?:底|末)?(?:(?:以|之)?(?P<before>前)|(?:以|之)?内)?(?:完成)?"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号]?{_END}",
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:\s+00:00(?::00)?)?{_END}",
        rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月(?:份)?{_END}",
        rf"{_YEAR}\s*年度?{_END}",
    )
)


def parse_date(text: str) -> tuple[datetime.date, str, bool] | None:
    """Return (last day named, precision, whether "before" is said), or None for another thing.

    ``2021年`` and ``2021年底前`` both mean the last day of 2021, with precision ``year``.
    """
    for pattern in _FORMS:
        if match := pattern.fullmatch(text):
            groups = match.groupdict()
            year = int(groups["year"])
            month = int(groups.get("month") or 12)
            if not 1 <= month <= 12:
                return None
            last = calendar.monthrange(year, month)[1]
            day = int(groups.get("day") or last)
            if not 1 <= day <= last:
                return None
            precision = "day" if groups.get("day") else "month" if groups.get("month") else "year"
            return datetime.date(year, month, day), precision, bool(groups.get("before"))
    return None


def render_date(value: Value) -> str:
    """Return a date value in its own precision: ``2021年``, ``2021年12月``, ``2021年12月31日``."""
    if value.date is None:
        return ""
    text = f"{value.date.year}年"
    if value.precision in {"month", "day"}:
        text += f"{value.date.month}月"
    if value.precision == "day":
        text += f"{value.date.day}日"
    return text
