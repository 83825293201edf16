"""A printed number as a number of a sheet, with the format that shows exactly the printed text."""

import re
from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.documents.readers.number_format import shown

_PLAIN = re.compile(
    r"(?P<whole>-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*))(?:\.(?P<part>\d{1,9}))?(?P<percent>%?)"
)
"""``520``, ``1,437.70``, ``86.00%``; neither ``007``, which is a code, nor ``≥98%`` or ``20台``."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The number of a cell, and its format."""

    value: float
    format: str


def figure(text: str, format: str = "General") -> Figure | None:
    """Return a printed number for a cell of a sheet, or None for what has to stay text.

    Args:
        text: the printed text.
        format: the format that the cell has; it is kept where it shows the text as printed.

    Returns:
        A number that shows exactly the text and reads as exactly its decimal.
    """
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    exact = Decimal(text.rstrip("%").replace(",", "")).scaleb(-2 if match["percent"] else 0)
    value = float(exact)
    own = "#,##0" if "," in match["whole"] else "0"
    own += f".{'0' * len(match['part'])}" if match["part"] else ""
    for code in (format, own + match["percent"]):
        if code != "General" and Decimal(repr(value)) == exact and shown(value, code) == text:
            return Figure(value, code)
    return None
