"""Scoring of single rows: each case can be worked out by hand."""

from decimal import Decimal

import pytest

from selfeval_assist.form import Indicator, Measure, Number
from selfeval_assist.policies import Policy, load
from selfeval_assist.scoring import Basis, RowScore, Verdict
from selfeval_assist.scoring.rows import score_row

V = Verdict


def scored(target: str, actual: str, weight: str = "10", **fields: str) -> RowScore:
    policy = fields.pop("policy", None)
    row = Indicator(
        name=fields.get("name", "指标"),
        nature=fields.get("nature", ""),
        target=Measure(target),
        actual=Measure(actual),
        weight=Number(weight),
        score=Number(fields.get("score", "")),
    )
    return score_row(0, row, policy if isinstance(policy, Policy) else load("mof-2020"))


@pytest.mark.parametrize(
    ("target", "actual", "points", "verdict"),
    [
        ("≥180人", "164人", "9.11", V.MISSED),
        ("≥180人", "180人", "10", V.MET),
        ("≥180人", "200人", "10", V.EXCEEDED),
        ("=100%", "=100%", "10", V.MET),
        (">95%", ">95%", "10", V.MET),
        (">1亿", "9000万", "9", V.MISSED),
        ("≤90天", "100天", "9", V.MISSED),
        ("≤90天", "80天", "10", V.EXCEEDED),
        ("≤2小时", "2小时", "10", V.MET),
        ("=0", "0", "10", V.MET),
        ("=0", "1", "0", V.MISSED),
        ("≤0次", "0", "10", V.MET),
        ("≥0", "5", "10", V.MET),
        ("≥10", "-3", "0", V.MISSED),
        ("90%-95%", "93%", "10", V.MET),
        ("90%-95%", "81%", "9", V.MISSED),
        ("90%-95%", "100%", "9.5", V.MISSED),
        ("2021年", "2021年11月", "10", V.MET),
        ("2021年6月30日前", "2021年9月30日", "6.63", V.LATE),
        ("≥50个", "50", "10", V.MET),
        ("≥100百分比", "100", "10", V.MET),
        ("≤90万元", "90", "10", V.MET),
        ("≤90万元", "100", "9", V.MISSED),
        ("90", "89.974万元", "10", V.MISSED),
        ("≥1亿元", "120000000", "10", V.EXCEEDED),
        ("3个月", "2个月", "6.67", V.MISSED),
        ("9月前", "2021年8月20日", "10", V.MET),
        ("9月前", "2021年10月", "8.98", V.LATE),
        ("≥95%", "已完成100%", "10", V.EXCEEDED),
        ("≥5000公斤", "4.5吨", "9", V.MISSED),
        ("≥2天", "36小时", "7.5", V.MISSED),
        ("≤3秒", "1.2s", "10", V.EXCEEDED),
        ("28个", "28处", "10", V.MET),
        ("90公顷-100公顷", "950000平方米", "10", V.MET),
        ("≥95%", "0.98", "10", V.EXCEEDED),
        ("100%", "1", "10", V.MET),
        ("≥5%", "1", "2", V.MISSED),
        ("≥60件", "1", "0.17", V.MISSED),
        ("≥90%", "92.5分", "10", V.EXCEEDED),
    ],
)
def test_computed(target: str, actual: str, points: str, verdict: Verdict) -> None:
    row = scored(target, actual)
    assert row.basis is Basis.COMPUTED
    assert row.points == Decimal(points)
    assert row.verdict is verdict


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥50个", "50%"),
        ("2021年", "100%"),
        ("=100%", ""),
        ("IO", "10"),
        ("≥5", "第O份"),
        ("5台", "5米"),
    ],
)
def test_undecided_says_why(target: str, actual: str) -> None:
    row = scored(target, actual)
    assert row.basis is Basis.UNDECIDED
    assert row.points is None
    assert row.work


def test_words_are_taken_from_the_form_with_their_tier() -> None:
    row = scored("提高", "提高", "15", score="15")
    assert (row.basis, row.points) == (Basis.TAKEN, Decimal(15))
    assert "达成" in row.work
    assert "部分达成" in scored("提高", "有所提高", "10", score="7").work
    assert "未达成" in scored("提高", "没有提高", "10", score="3").work


def test_words_without_a_score_are_undecided() -> None:
    assert scored("提高", "提高").basis is Basis.UNDECIDED


def test_the_sum_is_shown() -> None:
    assert scored("≥180人", "164人", "8").work == "8 × 164/180 = 7.29"


