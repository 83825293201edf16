"""What changes from one text to another, for a person to look at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

# A number or a Latin word changes as a whole: half a number is nothing anyone can review.
_TOKEN = re.compile(r"\d[\d,.]*%?|[A-Za-z]+|.", re.DOTALL)

ChangeKind = Literal["equal", "delete", "insert"]


@dataclass(frozen=True, slots=True)
class Change:
    """A run of text that stays, goes or comes."""

    kind: ChangeKind
    text: str


def diff(old: str, new: str) -> tuple[Change, ...]:
    """Return the runs that lead from one text to the other, character by character.

    Equal and deleted runs together are the old text, equal and inserted runs the new one. Where
    something is exchanged, what goes stands before what comes. Numbers change as a whole.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    # autojunk would take the frequent characters of a long text for noise.
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[tuple[ChangeKind, str]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("equal", "".join(before[i1:i2])))
        else:
            pieces += [("delete", "".join(before[i1:i2])), ("insert", "".join(after[j1:j2]))]
    return tuple(_tidy(pieces))


def _tidy(pieces: list[tuple[ChangeKind, str]]) -> Iterator[Change]:
    """Merge neighbouring changes; one lone equal character between two of them changes too."""
    last = len(pieces) - 1

    def stays(numbered: tuple[int, tuple[ChangeKind, str]]) -> bool:
        index, (kind, text) = numbered
        return kind == "equal" and not (len(text) == 1 and 0 < index < last)

    for equal, run in groupby(enumerate(pieces), stays):
        parts = [piece for _, piece in run]
        if equal:
            yield Change("equal", "".join(text for _, text in parts))
            continue
        gone = "".join(text for kind, text in parts if kind != "insert")
        come = "".join(text for kind, text in parts if kind != "delete")
        if gone:
            yield Change("delete", gone)
        if come:
            yield Change("insert", come)
