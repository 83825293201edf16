"""What the composer makes of cells as entry systems and units fill them."""

from collections.abc import Mapping

import pytest
import real_forms
from drafting_forms import form_with, sheet_of

from selfeval_assist.checks import check
from selfeval_assist.drafting import compose
from selfeval_assist.form import paths
from selfeval_assist.review import Task


def _said(task: Task, indicator: Mapping[str, object], row: int | None = None) -> str:
    base = {"level1": "产出指标", "level2": "质量指标", "weight": "90", "score": "80"}
    form = form_with(indicators=[{**base, **indicator}])
    proposal = compose(task, form, sheet_of(form), row=row)
    return "".join(sentence.text for sentence in proposal.sentences)


@pytest.mark.parametrize("scale", ["优良中低差", "优、良、中、差", "好/良好/中/差"])
def test_a_scale_is_no_target_and_is_not_asked_for(scale: str) -> None:
    said = _said("planned", {"name": "公路通行能力", "target": scale, "actual": "优"})
    assert "公路通行能力" not in said


def test_a_judgement_to_be_reached_stays() -> None:
    said = _said("planned", {"name": "公路通行能力", "target": "优", "actual": "优"})
    assert "公路通行能力" in said


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("危重患者集中收治；2023年由医务处按月通报各科室住院日。", False),
        ("供货不足，2023年一季度补配。", False),
        ("场馆维修取消一期，保护科负责。", False),
        ("危重患者集中收治，平均住院日延长。", True),
    ],
)
def test_a_measure_in_the_cell_is_not_asked_for_again(text: str, *, asked: bool) -> None:
    row = {"name": "平均住院日", "target": "≤8天", "actual": "9天", "deviation": {"text": text}}
    assert ("改进措施、责任人和完成时限" in _said("deviation", row, 0)) is asked


@pytest.mark.parametrize("name", real_forms.names())
def test_its_own_texts_contradict_no_published_form(name: str) -> None:
    form = real_forms.form(name)
    filled = form
    tasks: tuple[Task, ...] = ("planned", "actual")
    for task in tasks:
        sentences = compose(task, form, sheet_of(form)).sentences
        filled = paths.put(filled, f"goal.{task}", "".join(each.text for each in sentences))
    codes = {"GOAL001", "GOAL003", "GOAL005", "GOAL006", "GOAL007", "GOAL008"}
    assert [found for found in check(filled) if found.code in codes] == []
