"""Kinds of sentences that an outsider would not sign."""

from typing import Any

import pytest
from drafting_forms import form_with, row, text


def told(*rows: dict[str, Any], **more: Any) -> str:
    return text("actual", form_with(indicators=list(rows), **more))


@pytest.mark.parametrize(
    ("name", "target", "actual", "said"),
    [
        ("断面氨氮年均浓度", "≤1.0mg/L", "1.3mg/L", "1.3mg/L，超出目标上限0.3mg/L"),
        ("管网单位造价", "≤21万元/公里", "22.4万元/公里", "超出目标上限1.4万元/公里"),
        ("更新图书册数", "≥2.4万册", "26800册", "更新图书2.68万册"),
        ("清淤河道长度", "≥18.6公里", "18.6km", "18.6公里"),
        ("故障修复时间", "≤4小时", "平均3.2小时", "故障修复时间平均3.2小时"),
        ("施工投诉次数", "≤2次", "5次", "施工投诉5次，超出目标上限3次"),
        ("完成等保测评的系统", "10个", "8个", "8个系统完成等保测评，为目标的80%"),
        ("长效机制", "建立健全", "建立健全", "长效机制建立健全"),
        ("重大安全事件", "不发生", "未发生", "未发生重大安全事件"),
        ("服务水平", "提高", "开放率由61%提高到73%", "服务水平：开放率由61%提高到73%"),
        ("低于同类收费幅度", "≥20%", "25%", "低于同类收费幅度：25%"),
    ],
)
def test_a_value_fits_its_clause(name: str, target: str, actual: str, said: str) -> None:
    assert said in told(row(name, target, actual))


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("设备合格率", "≥99%", "99.5‰"),
        ("健康管理率", "≥80%", "94.5"),
        ("设施使用年限", "≥10年", "≥10年"),
        ("文化生活丰富程度", "明显丰富", "100%"),
        ("长效机制", "建立健全", "较好"),
    ],
)
def test_what_measures_nothing_is_asked_about(name: str, target: str, actual: str) -> None:
    said = told(row(name, target, actual))
    assert f"“{name}”表中填的是“{actual}”" in said
    assert actual not in said.partition("【")[0]


def test_a_target_for_how_long_a_thing_lasts_is_not_raised() -> None:
    form = form_with(indicators=[row("工程使用年限", "≥15年", "20年")])
    assert text("deviation", form, 0) == ""


def test_a_name_keeps_its_quotes() -> None:
    assert "“三公经费”控制率86.4%" in told(row("“三公经费”控制率", "≤100%", "86.4%"))


def test_how_a_project_is_run_is_not_told() -> None:
    managed = row("立项依据充分性", "充分", "充分", level1="决策", level2="项目立项")
    assert "立项依据" not in told(managed, row("演出场次", "≥3场", "3场"))


@pytest.mark.parametrize(
    ("cause", "executed", "asked"),
    [
        ("因资金不足，2台未采购", "300", True),
        ("资金未及时下达", "460", True),
        ("资金未及时下达", "300", False),
        ("县级配套资金未拨付，资金不足", "300", False),
    ],
)
def test_a_cause_against_the_funds_is_asked_about(
    cause: str, executed: str, *, asked: bool
) -> None:
    total = {"initial": "460", "adjusted": "460", "executed": executed}
    short = row("购置设备", "8台", "6台", deviation={"text": cause})
    form = form_with(indicators=[short], funds={"total": total})
    said = text("deviation", form, 0)
    assert ("与资金栏不一致" in said) is asked
    assert (f"{cause}。" in said) is not asked


def test_all_reasons_are_told_or_all_are_pointed_to() -> None:
    long = {"cause": "供货商停产，" * 12}
    rows = [
        row("购置设备", "8台", "6台", deviation={"cause": "供货延迟"}),
        row("购置车辆", "8辆", "6辆", deviation=long),
    ]
    said = told(*rows)
    assert "供货延迟" not in said
    assert said.count("原因见指标表相应栏") == 1


def test_a_reason_ends_where_what_is_done_begins() -> None:
    cause = {"text": "生源不足，3个班未开设，2022年秋季学期开班"}
    form = form_with(indicators=[row("新增学位", "≥80个", "60个", deviation=cause)], year=2021)
    assert "主要原因是生源不足，3个班未开设，未达到" in text("actual", form)
    assert "待填" not in text("deviation", form, 0)


def test_a_measure_that_names_nothing_is_asked_for() -> None:
    vague = {"text": "汛期污染影响；下一步将加强管理"}
    form = form_with(indicators=[row("达标断面", "8个", "6个", deviation=vague)])
    assert "具体措施、责任人和完成时限】" in text("deviation", form, 0)


def test_on_time_is_not_told_beside_what_is_not_done() -> None:
    late = row("项目按期完成率", "100%", "100%", level2="时效指标")
    said = told(row("护坡面积", "25平方米", "24平方米"), late)
    assert "“项目按期完成率”填的是100%，而“护坡面积”没有完成" in said
    assert "按期完成率100%" not in said.partition("【")[0]


@pytest.mark.parametrize(("year", "asked"), [(2020, True), (2021, False)])
def test_another_year_is_asked_about(year: int, *, asked: bool) -> None:
    form = form_with(goal={"planned": f"{year}年保障平台稳定运行。", "actual": ""}, year=2021)
    assert ("应是哪一年" in text("planned", form)) is asked


def test_rows_that_are_left_out_are_pointed_to() -> None:
    rows = [row(f"{chr(0x4E00 + at)}类重点人群规范化健康管理服务率", f"≥{at}%", f"{at + 1}%")
            for at in range(40, 70)]  # fmt: skip
    assert "其余指标完成情况见指标表。" in told(*rows)


def test_a_row_that_fell_short_is_told_once() -> None:
    goal = {"planned": "", "actual": "处理病猪60头、建设暂存点14个。"}
    said = told(row("处理病猪头数", "≥80头", "60头"), goal=goal)
    assert said.count("60头") == 1


def test_the_reason_of_the_rate_goes_on_from_it() -> None:
    total = {"initial": "460", "adjusted": "460", "executed": "322"}
    notes = "预算执行率70%，原因是设备尾款须验收满半年后支付，计划2022年6月底前支付完毕。"
    form = form_with(funds={"total": total}, notes=notes, year=2021)
    said = text("actual", form)
    assert "执行率70.00%，原因是设备尾款须验收满半年后支付，计划2022年6月" in said
    assert "未执行资金的去向" not in text("budget", form)
