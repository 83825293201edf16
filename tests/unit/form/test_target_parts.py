"""A target in one cell or in three: the same meaning either way, or left as it stands."""

import pytest

from selfeval_assist.form import Indicator, Measure
from selfeval_assist.form.grammar import parse_value
from selfeval_assist.form.target_parts import joined_target, split_target


@pytest.mark.parametrize(
    ("target", "nature", "number", "unit"),
    [
        ("≥20台", "≥", "20", "台"),
        ("=100%", "=", "100", "%"),
        ("100%", "", "100", "%"),
        ("不低于95%", "≥", "95", "%"),
        ("≤500万元", "≤", "500", "万元"),
        (">1亿元", ">", "1", "亿元"),
        ("5个以上", "≥", "5", "个"),
        ("1,300盏", "", "1,300", "盏"),
        ("≥8万件", "≥", "8", "万件"),
        ("≤2次/年", "≤", "2", "次/年"),
        ("5200㎡", "", "5200", "㎡"),
        ("≤3200元/㎡", "≤", "3200", "元/㎡"),
        ("≥450台（套）", "≥", "450", "台（套）"),
        ("稳定", "定性", "稳定", ""),
        # Apart they would mean something else, or nothing.
        ("2025年9月30日前", "", "2025年9月30日前", ""),
        ("9月前", "", "9月前", ""),
        ("90%-95%", "", "90%-95%", ""),
        ("约30台", "", "约30台", ""),
        ("每季度不少于5次", "", "每季度不少于5次", ""),
        ("", "", "", ""),
        ("—", "", "—", ""),
    ],
)
def test_a_target_is_split_where_its_parts_mean_the_same(
    target: str, nature: str, number: str, unit: str
) -> None:
    row = split_target(Indicator(target=Measure(target)))
    assert (row.nature, row.target.raw, row.unit) == (nature, number, unit)
    if nature != "定性":
        together = parse_value(row.nature + row.target.raw + row.unit)
        assert together == parse_value(target)


@pytest.mark.parametrize(
    ("target", "actual", "printed"),
    [
        ("3所", "3所", "3"),
        ("≥95%", "96.50％", "96.50"),
        ("5200㎡", "5200平方米", "5200平方米"),
        ("≥450台（套）", "452套", "452套"),
        ("≥90%", "91%（问卷186份）", "91%（问卷186份）"),
    ],
)
def test_a_unit_in_a_cell_of_its_own_is_not_printed_behind_the_actual_value(
    target: str, actual: str, printed: str
) -> None:
    row = Indicator(target=Measure(target), actual=Measure(actual))
    apart = split_target(row)
    assert apart.actual.raw == printed
    assert joined_target(apart).actual.value == row.actual.value
    assert split_target(row, unit=False).actual.raw == actual


def test_a_row_that_has_its_sign_or_unit_apart_stays() -> None:
    row = Indicator(nature="≥", target=Measure("20台"))
    assert split_target(row) is row


@pytest.mark.parametrize(
    ("nature", "target", "unit", "whole"),
    [
        ("≥", "20", "台", "≥20台"),
        ("004 >=", "20", "台", "≥20台"),
        ("定性", "稳定", "", "稳定"),
        ("≥", "≥20", "台", "≥20台"),
        ("＝", "100", "%", "=100%"),
        ("正向", "20", "台", "20台"),
    ],
)
def test_parts_are_joined(nature: str, target: str, unit: str, whole: str) -> None:
    row = Indicator(nature=nature, target=Measure(target), unit=unit, actual=Measure("18"))
    joined = joined_target(row)
    assert (joined.nature, joined.target.raw, joined.unit) == ("", whole, "")
    assert joined.actual.raw == ("18台" if unit == "台" else "18" + unit)
