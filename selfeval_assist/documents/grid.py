"""A table of cells: readers of all kinds of files make it, one recogniser reads it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Cell(NamedTuple):
    """One cell, or one merged region; a tuple, of which a file's hundreds are made at once.

    Attributes:
        text: the text as shown.
        ref: where it stands in the source: ``B7`` in a sheet, ``第12行第3列`` in a text.
        row: its first row, counted from 0.
        column: its first column, counted from 0.
        height: how many rows it spans.
        width: how many columns it spans.
        blank: whether it shows nothing.
    """

    text: str
    ref: str
    row: int
    column: int
    height: int
    width: int
    blank: bool


class Comment(NamedTuple):
    """A comment that somebody put on a cell; ``ref`` is the cell's, empty outside all cells."""

    ref: str
    text: str
    by: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: for every column the cell that covers it; a merged region appears repeatedly.

    Attributes:
        index: which row it is, counted from 0.
        cells: the cells, one a column.
        filled: each cell with text once, left to right.
        own: those of them that begin in this row, not in a row above.
    """

    index: int
    cells: tuple[Cell, ...]
    filled: tuple[Cell, ...] = field(init=False)
    own: tuple[Cell, ...] = field(init=False)

    def __post_init__(self) -> None:
        filled = tuple([cell for cell in dict.fromkeys(self.cells) if not cell.blank])
        object.__setattr__(self, "filled", filled)
        object.__setattr__(self, "own", tuple([c for c in filled if c.row == self.index]))

    def at(self, column: int) -> Cell | None:
        """Return the cell that covers a column, or None beyond the row."""
        return self.cells[column] if 0 <= column < len(self.cells) else None

    def first(self, start: int, stop: int) -> Cell | None:
        """Return the first cell with text in columns ``start`` to ``stop``, else the first one."""
        cells = self.cells[start:stop] if start >= 0 else self.cells[: max(stop, 0)]
        for cell in cells:
            if not cell.blank:
                return cell
        return cells[0] if cells else None

    def __iter__(self) -> Iterator[Cell]:
        """Yield each cell with text once, left to right."""
        return iter(self.filled)

    @property
    def blank(self) -> bool:
        """Whether no cell of the row shows anything."""
        return not self.filled


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one sheet or one text, with what the reader was not sure of.

    ``notes`` are sentences for the person, each with the reference of the cell it is about.
    ``signed`` are the references of cells in which a number was typed behind ``=``, the sign of a
    target, so that the sheet holds it as a formula and shows it without.
    ``covered`` are texts beneath a merged region, which a sheet keeps but does not show.
    ``shown`` is false for a hidden sheet, which is named and not read.
    ``comments`` are those of the sheet or document, in its order.
    """

    file: str
    rows: tuple[Row, ...]
    sheet: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    signed: frozenset[str] = frozenset()
    covered: tuple[Cell, ...] = ()
    shown: bool = True
    comments: tuple[Comment, ...] = ()


def in_text(line: int, column: int) -> str:
    """Return the reference of a cell in a text, both counted from 1."""
    return f"第{line}行第{column}列"


Span = tuple[int, int, int, int]
"""A merged region: first row, first column, last row, last column, counted from 0, inclusive."""


def build(
    file: str,
    matrix: Sequence[Sequence[tuple[str, str]]],
    spans: Sequence[Span] = (),
    sheet: str = "",
    notes: tuple[tuple[str, str], ...] = (),
    signed: frozenset[str] = frozenset(),
) -> Grid:
    """Return a grid of (text, reference) pairs and merged regions.

    The text of a merged region is that of its first cell; spans beyond the matrix are cut to it.
    Where two overlap, the first one counts.
    """
    lines: list[list[Cell | None]] = [[None] * len(line) for line in matrix]
    covered: list[Cell] = []
    for top, left, bottom, right in reversed(spans):
        if not (0 <= top < len(matrix) and 0 <= left < len(matrix[top])):
            continue
        cell = _cell(*matrix[top][left], top, left, bottom - top + 1, right - left + 1)
        for line in lines[top : bottom + 1]:
            line[left : right + 1] = [cell] * (min(right + 1, len(line)) - left)
        covered += _covered(matrix, (top, left, bottom, right))
    rows = tuple(
        Row(
            index,
            tuple(
                [
                    cell or _cell(*matrix[index][column], index, column)
                    for column, cell in enumerate(line)
                ]
            ),
        )
        for index, line in enumerate(lines)
    )
    return Grid(
        file,
        rows,
        sheet,
        notes,
        signed,
        tuple(sorted(set(covered), key=lambda cell: (cell.row, cell.column))),
    )


def _covered(matrix: Sequence[Sequence[tuple[str, str]]], span: Span) -> Iterator[Cell]:
    """Yield the cells with text beneath a merged region."""
    top, left, bottom, right = span
    for row in range(top, min(bottom + 1, len(matrix))):
        for column in range(left, min(right + 1, len(matrix[row]))):
            text, ref = matrix[row][column]
            if text.strip() and (row, column) != (top, left):
                yield _cell(text, ref, row, column)


def _cell(text: str, ref: str, row: int, column: int, height: int = 1, width: int = 1) -> Cell:
    return Cell(text, ref, row, column, height, width, not text or text.isspace())
