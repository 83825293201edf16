"""What the reader was not sure of, each with the cells that a person should compare."""

import re
from dataclasses import dataclass

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.paths import get

_FORMULA = re.compile(r"“=[^“”]*”")
"""A formula that a sentence quotes; the cells in it are not what the sentence is about."""


@dataclass(frozen=True, slots=True)
class Original:
    """A field and where its text stands in the document.

    Attributes:
        path: the path of the field in the form.
        cell: the cell in the document: ``B7``, ``第12行第3列``, ``表1第3行第2列``.
        text: what was read there.
    """

    path: str
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to confirm: the sentence for the person, and the original cells it is about."""

    sentence: str
    originals: tuple[Original, ...]


def doubts(form: SelfEvaluation) -> tuple[Doubt, ...]:
    """Return the doubts of the reader about a form.

    A doubt about the form as a whole, such as a missing table, has no original cells.
    """
    paths: dict[str, list[str]] = {}
    for path, cell in form.provenance.cells.items():
        paths.setdefault(cell, []).append(path)
    return tuple(
        Doubt(
            note,
            tuple(
                Original(path, cell, str(get(form, path)))
                for cell in paths
                if _names(note, cell)
                for path in paths[cell]
            ),
        )
        for note in form.provenance.notes
    )


def _names(note: str, cell: str) -> bool:
    """Whether a sentence names a cell, and not one whose name only begins or ends the same."""
    if cell not in note:
        return False
    pattern = rf"(?<![A-Za-z\d:]){re.escape(cell)}(?![\d:]|第)"
    return re.search(pattern, _FORMULA.sub("", note)) is not None
