"""The value grammar against cases as they stand in published forms."""

import datetime
from decimal import Decimal

import pytest

from selfeval_assist.form import Comparator, Kind, Measure, Number
from selfeval_assist.form.damage import mended
from selfeval_assist.form.grammar import parse_value

C, K = Comparator, Kind

# raw, kind, comparator, magnitude, unit
NUMBERS = [
    ("=100%", K.RATIO, C.EQ, "100", "%"),
    ("═100%", K.RATIO, C.EQ, "100", "%"),
    ("＝１００％", K.RATIO, C.EQ, "100", "%"),
    ("≥95%", K.RATIO, C.GE, "95", "%"),
    (">=95%", K.RATIO, C.GE, "95", "%"),
    ("≧95%", K.RATIO, C.GE, "95", "%"),
    ("004 >=90%", K.RATIO, C.GE, "90", "%"),
    (">95%", K.RATIO, C.GT, "95", "%"),
    ("不低于90%", K.RATIO, C.GE, "90", "%"),
    ("90%以上", K.RATIO, C.GE, "90", "%"),
    ("90%（含）以上", K.RATIO, C.GE, "90", "%"),
    ("九成以上", K.RATIO, C.GE, "90", "%"),
    ("九成半", K.RATIO, C.NONE, "95", "%"),
    ("百分之九十五", K.RATIO, C.NONE, "95", "%"),
    ("百分之99.5", K.RATIO, C.NONE, "99.5", "%"),
    ("≥100百分比", K.RATIO, C.GE, "100", "%"),
    ("5‰", K.RATIO, C.NONE, "0.5", "%"),
    ("=0", K.COUNT, C.EQ, "0", ""),
    ("零事故", K.COUNT, C.NONE, "0", "事故"),
    ("=365天", K.DURATION, C.EQ, "365", "天"),
    ("7×24小时", K.DURATION, C.NONE, "168", "小时"),
    ("≤2小时", K.DURATION, C.LE, "2", "小时"),
    ("3个工作日以内", K.DURATION, C.LE, "3", "个工作日"),
    ("≥15年", K.DURATION, C.GE, "15", "年"),
    (">1亿", K.COUNT, C.GT, "100000000", ""),
    ("1亿 元", K.AMOUNT, C.NONE, "100000000", "元"),
    ("1.2亿元", K.AMOUNT, C.NONE, "120000000", "元"),
    ("1亿2千万元", K.AMOUNT, C.NONE, "120000000", "元"),
    ("壹佰万元整", K.AMOUNT, C.NONE, "1000000", "元"),
    ("≤90万元", K.AMOUNT, C.LE, "900000", "元"),
    ("不超过1,234.5万元", K.AMOUNT, C.LE, "12345000", "元"),
    ("5.8万", K.COUNT, C.NONE, "58000", ""),
    ("≥11.376万元", K.AMOUNT, C.GE, "113760", "元"),
    ("75元", K.AMOUNT, C.NONE, "75", "元"),
    ("不少于5个", K.COUNT, C.GE, "5", "个"),
    ("至少三次", K.COUNT, C.GE, "3", "次"),
    ("两个", K.COUNT, C.NONE, "2", "个"),
    ("约20人", K.COUNT, C.APPROX, "20", "人"),
    ("20人左右", K.COUNT, C.APPROX, "20", "人"),
    ("≥266米", K.COUNT, C.GE, "266", "米"),
    ("≤16.5吨/天", K.COUNT, C.LE, "16.5", "吨/天"),
    ("小于5次", K.COUNT, C.LT, "5", "次"),
    ("1E8", K.COUNT, C.NONE, "100000000", ""),
    ("-5%", K.RATIO, C.NONE, "-5", "%"),
    ("7070", K.COUNT, C.NONE, "7070", ""),
    ("已完成100%", K.RATIO, C.NONE, "100", "%"),
    ("达到95%", K.RATIO, C.NONE, "95", "%"),
    ("验收合格率≥95%", K.RATIO, C.GE, "95", "%"),
    ("共计5人次", K.COUNT, C.NONE, "5", "人次"),
    ("100%全覆盖", K.RATIO, C.NONE, "100", "%"),
    ("5000余人", K.COUNT, C.APPROX, "5000", "人"),
    ("近百头", K.COUNT, C.APPROX, "100", "头"),
    ("24小时内", K.DURATION, C.LE, "24", "小时"),
    ("10个工作日内", K.DURATION, C.LE, "10", "个工作日"),
    ("每年4次", K.COUNT, C.NONE, "4", "次/年"),
    ("每亩300元", K.AMOUNT, C.NONE, "300", "元/亩"),
    ("每亩300", K.COUNT, C.NONE, "300", "/亩"),
    ("每季度不少于5次", K.COUNT, C.GE, "5", "次/季度"),
    ("每周至少1次", K.COUNT, C.GE, "1", "次/周"),
    ("每月≥2次", K.COUNT, C.GE, "2", "次/月"),
    ("每天不少于两次", K.COUNT, C.GE, "2", "次/天"),
    ("每亩不超过300元", K.AMOUNT, C.LE, "300", "元/亩"),
    ("每季度5次以上", K.COUNT, C.GE, "5", "次/季度"),
    ("2100㎡", K.COUNT, C.NONE, "2100", "平方米"),
    ("≥1.2万m²", K.COUNT, C.GE, "12000", "平方米"),
    ("500 m3", K.COUNT, C.NONE, "500", "立方米"),
    ("3km²", K.COUNT, C.NONE, "3", "平方公里"),
    ("≤30元/㎡", K.AMOUNT, C.LE, "30", "元/平方米"),
    ("≥95%(含95%)", K.RATIO, C.GE, "95", "%"),
    ("减少5%", K.RATIO, C.NONE, "5", "%"),
]


