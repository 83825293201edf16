"""Whatever stands in a cell: nothing raises, and what is rendered is read back."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from selfeval_assist.form import Comparator, Kind, Measure, Number, Value
from selfeval_assist.form.grammar import parse_value, render_value

numbers = st.decimals("-99999", "99999999", places=3, allow_nan=False, allow_infinity=False)
signs = st.sampled_from([c for c in Comparator if c is not Comparator.RANGE])
units = st.sampled_from(
    [(Kind.COUNT, "件"), (Kind.COUNT, ""), (Kind.DURATION, "天"), (Kind.AMOUNT, "元")]
)
alphabet = st.characters(codec="utf-8") | st.sampled_from(
    "≥≤＝%％万亿元年月日前以上百分之九十约IO—-～~"
)


@given(st.text(alphabet, max_size=40))
def test_no_text_raises(text: str) -> None:
    value = parse_value(text)
    assert isinstance(value, Value)
    render_value(value)
    _ = Number(text).value, Measure(text).value


@given(numbers, signs, units, st.sampled_from([Decimal(1), Decimal(10_000), Decimal(10**8)]))
def test_quantities_are_read_back(
    number: Decimal, sign: Comparator, unit: tuple[Kind, str], multiplier: Decimal
) -> None:
    value = Value(unit[0], sign, number, multiplier=multiplier, unit=unit[1])
    assert parse_value(render_value(value)) == value


@given(st.decimals("0", "99999", places=2), signs)
def test_ratios_are_read_back(number: Decimal, sign: Comparator) -> None:
    value = Value(Kind.RATIO, sign, number, unit="%")
    assert parse_value(render_value(value)) == value


@given(st.dates(), st.sampled_from(["year", "month", "day"]), signs)
def test_dates_are_read_back(date: object, precision: str, sign: Comparator) -> None:
    text = {"year": "{0.year}年", "month": "{0.year}年{0.month}月"}.get(
        precision, "{0.year}年{0.month}月{0.day}日"
    )
    value = parse_value(sign.value + text.format(date))
    if value.kind is Kind.DATE:
        assert value.precision == precision
        assert parse_value(render_value(value)) == value


@given(st.text(alphabet, max_size=30))
def test_rendering_is_stable(text: str) -> None:
    value = parse_value(text)
    if value.kind in {Kind.RATIO, Kind.COUNT, Kind.AMOUNT, Kind.DURATION, Kind.DATE}:
        assert parse_value(render_value(value)) == value
