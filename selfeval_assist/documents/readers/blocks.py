"""A document of paragraphs and tables as one grid: text above a table can be its title."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Comment, Grid, Span, build

SPAN = 200
"""The widest and tallest merged cell; what a file states beyond it is cut."""
ROWS = 5_000
AREA = 200_000
_AROUND = 8
"""Lines of text that are kept before and after each table."""


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a table as its file states it."""

    text: str
    height: int = 1
    width: int = 1
    comments: tuple[str, ...] = ()
    """The numbers of the comments on it."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table; ``before`` counts columns left free at the start of each row."""

    rows: Sequence[Sequence[Box]]
    before: Sequence[int] = ()


def to_grid(
    blocks: Iterable[str | Table], file: str, comments: Mapping[str, Comment] | None = None
) -> Grid:
    """Return paragraphs and tables, in their order, as the rows of one grid.

    A cell is named ``表1第3行第2列`` and a paragraph ``第4段``.

    Args:
        blocks: a string for a paragraph, or a table.
        file: the file's name.
        comments: those of the document by number; one on no cell of a table stands on none.

    Raises:
        DocumentError: the tables together are larger than any form.
    """
    matrix: list[list[tuple[str, str]]] = []
    spans: list[Span] = []
    waiting: list[tuple[str, str]] = []
    refs: dict[str, str] = {}
    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, str):
            paragraphs += 1
            if block.strip():
                waiting.append((block, f"第{paragraphs}段"))
            continue
        tables += 1
        near = waiting if len(waiting) <= 2 * _AROUND else waiting[:_AROUND] + waiting[-_AROUND:]
        matrix += [[line] for line in (near if tables > 1 else near[-_AROUND:])]
        waiting = []
        _add(block, tables, matrix, spans, refs, file)
    matrix += [[line] for line in waiting[:_AROUND]]
    grid = build(file, matrix, spans)
    if not comments:
        return grid
    placed = (each._replace(ref=refs.get(number, "")) for number, each in comments.items())
    return replace(grid, comments=tuple(placed))


def _add(
    table: Table,
    number: int,
    matrix: list[list[tuple[str, str]]],
    spans: list[Span],
    refs: dict[str, str],
    file: str,
) -> None:
    """Lay the cells of a table below the rows there are; a cell takes the next free column.

    ``refs`` collects the cells on which comments are, by the numbers of the comments.
    """
    top = len(matrix)
    texts: dict[tuple[int, int], str] = {}
    taken: set[tuple[int, int]] = set()
    height = len(table.rows)
    width = 0
    for row, boxes in enumerate(table.rows):
        column = table.before[row] if row < len(table.before) else 0
        for box in boxes:
            while (row, column) in taken:
                column += 1
            down = max(1, min(box.height, SPAN, height - row))
            across = max(1, min(box.width, SPAN))
            texts[row, column] = box.text
            for comment in box.comments:
                refs.setdefault(comment, _ref(number, row, column))
            width = max(width, column + across)
            if height > ROWS or height * width > AREA or len(taken) > AREA:
                raise DocumentError(
                    file,
                    f"表格有 {height} 行、{width} 列以上，超过 {AREA // 10_000} 万格的上限",
                    "请把自评表复制到一个新的文件里再读",
                    f"第 {number} 个表",
                )
            taken.update((row + y, column + x) for y in range(down) for x in range(across))
            if down > 1 or across > 1:
                at = top + row
                spans.append((at, column, at + down - 1, column + across - 1))
            column += across
    for row in range(height):
        matrix.append(
            [(texts.get((row, column), ""), _ref(number, row, column)) for column in range(width)]
        )


def _ref(table: int, row: int, column: int) -> str:
    return f"表{table}第{row + 1}行第{column + 1}列"
