"""Number cells: money, weights, rates, scores and totals as printed."""

from decimal import Decimal

import pytest

from selfeval_assist.form import Number
from selfeval_assist.form.money import convert, in_unit, in_yuan
from selfeval_assist.prose.decimals import TOO_LONG, rounded


@pytest.mark.parametrize(
    ("raw", "value", "unit", "decimals"),
    [
        ("14692992.00", "14692992.00", "", 2),
        ("14,376,992", "14376992", "", 0),
        ("１４，３７６，９９２", "14376992", "", 0),
        ("100.00%", "100", "%", 2),
        ("99.55分", "99.55", "分", 2),
        ("150万", "150", "万", 0),
        ("-3.5", "-3.5", "", 1),
        (" 10 ", "10", "", 0),
        ("1.25E+3", "1250", "", 0),
        ("12.", "12", "", 0),
    ],
)
def test_readable(raw: str, value: str, unit: str, decimals: int) -> None:
    number = Number(raw)
    assert number.value == Decimal(value)
    assert (number.unit, number.decimals, number.raw) == (unit, decimals, raw)


@pytest.mark.parametrize("raw", ["", "—", "-", "——", "/", "IO", "1,23", "10/10", "202010100.00%10"])
def test_unreadable_is_none(raw: str) -> None:
    assert Number(raw).value is None


@pytest.mark.parametrize(
    ("raw", "readable"),
    [
        ("999999999999999", True),
        ("-999,999,999,999,999.99", True),
        ("1000000000000000", False),
        ("0." + "0" * 39 + "1", True),
        ("0." + "0" * 40 + "1", False),
        ("0" * 90, False),
        ("1e+308", False),
    ],
)
def test_a_number_longer_than_any_of_a_form_is_not_read(raw: str, readable: bool) -> None:
    assert (Number(raw).value is not None) is readable
    assert Number(raw).damage == (() if readable else (TOO_LONG,))
    assert Number(raw).raw == raw


def test_a_quotient_of_any_two_numbers_can_be_rounded() -> None:
    most, least = Number("9" * 15).value, Number("0." + "0" * 39 + "1").value
    assert most is not None
    assert least is not None
    assert rounded(most / least * 100, 2) == Decimal("9" * 15 + "0" * 42)
    assert rounded(Decimal("2.5"), 0) == 3


def test_blank_is_not_unreadable() -> None:
    assert all(Number(mark).blank for mark in ("—", "/", "／", "＼", "－", " "))
    assert not Number("IO").blank


def test_a_total_may_carry_its_grade() -> None:
    assert (Number("96 优").value, Number("96 优").grade) == (Decimal(96), "优")


def test_numbers_of_a_json_file_keep_their_digits() -> None:
    assert Number.model_validate(Decimal("10.50")).raw == "10.50"
    assert Number.model_validate(7).raw == "7"


def test_money_in_one_unit() -> None:
    assert in_yuan(Number("89.974"), "万元") == Decimal("899740.000")
    assert in_yuan(Number("150万"), "元") == Decimal(1_500_000)
    assert in_unit(Number("150万"), "万元") == Decimal(150)
    assert in_unit(Number("—"), "万元") is None
    assert convert(Decimal("14692992"), "元", "万元") == Decimal("1469.2992")
