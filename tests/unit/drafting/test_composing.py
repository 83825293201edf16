"""The composer's texts, read as a finance office reads them."""

from typing import Any

import pytest

from selfeval_assist.drafting.composer.phrases import MOST_FACTS
from selfeval_assist.drafting.composing import compose, plan
from selfeval_assist.facts import build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Origin, Proposal, Task
from selfeval_assist.scoring import score


def row(level2: str, name: str, target: str, actual: str, **more: Any) -> dict[str, Any]:
    given = {"level2": level2, "name": name, "target": target, "actual": actual}
    return {"level1": "", "weight": "10", "score": "10", **given, **more}


def build(*rows: dict[str, Any], initial: str = "1200", **more: Any) -> SelfEvaluation:
    total = {"initial": initial, "adjusted": "1150", "executed": "989"}
    data: dict[str, Any] = {
        "year": 2025,
        "project": "供水管网改造项目",
        "unit": "某市供水中心",
        "funds": {"total": total},
        "indicators": rows,
    }
    return SelfEvaluation.model_validate({**data, **more})


def draft(task: Task, form: SelfEvaluation, at: int | None = None) -> Proposal:
    proposal = compose(task, form, score(form, policy_for(form)), row=at)
    for sentence in proposal.sentences:
        assert sentence.violations == ()
        assert sentence.origin is Origin.COMPOSER
    return proposal


def text(task: Task, form: SelfEvaluation, at: int | None = None) -> str:
    return "".join(sentence.text for sentence in draft(task, form, at).sentences)


def test_the_cut_of_a_budget_is_stated() -> None:
    said = text("actual", build())
    assert said == (
        "年初预算1200万元，调减50万元，全年预算1150万元，支出989万元，执行率86.00%，未执行161万元。"
    )


def test_a_rise_is_stated_and_no_change_too() -> None:
    assert "调增150万元，全年预算1150万元" in text("actual", build(initial="1000"))
    assert text("actual", build(initial="1150")).startswith("全年预算1150万元，支出989万元")


def test_a_budget_of_zero_is_no_sentence() -> None:
    total = {"initial": "0", "adjusted": "0", "executed": "0"}
    assert text("actual", build(funds={"total": total})) == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (row("数量指标", "采购水表", "=5000只", "5000只"), "采购水表5000只"),
        (row("数量指标", "培训人次", "≥500人次", "520"), "培训520人次"),
        (row("质量指标", "验收合格率", "=100%", "100%"), "验收合格率100%"),
        (row("质量指标", "事故发生数", "=0", "0"), "事故发生数为0"),
        (row("成本指标", "项目总成本", "≤90万元", "88"), "项目总成本88万元"),
        (row("时效指标", "完工时间", "2025年10月31日前", "2025年9月"), "于2025年9月完工"),
        (
            row("时效指标", "完工时间", "2025年10月31日前", "2025年10月11日"),
            "于2025年10月11日完工，提前20天",
        ),
        (
            row("社会效益指标", "平均等候时间", "≤15分钟", "12分钟"),
            "平均等候时间12分钟，比目标少3分钟",
        ),
        (row("社会效益指标", "管理能力", "提高", "提高"), "管理能力得到提高"),
        (row("服务对象满意度指标", "满意度", ">95%", ">95%"), "满意度在95%以上"),
        (
            row("数量指标", "采购水表", "≥5000只", "7000只"),
            "采购水表7000只，比目标多2000只",
        ),
        (
            row("数量指标", "管网长度", "≥18公里", "16.2公里"),
            "管网长度16.2公里，为目标的90%，未达到年度指标值。",
        ),
        (
            row("社会效益指标", "漏损率", "≤10%", "11.5%"),
            "漏损率11.5%，比目标高1.5个百分点，未达到年度指标值。",
        ),
        (
            row("时效指标", "完工时间", "2025年10月31日前", "2025年12月20日"),
            "于2025年12月20日完工，比计划晚50天，未按期完成。",
        ),
    ],
)
def test_a_result_is_worded_by_its_situation(given: dict[str, Any], expected: str) -> None:
    assert expected in text("actual", build(given))


