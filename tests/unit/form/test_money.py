"""The unit of money that a table without one is read in."""

import pytest

from selfeval_assist.form import Funds
from selfeval_assist.form.money import assumed_unit


@pytest.mark.parametrize(
    ("budget", "executed", "unit"),
    [
        ("387664.62", "387664.62", "元"),
        ("", "120,000.00", "元"),
        ("99", "99", "万元"),
        ("34.64", "", "万元"),
        ("169000.5125", "165003", "万元"),  # no cent has a fraction
        ("150000万元", "150000万元", "万元"),  # the cell itself says it
        ("", "", "万元"),
    ],
)
def test_money_without_a_unit_is_in_yuan_where_it_is_too_large(
    budget: str, executed: str, unit: str
) -> None:
    funds = Funds.model_validate({"total": {"adjusted": budget, "executed": executed}})
    assumed, why = assumed_unit(funds)
    assert assumed == unit
    assert f"“{unit}”" in why
