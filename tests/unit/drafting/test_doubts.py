"""What a mask would change the sense of is asked about, and sent only when a person says so."""

import pytest
from drafting_forms import form_with

from selfeval_assist.drafting import Leave, doubts
from selfeval_assist.drafting.consent import masks_for
from selfeval_assist.form import SelfEvaluation, paths

FILLER = "李明"
# Where it stands, what stands there, and what a person is asked about.
ASKED = [
    ("project", "李明劳模创新工作室建设", "李明劳模创新工作室建设"),
    ("indicators.0.name", " 李明班组培训场次 ", "李明班组培训场次"),
    ("indicators.0.evidence.document", "李明同志先进事迹材料", "李明同志先进事迹材料"),
    ("goal.planned", "某财预〔2024〕110105194912310021号", "某财预〔2024〕110105194912310021号"),
    ("goal.planned", "合同编号：HT-13812345678，已签", "编号:HT-13812345678"),
    ("notes", "见许可证号 110105491231002。", "许可证号 110105491231002"),
    ("goal.planned", "开通服务热线0771-5551234，全年受理。", "服务热线0771-5551234"),
    ("goal.actual", "投诉电话：８４５６１２３４", "投诉电话:84561234"),
]  # fmt: skip
MASKED = [
    ("goal.actual", "由李明到场，电话13812345678。"),
    ("indicators.0.deviation.cause", "身份证编号：110105194912310021"),
    ("people.phone", "0771-5551234"),
    ("notes", "联系电话0771-5551234"),
    ("goal.planned", "第13812345678户"),
]  # fmt: skip


def _form(path: str, text: str) -> SelfEvaluation:
    return paths.put(paths.put(form_with(), "people.filler", FILLER), path, text)


@pytest.mark.parametrize(("path", "text", "phrase"), ASKED)
def test_it_is_asked_about_and_masked_until_it_is_chosen(path: str, text: str, phrase: str) -> None:
    form = _form(path, text)
    (doubt,) = doubts(form)
    assert (doubt.phrase, doubt.where) == (phrase, path)
    assert doubt.value in phrase
    elsewhere = f"另由{FILLER}填报，{text}"
    closed = masks_for(form, Leave()).hide(elsewhere)
    assert doubt.value not in closed
    opened = masks_for(form, Leave(frozenset({phrase}))).hide(elsewhere)
    assert text in opened
    assert f"另由{FILLER}" not in opened, "only where it means something"


@pytest.mark.parametrize(("path", "text"), MASKED)
def test_what_means_nothing_more_is_masked_without_a_question(path: str, text: str) -> None:
    form = _form(path, text)
    assert doubts(form) == ()
    asked_for = Leave(frozenset({text, "13812345678", "0771-5551234"}))
    hidden = masks_for(form, asked_for).hide(text)
    assert hidden != text, "nobody can open what was never asked about"


def test_a_phrase_is_asked_about_once() -> None:
    form = _form("project", "李明工作室")
    form = paths.put(form, "indicators.0.name", "李明工作室")
    assert [each.where for each in doubts(form)] == ["project"]
