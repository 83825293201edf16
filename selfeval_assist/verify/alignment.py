"""Which indicator rows a piece of text calls: by their names, by a part of them, in a list.

Rows are called by the rare pairs of characters of their names: 部署终端28台 calls the row
自助服务终端部署数量 because no other row shares 终端 or 部署. Ties are kept.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from selfeval_assist.prose import units, words
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.prose.width import narrowed
from selfeval_assist.verify.cells import Cells

_NAME_SHARE = 0.3
"""Share of a name's weight from which on a text calls the row."""
_TEXT_SHARE = 0.4
"""Share of a text's own pairs that must be a name's, where the text is shorter than the name."""
_TIE = 0.85
LIST = re.compile(r"、|，|以及|和|与|比|中(?!心|级|学|小)|及(?!时|其|格)")


@dataclass(frozen=True, slots=True)
class Called:
    """Rows that one part of a text calls; several where the words fit several alike."""

    rows: frozenset[int]
    weight: float = 0.0


@dataclass(frozen=True, eq=False)
class Names:
    """The names of a form's rows by their pairs; ``weights`` are the rarer the heavier."""

    pairs: dict[int, frozenset[str]]
    weights: dict[str, float]


@lru_cache(maxsize=64)
def names_of(cells: Cells) -> Names:
    """Return the pairs of characters that call each row."""
    own = {
        row: frozenset().union(*(pairs(_essence(name)) for name in names))
        for row, names in cells.names.items()
    }
    count = Counter(pair for found in own.values() for pair in found)
    return Names(own, {pair: 1 / number for pair, number in count.items()})


def called(cells: Cells, text: str) -> tuple[Called, ...]:
    """Return the rows that a text calls, one entry for each part of a list.

    Args:
        cells: the form's values.
        text: words around a value; numbers may stand in it.
    """
    named = _by_names(cells, text)
    if named:
        rest = _without_names(cells, text)
        return (*named, *called(cells, rest)) if LIST.search(rest) else named
    whole = _best(cells, text)
    parts = [part for part in LIST.split(text) if part.strip()]
    if len(parts) < 2:
        return (whole,) if whole.rows else ()
    each = [found for part in parts if (found := _best(cells, part)).rows]
    different = {found.rows for found in each}
    if len(different) > 1:
        return tuple(each)
    return (whole,) if whole.rows else ()


@lru_cache(maxsize=4096)
def _best(cells: Cells, text: str) -> Called:
    """Return the rows that a text fits best."""
    if exact := _by_name(cells, text):
        return exact
    names = names_of(cells)
    own = pairs(_essence(text))
    scored: dict[int, float] = {}
    for row, of_name in names.pairs.items():
        hits = own & of_name
        weight = sum(names.weights[pair] for pair in hits)
        if not hits:
            continue
        total = sum(names.weights[pair] for pair in of_name)
        if weight >= _NAME_SHARE * total or len(hits) >= _TEXT_SHARE * len(own):
            scored[row] = weight
    if not scored:
        return Called(_by_letter(cells, text))
    best = max(scored.values())
    return Called(frozenset(row for row, weight in scored.items() if weight >= _TIE * best), best)


def _by_letter(cells: Cells, text: str) -> frozenset[int]:
    """Return the rows whose name holds the only letter of a text: 羊 of 补助羊养殖数量."""
    rest = _essence(text)
    for tag in words.tags(rest):
        rest = rest.replace(tag.text, " ")
    letters = [char for char in rest if char.isalpha()]
    if len(letters) != 1 or units.measure_words(letters[0]):
        return frozenset()
    rows = frozenset(row for row, names in cells.names.items() if letters[0] in names[0])
    return rows if len(rows) == 1 else frozenset()


def _without_names(cells: Cells, text: str) -> str:
    for names in cells.names.values():
        for name in names:
            text = text.replace(_written(name), " ")
    return text


def _written(name: str) -> str:
    """Return a name as it calls its row: a short one only in quotes."""
    return narrowed(name if len(name) > 2 else f"“{name}”")


def _by_names(cells: Cells, text: str) -> tuple[Called, ...]:
    """Return the rows whose whole names a text lists, in its order."""
    found: dict[tuple[int, int], set[int]] = {}
    for row, names in cells.names.items():
        for name in names:
            said = _written(name)
            at = text.find(said)
            if at >= 0:
                found.setdefault((at, at + len(said)), set()).add(row)
    spans = [
        span
        for span in found
        if not any(o[0] <= span[0] and span[1] <= o[1] and o != span for o in found)
    ]
    return tuple(Called(frozenset(found[span])) for span in sorted(spans))


def _by_name(cells: Cells, text: str) -> Called | None:
    """Return the rows whose whole name stands in a text, those of the longest one."""
    found = {
        row: len(name)
        for row, names in cells.names.items()
        for name in names
        if len(name) > 2 and narrowed(name) in text
    }
    longest = max(found.values(), default=0)
    rows = frozenset(row for row, length in found.items() if length == longest)
    return Called(rows, float(longest)) if rows else None


@lru_cache(maxsize=8192)
def _essence(text: str) -> str:
    """Return text with the words blanked that may stand beside any value."""
    return _generic().sub(" ", narrowed(text))


@lru_cache(maxsize=1)
def _generic() -> "re.Pattern[str]":
    return re.compile(words.alternatives("generic"))
