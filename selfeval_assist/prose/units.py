"""Whether two units of measure name the same thing, and how many of one make the other."""

import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from selfeval_assist.prose.values import Kind
from selfeval_assist.prose.words import one_of

POINTS = "个百分点"
"""The one name of the unit in which two percentages differ."""
_ONE, _THOUSAND = Decimal(1), Decimal(1000)
_DATA = tomllib.loads(
    (resources.files(__package__) / "data" / "units.toml").read_text(encoding="utf-8")
)
_MEASURES: tuple[dict[str, Decimal], ...] = tuple(
    {unit: Decimal(number) for unit, number in measure.items()} for measure in _DATA["measure"]
)
_SPELLED = {
    spelling: (kind, factor)
    for kind, spellings in enumerate(_MEASURES)
    for spelling, factor in spellings.items()
}
_COUNTED = tuple(frozenset(words) for words in _DATA["counted"]["alike"])
_COUNTERS = frozenset(_DATA["counted"]["any"]).union(*_COUNTED)
_MONEY = frozenset({"元", "万元", "亿元"})
_OFTEN = frozenset({"天", "日", "周", "旬", "月", "季", "季度", "半年", "学期", "小时", "分钟"})
_BRACKETS = str.maketrans("", "", "()（）[]")
_PER = str.maketrans(dict.fromkeys("·・.、*每", "/"))

_MANY = ("万", "亿")
"""Numbers before a unit: 万亩, 万人次."""
_MORE = frozenset(_DATA["text"]["units"])
_RESOLVED = {
    "%": (Kind.RATIO, "%", _ONE), "％": (Kind.RATIO, "%", _ONE),
    "‰": (Kind.RATIO, "%", Decimal("0.1")), "百分点": (Kind.RATIO, POINTS, _ONE),
    "个百分点": (Kind.RATIO, POINTS, _ONE), "个点": (Kind.RATIO, POINTS, _ONE),
    "千分点": (Kind.RATIO, POINTS, Decimal("0.1")),
    "个千分点": (Kind.RATIO, POINTS, Decimal("0.1")),
    "元": (Kind.AMOUNT, "元", _ONE), "角": (Kind.AMOUNT, "元", Decimal("0.1")),
    "万元": (Kind.AMOUNT, "元", Decimal(10_000)), "亿元": (Kind.AMOUNT, "元", Decimal(10**8)),
    "倍": (Kind.RATIO, "%", Decimal(100)),
}  # fmt: skip
_TIMES = frozenset({
    "秒", "分钟", "小时", "个小时", "天", "日", "工作日", "个工作日", "自然日", "日历天", "周",
    "个月", "月", "年", "学时", "课时",
})  # fmt: skip


def resolved(unit: str) -> tuple[Kind, str, Decimal]:
    """Return what a unit in a text measures, its one name, and how many of that it is.

    ``‰`` is a tenth of ``%``, ``2倍`` is 200%, ``万元`` 10,000 元; other units keep their spelling
    and are compared by ``ratio``.
    """
    if unit in _RESOLVED:
        return _RESOLVED[unit]
    base, _, per = unit.partition("/")
    if per and base in _RESOLVED and _RESOLVED[base][0] is Kind.AMOUNT:
        return Kind.AMOUNT, f"元/{per}", _RESOLVED[base][2]
    return (Kind.DURATION if lasts(unit) else Kind.COUNT), unit, _ONE


_WRITTEN = frozenset({*_SPELLED, *_MORE, *_COUNTERS})


def unlisted(found: Iterable[str]) -> tuple[str, ...]:
    """Return the units that no list has, sorted, so that few patterns have to be built."""
    return tuple(sorted({unit for unit in found if unit.strip()} - _WRITTEN))


@lru_cache(maxsize=64)
def pattern(extra: tuple[str, ...] = ()) -> str:
    """Return the units of measure as the text of a pattern, the longest first.

    Args:
        extra: further units, as a form prints them.
    """
    known = _WRITTEN.union(unlisted(extra))
    one = one_of(known)
    return rf"(?:{one})(?:[/·](?:{one}))*"


def lasts(unit: str) -> bool:
    """Return whether a unit measures time."""
    return unit in _TIMES


def known(unit: str) -> bool:
    """Return whether a text is a unit of measure by itself: 张, 公里, 元; not 体化."""
    bare = unit[1:] if unit[:1] in _MANY else unit
    return any(
        one in each for one in (unit, bare) for each in (_SPELLED, _RESOLVED, _COUNTERS, _MORE)
    )


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
    base, _, per = unit.translate(_BRACKETS).strip().lower().partition("/")
    parts = per.translate(_PER).split("/")
    return [base.strip(), *(_named(part) for part in parts if part.strip())]


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