def test_equal_rows_are_told_together_with_all_their_names() -> None:
    names = [f"{kind}维护工作完成率" for kind in ("系统", "网络", "安全", "机房")]
    form = build(*(row("数量指标", name, "=100%", "100%") for name in names))
    said = draft("actual", form).sentences[0]
    assert said.text == "系统、网络、安全和机房维护工作完成率均达到100%。"
    (value,) = said.basis
    assert value.sources == tuple(f"indicators.{at}.actual" for at in range(4))


def test_missed_rows_are_never_hidden_in_a_group() -> None:
    form = build(*(row("数量指标", f"第{n}类任务数", "≥10件", "8件") for n in "甲乙丙"))
    said = text("actual", form)
    assert "三级指标共3项，未达到的3项：" in said
    for name in "甲乙丙":
        assert f"第{name}类任务8件，为目标的80%" in said


def test_words_for_a_rate_are_asked_about() -> None:
    form = build(row("社会效益指标", "能耗节约率", "纵向比较", "纵向比较"))
    said = text("actual", form)
    assert "【待填：“能耗节约率”实际完成多少（表中填的是文字）】" in said
    assert "自评为" not in said


def test_a_blank_result_is_asked_for() -> None:
    assert "【待填：“验收合格率”的实际完成值】" in text(
        "actual", build(row("质量指标", "验收合格率", "=100%", ""))
    )


def test_the_goal_holds_targets_only() -> None:
    form = build(
        row("数量指标", "管网长度", "≥18公里", "16.2公里"),
        row("质量指标", "验收合格率", "≥98%", "99%"),
        row("时效指标", "完工时间", "2025年10月31日前", "2025年12月20日"),
    )
    said = text("planned", form)
    assert "管网长度不少于18公里" in said
    assert "验收合格率不低于98%" in said
    assert "2025年10月31日前完工" in said
    assert "年初预算1200万元" in said
    for result in ("16.2", "99%", "12月20日", "1150", "989"):
        assert result not in said


def test_what_is_done_is_the_persons_or_the_names_or_open() -> None:
    assert text("planned", build()).startswith(
        "2025年安排年初预算1200万元，实施供水管网改造项目。【"
    )
    typed = build(goal={"planned": "改造老旧供水管网，减少漏损。"})
    said = "2025年安排年初预算1200万元，改造老旧供水管网，减少漏损。"
    assert text("planned", typed).startswith(said)
    assert "【待填：用一句话说明本年度做什么、为谁做】" in text("planned", build(project=""))


@pytest.mark.parametrize(
    ("project", "said"),
    [
        ("市民中心运行维护费", "，用于市民中心运行维护。"),
        ("3305-市民中心运行维护费", "，用于市民中心运行维护。"),
        ("某某专项资金", "安排年初预算1200万元。"),
        ("2025年道路养护项目", "，实施道路养护项目。"),
    ],
)
def test_money_is_spent_on_a_doing_and_never_on_money(project: str, said: str) -> None:
    assert said in text("planned", build(project=project))


def test_what_a_person_typed_is_told_and_no_row_twice() -> None:
    form = build(
        row("数量指标", "改造管网长度", "≥18公里", "18公里"),
        goal={
            "planned": "2025年改造管网18公里,惠及居民3200户;改善用水条件",
            "actual": "完成勘察、设计和招标;改造管网18公里",
        },
    )
    planned = text("planned", form)
    assert "，改造管网18公里，惠及居民3200户。改善用水条件。" in planned
    assert planned.count("18公里") == 1
    actual = text("actual", form)
    assert actual.startswith("完成勘察、设计和招标。")
    assert actual.count("18公里") == 1


def test_a_completion_that_repeats_the_goal_is_asked_about() -> None:
    goal = {"planned": "改造老旧供水管网", "actual": "改造老旧供水管网。"}
    said = text("actual", build(goal=goal))
    assert "改造老旧供水管网" not in said
    assert "【待填：本年度实际做了什么（已填的完成情况与预期目标相同）】" in said


