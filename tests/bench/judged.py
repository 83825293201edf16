"""Findings on the published forms against what a reader found there."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import real_forms
import yaml

from selfeval_assist.checks import check

_FILE = Path(__file__).parents[1] / "data" / "defects.yml"


@dataclass(frozen=True, order=True)
class Place:
    """A code at a place of a form; the place may be the beginning of a field path."""

    form: str
    code: str
    where: str

    def covers(self, finding: "Place") -> bool:
        """Return whether a finding is this code at this place or below it."""
        below = finding.where == self.where or finding.where.startswith(f"{self.where}.")
        return (self.form, self.code) == (finding.form, finding.code) and below


@dataclass(frozen=True)
class Entry:
    """One entry of the file: a defect or a judged finding, at one or more places."""

    places: tuple[Place, ...]
    note: str
    reason: str
    verdict: str

    @property
    def hit(self) -> bool:
        """Whether every place has a finding at E."""
        return all(any(place.covers(finding) for finding in errors()) for place in self.places)


@cache
def entries(section: str) -> tuple[Entry, ...]:
    """Return the entries of ``defects``, ``missed`` or ``others``."""
    data: dict[str, list[dict[str, Any]]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(_entry(item) for item in data[section])


def _entry(item: dict[str, Any]) -> Entry:
    where = item["where"]
    places = [where] if isinstance(where, str) else where
    return Entry(
        tuple(Place(item["form"], item["code"], place) for place in places),
        item.get("note", ""),
        item.get("reason", ""),
        item.get("verdict", ""),
    )


@cache
def errors() -> tuple[Place, ...]:
    """Return all findings at E on the published forms."""
    return tuple(
        Place(name, finding.code, finding.where)
        for name in real_forms.names()
        for finding in check(real_forms.form(name))
        if finding.severity == "E"
    )


def besides() -> tuple[Place, ...]:
    """Return the findings at E that are none of the listed defects."""
    known = [place for entry in entries("defects") for place in entry.places]
    return tuple(
        finding for finding in errors() if not any(place.covers(finding) for place in known)
    )


def recall() -> tuple[int, int]:
    """Return how many defects are hit, and how many there are."""
    everything = entries("defects") + entries("missed")
    return sum(entry.hit for entry in everything), len(everything)


def precision() -> tuple[int, int]:
    """Return how many findings at E are right, and how many there are."""
    wrong = {
        place for entry in entries("others") if entry.verdict == "wrong" for place in entry.places
    }
    found = errors()
    return sum(finding not in wrong for finding in found), len(found)
