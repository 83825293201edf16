"""Blanks with a table for each of two goals: nothing printed is written over."""

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from selfeval_assist.documents.blanks.fill import fill_template
from selfeval_assist.documents.blanks.guard import Guard
from selfeval_assist.documents.blanks.xlsx import BlankSheet
from selfeval_assist.documents.readers.archive import unpack
from selfeval_assist.form import (
    FundLine,
    Funds,
    Goal,
    Indicator,
    Number,
    Provenance,
    SelfEvaluation,
    Unread,
    paths,
)

_HEADINGS = (
    "绩效指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "年初目标值",
    "实际完成值",
    "分值",
    "得分",
)
LINES = (
    ("项目名称", ""), ("主管部门", ""), ("年度目标1", ""), ("目标1完成情况", ""), _HEADINGS,
    (), (), (), (), (), ("年度目标2", ""), ("目标2完成情况", ""), _HEADINGS,
    (), (), (), ("总　分", ""), ("未完成原因分析", ""),
)  # fmt: skip
"""Rows 3 to 20; those of a label alone have one cell for their value."""


def blank(path: Path) -> Path:
    """Write a blank with two goals, each with a table of its own."""
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "河湾县交通局项目支出绩效自评表（2021年版）"
    sheet["A2"] = "（　　　年度）"
    for row, line in enumerate(LINES, 3):
        for column, text in enumerate(line, 1):
            sheet.cell(row, column).value = text or None
        if len(line) == 2:
            sheet.merge_cells(f"A{row}:B{row}")
            sheet.cell(row, 2)
            sheet.merge_cells(f"C{row}:H{row}")
    book.save(path)
    return path


def rows() -> tuple[Indicator, ...]:
    """Return three rows of one goal and two of another."""
    told = (
        ("产出指标", "数量指标", "改造候车亭", "30座", "28座"),
        ("产出指标", "质量指标", "验收合格率", "100%", "96%"),
        ("效益指标", "社会效益指标", "候车环境", "改善", "改善"),
        ("产出指标", "数量指标", "更新公交车", "12辆", "12辆"),
        ("效益指标", "社会效益指标", "准点率", "≥90%", "91%"),
    )
    return tuple(
        Indicator.model_validate(
            {"level1": a, "level2": b, "name": c, "target": d, "actual": e, "weight": "20",
             "score": "19.5"}
        )
        for a, b, c, d, e in told
    )  # fmt: skip


FORM = SelfEvaluation(
    year=2024,
    project="公交候车亭改造",
    department="河湾县交通局",
    goal=Goal(planned="改造候车亭30座。\n更新公交车12辆。", actual="已改造28座。\n已更新12辆。"),
    indicators=rows(),
    total=Number("97.5"),
)


