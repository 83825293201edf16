"""What is collected while one form is read: where each value stood and what was doubtful."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from selfeval_assist.documents.grid import Cell


@dataclass(slots=True)
class Reading:
    """The cells and notes of one form while it is being recognised.

    ``unsure`` maps a cell reference to what the reader of the file already doubts about it. A
    sentence names the cells that it is about, so that ``documents.doubts`` can show them.
    """

    cells: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unsure: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def take(self, path: str, cell: Cell | None, *, strip: bool = False) -> str:
        """Return the text of a cell as the value of a field and remember where it stood."""
        if cell is None:
            return ""
        self.cells[path] = cell.ref
        for doubt in self.unsure.get(cell.ref, ()):
            self.note(doubt)
        if cell.blank:
            return ""
        return cell.text.strip() if strip else cell.text

    def note(self, sentence: str) -> None:
        """Keep a sentence for the person; the same one only once."""
        if sentence not in self.notes:
            self.notes.append(sentence)
