"""The verifier on texts with the answers written beside: no share is higher than it was.

``tests/data/bars/verify.yml`` gives for each line of ``make bench-verify`` what was measured last
and, where there is one, the bar that is asked for.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import yaml
from bench import verify
from bench.verify_texts import DATA

pytestmark = pytest.mark.many_examples

BARS: dict[str, dict[str, Any]] = yaml.safe_load(
    (DATA / "bars" / "verify.yml").read_text(encoding="utf-8")
)
PARTS: dict[str, Callable[[], Iterator[verify.Line]]] = {
    "true": verify.of_true_texts,
    "false": verify.of_false_texts,
    "causes": verify.of_causes,
    "drafts": partial(verify.of_drafts, 0.2),
}


@pytest.mark.parametrize("part", PARTS)
def test_no_share_is_higher_than_it_was(part: str) -> None:
    lines = {line.name: line for line in PARTS[part]()}
    assert set(lines) == set(BARS[part])
    over = [f"{line}\n" for name, line in lines.items() if line.share > BARS[part][name]["most"]]
    assert over == []


def test_every_line_has_enough_texts() -> None:
    counted = {**verify.true_sets(), "false": tuple(verify.texts("false_texts", "wrong"))}
    assert {name: len(every) for name, every in counted.items()} == {
        "first 200": 200, "second 200": 200, "third 200": 200, "fourth 200": 200,
        "fifth 200": 200, "sixth 120": 120, "seventh 120": 120, "eighth 100": 100,
        "ninth 100": 100, "tenth 100": 100, "honest 60": 60, "by hand": 725, "false": 200,
    }  # fmt: skip


@pytest.mark.parametrize("name", [name for part in BARS.values() for name in part])
def test_a_bar_is_named_where_it_is_not_reached(name: str) -> None:
    """Whoever lowers a share lowers its line too; one that fulfils its bar says so."""
    entry = next(part[name] for part in BARS.values() if name in part)
    assert entry.get("reached", True) == (entry["most"] <= entry.get("bar", 100))
