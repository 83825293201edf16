"""退回意见 in a file of their own: each remark on its cell, on the whole form, or on none."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from docx.oxml import OxmlElement
from openpyxl import Workbook

from selfeval_assist.checks import check
from selfeval_assist.documents import DocumentError, read, write_xlsx
from selfeval_assist.documents.remarks import NOT_PLACED, Brought, read_remarks, with_file
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.resources import folder

_FILE = Path(__file__).parents[2] / "data" / "remarks.yml"


@cache
def _cases() -> dict[str, Any]:
    cases: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return cases


@pytest.fixture(scope="module")
def form() -> SelfEvaluation:
    return read(folder("examples") / "finished.xlsx")[0]


def _places(brought: Brought) -> list[str]:
    return [
        "-" if each.place.endswith(NOT_PLACED) else each.where for each in brought.form.returned
    ]


@pytest.mark.parametrize("name", _cases())
def test_each_remark_is_on_its_cell(name: str, form: SelfEvaluation, tmp_path: Path) -> None:
    case = _cases()[name]
    path = tmp_path / "意见.txt"
    path.write_text(case["text"], encoding="utf-8")
    brought = with_file(form, path)
    assert _places(brought) == case["places"]
    assert len(brought.passed_over) == case.get("passed_over", 0)
    signed = {(each.by, each.date) for each in brought.form.returned}
    assert signed == {(case.get("by", ""), case.get("date", ""))}


def test_what_finds_no_cell_and_what_is_no_remark_is_told(
    form: SelfEvaluation, tmp_path: Path
) -> None:
    path = tmp_path / "意见.txt"
    path.write_text("你单位：\n1.第1行得分有误\n2.宣传不够\n", encoding="utf-8")
    brought = with_file(form, path)
    assert [*brought.told(path.name)] == [
        "“意见.txt”：1 条退回意见已放到所说的格上。",
        "意见.txt 第3行第1列，没有找到所说的格：宣传不够",
        "意见.txt 第1行第1列：看到而没有当作意见：你单位：",
    ]
    assert [each.text for each in brought.form.provenance.unread][-1] == "你单位："
    said = [each.message for each in check(brought.form) if each.code == "BACK001"]
    assert any("意见.txt 第3行第1列，没有找到所说的格" in each for each in said)


def test_a_file_read_twice_adds_nothing(form: SelfEvaluation, tmp_path: Path) -> None:
    path = tmp_path / "意见.txt"
    path.write_text("1.第1行得分有误\n2.宣传不够\n", encoding="utf-8")
    once = with_file(form, path).form
    assert with_file(once, path).form == once


def test_the_value_that_was_returned_is_kept(form: SelfEvaluation, tmp_path: Path) -> None:
    path = tmp_path / "意见.txt"
    path.write_text("1.第2行完成值有误\n2.满意度问卷不足\n", encoding="utf-8")
    first, second = with_file(form, path).form.returned
    assert (first.was, first.place) == ("546人次", form.provenance.cells["indicators.1.actual"])
    assert (second.was, second.place) == ("", "")


def test_paragraphs_that_word_numbers_are_remarks(form: SelfEvaluation, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("你单位：")
    for text in ("第2行分值有误", "宣传不够"):
        document.add_paragraph(text)._p.get_or_add_pPr().append(OxmlElement("w:numPr"))
    document.save(str(tmp_path / "意见.docx"))
    brought = with_file(form, tmp_path / "意见.docx")
    assert _places(brought) == ["indicators.1.weight", "-"]
    assert [each.place for each in brought.passed_over] == ["意见.docx 第1段"]


def test_a_sheet_is_a_list(form: SelfEvaluation, tmp_path: Path) -> None:
    book = Workbook()
    rows = (
        ("退回意见",),
        ("序号", "项目名称", "单元格", "审核意见"),
        (1, form.project, "F14", "单位有误"),
        (2, "另一个项目", "F14", "与本表无关"),
        (3, form.project, "", "预算执行率有误"),
    )
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "意见.xlsx")
    brought = with_file(form, tmp_path / "意见.xlsx")
    assert _places(brought) == ["indicators.1.actual", "funds.total.rate"]
    assert brought.others == 1


def test_a_form_is_no_list_of_remarks(form: SelfEvaluation, tmp_path: Path) -> None:
    write_xlsx(form, tmp_path / "表.xlsx")
    with pytest.raises(DocumentError, match=r"表\.xlsx.*没有读到退回意见"):
        read_remarks(tmp_path / "表.xlsx")
