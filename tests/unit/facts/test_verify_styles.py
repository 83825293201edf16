"""Ways in which clerks write what the form says, and the same with something wrong."""

import pytest

from selfeval_assist.facts import FactTable
from selfeval_assist.verify.text import verify_text

RIGHT = [
    "年初预算1469.30万元，核减31.60万元，全年预算1437.70万元，支出进度100%。",
    "办件量140件，完成率140%，超目标40件。",
    "办件量140件，是目标100件的1.4倍。",
    "整合业务系统9个，占计划12个的75%，较目标减少3个。",
    "整合业务系统9个/12个，办件量140件/100件。",
    "除整合业务系统和平台上线时间外，其余指标均达到年度指标值。",
    "未达到年度指标值的指标有1项。",
    "满意度指标达标，质量指标达标。",
    "群众在一处办完多个事项，分两个方面推进，12345平台同步受理。",
    "故障处理及时率、系统可用率两项均不低于目标值。",
    "2021年三季度末，系统可用率为100%。",
]
WRONG = [
    "年初预算1469.3万元。",
    "年初预算1469万元。",
    "年初预算1469.29万元。",
    "办件量140件，完成率130%。",
    "办件量140件，是目标100件的1.5倍。",
    "整合业务系统9个，占计划12个的70%。",
    "整合业务系统12个/9个。",
    "除平台上线时间外，其余指标均达到年度指标值。",
    "未达到年度指标值的指标有2项。",
    "数量指标均达标。",
    "故障处理及时率不低于97%。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_true_text_passes(table: FactTable, text: str) -> None:
    assert verify_text(text, table) == ()


@pytest.mark.parametrize("text", WRONG)
def test_the_same_made_false_is_refused(table: FactTable, text: str) -> None:
    assert verify_text(text, table)
