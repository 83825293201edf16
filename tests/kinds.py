"""Which tests take long, told from what they need and never from where they lie.

``make test`` runs the tests that are not ``long``, ``make test-all`` those that are: each test is
in one of the two. A test is long when it is of one of the kinds below. Most are found by the
fixtures they use; a test that is long by its own work carries the kind as a marker.
"""

import inspect
import os
from collections.abc import Iterable
from typing import TypeVar

import pytest

Case = TypeVar("Case")
LONG = "long"
KINDS = {
    "browser": "needs a real browser",
    "model": "needs a real model",
    "pictures": "compares pictures of the screens",
    "screens": "shows forms on the running screens, two to four seconds of a processor each",
    "terminal": "types into a real terminal (tmux)",
    "network": "fetches packages",
    "copied": "runs tests anew in a copy of the repository",
    "office": "needs LibreOffice",
    "every_form": "takes all published forms through something slow",
    "many_examples": "tries so many invented examples that it takes seconds",
}
"""What makes a test long. ``short`` on a test that shows screens keeps it in ``make test``."""
TOGETHER = ("browser", "model")
"""Kinds that start something for all their tests: these run one after the other, in one process."""
SHORT = "short"
_FIXTURES = {
    "browser": "browser",
    "local_model": "model",
    "libreoffice": "office",
    "tmux": "terminal",
    "snapshot": "pictures",
    "copied": "copied",
}
"""Fixtures that only tests of a kind use, directly or through another fixture."""
COLLECTED = pytest.StashKey[list[pytest.Item]]()


def pytest_configure(config: pytest.Config) -> None:
    """Tell pytest of the markers; it refuses any other."""
    markers = KINDS | {
        LONG: "run by make test-all and not by make test, as every kind above",
        SHORT: "shows screens, and is run by make test all the same",
    }
    for name, words in markers.items():
        config.addinivalue_line("markers", f"{name}: {words}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what was collected, before anything is left out by its marker."""
    for item in items:
        for kind in kinds_of(item):
            item.add_marker(kind)
            item.add_marker(LONG)
            if kind in TOGETHER:
                item.add_marker(pytest.mark.xdist_group(kind))
    config.stash[COLLECTED] = list(items)


def kinds_of(item: pytest.Item) -> set[str]:
    """Return what makes a test long; nothing of a test that is not."""
    used = set(getattr(item, "fixturenames", ()))
    kinds = {kind for kind in KINDS if item.get_closest_marker(kind)}
    kinds |= {kind for fixture, kind in _FIXTURES.items() if fixture in used}
    if not item.get_closest_marker(SHORT) and _shows_screens(item, used):
        kinds.add("screens")
    return kinds


def _shows_screens(item: pytest.Item, used: set[str]) -> bool:
    """Whether a test runs the app: it waits for it, and has a workspace to show."""
    return "workspace" in used and inspect.iscoroutinefunction(getattr(item, "function", None))


def in_time(cases: Iterable[Case]) -> list[Case]:
    """Return the cases to try: all of them, and every third in a clean run, which has a limit."""
    return list(cases)[:: 3 if os.environ.get("CI") else 1]
