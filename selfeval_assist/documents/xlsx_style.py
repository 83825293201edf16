"""Look of the workbook: fonts, borders, and heights for wrapped Chinese text."""

import math
import unicodedata
from typing import Any

from selfeval_assist.documents.layout import Style

FONT = "宋体"
SIZE = 10.5
LINE = 14.0
"""Points of one line of text."""
TALLEST = 400.0
"""Points of the highest row; a sheet allows 409."""
MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.6}
"""Inches."""

_BASE: dict[str, Any] = {
    "font_name": FONT,
    "font_size": SIZE,
    "text_wrap": True,
    "valign": "vcenter",
    "num_format": "@",
    "quote_prefix": True,
}
_BOXED = {**_BASE, "border": 1}

FORMATS: dict[Style, dict[str, Any]] = {
    "title": {**_BASE, "font_size": 18, "bold": True, "align": "center"},
    "year": {**_BASE, "font_size": 12, "align": "center"},
    "head": {**_BOXED, "bold": True, "align": "center"},
    "label": {**_BOXED, "align": "center"},
    "side": {**_BOXED, "align": "center"},
    "text": {**_BOXED, "font_name": "仿宋", "align": "left"},
    "number": {**_BOXED, "align": "center"},
    "note": {**_BASE, "align": "left", "valign": "top"},
}
"""XlsxWriter format properties. Every one is a text format, so that ``=100%`` stays text."""


def height(text: str, width: float, style: Style) -> float:
    """Return the points that a wrapped text needs.

    Args:
        text: the text; its line breaks count.
        width: the width of the cell, in digits of the standard font.
        style: the style, for its font size.
    """
    scale: float = FORMATS[style]["font_size"] / SIZE
    usable = max(width / scale - 1, 2)
    lines = sum(max(1, math.ceil(_wide(part) / usable)) for part in text.split("\n"))
    return lines * LINE * scale + 5


def _wide(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