@pytest.mark.parametrize(("raw", "kind", "comparator", "magnitude", "unit"), NUMBERS)
def test_numbers(raw: str, kind: Kind, comparator: Comparator, magnitude: str, unit: str) -> None:
    value = parse_value(raw)
    assert (value.kind, value.comparator, value.unit) == (kind, comparator, unit)
    assert value.magnitude == Decimal(magnitude)


@pytest.mark.parametrize(
    ("raw", "low", "high", "unit"),
    [
        ("90%-95%", "90", "95", "%"),
        ("90-95%", "90", "95", "%"),
        ("90%～95%", "90", "95", "%"),
        ("5至10天", "5", "10", "天"),
        ("5万—8万元", "50000", "80000", "元"),
        ("100㎡-200㎡", "100", "200", "平方米"),
        ("每季度5-10次", "5", "10", "次/季度"),
    ],
)
def test_ranges(raw: str, low: str, high: str, unit: str) -> None:
    value = parse_value(raw)
    assert value.comparator is C.RANGE
    assert (value.magnitude, value.upper_magnitude) == (Decimal(low), Decimal(high))
    assert value.unit == unit


@pytest.mark.parametrize(
    ("raw", "date", "precision", "comparator"),
    [
        ("=2021年", (2021, 12, 31), "year", C.EQ),
        ("2021年底前", (2021, 12, 31), "month", C.LE),
        ("2023年底", (2023, 12, 31), "month", C.NONE),
        ("2021年12月31日前", (2021, 12, 31), "day", C.LE),
        ("2021年12月31日之前", (2021, 12, 31), "day", C.LE),
        ("2024年2月", (2024, 2, 29), "month", C.NONE),
        ("2023年12月底前完成", (2023, 12, 31), "month", C.LE),
        ("2021年1-12月", (2021, 12, 31), "month", C.NONE),
        ("2021年第三季度", (2021, 9, 30), "month", C.NONE),
        ("2020-2022年", (2022, 12, 31), "year", C.NONE),
        ("2021-6-30", (2021, 6, 30), "day", C.NONE),
        ("2021/06/30", (2021, 6, 30), "day", C.NONE),
        ("2021.6.30", (2021, 6, 30), "day", C.NONE),
    ],
)
def test_dates(
    raw: str, date: tuple[int, int, int], precision: str, comparator: Comparator
) -> None:
    value = parse_value(raw)
    assert value.kind is K.DATE
    assert value.date == datetime.date(*date)
    assert (value.precision, value.comparator) == (precision, comparator)


