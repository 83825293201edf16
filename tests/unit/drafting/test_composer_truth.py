"""What the composer must not say: a count without the rows that cannot be read, a false reason."""

from functools import partial
from typing import Any

import pytest
from drafting_forms import form_with, sheet_of, text
from drafting_forms import row as any_row

from selfeval_assist.drafting import compose
from selfeval_assist.form import SelfEvaluation

row = partial(any_row, score="10")


def told(*rows: dict[str, Any], **changes: Any) -> str:
    return text("actual", form_with(indicators=list(rows), policy="", **changes))


PUMPS, GATES = row("新建泵站数量", "≥2座", "2座"), row("更换闸门数量", "≥5扇", "5扇")


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("建立", "未建立"), ("建立", "正在建立"), ("建立", "部分完成"), ("建立", "暂未完成"),
        ("≥95%", "未开展"), ("≥95%", "尚未验收"), ("健全", "未按期完成"), ("健全", "完成90%"),
    ],
)  # fmt: skip
def test_what_is_not_done_is_no_target_reached(target: str, actual: str) -> None:
    said = told(PUMPS, GATES, row("巡查档案", target, actual))
    assert "三级指标共3项，达到年度指标值的2项，未达到的1项：巡查档案" in said
    assert "全部" not in said


@pytest.mark.parametrize(
    ("target", "actual"),
    [("无", "未发生"), ("≤5起", "无投诉"), ("不断提高", "不断提高"), ("不超标", "未超标")],
)
def test_a_denial_that_was_wanted_is_reached(target: str, actual: str) -> None:
    assert "未达到" not in told(PUMPS, GATES, row("群众投诉", target, actual))


@pytest.mark.parametrize("actual", ["", "基本满意", "#REF!"])
def test_every_row_with_points_is_counted(actual: str) -> None:
    said = told(PUMPS, GATES, row("居民满意度", "≥90%", actual))
    assert "三级指标共3项，达到年度指标值的2项，另有1项未能按数值核对" in said


@pytest.mark.parametrize(("target", "actual"), [("200人", "260人次"), ("≥18万人次", "18.6万人")])
def test_people_and_how_often_they_came_are_two_things(target: str, actual: str) -> None:
    said = told(PUMPS, GATES, row("服务群众", target, actual))
    asked = f"【待填：“服务群众”目标是“{target}”，表中填的是“{actual}”，应是多少】"
    assert said.endswith(asked)
    assert "18.6万人次" not in said


@pytest.mark.parametrize("actual", ["未发生", "无"])
def test_a_denial_keeps_the_qualifier_of_its_target(actual: str) -> None:
    said = told(PUMPS, row("食品安全事故", "不发生较大及以上食品安全事故", actual))
    assert "未发生较大及以上食品安全事故" in said
    assert "未发生食品" not in said


def test_an_event_may_be_counted_either_way() -> None:
    assert "开展宣讲12场" in told(PUMPS, row("开展宣讲", "≥10场次", "12场"))


def test_a_part_is_told_with_its_whole_and_not_counted() -> None:
    part = row("其中：女生", "≥60人", "58人", weight="", score="")
    said = told(row("培训人数", "≥200人", "150人", score="7.5"), part, GATES)
    assert "三级指标共2项" in said
    assert "未达到的1项" in said
    assert "其中女生58人（比目标少2人）" in said


def money(text: str = "", *, executed: str = "900", sources: Any = ()) -> SelfEvaluation:
    total = {"name": "年度资金总额", "initial": "860", "adjusted": "912.5", "executed": executed}
    funds = {"total": total, "sources": list(sources), "deviation": {"text": text}}
    return form_with(indicators=[PUMPS], funds=funds)


def source(name: str, initial: str, adjusted: str) -> dict[str, str]:
    return {"name": name, "initial": initial, "adjusted": adjusted, "executed": adjusted}


def test_money_left_of_last_year_is_no_addition() -> None:
    own = source("当年财政拨款", "860", "880")
    form = money(sources=[own, source("上年结转资金", "", "32.5")])
    assert "年初预算860万元，调增20万元，上年结转32.5万元，全年预算912.5万元" in text(
        "actual", form
    )
    unsure = money(sources=[source("当年财政拨款", "700", "880"), source("上年结转", "0", "32.5")])
    assert "追加" not in text("actual", unsure)


