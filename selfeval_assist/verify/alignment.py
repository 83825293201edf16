"""Which indicator rows a piece of text calls: by their names, by a part of them, in a list.

Rows are called by the rare pairs of characters of their names: 部署终端28台 calls the row
自助服务终端部署数量 because no other row shares 终端 or 部署. Ties are kept.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

from selfeval_assist.prose import units, words
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.prose.width import narrowed
from selfeval_assist.verify.cells import Cells

_NAME_SHARE = 0.3
"""Share of a name's weight from which on a text calls the row."""
_TEXT_SHARE = 0.4
"""Share of a text's own pairs that must be a name's, where the text is shorter than the name."""
_TIE = 0.85
_SHORTEST, _SHORT = 3, 4
# A、B以及C和D: what joins the parts of a list; 中心, 及时 and the like are words of their own.
LIST = re.compile(r"、|，|以及|和|与|比|中(?!心|级|学|小)|(?<![涉普])及(?!时|其|格)")


@dataclass(frozen=True, slots=True)
class Called:
    """Rows that one part of a text calls; several where the words fit several alike."""

    rows: frozenset[int]


@dataclass(frozen=True, eq=False)
class Names:
    """The names of a form's rows, prepared once for all forms that have them.

    Attributes:
        of: the ways to call each row, as printed.
        whole: the rows by their names, the longest first; a short one, as it is found in anything,
            only where it stands in quotes.
        pairs: the pairs of characters of each row's names.
        weights: of each pair, the rarer the heavier.
        totals: what all pairs of each row weigh.
        rows: the rows of each pair.
    """

    of: dict[int, tuple[str, ...]]
    whole: dict[str, frozenset[int]]
    pairs: dict[int, frozenset[str]]
    weights: dict[str, float]
    totals: dict[int, float]
    rows: dict[str, list[int]]


def _rows_of(names: dict[int, frozenset[str]]) -> dict[str, list[int]]:
    """Return the rows of each pair of characters."""
    rows: dict[str, list[int]] = {}
    for row, found in names.items():
        for pair in found:
            rows.setdefault(pair, []).append(row)
    return rows


@lru_cache(maxsize=64)
def names_of(cells: Cells) -> Names:
    """Return what calls each row."""
    return _names(tuple(cells.names.items()))


def _found_as(name: str) -> str:
    """Return as what a name calls its row: a short one stands in any word, so in quotes only."""
    return name if len(name) >= _SHORTEST else f"“{name}”"


@lru_cache(maxsize=64)
def _names(called: tuple[tuple[int, tuple[str, ...]], ...]) -> Names:
    plain = {row: [narrowed(name) for name in names] for row, names in called}
    every = sorted({name for names in plain.values() for name in names}, key=len, reverse=True)
    whole = {
        _found_as(name): frozenset(row for row, names in plain.items() if name in names)
        for name in every
    }
    own = {
        row: frozenset().union(*(pairs(_essence(name)) for name in names))
        for row, names in plain.items()
    }
    rows = _rows_of(own)
    weights = {pair: 1 / len(found) for pair, found in rows.items()}
    totals = {row: fsum(weights[pair] for pair in found) for row, found in own.items()}
    return Names(dict(called), whole, own, weights, totals, rows)


def called(cells: Cells, text: str) -> tuple[Called, ...]:
    """Return the rows that a text calls, one entry for each part of a list.

    Args:
        cells: the form's values.
        text: words around a value; numbers may stand in it.
    """
    return called_by_name(names_of(cells), text)


@lru_cache(maxsize=4096)
def called_by_name(names: Names, text: str) -> tuple[Called, ...]:
    """Return the rows with some names that a text calls, as ``called`` does."""
    if not text.strip():
        return ()
    if named := _by_names(names, text):
        text = _without(names, text, " ")
        return (*named, *called_by_name(names, text)) if LIST.search(text) else named
    parts = LIST.split(text)
    listed = (_best(names, part) for part in (parts if len(parts) > 1 else ()) if part.strip())
    each = tuple(Called(rows) for rows in listed if rows)
    if len(set(each)) > 1:
        return each
    whole = _best(names, text)
    return (Called(whole),) if whole else ()


