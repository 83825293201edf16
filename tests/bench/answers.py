"""What a text says, in plain questions: what it contradicts, counts, concludes and explains."""

from collections.abc import Iterator
from dataclasses import dataclass

from selfeval_assist.facts.model import FactTable
from selfeval_assist.prose import words
from selfeval_assist.prose.causes import gives_reason
from selfeval_assist.prose.clauses import Span, sentences
from selfeval_assist.prose.mentions import Mention
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify.cells import cells_of
from selfeval_assist.verify.pairing import Read, contradictions, read_of
from selfeval_assist.verify.reading import Reading
from selfeval_assist.verify.reasons import reason_of
from selfeval_assist.verify.verdict_words import said_verdicts

_SHORT = ("verdict.missed", "verdict.late", "relation.less", "beside.less", "relation.unspent",
          "relation.late", "beside.late", "relation.cut")  # fmt: skip
_ALL = ("group.all", "group.each", "level.whole")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of a text with the rows whose value it is."""

    mention: Mention
    rows: tuple[int, ...]
    funds: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """What a text says.

    Attributes:
        reason: the words that give a reason for a shortfall, or "".
        causal: whether it says that something came about through something else.
        all_done: whether it says that all goals, tasks or indicators were reached.
        rows: the rows that it contradicts.
        funds: whether it contradicts the funds block.
        quantities: its quantities.
    """

    reason: str
    causal: bool
    all_done: bool
    rows: frozenset[int]
    funds: bool
    quantities: tuple[Quantity, ...]


def ask(text: str, table: FactTable, row: int | None = None) -> Answers:
    """Return what a text says of a form.

    Args:
        text: the text.
        table: the facts of the form (``for_goal(table)`` for a planned goal).
        row: the row of whose cell for reasons it is the text, or None.
    """
    read = read_of(text, cells_of(table))
    against = contradictions("", text, table)
    quantities = tuple(
        Quantity(
            one.place.mention,
            tuple(sorted(one.rows)),
            any(each.owner in {"funds", "execution"} for each in one.derived),
        )
        for one in read.known
    )
    causes = tuple(_causes(read))
    if row is not None and gives_reason(text):
        short = read.cells.verdict(row) is not Verdict.EXCEEDED
        causes = (*causes, (text if short else "", short))
    return Answers(
        reason=next((cause for cause, short in causes if short), ""),
        causal=bool(causes),
        all_done=any(_all_done(read.reading, span) for span in sentences(read.reading.masked)),
        rows=frozenset(row for each in against for row in each.rows),
        funds=any(each.funds for each in against),
        quantities=quantities,
    )


def _causes(read: Read) -> Iterator[tuple[str, bool]]:
    """Yield the words given as a reason, and whether for something that fell short."""
    reading = read.reading
    for tag in reading.tags:
        if not tag.has("reason", "effect"):
            continue
        spans = (each for each in sentences(reading.masked) if each.holds(tag.start))
        short = tag.has("reason") and any(_short(read, span) for span in spans)
        reason = reason_of(reading.plain, tag)
        yield reading.text[reason.start : reason.end], short


def _short(read: Read, span: Span) -> bool:
    """Return whether a sentence tells that something fell short, in words or by a row's result."""
    if words.spans(read.reading.masked[span.start : span.end], *_SHORT):
        return True
    told = [one for one in read.known if span.holds(one.place.mention.start)]
    rows = {row for one in told for row in (one.rows or one.place.rows)}
    return any(read.cells.verdict(row) in {Verdict.MISSED, Verdict.LATE} for row in rows)


def _all_done(reading: Reading, span: Span) -> bool:
    """Return whether a sentence says that all was reached, and leaves nothing out."""
    tags = reading.within(span.start, span.end)
    if any(tag.has("group.rest", "group.except", "group.few") for tag in tags):
        return False
    levels = {s for tag in tags for s in tag.senses if s.startswith("level.")} - {"level.whole"}
    return not levels and any(
        tag.has("verdict.met") and span.holds(tag.start) and _of_all(reading, tag.start)
        for tag in said_verdicts(reading)
    )


def _of_all(reading: Reading, at: int) -> bool:
    start = max(reading.masked.rfind(mark, 0, at) for mark in "，；。\n") + 1
    tags = reading.within(start, at + 4)
    return any(tag.has(*_ALL) for tag in tags)
