"""The consistency table against truth tables by another hand (tests/data/texts/consistency.yml).

``python -m bench.consistency`` in ``tests`` prints the counts, with ``1`` those of the first half.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import real_forms
import yaml

from selfeval_assist.checks import Link, State, consistency
from selfeval_assist.checks.consistency import NOT_PLANNED
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import essence
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score

ROOT = Path(__file__).parents[2]
FIRST = frozenset({*(f"k{n:02}" for n in range(1, 6)), *(f"k{n}" for n in range(11, 21))})
"""The half that was looked at while the table was built."""


@dataclass
class Counts:
    """What was asked and what was wrong; ``said`` holds one line for each fault."""

    elements: int = 0
    measured: int = 0
    wrong: int = 0
    missing: int = 0
    false: int = 0
    planted: int = 0
    missed: int = 0
    said: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"elements {self.elements}, wrong row {self.wrong} ({self.wrong / self.elements:.1%}); "
            f"missing row {self.missing} of {self.measured} ({self.missing / self.measured:.1%}); "
            f"false contradictions {self.false}; planted missed {self.missed} of {self.planted}"
        )


@cache
def cases() -> list[dict[str, Any]]:
    """Return the truth tables."""
    text = (ROOT / "tests/data/texts/consistency.yml").read_text(encoding="utf-8")
    data: list[dict[str, Any]] = yaml.safe_load(text)
    return data


def form_of(case: Mapping[str, Any]) -> SelfEvaluation:
    """Return the form of a truth table."""
    path = case.get("form", "")
    if path.startswith("tests/data/forms/"):
        return real_forms.form(Path(path).stem)
    if path:
        return SelfEvaluation.model_validate_json((ROOT / path).read_text(encoding="utf-8"))
    goal = {"planned": case["goal"], "actual": case["completion"]}
    known = {"project": case["project"], "goal": goal, "indicators": case["rows"]}
    return SelfEvaluation.model_validate({"year": 2025, **known})


def table(form: SelfEvaluation) -> tuple[Link, ...]:
    """Return the consistency table of a form."""
    return consistency(form, score(form, policy_for(form)))


def contradicted(links: Iterable[Link]) -> set[int]:
    """Return the rows that a table says are contradicted."""
    return {row for link in links if link.state is State.CONTRADICTED for row in link.rows}


def measure(only: Iterable[str] = ()) -> Counts:
    """Return the counts over the truth tables, or over some of them by id."""
    wanted, counts = set(only), Counts()
    for case in cases():
        if not wanted or case["id"] in wanted:
            _one(case, counts)
    return counts


def _one(case: Mapping[str, Any], counts: Counts) -> None:
    form = form_of(case)
    links = table(form)
    doubtful = set(case.get("doubtful") or ())
    allowed = set(case["contradicts_as_it_stands"]) | doubtful
    for link in links:
        if link.state is State.CONTRADICTED and not set(link.rows) <= allowed:
            counts.false += 1
            counts.said.append(f"{case['id']} false: {link}")
    for wanted in case["elements"]:
        _element(case["id"], wanted, links, counts)
    for planted in case["planted"]:
        counts.planted += 1
        goal = form.goal.model_copy(update={"actual": _planted_text(form, planted)})
        found = contradicted(table(form.model_copy(update={"goal": goal})))
        rows = {row for row in planted["contradicts"] if row != "funds"} - doubtful
        if "funds" in planted["contradicts"]:
            found_funds = _funds(form.model_copy(update={"goal": goal}))
            rows |= set() if found_funds else {-1}
        if not rows <= found:
            counts.missed += 1
            counts.said.append(f"{case['id']} missed: {planted['changed']} {rows} found {found}")


def later(name: str) -> Counts:
    """Return what was missed, and falsely found, in the texts of a file such as ``fifth_planted``.

    They were written when the table was built, and first read after its last change; where nothing
    is planted the text only says the same in other words.
    """
    text = (ROOT / f"tests/data/texts/{name}.yml").read_text(encoding="utf-8")
    counts = Counts()
    for case in yaml.safe_load(text):
        form = form_of(case)
        goal = form.goal.model_copy(update={"actual": case["completion"]})
        form = form.model_copy(update={"goal": goal})
        found = bool(contradicted(table(form))) or _funds(form)
        counts.planted += bool(case["contradicts"])
        if found != bool(case["contradicts"]):
            counts.false += found
            counts.missed += not found
            counts.said.append(f"{case['id']} {'false' if found else 'missed'}: {case['how']}")
    return counts


def _planted_text(form: SelfEvaluation, planted: Mapping[str, Any]) -> str:
    if "completion" in planted:
        return str(planted["completion"])
    old, new = planted["changed"]["from"], planted["changed"]["to"]
    return form.goal.actual.replace(old, new) if old else form.goal.actual + new


def _funds(form: SelfEvaluation) -> bool:
    """Return whether the form's text is found to contradict the funds block."""
    from selfeval_assist.checks import check

    return any(each.code == "GOAL005" for each in check(form))


def _element(name: str, wanted: Mapping[str, Any], links: Iterable[Link], counts: Counts) -> None:
    text = essence(wanted["text"])
    optional = wanted.get("optional") == "yes"
    found = list(_alike(text, links))
    if optional and not found:
        return
    counts.elements += 1
    rows = {row for link in found for row in link.rows}
    allowed = {wanted["row"], *(wanted.get("row_also") or ())}
    if rows - allowed:
        counts.wrong += 1
        counts.said.append(f"{name} wrong: {wanted['text']} {rows} for {allowed}")
    if wanted["row"] is not None:
        counts.measured += 1
        if not rows and None not in allowed:
            counts.missing += 1
            counts.said.append(f"{name} missing: {wanted['text']} {wanted['row']}")


def _alike(text: str, links: Iterable[Link]) -> Iterator[Link]:
    for link in links:
        own = essence(link.element)
        if own and link.element != NOT_PLANNED and (text in own or own in text):
            yield link


if __name__ == "__main__":
    half = {"1": FIRST, "2": {case["id"] for case in cases()} - FIRST}
    result = measure(half.get(sys.argv[1] if len(sys.argv) > 1 else "", ()))
    print(*result.said, result, sep="\n")
    for name in (
        "fifth_planted",
        "sixth_planted",
        "seventh_planted",
        "eighth_planted",
        "ninth_planted",
        "tenth_planted",
    ):
        written = later(name)
        print(*written.said, sep="\n")
        print(f"{name}: missed {written.missed} of {written.planted}, false {written.false}")
