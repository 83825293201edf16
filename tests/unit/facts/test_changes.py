"""A cell that gives the size of a change keeps its verb: 提升10% is never 10%."""

import pytest
import rule_cases
from drafting_forms import sheet_of

from selfeval_assist.drafting import compose
from selfeval_assist.facts import build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Task
from selfeval_assist.review.supported import Ground, ground, supported

ROW = 6
CELLS = [
    ("提升10%", "提升12%", "提升10%", "提升12%"),
    ("提高10%以上", "提高11%", "提高不低于10%", "提高11%"),
    ("下降≥5%", "下降6%", "下降不低于5%", "下降6%"),
    ("较上年增长10%", "同比增长9%", "较上年增长10%", "同比增长9%"),
    ("减少2起", "减少3起", "减少2起", "减少3起"),
    ("降低3个百分点", "降低2个百分点", "降低3个百分点", "降低2个百分点"),
    ("节约10万元", "节约12万元", "节约10万元", "节约12万元"),
    ("缩短10天", "缩短12天", "缩短10天", "缩短12天"),
]
LEVELS = [("提升至95%", "提高到96%"), ("完成10个", "完成12个"), ("≥10%（同比）", "12%")]
TASKS: tuple[Task, ...] = ("planned", "actual")


def form_of(target: str, actual: str) -> SelfEvaluation:
    return rule_cases.patched(
        {f"indicators.{ROW}.target": target, f"indicators.{ROW}.actual": actual}
    )


def where(form: SelfEvaluation) -> Ground:
    return ground("actual", build_facts(form, sheet_of(form)))


@pytest.mark.parametrize(("target", "actual", "told_target", "told_actual"), CELLS)
def test_a_change_keeps_its_verb(
    target: str, actual: str, told_target: str, told_actual: str
) -> None:
    form = form_of(target, actual)
    facts = where(form).facts
    assert facts[f"row.{ROW}.target"].value == told_target
    assert facts[f"row.{ROW}.actual"].value == told_actual
    name = form.indicators[ROW].name
    texts = [compose(task, form, sheet_of(form)).sentences for task in TASKS]
    planned, done = ("".join(each.text for each in text) for text in texts)
    assert f"{name}{told_target}" in planned
    assert f"{name}{told_actual}" in done
    texts.append(compose("deviation", form, sheet_of(form), row=ROW).sentences)
    assert [each.violations for text in texts for each in text if each.violations] == []


@pytest.mark.parametrize(("target", "actual"), LEVELS)
def test_a_level_is_no_change(target: str, actual: str) -> None:
    facts = where(form_of(target, actual)).facts
    for role in ("target", "actual"):
        fact = facts[f"row.{ROW}.{role}"]
        assert fact.value.strip("“不低于")[0].isdigit() or fact.kind == "words"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("提升12%", True),
        ("比改造前提高12%", True),
        ("实际提升12%，目标为提升10%", True),
        ("达到12%", False),
        ("为12%", False),
        ("12%", False),
        ("下降12%", False),
        ("年度指标值为10%，实际提升12%", False),
    ],
)
def test_a_text_says_it_with_a_verb_of_its_direction(text: str, right: bool) -> None:
    form = form_of("提升10%", "提升12%")
    found = supported(f"{form.indicators[ROW].name}{text}。", where(form))
    assert (found == ()) == right, found
