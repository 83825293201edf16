"""Columns found by their headings, and rows that have slipped sideways."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.words import Words, is_short, label, meaning

SHIFTS = (0, -1, 1, -2, 2, -3, 3)
"""Shifts that are tried, nearest first: page breaks move a row by one or two cells."""


_BRACKETS = ("(", "（")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: for each field the positions under its heading."""

    spans: Mapping[str, range]
    height: int = 1
    """The rows of headings."""

    def __contains__(self, name: str) -> bool:
        return name in self.spans

    def cell(self, row: Row, name: str, shift: int = 0) -> Cell | None:
        """Return the cell of a row in a column, or None when the table has no such column."""
        span = self.spans.get(name)
        return None if span is None else row.first(span.start + shift, span.stop + shift)

    def moved(self, name: str, shift: int) -> range | None:
        """Return the positions of a column in a row that has slipped, or None without it."""
        span = self.spans.get(name)
        return None if span is None else range(span.start + shift, span.stop + shift)

    def start(self, *names: str) -> int | None:
        """Return the first position of the leftmost of some columns that exists."""
        found = [self.spans[name].start for name in names if name in self.spans]
        return min(found) if found else None

    def headings(self, rows: Sequence[Row], last: int) -> Iterator[Cell]:
        """Yield the headings of columns, which have no meaning alone where they take two rows.

        Args:
            rows: the rows of the form.
            last: the position of the last row of headings.
        """
        named = {column for span in self.spans.values() for column in span}
        if self.height > 1:
            lower = [cell for cell in rows[last].own if cell.column in named]
            above = list(map(_above(rows[last - 1].own), lower))
            yield from (*lower, *(cell for cell in above if cell and above.count(cell) > 1))

    @property
    def end(self) -> int:
        """The position behind the last column."""
        return max(span.stop for span in self.spans.values())


def find(row: Row, words: Words, below: Row | None = None) -> Columns:
    """Return the columns that the headings of a row name.

    Args:
        row: a row of headings.
        words: the fields and their spellings.
        below: a second row of headings, for a heading that is split; the lower one is exact.

    Returns:
        A heading's positions run to the next heading: in a text dump merged cells leave blanks.
    """
    names = {cell: meaning(cell.text, words) for cell in row.filled}
    if below is None and not any(names.values()):
        return Columns({})
    headings: list[tuple[int, int, str]] = []
    upper = [cell for cell in row.filled if cell.row == row.index or cell.height > 1]
    lower = split(upper, below, words) if below is not None else {}
    names |= lower
    taken = {c for cell in lower for c in range(cell.column, cell.column + cell.width)}
    for cell in [*upper, *lower]:
        under = set(range(cell.column, cell.column + cell.width)) & taken
        if cell in lower or not under:
            headings.append((cell.column, cell.width, names[cell]))
    headings.sort()
    spans: dict[str, range] = {}
    width = len(row.cells)
    for position, (column, cells, name) in enumerate(headings):
        if not name:
            continue
        last = position + 1 == len(headings)
        stop = column + cells if last else max(headings[position + 1][0], column + cells)
        spans.setdefault(name, range(column, min(stop, width) if not last else column + cells))
    return Columns(spans, 1 if below is None else 2)


def split(upper: Sequence[Cell], below: Row, words: Words) -> dict[Cell, str]:
    """Return what the headings of a second row mean, alone or with the one that they split.

    ``预算数`` above ``年初`` and ``调整后``, ``得分`` above ``（10分）``.
    """
    names = {cell: meaning(cell.text, words) for cell in below.own}
    owners = list(map(_above(upper), below.own))
    for cell, owner in zip(below.own, owners, strict=True):
        if owner is None or owner.height > 1:
            continue
        if owners.count(owner) > 1 and is_short(cell.text):
            own, above = label(cell.text), label(owner.text)
            both = meaning(f"{above}{own}", words)
            review = both if both.startswith("review") else ""
            names[cell] = review or names[cell] or meaning(f"{own}{above}", words) or both
        elif cell.text.lstrip()[:1] in _BRACKETS:
            names[cell] = names[cell] or meaning(owner.text, words)
    return names


def _above(upper: Sequence[Cell]) -> Callable[[Cell], Cell | None]:
    """Return what finds the heading above another: the last that begins no further right."""
    return lambda cell: next((up for up in reversed(upper) if up.column <= cell.column), None)


def best_shift(row: Row, fits: Callable[[Row, int], int], previous: int = 0) -> int:
    """Return by how many cells a row has slipped against the headings.

    Args:
        row: the row.
        fits: how well the row fits the headings under a shift; higher is better.
        previous: the shift of the row above, preferred among equals.
    """
    order = sorted(SHIFTS, key=lambda shift: (shift != previous, SHIFTS.index(shift)))
    straight = fits(row, 0)
    best = max(order, key=lambda shift: fits(row, shift))
    return best if fits(row, best) > straight else 0 if previous == 0 else best
