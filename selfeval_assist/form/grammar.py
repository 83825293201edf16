"""From the text of a target or actual value to its meaning, and back.

One regular-expression grammar over NFKC text with decimals. It never raises and never repairs: text
that it cannot read is UNPARSED, with what looks damaged named in ``damage``.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.form import numerals
from selfeval_assist.form.dates import parse_date, render_date
from selfeval_assist.form.values import Comparator, Kind, Value

_BLANK = re.compile(r"[\s\-—–－―/\\]*")
# Data-entry systems put the code of the sign before the sign: ``004 >=``.
_CODE = re.compile(r"^0\d{2}\s*(?=[><=≥≤])")

_PREFIXES = {
    Comparator.GE: r">=|=>|≥|≧|⩾|不得?(?:少于|低于|小于)|大于或?等于|至少|达到",
    Comparator.LE: r"<=|=<|≤|≦|⩽|不得?(?:超过|高于|大于|多于)|小于或?等于|控制在|至多|最多",
    Comparator.GT: r">|大于|超过|高于|多于",
    Comparator.LT: r"<|小于|低于|少于|不足",
    Comparator.EQ: r"=+|═|等于",
    Comparator.APPROX: r"≈|~|约为|大约|约|近",
}
_SUFFIXES = {
    Comparator.GE: r"\(?含?\)?及?以上(?:\(含\))?",
    Comparator.LE: r"\(?含?\)?及?(?:以下|以内|之内)(?:\(含\))?",
    Comparator.APPROX: r"左右|上下",
}
_PREFIX = re.compile("|".join(f"(?P<{key.name}>{pattern})" for key, pattern in _PREFIXES.items()))
_SUFFIX = re.compile(
    "(?:" + "|".join(f"(?P<{key.name}>{pattern})" for key, pattern in _SUFFIXES.items()) + ")$"
)

_ARABIC = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?"
_HAN = rf"[{numerals.CHARACTERS}]*[{numerals.CHARACTERS}\d][{numerals.CHARACTERS}\d]*"
_MULTIPLIERS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(10**8)}
_UNIT = r"[^\d\s,，。;；:：、><=≥≤前后底]{0,8}"
_QUANTITY = re.compile(rf"(?P<number>{_ARABIC})\s*(?P<mult>[万亿]?)\s*(?P<unit>{_UNIT})")
_RANGE = re.compile(
    rf"(?P<low>{_ARABIC})\s*(?P<lowmult>[万亿]?)(?P<lowunit>{_UNIT}?)\s*(?:-|—|–|~|～|至|到)\s*"
    rf"(?P<high>{_ARABIC})\s*(?P<mult>[万亿]?)\s*(?P<unit>{_UNIT})"
)
_MIXED = re.compile(rf"(?P<number>{_HAN})(?P<unit>{_UNIT})")
_PERCENT_WORDS = re.compile(rf"百分之(?P<number>{_HAN}|{_ARABIC})")
_TENTHS = re.compile(rf"(?P<number>[{numerals.DIGITS}\d])成(?P<half>半)?")
_AROUND_THE_CLOCK = re.compile(r"(?P<days>\d{1,2})\s*[×xX*]\s*(?P<hours>24)\s*(?:小时|h|H)?")

_PERCENT_UNITS = {"%", "百分比", "个百分比", "pct"}
_TIME_UNITS = {
    "天", "日", "工作日", "个工作日", "自然日", "日历天", "小时", "个小时", "分钟", "秒", "周",
    "个月", "月", "年", "学时", "课时",
}  # fmt: skip
_MONEY_UNITS = {"元", "元整", "圆", "圆整", "人民币"}
# One measure word alone makes a short Chinese numeral a count: 三次, 两个, 十台.
_COUNTERS = set("个件项台次人户家只头亩米座条套份篇所间辆场期本册批处栋名位株棵吨") | {
    "人次", "公里", "千米", "平方米", "立方米", "万元", "宗",
}  # fmt: skip

_TIERS = (
    (3, re.compile(r"^(?:未达成|未完成|没有完成|未达到|较差|差|不合格)")),
    (2, re.compile(r"^(?:部分达成|部分完成|基本达成|基本完成|部分达到)")),
    (1, re.compile(r"^(?:达成|已达成|全部达成|全面完成|完成|已完成|全部完成|达到预期|优秀?$|好$)")),
)
_DAMAGE = (
    (re.compile(r"\?$"), "末尾多出问号"),
    (re.compile(r"(?<![A-Za-z])[IOl]+(?=\d|$)|(?<=\d)[IOl]+|第O"), "字母 I、O、l 可能是数字 1、0"),
    (re.compile(r"\d%\d"), "百分号后又接数字，几个单元格可能粘在一起"),
    (re.compile(r"\d{6,}(?:\.\d+)?%"), "百分数过大，几个单元格可能粘在一起"),
)
NARRATIVE_LENGTH = 15
"""A value of more characters than this is prose, not a value (rules: TGT002)."""


@lru_cache(maxsize=4096)
def parse_value(raw: str) -> Value:
    """Return the meaning of a target or actual value.

    Args:
        raw: the text of the cell, such as ``≥95%``, ``=2021年``, ``>1亿``, ``稳定``.

    Returns:
        The parsed value. Ratios are in percent, 0–100; ``>1亿`` has number 1 and multiplier 10^8.
        Text that has digits but no reading is UNPARSED. No input raises.
    """
    if _BLANK.fullmatch(raw):
        return Value(Kind.BLANK)
    text = _CODE.sub("", " ".join(unicodedata.normalize("NFKC", raw).split()))
    comparator, body = _comparator(text)
    value = _date(comparator, body) or _numeric(comparator, body) or _words(text, body)
    if damage := tuple(why for pattern, why in _DAMAGE if pattern.search(text)):
        # A damaged number is not a number: the person decides what it should be.
        return Value(Kind.UNPARSED, words=text, damage=damage)
    return value


def render_value(value: Value) -> str:
    """Return the text of a value in one canonical spelling; ``parse_value`` reads it back."""
    if value.kind is Kind.BLANK:
        return ""
    if value.kind is Kind.DATE:
        return _mark(value.comparator) + render_date(value)
    if value.number is None:
        return value.words
    suffix = {Decimal(1): "", Decimal(10_000): "万", Decimal(10**8): "亿"}[value.multiplier]
    number = format(value.number, "f")
    if value.comparator is Comparator.RANGE and value.upper is not None:
        return f"{number}{suffix}{value.unit}-{format(value.upper, 'f')}{suffix}{value.unit}"
    return f"{_mark(value.comparator)}{number}{suffix}{value.unit}"


def _mark(comparator: Comparator) -> str:
    return "" if comparator is Comparator.RANGE else comparator.value


def _comparator(text: str) -> tuple[Comparator, str]:
    """Split a value into its comparator and the rest; words before, after or both."""
    found = Comparator.NONE
    if match := _PREFIX.match(text):
        found = Comparator[match.lastgroup or "NONE"]
        text = text[match.end() :].strip()
    if (match := _SUFFIX.search(text)) and match.start() > 0:
        if found is Comparator.NONE:
            found = Comparator[match.lastgroup or "NONE"]
        text = text[: match.start()].strip()
    return found, text


def _date(comparator: Comparator, body: str) -> Value | None:
    parsed = parse_date(body)
    if parsed is None:
        return None
    date, precision, before = parsed
    if before and comparator is Comparator.NONE:
        comparator = Comparator.LE
    return Value(Kind.DATE, comparator, date=date, precision=precision)


def _numeric(comparator: Comparator, body: str) -> Value | None:
    if match := _AROUND_THE_CLOCK.fullmatch(body):
        hours = Decimal(match["days"]) * Decimal(match["hours"])
        return Value(Kind.DURATION, comparator, hours, unit="小时")
    if match := _RANGE.fullmatch(body):
        return _range(match)
    if match := _QUANTITY.fullmatch(body):
        number = Decimal(match["number"].replace(",", ""))
        return _with_unit(comparator, number, match["mult"], match["unit"])
    if match := _PERCENT_WORDS.fullmatch(body):
        percent = numerals.chinese_number(match["number"]) or _decimal(match["number"])
        return None if percent is None else Value(Kind.RATIO, comparator, percent, unit="%")
    if match := _TENTHS.fullmatch(body):
        tenths = numerals.chinese_number(match["number"])
        if tenths is not None:
            percent = tenths * 10 + (5 if match["half"] else 0)
            return Value(Kind.RATIO, comparator, percent, unit="%")
    return _spoken(comparator, body)


def _spoken(comparator: Comparator, body: str) -> Value | None:
    """Read ``壹佰万元整``, ``1亿2千万元``, ``三次``, ``零事故``."""
    match = _MIXED.fullmatch(body)
    if match is None:
        return None
    number, unit = numerals.chinese_number(match["number"]), match["unit"]
    if number is None:
        return None
    known = unit in _COUNTERS | _TIME_UNITS | _MONEY_UNITS or unit == ""
    if match["number"] == "零" and unit:
        known = True
    if not known:
        # 一体化, 百分比, 统一: words that begin with a numeral are words.
        return None
    return _with_unit(comparator, number, "", unit)


def _range(match: "re.Match[str]") -> Value | None:
    low, high = (Decimal(match[key].replace(",", "")) for key in ("low", "high"))
    if match["lowmult"] and match["lowmult"] != match["mult"]:
        low = low * _MULTIPLIERS[match["lowmult"]] / _MULTIPLIERS[match["mult"]]
    low_unit, unit = match["lowunit"].strip(), match["unit"].strip()
    if low > high or (low_unit and low_unit != unit):
        return None
    value = _with_unit(Comparator.RANGE, low, match["mult"], unit)
    return Value(value.kind, Comparator.RANGE, low, high, value.multiplier, value.unit)


def _with_unit(comparator: Comparator, number: Decimal, mult: str, unit: str) -> Value:
    unit = unit.strip()
    if unit in _PERCENT_UNITS:
        kind, unit = Kind.RATIO, "%"
    elif unit == "‰":
        kind, number, unit = Kind.RATIO, number / 10, "%"
    elif unit in _MONEY_UNITS:
        kind, unit = Kind.AMOUNT, "元"
    elif unit in _TIME_UNITS:
        kind = Kind.DURATION
    else:
        kind = Kind.COUNT
        if unit.startswith("元/"):
            kind = Kind.AMOUNT
    return Value(kind, comparator, number, multiplier=_MULTIPLIERS[mult], unit=unit)


def _words(text: str, body: str) -> Value:
    """Classify what is not a quantity: a word, prose, or something with digits nobody can read."""
    tier = next((number for number, pattern in _TIERS if pattern.match(body)), None)
    prose = len(text) > NARRATIVE_LENGTH or re.search(r"[。；;]", text) is not None
    if prose:
        return Value(Kind.NARRATIVE, words=text, tier=tier)
    if re.search(r"\d", text):
        return Value(Kind.UNPARSED, words=text)
    return Value(Kind.QUALITATIVE, words=text, tier=tier)


def _decimal(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if re.fullmatch(_ARABIC, text) else None
