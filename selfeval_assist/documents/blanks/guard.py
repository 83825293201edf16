"""No printed word of a blank is written over: asked of every cell before it is written."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from selfeval_assist.documents.blanks.blank import Blank
from selfeval_assist.documents.grid import Cell, Grid
from selfeval_assist.documents.recognise.words import (
    FUNDS,
    GOAL,
    INDICATORS,
    PLACEHOLDER,
    is_label,
    is_side,
    meaning,
)
from selfeval_assist.form.text import squeeze
from selfeval_assist.form.vocabulary import level1_of, level2_of

_FREE = re.compile(r"[\d_xX×*○〇.…/—–-]")
_HINT = re.compile(r"\(.*\)")


@dataclass(slots=True)
class Guard:
    """A blank whose printed words stay, and whose cells take one text each.

    Attributes:
        blank: what is written to.
        notes: sentences on texts that were not written for that.
    """

    blank: Blank
    notes: list[str] = field(default_factory=list)
    _put: dict[tuple[int, int], str] = field(default_factory=dict)

    def grid(self) -> Grid:
        """Return the table as it is now."""
        return self.blank.grid()

    def put(self, cell: Cell, text: str, *, counts: bool = False, own: bool = False) -> None:
        """Write a cell, unless that would take away what is printed or was put there.

        Args:
            cell: the cell.
            text: its text.
            counts: whether it is money, points or a count.
            own: whether the cell is the one of the field's value, so that what stands there is an
                example or an old value.
        """
        place = cell.row, cell.column
        before = self._put.get(place, "")
        if not (_holds(text, before) and _free(cell, text, own=own)):
            printed = (before or cell.text).strip()
            self.notes.append(
                f"模板的一格印有“{printed[:20]}”，没有改动，“{text[:20]}”没有写入，请手工补填。"
            )
            return
        self._put[place] = text
        self.blank.put(cell, text, counts=counts)

    def duplicate(self, row: int, shared: Collection[int]) -> None:
        """Put an empty copy of a row below it."""
        self._put.clear()
        self.blank.duplicate(row, shared)

    def remove(self, row: int) -> bool:
        """Take out a row; return whether it is gone."""
        self._put.clear()
        return self.blank.remove(row)

    def merge(self, top: int, bottom: int, column: int) -> None:
        """Make one cell of the cells of a column."""
        self.blank.merge(top, bottom, column)


def _holds(text: str, printed: str) -> bool:
    """Whether a text keeps what is printed: its letters in their order, but for free places."""
    rest = iter(squeeze(text))
    return all(letter in rest for letter in _FREE.sub("", squeeze(printed)))


def _free(cell: Cell, text: str, *, own: bool) -> bool:
    """Whether a cell takes a text: it is empty, keeps its words, or they are no label."""
    squeezed = squeeze(cell.text)
    if _holds(text, squeezed) or PLACEHOLDER.fullmatch(squeezed) or _HINT.fullmatch(squeezed):
        return True
    return own and not _is_printed(cell.text)


def _is_printed(text: str) -> bool:
    """Whether a text is a label, a heading or a level, which no value is."""
    known = any(meaning(text, words) for words in (FUNDS, GOAL, INDICATORS))
    return bool(known or is_label(text) or is_side(text) or level1_of(text) or level2_of(text))
