"""The lines of a file of remarks: paragraphs, and the rows of its tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from selfeval_assist.documents.edge import reading
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid
from selfeval_assist.documents.opening import content, grids, readable
from selfeval_assist.documents.readers.blocks import Table
from selfeval_assist.documents.readers.decode import decode
from selfeval_assist.documents.readers.kinds import Kind, kind_of

MOST = 2000
"""Lines that are read of a file; a letter has some fifty."""


class Piece(NamedTuple):
    """A text of a line, the column in which it begins, and where it stands in the file."""

    text: str
    column: int
    ref: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a row of a table with its cells that hold a text.

    ``listed`` says that Word numbers the paragraph.
    """

    pieces: tuple[Piece, ...]
    listed: bool = False


def lines(path: Path) -> tuple[Line, ...]:
    """Return the lines of a file, those without text left out.

    Args:
        path: a Word document, a workbook, a text, or whatever ``documents.read`` opens.

    Raises:
        DocumentError: the file cannot be read, or is no text.
    """
    with reading(path.name):
        data = readable(content(path), path.name)
        found = tuple(each for each in _of(data, path.name) if each.pieces)
    if len(found) > MOST:
        raise DocumentError(path.name, f"有 {len(found)} 行，超过 {MOST} 行", "请只保留退回意见")
    return found


def _of(data: bytes, name: str) -> Iterator[Line]:
    kind = kind_of(data)
    if kind is Kind.TEXT:
        from selfeval_assist.documents.readers.text import to_grid

        yield from _rows([to_grid(decode(data, name), name)])
        return
    if kind is Kind.ZIP:
        from selfeval_assist.documents.readers.archive import Parts
        from selfeval_assist.documents.readers.docx import blocks_of

        parts = Parts(data, name)
        if "word/document.xml" in parts:
            yield from _blocks(blocks_of(parts, name))
            return
    yield from _rows(each for each in grids(data, kind, name) if each.shown)


def _rows(tables: Iterable[Grid]) -> Iterator[Line]:
    for grid in tables:
        sheet = f"{grid.sheet} " if grid.sheet else ""
        for row in grid.rows:
            yield Line(tuple(Piece(c.text, c.column, f"{sheet}{c.ref}") for c in row.own))


def _blocks(blocks: Iterable[str | Table]) -> Iterator[Line]:
    from selfeval_assist.documents.readers.docx import Listed

    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            yield from _table(block, tables)
        else:
            paragraphs += 1
            pieces = (Piece(str(block), 0, f"第{paragraphs}段"),) if block.strip() else ()
            yield Line(pieces, isinstance(block, Listed))


def _table(table: Table, number: int) -> Iterator[Line]:
    for at, boxes in enumerate(table.rows, start=1):
        column = table.before[at - 1] if at <= len(table.before) else 0
        pieces: list[Piece] = []
        for box in boxes:
            if box.text.strip():
                pieces.append(Piece(box.text, column, f"表{number}第{at}行第{column + 1}列"))
            column += box.width
        yield Line(tuple(pieces))
