"""The letter with which a form goes back is read back: every remark on the cell that it names."""

from pathlib import Path

import pytest
import real_forms

from selfeval_assist.documents import read, write_xlsx
from selfeval_assist.documents.remarks import read_remarks, with_file
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.office.letters import Sender, letter
from selfeval_assist.office.record import record_of
from selfeval_assist.reports import report_on

_SENDER = Sender("市财政局", "2026年2月20日", "2026年2月1日")


def _read(name: str, folder: Path) -> SelfEvaluation:
    path = folder / f"{name}.xlsx"
    write_xlsx(real_forms.form(name), path)
    return read(path)[0]


def _said(form: SelfEvaluation) -> list[tuple[str, str]]:
    """Return the places and words of all that a letter says; one name of a place is one cell."""
    found = report_on("表.xlsx", form).findings
    return [(paths.label(form, each.where), each.message) for each in found if each.severity != "I"]


@pytest.mark.parametrize("name", real_forms.names())
def test_every_remark_of_a_letter_is_on_its_cell(name: str, tmp_path: Path) -> None:
    form, other = _read(name, tmp_path), _read("040" if name != "040" else "001", tmp_path)
    records = [record_of(report_on(f"{each}.xlsx", each)) for each in (other, form)]
    path = tmp_path / "退回意见.docx"
    path.write_bytes(letter("某单位", records, 2, _SENDER))
    found = read_remarks(path)
    assert (found.by, found.date) == (_SENDER.name, _SENDER.date)
    brought = with_file(form, path)
    back = [(paths.label(form, each.where), each.text) for each in brought.form.returned]
    assert sorted(back) == sorted(_said(form))
    assert not brought.unplaced
    assert brought.others == len(_said(other))
