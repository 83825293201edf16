"""Every text in the XML of an office file: all parts of a container, hidden and attached ones too.

A part is read by what is common to all of them, paragraphs, cells and attributes, so that a header,
a text box, a comment or a watermark needs no reader of its own.
"""

import binascii
import re
from collections.abc import Iterator, Mapping
from html import unescape

from lxml import etree

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.readers.xml_part import local, parse
from selfeval_assist.documents.texts.header import printed
from selfeval_assist.documents.texts.piece import Piece, Placed
from selfeval_assist.form.marks import may_hold

_XML = (".xml", ".vml", ".rels", ".rdf", ".svg")
_OWN = re.compile(
    r"printerSettings\d*\.bin|fonts?/[^/]*$|\.(?:odttf|fntdata|ttf|sigs)$|^docProps/thumbnail\.",
    re.I,
)
"""Parts that an office program writes for itself: printer settings, letters, a small picture of the
first page."""
_BASE64 = frozenset({"binData", "binaryData"})
"""What holds a picture or file in an office format that is one XML file."""
_BLOCKS = frozenset({"p", "si", "is", "comment", "Data"})
"""What holds the runs of one text."""
_HEADERS = frozenset({
    "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter",
})  # fmt: skip
_ROWS = frozenset({"tr", "row", "Row"})
_CELLS = frozenset({"tc", "c", "Cell"})
_SHEET = re.compile(r"xl/(?:work|macro|dialog|chart)sheets/[^/]+\.xml")
_TAG = re.compile(r"<[^<>]*>")
_PLACES = (
    ("header", "页眉"), ("footer", "页脚"), ("comments", "批注"), ("threadedComment", "批注"),
    ("footnotes", "脚注"), ("endnotes", "尾注"), ("docProps", "文档属性"),
    ("customXml", "附带的数据"), ("vmlDrawing", "批注框或图形"), ("drawing", "文本框或图形"),
    ("charts", "图表"), ("diagrams", "图示"), ("embeddings", "嵌入的文件"), ("media/", "图片"),
    ("externalLinks", "外部链接"), ("glossary", "构建基块"), ("document.xml", "正文"),
    ("styles", "格式"), ("settings", "文档设置"), ("workbook.xml", "工作簿"),
    ("sheets/", "工作表的页眉、页脚或设置"), ("sharedStrings", "工作簿的文字"),
)  # fmt: skip


def texts(parts: Mapping[str, bytes]) -> Iterator[Piece]:
    """Yield every text of a container, and what else lies in it as bytes.

    Args:
        parts: the parts of the container by name.

    Raises:
        DocumentError: it unpacks to more than the limits.
    """
    yield from _sheets(parts)
    for part in parts:
        if part.lower().endswith(_XML):
            yield from ((_place(part), piece) for _, piece in part_texts(parts[part], part))
        elif not (part.endswith("/") or _OWN.search(part)):
            yield _place(part), parts[part]


def part_texts(data: bytes, part: str) -> Iterator[Piece]:
    """Yield the texts of one XML part; what is no XML is taken as text between tags."""
    if not _worth_reading(data):
        return
    try:
        root = parse(data, part)
    except DocumentError:
        plain = data.decode("utf-8", "replace")
        yield part, unescape(_TAG.sub("", plain))
        return
    place = "" if part else "文件"
    for text in _walk(root, inside=False):
        yield place, text
    if not part:
        yield from _attached(root)


def _attached(root: etree._Element) -> Iterator[Piece]:
    """Yield the pictures and files that a document holds as text in base 64."""
    for element in root.iter("{*}binData", "{*}binaryData"):
        try:
            yield "嵌入的文件", binascii.a2b_base64((element.text or "").encode())
        except ValueError:
            continue


def _worth_reading(data: bytes) -> bool:
    """Whether a part may hold a mark: most have no such letter, also not by its number."""
    coded = b"&#" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff")
    coded = coded or b"binData" in data or b"binaryData" in data
    return coded or may_hold(data.decode("utf-8", "replace"))


