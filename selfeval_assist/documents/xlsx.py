"""Read a workbook: every sheet a grid, every cell the text that the sheet shows."""

import datetime
import io
import re

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from selfeval_assist.documents.archive import unpack
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid, build
from selfeval_assist.documents.number_format import plain, shown
from selfeval_assist.documents.recognise import LOOKED_FOR, recognise
from selfeval_assist.documents.sheet_xml import SheetXml, column_letters, scan
from selfeval_assist.form import SelfEvaluation

LIMIT = 32 * 1024 * 1024
"""Bytes of the largest workbook that is read."""

# What a person typed with a leading "=" as the sign of a target: a number, perhaps with a unit.
_TYPED = re.compile(r"(?P<number>[\d.,]+%?)(?P<unit>[^\d\W]{0,6})", re.UNICODE)
_TYPED_WORDS = re.compile(r"[\u4e00-\u9fff]{1,12}")

_Value = int | float | str | bool | datetime.date | datetime.time | datetime.timedelta


def read_xlsx(data: bytes, name: str) -> tuple[SelfEvaluation, ...]:
    """Return the forms of a workbook, sheet by sheet.

    Args:
        data: the bytes of the workbook.
        name: the file's name, for messages and the provenance.

    Raises:
        DocumentError: the file is no workbook, is damaged or too large, or holds no form.
    """
    grids = to_grids(data, name)
    forms = tuple(form for grid in grids for form in recognise(grid))
    if not forms:
        titles = "、".join(f"“{grid.sheet}”" for grid in grids[:5]) or "没有可见的工作表"
        raise DocumentError(
            name,
            f"在工作表 {titles} 中没有找到自评表：既没有{LOOKED_FOR}",
            "请确认选对了文件，且表头没有改名或删除",
        )
    return forms


def to_grids(data: bytes, name: str) -> list[Grid]:
    """Return the visible sheets of a workbook as grids of shown text; see ``read_xlsx``."""
    parts = unpack(data, name)
    if "xl/workbook.xml" not in parts:
        raise _not_a_workbook(set(parts), name)
    sheets = scan(parts, name)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                _grid(book.get_sheet_by_name(info.name), sheets[info.name], name)
                for info in book.sheets_metadata
                if info.visible == SheetVisibleEnum.Visible and info.name in sheets
            ]
    except BaseException as error:
        # A panic of the compiled reader derives from BaseException and has no importable class.
        if not isinstance(error, CalamineError) and type(error).__name__ != "PanicException":
            raise
        raise DocumentError(
            name, "工作簿的内部结构已损坏", "请用 Excel 或 WPS 打开后另存一份再读"
        ) from error


def _not_a_workbook(parts: set[str], name: str) -> DocumentError:
    if any(part.startswith("word/") for part in parts):
        kind = "Word 文档（.docx）"
    elif any(part.startswith("ppt/") for part in parts):
        kind = "演示文稿（.pptx）"
    elif "content.xml" in parts:
        kind = "OpenDocument 文件（.ods 或 .odt）"
    else:
        kind = "压缩包，里面没有工作簿"
    return DocumentError(
        name,
        f"这是{kind}，目前可以读取 .xlsx、.json 和以制表符分隔的 .txt",
        "请把其中的表格复制到 Excel 或 WPS，存为 .xlsx 再读",
    )


def _grid(sheet: CalamineSheet, xml: SheetXml, name: str) -> Grid:
    notes: list[tuple[str, str]] = []
    matrix: list[list[tuple[str, str]]] = []
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        line: list[tuple[str, str]] = []
        for column, value in enumerate(values):
            ref = f"{column_letters(column + 1)}{row + 1}"
            text, doubt = _text(value, ref, xml)
            if doubt:
                notes.append((ref, f"单元格 {ref} {doubt}"))
            line.append((text, ref))
        matrix.append(line)
    spans = [(start[0], start[1], end[0], end[1]) for start, end in sheet.merged_cell_ranges or ()]
    return build(name, matrix, spans, sheet.name, tuple(notes))


def _text(value: _Value, ref: str, xml: SheetXml) -> tuple[str, str]:
    """Return the text that a cell shows, and a doubt about it (or an empty string)."""
    formula = xml.formulas.get(ref, "")
    if formula and ref not in xml.cached:
        return _uncalculated(formula)
    if isinstance(value, str):
        return value, ""
    if isinstance(value, bool):
        return ("是" if value else "否"), "是逻辑值，请核对。"
    if isinstance(value, datetime.datetime):
        return _day(value.date()), ""
    if isinstance(value, datetime.date):
        return _day(value), ""
    if isinstance(value, (int, float)):
        code = xml.formats.get(ref, "General")
        return (plain(value) if code == "General" else shown(value, code)), ""
    return str(value), "是时间格式，请核对。"


def _day(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _uncalculated(formula: str) -> tuple[str, str]:
    """Return the text of a formula without a stored result: mostly a value typed after ``=``."""
    formula = formula.strip()
    if match := _TYPED.fullmatch(formula):
        if not match["unit"]:
            return formula, ""
        return f"={formula}", f"把“={formula}”当成了公式，已按文字读取，请核对。"
    if _TYPED_WORDS.fullmatch(formula):
        return formula, f"把“={formula}”当成了公式，已按文字读取，请核对。"
    return "", "是公式，但没有保存计算结果，请用 Excel 打开并保存后再读。"
