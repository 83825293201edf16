"""What was seen in a document and is in no field of its form: no text is lost on reading."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from selfeval_assist.documents.grid import Cell, Grid, Row
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.words import (
    FUND_TOTAL,
    FUNDS,
    GOAL,
    HEAD,
    INDICATORS,
    NOTES,
    is_dash,
    is_label,
    is_page,
    is_placeholder,
    is_report,
    is_side,
    is_total,
    label,
    meaning,
    printed,
)
from selfeval_assist.form import Unread
from selfeval_assist.form.text import essence, squeeze
from selfeval_assist.form.vocabulary import level1_of, level2_of

MOST = 2_000
"""Texts that are listed one by one; a form has some hundred cells."""
_LONGEST = 2_000
"""Characters of a sheet beside the form that are listed."""
_EDGES = "()[]:;,。"
"""What stood around a piece that was taken: ``项目资金(万元)`` without its unit."""
_YEAR = ("年", "度", "年度")
"""What is left of ``（2023年度）`` when the year is taken."""


def unread(rows: Sequence[Row], grid: Grid, reading: Reading) -> tuple[Unread, ...]:
    """Return the texts of some rows that did not get into the form, in their order.

    The labels and headings that the recogniser knows are no texts of their own.

    Args:
        rows: the rows from which the form was read.
        grid: the grid that they belong to.
        reading: what was kept of them.
    """
    inside = {row.index for row in rows}
    left = [cell for row in rows for cell in row.own if not _accounted(cell, reading)]
    wanted = set(left)
    labels = {
        cell: before.text
        for row in (rows if wanted else ())
        for before, cell in pairwise(row.own)
        if cell in wanted and before not in wanted and is_label(before.text)
    }
    found = list(_together(left, labels, reading))
    found += [Unread(place=c.ref, text=c.text) for c in grid.covered if c.row in inside]
    return _bounded(found)


def _together(
    left: Sequence[Cell], labels: Mapping[Cell, str], reading: Reading
) -> Iterator[Unread]:
    """Yield the cells in order behind their labels, and those below a heading without a field."""
    columns: dict[Cell, list[Cell]] = {heading: [] for heading, _ in reading.beside}
    for heading, rows in reading.beside:
        places = range(heading.column, heading.column + heading.width)
        columns[heading] += [cell for cell in left if cell.row in rows and cell.column in places]
    columns = {heading: cells for heading, cells in columns.items() if cells}
    grouped = {cell for cells in columns.values() for cell in cells}
    single = [cell for cell in left if cell not in grouped and cell not in columns]
    for cell in sorted([*columns, *single], key=lambda each: (each.row, each.column)):
        below = "、".join(f"{each.text.strip()}（{each.ref}）" for each in columns.get(cell, ()))
        label = "".join(labels.get(cell, "").split()).rstrip(":：")
        text = f"{cell.text.strip()}：{below}" if below else cell.text
        text = f"{label}：{text}" if label else text
        yield Unread(place=cell.ref, text=text)


def _bounded(found: Sequence[Unread]) -> tuple[Unread, ...]:
    if len(found) <= MOST:
        return tuple(found)
    rest = Unread(place=found[MOST].place, text=f"（此后另有 {len(found) - MOST} 格，没有列出）")
    return (*found[:MOST], rest)


def beside(grids: Iterable[Grid]) -> Iterator[Unread]:
    """Yield the texts of sheets that hold no form, one for each sheet; hidden ones are named."""
    for grid in grids:
        if not grid.shown:
            yield Unread(place=f"工作表“{grid.sheet}”", text="（隐藏的工作表，没有读入）")
            continue
        texts = [cell.text.strip() for row in grid.rows for cell in row.own]
        text = "\n".join(texts)
        if len(text) > _LONGEST:
            text = f"{text[:_LONGEST]}…（共 {len(texts)} 格）"
        if text:
            yield Unread(place=f"工作表“{grid.sheet}”", text=text)


def _accounted(cell: Cell, reading: Reading) -> bool:
    if cell.ref in reading.kept:
        return True
    pieces = reading.pieces.get(cell.ref)
    if pieces is None:
        return _says_nothing(cell.text)
    rest = squeeze(cell.text)
    for piece in pieces:
        rest = rest.replace(squeeze(piece), "", 1)
    bare = rest.strip(_EDGES)
    return bare in _YEAR or _says_nothing(rest) or _says_nothing(bare)


@lru_cache(maxsize=8192)
def _says_nothing(text: str) -> bool:
    """Whether a text is a known label, a dash or punctuation; the same few stand in most forms."""
    return _is_label(text) or is_dash(text) or not essence(text)


def _is_label(text: str) -> bool:
    """Whether a text is a label or heading that the recogniser knows."""
    return bool(
        any(meaning(text, words) for words in (HEAD, FUNDS, INDICATORS, GOAL))
        or is_side(text)
        or is_total(text)
        or FUND_TOTAL.fullmatch(label(text))
        or is_report(text)
        or label(text) in printed("fixed")
        or NOTES.fullmatch(text)
        or level1_of(text)
        or level2_of(text)
        or is_placeholder(text)
        or is_page(text)
    )
