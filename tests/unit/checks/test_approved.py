"""A form against its declaration: by value, unit and bound, never by spelling."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from selfeval_assist.checks import check
from selfeval_assist.checks.same_value import same_target
from selfeval_assist.documents import read_text
from selfeval_assist.form import Indicator, SelfEvaluation

SPELLINGS = Path(__file__).parents[2] / "data" / "spellings.yml"
FLAT = """\
财政项目支出绩效目标申报表
（2025年度）
项目名称\t城区道路照明维护
主管部门\t云岭区城市管理局
实施单位\t云岭区照明管理所
项目资金（元）\t项目资金总额\t7713258.00\t年度资金申请总额\t1000000.00
\t其中：财政资金\t7713258.00\t其中：当年财政拨款\t1000000.00
项目绩效目标\t项目总目标\t\t年度总体目标
\t两年内完成路灯改造2400盏。\t\t完成路灯维护1200盏，亮灯率不低于98%。
一级指标\t二级指标\t三级指标\t指标方向\t指标目标值\t计量单位\t权重
产出指标\t数量指标\t路灯维护数量\t大于等于\t1300\t盏\t20
\t质量指标\t亮灯率\t≥\t98\t%\t10
效益指标\t社会效益指标\t夜间事故下降比例\t≥\t5\t%\t50
满意度指标\t服务对象满意度指标\t市民满意度\t≥\t90\t%\t10
"""


def _spelled(kind: str) -> list[Any]:
    pairs = yaml.safe_load(SPELLINGS.read_text(encoding="utf-8"))[kind]
    return [pytest.param(*pair, id=" ".join(pair)) for pair in pairs]


def _rows(name: str, form: str, plan: str, unit: str, nature: str) -> tuple[Indicator, Indicator]:
    data: dict[str, Any] = {"name": name, "target": form, "unit": unit, "nature": nature}
    return Indicator.model_validate(data), Indicator.model_validate({"name": name, "target": plan})


@pytest.mark.parametrize("pair", [tuple(each.values) for each in _spelled("equal")])
def test_another_spelling_is_no_difference(pair: tuple[str, ...]) -> None:
    name, form, plan, unit, nature = (*pair, "", "")[:5]
    assert same_target(*_rows(name, form, plan, unit, nature), 2025)


@pytest.mark.parametrize("pair", [tuple(each.values) for each in _spelled("different")])
def test_another_value_is_a_difference(pair: tuple[str, ...]) -> None:
    name, form, plan = pair
    assert not same_target(*_rows(name, form, plan, "", ""), 2025)


@pytest.fixture(name="plan")
def _plan() -> SelfEvaluation:
    (plan,) = read_text(FLAT, "申报表")
    return plan


def _form(plan: SelfEvaluation, **changes: Any) -> SelfEvaluation:
    """Return a form in other spellings than its declaration, with some values of its own."""
    targets = ("≥1300盏", "不低于98%", "5%以上", "≥90.0％")
    rows = [
        {
            "level1": row.level1,
            "level2": row.level2,
            "name": row.name,
            "target": target,
            "weight": f"{row.weight.raw}.0",
        }
        for row, target in zip(plan.indicators, targets, strict=True)
    ]
    data: dict[str, Any] = {
        "year": 2025,
        "project": plan.project,
        "funds": {"total": {"name": "年度资金总额", "initial": "100"}},
        "goal": {"planned": "维护路灯1200盏，亮灯率98%以上，市民满意度不低于90%。"},
        "indicators": rows,
    }
    return SelfEvaluation.model_validate({**data, **changes})


def _differences(form: SelfEvaluation, plan: SelfEvaluation) -> list[tuple[str, str, str]]:
    return [
        (each.where, each.facts["here"], each.facts["approved"])
        for each in check(form, declaration=plan)
        if each.code == "WGT005"
    ]


def test_a_flat_declaration_is_read_with_the_amounts_and_the_goal_of_the_year(
    plan: SelfEvaluation,
) -> None:
    assert plan.funds.total.initial.raw == "1000000.00"
    assert [line.initial.raw for line in plan.funds.sources] == ["1000000.00"]
    assert plan.goal.planned == "完成路灯维护1200盏，亮灯率不低于98%。"
    first = plan.indicators[0]
    assert (first.nature, first.target.raw, first.unit) == (
        "大于等于",
        "1300",
        "盏",
    )
    assert any("2400盏" in each.text for each in plan.provenance.unread)


def test_what_only_the_form_says_and_other_spellings_are_no_difference(
    plan: SelfEvaluation,
) -> None:
    assert _differences(_form(plan), plan) == []


def test_money_goal_and_rows_are_compared_by_value(plan: SelfEvaluation) -> None:
    form = _form(
        plan,
        funds={"total": {"name": "年度资金总额", "initial": "120"}},
        goal={"planned": "完成路灯维护1000盏。"},
    )
    found = _differences(form, plan)
    assert ("funds.total.initial", "120万元", "1000000.00元") in found
    assert ("goal.planned", "完成路灯维护1000盏", "完成路灯维护1200盏") in found
    assert ("goal.planned", "没有写到", "亮灯率不低于98%") in found


def test_a_row_that_was_left_out_is_told(plan: SelfEvaluation) -> None:
    form = _form(plan)
    fewer = form.model_copy(update={"indicators": form.indicators[1:]})
    codes = {(each.code, each.where) for each in check(fewer, declaration=plan)}
    assert ("WGT002", "indicators") in codes
    unweighted = plan.model_copy(
        update={
            "indicators": tuple(
                row.model_copy(update={"weight": type(row.weight)("")}) for row in plan.indicators
            )
        }
    )
    assert ("indicators", "没有这个指标", "路灯维护数量") in _differences(fewer, unweighted)
