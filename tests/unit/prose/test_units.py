"""Units of measure: which can be compared, and how many of one make the other."""

from decimal import Decimal

import pytest

from selfeval_assist.prose.units import measure_words, ratio


@pytest.mark.parametrize(
    ("of", "to", "many"),
    [
        ("公里", "km", "1"),
        ("吨", "公斤", "1000"),
        ("千克", "t", "0.001"),
        ("天", "小时", "24"),
        ("年", "个月", "12"),
        ("工作日", "天", None),
        ("个", "处", "1"),
        ("个", "个月", None),
        ("台(套)", "台", "1"),
        ("辆车", "辆", "1"),
        ("家次", "家", "1"),
        ("人次", "次", "1"),
        ("人", "台", None),
        ("台", "套", None),
        ("元/人·天", "元", "1"),
        ("元/人·月", "元/月", "1"),
        ("元/平方米", "元/m2", "1"),
        ("元/人", "元/亩", None),
        ("元", "米", None),
        ("份", "份", "1"),
        ("公顷", "亩", "15"),
        ("平方公里", "公顷", "100"),
        ("次/月", "次", None),
        ("次/年", "次", "1"),
        ("元/月", "元", "1"),
    ],
)
def test_ratio(of: str, to: str, many: str | None) -> None:
    assert ratio(of, to) == (None if many is None else Decimal(many))


def test_measure_words() -> None:
    assert measure_words("台", "套")
    assert not measure_words("台", "人")
    assert not measure_words("台", "米")
