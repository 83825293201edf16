"""Numbers with their units: ``95%``, ``1.2亿元``, ``百分之九十五``, ``5-10天``, ``每亩300元``."""

import re
from dataclasses import replace
from decimal import Decimal

from selfeval_assist.prose import numerals, signs, units, words
from selfeval_assist.prose.decimals import TOO_LONG, decimal_of
from selfeval_assist.prose.values import Comparator, Kind, Value

ARABIC = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,4})?"
_HAN = rf"[{numerals.CHARACTERS}\d]+"
_MULTIPLIERS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(10**8)}
_UNIT = r"[^\d\s,，。;；:：、><=≥≤前后底]{0,8}"
_QUANTITY = re.compile(rf"(?P<number>{ARABIC})\s?(?P<mult>[万亿]?)\s?(?P<unit>{_UNIT})")
_RANGE = re.compile(
    rf"(?P<low>{ARABIC})\s?(?P<lowmult>[万亿]?)(?P<lowunit>{_UNIT}?)\s?(?:-|—|–|~|～|至|到)\s?"
    rf"(?P<high>{ARABIC})\s?(?P<mult>[万亿]?)\s?(?P<unit>{_UNIT})"
)
_SPOKEN = re.compile(rf"(?P<number>{_HAN})(?P<unit>{_UNIT})")
_PERCENT_WORDS = re.compile(rf"百分之(?P<number>{_HAN}|{ARABIC})")
_TENTHS = re.compile(rf"(?P<number>[{numerals.DIGITS}\d])成(?P<half>半)?")
_AROUND_THE_CLOCK = re.compile(r"(?P<days>\d{1,2})\s?[×xX*]\s?(?P<hours>24)\s?(?:小时|h|H)?")
_PER = re.compile(
    rf"每(?P<per>[\u4e00-\u9fff]{{1,3}}?)\s?"
    rf"(?P<rest>(?:{signs.PREFIX})?\s?(?:{ARABIC}.*|{_HAN}[次个件元].*))"
)
_POWERS = {"m2": "平方米", "m3": "立方米", "km2": "平方公里", "hm2": "公顷"}
_POWER = re.compile(rf"(?<=[\d\s万亿/])(?:{'|'.join(_POWERS)})(?![\dA-Za-z])", re.IGNORECASE)

# 2.9/10万, 5例/10万人: of so many people; the unit is written without figures
_TENS = {"10": "十", "100": "百", "1000": "千"}
_FIGURES = {word: figure for figure, word in _TENS.items()}
_TOLD_BASE = re.compile(rf"/([{''.join(_FIGURES)}])万")
_BASE = re.compile(r"/(10{1,3})(万)(?=[人户]?$)")

_PERCENT_UNITS = {"%", "百分比", "个百分比", "pct"}
_MONEY_UNITS = {"元", "元整", "圆", "圆整", "人民币"}

_TOO_LONG = Value(Kind.UNPARSED, damage=(TOO_LONG,))


def base_of(unit: str) -> str:
    """Return the base of a rate that has no other unit as forms write it: /10万 of ``/十万``."""
    found = _TOLD_BASE.fullmatch(unit)
    return f"/{_FIGURES[found[1]]}万" if found else ""


def read_quantity(comparator: Comparator, body: str) -> Value | None:
    """Return the quantity that a text without signs is, or None when it is no quantity.

    One with more digits than a number of a form can have is UNPARSED, and its damage says so.
    A percent is 0–100; ``‰`` becomes percent; ``每亩300元`` has the unit ``元/亩`` and
    ``每季度不少于5次`` is ≥5 次/季度; ``㎡`` is 平方米; ``3.5/10万`` has the unit ``/十万``.
    """
    body = _BASE.sub(lambda found: f"/{_TENS[found[1]]}{found[2]}", body)
    body = _POWER.sub(lambda found: _POWERS[found[0].lower()], body)
    for pattern, reads in _FORMS:
        if match := pattern.fullmatch(body):
            return reads(match, comparator)
    return None


def _clock(match: "re.Match[str]", comparator: Comparator) -> Value:
    hours = Decimal(match["days"]) * Decimal(match["hours"])
    return Value(Kind.DURATION, comparator, hours, unit="小时")


def _digits(match: "re.Match[str]", comparator: Comparator) -> Value:
    number = decimal_of(match["number"])
    if number is None:
        return _TOO_LONG
    return _with_unit(comparator, number, match["mult"], match["unit"])


def _per(match: "re.Match[str]", comparator: Comparator) -> Value | None:
    within, rest = signs.split(match["rest"])
    inner = read_quantity(comparator or within, rest)
    if inner is None or inner.magnitude is None:
        return inner
    unit = f"{inner.unit}/{match['per']}"
    value = _with_unit(inner.comparator, inner.magnitude, "", unit)
    return replace(value, upper=inner.upper_magnitude)


def _percent(match: "re.Match[str]", comparator: Comparator) -> Value | None:
    percent = numerals.chinese_number(match["number"])
    if percent is None and match["number"].isascii():
        percent = decimal_of(match["number"])
        if percent is None:
            return _TOO_LONG
    return None if percent is None else Value(Kind.RATIO, comparator, percent, unit="%")


def _tenths(match: "re.Match[str]", comparator: Comparator) -> Value:
    tenths = numerals.chinese_number(match["number"]) or Decimal(0)
    percent = tenths * 10 + (5 if match["half"] else 0)
    return Value(Kind.RATIO, comparator, percent, unit="%")


def _spoken(match: "re.Match[str]", comparator: Comparator) -> Value | None:
    """Read ``壹佰万元整``, ``三次``, ``零事故``; 一体化 and 一票否决 are words."""
    number, unit = numerals.chinese_number(match["number"]), match["unit"]
    counted = not unit or match["number"] == "零" or unit in _MONEY_UNITS or units.known(unit)
    if number is None or not counted or words.spans(match[0], "idiom"):
        return None
    return _with_unit(comparator, number, "", unit)


def _range(match: "re.Match[str]", _comparator: Comparator) -> Value | None:
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
        kind = Kind.DURATION if units.lasts(unit) else Kind.COUNT
    return Value(kind, comparator, number, multiplier=_MULTIPLIERS[mult], unit=unit)


_FORMS = (
    (_AROUND_THE_CLOCK, _clock),
    (_RANGE, _range),
    (_QUANTITY, _digits),
    (_PER, _per),
    (_PERCENT_WORDS, _percent),
    (_TENTHS, _tenths),
    (_SPOKEN, _spoken),
)
"""The forms of a quantity in the order in which they are tried; the first that fits is read."""
