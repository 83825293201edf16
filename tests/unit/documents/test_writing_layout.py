"""The official tables as data: what stands where, in which order, and how it fits A4."""

from pathlib import Path

import openpyxl
import pytest
import real_forms

from selfeval_assist.documents import read, read_json, write_xlsx
from selfeval_assist.documents.writers.docx import write_docx
from selfeval_assist.documents.writers.layout import lay_out
from selfeval_assist.documents.writers.measure import height, wide
from selfeval_assist.documents.writers.page import fit, points
from selfeval_assist.form import Deviation, Indicator, SelfEvaluation, paths
from selfeval_assist.layouts import Layout, available, load
from selfeval_assist.resources import folder

FINISHED = read_json(folder("examples") / "finished.json")
REASON = "预算调减20万元，尾款跨年支付。"


def row(level1: str, level2: str, name: str) -> Indicator:
    return Indicator(level1=level1, level2=level2, name=name)


MIXED = SelfEvaluation(
    indicators=(
        row("产出指标", "数量指标", "甲"),
        row("满意度指标", "服务对象满意度指标", "乙"),
        row("成本指标", "经济成本指标", "丙"),
        row("效益指标", "社会效益指标", "丁"),
        row("成本指标", "社会成本指标", "戊"),
    )
)


def names(form: SelfEvaluation, layout: str) -> list[str]:
    table = lay_out(form, load(layout))
    at = table.columns.index("name")
    boxes = [box for box in table.boxes if box.left == at == box.right and box.style == "text"]
    return [box.text for box in boxes if box.top > table.heading]


def test_cost_first_orders_the_groups_and_the_others_keep_the_order_of_the_form() -> None:
    assert names(MIXED, "cost") == ["丙", "戊", "甲", "丁", "乙"]
    assert names(MIXED, "central") == ["甲", "乙", "丙", "丁", "戊"]


def test_each_layout_prints_its_own_headings() -> None:
    texts = {each.id: {box.text for box in lay_out(FINISHED, each).boxes} for each in available()}
    assert {"全年预算数（A）", "全年执行数（B）", "预期目标"} <= texts["central"]
    assert {"全年预算数", "全年执行数", "执行率", "预算目标"} <= texts["shanghai"]


@pytest.mark.parametrize("layout", available(), ids=lambda layout: layout.id)
@pytest.mark.parametrize("number", real_forms.names())
def test_boxes_tile_the_table_without_overlap(layout: Layout, number: str) -> None:
    table = lay_out(real_forms.form(number), layout)
    seen = [
        (r, c)
        for box in table.boxes
        for r in range(box.top, box.bottom + 1)
        for c in range(box.left, box.right + 1)
    ]
    assert len(seen) == len(set(seen)), "boxes overlap"
    assert set(seen) == {(r, c) for r in range(table.rows) for c in range(len(table.columns))}


@pytest.mark.parametrize("number", [*real_forms.names(), "finished"])
def test_columns_are_never_one_character_wide_and_values_stand_on_one_line(number: str) -> None:
    form = FINISHED if number == "finished" else real_forms.form(number)
    page = fit(form)
    assert min(page.widths) >= 6
    width, _ = page.room
    assert points(page.widths) * page.scale <= width + 1
    assert page.scale >= 0.78, "the print is too small"
    for column, name in enumerate(page.table.columns):
        for box in page.table.boxes:
            if box.left == column == box.right and name in ("weight", "score", "actual"):
                assert wide(box.text) <= page.widths[column] or wide(box.text) > 15
    for box in page.table.boxes:
        tall = sum(page.heights[box.top : box.bottom + 1])
        across = sum(page.widths[box.left : box.right + 1])
        assert tall + 0.1 >= height(box.text, across) or box.style in ("title", "year")


def test_a_wide_table_turns_the_page() -> None:
    assert fit(FINISHED).across
    assert not fit(SelfEvaluation(indicators=(row("产出指标", "数量指标", "甲"),))).across


def with_reason() -> SelfEvaluation:
    return paths.put(FINISHED, "funds.deviation", Deviation(text=REASON))


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_the_budgets_reason_stands_where_the_policy_says(tmp_path: Path, suffix: str) -> None:
    write = write_xlsx if suffix == ".xlsx" else write_docx
    form = with_reason()
    path = tmp_path / f"x{suffix}"
    write(form, path, budget="append_to_actual")
    (again,) = read(path)
    assert again.goal.actual == form.goal.actual
    assert again.funds.deviation.text == REASON
    assert again.provenance.cells["funds.deviation.text"] == again.provenance.cells["goal.actual"]
    write(form, path, budget="notes")
    (again,) = read(path)
    assert again.notes == form.notes
    assert again.goal.actual == form.goal.actual
    assert again.funds.deviation.text == REASON
    write(form, path, budget="column")
    (again,) = read(path)
    assert again.funds.deviation.text == REASON
    assert again.goal.actual == form.goal.actual
    assert again.funds.total == form.funds.total
    assert [str(row.score) for row in again.indicators] == [str(r.score) for r in form.indicators]
    assert [r.deviation.text for r in again.indicators] == [
        r.deviation.text for r in form.indicators
    ]


def test_a_sheet_prints_on_a4_with_repeated_headings(tmp_path: Path) -> None:
    write_xlsx(FINISHED, tmp_path / "x.xlsx", line="草稿 & 说明")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    heading = next(cell.row for cell in sheet["D"] if cell.value == "三级指标")
    assert sheet.print_title_rows == f"${heading}:${heading}"
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert "草稿 && 说明" in sheet.oddHeader.left.text or "草稿 & 说明" in sheet.oddHeader.left.text
