"""Every text of an old workbook: all sheets, comments, headers, text boxes and the properties."""

import io
import struct
from collections.abc import Iterator

import xlrd
from xlrd.compdoc import CompDoc

from selfeval_assist.documents.texts.header import printed

Placed = tuple[str, str]

_HEADER, _FOOTER, _TEXT_BOX, _CONTINUE = 0x14, 0x15, 0x1B6, 0x3C
_PROPERTIES = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
_ENCODINGS = ("utf-8", "gb18030")


def texts(data: bytes) -> Iterator[Placed]:
    """Yield every text of an old workbook that could be read."""
    with xlrd.open_workbook(
        file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
    ) as book:
        for number, title in enumerate(book.sheet_names()):
            yield "工作表名", title
            yield from _sheet(book.sheet_by_index(number))
        for name in book.name_obj_list:
            yield "定义的名称", name.name
        for code in book.format_map.values():
            yield "数字格式", code.format_str or ""
    container = CompDoc(data, logfile=io.StringIO())
    stream = next(filter(None, map(container.get_named_stream, ("Workbook", "Book"))), b"")
    yield from _around(stream)
    for each in _PROPERTIES:
        yield from _properties(container.get_named_stream(each) or b"")


def _sheet(sheet: xlrd.sheet.Sheet) -> Iterator[Placed]:
    for row in range(sheet.nrows):
        cells = [str(value) for value in sheet.row_values(row)]
        filled = [text for text in cells if text.strip()]
        if filled:
            yield f"工作表“{sheet.name}”第{row + 1}行", "\t".join(filled)
    for (row, _), note in sheet.cell_note_map.items():
        yield f"工作表“{sheet.name}”第{row + 1}行的批注", note.text


def _around(stream: bytes) -> Iterator[Placed]:
    """Yield the headers, footers and text boxes, which the parser of cells passes over."""
    position, box = 0, False
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        body = stream[position + 4 : position + 4 + size]
        position += 4 + size
        if kind in (_HEADER, _FOOTER) and len(body) > 3:
            text = body[3:].decode("utf-16-le" if body[2] & 1 else "latin-1", "replace")
            yield ("页眉" if kind == _HEADER else "页脚"), printed(text)
        elif kind == _CONTINUE and box and body:
            yield "文本框", body[1:].decode("utf-16-le" if body[0] & 1 else "latin-1", "replace")
        box = kind == _TEXT_BOX


def _properties(stream: bytes) -> Iterator[Placed]:
    """Yield the strings of a set of properties, each ended by a zero; also those in UTF-16."""
    for piece in stream.split(b"\0"):
        for encoding in _ENCODINGS:
            try:
                yield "文档属性", piece.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    for start in (0, 1):
        wide = stream[start : start + (len(stream) - start) // 2 * 2].decode("utf-16-le", "replace")
        yield from (("文档属性", each) for each in wide.split("\0"))
