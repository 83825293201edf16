"""Results told beside their operands: those of the operands pass, those of other things do not."""

from collections.abc import Callable

import pytest

from selfeval_assist.facts import FactTable, build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score
from selfeval_assist.verify.text import verify_text

ROWS = [
    ("产出指标", "质量指标", "取证率", "≥80%", "84.7%", "20", "19"),
    ("效益指标", "社会效益指标", "培训人次", "≥100人", "120人", "30", "28.5"),
    ("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "95%", "10", "9.8"),
]


@pytest.fixture
def training(make: Callable[..., SelfEvaluation]) -> FactTable:
    """Return two rates whose distances from their targets are each other's wrong answer."""
    keys = ("level1", "level2", "name", "target", "actual", "weight", "score")
    form = make(*(dict(zip(keys, row, strict=True)) for row in ROWS))
    return build_facts(form, score(form, policy_for(form)))


RIGHT = [
    "满意度95%，比目标值90%提高5个百分点。",
    "取证率84.7%，比目标值80%提高4.7个百分点；满意度95%，比目标值90%提高5个百分点。",
    "效益指标满分30分，实得28.5分，得分率95%。",
    # another name between the operands and the result, or several things told at once
    "效益指标满分30分，实得28.5分，满意度指标得分率98%。",
    "满意度95%，目标90%，取证率比目标高4.7个百分点。",
    "产出指标、效益指标分别得19分、28.5分，得分率分别为95%、95%。",
    # the words name the operands themselves
    "培训120人，为目标100人的120%。",
    "培训120人，比目标多20人，比100人的目标高20%。",
    "年度目标100人，实际比目标多20人。",
    "预算支出约1438万元，比年初预算1469.2992万元少31.6万元。",
]
WRONG = [
    "满意度95%，比目标值90%提高4.7个百分点。",
    "取证率84.7%，比目标值80%提高5个百分点；满意度95%，比目标值90%提高4.7个百分点。",
    "满意度目标90%，实际95%，提高4.7个百分点。",
    "效益指标满分30分，实得28.5分，得分率98%。",
    "效益指标满分30分，实得28.5分，得分率95.5%。",
    "培训100人，比目标多20人。",
    "培训人次100人，超过100人的目标20人。",
    "产出指标得19分、效益指标得28.5分，合计得9.8分。",
    "效益指标扣1.5分，其中产出指标扣1分、效益指标扣1.5分。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_result_of_its_operands_passes(training: FactTable, text: str) -> None:
    assert verify_text(text, training) == ()


@pytest.mark.parametrize("text", WRONG)
def test_a_result_of_something_else_is_refused(training: FactTable, text: str) -> None:
    assert verify_text(text, training)


def test_the_message_says_from_what_and_what_is_right(training: FactTable) -> None:
    (violation,) = verify_text("满意度95%，比目标值90%提高4.7个百分点。", training)
    assert violation.quote == "4.7个百分点"
    assert violation.message == (
        "由文中的“95%”和“90%”得不出“4.7个百分点”，按表中是5个百分点，请核对。"
    )
