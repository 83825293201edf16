"""True texts of any kind, made false in one number or by two numbers that changed places.

No form is asked whether a change is false. A few changed numbers are true by chance or claim
nothing, so what is counted as unmarked is an upper bound.
"""

import random
import re
from collections.abc import Iterator

from bench.verify_texts import Text, changed

_ARABIC = re.compile(r"\d[\d,]*(?:\.\d+)?")
# 二十八台, 四百三十万元, 十一项: written out with a place of tens; 一 alone is no number.
_SPOKEN = re.compile(r"[二三四五六七八九]?[十百千][零一二三四五六七八九十百千万]*")
# 1. and （1） are marks of a list; 12345热线 is a name. None of them claims a number.
_NAME = re.compile(r"[.、．)）]|[^，。；、\d]{0,8}热线")
_DIGITS, _NUMERALS = "0123456789", "一二三四五六七八九"


def _numbers(text: str, pattern: "re.Pattern[str]") -> list["re.Match[str]"]:
    return [each for each in pattern.finditer(text) if not _NAME.match(text, each.end())]


def digits(text: Text, rng: random.Random) -> Iterator[Text]:
    """Yield a text with one digit changed, once for every number in it."""
    for signs, pattern in ((_DIGITS, _ARABIC), (_NUMERALS, _SPOKEN)):
        for match in _numbers(text.text, pattern):
            places = [at for at in range(*match.span()) if text.text[at] in signs]
            if not places:
                continue
            at = rng.choice(places)
            other = rng.choice([sign for sign in signs if sign != text.text[at]])
            new = text.text[:at] + other + text.text[at + 1 :]
            yield changed(text, new, new[slice(*match.span())])


def swapped(text: Text, rng: random.Random) -> Iterator[Text]:
    """Yield a text with two numbers of one unit in each other's place."""
    said = text.text
    found = _numbers(said, _ARABIC)
    pairs = [
        (one, other)
        for at, one in enumerate(found)
        for other in found[at + 1 :]
        if said[one.end() : one.end() + 1] == said[other.end() : other.end() + 1]
        and one[0] != other[0]
    ]
    for one, other in rng.sample(pairs, min(2, len(pairs))):
        middle = said[one.end() : other.start()]
        new = said[: one.start()] + other[0] + middle + one[0] + said[other.end() :]
        yield changed(text, new, new[one.start() : other.start() + len(one[0])])
