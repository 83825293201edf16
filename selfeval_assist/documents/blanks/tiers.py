"""The levels of government that a source of money comes from, and those a printed line is for."""

import re

from selfeval_assist.form import SelfEvaluation

_TIERS = ("中央|国家", "省|自治区", "市|州", "县|区|旗", "乡|镇|街道")
_ALL = frozenset(range(len(_TIERS)))
_LEAD = re.compile(rf"(?:{'|'.join(_TIERS)}|[、和及级])+")
_REST = re.compile(r"(?:级|财政|预算|专项|补助|转移支付|配套|安排|投入|下达|资金|拨款)*")
_FISCAL = re.compile(r"财政(?:拨款|资金|性资金)?")
_PLACE = re.compile(r"自治区|(?<![社园校景城])[省市州县区旗]")


def cover_of(name: str, own: int | None) -> frozenset[int]:
    """Return the levels, counted from 0 for 中央, whose money a line is of.

    Args:
        name: the name without 其中 and 本年; with words of another kind, such as 债券, it has none.
        own: the level of the unit, or None where that is not known; 上级 is all above it.
    """
    if _FISCAL.fullmatch(name):
        return _ALL
    for word, tiers in (("地方", _ALL - {0}), *_relative(own)):
        if name.startswith(word) and _REST.fullmatch(name, len(word)):
            return tiers
    lead = _LEAD.match(name)
    return _named(lead[0]) if lead and _REST.fullmatch(name, lead.end()) else frozenset()


def own_tier(form: SelfEvaluation) -> int | None:
    """Return the level of a form's unit by the place that its department or unit is named for."""
    for name in (form.department, form.unit):
        if found := _PLACE.findall(name):
            return max(_named(found[-1]))
    return None


def _relative(own: int | None) -> tuple[tuple[str, frozenset[int]], ...]:
    if own is None:
        return ()
    mine = frozenset({own})
    return (("上级", frozenset(range(own))), ("本级", mine), ("同级", mine))


def _named(words: str) -> frozenset[int]:
    """Return the levels that some words name; 自治区 is no 区."""
    found = set()
    for tier, pattern in enumerate(_TIERS):
        if re.search(pattern, words):
            found.add(tier)
        words = re.sub(pattern, "", words)
    return frozenset(found)
