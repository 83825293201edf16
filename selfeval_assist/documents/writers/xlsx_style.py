"""Look of the workbook: fonts and borders."""

from typing import Any, get_args

from selfeval_assist.documents.writers.layout import Style
from selfeval_assist.documents.writers.measure import SIZE
from selfeval_assist.documents.writers.page import FONT, FONTS, SIZES

_UNBOXED = ("title", "year", "note")
_LEFT = ("text", "note")
_BOLD = ("title", "head")


def _look(style: Style) -> dict[str, Any]:
    return {
        "font_name": FONTS.get(style, FONT),
        "font_size": SIZES.get(style, SIZE),
        "bold": style in _BOLD,
        "border": 0 if style in _UNBOXED else 1,
        "align": "left" if style in _LEFT else "center",
        "valign": "top" if style == "note" else "vcenter",
        "text_wrap": True,
        "num_format": "@",
        "quote_prefix": True,
    }


FORMATS: dict[Style, dict[str, Any]] = {style: _look(style) for style in get_args(Style)}
"""XlsxWriter format properties. Every one is a text format, so that ``=100%`` stays text."""
