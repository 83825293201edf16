"""What one cell of a sheet shows, and what is doubtful about it."""

import re
from functools import lru_cache

from selfeval_assist.documents.readers.number_format import plain, shown, shown_text
from selfeval_assist.documents.readers.sheet_dates import date_parts, shown_date

# What a person typed with a leading "=" as the sign of a target: a number, perhaps with a unit.
_TYPED = re.compile(r"(?P<number>[\d.,]+%?)(?P<unit>[^\d\W]{0,6})", re.UNICODE)
_PLAIN = re.compile(r"[\d.,]+")
_TYPED_WORDS = re.compile(r"[\u4e00-\u9fff]{1,12}")
SIGNED = "="
"""In place of a doubt: the number was typed behind ``=``, which is the sign of a target."""
_EARLIEST = 1990
_LARGEST = 1e20
_LONGEST_FORMAT = 255


@lru_cache(maxsize=4096)
def number_text(value: float | int, code: str, from_1904: bool = False) -> tuple[str, str]:
    """Return the text that a sheet shows for a number, and a doubt (or an empty string).

    Args:
        value: the number in the cell.
        code: its number format.
        from_1904: the workbook counts its days from 1904.
    """
    code = _usable(code)
    if not abs(value) < _LARGEST:
        return f"{value:g}", "里的数字大得不像表中的数，请核对。"
    if code == "General":
        return plain(value), ""
    parts = date_parts(code)
    if not parts:
        return shown(value, code), ""
    if text := shown_date(value, parts, from_1904):
        year = re.match(r"\d{4}", text)
        if year is not None and int(year[0]) < _EARLIEST:
            return text, f"里是数字 {plain(value)}，被设成了日期格式而显示为“{text}”，请核对。"
        return text, ""
    return plain(value), f"里是数字 {plain(value)}，设成了时间格式，请核对。"


def formula_text(formula: str, result: str, code: str) -> tuple[str, str] | None:
    """Return what a formula that is no calculation means, or None for a real calculation.

    Args:
        formula: the formula without ``=``.
        result: its stored result; empty when there is none or it is an error.
        code: the number format of the cell.

    Returns:
        The text and a doubt. ``=100%`` typed into a sheet is a formula with the result 1; it means
        100%. What a person typed as words or with a unit (``=完成``, ``=365天``) is no formula.
    """
    formula = formula.strip()
    if match := _TYPED.fullmatch(formula):
        if not match["unit"]:
            return None if result and code != "General" else (formula, sign_of(formula))
        if not result:
            return f"={formula}", f"把“={formula}”当成了公式，已按文字读取，请核对。"
    if result:
        return None
    if _TYPED_WORDS.fullmatch(formula):
        return formula, f"把“={formula}”当成了公式，已按文字读取，请核对。"
    return "", f"是公式“={formula[:40]}”，但没有保存计算结果，请用 Excel 打开并保存后再读。"


def sign_of(formula: str) -> str:
    """Return ``SIGNED`` for a formula that is a number only, otherwise an empty string.

    ``=365`` can be a target with its sign, or a number like any other.
    """
    # A percent (=100%, =95%) reads as the sheet shows it, without the sign and without a doubt: the
    # sheet has shown 100% to the clerk all along, and a target scores the same with = as without.
    return SIGNED if _PLAIN.fullmatch(formula.strip()) else ""


def string_text(text: str, code: str) -> str:
    """Return the text that a sheet shows for a string; a format can add text around it."""
    code = _usable(code)
    return shown_text(text, code) if "@" in code and code != "@" else text


def _usable(code: str) -> str:
    """Return a number format, or General for one that is longer than any program lets one be."""
    return code if len(code) <= _LONGEST_FORMAT else "General"