def test_an_actual_written_as_a_bound_is_scored_at_the_bound_and_says_so() -> None:
    row = scored(">95%", ">95%")
    assert row.points == 10
    assert "实际测得" in row.note


def test_overshoot_is_percent_of_the_target() -> None:
    assert scored("≥5个", "7个").overshoot == 40
    assert scored("≤100天", "80天").overshoot == 20
    assert scored("≥5个", "5个").overshoot == 0


@pytest.mark.parametrize(
    ("name", "nature", "verdict"),
    [
        ("重大事故发生数", "", V.EXCEEDED),
        ("项目总成本", "", V.EXCEEDED),
        ("培训人数", "", V.MISSED),
        ("培训人数", "≤", V.EXCEEDED),
        ("项目总成本", "≥", V.MISSED),
        ("救助标准(<**元/户·年)", "", V.EXCEEDED),
        ("救助人数(≥**人)", "", V.MISSED),
        ("结转结余率", "", V.EXCEEDED),
    ],
)
def test_direction_without_a_sign(name: str, nature: str, verdict: Verdict) -> None:
    assert scored("10", "8", name=name, nature=nature).verdict is verdict


def test_reverse_formula_is_a_switch() -> None:
    central = load("mof-2020")
    other = central.model_copy(
        update={"indicators": central.indicators.model_copy(update={"reverse": "one_minus_excess"})}
    )
    row = Indicator(target=Measure("≤100"), actual=Measure("150"), weight=Number("10"))
    assert score_row(0, row, central).points == Decimal("6.67")
    assert score_row(0, row, other).points == Decimal(5)
    late = row.model_copy(update={"actual": Measure("250")})
    assert score_row(0, late, other).points == 0


def test_a_row_without_weight_has_a_verdict_but_no_points() -> None:
    row = scored("≥5亩", "4亩", "")
    assert (row.basis, row.points, row.verdict) == (Basis.COMPUTED, None, V.MISSED)


@pytest.mark.parametrize(
    ("target", "actual", "verdict"),
    [
        ("2023.12", "2023.11", V.MET),
        ("2023.6月底前", "2023.8", V.LATE),
        ("2023.1-12", "2023年12月", V.MET),
        ("2023年10月31日前", "2023.09", V.MET),
    ],
)
def test_month_with_a_point_in_a_row_about_time(target: str, actual: str, verdict: Verdict) -> None:
    row = Indicator(level2="时效指标", target=Measure(target), actual=Measure(actual))
    assert score_row(0, row, load("mof-2020")).verdict is verdict


def test_a_fall_counts_forward_whatever_falls() -> None:
    assert scored("下降5%", "下降6%", name="交通事故发生率").verdict is V.EXCEEDED
    assert scored("5%", "6%", name="交通事故发生率").verdict is V.MISSED


def test_the_same_digits_elsewhere_are_a_number() -> None:
    row = Indicator(level2="成本指标", target=Measure("2023.12"), actual=Measure("2023.11"))
    assert score_row(0, row, load("mof-2020")).verdict is V.MISSED


@pytest.mark.parametrize(
    ("target", "actual", "basis"),
    [
        ("≥30台", "已完成", "undecided"),
        ("≥30台", "无投诉", "undecided"),
        ("≥30台", "张建国", "undecided"),
        ("≤5次", "无上访", "taken"),
        ("≤5次", "未达标", "undecided"),
        ("2023年10月31日前", "按期完成", "taken"),
        ("2023年10月31日前", "已落实", "undecided"),
        ("良好", "良好", "taken"),
        ("≥30台", "三十台。", "computed"),
    ],
)
def test_words_take_no_points_where_a_number_is_wanted(
    target: str, actual: str, basis: str
) -> None:
    row = Indicator.model_validate(
        {"name": "培训", "target": target, "actual": actual, "weight": "10", "score": "10"}
    )
    assert score_row(0, row, load("mof-2020")).basis.value == basis


@pytest.mark.parametrize(
    ("target", "unit", "actual", "points"),
    [("≥98", "%", "99.2", "10"), ("≥0.9", "%", "92.4", "10"), ("≤2", "万元", "1.8", "10")],
)
def test_the_column_for_units_counts(target: str, unit: str, actual: str, points: str) -> None:
    row = Indicator.model_validate(
        {"name": "合格率", "target": target, "unit": unit, "actual": actual, "weight": "10"}
    )
    found = score_row(0, row, load("mof-2020"))
    assert found.points == Decimal(points)
    assert found.overshoot is not None
    assert found.overshoot < 20
