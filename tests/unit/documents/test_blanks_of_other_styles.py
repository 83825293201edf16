"""Blanks of invented provinces: text blocks under the money, sources by other names, spare rows."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from selfeval_assist.documents import read, read_json
from selfeval_assist.documents.blanks.fill import fill_template
from selfeval_assist.form import FundLine, Number, SelfEvaluation, paths
from selfeval_assist.resources import folder

FINISHED = read_json(folder("examples") / "finished.json")
Cells = Sequence[str | tuple[str, int]]
"""The texts of a row, each with the columns that it takes; one of ``^`` goes on from above."""
WIDTH = 8


def _spans(rows: Sequence[Cells]) -> Mapping[tuple[int, int], tuple[str, int, int]]:
    """Return text, last row and last column of each cell by its place."""
    found: dict[tuple[int, int], tuple[str, int, int]] = {}
    above: dict[int, tuple[int, int]] = {}
    for row, cells in enumerate(rows):
        column = 0
        for each in cells:
            text, width = each if isinstance(each, tuple) else (each, 1)
            if text == "^":
                place = above[column]
                found[place] = (found[place][0], row, found[place][2])
            else:
                place = above[column] = (row, column)
                found[place] = (text, row, column + width - 1)
            column += width
        assert column == WIDTH, cells
    return found


def workbook(path: Path, title: str, rows: Sequence[Cells]) -> Path:
    """Write a blank as a workbook."""
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = title
    for (row, column), (text, bottom, right) in _spans(rows).items():
        sheet.cell(row + 2, column + 1).value = text or None
        if (row, column) != (bottom, right):
            sheet.merge_cells(None, row + 2, column + 1, bottom + 2, right + 1)
    book.save(path)
    return path


def document(path: Path, title: str, rows: Sequence[Cells]) -> Path:
    """Write a blank as a Word document."""
    made = docx.Document()
    made.add_paragraph(title)
    table = made.add_table(len(rows), WIDTH)
    for (row, column), (text, bottom, right) in _spans(rows).items():
        table.cell(row, column).merge(table.cell(bottom, right)).text = text
    made.save(str(path))
    return path


def funded(*lines: tuple[str, ...]) -> SelfEvaluation:
    """Return the finished form with other sources: name, then the three amounts and the rate."""
    keys = ("initial", "adjusted", "executed", "rate")
    made = [
        FundLine(name=name, **{key: Number(text) for key, text in zip(keys, rest, strict=False)})
        for name, *rest in lines
    ]
    return paths.put(FINISHED, "funds.sources", tuple(made))


def goal(planned: str, done: str) -> list[Cells]:
    return [
        ["总体目标", (planned, 4), (done, 3)],
        ["^", ("", 4), ("", 3)],
    ]


def spare(*levels: tuple[str, str, int]) -> list[Cells]:
    """Return empty rows of levels: first, second, how many."""
    rows: list[Cells] = []
    for level1, level2, count in levels:
        first = "^" if any(row[0] == level1 for row in rows) else level1
        rows += [
            [first if not at else "^", "^" if at else level2, *[""] * 6] for at in range(count)
        ]
    return rows


LEVELS = spare(
    ("产出指标", "数量指标", 5), ("产出指标", "质量指标", 2), ("产出指标", "时效指标", 3),
    ("产出指标", "成本指标", 2), ("效益指标", "社会效益", 3), ("效益指标", "可持续影响", 1),
    ("满意度指标", "服务对象满意度", 2),
)  # fmt: skip
HEADINGS = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分", "原因及措施"]
HEAD: list[Cells] = [
    ["项目名称", ("", 3), "主管部门", ("", 3)],
    ["实施单位", ("", 7)],
]
MONEY: Cells = ["资金", "", "年初预算", "全年预算", "全年执行", "权重", "执行率", "得分"]
TOTAL: Cells = ["^", "资金总额", *[""] * 6]
FOOT: list[Cells] = [[("总分", 5), "", "", ""], [("说明：", 8)]]


def line(name: str) -> Cells:
    return ["^", name, *[""] * 6]


LINGNAN: list[Cells] = [
    *HEAD, MONEY, TOTAL, line("其中：中央补助"), line("省级补助"), line("市县配套"),
    ["资金使用说明", ("", 7)],
    ["项目概况", ("（主要内容、实施地点）", 7)],
    *goal("年度目标", "完成情况"), HEADINGS, *LEVELS, *FOOT,
]  # fmt: skip
BEIYUAN: list[Cells] = [
    *HEAD, MONEY, TOTAL, line("其中："), line("……"),
    [("预算调整情况", 2), ("", 6)],
    [("（以上由财务部门填写，以下由业务部门填写）", 8)],
    *goal("年初目标", "完成情况"), HEADINGS, *LEVELS, *FOOT,
]  # fmt: skip
DONGHE: list[Cells] = [
    *HEAD, MONEY, TOTAL, line("其中：上级补助资金"), line("本级财政拨款"), line("单位自筹"),
    *goal("年度绩效目标", "目标完成情况"), HEADINGS, *LEVELS, *FOOT,
]  # fmt: skip
SOURCES = (
    ("中央财政资金", "200", "200", "180", "90%"),
    ("省级财政资金", "120", "120", "100", "83.33%"),
    ("区级财政资金", "200", "200", "150", "75%"),
    ("其中：一般债券资金", "80", "80", "80", "100%"),
)
FORM = paths.put(funded(*SOURCES), "department", "云川区教育局")
KINDS = [
    pytest.param(workbook, "xlsx", id="xlsx"),
    pytest.param(document, "docx", id="docx"),
]


def texts(path: Path) -> list[list[str]]:
    """Return the rows of a filled blank; a merged cell shows its text once."""
    if path.suffix == ".xlsx":
        sheet: Any = openpyxl.load_workbook(path).active
        return [[str(c.value) for c in row if c.value is not None] for row in sheet]
    table = docx.Document(str(path)).tables[0]
    lines = [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]
    return [[text for text in line if text] for line in lines]


def funds(path: Path) -> dict[str, list[str]]:
    """Return the lines of the funds block behind their names."""
    rows = texts(path)
    start = next(at for at, row in enumerate(rows) if "全年预算" in row)
    end = next(at for at, row in enumerate(rows) if "总体目标" in row)
    block = [row[1:] if "资金" in row[:1] else row for row in rows[start + 1 : end]]
    return {row[0]: row[1:] for row in block if row}


@pytest.mark.parametrize(("make", "suffix"), KINDS)
def test_sources_go_to_the_lines_of_their_level(tmp_path: Path, make: Any, suffix: str) -> None:
    blank = make(tmp_path / f"blank.{suffix}", "（    年度）岭南省项目自评表（万元）", LINGNAN)
    out = tmp_path / f"out.{suffix}"
    notes = fill_template(blank, FORM, out)
    got = funds(out)
    assert got["其中：中央补助"][:3] == ["200", "200", "180"]
    assert got["省级补助"][:3] == ["120", "120", "100"]
    assert got["市县配套"][:3] == ["200", "200", "150"]
    names = [name.strip("^") for name in got]
    assert names.index("其中：一般债券资金") == names.index("市县配套") + 1
    assert got["其中：一般债券资金"][:3] == ["80", "80", "80"]
    assert got["资金使用说明"] == []
    assert got["项目概况"] == ["（主要内容、实施地点）"]
    assert "（2025年度）岭南省项目自评表（万元）" in str(read_title(out))
    assert [note for note in notes if "加行" in note] == [
        "模板的资金栏没有“其中：一般债券资金”，已在其后加行，请核对。"
    ]
    assert not [note for note in notes if "没有写入" in note and "资金" in note]


def read_title(path: Path) -> str:
    if path.suffix == ".xlsx":
        return str(openpyxl.load_workbook(path).active["A1"].value)  # type: ignore[index]
    return docx.Document(str(path)).paragraphs[0].text


@pytest.mark.parametrize(("make", "suffix"), KINDS)
def test_lines_without_a_name_are_filled_first(tmp_path: Path, make: Any, suffix: str) -> None:
    blank = make(tmp_path / f"blank.{suffix}", "（    ）年度北原省项目自评表（元）", BEIYUAN)
    out = tmp_path / f"out.{suffix}"
    notes = fill_template(blank, FORM, out)
    got = funds(out)
    assert list(got)[1:5] == [
        "其中：中央财政资金", "省级财政资金", "区级财政资金", "其中：一般债券资金",
    ]  # fmt: skip
    (again,) = read(out)
    own = next(each for each in again.funds.sources if each.name == "区级财政资金")
    assert (own.adjusted.raw, own.executed.raw) == ("2,000,000", "1,500,000")
    assert "（以上由财务部门填写，以下由业务部门填写）" in got
    assert "（2025）年度" in read_title(out)
    told = [note for note in notes if "没有写入" in note]
    assert not [note for note in told if "资金" in note or "年度" in note]


@pytest.mark.parametrize(("make", "suffix"), KINDS)
def test_sources_of_one_printed_line_are_added_up_and_told(
    tmp_path: Path, make: Any, suffix: str
) -> None:
    blank = make(tmp_path / f"blank.{suffix}", "（    年度）东河省项目自评表（万元）", DONGHE)
    out = tmp_path / f"out.{suffix}"
    notes = fill_template(blank, FORM, out)
    got = funds(out)
    assert got["其中：上级补助资金"][:3] == ["320", "320", "280"]
    assert read(out)[0].funds.sources[0].rate.raw == "87.5%"
    assert got["本级财政拨款"][:3] == ["200", "200", "150"]
    assert got["其中：一般债券资金"][:3] == ["80", "80", "80"]
    assert got["单位自筹"] == []
    assert "模板没有分列“中央财政资金”“省级财政资金”，合计填入“上级补助资金”一行，请核对。" in notes
    assert not [note for note in notes if "没有写入" in note and "资金" in note]


def test_a_source_without_any_line_is_named_once(tmp_path: Path) -> None:
    names = {"其中：上级补助资金", "本级财政拨款", "单位自筹"}
    rows = [row for row in DONGHE if not names.intersection(row)]
    notes = fill_template(
        workbook(tmp_path / "b.xlsx", "（万元）", rows), FORM, tmp_path / "o.xlsx"
    )
    assert not [note for note in notes if "加行" in note or "合计填入" in note]
    (told,) = [note for note in notes if "没有写入" in note]
    assert "项目资金“省级财政资金”一行、项目资金“区级财政资金”一行" in told
    assert told.count("省级财政资金") == 1


@pytest.mark.parametrize(("make", "suffix"), KINDS)
def test_spare_rows_are_taken_out_and_the_levels_stay(
    tmp_path: Path, make: Any, suffix: str
) -> None:
    out = tmp_path / f"out.{suffix}"
    fill_template(make(tmp_path / f"blank.{suffix}", "东河省（万元）", DONGHE), FORM, out)
    rows = texts(out)
    start = next(at for at, row in enumerate(rows) if "三级指标" in row) + 1
    end = next(at for at, row in enumerate(rows) if "总分" in row)
    assert end - start == len(FORM.indicators)
    (again,) = read(out)
    mine = sorted((row.group, row.kind, row.name) for row in FORM.indicators)
    assert sorted((row.group, row.kind, row.name) for row in again.indicators) == mine


def test_a_row_that_a_formula_names_is_not_taken_out(tmp_path: Path) -> None:
    blank = workbook(tmp_path / "blank.xlsx", "东河省（万元）", DONGHE)
    book: Any = openpyxl.load_workbook(blank)
    sheet = book.active
    rows = [cell.row for cell in sheet["C"] if cell.value == "三级指标"]
    first, last = rows[0] + 1, rows[0] + len(LEVELS)
    sheet.cell(last + 1, 7).value = f"=SUM(G{first}:G{last})"
    sheet["J1"] = f"=G{first + 4}"
    book.save(blank)
    fill_template(blank, FORM, tmp_path / "out.xlsx")
    made: Any = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    total = next(cell.row for cell in made["A"] if cell.value == "总分")
    start = next(cell.row for cell in made["C"] if cell.value == "三级指标") + 1
    assert made.cell(total, 7).value == f"=SUM(G{start}:G{total - 1})"
    assert total - start == len(FORM.indicators) + 1
    assert made["J1"].value == f"=G{start + 3}", "one row above it was taken out"


@pytest.mark.parametrize(("make", "suffix"), KINDS)
def test_the_remark_goes_behind_its_label(tmp_path: Path, make: Any, suffix: str) -> None:
    out = tmp_path / f"out.{suffix}"
    form = paths.put(FORM, "notes", "结余资金已交回。")
    fill_template(make(tmp_path / f"b.{suffix}", "东河省（万元）", DONGHE), form, out)
    assert ["说明：结余资金已交回。"] in texts(out)
    assert read(out)[0].notes == "结余资金已交回。"


def test_rows_of_short_texts_stay_on_one_page(tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    fill_template(document(tmp_path / "b.docx", "东河省（万元）", DONGHE), FORM, out)
    rows = docx.Document(str(out)).tables[0].rows
    kept = {row.cells[2].text: row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in rows}
    assert kept["项目总成本"]
    assert not kept["窗口人员培训人次"], "its reason is longer than most pages are"


def test_merged_cells_never_overlap(tmp_path: Path) -> None:
    blanks = (LINGNAN, BEIYUAN, DONGHE)
    for at, rows in enumerate(blanks):
        blank = workbook(tmp_path / f"{at}.xlsx", "（    年度）（万元）", rows)
        fill_template(blank, FORM, tmp_path / f"out{at}.xlsx")
        sheet: Any = openpyxl.load_workbook(tmp_path / f"out{at}.xlsx").active
        taken = sorted(place for each in sheet.merged_cells.ranges for place in each.cells)
        assert all(one != two for one, two in pairwise(taken))
