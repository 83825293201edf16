"""Every text of a PDF: its pages, remarks, properties, bookmarks and the names of attachments."""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from selfeval_assist.documents.texts.piece import Piece, Unsearched

_FIELDS = (b"Contents", b"T", b"Subj", b"V", b"TU")
"""What a remark or a field of a PDF says, its author or name, subject, value and hint."""
_MOST = 1_000
"""Remarks of a page, and bookmarks, that are looked at."""


def texts(data: bytes) -> Iterator[Piece | Unsearched]:
    """Yield every text of a PDF that could be read, its attachments, which pages hold pictures."""
    with pdfium.PdfDocument(data) as document:
        for value in document.get_metadata_dict().values():
            yield "文档属性", str(value)
        for number, entry in zip(range(_MOST), document.get_toc(), strict=False):
            yield f"第{number + 1}个书签", str(entry.get_title())
        for number in range(document.count_attachments()):
            attached = document.get_attachment(number)
            yield "附件", attached.get_name()
            yield "附件", bytes(attached.get_data())
        for number, page in enumerate(document, start=1):
            lines = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
            yield from ((f"第{number}页", line) for line in lines.split("\n"))
            yield f"第{number}页", lines
            yield from ((f"第{number}页的批注", text) for text in _remarks(page))
            if next(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,)), None):
                yield Unsearched(f"第{number}页", picture=True)


def _remarks(page: pdfium.PdfPage) -> Iterator[str]:
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        remark = raw.FPDFPage_GetAnnot(page, number)
        try:
            yield from (_value(remark, key) for key in _FIELDS)
        finally:
            raw.FPDFPage_CloseAnnot(remark)


def _value(remark: object, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(remark, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(
        remark, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
    )
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
