"""Templates: slots exact, and nothing claimed outside them."""

import pytest

from selfeval_assist.facts import FactTable, assign, render
from selfeval_assist.verify.template import verify_template


def rules(template: str, table: FactTable, *ids: str, **more: object) -> set[str]:
    slots = assign(table[fact_id] for fact_id in ids)
    found = verify_template(template, slots, table=table, **more)  # type: ignore[arg-type]
    return {violation.rule for violation in found}


SIZE = ("row.0.target", "row.0.actual", "row.0.gap")
LATE = ("row.4.target", "row.4.actual", "row.4.late")
MONEY = ("funds.initial.wan", "funds.change.wan", "funds.adjusted.wan", "funds.change_percent")


@pytest.mark.parametrize(
    ("template", "ids"),
    [
        ("年初预算<F1>，年中核减<F2>（<F4>），全年预算<F3>。", MONEY),
        ("年初预算数为<F1>，调减<F2>，降幅<F4>，调整后预算<F3>。", MONEY),
        ("整合业务系统目标为<F1>，实际完成<F2>，相差<F3>。", SIZE),
        ("整合业务系统实际完成<F1>，<F2>。", ("row.0.actual", "row.0.verdict")),
        ("2021年平台完成率达到<F1>，一网通办事项为<F2>。", ("row.7.actual", "row.8.actual")),
        ("系统可用率和2021年平台完成率均为<F1>。", ("group.2.actual",)),
        ("由于<F1>，整合业务系统完成<F2>。", ("row.0.cause", "row.0.actual")),
        ("按照一体化、统一的要求建设两大平台，故障处理及时率达到<F1>。", ("row.1.actual",)),
        ("平台上线时间计划为<F1>，实际为<F2>，逾期<F3>。", LATE),
    ],
)
def test_good_sentences_pass(table: FactTable, template: str, ids: tuple[str, ...]) -> None:
    assert rules(template, table, *ids) == set()


@pytest.mark.parametrize(
    ("rule", "template", "ids"),
    [
        ("slot_missing", "年初预算<F1>。", ("funds.initial", "funds.adjusted")),
        ("slot_unknown", "年初预算<F1>，全年预算<F2>。", ("funds.initial",)),
        ("slot_repeated", "年初预算<F1>，年初预算<F1>。", ("funds.initial",)),
        ("digit", "年初预算<F1>，共3期。", ("funds.initial",)),
        ("digit", "年初预算<F1>，占比９５％。", ("funds.initial",)),
        ("digit", "年初预算<F1>，完成①项。", ("funds.initial",)),
        ("chinese_quantity", "年初预算<F1>，约一千万元。", ("funds.initial",)),
        ("chinese_quantity", "年初预算<F1>，占三成。", ("funds.initial",)),
        ("chinese_quantity", "年初预算<F1>，百分之九十五已拨付。", ("funds.initial",)),
        ("chinese_quantity", "年初预算<F1>，用于十二个系统。", ("funds.initial",)),
        ("chinese_quantity", "年初预算<F1>，用于数十个系统。", ("funds.initial",)),
        ("label", "年初预算<F2>，全年预算<F1>。", ("funds.initial", "funds.adjusted")),
        ("label", "资金<F1>已经到位。", ("funds.initial",)),
        ("label", "整合业务系统目标为<F2>，实际完成<F1>。", ("row.0.target", "row.0.actual")),
        (
            "subject",
            "故障处理及时率为<F1>，系统可用率为<F2>。",
            ("row.2.actual", "row.1.actual"),
        ),
        ("subject", "及时率达到<F1>。", ("row.1.actual",)),
        ("subject", "系统可用率和故障处理及时率均为<F1>。", ("group.2.actual",)),
        ("verdict_word", "整合业务系统完成<F1>，达成目标。", ("row.0.actual",)),
        ("verdict_word", "办件量完成<F1>，超额完成。", ("row.3.actual",)),
        ("verdict_word", "故障处理及时率达到<F1>，圆满完成。", ("row.1.actual",)),
        ("all_done", "各项工作稳步推进，故障处理及时率达到<F1>。", ("row.1.actual",)),
        ("direction", "年中追加<F1>。", ("funds.change",)),
        ("direction", "年中核减<F1>，预算有所追加。", ("funds.change",)),
        ("causal", "由于疫情影响，整合业务系统完成<F1>。", ("row.0.actual",)),
        ("causal", "受天气影响，整合业务系统完成<F1>。", ("row.0.actual",)),
        ("causal", "原因是人手不足，整合业务系统完成<F1>。", ("row.0.actual",)),
        (
            "causal",
            "因项目单位人员严重不足以及<F1>，进度放缓。",
            ("row.0.cause",),
        ),
        ("repeated", "年初预算到位及时。年初预算到位及时。全年预算<F1>。", ("funds.adjusted",)),
        ("empty", "<F1>。", ("funds.adjusted",)),
        ("empty", "  ", ()),
    ],
)
def test_bad_sentences_are_rejected(
    table: FactTable, rule: str, template: str, ids: tuple[str, ...]
) -> None:
    assert rule in rules(template, table, *ids)


def test_a_typed_cause_may_stand_in_words(table: FactTable) -> None:
    template = "由于三家单位未按时交接，整合业务系统完成<F1>。"
    assert "causal" in rules(template, table, "row.0.actual")
    # Its own numeral is the person's; as a slot it needs no masking at all.
    assert "causal" not in rules(template, table, "row.0.actual", cause="三家单位未按时交接")


def test_a_copied_run_is_found(table: FactTable) -> None:
    template = "经过全体同志的共同努力协作，年初预算<F1>。"
    assert "copied" not in rules(template, table, "funds.initial")
    example = "经过全体同志的共同努力协作，年初预算<F1>，已经拨付。"
    assert "copied" in rules(template, table, "funds.initial", examples=[example])


def test_length_is_limited(table: FactTable) -> None:
    assert rules("年初预算<F1>。", table, "funds.initial", limit=5) == {"length"}


def test_all_done_is_allowed_when_nothing_was_missed(table: FactTable) -> None:
    slots = assign([table["row.1.actual"]])
    assert verify_template("各项工作中，故障处理及时率达到<F1>。", slots) == ()


def test_rendering(table: FactTable) -> None:
    slots = assign([table["row.0.actual"], table["row.0.verdict"]])
    text = render("整合业务系统完成<F1>，<F2>。", slots)
    assert text == "整合业务系统完成9个，未达到年度指标值。"
    assert render("全年预算<funds.adjusted.wan>。", table) == "全年预算1437.6992万元。"
    with pytest.raises(KeyError):
        render("<F9>", slots)
