"""Dates in sheets: numbers that a format shows as a day, a month or a year."""

import datetime
import re
from functools import lru_cache

BUILT_IN_DATES = {
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 32: "h时mm分",
    33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒", 36: "yyyy年m月",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "h时mm分",
    56: "h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""Date formats named by number only, as a Chinese Excel shows them (ECMA-376 18.8.30, zh-cn)."""

_LITERAL = re.compile(r'"[^"]*"|\\.|!.|_.|\*.|\[[^\[\]]*\]')
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_LAST = 2_958_465
"""The serial number of 31 December 9999."""


@lru_cache(maxsize=512)
def date_parts(code: str) -> str:
    """Return which of ``y``, ``m``, ``d`` and ``t`` (a time) a format shows; empty for no date."""
    if _ELAPSED.search(code):
        return "t"
    letters = _LITERAL.sub("", code.split(";")[0]).lower().replace("am/pm", "h")
    if "general" in letters or "通用格式" in letters:
        return ""
    timed = "h" in letters or "s" in letters
    year, day = "y" in letters or "e" in letters, "d" in letters
    month = "m" in letters and (year or day or not timed)
    return "y" * year + "m" * month + "d" * day + "t" * timed


def shown_date(serial: float, parts: str, from_1904: bool = False) -> str:
    """Return a serial number as a date in the precision of its format, or an empty string.

    Args:
        serial: the number in the cell.
        parts: what the format shows, from ``date_parts``.
        from_1904: the workbook counts from 1904, as old Mac workbooks do.

    Returns:
        ``2021年12月31日``, ``2021年12月`` or ``12月31日``; empty when the number is no day or the
        format shows only a time.
    """
    if not 1 <= serial <= _LAST or not set("ymd") & set(parts):
        return ""
    # Day 60 is the 29 February 1900 that never was.
    start = datetime.date(1904, 1, 1) if from_1904 else datetime.date(1899, 12, 30)
    day = start + datetime.timedelta(days=int(serial) + (not from_1904 and serial < 60))
    text = f"{day.year}年" * ("y" in parts) + f"{day.month}月" * ("m" in parts)
    return text + f"{day.day}日" * ("d" in parts)
