"""How wide and how high printed text is, in one unit for all formats.

Widths are in digits of the standard font, as a sheet counts them: a Chinese character of 10.5
points takes two.
"""

import math
import unicodedata
from collections.abc import Iterable

SIZE = 10.5
"""Points of the standard font."""
LINE = 15.0
"""Points of one line of it."""
PADDING = 4.0
"""Points that a cell keeps free above and below its text."""


def wide(text: str) -> int:
    """Return the width of a text in digits; of several lines, that of the longest."""
    return max((_wide(line) for line in text.split("\n")), default=0)


def height(text: str, width: float, size: float = SIZE, line: float = LINE) -> float:
    """Return the points of the lines of a wrapped text.

    Args:
        text: the text; its line breaks count.
        width: the width of the cell, in digits.
        size: the size of the font, in points.
        line: the points of a line of the standard font.
    """
    usable = max(width * SIZE / size - 1, 2)
    lines = sum(max(1, math.ceil(_wide(part) / usable)) for part in text.split("\n"))
    return lines * line * size / SIZE


def fitting(texts: Iterable[str], least: float, most: float) -> float:
    """Return the width of a column in which its texts stand on one line where that is possible.

    Texts that are wider than ``most`` wrap and do not count.
    """
    widths = [width for text in texts if (width := wide(text) + 1.5) <= most]
    return max([least, *widths])


def _wide(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)