def test_parts_and_blank_rows_are_not_counted_and_words_count_by_their_points() -> None:
    form = build(
        row("数量指标", "种植面积", "30亩", "30亩"),
        row("数量指标", "其中桃树", "10亩", "10亩", weight="", score="", parent=0),
        row("质量指标", "拨付合规性", "合规", "合规"),
        row("生态效益指标", "水质", "", "", weight="", score=""),
    )
    assert "三级指标2项全部达到年度指标值。" in text("actual", form)


def test_a_rate_printed_otherwise_is_asked_about_once() -> None:
    total = {"initial": "1150", "adjusted": "1150", "executed": "989", "rate": "100%"}
    said = text("actual", build(funds={"total": total}))
    assert "【待填：预算执行率以哪个为准：表中填100%，按执行数和全年预算数计算为86.00%】" in said
    total["rate"] = "86%"
    assert "待填" not in text("actual", build(funds={"total": total}))


def test_money_beyond_the_budget_owes_a_reason_and_cents_do_not() -> None:
    total = {"initial": "329.77", "adjusted": "329.77", "executed": "338.31"}
    said = text("budget", build(funds={"total": total}))
    assert said == (
        "执行率102.59%，超出全年预算8.54万元。【待填：支出超出全年预算的原因和资金来源】"
    )
    total = {"initial": "330000", "adjusted": "329998.6", "executed": "329998.6"}
    form = build(funds={"total": total}, money_unit="元")
    assert text("budget", form) == ""
    assert text("actual", form) == "全年预算329998.6元，全部支出，执行率100%。"


def test_a_total_without_figures_takes_those_of_the_source() -> None:
    line = {"name": "当年财政拨款", "initial": "90", "adjusted": "89.97", "executed": "80"}
    funds = {"total": {"initial": "0", "adjusted": "0", "executed": "0"}, "sources": [line]}
    said = draft("actual", build(funds=funds)).sentences[0]
    assert "全年预算89.97万元，支出80万元，执行率88.92%" in said.text
    assert said.basis[0].sources == ("funds.sources.0.adjusted",)


def test_a_cause_of_a_row_stays_with_the_row() -> None:
    stated = {"text": "财政资金拨付进度缓慢，影响支付"}
    form = build(row("数量指标", "管网长度", "≥18公里", "16.2公里", deviation=stated))
    assert "主要原因是财政资金拨付进度缓慢，影响支付" in text("deviation", form, 0)
    asked = next(each.text for each in draft("budget", form).sentences if each.pending)
    assert "财政资金拨付进度缓慢，影响支付”，是否即为此原因" in asked
    assert text("actual", form).count("拨付进度缓慢") == 1


def test_a_cause_is_the_persons_and_in_the_persons_words() -> None:
    stated = {
        "category": "采购或合同",
        "cause": "8月第一次公开招标废标，11月重新招标。",
        "effect": "320户改造推迟到次年",
        "measure": "提前两个月启动采购",
        "owner": "综合科",
        "deadline": "2026年6月底前",
    }
    form = build(row("数量指标", "管网长度", "≥18公里", "16.2公里", deviation=stated))
    assert [sentence.text for sentence in draft("deviation", form, 0).sentences] == [
        "管网长度目标不少于18公里，实际16.2公里，比目标少1.8公里。",
        "主要原因是8月第一次公开招标废标，11月重新招标。",
        "320户改造推迟到次年。",
        "提前两个月启动采购，由综合科负责，2026年6月底前完成。",
    ]


def test_what_nobody_stated_stays_open() -> None:
    form = build(row("数量指标", "管网长度", "≥18公里", "16.2公里"))
    sentences = draft("deviation", form, 0).sentences
    assert [s.text for s in sentences if s.pending] == [
        "【待填：“管网长度”未达到目标的原因】",
        "【待填：“管网长度”的改进措施、责任人和完成时限】",
    ]


