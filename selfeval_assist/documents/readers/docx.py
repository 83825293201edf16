"""Read a Word document: its tables with their merged cells, and the text around them."""

from collections.abc import Iterator, Mapping

from lxml import etree

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid
from selfeval_assist.documents.readers.blocks import SPAN, Box, Table
from selfeval_assist.documents.readers.blocks import to_grid as lay_out
from selfeval_assist.documents.readers.comments import numbers_in, of_document
from selfeval_assist.documents.readers.xml_part import local, parse

_GONE = frozenset({"del", "moveFrom", "Fallback", "rt", "pPr", "rPr", "tblPr", "instrText"})
"""Tracked deletions, the second copy of a drawing, phonetic hints and properties."""
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SYMBOLS = {"F0B3": "≥", "F0A3": "≤", "F0B1": "±", "F0B4": "×", "F0B8": "÷", "F0B9": "≠"}
"""Characters of the Symbol font, which Word puts in by number."""


def to_grid(parts: Mapping[str, bytes], name: str) -> Grid:
    """Return the tables and paragraphs of a document as one grid.

    Args:
        parts: the unpacked parts of the document.
        name: the file's name, for messages and the provenance.

    Raises:
        DocumentError: the document is broken, too large, or has no table.
    """
    blocks = blocks_of(parts, name)
    if not any(isinstance(block, Table) for block in blocks):
        raise DocumentError(name, "Word 文档里没有表格", "请确认选对了文件；图片里的表格无法读取")
    return lay_out(blocks, name, of_document(parts, name))


class Listed(str):
    """A paragraph that Word numbers: the number stands in no text."""

    __slots__ = ()


def blocks_of(parts: Mapping[str, bytes], name: str) -> list[str | Table]:
    """Return the paragraphs and tables of a document in their order; arguments as ``to_grid``.

    Raises:
        DocumentError: the document is broken or too large.
    """
    root = parse(parts["word/document.xml"], name)
    for mark in root.iter("{*}gridSpan", "{*}gridBefore"):
        if len(_value(mark)) > 3 or int(_value(mark) or 0) > SPAN:
            raise DocumentError(
                name,
                f"表格里有单元格声明跨 {_value(mark)[:12]} 列，超过 {SPAN} 列的上限",
                "请用 Word 或 WPS 打开后另存，或把自评表复制到新的文档里再读",
            )
    return [block for part in root if local(part) == "body" for block in _blocks(part)]


def _blocks(parent: etree._Element) -> Iterator[str | Table]:
    """Yield the paragraphs and tables of a part in their order, also those inside containers."""
    for element in parent:
        kind = local(element)
        if kind == "p":
            yield Listed(_text(element)) if _numbered(element) else _text(element)
            yield from _boxed(element)
        elif kind == "tbl":
            yield from _tables(element)
        elif kind not in _GONE:
            yield from _blocks(element)


def _numbered(paragraph: etree._Element) -> bool:
    """Return whether Word numbers a paragraph."""
    properties = (child for child in paragraph if local(child) == "pPr")
    return any(local(child) == "numPr" for props in properties for child in props)


def _boxed(paragraph: etree._Element) -> Iterator[str | Table]:
    """Yield the tables that stand in text boxes of a paragraph."""
    for box in paragraph.iter("{*}txbxContent"):
        if not any(local(above) == "Fallback" for above in box.iterancestors()):
            yield from (block for block in _blocks(box) if isinstance(block, Table))


def _tables(table: etree._Element) -> Iterator[Table]:
    """Yield a table, and below it the tables inside its cells that are more than a few words."""
    rows: list[list[Box]] = []
    before: list[int] = []
    open_at: dict[int, tuple[int, int, int]] = {}
    inner: list[Table] = []
    for row in _children(table, "tr"):
        if any(local(mark) == "del" for props in row if local(props) == "trPr" for mark in props):
            continue
        properties = next((child for child in row if local(child) == "trPr"), None)
        column = start = _number(properties, "gridBefore", 0)
        boxes: list[Box] = []
        for cell in _children(row, "tc"):
            props = next((child for child in cell if local(child) == "tcPr"), None)
            width = _number(props, "gridSpan", 1) or 1
            merge = _merge(props)
            if merge == "continue" and column in open_at and open_at[column][2] == width:
                at, place, _ = open_at[column]
                above = rows[at][place]
                rows[at][place] = Box(above.text, above.height + 1, above.width, above.comments)
            else:
                text, nested = _cell(cell)
                inner += nested
                open_at[column] = (len(rows), len(boxes), width)
                boxes.append(Box(text, 1, width, numbers_in(cell)))
                if merge != "restart":
                    open_at.pop(column)
            column += width
        rows.append(boxes)
        before.append(start)
    if any(box.text.strip() for boxes in rows for box in boxes):
        yield Table(rows, before)
    yield from inner


def _cell(cell: etree._Element) -> tuple[str, list[Table]]:
    """Return the text of a cell and the real tables inside it."""
    lines: list[str] = []
    nested: list[Table] = []
    for block in _blocks(cell):
        if isinstance(block, str):
            lines.append(block)
        elif len(block.rows) > 2:
            nested.append(block)
        else:
            lines += [" ".join(box.text for box in boxes if box.text) for boxes in block.rows]
    return "\n".join(lines).strip("\n"), nested


def _children(parent: etree._Element, kind: str) -> Iterator[etree._Element]:
    """Yield the rows or cells of a table, also those inside content controls and insertions."""
    for element in parent:
        found = local(element)
        if found == kind:
            yield element
        elif found in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _children(element, kind)


def _merge(properties: etree._Element | None) -> str:
    """Return ``restart``, ``continue`` or an empty string."""
    if properties is None:
        return ""
    for child in properties:
        if local(child) == "vMerge":
            return _value(child) or "continue"
    return ""


def _number(properties: etree._Element | None, kind: str, default: int) -> int:
    if properties is not None:
        for child in properties:
            value = _value(child)
            if local(child) == kind and value.isdecimal():
                return int(value)
    return default


def _value(element: etree._Element) -> str:
    return next((str(v) for key, v in element.attrib.items() if str(key).endswith("val")), "")


def _text(element: etree._Element) -> str:
    """Return the visible text of a paragraph."""
    pieces: list[str] = []
    for child in element:
        kind = local(child)
        if kind == "t":
            pieces.append(child.text or "")
        elif kind in _MARKS:
            pieces.append(_MARKS[kind])
        elif kind == "sym":
            code = next((str(v) for k, v in child.attrib.items() if str(k).endswith("char")), "")
            pieces.append(_SYMBOLS.get(code.upper(), ""))
        elif kind not in _GONE and kind != "txbxContent":
            pieces.append(_text(child))
    return "".join(pieces)
