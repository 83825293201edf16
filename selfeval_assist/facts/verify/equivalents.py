"""Other ways to write a value that say the same: 430万元 and 4300000元, 95%以上 and ≥95%."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.facts.lexicon import change_before
from selfeval_assist.facts.model import Fact
from selfeval_assist.form.decimals import rounded

BEFORE: dict[str, tuple[str, ...]] = {
    "≥": ("不低于", "不少于", "不小于", "≥", ">=", "至少"),
    ">": ("超过", "高于", "大于", "多于", ">"),
    "≤": ("不超过", "不高于", "不大于", "不多于", "≤", "<=", "至多", "未超过", "不突破"),
    "<": ("低于", "少于", "小于", "<"),
    "≈": ("约", "约为", "大约", "≈"),
}
"""The words of a bound that stand before a number."""
AFTER: dict[str, tuple[str, ...]] = {
    "≥": ("以上", "及以上"),
    ">": ("以上",),
    "≤": ("以内", "以下", "之内", "及以下"),
    "<": ("以下", "以内", "之内"),
    "≈": ("左右",),
}
"""The words of a bound that stand behind a number."""
_MORE_SIGNS = {
    "超": ">", "逾": ">", "突破": ">", "超出": ">", "未低于": "≥", "未超": "≤", "没有超过": "≤",
    "控制在": "≤", "不足": "<", "不到": "<", "多达": "≥", "高达": "≥",
}  # fmt: skip
_SIGNS = {word: sign for sign, words in BEFORE.items() for word in words}
SIGNS = _SIGNS | _MORE_SIGNS
"""What the words of a bound mean."""
_ENDS = {"以上": "≥", "以下": "≤", "以内": "≤", "左右": "≈"}
_TIMES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(10**8)}
_VALUE = re.compile(
    rf"(?P<before>{'|'.join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))})?"
    r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<times>[万亿]?)(?P<unit>[^\d，。；]*?)"
    r"(?P<after>以上|以下|以内|左右)?"
)


@lru_cache(maxsize=4096)
def magnitude(value: str) -> Decimal | None:
    """Return the number that a written value means, its multiplier included, or None."""
    match = _level(value)
    return None if match is None else _number(match)


def _level(value: str) -> "re.Match[str] | None":
    """Read a value as a number with its bound; the verb of a change is held to it elsewhere."""
    return _VALUE.fullmatch(value.removeprefix(change_before(value)))


def _number(match: "re.Match[str]") -> Decimal:
    return Decimal(match["number"].replace(",", "")) * _TIMES[match["times"]]


def spellings(fact: Fact) -> Iterator[tuple[str, int | None]]:
    """Yield the value of a fact and everything that says the same, without repeats.

    A rate that was worked out may be rounded half-up to fewer decimals, but never to 0 or 100%,
    which would say something else; money in 万元 to no fewer than two. With a rounded spelling
    comes the number of decimals that a text has to print; with an exact one, None.
    """
    seen: set[str] = set()
    for base in (fact.value, *fact.variants):
        for text in (base, *_same(base)):
            if text and text not in seen:
                seen.add(text)
                yield text, None
    if fact.kind == "amount" and magnitude(fact.value) == 0:
        yield from ((text, None) for text in ("0元", "0万元") if text not in seen)
    if fact.kind == "count" and fact.value.endswith("项"):
        things = ("个指标", "条指标", "个三级指标", "个绩效指标")
        yield from ((f"{fact.value[:-1]}{thing}", None) for thing in things)
    yield from _rounded_rate(fact)
    yield from _rounded_money(fact)


@lru_cache(maxsize=4096)
def _same(value: str) -> tuple[str, ...]:
    match = _level(value)
    if match is None or match["unit"].startswith(("月", "-", "至", "/")):
        return ()
    if _number(match) == 0:
        return ()
    if match["unit"].startswith("年") and len(match["number"]) == 4:
        return ()
    sign = _SIGNS.get(match["before"] or "", "") or _ENDS.get(match["after"] or "", "")
    number, unit = _number(match), match["unit"]
    bare = [f"{_plain(number / times)}{word}{unit}" for word, times in _scales(number, unit)]
    if not sign:
        return tuple(bare)
    before = (f"{mark}{text}" for mark in BEFORE[sign] for text in bare)
    after = (f"{text}{mark}" for mark in AFTER[sign] for text in bare)
    return (*before, *after)


def _scales(number: Decimal, unit: str) -> Iterator[tuple[str, Decimal]]:
    """Yield the multipliers with which a number may be written."""
    yield "", Decimal(1)
    if not unit or unit.startswith(("%", "‰", "个百分点", "分")) or number == 0:
        return
    for word in ("万", "亿"):
        if number >= _TIMES[word] or (unit == "元" and number >= _TIMES[word] / 10_000):
            yield word, _TIMES[word]


_QUOTIENT = re.compile(r"\(?([\d.]+)(?: − ([\d.]+)\))? ÷ ([\d.]+) × 100%")


def quotient(fact: Fact) -> Decimal | None:
    """Return a rate that was worked out as the shown sum has it, before rounding."""
    if fact.kind != "rate" or not fact.work or not re.fullmatch(r"[\d.]+%", fact.value):
        return None
    match = _QUOTIENT.match(fact.work)
    if match is None:
        return None
    top, less, base = (Decimal(part or 0) for part in match.groups())
    return (top - less) / base * 100 if base else None


def _rounded_rate(fact: Fact) -> Iterator[tuple[str, int]]:
    exact = quotient(fact)
    if exact is None:
        return
    shown = Decimal(fact.value[:-1])
    for places in (1, 0):
        number = rounded(exact, places)
        if number != shown and number not in {Decimal(0), Decimal(100)}:
            yield f"{_plain(number)}%", places


def _rounded_money(fact: Fact) -> Iterator[tuple[str, int]]:
    """Yield money in 万元 at two and more decimals; an auditor reads fewer as another amount."""
    match = re.fullmatch(r"([\d.]+)(万?)元", fact.value)
    if fact.kind != "amount" or match is None:
        return
    exact = Decimal(match[1]) / (1 if match[2] else _TIMES["万"])
    for places in (4, 3, 2):
        number = rounded(exact, places)
        if number != exact and number:
            yield f"{_plain(number)}万元", places


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
