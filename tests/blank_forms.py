"""Blank forms as units have them: with placeholders, in a workbook and in a Word document."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

LEVELS = (
    ("产出指标\n（50分）", (("数量指标", 3), ("质量指标", 2), ("时效指标", 2), ("成本指标", 1))),
    (
        "效益指标\n（30分）",
        (("经济效益指标", 1), ("社会效益指标", 2), ("生态效益指标", 1), ("可持续影响指标", 1)),
    ),
    ("满意度指标\n（10分）", (("服务对象满意度指标", 2),)),
)
HEADINGS = (
    "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分",
    "偏差原因分析及改进措施",
)  # fmt: skip
COLUMNS = (8, 10, 13, 24, 13, 13, 8, 10, 26)
WIDTH = len(COLUMNS)
Span = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0."""


def cells(
    *, levels: bool = True, money: str = "万元", rows: int = 4
) -> tuple[dict[tuple[int, int], str], list[Span], int]:
    """Return texts by place, merged cells and the number of rows of a central blank form.

    Args:
        levels: whether level names and placeholders such as ``指标1`` are printed.
        money: the unit of the funds block.
        rows: how many indicator rows there are when no levels are printed.
    """
    texts: dict[tuple[int, int], str] = {}
    spans: list[Span] = []

    def put(row: int, left: int, right: int, text: str, bottom: int | None = None) -> None:
        texts[row, left] = text
        if right > left or (bottom or row) > row:
            spans.append((row, left, bottom or row, right))

    put(0, 0, 1, "项目名称")
    put(0, 2, 8, "")
    put(1, 0, 1, "主管部门")
    put(1, 2, 4, "")
    put(1, 5, 5, "实施单位")
    put(1, 6, 8, "")
    put(2, 0, 0, f"项目资金\n（{money}）", bottom=6)
    heads = (
        "",
        "年初预算数",
        "全年预算数（A）",
        "全年执行数（B）",
        "分值",
        "执行率（B/A）",
        "得分",
    )
    names = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
    for at, head in enumerate(heads):
        put(2, *((1, 2) if at == 0 else (at + 2, at + 2)), head)
    for at, name in enumerate(names):
        put(3 + at, 1, 2, name)
        for column in range(3, 9):
            put(3 + at, column, column, "—" if at and column in (6, 8) else "")
    put(7, 0, 0, "年度总体目标", bottom=8)
    put(7, 1, 4, "预期目标")
    put(7, 5, 8, "实际完成情况")
    put(8, 1, 4, "（100字以内）")
    put(8, 5, 8, "")
    for at, head in enumerate(HEADINGS):
        put(9, at + 1, at + 1, head)
    row = 10
    if levels:
        for level1, parts in LEVELS:
            first = row
            for level2, count in parts:
                put(row, 2, 2, level2, bottom=row + count - 1)
                for at in range(count):
                    last = count > 1 and at == count - 1
                    put(row, 3, 3, "……" if last else f"指标{at + 1}：")
                    for column in range(4, 9):
                        put(row, column, column, "")
                    row += 1
            put(first, 1, 1, level1, bottom=row - 1)
    else:
        for _ in range(rows):
            for column in range(1, 9):
                put(row, column, column, "")
            row += 1
    put(9, 0, 0, "绩效指标", bottom=row - 1)
    put(row, 0, 5, "总分")
    put(row, 6, 6, "100")
    put(row, 7, 7, "")
    put(row, 8, 8, "")
    return texts, spans, row + 1


def workbook(path: Path, **options: Any) -> Path:
    """Write a blank form as a workbook with looks of its own, and a second sheet."""
    path.write_bytes(_workbook(**options))
    return path


def document(path: Path, **options: Any) -> Path:
    """Write a blank form as a Word document with looks of its own."""
    path.write_bytes(_document(**options))
    return path


@cache
def _workbook(**options: Any) -> bytes:
    texts, spans, count = cells(**options)
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "自评表"
    sheet["A1"] = "项目支出绩效自评表"
    sheet["A1"].font = Font(name="黑体", size=20)
    sheet.merge_cells("A1:I1")
    sheet["A2"] = "（    年度）"
    sheet.merge_cells("A2:I2")
    thin = Side(style="thin", color="FF336699")
    for row in range(count):
        sheet.row_dimensions[row + 3].height = 22
        for column in range(WIDTH):
            cell = sheet.cell(row + 3, column + 1)
            cell.value = texts.get((row, column)) or None
            cell.font = Font(name="楷体", size=11)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(horizontal="center", vertical="center")
            cell.fill = PatternFill("solid", fgColor="FFEEF3FA")
    for top, left, bottom, right in spans:
        sheet.merge_cells(
            start_row=top + 3, start_column=left + 1, end_row=bottom + 3, end_column=right + 1
        )
    for column, width in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    foot = count + 3
    sheet.cell(foot, 1).value = "填报人：            联系电话：            "
    sheet.cell(foot + 1, 1).value = "注：其他资金包括自有资金。"
    sheet.print_area = f"A1:I{foot + 1}"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    book.create_sheet("填表说明")["A1"] = "请如实填写。"
    book.save(made := BytesIO())
    return made.getvalue()


@cache
def _document(**options: Any) -> bytes:
    texts, spans, count = cells(**options)
    made = docx.Document()
    made.add_paragraph().add_run("项目支出绩效自评表").bold = True
    made.add_paragraph("（    年度）")
    table = made.add_table(count, WIDTH)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    table.autofit = False
    grid = {(r, c): table.cell(r, c) for r in range(count) for c in range(WIDTH)}
    for column, width in enumerate(COLUMNS):
        table.columns[column].width = Cm(width / 4.8)
    for (row, column), text in texts.items():
        paragraph = grid[row, column].paragraphs[0]
        run = paragraph.add_run(text)
        run.font.name = "楷体"
        run._element.rPr.rFonts.set(qn("w:eastAsia"), "楷体")
        run.font.size = Pt(9)
    for top, left, bottom, right in spans:
        grid[top, left].merge(grid[bottom, right])
    made.add_paragraph("填报人：            联系电话：            ")
    made.add_paragraph("注：其他资金包括自有资金。")
    made.save(out := BytesIO())
    return out.getvalue()