@pytest.mark.parametrize(
    ("raw", "month", "day"), [("9月前", 9, 30), ("12月31日前", 12, 31), ("四季度", 12, 31)]
)
def test_dates_without_a_year(raw: str, month: int, day: int) -> None:
    value = parse_value(raw)
    assert value.yearless
    assert value.date is not None
    assert (value.date.month, value.date.day) == (month, day)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("", K.BLANK),
        ("—", K.BLANK),
        ("/", K.BLANK),
        ("／", K.BLANK),
        ("－", K.BLANK),
        ("稳定", K.QUALITATIVE),
        ("提高", K.QUALITATIVE),
        ("年度计划", K.QUALITATIVE),
        ("纵向比较", K.QUALITATIVE),
        ("一网通办", K.QUALITATIVE),
        ("统一规范", K.QUALITATIVE),
        ("百花齐放", K.QUALITATIVE),
        ("开放数据发布的规范程度，如从开放数据格式等方面评估", K.NARRATIVE),
        ("6月底前完成招标，12月底前验收", K.NARRATIVE),
        ("6月招标、12月验收", K.NARRATIVE),
        ("6月、12月", K.UNPARSED),
        ("202010100.00%10", K.UNPARSED),
        ("21182118100%", K.UNPARSED),
        ("第O份", K.UNPARSED),
        ("IO", K.UNPARSED),
        ("95%?", K.UNPARSED),
        ("未完成5个", K.UNPARSED),
        ("第3名", K.UNPARSED),
        ("到0次", K.UNPARSED),
        ("2021年13月", K.UNPARSED),
    ],
)
def test_words_blanks_and_damage(raw: str, kind: Kind) -> None:
    assert parse_value(raw).kind is kind


@pytest.mark.parametrize(
    ("raw", "offer"),
    [
        ("95%?", "95%"),
        ("IO", "10"),
        ("l00%", "100%"),
        ("5O张", "50张"),
        ("1O.5万元?", "10.5万元"),
        ("第O份", "第0份"),
        ("21182118100%", ""),
        ("到0次", ""),
        ("95%", ""),
        ("III类", ""),
        ("CO2", ""),
    ],
)
def test_a_repair_is_offered_where_one_reading_is_left(raw: str, offer: str) -> None:
    assert mended(raw) == offer


def test_damage_is_named_and_never_repaired() -> None:
    value = parse_value("IO")
    assert value.number is None
    assert value.damage
    assert value.words == "IO"


@pytest.mark.parametrize(
    ("raw", "tier"),
    [
        ("完成", 1),
        ("达成预期指标", 1),
        ("部分达成", 2),
        ("基本完成", 2),
        ("未达成", 3),
        ("稳定", None),
    ],
)
def test_tiers(raw: str, tier: int | None) -> None:
    assert parse_value(raw).tier == tier


def test_the_printed_text_is_kept() -> None:
    assert Measure(" ＝100％").raw == " ＝100％"
    assert Measure("\x1b[31m5个\u202e").raw == "[31m5个"


@pytest.mark.parametrize(
    "text", ["9" * 32_000, "O" * 32_000 + "x", "?" * 32_000 + "x", "9-" * 9_000]
)
def test_a_full_cell_of_one_character_is_read_soon(text: str) -> None:
    # A pattern that tries each run once takes milliseconds, one that tries it from every place
    # takes minutes and meets the limit of time for a test.
    assert parse_value(text).kind in {Kind.UNPARSED, Kind.NARRATIVE}
    assert not Number(text).blank
