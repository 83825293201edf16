"""Numbers with their units: ``95%``, ``1.2亿元``, ``百分之九十五``, ``5-10天``, ``每亩300元``."""

import re
from dataclasses import replace
from decimal import Decimal

from selfeval_assist.prose import numerals, signs
from selfeval_assist.prose.decimals import TOO_LONG, decimal_of
from selfeval_assist.prose.values import Comparator, Kind, Value

ARABIC = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,4})?"
_HAN = rf"[{numerals.CHARACTERS}\d]+"
_MULTIPLIERS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(10**8)}
_UNIT = r"[^\d\s,，。;；:：、><=≥≤前后底]{0,8}"
_QUANTITY = re.compile(rf"(?P<number>{ARABIC})\s*(?P<mult>[万亿]?)\s*(?P<unit>{_UNIT})")
_RANGE = re.compile(
    rf"(?P<low>{ARABIC})\s*(?P<lowmult>[万亿]?)(?P<lowunit>{_UNIT}?)\s*(?:-|—|–|~|～|至|到)\s*"
    rf"(?P<high>{ARABIC})\s*(?P<mult>[万亿]?)\s*(?P<unit>{_UNIT})"
)
_SPOKEN = re.compile(rf"(?P<number>{_HAN})(?P<unit>{_UNIT})")
_PERCENT_WORDS = re.compile(rf"百分之(?P<number>{_HAN}|{ARABIC})")
_TENTHS = re.compile(rf"(?P<number>[{numerals.DIGITS}\d])成(?P<half>半)?")
_AROUND_THE_CLOCK = re.compile(r"(?P<days>\d{1,2})\s*[×xX*]\s*(?P<hours>24)\s*(?:小时|h|H)?")
_PER = re.compile(
    rf"每(?P<per>[\u4e00-\u9fff]{{1,3}}?)\s*"
    rf"(?P<rest>(?:{signs.PREFIX})?\s*(?:{ARABIC}.*|{_HAN}[次个件元].*))"
)
_POWERS = {"m2": "平方米", "m3": "立方米", "km2": "平方公里", "hm2": "公顷"}
_POWER = re.compile(rf"(?<=[\d\s万亿/])(?:{'|'.join(_POWERS)})(?![\dA-Za-z])", re.IGNORECASE)

_PERCENT_UNITS = {"%", "百分比", "个百分比", "pct"}
_TIME_UNITS = {
    "天", "日", "工作日", "个工作日", "自然日", "日历天", "小时", "个小时", "分钟", "秒", "周",
    "个月", "月", "年", "学时", "课时",
}  # fmt: skip
_MONEY_UNITS = {"元", "元整", "圆", "圆整", "人民币"}
# One measure word alone makes a short Chinese numeral a count: 三次, 两个, 十台.
_COUNTERS = set("个件项台次人户家只头亩米座条套份篇所间辆场期本册批处栋名位株棵吨起例") | {
    "人次", "公里", "千米", "平方米", "立方米", "宗",
}  # fmt: skip

_TOO_LONG = Value(Kind.UNPARSED, damage=(TOO_LONG,))


def read_quantity(comparator: Comparator, body: str) -> Value | None:
    """Return the quantity that a text without signs is, or None when it is no quantity.

    One with more digits than a number of a form can have is UNPARSED, and its damage says so.
    A percent is 0–100; ``‰`` becomes percent; ``每亩300元`` has the unit ``元/亩`` and
    ``每季度不少于5次`` is ≥5 次/季度; ``㎡`` is 平方米.
    """
    body = _POWER.sub(lambda found: _POWERS[found[0].lower()], body)
    if match := _AROUND_THE_CLOCK.fullmatch(body):
        hours = Decimal(match["days"]) * Decimal(match["hours"])
        return Value(Kind.DURATION, comparator, hours, unit="小时")
    if match := _RANGE.fullmatch(body):
        return _range(match)
    if match := _QUANTITY.fullmatch(body):
        number = decimal_of(match["number"])
        if number is None:
            return _TOO_LONG
        return _with_unit(comparator, number, match["mult"], match["unit"])
    if match := _PER.fullmatch(body):
        within, rest = signs.split(match["rest"])
        inner = read_quantity(comparator or within, rest)
        if inner is None or inner.magnitude is None:
            return inner
        unit = f"{inner.unit}/{match['per']}"
        value = _with_unit(inner.comparator, inner.magnitude, "", unit)
        return replace(value, upper=inner.upper_magnitude)
    return _in_words(comparator, body)


def _in_words(comparator: Comparator, body: str) -> Value | None:
    """Read ``百分之九十五``, ``九成半``, ``壹佰万元整``, ``1亿2千万元``, ``三次``, ``零事故``."""
    if match := _PERCENT_WORDS.fullmatch(body):
        percent = numerals.chinese_number(match["number"])
        if percent is None and match["number"].isascii():
            percent = decimal_of(match["number"])
            if percent is None:
                return _TOO_LONG
        return None if percent is None else Value(Kind.RATIO, comparator, percent, unit="%")
    if match := _TENTHS.fullmatch(body):
        tenths = numerals.chinese_number(match["number"]) or Decimal(0)
        percent = tenths * 10 + (5 if match["half"] else 0)
        return Value(Kind.RATIO, comparator, percent, unit="%")
    match = _SPOKEN.fullmatch(body)
    number = numerals.chinese_number(match["number"]) if match else None
    if match is None or number is None:
        return None
    unit = match["unit"]
    # 一体化 and 统一 are words; 三次 is a count, and so is 零 before anything.
    counted = (
        unit in _COUNTERS | _TIME_UNITS | _MONEY_UNITS or unit == "" or match["number"] == "零"
    )
    return _with_unit(comparator, number, "", unit) if counted else None


def _range(match: "re.Match[str]") -> Value | None:
    low, high = decimal_of(match["low"]), decimal_of(match["high"])
    if low is None or high is None:
        return _TOO_LONG
    if match["lowmult"] and match["lowmult"] != match["mult"]:
        low = low * _MULTIPLIERS[match["lowmult"]] / _MULTIPLIERS[match["mult"]]
    low_unit, unit = match["lowunit"].strip(), match["unit"].strip()
    if low > high or (low_unit and low_unit != unit):
        return None
    value = _with_unit(Comparator.RANGE, low, match["mult"], unit)
    return Value(value.kind, Comparator.RANGE, low, high, value.multiplier, value.unit)


def _with_unit(comparator: Comparator, number: Decimal, mult: str, unit: str) -> Value:
    unit = unit.strip()
    if unit in _PERCENT_UNITS or unit.startswith("%"):
        kind, unit = Kind.RATIO, "%"
    elif unit == "‰":
        kind, number, unit = Kind.RATIO, number / 10, "%"
    elif unit in _MONEY_UNITS:
        kind, unit = Kind.AMOUNT, "元"
    elif unit.startswith("元/"):
        kind = Kind.AMOUNT
    else:
        kind = Kind.DURATION if unit in _TIME_UNITS else Kind.COUNT
    return Value(kind, comparator, number, multiplier=_MULTIPLIERS[mult], unit=unit)
