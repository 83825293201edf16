"""整改情况: every point for which a form came back, with what was done, before and after."""

import datetime
from pathlib import Path

from docx import Document
from openpyxl import load_workbook
from rule_cases import patched

from selfeval_assist.checks import check
from selfeval_assist.form import Returned, SelfEvaluation, Waiver, rows
from selfeval_assist.reports.amended import COLUMNS, amended
from selfeval_assist.reports.export import export_form

_POINTS = (
    Returned(where="indicators.7.actual", place="F18", text="问卷份数不足", by="财政局", was="95%"),
    Returned(where="indicators.7.actual", place="F18", text="请写调查时间", was="95%"),
    Returned(place="K3", text="请附验收单"),
)


def _form() -> SelfEvaluation:
    form = patched({}).model_copy(update={"returned": _POINTS})
    places = [each.where for each in check(form) if each.code == "BACK001"]
    assert len(set(places)) == len(_POINTS)
    return form


def _ticked(form: SelfEvaluation, where: str, reason: str) -> SelfEvaluation:
    waiver = Waiver(
        code="BACK001", where=where, reason=reason, by="陈默", date=datetime.date(2024, 2, 1)
    )
    return form.model_copy(update={"waivers": (*form.waivers, waiver)})


def test_each_point_is_ticked_off_alone() -> None:
    form = _ticked(_form(), "returned.2", "已附验收单")
    assert [each.waived for each in check(form) if each.code == "BACK001"] == [False, False, True]


def test_a_line_says_what_was_done_and_both_values() -> None:
    form = _ticked(_form(), "indicators.7.actual", "补问卷至 120 份，按汇总改值")
    first, second, third = amended(form)
    assert first == (
        "1", "问卷份数不足（财政局）", "第8行“老人及家属满意度”实际完成值（F18）",
        "补问卷至 120 份，按汇总改值（陈默，2024-02-01）", "95%", "93.5%",
    )  # fmt: skip
    assert second[3] == third[3] == "【待填：怎样整改】"
    assert third[2] == "整表（K3）"


def test_a_point_follows_its_row() -> None:
    form = rows.move(_form(), 7, 0)
    assert form.returned[0].where == "indicators.0.actual"
    assert [each.where for each in rows.remove(form, 0).returned] == ["", "", ""]


def test_both_files_are_written_beside_the_form(tmp_path: Path) -> None:
    form = _ticked(_form(), "indicators.7.actual", "=补问卷")
    made = export_form(form, tmp_path, overwrite=False)
    docx, xlsx = (path for path in made if "整改情况" in path.name)
    wanted = [COLUMNS, *amended(form)]
    (table,) = Document(str(docx)).tables
    assert [tuple(cell.text for cell in row.cells) for row in table.rows] == wanted
    sheet = load_workbook(xlsx).active
    assert sheet is not None
    lines = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [tuple(cell or "" for cell in line) for line in lines] == wanted


def test_a_form_that_did_not_come_back_has_none(tmp_path: Path) -> None:
    made = export_form(patched({}), tmp_path, overwrite=False)
    assert not any("整改情况" in path.name for path in made)
