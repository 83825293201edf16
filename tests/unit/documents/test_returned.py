"""A form that came back: comments and a reviewer's columns become things to do on cells."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.comments import Comment
from real_forms import form as published

from selfeval_assist.checks import check
from selfeval_assist.documents import read, read_text
from selfeval_assist.reports.export import export_form

_REVIEW = """\
路灯维护项目支出绩效自评复核表
项目名称\t路灯维护
一级指标\t二级指标\t三级指标\t指标值\t权重\t自评完成值\t自评得分\t复核完成值\t复核得分\t复核指标偏差\t备注
产出指标\t数量指标\t路灯维护数量\t≥1200盏\t50\t1200盏\t50\t1100盏\t45.83\t8.35%\t资料只能证明1100盏
\t质量指标\t亮灯率\t≥98%\t30\t98.6%\t30\t98.6％\t30.00\t0\t
满意度指标\t服务对象满意度指标\t市民满意度\t≥90%\t20\t100%\t20\t无资料\t0\t100%\t未提供问卷
合计\t\t\t\t100\t\t100\t\t75.83
"""


def _written(tmp_path: Path, kind: str) -> Path:
    (made,) = export_form(published("040"), tmp_path / f"表{kind}", overwrite=False, formats=[kind])
    return made


def test_a_comment_in_excel_is_on_its_cell(tmp_path: Path) -> None:
    path = _written(tmp_path, ".xlsx")
    cell = read(path)[0].provenance.cells["indicators.0.actual"]
    book = load_workbook(path)
    book.worksheets[0][cell].comment = Comment("财政局审核:\n问卷份数不足", "财政局审核")
    book.save(path)
    (form,) = read(path)
    (told,) = form.returned
    assert (told.where, told.place) == ("indicators.0.actual", cell)
    assert (told.text, told.by) == ("问卷份数不足", "财政局审核")
    (finding,) = [each for each in check(form) if each.code == "BACK001"]
    assert (finding.where, finding.cell) == ("indicators.0.actual", cell)


def test_a_threaded_comment_is_read_once(tmp_path: Path) -> None:
    path = _written(tmp_path, ".xlsx")
    book = load_workbook(path)
    book.worksheets[0]["A1"].comment = Comment("[Threaded comment]\n请核对名称", "tc=1")
    book.save(path)
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><threadedComment ref="A1" dT="2026-01-20T08:00:00" personId="{1}">'
        "<text>请核对名称</text></threadedComment></ThreadedComments>"
    )
    persons = (
        '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><person displayName="李审核" id="{1}"/></personList>'
    )
    _with_parts(path, {"xl/threadedComments/t1.xml": thread, "xl/persons/p.xml": persons})
    (told,) = read(path)[0].returned
    assert (told.text, told.by, told.date) == ("请核对名称", "李审核", "2026-01-20")


def _with_parts(path: Path, more: dict[str, str]) -> None:
    """Add parts to a workbook, and a relation of its first sheet to the threaded comments."""
    made = io.BytesIO()
    relation = (
        '<Relationship Id="t" Type="http://schemas.microsoft.com/office/2017/10/relationships/'
        'threadedComment" Target="../threadedComments/t1.xml"/></Relationships>'
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml.rels"):
                data = data.replace(b"</Relationships>", relation.encode())
            new.writestr(name, data)
        for name, text in more.items():
            new.writestr(name, text)
    path.write_bytes(made.getvalue())


def test_a_comment_in_word_is_on_its_cell_or_on_none(tmp_path: Path) -> None:
    path = _written(tmp_path, ".docx")
    place = read(path)[0].provenance.cells["indicators.1.actual"]
    document = Document(str(path))
    cell = next(
        cell
        for row in document.tables[0].rows
        for cell in row.cells
        if f"{cell.text}米" == published("040").indicators[1].actual.raw
    )
    document.add_comment(cell.paragraphs[0].runs, text="与台账不符", author="审计组")
    outside = document.add_paragraph("另附材料")
    document.add_comment(outside.runs, text="请盖章", author="审计组")
    document.save(str(path))
    found = {(each.where, each.place, each.text, each.by) for each in read(path)[0].returned}
    assert found == {
        ("indicators.1.actual", place, "与台账不符", "审计组"),
        ("", "", "请盖章", "审计组"),
    }


def test_a_reviewer_is_told_apart_and_differences_are_listed() -> None:
    (form,) = read_text(_REVIEW, "复核表")
    assert form.total.raw == "100"
    assert [(row.actual.raw, row.score.raw) for row in form.indicators] == [
        ("1200盏", "50"),
        ("98.6%", "30"),
        ("100%", "20"),
    ]
    assert not any(row.deviation.text for row in form.indicators)
    found = {each.where: each.text for each in form.returned}
    assert found["indicators.0.actual"] == (
        "复核完成值为“1100盏”，自评完成值为“1200盏”（资料只能证明1100盏）"
    )
    assert "无资料" in found["indicators.2.actual"]
    assert "75.83" in found["total"]
    assert not any(where.startswith("indicators.1.") for where in found)


def test_a_reviewers_score_without_words_sends_nothing_back() -> None:
    (form,) = read_text(_REVIEW.replace("98.6％\t30.00", "98.6％\t28.5"), "复核表")
    assert not any(each.where.startswith("indicators.1.") for each in form.returned)
    assert any("28.5" in each.text for each in form.provenance.unread)


@pytest.mark.parametrize("kind", [".xlsx", ".docx"])
def test_a_form_without_comments_has_none(kind: str, tmp_path: Path) -> None:
    assert read(_written(tmp_path, kind))[0].returned == ()
