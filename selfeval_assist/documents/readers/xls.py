"""Read an old workbook (.xls): cells, number formats and merged regions."""

import io

import xlrd
from xlrd.sheet import Sheet

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid
from selfeval_assist.documents.readers.number_format import BUILT_IN
from selfeval_assist.documents.readers.ole_kind import holds
from selfeval_assist.documents.readers.sheet_cells import number_text, string_text
from selfeval_assist.documents.readers.sheet_xml import (
    COLUMNS,
    ROWS,
    Cells,
    column_letters,
    lay_out,
    require_few,
    too_large,
)

LIMIT = 4 * 1024 * 1024
"""Bytes of the largest old workbook that is read: its parser reads a megabyte a second."""

_OTHERS = (
    ("EncryptedPackage", "设有打开密码的文件", "请取消密码后另存为 .xlsx 或 .docx 再读"),
    (
        "PowerPoint Document",
        "演示文稿（.ppt）",
        "请把其中的表格复制到 Excel 或 WPS，存为 .xlsx 再读",
    ),
)


def to_grids(data: bytes, name: str) -> list[Grid]:
    """Return the visible sheets of an old workbook as grids of shown text; hidden ones stay empty.

    Raises:
        DocumentError: the file is something else, encrypted, damaged or too large.
    """
    for stream, kind, advice in _OTHERS:
        if holds(data, stream):
            raise DocumentError(name, f"这是{kind}", advice)
    if len(data) > LIMIT:
        raise DocumentError(
            name,
            f"旧版工作簿有 {len(data) / 1_000_000:.1f} MB，超过 {LIMIT / 1_000_000:.1f} MB 的上限",
            "请用 Excel 或 WPS 打开，另存为 .xlsx 再读",
        )
    try:
        with xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,
            logfile=io.StringIO(),
        ) as book:
            shown = [at for at, hidden in enumerate(book._sheet_visibility) if not hidden]
            require_few(len(shown), name)
            hidden = [title for at, title in enumerate(book.sheet_names()) if at not in shown]
            return [
                *(_grid(book.sheet_by_index(at), name) for at in shown),
                *(Grid(name, (), title, shown=False) for title in hidden),
            ]
    except DocumentError:
        raise
    except Exception as error:  # the parser raises whatever a broken record leads to
        if "encrypted" in str(error):
            raise DocumentError(name, "设有打开密码的工作簿", "请取消密码后另存再读") from error
        raise DocumentError(
            name,
            "旧版 Office 文件已损坏，或不是工作簿",
            "请用 Excel 或 WPS 打开，另存为 .xlsx 再读",
        ) from error


def _grid(sheet: Sheet, name: str) -> Grid:
    if sheet.nrows > ROWS or sheet.ncols > COLUMNS:
        raise too_large(name, sheet.name, sheet.nrows, sheet.ncols)
    cells = Cells()
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text, doubt = _text(sheet, row, column)
            cells.texts[row, column] = text
            cells.doubt(f"{column_letters(column + 1)}{row + 1}", doubt)
    spans = [
        (top, left, min(bottom, ROWS) - 1, min(right, COLUMNS) - 1)
        for top, bottom, left, right in sheet.merged_cells
    ]
    hidden = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    hidden |= {-1 - column for column, info in sheet.colinfo_map.items() if info.hidden}
    return lay_out(name, sheet.name, cells, spans, hidden)


def _text(sheet: Sheet, row: int, column: int) -> tuple[str, str]:
    """Return the text that a cell shows, and a doubt about it (or an empty string)."""
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return "", ""
    if kind == xlrd.XL_CELL_BOOLEAN:
        return ("是" if value else "否"), "是逻辑值，请核对。"
    if kind == xlrd.XL_CELL_ERROR:
        return "", f"是错误值 {xlrd.error_text_from_code.get(value, '')}，已留空，请核对。"
    key = sheet.book.xf_list[sheet.cell_xf_index(row, column)].format_key
    code = BUILT_IN.get(key, "") or sheet.book.format_map[key].format_str or "General"
    if kind == xlrd.XL_CELL_TEXT:
        return string_text(value, code), ""
    return number_text(value, code, sheet.book.datemode == 1)
