"""A laid-out form on A4: upright or across, how wide each column and how high each row is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from selfeval_assist.documents.writers.breaks import pages_of
from selfeval_assist.documents.writers.content import BudgetPlace
from selfeval_assist.documents.writers.layout import Box, Style, Table, lay_out
from selfeval_assist.documents.writers.measure import LINE, PADDING, SIZE, fitting, height, wide
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.layouts import Layout

LOWEST = 19.0
"""Points of a row with one line."""
TALLEST = 400.0
"""Points of the highest row; a sheet allows 409."""
SIZES: dict[Style, float] = {"title": 18.0, "year": 12.0}
"""Points of the fonts that are not of the standard size."""
FONTS: dict[Style, str] = {"text": "仿宋", "note": "仿宋"}
"""Names of the fonts that are not the standard one; fonts are named, never shipped."""
FONT = "宋体"

MARGIN = 36.0
"""Points left free on each side of the page."""
FOOT = 8.0
"""Points left free above and below besides: the number of the page stands there."""
_A4 = (595.0, 842.0)

_REASON_LINES, _REASON_MOST = 8, 38.0
"""A long reason widens its column until it takes about so many lines."""
_UPRIGHT, _ACROSS = 99.0, 138.0
"""Digits that fill the page; a narrower table is widened to it."""
_TURN = 120.0
"""Digits from which on the page is turned: upright, the print would be too small to read."""
_SQUEEZE = 1.18
"""How much more than a page is still put on one."""


@dataclass(frozen=True, slots=True)
class Page:
    """A table with its measures.

    Attributes:
        table: what stands where.
        widths: the width of each column, in digits of the standard font.
        heights: the height of each row, in points at full size.
        across: whether the page is turned.
    """

    table: Table
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    across: bool

    @property
    def room(self) -> tuple[float, float]:
        """Width and height in points that the page has for the table."""
        width, tall = reversed(_A4) if self.across else _A4
        return width - 2 * MARGIN, tall - 2 * (MARGIN + FOOT)

    @property
    def one(self) -> bool:
        """Whether everything fits one page, shrunk a little where only a few rows are too many."""
        return sum(self.heights) * self.scale <= self.room[1] * _SQUEEZE

    @property
    def pages(self) -> tuple[range, ...]:
        """The rows of each page."""
        if self.one:
            return (range(self.table.rows),)
        tall = [height * self.scale for height in self.heights]
        return pages_of(self.table, tall, self.room[1])

    @property
    def scale(self) -> float:
        """By how much print of full size shrinks so that the table is as wide as the page."""
        return min(1.0, self.room[0] / points(self.widths))


def points(widths: Sequence[float]) -> float:
    """Return the points that columns take in a sheet: seven pixels a digit and five around."""
    return sum(width * 7 + 5 for width in widths) * 0.75


def fit(
    form: SelfEvaluation, layout: Layout | None = None, budget: BudgetPlace = "append_to_actual"
) -> Page:
    """Return the printed table of a form, measured for A4; see ``lay_out``.

    A goal text that is higher than a row can be gets as many rows as it needs.
    """
    table = lay_out(form, layout, budget)
    widths, across = _widths(table)
    goals = [box for box in table.boxes if box.style == "text" and box.bottom == table.heading - 1]
    tallest = max((_needs(box, widths) for box in goals), default=0.0)
    if tallest > TALLEST:
        table = lay_out(form, layout, budget, math.ceil(tallest / TALLEST))
    return Page(table, widths, heights_of(table, widths), across)


def _widths(table: Table) -> tuple[tuple[float, ...], bool]:
    widths = []
    stated = [table.layout.widths[name] for name in table.columns]
    for column, name in enumerate(table.columns):
        least, most = stated[column].least, stated[column].most
        boxes = [box for box in table.boxes if box.left == column == box.right]
        if name == "deviation":
            longest = max((wide(box.text) for box in table.boxes if box.left == column), default=0)
            most = max(most, min(longest / _REASON_LINES, _REASON_MOST))
            least = max(least, most if longest > most else least)
        widths.append(fitting((box.text for box in boxes), least, most))
    turned = table.layout.page.turned
    across = sum(widths) > _TURN if turned == "auto" else turned == "always"
    missing = max(0.0, (_ACROSS if across else _UPRIGHT) - sum(widths))
    grows = sum(each.grows for each in stated) or 1.0
    return tuple(
        width + missing * (each.grows / grows) for each, width in zip(stated, widths, strict=True)
    ), across


def heights_of(
    table: Table,
    widths: Sequence[float],
    line: float = LINE,
    padding: float = PADDING,
    lowest: float = LOWEST,
) -> tuple[float, ...]:
    """Return the height of every row, so that no text is cut.

    Args:
        table: the form laid out.
        widths: the width of each column, in digits of the standard print.
        line: points of one line of it.
        padding: points that a cell keeps free above and below.
        lowest: points of a row with one line.
    """
    heights = [lowest] * table.rows
    for box in sorted(table.boxes, key=lambda box: box.bottom - box.top):
        rows = range(box.top, box.bottom + 1)
        missing = _needs(box, widths, line, padding) - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] = min(heights[row] + missing / len(rows), TALLEST)
    return tuple(heights)


def _needs(
    box: Box, widths: Sequence[float], line: float = LINE, padding: float = PADDING
) -> float:
    width, size = sum(widths[box.left : box.right + 1]), SIZES.get(box.style, SIZE)
    return height(box.text, width, size, line) + padding
