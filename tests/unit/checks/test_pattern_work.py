"""The patterns that meet a whole cell take steps in proportion to its length, counted."""

import re
from collections.abc import Iterator

import pytest
from pattern_work import MOST, Counter, attacks

from selfeval_assist.checks import structure, texts
from selfeval_assist.drafting.connection import reply

SQUARE = 3
"""Steps at twice the length over those at once it; 2 in proportion, 4 with its square."""


def growth(pattern: re.Pattern[str]) -> float:
    """Return the worst growth of steps when what an attack repeats is doubled."""
    worst = 0.0
    counter = Counter(pattern)
    for before, unit in attacks(pattern):
        few, more, most = (counter.search(before + unit * n + "\0") for n in (16, 32, 64))
        if most >= MOST:
            return float("inf")
        # The difference of two lengths leaves out what is done once.
        worst = max(worst, (most - more) / max(more - few, 60))
    return worst


def compiled() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in (texts, structure):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{module.__name__.rpartition('.')[2]}.{name}", value


@pytest.mark.parametrize(("name", "pattern"), compiled())
def test_a_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    assert growth(pattern) < SQUARE, name


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
