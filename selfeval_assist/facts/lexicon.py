"""Which way a cell says that something changed: 提升10% is no 10%."""

import re

from selfeval_assist.facts.model import Direction
from selfeval_assist.prose import words

RISE = words.of("aspect.rise")
CHANGE_WORD = words.finder("aspect.rise", "aspect.fall")
"""Verbs of a change of which a cell gives the size."""
# 提升10%, 较上年增长≥10%, 同比下降不少于5%; 提升至95% is a level.
_CHANGED = re.compile(
    rf"(?:同比|环比|年均|[较比][\u4e00-\u9fff]{{1,6}}?)?(?:{CHANGE_WORD.pattern})了?"
    r"(?=\s*(?:[><=≥≤\d约]|不[低少小超高大多]|至[少多]|超过|高于|大于))"
)


def change_before(text: str) -> str:
    """Return the words with which a value in one width begins as a change, "" for a level."""
    match = _CHANGED.match(text)
    return match[0] if match else ""


def same_change(value: str) -> Direction:
    """Return which way a value says that something changed; "" where it is none."""
    verb = CHANGE_WORD.search(change_before(value))
    return "" if verb is None else "up" if verb[0] in RISE else "down"
