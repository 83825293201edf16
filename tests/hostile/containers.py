"""Small valid workbooks, Word documents and PDFs, to be made hostile."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
DOCUMENT = "word/document.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ROWS = (
    ("项目支出绩效自评表",),
    ("（2023年度）",),
    ("项目名称", "道路养护"),
    ("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ("", "年度资金总额", "100", "100", "90", "10", "90%", "9"),
    ("", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    ("", "产出指标", "数量指标", "养护里程", "≥5公里", "5公里", "50", "50"),
)


def zipped(parts: Mapping[str, bytes | str], **options: int) -> bytes:
    """Return a zip container."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", options.get("method", zipfile.ZIP_DEFLATED)) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def sheet_rows(rows: Iterable[Iterable[str]] = ROWS) -> str:
    """Return rows of inline strings."""
    return "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>"
        for row in rows
    )


def workbook(
    data: str | None = None,
    *,
    before: str = "",
    after: str = "",
    head: str = "",
    **parts: str | bytes,
) -> dict[str, bytes | str]:
    """Return the parts of a workbook with one sheet.

    Args:
        data: the rows.
        before: XML in front of the rows.
        after: XML behind them.
        head: what stands before the root of the sheet, such as a document type.
    """
    rows = sheet_rows() if data is None else data
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
        '<sheet name="自评表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        SHEET: f'{head}<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}'
        "</worksheet>",
    }


def document(body: str | None = None, *, head: str = "") -> dict[str, bytes | str]:
    """Return the parts of a Word document."""
    inner = word_table(ROWS) if body is None else body
    return {
        "[Content_Types].xml": "<Types/>",
        DOCUMENT: f'{head}<w:document xmlns:w="{_WORD}"><w:body>{inner}</w:body></w:document>',
    }


def word_table(rows: Iterable[Iterable[str]]) -> str:
    """Return a table without merged cells."""
    lines = (
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def page(rows: Iterable[Iterable[str]] = ROWS) -> str:
    """Return a web page with a table."""
    lines = (f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return f"<html><body><table>{''.join(lines)}</table></body></html>"


def pdf(*contents: bytes, packed: bool = True, extra: Mapping[int, bytes] | None = None) -> bytes:
    """Return a PDF with one page for each content stream; object 100 and above are the caller's."""
    objects: dict[int, bytes] = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    kids = b" ".join(b"%d 0 R" % (10 + 2 * at) for at in range(len(contents)))
    objects[2] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents))
    names = b"".join(b"/X%d %d 0 R" % (key, key) for key in extra or {})
    for at, content in enumerate(contents):
        objects[10 + 2 * at] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</XObject<<%s>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
            % (11 + 2 * at, names)
        )
        objects[11 + 2 * at] = stream(content, packed=packed)
    return written(objects | dict(extra or {}))


def stream(content: bytes, *, packed: bool = True, head: bytes = b"") -> bytes:
    """Return a stream object."""
    data = zlib.compress(content, 9) if packed else content
    filters = b"/Filter/FlateDecode" if packed else b""
    return b"<</Length %d%s%s>>stream\n%s\nendstream" % (len(data), filters, head, data)


def written(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Return objects as a PDF file with its table of places."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, start)
    return bytes(out)
