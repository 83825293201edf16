"""Whole forms: execution, totals and what they rest on."""

from decimal import Decimal

import pytest

from selfeval_assist.form import FundLine, Funds, Indicator, Measure, Number, SelfEvaluation
from selfeval_assist.policies import load
from selfeval_assist.scoring import Basis, score
from selfeval_assist.scoring.score import grade_of


def form_with(initial: str, adjusted: str, executed: str, **line: str) -> SelfEvaluation:
    cells = {"initial": initial, "adjusted": adjusted, "executed": executed, **line}
    total = FundLine.model_validate({"name": "年度资金总额", **cells})
    return SelfEvaluation(funds=Funds(total=total))


@pytest.mark.parametrize(
    ("adjusted", "executed", "points"),
    [
        ("14376992.00", "14,376,992", "10"),
        ("250000.00", "215,457.6", "8.62"),
        ("65.66", "65.07", "9.91"),
        ("100", "103", "10"),
        ("100", "0", "0"),
        ("150万", "125.25万", "8.35"),
    ],
)
def test_execution_is_linear_and_capped(adjusted: str, executed: str, points: str) -> None:
    sheet = score(form_with("", adjusted, executed), load("mof-2020"))
    assert sheet.execution.points == Decimal(points)
    assert sheet.execution.basis is Basis.COMPUTED


def test_execution_shows_its_sum_and_the_initial_rate() -> None:
    sheet = score(form_with("14692992.00", "14376992.00", "14,376,992"), load("mof-2020"))
    assert sheet.execution.work == "10 × 14376992/14376992 = 10"
    assert sheet.execution.rate == 100
    assert sheet.execution.initial_rate is not None
    assert round(sheet.execution.initial_rate, 2) == Decimal("97.85")


@pytest.mark.parametrize(("adjusted", "executed"), [("", "5"), ("0", "5"), ("5", "—"), ("5", "IO")])
def test_execution_without_numbers_is_undecided(adjusted: str, executed: str) -> None:
    execution = score(form_with("", adjusted, executed), load("mof-2020")).execution
    assert (execution.basis, execution.points) == (Basis.UNDECIDED, None)
    assert execution.work


@pytest.mark.parametrize(("weight", "points"), [("", "0"), ("—", "0"), ("10", "9")])
def test_execution_counts_once_where_the_rows_hold_all_points(weight: str, points: str) -> None:
    # Henan's form scores execution in a row of the management group.
    row = Indicator.model_validate(
        {"name": "预算执行率", "target": "≥95%", "actual": "96%", "weight": "100"}
    )
    form = form_with("", "100", "90", weight=weight).model_copy(update={"indicators": (row,)})
    sheet = score(form, load("mof-2020"))
    assert sheet.execution.points == Decimal(points)
    assert sheet.execution.rate == 90


@pytest.mark.parametrize(
    ("row", "weights", "counts"),
    [
        # A weight is missing or wrong, so the rows do not add up to 100: execution is a row still.
        ({"name": "预算执行率"}, ("20", ""), False),
        ({"name": "资金支付进度率"}, ("20", "90"), False),
        ({"level2": "预算执行", "name": "支出进度"}, ("20", "56"), False),
        # A row that has no points does not score it, and one of a part is another matter.
        ({"name": "预算执行率"}, ("", "90"), True),
        ({"name": "政府采购执行率"}, ("2", "88"), True),
        ({"name": "巡查次数"}, ("10", "80"), True),
    ],
)
def test_a_row_that_scores_execution_is_told_by_what_it_measures(
    row: dict[str, str], weights: tuple[str, str], counts: bool
) -> None:
    rows = tuple(
        Indicator.model_validate({"target": "≥95%", "actual": "96%", "weight": weight, **more})
        for weight, more in zip(weights, (row, {"name": "合格率"}), strict=True)
    )
    form = form_with("", "100", "90").model_copy(update={"indicators": rows})
    execution = score(form, load("mof-2020")).execution
    assert execution.points == (Decimal(9) if counts else Decimal(0))
    assert (row["name"] in execution.work) is not counts


