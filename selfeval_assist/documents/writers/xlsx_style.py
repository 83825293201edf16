"""Look of the workbook: fonts and borders."""

from typing import Any, Literal

from selfeval_assist.documents.writers.layout import Style
from selfeval_assist.documents.writers.measure import SIZE
from selfeval_assist.documents.writers.page import FONT, FONTS, SIZES

Edge = Literal["", "top", "bottom"]
_UNBOXED = ("title", "year", "note")
_LEFT = ("text", "note")
_BOLD = ("title", "head")


def format_of(style: Style, code: str = "@", open_: Edge = "") -> dict[str, Any]:
    """Return the XlsxWriter properties of a cell.

    Args:
        style: what stands in the cell.
        code: the number format; ``@`` is that of texts, so that ``=100%`` stays text.
        open_: the side on which the cell has no line.
    """
    text = code == "@"
    return {
        "font_name": FONTS.get(style, FONT),
        "font_size": SIZES.get(style, SIZE),
        "bold": style in _BOLD,
        "border": 0 if style in _UNBOXED else 1,
        "align": "left" if style in _LEFT else "center",
        "valign": "top" if style == "note" else "vcenter",
        "text_wrap": text,
        "shrink": not text,  # a number that is wider than its cell would show as ####
        "num_format": code,
        "quote_prefix": text,
    } | ({open_: 0} if open_ else {})
