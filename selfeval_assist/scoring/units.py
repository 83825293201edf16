"""Whether two units of measure name the same thing, and how many of one make the other."""

import re
from decimal import Decimal
from functools import lru_cache

_ONE, _THOUSAND = Decimal(1), Decimal(1000)
# Spellings by what they measure; the number says how many of the first spelling one of them is.
_MEASURES: tuple[dict[str, Decimal], ...] = (
    {"米": _ONE, "m": _ONE, "延米": _ONE, "公里": _THOUSAND, "千米": _THOUSAND, "km": _THOUSAND},
    dict.fromkeys(("平方米", "平米", "平方", "m2", "m²"), Decimal("0.0015"))
    | {"亩": _ONE, "公顷": Decimal(15), "平方公里": Decimal(1500)},
    {"立方米": _ONE, "立方": _ONE, "方": _ONE, "m3": _ONE, "m³": _ONE},
    {"公斤": _ONE, "千克": _ONE, "kg": _ONE, "斤": Decimal("0.5"), "吨": _THOUSAND, "t": _THOUSAND},
    {"千瓦时": _ONE, "度": _ONE, "kwh": _ONE},
    {"千瓦": _ONE, "kw": _ONE, "兆瓦": _THOUSAND, "mw": _THOUSAND},
    {"秒": _ONE, "s": _ONE, "分钟": Decimal(60), "min": Decimal(60)}
    | dict.fromkeys(("小时", "个小时", "h"), Decimal(3600))
    | dict.fromkeys(("天", "日", "日历天", "自然日"), Decimal(86_400)),
    dict.fromkeys(("工作日", "个工作日"), _ONE),
    {"月": _ONE, "个月": _ONE, "年": Decimal(12)},
    {"%": _ONE, "分": _ONE},  # a satisfaction of 92.5 points out of 100
)
_SPELLED = {
    spelling: (kind, factor)
    for kind, spellings in enumerate(_MEASURES)
    for spelling, factor in spellings.items()
}
# Measure words that people use for the same things: 28个, 28处 and 28座 are one number of stations.
_COUNTED = tuple(
    frozenset(words)
    for words in (
        "人名位",
        "户家所",
        "次场期批届轮班节回",
        "座处栋幢间所家项点宗",
        "台件张份本册辆部只把支条块床项批种类组门具艘架",
        "份篇本册期部项条则幅",
        "株棵丛",
        "头只羽尾匹",
    )
)
_COUNTERS = frozenset("个套").union(*_COUNTED)
_MONEY = frozenset({"元", "万元", "亿元"})
_OFTEN = frozenset({"天", "日", "周", "旬", "月", "季", "季度", "半年", "学期", "小时", "分钟"})
_BRACKETS = re.compile(r"[()（）\[\]]")
_PER = re.compile(r"[·・.、*/]|每")


def same_unit(first: str, second: str) -> bool:
    """Return whether two units of measure can be compared with each other."""
    return ratio(first, second) is not None


@lru_cache(maxsize=4096)
def ratio(of: str, to: str) -> Decimal | None:
    """Return how many of the unit ``to`` one of the unit ``of`` is; None where they differ.

    A price for something (``元/人·天``) compares with one that names fewer of its 每 (``元/天``,
    ``元``): people shorten the unit, not what it is about.
    """
    (base, *per), (other, *other_per) = _split(of), _split(to)
    if per and other_per and not (set(per) <= set(other_per) or set(other_per) <= set(per)):
        return None
    if base not in _MONEY and (set(per) ^ set(other_per)) & _OFTEN:
        return None  # 每月1次 are twelve a year
    return _plain(base, other)


def differ_in_frequency(first: str, second: str) -> bool:
    """Return whether two units count the same thing, but how often in different ways."""
    base, other = _split(first)[0], _split(second)[0]
    return base not in _MONEY and _plain(base, other) is not None


def measure_words(*units: str) -> bool:
    """Return whether all units are measure words for things: 台 and 套, but neither 人 nor 米."""
    return all(words and not words & _COUNTED[0] for words in map(_counters, units))


def _split(unit: str) -> list[str]:
    """Return what is counted and each 每 of it, spelled in one way."""
    base, _, per = _BRACKETS.sub("", unit).strip().lower().partition("/")
    return [base.strip(), *(_named(part) for part in _PER.split(per) if part.strip())]


def _named(part: str) -> str:
    """Return one spelling for all spellings of a unit."""
    part = part.strip()
    if part not in _SPELLED:
        return part
    kind, factor = _SPELLED[part]
    return next(name for name, other in _MEASURES[kind].items() if other == factor)


def _plain(of: str, to: str) -> Decimal | None:
    if of == to:
        return _ONE
    if of in _SPELLED and to in _SPELLED:
        (kind, factor), (other_kind, other_factor) = _SPELLED[of], _SPELLED[to]
        return factor / other_factor if kind == other_kind else None
    return _ONE if _counts_alike(of, to) or _names_more(of, to) else None


def _counts_alike(first: str, second: str) -> bool:
    """Return whether two measure words can count the same things."""
    words = [_counters(first), _counters(second)]
    if not all(words):
        return False
    if "次" in (first, second) and first[-1] == second[-1]:
        return True  # 人次 and 次
    if any("个" in each for each in words) or words[0] & words[1]:
        return True
    return any(each & words[0] and each & words[1] for each in _COUNTED)


def _counters(unit: str) -> frozenset[str]:
    """Return the measure words of ``台套`` or ``场次``; none where anything else stands in it."""
    alternatives = frozenset(unit[:-1] if len(unit) > 1 and unit.endswith("次") else unit)
    return alternatives if alternatives <= _COUNTERS else frozenset()


def _names_more(first: str, second: str) -> bool:
    """Return whether one unit is the other with its thing behind it: 辆 and 辆车, 次 and 次培训."""
    short, long = sorted((first, second), key=len)
    if not _counters(short) or not long.startswith(short):
        return False
    return long not in _SPELLED and long[len(short) :] not in _SPELLED
