"""Where the pages of a printed form end: between groups of indicators, and no label is cut."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from selfeval_assist.documents.writers.layout import Box, Table

_FULL = (0.5, 0.75, 0.0)
"""Parts of a page from which on it may end before a first level, a second one, any row."""
_ROWS = 3
"""Rows that the last page has at least."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table with the height of each row and that of a page, in the same points."""

    table: Table
    heights: Sequence[float]
    room: float

    def used(self, start: int, stop: int) -> float:
        """Return the height of some rows as a page, with the headings that it repeats."""
        again = self.heights[self.table.heading] if repeats(self.table, start) else 0.0
        return sum(self.heights[start:stop]) + again

    def ends(self, start: int) -> list[int]:
        """Return the rows before which a page can end that begins with a row."""
        table = self.table
        cut = {
            row
            for box in table.boxes
            if box.style != "side" or box.top < table.heading
            for row in range(box.top + 1, box.bottom + 1)
        }
        rows = range(start + 1, table.rows + 1)
        free = [row for row in rows if row not in cut and row != table.heading + 1]
        fitting = [row for row in free if self.used(start, row) <= self.room]
        return fitting or free[:1]

    def count(self, start: int) -> int:
        """Return how many pages the rows from one on take at least."""
        pages = 0
        while start < self.table.rows:
            start, pages = self.ends(start)[-1], pages + 1
        return pages

    def end(self, start: int) -> int:
        """Return the row before which the page ends that begins with a row."""
        ends = self.ends(start)
        if ends[-1] == self.table.rows:
            return ends[-1]
        levels = ["level1", "level2"]
        begin = [
            {box.top for box in self.table.boxes if self.table.columns[box.left] == name}
            for name in levels
        ]
        least = self.count(ends[-1])
        for full, rows in zip(_FULL, (*begin, set(ends)), strict=True):
            for row in reversed(ends):
                late = self.table.rows - row >= _ROWS and self.used(start, row) >= full * self.room
                if row in rows and late and row > self.table.heading and self.count(row) == least:
                    return row
        return ends[-1]


def pages_of(table: Table, heights: Sequence[float], room: float) -> tuple[range, ...]:
    """Return the rows of each page.

    Args:
        table: the form laid out.
        heights: the height of each row as it is printed, in points.
        room: the points that a page has for rows.
    """
    sheet = _Sheet(table, heights, room)
    pages: list[range] = []
    while (start := pages[-1].stop if pages else 0) < table.rows:
        pages.append(range(start, sheet.end(start)))
    return tuple(pages)


def repeats(table: Table, start: int) -> bool:
    """Whether a page that begins with a row repeats the headings of the indicators."""
    return table.heading < start < table.points[1]


def cut(boxes: Iterable[Box], pages: Sequence[range]) -> Iterator[Box]:
    """Yield boxes with those that run over the end of a page printed on each of their pages."""
    for box in boxes:
        for page in pages:
            top, bottom = max(box.top, page.start), min(box.bottom, page.stop - 1)
            if top <= bottom:
                yield replace(box, top=top, bottom=bottom)
