"""Which row measures an element of the goal, and which clause of the completion answers it.

The strongest link is a number with its unit beside words that call the row; words alone are weaker,
and a row that the answering clause tells is the element's too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from selfeval_assist.facts.model import FactTable
from selfeval_assist.prose import words
from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.elements import Element, elements
from selfeval_assist.prose.likeness import covered_letters, pairs
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.values import Comparator, Kind
from selfeval_assist.prose.width import narrowed
from selfeval_assist.verify import ignored
from selfeval_assist.verify.alignment import called, names_of
from selfeval_assist.verify.cells import Cells, cells_of
from selfeval_assist.verify.claim import Known
from selfeval_assist.verify.contradiction import is_value_of, same_class
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.numbers import numbers
from selfeval_assist.verify.reading import Reading, read
from selfeval_assist.verify.text import contradicting

_OWN, _FEWER = 4, 3
"""Letters of a text, of pairs that only one name has, from which on words alone call its row;
fewer do where most of the text stands in the name."""
_MUCH, _MOST = 0.4, 0.6
_ALIKE, _SAME = 0.5, 0.8
"""Share of the words of an element, or of a clause, that the other must hold; of the second share
on they outdo a row that is called in passing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An element of the goal with the rows that measure it and the clause that answers it.

    Attributes:
        text: the element with what leads to it.
        said: the element alone.
        rows: the rows that measure it.
        answer: where the completion answers it, or None.
        measured: whether it holds a number.
        wrong: where a number of the answer begins that is no value of its row, or -1.
    """

    text: str
    said: str
    rows: tuple[int, ...]
    answer: Span | None
    measured: bool = False
    wrong: int = -1


@dataclass(frozen=True, eq=False)
class Read:
    """A text with what its quantities state and the clauses in which they stand."""

    reading: Reading
    cells: Cells
    known: tuple[Known, ...]
    wrong: frozenset[int]
    clauses: tuple[Span, ...]

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """What each clause is about."""
        return tuple(_topic(span, self) for span in self.clauses)

    @cached_property
    def rows(self) -> tuple[frozenset[int], ...]:
        """The rows whose target or actual value each clause tells."""
        return tuple(frozenset(_stated(span, self)) for span in self.clauses)


@lru_cache(maxsize=16)
def read_of(text: str, cells: Cells) -> Read:
    """Return a text with what its quantities state and the clauses in which they stand."""
    reading = read(text, cells)
    wrong, known = numbers(reading, cells)
    return Read(
        reading, cells, known, frozenset(each.start for each in wrong), tuple(_parts(reading))
    )


def _parts(reading: Reading) -> Iterator[Span]:
    """Yield the clauses of a text; those of a list of values one by one."""
    for clause in reading.clauses:
        here = [
            each
            for each in reading.places
            if clause.holds(each.mention.at) and each.mention.value.kind is not Kind.DATE
        ]
        begin = clause.start
        for one, after in pairwise(here):
            cut = reading.masked.find("、", one.mention.end, after.mention.start)
            if cut >= 0:
                yield Span(begin, cut)
                begin = cut + 1
        yield Span(begin, clause.end)


@lru_cache(maxsize=16)
def paired(goal: str, completion: str, table: FactTable) -> tuple[Pair, ...]:
    """Return the elements of a goal in order, each with its rows and its answer.

    Args:
        goal: the planned goal.
        completion: the completion text.
        table: the facts of the form.
    """
    planned = read_of(goal, cells_of(table, planned=True))
    done = read_of(completion, cells_of(table))
    own = _elements(planned.reading, planned.cells.called)
    return tuple(_pair(element, planned, done) for element in own)


@lru_cache(maxsize=16)
def _elements(reading: Reading, called: tuple[str, ...]) -> tuple[Element, ...]:
    """Return the elements of a goal, which an edit of a value or of the completion leaves alone."""
    measures = [place.mention for place in reading.places]
    return tuple(elements(ignored.masked(reading.plain, called), measures))


@lru_cache(maxsize=16)
def contradictions(goal: str, completion: str, table: FactTable) -> tuple[Violation, ...]:
    """Return what a completion text says against rows or the funds block.

    A number that calls no row itself speaks of the row of the element that its clause answers.

    Args:
        goal: the planned goal.
        completion: the completion text.
        table: the facts of the form.
    """
    answered = {
        pair.wrong: pair.rows for pair in paired(goal, completion, table) if pair.wrong >= 0
    }
    found = (
        replace(each, rows=each.rows or answered.get(each.start, ()))
        for each in contradicting(completion, table)
    )
    return tuple(each for each in found if each.rows or each.funds)


def _pair(element: Element, planned: Read, done: Read) -> Pair:
    text = planned.reading.text
    span = element.span
    rows = _rows(span, planned)
    answer = _answer(span, rows, planned, done)
    if not rows and answer:
        rows = _stated(answer, done)
    wrong = _wrong(answer, rows, done) if answer else -1
    measured = any(span.holds(place.mention.at) for place in planned.reading.places)
    said = text[span.start : span.end]
    return Pair(text[element.start : span.end], said, rows, answer, measured, wrong)


def _wrong(answer: Span, rows: Sequence[int], done: Read) -> int:
    """Return where the only number of an answer stands, in its row's unit and unsupported."""
    here = [one.place for one in done.known if answer.holds(one.place.mention.at)]
    here = [place for place in here if place.mention.value.kind is not Kind.DATE]
    if len(rows) != 1 or len(here) != 1 or here[0].mention.start not in done.wrong:
        return -1
    fits = here[0].inherited and same_class(done.cells, here[0], rows[0])
    fits = fits and is_value_of(done.reading, done.cells, here[0], rows[0])
    return here[0].mention.start if fits else -1


