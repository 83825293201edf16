"""Workbooks that people and programs filled: numbers, formulas, sheets, merged levels."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from selfeval_assist.checks import check
from selfeval_assist.documents import DocumentError, doubts, read, write_xlsx
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import Verdict, score

Bare = Callable[[SelfEvaluation], SelfEvaluation]
Convert = Callable[[Path, str], Path]


def _typed(path: Path, cells: dict[str, object], formats: dict[str, str] | None = None) -> None:
    """Write a small form as a person types it, with some cells of the first row replaced."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (
        ["项目支出绩效自评表"],
        ["（2023年度）"],
        ["项目名称", "道路养护"],
        [
            "项目资金（万元）",
            "",
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "分值",
            "执行率",
            "得分",
        ],
        ["", "年度资金总额", 1200.5, 1200.5, 1032.43, 10, 0.86, 8.6],
        ["", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["", "产出指标", "数量指标", "养护率", "x", "x", 50, 50],
        ["总分", "", "", "", "", "", 60, 58.6],
    ):
        sheet.append(line)
    sheet["G5"].number_format = "0.00%"
    sheet["C5"].number_format = "#,##0.00"
    for ref, value in cells.items():
        sheet[ref] = value
    for ref, code in (formats or {}).items():
        sheet[ref].number_format = code
    book.save(path)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1, "0%", "100%"),
        (1, '"="0%', "=100%"),
        (0.9567, "0.00%", "95.67%"),
        (365, '0"天"', "365天"),
        (120000, '0!.0,"万"', "12.0万"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (1234567.5, "#,##0.00_ ;[Red]-#,##0.00", "1,234,567.50"),
        (-3.456, "0.00;-0.00", "-3.46"),
        (0.1 + 0.2, "General", "0.3"),
        (1e8, "General", "100000000"),
        (12, "0.##", "12."),
        (7, "@", "7"),
        (95, '≥0"%"', "≥95%"),
        ("=100%", "@", "=100%"),
    ],
)
def test_a_number_is_read_as_the_sheet_shows_it(
    tmp_path: Path, value: object, code: str, shown: str
) -> None:
    path = tmp_path / "x.xlsx"
    _typed(path, {"F7": value}, {"F7": code})
    if isinstance(value, str):
        book = openpyxl.load_workbook(path)
        book.active["F7"].data_type = "s"
        book.save(path)
    (form,) = read(path)
    expected = "12" if shown == "12." else shown
    assert form.indicators[0].actual.raw == expected
    assert form.funds.total.rate.raw == "86.00%"
    assert form.funds.total.initial.raw == "1,200.50"
    assert form.funds.total.executed.value == Decimal("1032.43")


def test_a_target_typed_as_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    _typed(path, {"E7": "=100%", "F7": "=365天"})
    (form,) = read(path)
    assert form.indicators[0].target.raw == "100%"
    assert form.indicators[0].actual.raw == "=365天"
    assert any("F7" in note and "公式" in note for note in form.provenance.notes)


@pytest.mark.parametrize("code", ["General", "0"])
def test_a_number_typed_behind_the_sign_of_a_target(tmp_path: Path, code: str) -> None:
    path = tmp_path / "x.xlsx"
    _typed(path, {"E7": "=365", "F7": "=365", "G7": "=50"}, {"E7": code, "F7": code})
    (form,) = read(path)
    row = form.indicators[0]
    assert (row.target.raw, row.actual.raw, row.weight.raw) == ("=365", "365", "50")
    (doubt,) = [doubt for doubt in doubts(form) if "公式" in doubt.sentence]
    assert [(one.path, one.cell, one.text) for one in doubt.originals] == [
        ("indicators.0.target", "E7", "=365")
    ]


def test_a_formula_without_result_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    _typed(path, {"H8": "=SUM(H5,H7)"})
    (form,) = read(path)
    assert form.total.raw == ""
    assert any("H8" in note and "没有保存计算结果" in note for note in form.provenance.notes)


def test_a_rate_without_percent_sign_is_a_question(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    _typed(path, {}, {"G5": "General"})
    (form,) = read(path)
    assert form.funds.total.rate.raw == "0.86"
    assert any("86% 还是 0.86%" in note for note in form.provenance.notes)


def test_levels_without_merges_are_carried_down(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    _typed(path, {})
    book = openpyxl.load_workbook(path)
    book.active.insert_rows(8)
    for column, value in enumerate(["", "", "", "绿化率", ">=90%", "92%", 40, 40], 1):
        book.active.cell(8, column, value)
    book.save(path)
    (form,) = read(path)
    assert [(row.level1, row.level2) for row in form.indicators] == [("产出指标", "数量指标")] * 2


def test_every_sheet_is_a_form_and_hidden_ones_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    _typed(path, {})
    book = openpyxl.load_workbook(path)
    for title in ("二", "隐藏"):
        copy = book.copy_worksheet(book.active)
        copy.title = title
        copy["B3"] = title
    book["隐藏"].sheet_state = "hidden"
    book.create_sheet("说明")["A1"] = "填表说明"
    book.save(path)
    forms = read(path)
    assert [(form.project, form.provenance.sheet) for form in forms] == [
        ("道路养护", "Sheet"),
        ("二", "二"),
    ]


def test_a_workbook_without_a_form_says_what_was_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "通讯录.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    book.save(path)
    with pytest.raises(DocumentError) as error:
        read(path)
    for part in ("通讯录.xlsx", "“Sheet”", "年初预算数", "三级指标"):
        assert part in str(error.value)


def test_a_formula_calculated_by_libreoffice_reads_as_shown(
    tmp_path: Path, libreoffice: Convert
) -> None:
    path = tmp_path / "in" / "x.xlsx"
    path.parent.mkdir()
    _typed(path, {"E7": "=100%", "H8": "=SUM(H5,H7)"}, {"E7": "0%"})
    (form,) = read(libreoffice(path, "xlsx"))
    assert form.indicators[0].target.raw == "100%"
    assert form.total.raw == "58.6"


@pytest.mark.parametrize(
    ("actual", "verdict", "missed"), [("93%", Verdict.MISSED, True), ("95", Verdict.MET, False)]
)
def test_a_target_split_into_sign_value_and_unit(
    tmp_path: Path, actual: str, verdict: Verdict, missed: bool
) -> None:
    path = tmp_path / "x.xlsx"
    _typed(path, {})
    book = openpyxl.load_workbook(path)
    heads = [
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "实际完成值",
        "分值",
        "得分",
    ]
    row = ["产出指标", "质量指标", "验收合格率", "≥", 95, "%", actual, 50, 50]
    for column, (head, value) in enumerate(zip(heads, row, strict=True), 2):
        book.active.cell(6, column, head)
        book.active.cell(7, column, value)
    book.save(path)
    (form,) = read(path)
    write_xlsx(form, tmp_path / "again.xlsx")
    for each in (form, *read(tmp_path / "again.xlsx")):
        (indicator,) = each.indicators
        assert (indicator.nature, indicator.target.raw, indicator.unit) == ("≥", "95", "%")
        assert score(each, policy_for(each)).rows[0].verdict is verdict
        assert ("DEV001" in {finding.code for finding in check(each)}) is missed
