"""Every pattern that looks through outside text from each place on takes steps in proportion.

Which do is told from the program: those on which ``search``, ``finditer``, ``sub`` and the like are
called. The others are tried at one place, ``match`` and ``fullmatch``, of a text with a limit.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest
from pattern_work import MOST, Counter, attacks

import selfeval_assist
from selfeval_assist.form import marks

ROOMS = (
    "documents", "form", "reports", "workspace", "tui", "system", "failures", "drafting.personal",
)  # fmt: skip
ATTACKS = 40
"""Beginnings and units that are tried of one pattern; most have fewer."""
SQUARE = 3.2
"""Steps at twice the length over those at once it; 2 in proportion, 4 with its square."""
SCANS = re.compile(r"\b(_?[A-Z][A-Z_]*)\.(?:search|finditer|findall|subn?|split)\b")
ROOT = Path(selfeval_assist.__file__).parent
BOUNDED = {
    "documents.recognise.words.TITLE": "its repetitions end after eighty characters",
    "reports.beside._CODE": "a code ends after sixty characters",
    "tui.serve.last_words._ERROR": "a name of an error ends after eighty letters",
}
"""Patterns that grow with a square up to a length that they name, and not beyond."""


def _modules() -> Iterator[ModuleType]:
    for room in ROOMS:
        module = importlib.import_module(f"selfeval_assist.{room}")
        yield module
        for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{module.__name__}."):
            if not found.name.endswith((".child", ".__main__")):
                yield importlib.import_module(found.name)


def scanning() -> Iterator[tuple[str, "re.Pattern[str]"]]:
    """Yield the patterns that are looked for at each place of a text, by their name."""
    texts = {file: SCANS.findall(file.read_text("utf-8")) for file in ROOT.rglob("*.py")}
    shared = {name for found in texts.values() for name in found if not name.startswith("_")}
    seen = set()
    for module in _modules():
        names = {*shared, *texts[Path(str(module.__file__))]}
        for name, value in vars(module).items():
            known = name not in names or not isinstance(value, re.Pattern) or value in seen
            if not known and isinstance(value.pattern, str):
                seen.add(value)
                yield f"{module.__name__.partition('.')[2]}.{name}", value
    for name in ("anywhere",):
        # The other shapes are looked for in lines of sixty characters at most.
        yield f"form.marks.{name}", getattr(marks._shapes(), name)


def growth(pattern: "re.Pattern[str]") -> float:
    worst, counter = 0.0, Counter(pattern)
    for before, unit in islice(attacks(pattern), ATTACKS):
        few, more, most = (counter.search(before + unit * n + "\0") for n in (12, 24, 48))
        if most >= MOST:
            return float("inf")
        worst = max(worst, (most - more) / max(more - few, 60))
    return worst


PATTERNS = dict(scanning())


def test_many_patterns_are_found() -> None:
    assert len(PATTERNS) > 40


@pytest.mark.many_examples
@pytest.mark.parametrize("name", sorted(PATTERNS.keys() - BOUNDED.keys()))
def test_a_pattern_takes_steps_in_proportion(name: str) -> None:
    assert growth(PATTERNS[name]) < SQUARE, PATTERNS[name].pattern
