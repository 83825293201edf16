"""Read a workbook in the XML format of 2003, which finance systems export under the name .xls."""

from lxml import etree

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid, Span
from selfeval_assist.documents.readers.sheet_cells import (
    formula_text,
    number_text,
    sign_of,
    string_text,
)
from selfeval_assist.documents.readers.sheet_xml import (
    COLUMNS,
    ROWS,
    Cells,
    column_letters,
    lay_out,
    require_few,
    too_large,
)
from selfeval_assist.documents.readers.xml_part import local, parse

_SHEETS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_NAMED = {
    "Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00", "Currency": "#,##0.00",
    "General Number": "General", "Short Date": "yyyy/m/d", "Long Date": "yyyy年m月d日",
    "General Date": "yyyy/m/d", "Medium Date": "d-mmm-yy",
}  # fmt: skip


def to_grids(data: bytes, name: str) -> list[Grid]:
    """Return the sheets of the workbook as grids of shown text.

    Raises:
        DocumentError: the file is some other XML, broken, or too large.
    """
    root = parse(data.lstrip(b"\xef\xbb\xbf \r\n\t"), name)
    if root.tag != f"{_SHEETS}Workbook":
        raise DocumentError(
            name, "这是 XML 文件，里面没有工作簿", "请用 Excel 或 WPS 打开，另存为 .xlsx 再读"
        )
    codes = {
        style.get(f"{_SHEETS}ID", ""): form.get(f"{_SHEETS}Format", "General")
        for style in root.iter(f"{_SHEETS}Style")
        for form in style.iter(f"{_SHEETS}NumberFormat")
    }
    sheets = list(root.iter(f"{_SHEETS}Worksheet"))
    require_few(len(sheets), name)
    return [
        _grid(table, sheet.get(f"{_SHEETS}Name", ""), codes, name)
        for sheet in sheets
        for table in sheet.iter(f"{_SHEETS}Table")
    ]


def _grid(table: etree._Element, title: str, codes: dict[str, str], name: str) -> Grid:
    cells = Cells()
    spans: list[Span] = []
    hidden: set[int] = set()
    row = 0
    for line in table.iter(f"{_SHEETS}Row"):
        row = _number(line, "Index", 0) or row + 1
        if line.get(f"{_SHEETS}Hidden") == "1":
            hidden.add(row)
        column = 0
        for cell in line.iter(f"{_SHEETS}Cell"):
            column = _number(cell, "Index", 0) or column + 1
            down, across = _number(cell, "MergeDown", 0), _number(cell, "MergeAcross", 0)
            if row + down > ROWS or column + across > COLUMNS:
                raise too_large(name, title, row + down, column + across)
            text, doubt = _text(cell, codes.get(cell.get(f"{_SHEETS}StyleID", ""), "General"))
            cells.texts[row - 1, column - 1] = text
            cells.doubt(f"{column_letters(column)}{row}", doubt)
            if down or across:
                spans.append((row - 1, column - 1, row - 1 + down, column - 1 + across))
            column += across
    return lay_out(name, title, cells, spans, hidden)


def _text(cell: etree._Element, code: str) -> tuple[str, str]:
    """Return the text that a cell shows, and a doubt about it (or an empty string)."""
    data = next((child for child in cell if local(child) == "Data"), None)
    value = "".join(str(text) for text in data.itertext()) if data is not None else ""
    kind = data.get(f"{_SHEETS}Type", "String") if data is not None else "String"
    code = _NAMED.get(code, code)
    formula = cell.get(f"{_SHEETS}Formula", "").removeprefix("=")
    if formula:
        typed = formula_text(formula, "" if kind == "Error" else value, code)
        if typed is not None:
            return typed
    if kind == "Number":
        try:
            text, doubt = number_text(float(value), code)
            return text, doubt or sign_of(formula)
        except ValueError:
            return value, ""
    if kind == "DateTime":
        year, _, rest = value.partition("-")
        month, _, day = rest.partition("T")[0].partition("-")
        if year.isdecimal() and month.isdecimal() and day.isdecimal():
            return f"{year}年{int(month)}月{int(day)}日", ""
        return value, ""
    if kind == "Error":
        return "", f"是错误值 {value}，已留空，请核对。"
    return string_text(value, code), ""


def _number(element: etree._Element, key: str, default: int) -> int:
    text = element.get(_SHEETS + key, "")
    return int(text[:9]) if text.isdecimal() else default
