"""A table of cells: readers of all kinds of files make it, one recogniser reads it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell, or one merged region.

    Attributes:
        text: the text as shown.
        ref: where it stands in the source: ``B7`` in a sheet, ``12:3`` (line:column) in a text.
        row: its first row, counted from 0.
        column: its first column, counted from 0.
        height: how many rows it spans.
        width: how many columns it spans.
    """

    text: str
    ref: str
    row: int
    column: int
    height: int = 1
    width: int = 1

    @property
    def blank(self) -> bool:
        """Whether the cell shows nothing."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: for every column the cell that covers it; a merged region appears repeatedly."""

    index: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell | None:
        """Return the cell that covers a column, or None beyond the row."""
        return self.cells[column] if 0 <= column < len(self.cells) else None

    def first(self, columns: Iterable[int]) -> Cell | None:
        """Return the first cell with text in some columns, else the first cell, else None."""
        found = [cell for column in columns if (cell := self.at(column)) is not None]
        return next((cell for cell in found if not cell.blank), found[0] if found else None)

    def __iter__(self) -> Iterator[Cell]:
        """Yield each cell with text once, left to right."""
        previous = None
        for cell in self.cells:
            if cell is not previous and not cell.blank:
                yield cell
            previous = cell

    @property
    def blank(self) -> bool:
        """Whether no cell of the row shows anything."""
        return all(cell.blank for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one sheet or one text, with what the reader was not sure of.

    ``notes`` are sentences for the person, each with the reference of the cell it is about.
    """

    file: str
    rows: tuple[Row, ...]
    sheet: str = ""
    notes: tuple[tuple[str, str], ...] = field(default=())

    def own(self, row: Row) -> list[Cell]:
        """Return the cells with text that begin in this row, left to right."""
        return [cell for cell in row if cell.row == row.index]


Span = tuple[int, int, int, int]
"""A merged region: first row, first column, last row, last column, counted from 0, inclusive."""


def build(
    file: str,
    matrix: Sequence[Sequence[tuple[str, str]]],
    spans: Iterable[Span] = (),
    sheet: str = "",
    notes: tuple[tuple[str, str], ...] = (),
) -> Grid:
    """Return a grid of (text, reference) pairs and merged regions.

    The text of a merged region is that of its first cell; spans beyond the matrix are cut to it.
    """
    covered: dict[tuple[int, int], Cell] = {}
    for top, left, bottom, right in spans:
        if not (0 <= top < len(matrix) and 0 <= left < len(matrix[top])):
            continue
        text, ref = matrix[top][left]
        cell = Cell(text, ref, top, left, bottom - top + 1, right - left + 1)
        for row in range(top, min(bottom, len(matrix) - 1) + 1):
            for column in range(left, min(right, len(matrix[row]) - 1) + 1):
                covered.setdefault((row, column), cell)
    rows = tuple(
        Row(
            index,
            tuple(
                covered.get((index, column)) or Cell(text, ref, index, column)
                for column, (text, ref) in enumerate(line)
            ),
        )
        for index, line in enumerate(matrix)
    )
    return Grid(file, rows, sheet, notes)
