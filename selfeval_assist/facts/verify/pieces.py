"""The numbers of a written value, and how one of them stands in a text."""

import re
from functools import lru_cache

from selfeval_assist.facts.verify.equivalents import BEFORE
from selfeval_assist.facts.verify.quantities import numbers

# What after a number or unit makes it another quantity: 12 → 12万, 3个 → 3个月, 95 → 95%.
CONTINUES = re.compile(
    r"[.,]?\d|/[^\W\d]|[%‰万亿元倍成余多]|百分|个?百分点|个?月|小时|工作日|次|以上|以下|以内|之内|左右|上下|之多"
)
FOLLOWS = re.compile(
    r"[.,]?\d|/[^\W\d]|[%‰万亿元倍成]|百分|个?百分点|个?月|小时|工作日|次|以上|以下|以内|之内|左右|上下|之多"
)
"""The same behind a unit, where 多 begins a comparison: 比目标14726人多1209人."""
_BOUNDS = (
    *(word for words in BEFORE.values() for word in words),
    "不足", "不到", "将近", "接近", "近", "逾", "超", "超出", "未超", "未低于", "没有超过", "至少",
    "多达", "高达", "第", "=", "-", "−", "－", "负", "+",
)  # fmt: skip
_BEFORE = re.compile(
    f"(?:{'|'.join(map(re.escape, sorted(_BOUNDS, key=len, reverse=True)))})(?<![节预合签条制]约)$"
)
UNIT = re.compile(r"个百分点|[%‰]|[万亿]?元|[万亿]?[个项件家户人次天台套分份年月日亩米]次?|[万亿]")
# A unit that a value of a form leaves out and a person writes: 15935 → 15935人.
MEASURE = re.compile(
    r"(?!月)(?:个(?!月|百分点)|[项件家户人台套份篇名所辆场次只头株间期批条]次?)(?!民币)"
)


@lru_cache(maxsize=16384)
def pieces_of(spelling: str) -> tuple[tuple[str, str, str], ...]:
    """Return the numbers of a value in one width, each with what stands before and behind it."""
    found = list(numbers(spelling))
    ends = [*(each.start for each in found[1:]), len(spelling)]
    return tuple(
        (each.key, bound(spelling, each.start), each.unit or spelling[each.end : end])
        for each, end in zip(found, ends, strict=False)
        if each.key
    )


def bound(text: str, at: int) -> str:
    """Return the word of a bound or sign that stands right before a place, or ""."""
    match = _BEFORE.search(text, max(0, at - 5), at)
    return match[0] if match else ""
