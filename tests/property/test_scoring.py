"""Points stay within 0 and the weight, and a better value never earns fewer of them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from selfeval_assist.form import Indicator, Measure, Number, SelfEvaluation
from selfeval_assist.policies import available, load
from selfeval_assist.scoring import Basis, score
from selfeval_assist.scoring.rows import score_row

amounts = st.decimals("0", "1000000", places=2)
weights = st.decimals("0", "100", places=1)
targets = st.decimals("-10", "1000000", places=2)
policies = st.sampled_from(available())
cells = st.text(max_size=15) | st.sampled_from(
    ["≥95%", "=0", "2021年", "稳定", "90%-95%", "—", "IO"]
)


def points(sign: str, target: Decimal, actual: Decimal, weight: Decimal) -> Decimal:
    row = Indicator(
        target=Measure(f"{sign}{target}件"),
        actual=Measure(f"{actual}件"),
        weight=Number(str(weight)),
    )
    scored = score_row(0, row, load("mof-2020"))
    assert scored.points is not None
    return scored.points


@given(st.sampled_from(["≥", ">", "=", "≤", "<", ""]), targets, amounts, weights)
def test_points_lie_between_zero_and_weight(
    sign: str, target: Decimal, actual: Decimal, weight: Decimal
) -> None:
    assert 0 <= points(sign, target, actual, weight) <= weight


@given(st.sampled_from(["≥", ">"]), targets, amounts, amounts, weights)
def test_forward_rows_are_monotone(
    sign: str, target: Decimal, first: Decimal, second: Decimal, weight: Decimal
) -> None:
    low, high = sorted((first, second))
    assert points(sign, target, low, weight) <= points(sign, target, high, weight)


@given(st.sampled_from(["≤", "<"]), targets, amounts, amounts, weights)
def test_reverse_rows_are_monotone(
    sign: str, target: Decimal, first: Decimal, second: Decimal, weight: Decimal
) -> None:
    low, high = sorted((first, second))
    assert points(sign, target, low, weight) >= points(sign, target, high, weight)


@given(policies, st.lists(st.tuples(cells, cells, cells, cells), max_size=6), cells, cells)
def test_no_form_raises_and_totals_add_up(
    policy: object, table: list[tuple[str, str, str, str]], adjusted: str, executed: str
) -> None:
    form = SelfEvaluation.model_validate(
        {
            "funds": {"total": {"adjusted": adjusted, "executed": executed}},
            "indicators": [
                {"target": t, "actual": a, "weight": w, "score": s} for t, a, w, s in table
            ],
        }
    )
    sheet = score(form, policy)  # type: ignore[arg-type]  # sampled_from loses the type
    assert sheet.total == sheet.computed + sheet.taken
    for row in sheet.rows:
        assert (row.points is None) == (row.basis is Basis.UNDECIDED or row.weight is None)
        assert row.work
