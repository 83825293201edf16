"""Heads with a qualifier, rows with a cell that cannot be read, totals of another name."""

from decimal import Decimal

import pytest

from selfeval_assist.checks import check
from selfeval_assist.documents import read_text
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import load
from selfeval_assist.scoring import score

_TEXT = """\
项目支出绩效自评表（2023年度）
项目名称\t设备更新
主管部门\t某市民政局\t实施单位\t某市社会福利院
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t100\t100\t95\t10\t95%\t9.5
\t当年财政拨款\t100\t100\t95
\t其他资金\t0\t0\t0
年度总体目标\t预期目标\t\t\t\t实际完成情况
\t更新设备30台，服务老人500人。\t\t\t\t更新设备30台，服务老人520人。
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t更新设备数量\t≥30台\t30台\t50\t50
\t效益指标\t社会效益指标\t服务老人数\t≥500人\t520人\t30\t30
\t满意度指标\t服务对象满意度指标\t老人满意度\t≥90%\t93%\t10\t10
总分\t\t\t\t\t\t100\t99.5
"""


def _read(*changes: tuple[str, str]) -> SelfEvaluation:
    text = _TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (form,) = read_text(text, "表")
    return form


def _errors(form: SelfEvaluation) -> set[str]:
    return {each.code for each in check(form) if each.severity.value == "E"}


def test_heads_that_differ_in_a_qualifier_are_known() -> None:
    form = _read(("项目名称", "专项资金名称"), ("主管部门", "县级主管部门"))
    assert (form.project, form.department) == ("设备更新", "某市民政局")


def test_a_level_with_a_qualifier_in_brackets_is_known() -> None:
    form = _read(("数量指标", "数量指标（核心）"))
    assert form.indicators[0].kind == "数量指标"


def test_a_grade_behind_the_total_makes_no_row() -> None:
    form = _read(("100\t99.5", "100\t99.5 优秀"))
    assert len(form.indicators) == 3
    assert (form.total.value, score(form, load("mof-2020")).grade) == (Decimal("99.5"), "优秀")


def test_weights_in_percent_do_not_make_rows_slide() -> None:
    form = _read(
        ("\t50\t50", "\t50%\t50"), ("\t30\t30", "\t30%\t30"), ("\t10\t10\n", "\t10%\t10\n")
    )
    assert [(row.name, str(row.weight.value), row.score.raw) for row in form.indicators] == [
        ("更新设备数量", "50", "50"),
        ("服务老人数", "30", "30"),
        ("老人满意度", "10", "10"),
    ]
    assert _errors(form) == set()


def test_amounts_that_cannot_be_read_stay_under_their_headings() -> None:
    form = _read(("年度资金总额\t100\t100\t95", "年度资金总额\t100.00?\t100.00?\t95.00?"))
    total = form.funds.total
    assert (total.initial.raw, total.executed.raw, total.weight.raw) == ("100.00?", "95.00?", "10")
    assert _errors(form) == set()


@pytest.mark.parametrize("weight", ["10", ""])
def test_a_first_line_that_is_the_sum_of_the_rest_is_the_total(weight: str) -> None:
    form = _read(("年度资金总额\t100\t100\t95\t10", f"项目投资额\t100\t100\t95\t{weight}"))
    assert form.funds.total.executed.raw == "95"
    assert len(form.funds.sources) == 2


def test_the_same_money_by_source_and_by_use_is_no_difference() -> None:
    form = _read(("\t其他资金\t0\t0\t0", "\t监理服务\t40\t40\t38\n\t设备采购\t60\t60\t57"))
    assert "FUND001" not in _errors(form)
    wrong = _read(("\t其他资金\t0\t0\t0", "\t监理服务\t40\t40\t38\n\t设备采购\t50\t50\t57"))
    assert "FUND001" in _errors(wrong)


def test_a_form_with_one_budget_is_calculated_with_it() -> None:
    form = _read(
        ("年初预算数\t全年预算数\t", "年初预算数(A)\t\t"),
        ("100\t100\t95\t10\t95%\t9.5", "100\t\t50\t10\t50%\t9"),
        ("财政拨款\t100\t100\t95", "财政拨款\t100\t\t50"),
        ("其他资金\t0\t0\t0", "其他资金\t0\t\t0"),
    )
    execution = score(form, load("mof-2020")).execution
    assert execution.points == Decimal(5)
    assert "年初预算数" in execution.work
    found = [each for each in check(form) if each.where == "funds.total.score"]
    assert [each.code for each in found] == ["FUND003"]