def _stated(span: Span, told: Read) -> tuple[int, ...]:
    """Return the rows whose target or actual value the quantities of a clause are."""
    found: set[int] = set()
    for one in told.known:
        if span.holds(one.place.mention.at):
            found |= {
                each.row
                for each in one.derived
                if each.row is not None and each.name in {"target", "actual"}
            }
    return tuple(sorted(found))


def _rows(span: Span, told: Read) -> tuple[int, ...]:
    """Return the rows that an element is measured by."""
    if stated := _stated(span, told):
        return stated
    here = [one for one in told.known if span.holds(one.place.mention.at)]
    own = [one.place for one in here if one.place.mention.value.kind is not Kind.DATE]
    if own:
        mine = ((place, row) for place in own if not place.inherited for row in place.rows)
        return tuple(sorted({row for place, row in mine if same_class(told.cells, place, row)}))
    return _by_words(told.reading.plain[span.start : span.end], told.cells)


def _by_words(text: str, cells: Cells) -> tuple[int, ...]:
    """Return the rows that words without a number call plainly."""
    pairs_of = {text[at : at + 2] for at in range(len(text) - 1)} & names_of(cells).rows.keys()
    found: dict[int, int] = {}
    for row in {row for pair in pairs_of for row in names_of(cells).rows[pair]}:
        name = names_of(cells).pairs[row] & pairs_of
        own = covered_letters(text, frozenset(p for p in name if names_of(cells).weights[p] == 1))
        least = _MUCH if own >= _OWN else _MOST
        if own >= _FEWER and covered_letters(text, name) >= least * len(text):
            found[row] = own
    best = [row for row, own in found.items() if own == max(found.values())]
    return tuple(best) if len(best) == 1 else ()


def _answer(element: Span, rows: Sequence[int], planned: Read, done: Read) -> Span | None:
    """Return the clause that tells a row of the element, calls it, or has its words."""
    wanted, plain = set(rows), done.reading.plain
    text = planned.reading.plain[element.start : element.end]
    if (at := plain.find(text)) >= 0:
        return Span(at, at + len(text))
    for span, stated in zip(done.clauses, done.rows, strict=True):
        if wanted & stated:
            return span
    topic = _topic(element, planned)
    alike = (_likeness(topic, other) for other in done.topics)
    scored = [*zip(alike, done.clauses, strict=True)]
    best = max(scored, key=lambda each: each[0], default=(0.0, None))
    for span in done.clauses if wanted and best[0] < _SAME else ():
        if any(wanted & each.rows for each in called(done.cells, plain[span.start : span.end])):
            return span
    return best[1] if best[0] >= _ALIKE else None


def shortfall(goal: str, answer: str, sentence: str) -> tuple[str, str] | None:
    """Return planned and done where an answer names less than the goal and does not say so.

    Only for a goal that wants more: neither 控制在100万元以内 nor 压缩到15天.

    Args:
        goal: an element of the goal that no row measures.
        answer: the clause that answers it.
        sentence: the sentence around the answer, which may say that it is less.
    """
    lowered = words.spans(goal, "relation.less", "relation.cut")
    if lowered or words.spans(sentence, "relation.less", "beside.less", "verdict.missed"):
        return None
    wanted, told = mentions(narrowed(goal)), mentions(narrowed(answer))
    if len(wanted) != 1 or len(told) != 1 or not wanted[0].value.unit:
        return None
    aim, done = wanted[0].value, told[0].value
    less = aim.number is not None and done.number is not None and done.number < aim.number
    if not less or aim.unit != done.unit or aim.comparator in {Comparator.LE, Comparator.LT}:
        return None
    return goal[wanted[0].at : wanted[0].end], answer[told[0].at : told[0].end]


def _topic(span: Span, read: Read) -> str:
    """Return a clause without its numbers and the words that may stand beside any value."""
    text = read.reading.plain[span.start : span.end]
    blank = [(each.mention.start, each.mention.end) for each in read.reading.places]
    blank = [(start - span.start, end - span.start) for start, end in blank if span.holds(start)]
    tags = [tag for tag in words.tags(text) if tag.has("generic") and len(tag.text) > 1]
    for start, end in (*blank, *((tag.start, tag.end) for tag in tags)):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _likeness(first: str, second: str) -> float:
    """Return which share of the letters of the shorter text stands in pairs of both."""
    short, long = sorted((first, second), key=lambda each: sum(map(str.isalpha, each)))
    letters = sum(map(str.isalpha, short))
    return covered_letters(short, pairs(long)) / letters if letters else 0.0
