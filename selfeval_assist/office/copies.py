"""Texts that two forms have in common, found over all forms of a batch without comparing each pair.

Every text is cut into runs of six characters, punctuation and spaces apart. Their checksums are
ordered as at random, so two texts that share much share some of their smallest ones (MinHash with
one function and the k smallest values). Only texts with such a value in common are compared, by
rapidfuzz: as they stand and with their clauses sorted, so that another order hides nothing.
Buckets by a minimum of one function need no tables of permutations, which cost seconds a thousand
texts in Python; rapidfuzz over all pairs would be 800 million comparisons for 40,000 texts. A value
that many texts share, such as that of a phrase everybody uses, leads to few pairs.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import combinations, pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

ALIKE = 80.0
"""Percent of letters in common from which two texts are said to be alike."""
_RUN, _KEPT = 6, 24
_COMMON = 60
"""Texts with one value in common of which each pair is compared."""
_MARKS = re.compile(r"[\W_]+")
_CLAUSE = re.compile(r"[，。；、：！？,;!?:\n]+")


class Text(NamedTuple):
    """A text and its place: the form's number, what kind of text, and the cell in words."""

    form: int
    kind: str
    place: str
    text: str


class Copy(NamedTuple):
    """Two texts that are alike, by their numbers, and how much, in percent."""

    one: int
    other: int
    likeness: float


def copies(texts: Sequence[Text], alike: float = ALIKE) -> list[Copy]:
    """Return the pairs of texts of two forms that are alike, the most alike first.

    Of texts that are the same to the letter each is paired with the first.

    Args:
        texts: the texts of all forms; only those of one kind are compared.
        alike: percent of letters in common from which two are said to be alike.
    """
    found: list[Copy] = []
    for kind in sorted({each.kind for each in texts}):
        found += _of_kind([n for n, each in enumerate(texts) if each.kind == kind], texts, alike)
    return sorted(found, key=lambda each: (-each.likeness, each.one, each.other))


def _of_kind(numbers: Sequence[int], texts: Sequence[Text], alike: float) -> Iterator[Copy]:
    plain = {number: _plain(texts[number].text) for number in numbers}
    same: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        same[plain[number]].append(number)
    for first, *others in same.values():
        for other in others:
            if texts[first].form != texts[other].form:
                yield Copy(first, other, 100.0)
    firsts = [each[0] for each in same.values()]
    ordered = {number: _ordered(texts[number].text) for number in firsts}
    for one, other in _candidates(firsts, plain):
        if texts[one].form == texts[other].form:
            continue
        likeness = max(
            fuzz.ratio(plain[one], plain[other], score_cutoff=alike),
            fuzz.ratio(ordered[one], ordered[other], score_cutoff=alike),
        )
        if likeness >= alike:
            yield Copy(one, other, likeness)


def _plain(text: str) -> str:
    return _MARKS.sub("", text).casefold()


def _ordered(text: str) -> str:
    return "".join(sorted(map(_plain, _CLAUSE.split(text))))


def _candidates(numbers: Iterable[int], plain: dict[int, str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that may be alike, each once, the earlier text first."""
    buckets: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        for value in _smallest(plain[number]):
            buckets[value].append(number)
    met: set[tuple[int, int]] = set()
    for members in buckets.values():
        if len(members) <= _COMMON:
            met.update(combinations(members, 2))
        else:
            # Each with the first and with the next one: enough to find a family, and no square.
            met.update((members[0], each) for each in members[1:])
            met.update(pairwise(members))
    yield from sorted(met)


def _smallest(text: str) -> list[int]:
    data = text.encode("utf-16-le")
    runs = {data[at : at + 2 * _RUN] for at in range(0, max(len(data) - 2 * _RUN, 0) + 2, 2)}
    # The checksum of neighbours differs in few bits; the multiplication spreads them.
    return nsmallest(_KEPT, {zlib.crc32(run) * 2_654_435_761 & 0xFFFF_FFFF for run in runs})
