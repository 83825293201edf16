"""What a file is, told by its first bytes and never by its name."""

import codecs
import re
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of files that are told apart, with what a person is told they are."""

    ZIP = "压缩包"
    OLE = "旧版 Office 文件"
    PDF = "PDF 文件"
    MHTML = "单个文件网页"
    HTML = "网页"
    XML = "XML 文件"
    JSON = "JSON 文件"
    RTF = "RTF 文件"
    IMAGE = "图片"
    ARCHIVE = "压缩包（.rar、.7z 或 .gz）"
    PROGRAM = "程序"
    TEXT = "文字"


_SIGNS = (
    (Kind.ZIP, (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")),
    (Kind.OLE, (bytes.fromhex("d0cf11e0a1b11ae1"),)),
    (Kind.RTF, (b"{\\rtf",)),
    (Kind.IMAGE, (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    (Kind.ARCHIVE, (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")),
    (Kind.PROGRAM, (b"MZ\x90", b"\x7fELF")),
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|meta|table|body|style|div|center|p)\b", re.I)
_ELEMENT = re.compile(r"<(?:[\w.-]+:)?(\w+)")
_OFFICE = frozenset({"workbook", "worddocument", "package"})
"""Roots of the office formats that are plain XML."""
_MIME = re.compile(r"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.I)
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def kind_of(data: bytes) -> Kind:
    """Return what a file is."""
    for kind, signs in _SIGNS:
        if data.startswith(signs):
            return kind
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    encoding = "utf-16" if data.startswith(_MARKS) else "latin-1"
    start = data[:4096].decode(encoding, "replace").lstrip("\xef\xbb\xbf\ufeff \r\n\t")
    if start.startswith("{"):
        return Kind.JSON
    if start.startswith("<"):
        first = _ELEMENT.search(start)
        office = first is not None and first[1].lower() in _OFFICE
        return Kind.HTML if _PAGE.search(start) and not office else Kind.XML
    return Kind.MHTML if _MIME.match(start) else Kind.TEXT