def test_a_category_alone_is_no_cause() -> None:
    stated = {"category": "需求变化"}
    form = build(row("数量指标", "管网长度", "≥18公里", "16.2公里", deviation=stated))
    second = draft("deviation", form, 0).sentences[1]
    assert second.pending
    assert "需求变化" not in second.text, "the category is for the file"


def test_far_more_than_planned_asks_for_a_new_target() -> None:
    stated = {"cause": "移交小区未计入"}
    given = row("数量指标", "安装水表", "≥5000只", "7000只", deviation=stated)
    assert "【待填：“安装水表”下一年度的指标值调整为多少，依据是什么】" in text(
        "deviation", build(given), 0
    )
    given["deviation"] = {**stated, "measure": "2026年指标值调整为7000只"}
    said = text("deviation", build(given), 0)
    assert "待填" not in said
    assert "2026年指标值调整为7000只" in said


def test_an_imported_reason_with_a_measure_is_taken_as_it_stands() -> None:
    stated = {"text": "因管线冲突暂缓；下一步与燃气公司会商改线"}
    form = build(row("数量指标", "管网长度", "≥18公里", "16.2公里", deviation=stated))
    said = text("deviation", form, 0)
    told = "1.8公里。因管线冲突暂缓；下一步与燃气公司会商改线。"
    assert said.endswith(f"{told}【待填：“管网长度”的具体措施、责任人和完成时限】")


def test_a_text_that_waits_for_a_person_is_no_cause() -> None:
    form = build(row("数量指标", "管网长度", "≥18公里", "16.2公里"))
    first = text("deviation", form, 0)
    stated = {"text": first}
    again = build(row("数量指标", "管网长度", "≥18公里", "16.2公里", deviation=stated))
    assert text("deviation", again, 0) == first


def test_no_deviation_no_text() -> None:
    form = build(row("质量指标", "验收合格率", "=100%", "100%"))
    assert draft("deviation", form, 0).sentences == ()
    total = {"initial": "10", "adjusted": "10", "executed": "10"}
    assert draft("budget", build(funds={"total": total})).sentences == ()


def test_unspent_money_asks_where_it_goes() -> None:
    said = text("budget", build(policy="sichuan"))
    assert said.startswith("年初预算1200万元，调减50万元，全年预算1150万元，支出989万元，")
    short = "预算调减50万元，执行率86.00%，未执行161万元。"
    assert text("budget", build()).startswith(short), "it stands behind a text with the rest"
    assert "【待填：未执行资金的去向（结转、收回或重新安排）】" in text("budget", build())
    stated = {"cause": "招标废标", "effect": "161万元结转下年使用"}
    total = {"initial": "1200", "adjusted": "1150", "executed": "989"}
    said = text("budget", build(funds={"total": total, "deviation": stated}))
    assert "161万元结转下年使用" in said
    assert "去向" not in said


def test_the_composer_repeats_itself_exactly() -> None:
    form = build(row("数量指标", "管网长度", "≥18公里", "16.2公里"))
    assert draft("actual", form).sentences == draft("actual", form).sentences


def test_every_sentence_is_planned_with_few_facts() -> None:
    rows = [
        row("数量指标", f"{n}号泵站出水量", "≥10吨", f"1{i}吨")
        for i, n in enumerate("甲乙丙丁戊己庚辛")
    ]
    form = build(*rows)
    sheet = score(form, policy_for(form))
    for each in plan("actual", form, sheet, build_facts(form, sheet)):
        assert len(each.slots) <= MOST_FACTS


def test_places() -> None:
    form = build(row("数量指标", "管网长度", "≥18公里", "16.2公里"))
    assert draft("deviation", form, 0).where == "indicators.0.deviation.text"
    assert draft("budget", form).where == "funds.deviation.text"
    assert (draft("planned", form).where, draft("actual", form).where) == (
        "goal.planned",
        "goal.actual",
    )
    with pytest.raises(ValueError, match="row"):
        compose("deviation", form, score(form, policy_for(form)))
