"""A blank form in a Word document: filled in place, its looks kept."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import IO, Any

import docx
from docx.oxml.ns import qn

from selfeval_assist.documents import grid as grids
from selfeval_assist.documents.blanks.blank import place
from selfeval_assist.documents.blanks.container import container_of
from selfeval_assist.documents.blanks.formulas import Kept
from selfeval_assist.documents.grid import Cell, Grid, Span
from selfeval_assist.documents.writers.docx_parts import custom_properties, element, texts
from selfeval_assist.documents.writers.measure import height

_WRAPPERS = (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"))
_WORD_14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_KEPT = 200.0
"""Points of the highest text whose row is kept on one page."""
_DIGIT, _NARROW = 105, 1100
"""Twentieths of a point of a digit in print, and of a cell that states no width."""
_LOOSE = (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))


class BlankDocument:
    """The body of a document: each paragraph and each row of a table is a row of the grid."""

    lost: tuple[str, ...] = ()

    def __init__(self, name: str, parts: Mapping[str, bytes]) -> None:
        """Open the document that the parts of a container make."""
        self._name = name
        self._document = docx.Document(container_of(parts))
        self._cells: dict[tuple[int, int], Any] = {}
        self._rows: list[Any] = []
        self._tall: dict[Any, float] = {}

    def grid(self) -> Grid:
        """Return paragraphs and tables as one grid, and remember which element is where."""
        matrix: list[list[tuple[str, str]]] = []
        spans: list[Span] = []
        self._cells, self._rows = {}, []
        for block in _children(self._document.element.body, ("w:p", "w:tbl")):
            if block.tag == qn("w:p"):
                at = len(self._rows)
                self._rows.append(None)
                self._cells[at, 0] = block
                matrix.append([(_text(block), place(at, 0))])
            else:
                self._table(block, matrix, spans)
        return grids.build(self._name, matrix, spans)

    def _table(self, table: Any, matrix: list[list[tuple[str, str]]], spans: list[Span]) -> None:
        open_at: dict[int, tuple[int, int]] = {}
        for row in _children(table, ("w:tr",)):
            at = len(self._rows)
            self._rows.append(row)
            line: list[tuple[str, str]] = []
            for column, width, cell in _cells(row):
                line += [("", place(at, len(line) + n)) for n in range(column - len(line))]
                merge = _merge(cell)
                if merge == "continue" and column in open_at:
                    top, wide = open_at[column]
                    spans.remove(next(s for s in spans if s[:2] == (top, column)))
                    spans.append((top, column, at, column + wide - 1))
                else:
                    open_at.pop(column, None)
                    self._cells[at, column] = cell
                    if merge or width > 1:
                        spans.append((at, column, at, column + width - 1))
                    if merge:
                        open_at[column] = (at, width)
                line += [("", place(at, column + n)) for n in range(width)]
                line[column] = (_text(cell), place(at, column))
            matrix.append(line)

    def kept(self) -> Sequence[Kept]:
        """Return nothing: a document has no formulas."""
        return ()

    def put(self, cell: Cell, text: str, *, counts: bool = False) -> None:
        """Write a text in the font that stands in the cell."""
        target = self._cells[cell.row, cell.column]
        if target.tag == qn("w:p"):
            _write(target, text, None)
            return
        row = self._rows[cell.row]
        width = target.width.twips if target.width else _NARROW
        self._tall[row] = max(height(text, width / _DIGIT), self._tall.get(row, 0))
        look = self._look(cell.row)
        paragraphs = list(target.iterchildren(qn("w:p")))
        for extra in paragraphs[1:]:
            target.remove(extra)
        lines = text.split("\n")
        first = paragraphs[0]
        _write(first, lines[0], look)
        for line in reversed(lines[1:]):
            more = deepcopy(first)
            _write(more, line, look)
            first.addnext(more)

    def _look(self, row: int) -> Any:
        """Return the look of the first text of a row, for cells that state none."""
        for _, _, cell in _cells(self._rows[row]):
            for run in cell.iter(qn("w:r")):
                if (look := run.find(qn("w:rPr"))) is not None:
                    return look
        return None

    def duplicate(self, row: int, shared: Collection[int]) -> None:
        """Insert an empty copy of a row; cells of shared columns become one with those above."""
        source = self._rows[row]
        copied = deepcopy(source)
        for mark in list(copied.iter(*_LOOSE, qn("w:tblHeader"))):
            mark.getparent().remove(mark)
        for each in copied.iter():
            for key in [key for key in each.attrib if str(key).startswith(_WORD_14)]:
                del each.attrib[key]
        for (column, _, old), (_, _, new) in zip(_cells(source), _cells(copied), strict=True):
            for extra in list(new.iterchildren(qn("w:p")))[1:]:
                new.remove(extra)
            for paragraph in new.iterchildren(qn("w:p")):
                _write(paragraph, "", None)
            if column in shared:
                if not _merge(old):
                    _set_merge(old, "restart")
                _set_merge(new, "continue")
            else:
                _set_merge(new, "")
        source.addnext(copied)
        self._rows.insert(row + 1, copied)

    def remove(self, row: int) -> bool:
        """Take out a row, unless a merged cell begins in it."""
        below = self._rows[row + 1] if row + 1 < len(self._rows) else None
        going = {} if below is None else {at: _merge(cell) for at, _, cell in _cells(below)}
        begins = (at for at, _, cell in _cells(self._rows[row]) if _merge(cell) == "restart")
        if any(going.get(at) == "continue" for at in begins):
            return False
        gone = self._rows.pop(row)
        gone.getparent().remove(gone)
        return True

    def merge(self, top: int, bottom: int, column: int) -> None:
        """Make one cell of the cells of a column."""
        for row in range(top, bottom + 1):
            for at, _, cell in _cells(self._rows[row]):
                if at == column:
                    _set_merge(cell, "restart" if row == top else "continue")

    def save(self, file: IO[bytes], metadata: Mapping[str, str], line: str) -> None:
        """Write the document; rows of short texts stay on one page."""
        for row, tall in self._tall.items():
            if tall <= _KEPT:
                _keep_together(row)
        for table in self._document.element.body.iter(qn("w:tbl")):
            _keep_last(list(_children(table, ("w:tr",))))
        if metadata:
            custom_properties(self._document, metadata)
        if line:
            header = self._document.sections[0].header
            first = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
            (header.add_paragraph() if first.text else first).add_run(line)
        self._document.save(file)


def _children(parent: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    """Yield children of some kinds, also those inside content controls."""
    wanted = {qn(tag) for tag in tags}
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tags)


def _cells(row: Any) -> Iterator[tuple[int, int, Any]]:
    """Yield (column, width, cell) of a row."""
    before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    column = int(before.get(qn("w:val"))) if before is not None else 0
    for cell in _children(row, ("w:tc",)):
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        width = int(span.get(qn("w:val"))) if span is not None else 1
        yield column, width, cell
        column += width


def _keep_together(row: Any) -> None:
    """Let a row move to the next page whole: else a last character could stand there alone."""
    properties = row.get_or_add_trPr()
    if properties.find(qn("w:cantSplit")) is None:
        properties.insert(0, element("cantSplit"))


def _keep_last(rows: Sequence[Any]) -> None:
    """Let the row above the last one go with it: else the total could stand alone on a page."""
    for row in rows[-2:-1]:
        for paragraph in row.iter(qn("w:p")):
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def _merge(cell: Any) -> str:
    """Return ``restart``, ``continue`` or an empty string."""
    mark = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return "" if mark is None else str(mark.get(qn("w:val")) or "continue")


def _set_merge(cell: Any, value: str) -> None:
    properties = cell.get_or_add_tcPr()
    for mark in properties.findall(qn("w:vMerge")):
        properties.remove(mark)
    if value:
        before = properties.findall(qn("w:gridSpan")) or properties.findall(qn("w:tcW"))
        mark = element("vMerge", val=value)
        if before:
            before[-1].addnext(mark)
        else:
            properties.insert(0, mark)


def _text(block: Any) -> str:
    """Return the text of a paragraph or of the paragraphs of a cell."""
    if block.tag == qn("w:tc"):
        return "\n".join(_text(part) for part in block.iterchildren(qn("w:p"))).strip("\n")
    marks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
    pieces = []
    for run in block.iter(qn("w:r")):
        for part in run:
            pieces.append(part.text or "" if part.tag == qn("w:t") else marks.get(part.tag, ""))
    return "".join(pieces)


def _write(paragraph: Any, text: str, look: Any) -> None:
    """Replace the runs of a paragraph by one; it takes the look of the first that had a text.

    ``look`` is for a paragraph that states none. The run stays when the text is empty, so that the
    look is not forgotten.
    """
    runs = list(paragraph.iter(qn("w:r")))
    model = next((run for run in runs if run.find(qn("w:t")) is not None), None)
    model = model if model is not None else next(iter(runs), None)
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    own = model.find(qn("w:rPr")) if model is not None else None
    look = next((each for each in (own, mark, look) if each is not None), None)
    for child in list(paragraph):
        if child.tag != qn("w:pPr"):
            paragraph.remove(child)
    if text or look is not None:
        run = element("r")
        if look is not None:
            run.append(deepcopy(look))
        run.extend(texts(text))
        paragraph.append(run)
