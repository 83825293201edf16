"""What a person reads when a text is not supported, and ways of writing that are."""

import pytest

from selfeval_assist.facts import FactTable
from selfeval_assist.verify.text import verify_text


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("年初预算1469.3万元。", "年初预算数按表中是"),
        ("年初预算约1469.2992万元。", "与前面的“约”不一致"),
        ("故障处理及时率为95%。", "故障处理及时率实际完成值按表中是96.5%"),
        ("依据财预〔2020〕10号文件执行。", "表中没有“〔2020〕10号”这个文号或编号"),
        ("支出同比增长。", "表中没有上年数据"),
        ("整合业务系统超额完成。", "按表中数值，“整合业务系统”未达到年度指标值"),
        ("由于人手不足，进度放缓。", "请先在偏差说明中写明依据"),
    ],
)
def test_a_message_says_what_the_form_holds(table: FactTable, text: str, part: str) -> None:
    assert any(part in violation.message for violation in verify_text(text, table))


@pytest.mark.parametrize(
    "text",
    [
        "故障处理及时率和系统可用率分别为96.5%和100%。",
        "整合业务系统9个，比12个的目标少3个。",
        "办件量140件，超过100件的目标。",
        "全年预算0.14376992亿元。",
        "九项三级指标中，整合业务系统仅完成九个。",
        "因三家单位未按时交接，整合业务系统未达到年度指标值。",
        "12345热线与“一件事”改革同步推进。",
    ],
)
def test_other_ways_to_write_pass(table: FactTable, text: str) -> None:
    assert verify_text(text, table) == ()


@pytest.mark.parametrize(
    "text",
    [
        "故障处理及时率和系统可用率分别为100%和96.5%。",
        "整合业务系统9个，比12个的目标多3个。",
        "整合业务系统9个，超过12个的目标。",
        "三级指标共八项。",
    ],
)
def test_the_same_ways_with_something_wrong_do_not(table: FactTable, text: str) -> None:
    assert verify_text(text, table)
