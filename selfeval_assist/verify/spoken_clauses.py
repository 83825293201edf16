"""A clause with the rows that it speaks of, and what is said where words contradict one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from selfeval_assist.prose import words
from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify.alignment import called
from selfeval_assist.verify.cells import Cells
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.reading import Place, Reading

REACH = 4
"""Letters that may stand between a word that denies and what it denies: 未能做到日产日清."""


@dataclass(frozen=True, eq=False)
class Clause:
    """A clause in its text, with the rows that it speaks of, and those that it calls itself."""

    reading: Reading
    cells: Cells
    span: Span
    rows: frozenset[int]
    called: frozenset[int]

    @cached_property
    def text(self) -> str:
        """Its words in one width."""
        return self.reading.plain[self.span.start : self.span.end]

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Its known words."""
        return self.reading.within(self.span.start, self.span.end)

    def spans(self, sense: str) -> list[tuple[int, int]]:
        """Return where words of a sense stand in it, in the whole text."""
        masked = self.reading.masked[self.span.start : self.span.end]
        return [(self.span.start + a, self.span.start + b) for a, b in words.spans(masked, sense)]

    @cached_property
    def denials(self) -> list[tuple[int, int]]:
        """Where words deny; inside other words they need not: 未完成, but not 不仅."""
        longer = [tag for tag in self.tags if not tag.has("verdict.missed")]
        return [
            (start, end)
            for start, end in self.spans("polarity.not")
            if not any(
                t.start <= start and end <= t.end and len(t.text) > end - start for t in longer
            )
        ]

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Its quantities."""
        return tuple(p for p in self.reading.places if self.span.holds(p.mention.at))

    def has(self, *senses: str) -> bool:
        """Whether it has a word of some sense."""
        return any(tag.has(*senses) for tag in self.tags)

    def denied(self, found: str) -> int:
        """Return where the one word that denies some words of it begins, or -1."""
        if len(self.denials) != 1:
            return -1  # 未出现不稳定: denied twice
        start, end = self.denials[0]
        if self.reading.plain[:start].endswith("无一"):
            return -1  # 无一不合格
        at = self.reading.plain.find(found, end, end + REACH + len(found))
        between = self.reading.plain[end:at] if at >= 0 else "、"
        near = at + len(found) <= self.span.end and (between.isalpha() or not between)
        return start if near else -1


def spoken_clauses(reading: Reading, cells: Cells) -> Iterator[Clause]:
    """Yield the clauses of a text; one that calls no row speaks of those of the clause before."""
    sentence, rows = Span(0, 0), frozenset[int]()
    for span in reading.clauses:
        if not sentence.holds(span.start):
            sentence, rows = next(s for s in reading.sentences if s.holds(span.start)), frozenset()
        parts = called(cells, reading.plain[span.start : span.end])
        own = frozenset[int]().union(*(each.rows for each in parts))
        rows = own or rows
        yield Clause(reading, cells, span, rows, own)


def against(
    clause: Clause, row: int, start: int, end: int, rule: str = "words_against"
) -> Violation:
    """Return what to say of words that the result of a row contradicts."""
    quote = clause.reading.text[start:end]
    name, actual = clause.cells.names[row][0], clause.cells.form.indicators[row].actual.raw.strip()
    message = f"表中“{name}”的实际完成值为“{actual}”，与“{quote}”不一致，请核对。"
    return Violation(rule, quote, start, message, rows=(row,))
