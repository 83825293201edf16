"""From the text of a target or actual value to its meaning, and back.

One regular-expression grammar over NFKC text with decimals. It never raises and never repairs: text
that it cannot read is UNPARSED, with what looks damaged named in ``damage``.
"""

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.form.damage import damage
from selfeval_assist.form.text import is_nothing
from selfeval_assist.prose.dates import read_date, render_date
from selfeval_assist.prose.quantities import read_quantity
from selfeval_assist.prose.signs import split
from selfeval_assist.prose.units import known
from selfeval_assist.prose.values import Comparator, Kind, Value
from selfeval_assist.prose.words import has_digit, holds, tags

_TIERS = (
    (3, ("未达成", "未完成", "没有完成", "未达到", "较差", "差", "不合格")),
    (2, ("部分达成", "部分完成", "基本达成", "基本完成", "部分达到")),
    (1, ("达成", "已达成", "全部达成", "全面完成", "完成", "已完成", "全部完成", "达到预期")),
)
"""How words begin that name one of the three tiers."""
_BEST = frozenset({"优", "优秀", "好"})
_STOPS = "。；;，,、 "
"""What people put behind a value without meaning anything by it: ``90%。``."""
_REMARK = re.compile(r"(?P<body>[^()]+)\((?P<remark>[^()]{1,20})\)")
_RESULT = re.compile(
    r"(?P<plan>[^,;。]{1,40})[,;]实际[\u4e00-\u9fff]{0,6}(?P<value>\d[^,;。]{0,20})"
)
_STAGES = re.compile(r"(?:(?:\d{4}年)?(?:\d{1,2}月|第?[1-4]季度)[^,、]*[\u4e00-\u9fff][,、]?){2,}")
"""Several deadlines in a row: ``6月招标,12月验收``. No single date says what they say."""
NARRATIVE_LENGTH = 15
"""A value of more characters than this is prose, not a value (rules: TGT002), if it has words."""


@lru_cache(maxsize=4096)
def parse_value(raw: str) -> Value:
    """Return the meaning of a target or actual value.

    Args:
        raw: the text of the cell, such as ``≥95%``, ``=2021年``, ``>1亿``, ``稳定``.

    Returns:
        The parsed value. Ratios are in percent, 0–100; ``>1亿`` has number 1 and multiplier 10^8.
        Text that has digits but no reading is UNPARSED. No input raises.
    """
    if is_nothing(raw):
        return Value(Kind.BLANK)
    text = " ".join(unicodedata.normalize("NFKC", raw).split())
    text = text.rstrip(_STOPS) or text
    if damaged := damage(text):
        # A damaged number is not a number: the person decides what it should be.
        return Value(Kind.UNPARSED, words=text, damage=damaged)
    comparator, body = split(text)
    value = _read(comparator, body) or _with_remark(text) or _told(text) or _words(text, body)
    return replace(value, words=text) if value.damage else value


def _read(comparator: Comparator, body: str) -> Value | None:
    return read_date(comparator, body) or read_quantity(comparator, body)


def _with_remark(text: str) -> Value | None:
    """Return the value before a remark in brackets that does not say otherwise: ``90%(45/50)``.

    A unit in brackets is the unit: ``≥1200(盏)``. A date in brackets is the date of the words
    before it: ``汛期前(4月底)``.
    """
    match = _REMARK.fullmatch(text)
    if match is None:
        return None
    if not has_digit(match["body"]):
        return _dated(match["body"].strip(), match["remark"])
    if any(tag.has("verdict.missed") for tag in tags(match["remark"])):
        return None
    comparator, body = split(match["body"].strip())
    value = _read(comparator, body)
    if value is not None and value.numeric and not value.unit and known(match["remark"]):
        return _read(comparator, body + match["remark"])
    return value


def _dated(body: str, remark: str) -> Value | None:
    """Return the date that a remark gives to words: 汛期前(4月底), 按期完成(11月20日)."""
    comparator, day = split(remark)
    value = read_date(comparator or (Comparator.LE if body.endswith("前") else comparator), day)
    clear = value is not None and value.precision != "year"
    return value if clear and not any(tag.has("verdict.missed") for tag in tags(body)) else None


def _told(text: str) -> Value | None:
    """Return the result that stands behind another number: ``已签约120人,实际入住96人``."""
    match = _RESULT.fullmatch(text)
    return _read(*split(match["value"])) if match and has_digit(match["plan"]) else None


def render_value(value: Value) -> str:
    """Return the text of a value in one canonical spelling; ``parse_value`` reads it back."""
    if value.kind is Kind.BLANK:
        return ""
    sign = "" if value.comparator is Comparator.RANGE else value.comparator.value
    if value.kind is Kind.DATE:
        return sign + render_date(value)
    if value.number is None:
        return value.words
    suffix = {Decimal(1): "", Decimal(10_000): "万", Decimal(10**8): "亿"}[value.multiplier]
    number = format(value.number, "f")
    if value.upper is not None:
        return f"{number}{suffix}{value.unit}-{format(value.upper, 'f')}{suffix}{value.unit}"
    return f"{sign}{number}{suffix}{value.unit}"


def _words(text: str, body: str) -> Value:
    """Classify what is not a quantity: a word, prose, or something with digits nobody can read."""
    best = 1 if body in _BEST else None
    tier = next((number for number, begins in _TIERS if body.startswith(begins)), best)
    long = len(text) > NARRATIVE_LENGTH and any(
        char.isalnum() and not char.isdecimal() for char in text
    )
    if long or holds(text, "。；;") or _STAGES.fullmatch(text):
        return Value(Kind.NARRATIVE, words=text, tier=tier)
    kind = Kind.UNPARSED if has_digit(text) else Kind.QUALITATIVE
    return Value(kind, words=text, tier=tier)