def test_rows_that_hold_all_points_leave_none_for_execution_and_say_so() -> None:
    row = Indicator.model_validate({"name": "巡查次数", "target": "≥95次", "weight": "100"})
    form = form_with("", "100", "90").model_copy(update={"indicators": (row,)})
    execution = score(form, load("mof-2020")).execution
    assert (execution.weight, execution.points) == (0, 0)
    assert "没有留给预算执行的分值" in execution.work


def test_the_forms_own_execution_weight_wins() -> None:
    sheet = score(form_with("", "100", "50", weight="20"), load("mof-2020"))
    assert (sheet.execution.weight, sheet.execution.points) == (20, 10)


@pytest.mark.parametrize(
    ("executed", "claimed", "weight", "points"),
    [
        ("301.45", "18.49", "20", "18.49"),
        ("326", "20", "20", "20"),
        ("301.45", "9.25", "10", "9.25"),
        ("301.45", "17", "10", "9.25"),
        ("400", "20", "10", "10"),
    ],
)
def test_execution_points_follow_from_a_claimed_score_that_is_too_high(
    executed: str, claimed: str, weight: str, points: str
) -> None:
    found = score(form_with("", "326", executed, score=claimed), load("mof-2020")).execution
    assert (found.weight, found.points) == (Decimal(weight), Decimal(points))
    assert ("推算" in found.work) == (weight == "20")


def test_totals_say_what_they_rest_on() -> None:
    rows = (
        Indicator(target=Measure("≥8"), actual=Measure("7"), weight=Number("10")),
        Indicator(
            target=Measure("提高"), actual=Measure("提高"), weight=Number("5"), score=Number("4")
        ),
        Indicator(target=Measure("≥8"), actual=Measure(""), weight=Number("3")),
    )
    form = form_with("", "100", "86").model_copy(
        update={"indicators": rows, "total": Number("96 优")}
    )
    sheet = score(form, load("mof-2020"))
    assert (sheet.computed, sheet.taken, sheet.undecided) == (Decimal("17.35"), 4, 3)
    assert sheet.total == Decimal("21.35")
    assert (sheet.claimed, sheet.grade) == (96, "优")


@pytest.mark.parametrize(
    ("executed", "points"), [("100", "10"), ("99", "7"), ("80", "7"), ("79.99", "5"), ("59", "0")]
)
def test_execution_in_bands(executed: str, points: str) -> None:
    sheet = score(form_with("", "100", executed), load("mof-2021-bands"))
    assert sheet.execution.points == Decimal(points)
    assert "档" in sheet.execution.work


@pytest.mark.parametrize(
    ("executed", "cap"),
    [("100", None), ("80", None), ("79", 89), ("65", 79), ("50", 69), ("49", 59)],
)
def test_the_total_can_be_capped_by_the_execution_rate(executed: str, cap: int | None) -> None:
    row = Indicator(target=Measure("≥1"), actual=Measure("1"), weight=Number("90"))
    form = form_with("", "100", executed).model_copy(update={"indicators": (row,)})
    sheet = score(form, load("city-cap"))
    assert sheet.cap == cap
    assert sheet.total == min(sheet.computed, cap or 100)


def test_a_place_may_take_points_off_for_overshooting() -> None:
    row = Indicator(target=Measure("≥10"), actual=Measure("13"), weight=Number("5"))
    form = SelfEvaluation(indicators=(row,))
    assert score(form, load("city-cap")).rows[0].points == 3
    assert score(form, load("mof-2020")).rows[0].points == 5


def test_hubei_gives_twenty_points_to_execution() -> None:
    sheet = score(form_with("", "34.64", "34.64"), load("hubei-20"))
    assert (sheet.execution.weight, sheet.execution.points) == (20, 20)


@pytest.mark.parametrize(
    ("points", "grade"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.99", "差")],
)
def test_grades(points: str, grade: str) -> None:
    assert grade_of(Decimal(points), load("mof-2020")) == grade