def parts_of(cells: Cells, text: str) -> list[str]:
    """Return the parts of a list; the name of a row is one, whatever it holds."""
    return [part for part in LIST.split(_without(names_of(cells), text, "\ue000")) if part.strip()]


def _without(names: Names, text: str, mark: str) -> str:
    for name in names.whole:
        text = text.replace(name, mark)
    return text


def _best(names: Names, text: str) -> frozenset[int]:
    """Return the rows that a text fits best."""
    if _is_column(text):
        return frozenset()
    own = pairs(_essence(text))
    bare = own & pairs(words.without(narrowed(text), words.tags(narrowed(text))))  # 培训却欠了
    hits: dict[int, list[str]] = {}
    for pair in own:
        for row in names.rows.get(pair, ()):
            hits.setdefault(row, []).append(pair)
    scored = {
        row: weight
        for row, found in hits.items()
        for weight in [fsum(names.weights[pair] for pair in found)]
        if weight >= _NAME_SHARE * names.totals[row]
        or _mostly(own.intersection(found), own)
        or _mostly(bare.intersection(found), bare)
    }
    best = max(scored.values(), default=0)
    rows = frozenset(row for row, weight in scored.items() if weight >= _TIE * best)
    return rows or _by_letters(names, text)


@lru_cache(maxsize=8192)
def _is_column(text: str) -> bool:
    """Return whether a text says no more than which amount of the funds block is meant: 年初预算.

    It calls no row whose name goes on with it (年初预算完成度).
    """
    plain = narrowed(text)
    columns = [tag for tag in words.tags(plain) if tag.senses and tag.has(*_COLUMNS)]
    return bool(columns) and not any(map(str.isalpha, words.without(plain, columns)))


_COLUMNS = ("column.initial", "column.adjusted", "column.executed", "column.budget")


def _mostly(hits: frozenset[str], own: frozenset[str]) -> bool:
    """Return whether enough of a text's pairs are a name's."""
    return bool(hits) and len(hits) >= _TEXT_SHARE * len(own)


def _by_letters(names: Names, text: str) -> frozenset[int]:
    """Return the rows whose names hold the letters of a text: 羊, 改厕 of 厕所改造数量."""
    tags = words.tags(narrowed(text))
    rest = words.without(narrowed(text), tags)
    letters = {char for char in rest if char.isalpha()}
    if not letters or len(letters) > _SHORT:
        return frozenset()
    rows = frozenset(row for row, own in names.of.items() if letters <= set(own[0]))
    if len(letters) == 1:
        return rows if len(rows) == 1 and _stands_alone(letters.pop(), tags) else frozenset()
    known = any(pair in name for pair in pairs(rest) for name in names.whole)
    return frozenset() if known else rows


def _stands_alone(letter: str, tags: Iterable[words.Tag]) -> bool:
    """Return whether a letter is a name, and no part of a value's words: 支付数, 多建, 三台."""
    bare = ("generic", "beside.share")  # 猪占6.25%
    valued = (t.has("column", "relation", "beside") and not t.has(*bare) for t in tags)
    return not any(valued) and not units.measure_words(letter)


def _by_names(names: Names, text: str) -> tuple[Called, ...]:
    """Return the rows whose whole names a text lists, in its order."""
    found = {(at, at + len(name)): name for name in names.whole if (at := text.find(name)) >= 0}
    spans = [
        span
        for span in sorted(found)
        if not _goes_on(names, text, span)
        and not any(o[0] <= span[0] and span[1] <= o[1] and o != span for o in found)
    ]
    return tuple(Called(names.whole[found[span]]) for span in spans)


def _goes_on(names: Names, text: str, span: tuple[int, int]) -> bool:
    """Return whether a longer name goes on behind a name as the text does: 困难教师及学生."""
    name, behind = text[slice(*span)], text[span[1] : span[1] + 2]
    return len(behind) == 2 and any(name + behind in other for other in names.whole)


@lru_cache(maxsize=8192)
def _essence(text: str) -> str:
    """Return text with the words blanked that may stand beside any value."""
    return words.finder("generic").sub(" ", narrowed(text))
