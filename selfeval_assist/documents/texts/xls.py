"""Every text of an old workbook: all sheets, comments, headers, text boxes and what lies beside."""

import io
import struct
from collections.abc import Iterator

import xlrd

from selfeval_assist.documents.texts import ole
from selfeval_assist.documents.texts.header import printed
from selfeval_assist.documents.texts.piece import Piece, Placed
from selfeval_assist.documents.texts.strings import picture_at

BOOK = ("Workbook", "Book")
"""The stream in which the sheets of an old workbook lie."""
_HEADER, _FOOTER, _TEXT_BOX, _CONTINUE = 0x14, 0x15, 0x1B6, 0x3C


def texts(data: bytes) -> Iterator[Piece]:
    """Yield every text of an old workbook that could be read, and the files in it.

    Args:
        data: the bytes of its container, or of the stream that an object in a workbook is.

    Raises:
        Exception: it is damaged or encrypted; the parser raises whatever that leads to.
    """
    streams = ole.streams(data) if data.startswith(ole.SIGN) else {BOOK[0]: data}
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
    for path, stream in streams.items():
        if path not in BOOK:
            yield from ole.of_stream(path, stream)
            continue
        yield from _around(stream)
        if (at := picture_at(stream)) >= 0:
            yield "工作簿", stream[at:]


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
