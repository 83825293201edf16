"""The one way in: a file of any kind that is read, told apart by its content.

What a kind of file needs, its reader and the recogniser, is loaded with the first such file.
"""

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from selfeval_assist.documents.edge import reading
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.json_file import parse_json
from selfeval_assist.documents.marks import with_marks
from selfeval_assist.documents.readers.decode import decode
from selfeval_assist.documents.readers.kinds import Kind, kind_of
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.system import from_disk

if TYPE_CHECKING:
    from selfeval_assist.documents.grid import Grid

LIMIT = 32 * 1024 * 1024
"""Bytes of the largest file that is read."""
READ_TODAY = (
    ".xlsx、.xls、.et、.docx、.html、.pdf、.json 和以制表符分隔的 .txt，"
    "装有 LibreOffice 时还有 .doc、.wps"
)
_COPY = "请把其中的表格复制到 Excel 或 WPS，存为 .xlsx 再读"


def read(path: Path) -> tuple[SelfEvaluation, ...]:
    """Return the forms in a file.

    The kind is told by the content, not by the name: .xlsx, .xls, .docx, a saved web page (also one
    named .xls), .pdf with a text layer, .json, or text with tabs or commas (UTF-8, UTF-16 with a
    mark, or GB 18030); .doc, .wps, .rtf, .odt, .ods and .xlsb where LibreOffice is installed. The
    file is only read. A 绩效目标申报表 is read the same way: its actual
    values and scores are blank.

    Raises:
        DocumentError: the file cannot be read; the message names the file, the place, what is wrong
            and what to do.
    """
    with reading(path.name):
        data = readable(content(path), path.name)
        if kind_of(data) is Kind.PDF:
            from selfeval_assist.documents.batch import read_apart
            from selfeval_assist.documents.readers.pdf_check import bounded

            if not bounded(data, path.name):
                return read_apart(path)
        return parse(data, path)


def readable(data: bytes, name: str) -> bytes:
    """Return the bytes of a file, those of a kind that only office programs read as .docx or .xlsx.

    Raises:
        DocumentError: LibreOffice is not there or cannot read the file.
    """
    from selfeval_assist.documents.readers.office import converted, foreign

    kind = foreign(data)
    return converted(data, kind, name) if kind else data


def parse(data: bytes, path: Path) -> tuple[SelfEvaluation, ...]:
    """Return the forms in the bytes of a file, in this process whatever they are; see ``read``.

    Each has the classification marks that stand anywhere in the file. What ``readable`` converts
    has to be converted before.
    """
    name = from_disk(path.name)
    kind = kind_of(data)
    if kind is Kind.JSON or (kind is Kind.TEXT and path.suffix.lower() == ".json"):
        return with_marks((parse_json(data, name),), (), name)
    if kind is Kind.TEXT:
        from selfeval_assist.documents.readers.text import ANOTHER_FILE, read_text

        return read_text(decode(data, name), name, ANOTHER_FILE)
    from selfeval_assist.documents.recognise import recognised
    from selfeval_assist.documents.texts.every import texts

    return with_marks(recognised(grids(data, kind, name), name), texts(data, name), name)


def grids(data: bytes, kind: Kind, name: str) -> "Sequence[Grid]":
    """Return the tables of a file."""
    match kind:
        case Kind.ZIP:
            return _container(data, name)
        case Kind.OLE:
            from selfeval_assist.documents.readers import xls

            return xls.to_grids(data, name)
        case Kind.HTML | Kind.MHTML:
            from selfeval_assist.documents.readers import html

            return [html.to_grid(data, name, mime=kind is Kind.MHTML)]
        case Kind.XML:
            from selfeval_assist.documents.readers import xml2003

            return xml2003.to_grids(data, name)
        case Kind.PDF:
            from selfeval_assist.documents.readers import pdf

            return [pdf.to_grid(data, name)]
    advice = "请提供电子表格，图片中的文字无法可靠读取" if kind is Kind.IMAGE else _COPY
    if kind is Kind.ARCHIVE:
        advice = "请先解压，再选择其中的自评表"
    raise DocumentError(name, f"这是{kind}，目前可以读取 {READ_TODAY}", advice)


def _container(data: bytes, name: str) -> "Sequence[Grid]":
    from selfeval_assist.documents.readers.archive import Parts

    parts = Parts(data, name)
    if "xl/workbook.xml" in parts:
        from selfeval_assist.documents.readers import xlsx

        return xlsx.to_grids(parts, name)
    if "word/document.xml" in parts:
        from selfeval_assist.documents.readers import docx

        return [docx.to_grid(parts, name)]
    kind = "压缩包，里面没有工作簿或 Word 文档"
    if any(part.startswith("ppt/") for part in parts):
        kind = "演示文稿（.pptx）"
    elif "content.xml" in parts:
        kind = "OpenDocument 文件（.ods 或 .odt）"
    raise DocumentError(name, f"这是{kind}，目前可以读取 {READ_TODAY}", _COPY)


def content(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        DocumentError: it is no file, cannot be opened, is empty or too large.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise DocumentError(path.name, "这是一个文件夹", "请选择其中的一个文件")
        if not stat.S_ISREG(found.st_mode):
            raise DocumentError(path.name, "这不是普通文件", "请选择一份文件")
        if found.st_size > LIMIT:
            raise DocumentError(
                path.name,
                f"文件有 {found.st_size / 1_000_000:.1f} MB，超过 {LIMIT // 1_000_000} MB 的上限",
                "请另存一份只含自评表的文件",
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(path.name, "文件不存在", "请检查路径和文件名") from error
    except OSError as error:
        raise DocumentError(
            path.name, "文件打不开", "请检查是否有读取权限、文件是否正被其他程序占用"
        ) from error
    if not data.strip(b" \r\n\t\0\xef\xbb\xbf"):
        raise DocumentError(path.name, "文件是空的", "请选择填好的自评表，或从空白表开始")
    return data