@pytest.mark.parametrize(
    ("typed", "quote"),
    [
        ("因任务减少，年中调减预算80万元", "调减预算80万元"),
        ("因任务增加，年中追加预算80万元", "追加预算80万元"),
        ("全年预算执行率为75%，因工程款未到期", "执行率为75%"),
        ("因尾款未到期，未支付60万元", "60万元"),
    ],
)
def test_a_reason_against_the_funds_is_asked_about(typed: str, quote: str) -> None:
    said = text("budget", money(typed))
    assert f"说明中写“{quote}”，与资金栏不一致" in said
    assert typed not in said


@pytest.mark.parametrize(
    "typed", ["因水毁，9月追加40万元，11月追加12.5万元", "因水毁追加52.5万元，执行率98.6%"]
)
def test_a_reason_that_agrees_is_told(typed: str) -> None:
    assert typed in text("budget", money(typed))


def test_money_of_another_scale_is_asked_about() -> None:
    said = text("actual", money(executed="9000000"))
    assert "请核实金额单位】" in said
    assert "执行率" not in said


@pytest.mark.parametrize("reason", ["见上", "同上", "详见附件1", "无偏差", "超额完成"])
def test_what_is_no_reason_is_asked_for(reason: str) -> None:
    short = row("维护井盖数量", "≥100个", "80个", score="8", deviation={"text": reason})
    said = text("deviation", form_with(indicators=[short]), 0)
    assert "【待填：“维护井盖数量”未达到目标的原因】" in said
    assert reason not in said


def test_a_result_far_below_a_ceiling_owes_no_reason() -> None:
    kept = row("平均办理时长", "≤10分钟", "6分钟")
    assert not compose("deviation", form_with(indicators=[kept]), sheet_of(form_with(
        indicators=[kept])), row=0).sentences  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (row("森林火灾受害率", "≤0.9‰", "0.12‰"), "森林火灾受害率0.12‰"),
        (row("管护里程（公里）", "≥1286.4", "1286.4"), "管护1286.4公里"),
        (row("验收合格率（%）", "100", "100"), "验收合格率100%"),
        (row("发放补贴人数", "≥3.2万人", "31468人", score="9.8"), "31468人"),
        (row("夜间值守", "24小时", "24小时不间断"), "24小时不间断"),
        (row("重大安全事故", "0", "无"), "未发生重大安全事故"),
    ],
)
def test_units_stay_as_a_trade_writes_them(given: dict[str, Any], said: str) -> None:
    assert said in told(given, PUMPS)


def test_a_difference_of_few_is_told_one_by_one() -> None:
    few = row("发放补贴人数", "≥3.2万人", "31468人", score="9.8")
    assert "比目标少532人" in text("deviation", form_with(indicators=[few]), 0)


def test_a_day_as_a_spreadsheet_counts_it_is_asked_about() -> None:
    said = told(row("赛事举办时间", "45413", "45420", level2="时效指标"), PUMPS)
    assert "“赛事举办时间”表中填的是“45420”" in said
    assert "45420" not in said.partition("【")[0]


def test_the_whole_money_is_not_told_of_one_task() -> None:
    goal = {"planned": "食品抽检达到4.5批次/千人以上；新增市场主体3,000户以上"}
    said = text("planned", form_with(goal=goal, indicators=[PUMPS], policy=""))
    assert "，用于食品" not in said
    assert "500万元。食品抽检达到4.5批次/千人以上" in said


def test_a_day_in_a_year_before_its_target_is_asked_about() -> None:
    finished = row("复壮施工完成时间", "2022年10月31日前", "2021年10月25日", level2="时效指标")
    said = told(PUMPS, finished)
    assert "【待填：“复壮施工完成时间”表中填的是“2021年10月25日”，应是多少】" in said
    assert "于2021" not in said


def test_the_unit_of_a_name_stands_behind_its_number() -> None:
    woods = row("天然林管护面积（万亩）", "2680", "2670.5")
    fires = row("森林火灾受害率（‰）", "≤0.9", "0.03", level2="质量指标")
    served = row("农牧民满意度（%）", "≥85", "91.24（抽样1,050户，满意958户）")
    said = told(PUMPS, woods, fires, served)
    assert "管护天然林2670.5万亩" in said
    assert "森林火灾受害率0.03‰" in said
    assert "农牧民满意度为91.24%（抽样1050户" in said.replace(",", "")


