"""Laid-out sheets as files and as grids: workbook, Word document, web page, text. No reader."""

import html
import io
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

import xlsxwriter
from layouts.sheets import Box, Sheet

from selfeval_assist.documents.grid import Grid, build


def as_xlsx(sheet: Sheet) -> bytes:
    """Return a workbook in which every value is text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("自评表")
        style = book.add_format({"border": 1, "text_wrap": True})
        for box in sheet.boxes:
            if box.height > 1 or box.width > 1:
                last = (box.row + box.height - 1, box.column + box.width - 1)
                page.merge_range(box.row, box.column, *last, "", style)
            page.write_string(box.row, box.column, box.text, style)
    return out.getvalue()


def as_docx(sheet: Sheet) -> bytes:
    """Return a Word document with one table, gridSpan and vMerge, as Word writes it."""
    starts = {(box.row, box.column): box for box in sheet.boxes}
    covers = {(box.row + y, box.column): box for box in sheet.boxes for y in range(box.height)}
    rows = []
    for row in range(sheet.height):
        cells, column = [], 0
        while column < sheet.width:
            box = covers.get((row, column))
            first = (row, column) in starts
            cells.append(_word_cell(box, first))
            column += box.width if box else 1
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = '<w:gridCol w:w="900"/>' * sheet.width
    body = (
        "<w:p><w:r><w:t>附件：自评表</w:t></w:r></w:p>"
        f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = (
        f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def _word_cell(box: Box | None, first: bool) -> str:
    properties, lines = "", [""]
    if box is not None:
        properties += f'<w:gridSpan w:val="{box.width}"/>' if box.width > 1 else ""
        if box.height > 1:
            properties += '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
        lines = box.text.split("\n") if first else [""]
    texts = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{texts}</w:tc>"


def as_html(sheet: Sheet) -> bytes:
    """Return a saved page in the national encoding, the table inside a table for the layout."""
    starts = {(box.row, box.column): box for box in sheet.boxes}
    covered = {
        (box.row + y, box.column + x)
        for box in sheet.boxes
        for y in range(box.height)
        for x in range(box.width)
    }
    rows = []
    for row in range(sheet.height):
        cells = []
        for column in range(sheet.width):
            box = starts.get((row, column))
            if box is not None:
                text = html.escape(box.text).replace("\n", "<br>")
                spans = f' rowspan="{box.height}" colspan="{box.width}"'
                cells.append(f"<td{spans}><p><span>{text}</span></p></td>")
            elif (row, column) not in covered:
                cells.append("<td>&nbsp;</td>")
        rows.append(f"<tr>\n  {'  '.join(cells)}\n</tr>")
    page = (
        '<!DOCTYPE html><html><head><meta charset="gb18030"><title>公开</title>'
        "<style>td{border:1px solid}</style><script>var a='<table>';</script></head><body>"
        "<div>首页 &gt; 信息公开</div><table><tr><td>"
        f"<table border=1><tbody>{''.join(rows)}</tbody></table>"
        "</td></tr></table></body></html>"
    )
    return page.encode("gb18030")


def as_text(sheet: Sheet, slip: int = 0) -> bytes:
    """Return a dump with tabs between cells, the text of a merged cell in its first one.

    Args:
        sheet: the sheet.
        slip: every so many indicator rows a page ends; the row below it has slipped one cell left,
            as the side label does not reach over the page. 0 for none.
    """
    lines = [[""] * sheet.width for _ in range(sheet.height)]
    for box in sheet.boxes:
        text = box.text if "\n" not in box.text else '"' + box.text.replace('"', '""') + '"'
        lines[box.row][box.column] = text
    if slip:
        for row in sheet.rows[slip::slip]:
            lines[row] = [*lines[row][1:], ""]
    return "\n".join("\t".join(line) for line in lines).encode("utf-8")


FORMATS: Mapping[str, Callable[[Sheet], bytes]] = {
    ".xlsx": as_xlsx,
    ".docx": as_docx,
    ".html": as_html,
    ".txt": as_text,
    ".txt, page breaks": lambda sheet: as_text(sheet, 4),
}


def as_grid(sheet: Sheet) -> Grid:
    """Return the sheet as a reader of files would hand it to the recogniser."""
    matrix = [
        [("", f"{row + 1}:{at + 1}") for at in range(sheet.width)] for row in range(sheet.height)
    ]
    spans = []
    for box in sheet.boxes:
        matrix[box.row][box.column] = (box.text, matrix[box.row][box.column][1])
        if box.height > 1 or box.width > 1:
            spans.append(
                (box.row, box.column, box.row + box.height - 1, box.column + box.width - 1)
            )
    return build("x", matrix, spans)
