"""Sentences and clauses of a text, with their places."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SENTENCE = re.compile(r"[^。！!？?\n]+[。！!？?]?")
_CLAUSE = re.compile(r"[^，；;。！!？?\n]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text."""

    start: int
    end: int

    def holds(self, place: int) -> bool:
        """Whether a place lies inside."""
        return self.start <= place < self.end


def around(spans: Sequence[Span], place: int) -> Span:
    """Return which of some spans, in their order, holds a place; an empty one where none does."""
    at = bisect_right(spans, place, key=lambda span: span.start) - 1
    return spans[at] if at >= 0 and spans[at].holds(place) else Span(place, place)


def parted(text: str, within: Span, marks: str) -> Iterator[Span]:
    """Yield what stands between some marks in a part of a text, empty parts left out."""
    begin = within.start
    for at in range(within.start, within.end + 1):
        if at == within.end or text[at] in marks:
            if begin < at:
                yield Span(begin, at)
            begin = at + 1


def pieces(text: str, marks: str) -> list[str]:
    """Return what stands between some marks of a text, empty pieces left out."""
    return [text[each.start : each.end] for each in parted(text, Span(0, len(text)), marks)]


def sentences(text: str) -> Iterator[Span]:
    """Yield the sentences of a text; a line break ends one too."""
    for match in _SENTENCE.finditer(text):
        yield Span(*match.span())


def clauses(text: str) -> Iterator[Span]:
    """Yield the clauses of a text: what stands between commas, semicolons and stops."""
    for match in _CLAUSE.finditer(text):
        yield Span(*match.span())
