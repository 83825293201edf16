"""Any text against the table: what a person typed is highlighted where nothing supports it."""

import sys

import pytest

from selfeval_assist.facts import FactTable, for_goal
from selfeval_assist.verify.text import verify_text


@pytest.mark.parametrize(
    "text",
    [
        "年初预算1469.2992万元，年中核减31.6万元（2.15%），全年预算1437.6992万元。",
        "年初预算14,692,992元，全年执行14376992元，执行率100%。",
        "整合业务系统完成9个，目标为不少于12个，比目标少3个，完成率75%。",
        "整合业务系统未达到年度指标值。",
        "故障处理及时率达到96.5%，系统可用率100%。",
        "人员满意度在95%以上，人员满意度实际超过95%。",
        "平台于2021年9月20日上线，2021年平台完成率为100%。",
        "按照一体化要求统一建设“一朵云”和两大基础平台，一网通办事项为7项。",
        "由于三家单位未按时交接，整合业务系统完成9个。",
        "1. 整合业务系统完成9个；\n2. 系统可用率100%。",
        "运行稳定性自评为“稳定”。",
        "【待填：2022年目标值】",
        "",
    ],
)
def test_supported_texts_pass(table: FactTable, text: str) -> None:
    assert verify_text(text, table) == ()


@pytest.mark.parametrize(
    ("rule", "quote", "text"),
    [
        ("digit", "1469.2993", "年初预算1469.2993万元。"),
        ("digit", "1469.2992", "年初预算1469.2992元。"),
        ("digit", "14692992", "年初预算14692992万元。"),
        ("digit", "1469.2992", "年初预算约1469.2992万元。"),
        ("digit", "1469", "年初预算1469余万元。"),
        ("digit", "95", "年初预算已使用95万元。"),
        ("chinese_quantity", "3成", "完成率达3成。"),
        ("digit", "2022年", "2022年继续推进。"),
        ("digit", "96.5", "故障处理及时率低于96.5%。"),
        ("digit", "9", "整合业务系统9万个。"),
        ("digit", "９", "系统９９套。"),
        ("label", "1437.6992", "年初预算1437.6992万元。"),
        ("label", "96.5", "系统可用率达到96.5%。"),
        ("label", "9", "整合业务系统目标为9个。"),
        ("label", "31.6", "年中追加31.6万元。"),
        ("chinese_quantity", "约一千万元", "年初预算约一千万元。"),
        ("chinese_quantity", "三成", "支出三成。"),
        ("chinese_quantity", "百分之九十五", "支出百分之九十五。"),
        ("chinese_quantity", "十二个", "整合了十二个系统。"),
        ("verdict_word", "超额", "故障处理情况良好，整合业务系统超额完成。"),
        ("verdict_word", "达标", "整合业务系统达标。"),
        ("verdict_word", "未达标", "故障处理及时率未达标。"),
        ("all_done", "全部完成", "年度任务全部完成。"),
        ("causal", "由于", "由于疫情，进度放缓。"),
        ("causal", "导致", "供应商延误导致进度放缓。"),
        ("repeated", "系统可用率为100%", "系统可用率为100%。系统可用率为100%。"),
    ],
)
def test_unsupported_texts_are_highlighted(
    table: FactTable, rule: str, quote: str, text: str
) -> None:
    hits = [violation for violation in verify_text(text, table) if violation.rule == rule]
    assert hits, verify_text(text, table)
    assert any(quote in hit.quote or hit.quote in quote for hit in hits)
    for hit in hits:
        assert text[hit.start : hit.start + len(hit.quote)] == hit.quote


def test_a_goal_must_not_use_results(table: FactTable) -> None:
    text = "整合业务系统达到9个。"
    assert verify_text(text, table) == ()
    assert [hit.rule for hit in verify_text(text, for_goal(table))] == ["digit"]


def test_a_goal_may_say_that_targets_are_reached(table: FactTable) -> None:
    text = "故障处理及时率达到95%。"
    assert verify_text(text, for_goal(table)) == ()
    assert [hit.rule for hit in verify_text(text, table)] == ["label"]


def test_a_new_cause_of_the_caller_counts(table: FactTable) -> None:
    text = "由于机房搬迁，进度放缓。"
    assert [hit.rule for hit in verify_text(text, table)] == ["causal"]
    assert verify_text(text, table, causes=["机房搬迁"]) == ()


def test_the_work_for_a_text_grows_with_its_square_at_most(table: FactTable) -> None:
    """Work is counted in calls, which are the same on every machine, and not in seconds."""

    def calls(times: int) -> int:
        done = 0

        def count(*_: object) -> None:
            nonlocal done
            done += 1

        text = "整合业务系统完成9个，约一千万元，由于某某，" * times
        sys.setprofile(count)
        try:
            verify_text(text, table)
        finally:
            sys.setprofile(None)
        return done

    calls(1)  # fills what is kept from one text to the next
    assert calls(100) < 4.1 * calls(50)
