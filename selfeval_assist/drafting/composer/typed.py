"""What a person typed as goal and as completion: the clauses that no cell says already.

What a row or the funds block says is told from there, with its own figures; a clause whose figure
is another one than its cell's is left to the checks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from selfeval_assist.facts import Fact, FactTable
from selfeval_assist.facts.doubts import remnant
from selfeval_assist.facts.purpose import EMPTY_WORDS
from selfeval_assist.facts.standing import explains
from selfeval_assist.form.text import essence
from selfeval_assist.prose import words
from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.likeness import covered_letters, pairs
from selfeval_assist.prose.parts import wholes
from selfeval_assist.prose.values import Kind
from selfeval_assist.verify.cells import cells_of
from selfeval_assist.verify.numbers import numbers
from selfeval_assist.verify.pairing import Read, read_of

_OWN, _WORD = 4, 2
"""Letters besides common words from which on a clause with figures (names do not count either),
and one without, says something of its own."""
# Background and legal basis explain why a project exists, not what it does this year.
_BACKGROUND = (
    "为了", "为适应", "为贯彻", "为落实", "为深入", "根据", "按照", "依据", "随着", "依照", "遵照",
    "鉴于", "以", "在", "因", "由于", "结合",
)  # fmt: skip
_POINTS = ("见附", "详见", "见指标", "见表", "相应栏")
_COMMON = ("generic", "verdict", "level", "column", "relation", "group", "count", "reason")


@dataclass(frozen=True, slots=True)
class Typed:
    """The clauses of a typed text that are told, sentence by sentence, as ids of facts.

    ``rows`` are those whose value these clauses give, so that it is not told again.
    """

    sentences: tuple[tuple[str, ...], ...]
    rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Clause:
    fact: Fact
    span: Span


def typed(table: FactTable, name: str) -> Typed:
    """Return what of a typed text is told; name is ``goal`` or ``done``."""
    facts = [fact for fact in table if fact.id.startswith(f"{name}.")]
    text, clauses = "", list[_Clause]()
    for fact in facts:
        clauses.append(_Clause(fact, Span(len(text), len(text) + len(fact.value))))
        text += f"{fact.value}。"
    planned = name == "goal"
    read = read_of(text, cells_of(table, planned=planned))
    found, _ = numbers(read.reading, read.cells)
    # a figure that stands in no cell is the person's; one that is another cell's is not told
    against = {v.start: bool(v.rows or v.funds or v.rule == "elsewhere") for v in found}
    known = _known(table)
    goal = {
        essence(each.value)
        for each in table
        if each.id.startswith("goal.") and not words.has_digit(each.value)
    }
    said: list[tuple[str, ...]] = []
    rows: set[int] = set()
    for _, group in groupby(clauses, key=lambda each: each.fact.id.rpartition(".")[0]):
        # what is copied from the goal was not reported as done
        own = [each for each in group if planned or essence(each.fact.value) not in goal]
        if not planned and any(explains(each.fact.value) for each in own):
            continue  # reasons belong to what they explain
        kept = list(_kept(own, read, against, known))
        last = max((at for at, (_, new) in enumerate(kept) if new), default=-1)
        if last >= 0:
            said.append(tuple(each.fact.id for each, _ in kept[: last + 1]))
            rows |= {row for each, _ in kept[: last + 1] for row in _rows(each, read)}
    return Typed(tuple(said), frozenset(rows))


def _kept(
    own: Sequence[_Clause], read: Read, against: dict[int, bool], known: frozenset[str]
) -> Iterator[tuple[_Clause, bool]]:
    """Yield the clauses that can be told; one that goes back to another goes with it."""
    before = True
    for each in own:
        new = _is_new(each, read, against, known)
        goes_back = each.fact.value.startswith(_GOES_BACK)
        before = new is not None and (before or not goes_back)
        if before and new is not None:
            yield each, new


_GOES_BACK = ("共", "合计", "其中", "其余", "总计", "累计", "均", "并", "且")
"""How a clause begins that is a part of the one before it: 共56台."""


def without(told: Typed, table: FactTable, rest: str) -> Typed:
    """Return the clauses that do not stand in the rest of a text, as after an earlier draft."""
    plain = essence(rest)
    kept = (
        tuple(each for each in one if essence(table[each].value) not in plain)
        for one in told.sentences
    )
    return Typed(tuple(one for one in kept if one), told.rows)


def _known(table: FactTable) -> frozenset[str]:
    """Return the pairs of letters of what the cells are called."""
    sources = table.form.funds.sources if table.form else ()
    names = (*table.names, *(line.name for line in sources))
    return frozenset(pair for name in names for pair in pairs(name))


def _is_new(
    each: _Clause, read: Read, against: dict[int, bool], known: frozenset[str]
) -> bool | None:
    """Return whether a clause says what no cell says; None for one that is not told at all."""
    value, span = each.fact.value, each.span
    wrong = [clash for at, clash in against.items() if span.holds(at)]
    contrary = any(wrong) or any(whole.gap for whole in wholes(value)) or remnant(value)
    if contrary or any(mark in value for mark in _POINTS):
        return None
    own = _own_words(each, read)
    if any(
        span.holds(p.mention.at)
        for p in read.reading.places
        if p.mention.value.kind is not Kind.DATE
    ) or [*_rows(each, read)]:
        more = sum(map(str.isalpha, own)) - covered_letters(own, known)
        return bool(wrong) or more >= _OWN
    empty = any(word in value for word in EMPTY_WORDS) or value.startswith(_BACKGROUND)
    return None if empty or not _says_something(value, own, read, known) else True


def _says_something(value: str, own: str, read: Read, known: frozenset[str]) -> bool:
    """Return whether words without figures are more than a judgement on the whole."""
    tags = words.tags(value)
    judges = all(any(tag.has(each) for tag in tags) for each in ("column.target", "column.actual"))
    form = read.cells.form
    about = known | pairs(form.project) | pairs(form.goal.planned)
    return sum(map(str.isalpha, own)) >= _WORD and not (judges and not pairs(own) & about)


def _own_words(each: _Clause, read: Read) -> str:
    """Return a clause without its figures and the words that may stand beside any value."""
    text = each.fact.value
    spans = [(p.mention.start - each.span.start, p.mention.end - each.span.start)
             for p in read.reading.places if each.span.holds(p.mention.at)]  # fmt: skip
    spans += [
        (tag.start, tag.end) for tag in words.tags(text) if tag.has(*_COMMON) and len(tag.text) > 1
    ]
    for start, end in spans:
        text = text[: max(start, 0)] + " " * (end - max(start, 0)) + text[end:]
    return text


def _rows(each: _Clause, read: Read) -> Iterator[int]:
    """Yield the rows whose value a clause gives."""
    for one in read.known:
        if each.span.holds(one.place.mention.at):
            wanted = "target" if read.cells.planned else "actual"
            yield from (d.row for d in one.derived if d.row is not None and d.name == wanted)
