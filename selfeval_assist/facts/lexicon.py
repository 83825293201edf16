"""The words with which a sentence may introduce a value (``wordings.toml``).

A value is believed only with the right words before it: a swapped budget and expenditure is as
wrong as a mistyped digit. Each group belongs to one role; a word may serve several roles.
"""

import re
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from selfeval_assist.prose import words

_GROUPS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("wordings.toml").read_text(encoding="utf-8")
)


def _words(group: str) -> tuple[str, ...]:
    """Return the words of a group in their order."""
    return tuple(word for item in _GROUPS[group] for word in _spelled_out(item))


def _spelled_out(item: str) -> Iterator[str]:
    """Yield the words that an item of a group stands for: one, a group, or a product of some."""
    factors = (
        _words(part[1:]) if part.startswith("@") else part.split() for part in item.split(" × ")
    )
    yield from map("".join, product(*factors))


INITIAL = _words("initial")
ADJUSTED = _words("adjusted")
EXECUTED = _words("executed")
RATE = _words("rate")
INITIAL_RATE = _words("initial_rate")
OVER = _words("over")
UNSPENT = _words("unspent")
CUT = _words("cut")
RAISED = _words("raised")
CHANGE = _words("change")
TARGET = _words("target")
ACTUAL = _words("actual")
GOAL = _words("goal")
SHORT = _words("short")
LONG = _words("long")
COMPLETION = _words("completion")
OVERSHOOT = _words("overshoot")
LATE = _words("late")
EARLY = _words("early")
WEIGHT = _words("weight")
SCORE = _words("score")
LOST = _words("lost")
SURVEY = _words("survey")
COUNT = _words("count")
TOTAL = _words("total")
GRADE = _words("grade")
RISE = _words("rise")
FALL = _words("fall")
UP, DOWN = frozenset(RAISED), frozenset(CUT)

CHANGE_WORD = words.pattern(frozenset((*RISE, *FALL)))
"""Verbs of a change of which a cell gives the size: 提升10% is no 10%."""
# 提升10%, 较上年增长≥10%, 同比下降不少于5%; 提升至95% is a level.
_CHANGED = re.compile(
    rf"(?:同比|环比|年均|[较比][\u4e00-\u9fff]{{1,6}}?)?(?:{CHANGE_WORD.pattern})了?"
    r"(?=\s*(?:[><=≥≤\d约]|不[低少小超高大多]|至[少多]|超过|高于|大于))"
)


def change_before(text: str) -> str:
    """Return the words with which a value in one width begins as a change, "" for a level."""
    match = _CHANGED.match(text)
    return match[0] if match else ""


def same_change(value: str) -> tuple[str, ...]:
    """Return the verbs that say the same direction as a value that is a change; else none."""
    verb = CHANGE_WORD.search(change_before(value))
    return () if verb is None else RISE if verb[0] in RISE else FALL


_NO_ROLE = {"ends", "rise", "fall", "beside"}
WORDS = frozenset(word for group in _GROUPS.keys() - _NO_ROLE for word in _words(group)) - {
    *_words("beside")
}
"""Words that say what a value is, wherever they stand before it."""
