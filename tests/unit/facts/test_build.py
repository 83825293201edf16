"""The fact table: exact values, shown sums, the cells they rest on."""

from collections.abc import Callable

import pytest

from selfeval_assist.facts import FactTable, build_facts, deviating_rows, for_goal
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score


@pytest.mark.parametrize(
    ("fact_id", "value"),
    [
        ("funds.initial", "14692992元"),
        ("funds.initial.wan", "1469.2992万元"),
        ("funds.change.wan", "31.6万元"),
        ("funds.change_percent", "2.15%"),
        ("funds.rate", "100%"),
        ("funds.initial_rate", "97.85%"),
        ("row.0.target", "不少于12个"),
        ("row.0.actual", "9个"),
        ("row.0.gap", "3个"),
        ("row.0.completion", "75%"),
        ("row.0.verdict", "未达到年度指标值"),
        ("row.1.gap", "1.5个百分点"),
        ("row.3.overshoot", "40%"),
        ("row.4.target", "2021年6月30日前"),
        ("row.4.late", "82天"),
        ("row.5.actual", "稳定"),
        ("row.6.actual", "95%以上"),
        ("rows.total", "9项"),
        ("rows.missed", "1项"),
        ("rows.late", "1项"),
        ("row.0.cause", "三家单位未按时交接"),
    ],
)
def test_values_are_exact(table: FactTable, fact_id: str, value: str) -> None:
    assert table[fact_id].value == value


def test_every_fact_names_cells_of_the_form(form: SelfEvaluation, table: FactTable) -> None:
    from selfeval_assist.form import paths

    for fact in table:
        assert fact.sources
        for source in fact.sources:
            paths.get(form, source)


def test_a_sum_is_shown(table: FactTable) -> None:
    work = table["funds.change.wan"].work
    assert work == "1469.2992万 − 1437.6992万"
    assert table["row.0.completion"].work == "9 ÷ 12 × 100% ≈ 75%"


def test_a_raised_budget_goes_up(make: Callable[..., SelfEvaluation]) -> None:
    total = {"initial": "100", "adjusted": "120.5", "executed": "120.5"}
    form = make(funds={"total": total}, money_unit="万元")
    table = build_facts(form, score(form, policy_for(form)))
    assert (table["funds.change"].value, table["funds.change"].direction) == ("20.5万元", "up")


def test_words_and_unread_values_make_no_numbers(make: Callable[..., SelfEvaluation]) -> None:
    form = make({"name": "系统能力", "target": "提高", "actual": "第O期3"})
    table = build_facts(form, score(form, policy_for(form)))
    assert table["row.0.target"].kind == "words"
    assert table["row.0.target"].value == "提高"
    assert "row.0.actual" not in table, "a damaged value is asked about"


def test_a_bare_number_takes_the_unit_of_its_target(make: Callable[..., SelfEvaluation]) -> None:
    form = make(
        {"name": "项目总成本", "target": "≤90万元", "actual": "88"},
        {"name": "合格率", "target": "≥95%", "actual": "0.97"},
        {"name": "合格率二", "target": "≥95%", "actual": "95"},
    )
    table = build_facts(form, score(form, policy_for(form)))
    values = [table[f"row.{row}.actual"].value for row in (0, 2)]
    assert values == ["88万元", "95%"]
    assert "row.1.actual" not in table, "a share of one is asked about"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("接口调用情况，共享服务利用率计算方式：已用接口/申请接口*100%", "共享服务利用率"),
        ("共享服务接口调用情况（计算方式：已用/申请）", "共享服务接口调用情况"),
        ("慰问军属50人;烈属20人", "慰问军属50人；烈属20人"),
        ("★踏勘、检查、督导,赴省局汇报工作次数(≥**次)", "踏勘、检查、督导，赴省局汇报工作次数"),
    ],
)
def test_a_name_is_cut_at_a_formula_alone(
    make: Callable[..., SelfEvaluation], name: str, called: str
) -> None:
    form = make({"name": name, "target": "=100%", "actual": "100%"})
    table = build_facts(form, score(form, policy_for(form)))
    assert table["row.0.actual"].subjects[0] == called


def test_equal_rows_are_grouped(table: FactTable) -> None:
    # Rows 2 and 7 are both 100% in the same level.
    assert table["group.2.actual"].value == "100%"
    assert table["group.2.count"].value == "2项"
    assert table["group.2.actual"].sources == ("indicators.2.actual", "indicators.7.actual")


def test_a_goal_knows_no_results(table: FactTable) -> None:
    goals = for_goal(table)
    assert "row.0.target" in goals
    assert not [fact.id for fact in goals if "actual" in fact.id or "executed" in fact.id]


def test_rows_that_owe_a_reason(form: SelfEvaluation) -> None:
    sheet = score(form, policy_for(form))
    # Missed, 40% over, late; a row with full marks that is met owes nothing.
    assert deviating_rows(form, sheet) == (0, 3, 4)
