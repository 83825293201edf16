"""Workbooks: the round trip in the official layout, and what people and programs put into cells."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval_assist.documents import DocumentError, read, read_text, write_xlsx
from selfeval_assist.documents.readers.number_format import shown
from selfeval_assist.form import (
    Deviation,
    FundLine,
    Funds,
    Goal,
    Indicator,
    Measure,
    Number,
    People,
    SelfEvaluation,
)
from selfeval_assist.layouts import load

Bare = Callable[[SelfEvaluation], SelfEvaluation]
Convert = Callable[[Path, str], Path]

FORM = SelfEvaluation(
    title="项目支出绩效自评表",
    year=2023,
    project="道路养护项目",
    department="区交通局",
    unit="区公路站",
    money_unit="万元",
    funds=Funds(
        total=FundLine(
            name="年度资金总额",
            initial=Number("1,200.50"),
            adjusted=Number("1200.5"),
            executed=Number("1032.43"),
            weight=Number("10"),
            rate=Number("86.00%"),
            score=Number("8.60"),
        ),
        sources=(
            FundLine(name="当年财政拨款", adjusted=Number("1200.5"), weight=Number("—")),
            FundLine(name="其他资金", weight=Number("—")),
        ),
    ),
    goal=Goal(planned="养护道路50公里\n完好率95%", actual="养护道路48公里"),
    indicators=(
        Indicator(
            level1="产出指标(50分)",
            level2="数量指标",
            name="养护里程",
            nature="≥",
            unit="公里",
            target=Measure("50"),
            actual=Measure("48"),
            weight=Number("50"),
            score=Number("48.00"),
            deviation=Deviation(text="暴雨毁路2公里，2024年5月前由养护科补齐"),
        ),
        Indicator(
            level1="产出指标(50分)",
            level2="数量指标",
            name="其中：国道",
            parent=0,
            target=Measure("=100%"),
            actual=Measure("99.5%"),
        ),
        Indicator(
            level1="效益指标",
            level2="社会效益指标",
            name="投诉下降",
            target=Measure("稳定"),
            actual=Measure("稳定"),
            weight=Number("30"),
            score=Number("30"),
        ),
        Indicator(level1="效益指标", level2="生态效益指标"),
        Indicator(
            level1="满意度指标",
            level2="服务对象满意度指标",
            name="群众满意度",
            target=Measure("≥95%"),
            actual=Measure("96.2%"),
            weight=Number("10"),
            score=Number("10"),
        ),
    ),
    total=Number("96.60"),
    grade="优",
    notes="第一条。\n第二条。",
    people=People(manager="李强", filler="王芳", phone="021-1234567"),
)


@pytest.mark.parametrize("layout", [None, "central", "shanghai"])
def test_both_samples_come_back_equal(
    sample: str, tmp_path: Path, layout: Any, without_provenance: Bare
) -> None:
    for form in read_text(sample, "two-forms.txt"):
        path = tmp_path / "x.xlsx"
        write_xlsx(form, path, layout=layout and load(layout))
        (again,) = read(path)
        assert without_provenance(again) == without_provenance(form)
        assert again.provenance.notes == ()
        assert again.funds.total.executed.value == form.funds.total.executed.value
        for old, new in zip(form.indicators, again.indicators, strict=True):
            assert (old.target.value, old.actual.value) == (new.target.value, new.actual.value)


@pytest.mark.parametrize("layout", ["central", "shanghai"])
def test_a_form_with_everything_printed_comes_back_equal(
    tmp_path: Path, layout: Any, without_provenance: Bare
) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(FORM, path, layout=layout and load(layout))
    (again,) = read(path)
    assert without_provenance(again) == FORM
    assert again.provenance.sheet == "自评表"
    sheet = openpyxl.load_workbook(path).active
    for place, ref in again.provenance.cells.items():
        if place.startswith("indicators.0.") and place.endswith(("actual", "score", "name")):
            found = sheet[ref].value
            if isinstance(found, (int, float)):
                found = shown(found, sheet[ref].number_format)
            assert found == str(getattr(again.indicators[0], place.split(".")[2]))


def test_without_rows_a_form_comes_back_empty(tmp_path: Path, without_provenance: Bare) -> None:
    write_xlsx(SelfEvaluation(), tmp_path / "x.xlsx")
    (again,) = read(tmp_path / "x.xlsx")
    assert without_provenance(again) == SelfEvaluation()


def test_the_budget_deviation_goes_into_the_completion_text(tmp_path: Path) -> None:
    text = "预算执行率86%，尾款跨年支付。"
    form = FORM.model_copy(
        update={"funds": FORM.funds.model_copy(update={"deviation": Deviation(text=text)})}
    )
    write_xlsx(form, tmp_path / "x.xlsx")
    (again,) = read(tmp_path / "x.xlsx")
    assert again.goal.actual == "养护道路48公里"
    assert again.funds.deviation.text == text
    printed = f"养护道路48公里\n预算偏差说明：{text}"
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert printed in {cell.value for line in sheet.iter_rows() for cell in line}
    write_xlsx(again, tmp_path / "y.xlsx")
    assert read(tmp_path / "y.xlsx")[0].goal.actual == again.goal.actual


def test_texts_are_text_cells_and_metadata_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(FORM, path, metadata={"AIGC": "含人工智能生成内容"})
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 60
    texts = [cell for cell in cells if cell.number_format == "@"]
    assert {cell.data_type for cell in texts} == {"s"}
    assert all(cell.quotePrefix for cell in texts)
    assert {"=100%", "—", "稳定", "≥95%", "021-1234567"} <= {cell.value for cell in texts}
    others = [cell for cell in cells if cell.number_format != "@"]
    assert {cell.data_type for cell in others} == {"n", "f"}
    assert not any(cell.quotePrefix for cell in others)
    assert book.custom_doc_props["AIGC"].value == "含人工智能生成内容"
    setup = book.active
    assert setup.page_setup.paperSize == 9
    assert setup.sheet_properties.pageSetUpPr.fitToPage
    assert setup.page_setup.fitToHeight is None  # one page, as a page wide and one high
    assert setup.print_title_rows
    assert setup["A1"].font.name == "宋体"


def test_no_wrapped_text_is_higher_than_its_row(tmp_path: Path) -> None:
    long = "养护道路并恢复绿化，" * 400
    form = FORM.model_copy(update={"goal": Goal(planned=long, actual="x")})
    write_xlsx(form, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    heights = {row: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)}
    assert max(heights.values()) <= 409
    merged = next(
        each for each in sheet.merged_cells.ranges if sheet.cell(*each.top[0]).value == long
    )
    needed = len(long) * 2 / 58.5 * 13  # the goal is 58.5 digits wide, a line 13 points high
    assert sum(heights[row] for row in range(merged.min_row, merged.max_row + 1)) > needed
    assert read(tmp_path / "x.xlsx")[0].goal.planned == long


def test_a_text_too_long_for_a_cell_is_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"old")
    form = FORM.model_copy(update={"goal": Goal(planned="长" * 32_768)})
    with pytest.raises(DocumentError, match="超过一个单元格的上限"):
        write_xlsx(form, path)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["x.xlsx"]


HOSTILE = (
    "[/x]",
    "[@click=app.quit]x[/]",
    "\x1b]0;owned\x07",
    "=cmd|' /C calc'!A0",
    "=100%",
    "+1+1",
    "@SUM(A1)",
    "-5",
    "_x001B_]0;x",
    "http://example.com/",
    "'quoted",
    "<p>&nbsp;</p>",
    "\ufffe",
)


def _with(text: str) -> SelfEvaluation:
    first = FORM.indicators[0].model_copy(
        update={"name": f"里程{text}", "target": Measure(text), "deviation": Deviation(text=text)}
    )
    return SelfEvaluation.model_validate(
        {**FORM.model_dump(), "indicators": (first.model_dump(),), "project": f"养护{text}"}
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, text: str, without_provenance: Bare) -> None:
    path = tmp_path / "x.xlsx"
    form = _with(text)
    write_xlsx(form, path)
    with ZipFile(path) as archive:
        formulas = re.findall(rb"<f>([^<]*)</f>", archive.read("xl/worksheets/sheet1.xml"))
        assert all(
            re.fullmatch(rb"SUM\([A-Z]+\d+:[A-Z]+\d+\)(?:\+[A-Z]+\d+)?", f) for f in formulas
        )
        assert not any("hyperlink" in name for name in archive.namelist())
    (again,) = read(path)
    if "_x001B_" in text:  # the reader of workbooks turns it into ESC, which forms do not hold
        assert "\x1b" not in again.project
        return
    if text != "\ufffe":  # no character of XML
        assert without_provenance(again) == form


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1, max_size=20))
def test_any_text_can_be_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("xlsx") / "x.xlsx"
    write_xlsx(_with(text), path)
    assert read(path)[0].indicators[0].weight.raw == "50"


def test_a_workbook_saved_again_by_libreoffice(
    tmp_path: Path, libreoffice: Convert, without_provenance: Bare
) -> None:
    path = tmp_path / "in" / "x.xlsx"
    path.parent.mkdir()
    write_xlsx(FORM, path)
    again = read(libreoffice(path, "xlsx"))
    assert [without_provenance(form) for form in again] == [FORM]
    assert again[0].indicators[1].target.raw == "=100%"


def test_libreoffice_prints_one_page(tmp_path: Path, libreoffice: Convert) -> None:
    path = tmp_path / "in" / "x.xlsx"
    path.parent.mkdir()
    write_xlsx(FORM, path)
    pdf = libreoffice(path, "pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type/Page\n") + pdf.count(b"/Type/Page/") == 1
