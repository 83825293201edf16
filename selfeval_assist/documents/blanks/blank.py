"""What filling needs of a unit's own blank form, whatever kind of file it is."""

from collections.abc import Collection, Mapping, Sequence
from typing import IO, Protocol

from selfeval_assist.documents.blanks.formulas import Kept
from selfeval_assist.documents.grid import Cell, Grid


class Blank(Protocol):
    """An opened template. Rows and columns are those of ``grid()``, counted from 0.

    Nothing is written before ``save``, and never to the template itself.
    """

    @property
    def lost(self) -> tuple[str, ...]:
        """What of the template cannot be kept, as sentences for the person."""

    def grid(self) -> Grid:
        """Return the table as it is now; the reference of each cell is ``place`` of it."""

    def put(self, cell: Cell, text: str, *, counts: bool = False) -> None:
        """Replace the text of a cell; its fonts, borders, widths and formulas stay.

        Args:
            cell: the cell.
            text: its new text.
            counts: whether it is money, points or a count, which a sheet can add up.
        """

    def kept(self) -> Sequence[Kept]:
        """Return the cells whose formula stayed in place of a text."""

    def duplicate(self, row: int, shared: Collection[int]) -> None:
        """Put an empty copy of a row below it.

        Args:
            row: the row.
            shared: columns whose cell runs on into the copy, such as the names of levels.
        """

    def remove(self, row: int) -> bool:
        """Take out a row, unless a formula or a merged cell of the template needs it.

        Args:
            row: the row.

        Returns:
            Whether it is gone.
        """

    def merge(self, top: int, bottom: int, column: int) -> None:
        """Make one cell of the cells of a column in some rows; only the first one has a text."""

    def save(self, file: IO[bytes], metadata: Mapping[str, str], line: str) -> None:
        """Write the filled form, with properties of the file and a line at the head of pages."""


def place(row: int, column: int) -> str:
    """Return the reference of a cell of a template."""
    return f"{row}:{column}"
