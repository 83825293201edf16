"""The one way in: a file of any kind that is read today, told apart by its content."""

from pathlib import Path

from selfeval_assist.documents.decode import decode
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.json_file import LIMIT as JSON_LIMIT
from selfeval_assist.documents.json_file import parse_json
from selfeval_assist.documents.text import read_text
from selfeval_assist.documents.xlsx import LIMIT as XLSX_LIMIT
from selfeval_assist.documents.xlsx import read_xlsx
from selfeval_assist.form import SelfEvaluation

_READ_TODAY = "目前可以读取 .xlsx、.json 和以制表符分隔的 .txt"
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


def read(path: Path) -> tuple[SelfEvaluation, ...]:
    """Return the forms in a file.

    The kind is told by the content, not by the name: .json, .xlsx, or text with tabs (UTF-8, UTF-16
    with a mark, or GB 18030). The file is only read.

    Raises:
        DocumentError: the file cannot be read; the message names the file, the place, what is wrong
            and what to do.
    """
    data = _bytes(path)
    name = path.name
    if data.startswith(b"PK"):
        return read_xlsx(data, name)
    if (other := _unsupported(data)) is not None:
        raise DocumentError(name, f"这是{other[0]}，{_READ_TODAY}", other[1])
    if _looks_like_json(data, path):
        return (parse_json(data, name),)
    return read_text(decode(data, name), name)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise DocumentError(path.name, "这是一个文件夹", "请选择其中的一个文件")
        size = path.stat().st_size
        largest = max(JSON_LIMIT, XLSX_LIMIT)
        if size > largest:
            raise DocumentError(
                path.name,
                f"文件有 {size / 1_000_000:.1f} MB，超过 {largest // 1_000_000} MB 的上限",
                "请另存一份只含自评表的文件",
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(path.name, "文件不存在", "请检查路径和文件名") from error
    except OSError as error:
        raise DocumentError(
            path.name, "文件打不开", "请检查是否有读取权限、文件是否正被其他程序占用"
        ) from error
    if not data.strip():
        raise DocumentError(path.name, "文件是空的", "请选择填好的自评表，或从空白表开始")
    return data


def _unsupported(data: bytes) -> tuple[str, str] | None:
    """Return (what it is, what to do) for a kind that is not read yet, else None."""
    start = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if data.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "设有打开密码的工作簿", "请取消密码后另存为 .xlsx 再读"
        return "旧版 Office 文件（.xls 或 .doc）", "请用 Excel 或 WPS 打开，另存为 .xlsx 再读"
    if start.startswith(b"%pdf"):
        return "PDF 文件", "请把其中的表格复制到 Excel 或 WPS，存为 .xlsx 再读"
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        return (
            "网页文件（有些系统导出的 .xls 其实是网页）",
            "请用 Excel 或 WPS 打开，另存为 .xlsx 再读",
        )
    if start.startswith(b"<?xml") or start.startswith(b"<?mso"):
        return "XML 文件", "请用 Excel 或 WPS 打开，另存为 .xlsx 再读"
    if start.startswith(b"{\\rtf"):
        return "RTF 文件", "请把其中的表格复制到 Excel 或 WPS，存为 .xlsx 再读"
    if start.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm")) and b"\0" in data[:64]:
        return "图片", "请提供电子表格，图片中的文字无法可靠读取"
    return None


def _looks_like_json(data: bytes, path: Path) -> bool:
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"{") or path.suffix.lower() == ".json"
