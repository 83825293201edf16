"""The patterns that meet a whole cell take steps in proportion to its length, counted."""

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pattern_work import MOST, Counter, attacks

from selfeval_assist import checks, facts, form, prose, verify
from selfeval_assist.checks import structure
from selfeval_assist.drafting.connection import reply

_MANY, _SOME = 600, 60
SQUARE = 3
"""Steps at twice the length over those at once it; 2 in proportion, 4 with its square."""


def growth(pattern: re.Pattern[str], *, anchored: bool = False) -> float:
    """Return the worst growth of steps when what an attack repeats is doubled.

    Args:
        pattern: the pattern.
        anchored: whether it is only tried at the beginning of a text.
    """
    worst = 0.0
    counter = Counter(pattern)
    every = list(attacks(pattern))
    # a pattern of many words is attacked by some of them, with less: all would take minutes
    large = len(every) > _MANY
    for before, unit in every[:: len(every) // _SOME] if large else every:
        texts = (before + unit * n + "\0" for n in ((4, 8, 16) if large else (16, 32, 64)))
        few, more, most = (counter.search(text, anchored=anchored) for text in texts)
        if most >= MOST:
            return float("inf")
        # The difference of two lengths leaves out what is done once.
        worst = max(worst, (most - more) / max(more - few, 60))
    return worst


def _held(value: object) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that a name of a module stands for, alone or in a list of any kind."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from (each for inner in value.values() for each in _held(inner))
    elif isinstance(value, (tuple, list)):
        yield from (each for inner in value for each in _held(inner))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from (each for inner in vars_of(value) for each in _held(inner))


def vars_of(value: object) -> Iterator[object]:
    """Yield what the fields of a dataclass hold."""
    for field in dataclasses.fields(value):  # type: ignore[arg-type]
        yield getattr(value, field.name)


def _anchored(name: str, source: str) -> bool:
    """Whether a pattern is used in its module, and only ever from the beginning of a text."""
    ways = r"\.(search|match|fullmatch|sub|split|findall|finditer)\("
    used = set(re.findall(rf"\b{name}{ways}", source))
    if not used:  # one of a list that is gone through
        used = set(re.findall(rf"\b(?:pattern|looks){ways}", source))
    return bool(used) and used <= {"match", "fullmatch"}


def _repeats(pattern: re.Pattern[str]) -> bool:
    return re.search(r"[*+?}]", pattern.pattern) is not None


def compiled() -> Iterator[Any]:
    """Yield every pattern of the rooms that read a person's text, and how it is tried."""
    seen = set[str]()
    for room in (prose, form, facts, verify, checks):
        for info in pkgutil.iter_modules(room.__path__):
            module = importlib.import_module(f"{room.__name__}.{info.name}")
            source = inspect.getsource(module)
            for name, value in vars(module).items():
                for number, pattern in enumerate(_held(value)):
                    if pattern.pattern in seen or not _repeats(pattern):
                        continue
                    seen.add(pattern.pattern)
                    label = f"{room.__name__.rpartition('.')[2]}.{info.name}.{name}.{number}"
                    yield pytest.param(pattern, _anchored(name, source), id=label)


@pytest.mark.many_examples
@pytest.mark.parametrize(("pattern", "anchored"), compiled())
def test_a_pattern_is_linear(pattern: re.Pattern[str], anchored: bool) -> None:
    assert growth(pattern, anchored=anchored) < SQUARE


@pytest.mark.parametrize(
    "written",
    [
        r"^[\w\[\]【】]*\d{4,}[\w\[\]【】]*[-—_:：]",
        r"【待填[:：][^】]*】",
        r"^(?:指标\s*\d*)?\s*[:：]?\s*(?:…+|\.{3,})\s*$",
        r"(?:a+)+b",
    ],
)
def test_a_pattern_that_is_not_is_seen(written: str) -> None:
    assert growth(re.compile(written)) >= SQUARE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("20240001-养护", "20240001-"),
        ("【A2024】1_养护", "【A2024】1_"),
        ("1234_5678_养护", "1234_5678_"),
        ("2024养护", None),
        ("养护：2024", None),
    ],
)
def test_the_code_before_a_name_is_found_as_before(text: str, code: str | None) -> None:
    match = structure._CODE.match(text)
    assert (match[0] if match else None) == code


@pytest.mark.parametrize(
    ("raw", "on"),
    [
        ("", False), ("<think", False), ("<think>想", True), ("<THINK>想<", True),
        ("<think>想</think>写", False), ("写<b>", False),
    ],
)  # fmt: skip
def test_thinking_that_goes_on_is_known(raw: str, on: bool) -> None:
    assert reply.thinks_on(raw) is on
