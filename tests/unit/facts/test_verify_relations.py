"""Numbers that follow from others in a text, each beside what it must not be."""

import pytest

from selfeval_assist.facts import FactTable
from selfeval_assist.verify.text import verify_text

PAIRS = [
    # a distance said again in percent, in its own direction
    ("办件量140件，比目标多40件，增幅40%。", "办件量140件，比目标多40件，降幅40%。"),
    ("整合业务系统9个，比目标少3个，降幅25%。", "整合业务系统9个，比目标少3个，降幅33.33%。"),
    ("办件量由目标100件增加到140件，提高40%。", "办件量由目标100件增加到140件，提高28.57%。"),
    # a share of what the sentence tells, or of what its words call
    ("预算核减31.6万元，占年初预算的2.15%。", "预算核减31.6万元，占年初预算的2.51%。"),
    ("年初预算1469.2992万元，支出1437.6992万元，占97.85%。", "支出1437.6992万元，占97.85%。"),
    # a difference, with its direction
    (
        "支出1437.6992万元，比年初预算1469.2992万元少支出31.6万元。",
        "支出1437.6992万元，比年初预算1469.2992万元多支出31.6万元。",
    ),
    # sums
    ("整合业务系统9个、一网通办事项7项，两项指标合计得20分。", "办件量140件，得20分。"),
    # counts by what is true of the rows
    ("9项三级指标中，2项超额完成，1项未完成，1项逾期。", "9项三级指标中，3项超额完成。"),
    ("9项指标中，未达标1项，逾期1项。", "9项指标中，未达标2项，逾期1项。"),
    ("9项指标中，未达标2项（含逾期1项）。", "9项指标中，未达标3项（含逾期1项）。"),
    ("定性指标1项，为“稳定”。", "定性指标2项，为“稳定”。"),
    # about how much
    ("支出约1438万元。", "支出约1437万元。"),
    ("整合业务系统完成目标的七成以上。", "整合业务系统完成目标的八成以上。"),
    ("整合业务系统完成目标的四分之三。", "整合业务系统完成目标的三分之二。"),
    ("办件量超额四成。", "办件量超额三成。"),
]


@pytest.mark.parametrize(("right", "wrong"), PAIRS)
def test_what_follows_passes_and_nothing_else(table: FactTable, right: str, wrong: str) -> None:
    assert verify_text(right, table) == ()
    assert verify_text(wrong, table)


@pytest.mark.parametrize(
    "text",
    [
        "支出约1437.6992万元。",
        "9项指标中，约2项超额完成。",
        "9项指标中，2项左右超额完成。",
        "系统可用率100%，占97.85%。",
        "全年预算1437.6992万元，支出1437.6992万元，占97.85%。",
        "项目设09项三级指标。",
    ],
)
def test_no_hole_is_opened(table: FactTable, text: str) -> None:
    assert verify_text(text, table)
