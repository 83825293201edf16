"""Texts written by hand, made false in one number: the verifier outside the composer's sentences.

No form is asked whether the change is false; a few changed numbers are true by chance or stand
where only the whole text contradicts them, so the share is a lower bound.
"""

import random
import re
from collections.abc import Iterator

from bench.verify_drafts import Written

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# A list mark or the number of a hotline claims nothing.
_MARK = re.compile(r"[.、．)）]|[^，。；、\d]{0,8}热线")


def digit(written: Written, rng: random.Random) -> Iterator[str]:
    """Yield the text with one digit changed, once for every number."""
    text = written.text
    for match in _NUMBER.finditer(text):
        if _MARK.match(text, match.end()):
            continue
        at = rng.choice([place for place in range(*match.span()) if text[place].isdigit()])
        other = rng.choice([mark for mark in "0123456789" if mark != text[at]])
        yield text[:at] + other + text[at + 1 :]


def swapped(written: Written, rng: random.Random) -> Iterator[str]:
    """Yield the text with two numbers of one unit in each other's place."""
    text = written.text
    found = [match for match in _NUMBER.finditer(text) if not _MARK.match(text, match.end())]
    pairs = [
        (one, other)
        for at, one in enumerate(found)
        for other in found[at + 1 :]
        if text[one.end() : one.end() + 1] == text[other.end() : other.end() + 1]
        and one[0] != other[0]
    ]
    for one, other in rng.sample(pairs, min(2, len(pairs))):
        between = text[one.end() : other.start()]
        yield text[: one.start()] + other[0] + between + one[0] + text[other.end() :]


KINDS = {"a digit changed by hand": digit, "two numbers of a unit swapped": swapped}
