"""A form of several pages: each page can be read alone, and none holds a last row or two."""

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import real_forms
from docx.oxml.ns import qn

from selfeval_assist.documents import read, read_json, write_xlsx
from selfeval_assist.documents.writers.docx import write_docx
from selfeval_assist.documents.writers.layout import lay_out
from selfeval_assist.documents.writers.page import fit
from selfeval_assist.form import FundLine, Indicator, SelfEvaluation, paths
from selfeval_assist.layouts import Layout, available, load
from selfeval_assist.resources import folder

FINISHED = read_json(folder("examples") / "finished.json")
GROUPS = (
    ("产出指标", "数量指标", 28),
    ("效益指标", "社会效益指标", 18),
    ("满意度指标", "满意度", 2),
)
LONG = SelfEvaluation(
    indicators=tuple(
        Indicator(level1=level1, level2=level2, name=f"{level2}的第{at}项")
        for level1, level2, count in GROUPS
        for at in range(count)
    )
)


@pytest.mark.parametrize("layout", available(), ids=lambda layout: layout.id)
@pytest.mark.parametrize("number", real_forms.names())
def test_pages_hold_all_rows_and_no_last_row_alone(layout: Layout, number: str) -> None:
    page = fit(real_forms.form(number), layout)
    assert [row for rows in page.pages for row in rows] == list(range(page.table.rows))
    assert len(page.pages) == 1 or len(page.pages[-1]) >= 3
    for rows in page.pages[1:]:
        assert rows.start > page.table.heading + 1 or rows.start == page.table.heading
        crossed = [
            box
            for box in page.table.boxes
            if box.top < rows.start <= box.bottom and box.style != "side"
        ]
        assert not crossed


def test_a_page_ends_between_groups_where_it_can() -> None:
    page = fit(LONG, load("central"))
    table = page.table
    tops = {box.top for box in table.boxes if table.columns[box.left] == "level1"}
    assert page.pages[1].start in tops


def test_each_table_of_a_document_has_headings_and_labels(tmp_path: Path) -> None:
    write_docx(FINISHED, tmp_path / "x.docx", layout=load("central"))
    first, second = docx.Document(str(tmp_path / "x.docx")).tables
    labels = ["绩\n效\n指\n标", "产出指标", "数量指标"]
    heads = [cell.text for cell in second.rows[0].cells]
    assert heads[0] == labels[0]
    assert heads[3] == "三级指标"
    assert [cell.text for cell in second.rows[1].cells][:3] == labels
    assert [cell.text for cell in first.rows[-1].cells][:3] == labels
    assert "（90分）" not in str(heads)


def test_the_label_beside_the_indicators_is_the_same_in_both_formats(tmp_path: Path) -> None:
    write_docx(FINISHED, tmp_path / "x.docx", layout=load("sichuan"))
    for table in docx.Document(str(tmp_path / "x.docx")).tables[1:]:
        assert table.rows[1].cells[0].text == "绩效\n指标\n（90分）"


def test_no_merged_cell_of_a_sheet_runs_over_the_end_of_a_page(tmp_path: Path) -> None:
    write_xlsx(LONG, tmp_path / "x.xlsx", layout=load("central"))
    sheet: Any = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    (end,) = [each.id for each in sheet.row_breaks.brk]
    assert not [r for r in sheet.merged_cells.ranges if r.min_row <= end < r.max_row]
    below = [sheet.cell(end + 1, column).value for column in (1, 2, 3)]
    assert below == ["绩\n效\n指\n标", "效益指标", "社会效益指标"]
    heading = next(cell.row for cell in sheet["D"] if cell.value == "三级指标")
    assert sheet.cell(heading, 1).value is None, "a part of the label would be repeated"
    assert sheet.cell(heading, 1).border.bottom.style is None
    assert sheet.cell(end, 2).border.bottom.style == "thin"


def test_the_year_is_printed_once() -> None:
    form = FINISHED.model_copy(update={"title": "2025年度项目支出绩效自评表"})
    texts = [box.text for box in lay_out(form, load("central")).boxes]
    assert "（2025年度）" not in texts
    assert "（2025年度）" in [box.text for box in lay_out(FINISHED, load("central")).boxes]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_part_of_a_source_stays_below_it(tmp_path: Path, suffix: str) -> None:
    names = ("中央财政资金", "区级财政资金", "其中：一般债券资金")
    form = paths.put(FINISHED, "funds.sources", tuple(FundLine(name=name) for name in names))
    texts = [box.text for box in lay_out(form, load("central")).boxes]
    at = texts.index("其中：中央财政资金")
    shown = [text for text in texts[at:] if text in names]
    assert shown == ["区级财政资金", "其中：一般债券资金"]
    write = write_xlsx if suffix == ".xlsx" else write_docx
    write(form, tmp_path / f"x{suffix}")
    assert "一般债券资金" in read(tmp_path / f"x{suffix}")[0].funds.sources[2].name


def test_a_single_paragraph_begins_each_page(tmp_path: Path) -> None:
    write_docx(FINISHED, tmp_path / "x.docx", layout=load("central"))
    body = docx.Document(str(tmp_path / "x.docx")).element.body
    kinds = [child.tag.rpartition("}")[2] for child in body]
    assert kinds == ["p", "p", "tbl", "p", "tbl", "p", "sectPr"]
    assert len(list(body.iter(qn("w:pageBreakBefore")))) == 1