def test_a_reason_that_points_to_another_row_is_followed() -> None:
    cause = {"text": "因消防验收未通过，1所未建成。2024年4月底前由民政局完成整改。"}
    built = row("新建照料中心", "6所", "5所", score="8.3", deviation=cause)
    rate = row("照料中心建成率", "100%", "83.33%", score="8.3", deviation={"text": "同序号1。"})
    form = form_with(indicators=[built, rate, PUMPS], policy="")
    said = text("deviation", form, 1)
    assert said.endswith("原因和措施见“新建照料中心”的偏差说明。")
    assert "同序号" not in said + text("actual", form)
    assert "【待填" not in said


def test_a_request_names_a_row_without_half_a_bracket() -> None:
    late = row("日间照料中心按期建成率（2023年10月底前）", "100%", "83.33%", score="8.3")
    said = text("deviation", form_with(indicators=[late, PUMPS], policy=""), 0)
    assert "“日间照料中心按期建成率”未达到目标的原因" in said


def test_no_measure_is_asked_for_a_target_that_was_met() -> None:
    met = row("上门服务人次", "≥100人次", "110人次", score="9")
    said = text("deviation", form_with(indicators=[met, PUMPS], policy=""), 0)
    assert said.endswith("【待填：“上门服务人次”扣分的原因】")


def test_money_that_came_in_full_was_not_wanting() -> None:
    funds = {"total": {"initial": "500", "adjusted": "460", "executed": "460", "rate": "100%"}}
    cause = {"text": "因财政资金拨付不到位，1辆未采购。"}
    cars = row("购置冷藏车", "4辆", "3辆", score="7.5", deviation=cause)
    said = text("deviation", form_with(indicators=[cars, PUMPS], funds=funds, policy=""), 0)
    assert "因财政资金拨付不到位，1辆" not in said.partition("【")[0]
    assert "以哪个为准" in said


def test_a_list_of_reasons_is_told_without_its_heading() -> None:
    pipes = row("更换管网长度", "≥40公里", "38公里", score="9.5")
    water = row("出厂水达标率", "≥98%", "97%", score="9.9", level2="质量指标")
    first, second = "4公里与在建省道重叠", "汛期原水浊度骤升，10批次超标"
    notes = f"未完成原因：1.更换管网长度：{first}；2.出厂水达标率：{second}。"
    form = form_with(indicators=[pipes, water, PUMPS], notes=notes, policy="")
    first, second = text("deviation", form, 0), text("deviation", form, 1)
    assert "主要原因是4公里与在建省道重叠。" in first
    assert "主要原因是汛期原水浊度骤升，10批次超标。" in second
    assert "未完成原因" not in first + second


def test_parts_that_add_up_to_a_figure_of_the_form_may_be_told() -> None:
    why = "未执行60万元，其中省级40万元为未施工部分，中央20万元为未到期的质保金，均结转下年"
    form = form_with(indicators=[PUMPS], notes=f"{why}。", policy="")
    assert "20万元为未到期的质保金" in text("actual", form)
    wrong = form_with(indicators=[PUMPS], notes=f"{why.replace('40', '50')}。", policy="")
    assert "质保金" not in text("actual", wrong)


@pytest.mark.parametrize("why", ["泵房土建未移交，监测设备无法安装。", ""])
def test_a_measure_that_names_nothing_is_not_said_again(why: str) -> None:
    text_ = f"{why}改进措施：今后将高度重视，加强管理，确保完成任务。"
    short = row("新增监测点位", "15个", "13个", score="8.7", deviation={"text": text_})
    said = text("deviation", form_with(indicators=[short, PUMPS], policy=""), 0)
    assert "高度重视" not in said
    assert "“新增监测点位”的具体措施、责任人和完成时限】" in said
    assert ("未移交" in said) is bool(why)
    assert ("未达到目标的原因】" in said) is not bool(why)


def test_a_reason_goes_on_from_what_was_not_spent() -> None:
    rows = [row(f"新建泵站{at}数量", "≥2座", "1座", score="5") for at in "甲乙丙丁戊己庚辛壬癸"]
    form = form_with(indicators=rows, notes="未执行60万元，系设备尾款未支付，结转下年。", policy="")
    assert "未执行60万元，系设备尾款未支付" in text("actual", form)
