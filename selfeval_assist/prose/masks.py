"""Names masked in a text, so that their digits and words claim nothing.

Names are masked first, character for character, so that digits, percents and verdict words inside a
name (``2021年平台完成率``) are never taken for a claim and every place keeps its number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MASK = "\ue000"


@dataclass(frozen=True, slots=True)
class Hit:
    """A name or wording found in a text, from start to end."""

    start: int
    end: int
    text: str


def mask(text: str, names: Iterable[str]) -> tuple[str, list[Hit]]:
    """Return the text with every name masked, and where the names stood, in text order.

    Args:
        text: the text.
        names: the names, longest first. A name that begins or ends with a digit is not found inside
            a longer number.
    """
    hits: list[Hit] = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if _whole(text, at, end):
                hits.append(Hit(at, end, name))
                text = text[:at] + MASK * len(name) + text[end:]
            at = text.find(name, end)
    hits.sort(key=lambda hit: hit.start)
    return text, hits


def masking(match: "re.Match[str]") -> str:
    """Return what masks a match, character for character; for ``sub`` of a pattern."""
    return MASK * len(match[0])


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a name at this place is not a piece of a longer number."""
    before = start > 0 and text[start].isdigit() and text[start - 1] in "0123456789.,"
    after = end < len(text) and text[end - 1].isdigit() and text[end] in "0123456789.,%"
    return not before and not after