def _walk(element: etree._Element, *, inside: bool) -> Iterator[str]:
    """Yield the texts of an element: blocks and rows whole, else what stands by itself."""
    values = [str(value) for value in element.attrib.values()]
    yield from (printed(value) for value in values if not value.isascii())
    kind = local(element)
    if kind in _ROWS:
        yield "\t".join(_joined(cell) for cell in element if local(cell) in _CELLS)
    block = kind in _BLOCKS or kind in _HEADERS
    if kind in _HEADERS:
        yield printed(element.text or "")
    elif block:
        yield _joined(element)
    elif not (inside or kind in _BASE64) and element.text and element.text.strip():
        yield element.text
    for child in element:
        yield from _walk(child, inside=inside or block)
        if not (inside or block) and child.tail and child.tail.strip():
            yield child.tail


def _joined(element: etree._Element) -> str:
    """Return the text of a block, without that of blocks inside it that are no part of its line."""
    pieces: list[str] = [element.text or ""]
    for child in element:
        kind = local(child)
        if kind == "txbxContent":
            continue
        if kind in ("tab", "br", "cr"):
            pieces.append(" " if kind == "tab" else "\n")
        pieces += [_joined(child), "\n" if kind == "p" else "", child.tail or ""]
    return "".join(pieces)


def _strings(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the shared strings of a workbook in their order."""
    data = parts.get("xl/sharedStrings.xml", b"")
    if data and _worth_reading(data):
        try:
            root = parse(data, "")
        except DocumentError:
            return
        yield from (_joined(item) for item in root if local(item) == "si")


def _sheets(parts: Mapping[str, bytes]) -> Iterator[Placed]:
    """Yield the names and the rows of all sheets, hidden ones too, as text."""
    titles = _titles(parts)
    yield from (("工作表名", title) for title in titles.values())
    strings = dict(enumerate(_strings(parts)))
    shared = any(map(may_hold, strings.values()))
    for part in filter(_SHEET.fullmatch, parts):
        if not (shared or _worth_reading(parts[part])):
            continue
        try:
            root = parse(parts[part], "")
        except DocumentError:
            continue  # its text is looked at as it stands
        for row in root.iter("{*}row"):
            yield from _row(row, f"工作表“{titles.get(part.rpartition('/')[2], part)}”", strings)


def _row(row: etree._Element, sheet: str, strings: Mapping[int, str]) -> Iterator[Placed]:
    cells = [(cell.get("r", ""), _shown(cell, strings)) for cell in row]
    filled = [(ref, text) for ref, text in cells if text.strip()]
    yield from ((f"{sheet}{ref}", text) for ref, text in filled)
    if len(filled) > 1:
        yield f"{sheet}{filled[0][0]}", "\t".join(text for _, text in filled)


def _shown(cell: etree._Element, strings: Mapping[int, str]) -> str:
    value = next((child.text or "" for child in cell if local(child) == "v"), "")
    if cell.get("t") == "s" and value.isdecimal() and len(value) < 9:
        return strings.get(int(value), "")
    return value or _joined(cell)


def _titles(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the names of sheets by the name of their part."""
    try:
        book = parse(parts["xl/workbook.xml"], "")
        relations = parse(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), "")
    except (DocumentError, KeyError):
        return {}
    targets = {one.get("Id", ""): one.get("Target", "").rpartition("/")[2] for one in relations}
    sheets = (sheet for block in book if local(block) == "sheets" for sheet in block)
    return {
        targets.get(str(value), ""): sheet.get("name", "")
        for sheet in sheets
        for key, value in sheet.attrib.items()
        if str(key).endswith("}id")
    }


def _place(part: str) -> str:
    return next((word for sign, word in _PLACES if sign.lower() in part.lower()), f"部件 {part}")