def fill(tmp_path: Path, form: SelfEvaluation = FORM) -> tuple[dict[str, str], str]:
    """Return the cells of the filled blank by their first text of the row, and what was told."""
    told = fill_template(blank(tmp_path / "blank.xlsx"), form, tmp_path / "out.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    lines = [[str(c.value) for c in row if c.value is not None] for row in sheet.iter_rows()]
    return {line[0]: " ".join(line[1:]) for line in lines if line}, "\n".join(told)


def test_each_goal_has_its_text_and_its_rows(tmp_path: Path) -> None:
    cells, told = fill(tmp_path)
    assert (cells["年度目标1"], cells["年度目标2"]) == ("改造候车亭30座。", "更新公交车12辆。")
    assert (cells["目标1完成情况"], cells["目标2完成情况"]) == ("已改造28座。", "已更新12辆。")
    names = list(cells)
    assert cells["验收合格率" if "验收合格率" in cells else "质量指标"].endswith("100% 96% 20 19.5")
    second = names.index("目标2完成情况")
    sheet: Any = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    where = {str(cell.value): cell.row for cell in sheet["D"] if cell.value}
    goal = next(cell.row for cell in sheet["A"] if cell.value == "年度目标2")
    assert second
    assert where["候车环境"] < goal < where["更新公交车"] < where["准点率"]
    assert "更新公交车" not in told


def test_the_total_is_the_points_and_the_year_goes_into_its_free_place(tmp_path: Path) -> None:
    cells, _ = fill(tmp_path)
    assert cells["总　分"] == "97.5"
    assert "（2024年度）" in cells
    assert "河湾县交通局项目支出绩效自评表（2021年版）" in cells


@pytest.mark.parametrize("printed", ["年度目标2", "产出指标", "联系电话", "候车环境满意情况"])
def test_a_printed_word_is_never_written_over(tmp_path: Path, printed: str) -> None:
    book: Any = openpyxl.Workbook()
    book.active["A1"] = printed
    book.save(tmp_path / "blank.xlsx")
    parts = unpack((tmp_path / "blank.xlsx").read_bytes(), "blank")
    guard = Guard(BlankSheet("blank", parts, "Sheet"))
    cell = guard.grid().rows[0].cells[0]
    guard.put(cell, "改造")
    assert guard.grid().rows[0].cells[0].text == printed
    assert printed in guard.notes[0]


def test_a_cell_takes_one_text(tmp_path: Path) -> None:
    parts = unpack(blank(tmp_path / "blank.xlsx").read_bytes(), "blank")
    guard = Guard(BlankSheet("blank", parts, "Sheet"))
    cell = guard.grid().rows[2].cells[2]
    guard.put(cell, "公交候车亭改造")
    guard.put(cell, "20", own=True)
    assert guard.grid().rows[2].cells[2].text == "公交候车亭改造"
    assert len(guard.notes) == 1


def test_the_causes_go_beside_the_label_that_asks_for_them(tmp_path: Path) -> None:
    form = paths.put(
        FORM, "notes", "满分100分。\n未完成原因：1.候车亭：两处占道未获批；2.验收：返工一处。"
    )
    cells, told = fill(tmp_path, form)
    assert cells["未完成原因分析"] == "1.候车亭：两处占道未获批；2.验收：返工一处。"
    assert told == "以下内容没有写入模板，请手工补填：注。"  # 满分100分 alone has no place


def test_unnamed_rows_of_the_money_take_the_sources(tmp_path: Path) -> None:
    lines = (
        ("项目名称", "", "", ""),
        ("预算执行", "资金来源", "预算数", "执行数"),
        ("", "年度资金总额", "", ""),
        ("", "", "", ""),
        ("", "", "", ""),
        ("一级指标", "三级指标", "年度指标值", "实际完成值"),
        ("", "", "", ""),
        ("总分", "", "", ""),
    )
    book: Any = openpyxl.Workbook()
    for line in lines:
        book.active.append([text or None for text in line])
    book.active.merge_cells("A2:A5")
    book.active.merge_cells("B1:D1")
    book.save(tmp_path / "blank.xlsx")
    sources = [
        FundLine.model_validate({"name": name, "adjusted": a, "executed": b})
        for name, a, b in (("市补助", "60", "58"), ("自筹", "40", "40"))
    ]
    funds = Funds.model_validate(
        {"total": {"name": "年度资金总额", "adjusted": "100", "executed": "98"}, "sources": sources}
    )
    form = SelfEvaluation(project="改造", funds=funds, indicators=rows()[:1])
    told = fill_template(tmp_path / "blank.xlsx", form, tmp_path / "out.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    block = [[str(cell.value) for cell in row[1:]] for row in sheet["A3:D5"]]
    assert [row[0] for row in block] == ["年度资金总额", "市补助", "自筹"]
    assert [row[2] for row in block] == ["98", "58", "40"]
    assert not any("市补助" in each for each in told)


def test_the_notice_names_what_is_in_no_field_and_the_remarks_of_rows(tmp_path: Path) -> None:
    path = blank(tmp_path / "blank.xlsx")
    book: Any = openpyxl.load_workbook(path)
    book.active["A21"] = "填报人：　　　　审核日期："
    book.save(path)
    said = Unread(place="A40", text="审核日期：2024年2月1日")
    form = FORM.model_copy(
        update={
            "notes": "更新公交车：月末在册数",
            "provenance": Provenance(unread=(said,)),
        }
    )
    told = fill_template(path, form, tmp_path / "out.xlsx")
    assert told == ("以下内容没有写入模板，请手工补填：第4行的备注、审核日期。",)


@pytest.mark.parametrize("printed", [("", "", "", ""), ("1", "2", "3", "4")])
def test_rows_are_numbered_where_a_blank_numbers_them(
    tmp_path: Path, printed: tuple[str, ...]
) -> None:
    book: Any = openpyxl.Workbook()
    book.active.append(["项目名称", None])
    book.active.append(
        ["序号", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"]
    )
    for text in printed:
        book.active.append([text or None])
    book.active.append(["总分", None, None, None, None, None, None])
    book.save(tmp_path / "blank.xlsx")
    form = SelfEvaluation(project="改造", indicators=rows()[:3])
    fill_template(tmp_path / "blank.xlsx", form, tmp_path / "out.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert [str(cell.value) for cell in sheet["A"]] == ["项目名称", "序号", "1", "2", "3", "总分"]


def test_the_remark_on_a_row_goes_into_its_column(tmp_path: Path) -> None:
    book: Any = openpyxl.Workbook()
    book.active.append(["项目名称", None])
    book.active.append(
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分", "备注"]
    )
    book.active.append([])
    book.active.append([None])
    book.active.append([None])
    book.active["A6"] = "总分"
    book.save(tmp_path / "blank.xlsx")
    form = SelfEvaluation(project="改造", indicators=rows()[:3], notes="验收合格率：含补验一次")
    told = fill_template(tmp_path / "blank.xlsx", form, tmp_path / "out.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    found = {row[2].value: row[6].value for row in sheet.iter_rows(min_row=3)}
    assert found["验收合格率"] == "含补验一次"
    assert told == ("以下内容没有写入模板，请手工补填：第1—3行的分值。",)


def test_the_last_row_of_a_document_takes_one_with_it(tmp_path: Path) -> None:
    made = docx.Document()
    table = made.add_table(4, 6)
    heads = ("项目名称", "三级指标 年度指标值 实际完成值 分值 得分", "", "总分")
    for row, line in zip(table.rows, heads, strict=True):
        for cell, text in zip(row.cells, line.split(), strict=False):
            cell.text = text
    made.save(str(tmp_path / "blank.docx"))
    form = SelfEvaluation(project="改造", indicators=rows()[:3])
    fill_template(tmp_path / "blank.docx", form, tmp_path / "out.docx")
    last = docx.Document(str(tmp_path / "out.docx")).tables[0].rows
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in last]
    assert [bool(each) for each in kept] == [False] * (len(kept) - 2) + [True, False]
