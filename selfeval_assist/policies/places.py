"""Places named in a text: provinces, cities and counties by their codes.

The names are data: ``data/divisions.csv`` holds the administrative divisions down to the county
with their six-digit codes (GB/T 2260 as the Ministry of Civil Affairs keeps it, taken over from
the MIT-licensed package cpca 0.5.5; renamed counties stand under both names, autonomous prefectures
under the short ones too). Towns and villages are not in it.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "divisions.csv"
_LONGEST = 12
"""Characters of the longest names that are tried: 双江拉祜族佤族布朗族傣族自治县 is cut."""
# What a province's name is shortened by: 湖北(省), 广西(壮族自治区), 北京(市).
_KINDS = (
    "省", "市", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区",
)  # fmt: skip

Code = str
"""Six digits without the zeros at their end: 42 Hubei, 4201 Wuhan, 420102 a district of it."""


def _short(province: str) -> str:
    kind = next((each for each in _KINDS if province.endswith(each)), "")
    return province.removesuffix(kind)


@cache
def _names() -> dict[str, frozenset[Code]]:
    found: dict[str, set[Code]] = defaultdict(set)
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = row["code"]
            while code.endswith("00"):
                code = code[:-2]
            found[row["name"][:_LONGEST]].add(code)
            if len(code) == 2:
                found[_short(row["name"])].add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


@lru_cache(maxsize=128)
def codes(text: str) -> frozenset[Code]:
    """Return the divisions that a text may name, the narrowest that agree with each other.

    ``成都市郫都区民政局`` is one district, ``普陀区民政局`` one of two; a name without its kind
    counts only where the text begins with it (湖北职业培训学院): 四川路 and 上海牌 are no places.
    """
    found: frozenset[Code] = frozenset()
    at = 0
    while at < len(text):
        name = _name_at(text, at) if text[at : at + 2] in _begins() else ""
        if name:
            found = narrowed(found, _names()[name]) if found else _names()[name]
        at += len(name) or 1
    return found


def narrowed(first: frozenset[Code], second: frozenset[Code]) -> frozenset[Code]:
    """Return which of two readings agree, the narrower code of each pair; else the first alone."""
    pairs = (
        max(one, other, key=len)
        for one in first
        for other in second
        if one.startswith(other) or other.startswith(one)
    )
    return frozenset(pairs) or first


def provinces(found: Iterable[Code]) -> frozenset[Code]:
    """Return the provinces in which divisions lie."""
    return frozenset(code[:2] for code in found)


@cache
def _begins() -> frozenset[str]:
    """Return how names begin, so that few places of a text are tried."""
    return frozenset(name[:2] for name in _names())


@cache
def name_of(code: Code) -> str:
    """Return the name of a division from its province down: 四川省内江市市中区."""
    whole = {
        own: max((name for name, found in _names().items() if own in found), key=len, default="")
        for own in (code[:2], code[:4], code)
    }
    return "".join(whole.values())


def _name_at(text: str, at: int) -> str:
    """Return the longest name of a division at a place of a text, or nothing."""
    for length in range(min(_LONGEST, len(text) - at), 1, -1):
        name = text[at : at + length]
        whole = length > 2 and name[-1] in "省市区县旗州盟"
        if name in _names() and (whole or at == 0):
            return name
    return ""
