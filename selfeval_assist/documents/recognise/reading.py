"""What is collected while one form is read: where each value stood and what was doubtful."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from selfeval_assist.documents.grid import Cell


@dataclass(slots=True)
class Reading:
    """The cells and notes of one form while it is being recognised.

    ``unsure`` maps a cell reference to what the reader of the file already doubts about it;
    ``signed`` are the references of numbers typed behind ``=``. A
    sentence names the cells that it is about, so that ``doubts`` can show them. ``kept`` are the
    cells whose whole text went into the form, ``pieces`` the parts of others that did. ``beside``
    are the headings of columns that the form has no field for, each with its rows.
    """

    cells: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unsure: Mapping[str, Sequence[str]] = field(default_factory=dict)
    signed: Collection[str] = ()
    kept: set[str] = field(default_factory=set)
    pieces: dict[str, list[str]] = field(default_factory=dict)
    beside: list[tuple[Cell, range]] = field(default_factory=list)

    def take(self, path: str, cell: Cell | None, *, strip: bool = False) -> str:
        """Return the text of a cell as the value of a field and remember where it stood."""
        if cell is None:
            return ""
        self.kept.add(cell.ref)
        return self._noted(path, cell, strip)

    def take_piece(self, path: str, cell: Cell, piece: str) -> None:
        """Remember that a piece of a cell's text is a field's value, perhaps with its label."""
        self.pieces.setdefault(cell.ref, []).append(piece)
        self._noted(path, cell, strip=False)

    def keep(self, *cells: Cell) -> None:
        """Remember that the texts of some cells are in the form, or are words about its table."""
        self.kept.update(cell.ref for cell in cells)

    def _noted(self, path: str, cell: Cell, strip: bool) -> str:
        self.cells[path] = cell.ref
        for doubt in self.unsure.get(cell.ref, ()):
            self.note(doubt)
        if cell.blank:
            return ""
        return cell.text.strip() if strip else cell.text

    def take_target(self, path: str, cell: Cell | None) -> str:
        """Return the text of a target cell; ``=365`` typed there means that sign."""
        text = self.take(path, cell)
        if cell is None or cell.ref not in self.signed:
            return text
        self.note(f"单元格 {cell.ref} 里是公式“={text}”，已按“等于 {text}”读取，请核对。")
        return f"={text}"

    def note(self, sentence: str) -> None:
        """Keep a sentence for the person; the same one only once."""
        if sentence not in self.notes:
            self.notes.append(sentence)
