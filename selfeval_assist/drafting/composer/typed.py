"""What a person typed as goal and as completion: the clauses that no cell says already.

What a row or the funds block says is told from there, with its own figures; a clause whose figure
is another one than its cell's is left to the checks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
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
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.numbers import numbers
from selfeval_assist.verify.pairing import Read, read_of
from selfeval_assist.verify.verdicts import judgements

JUDGED = frozenset({"all_done", "verdict_word"})
"""The rules on what a text says of how rows stand to their targets."""
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
_GOES_BACK = (
    "共", "合计", "其中", "其余", "总计", "累计", "均", "并", "且", "从而", "进而", "由此", "该",
    "其", "以上", "上述", "前述", "这", "此", "前者", "后者", "二者", "两者",
)  # fmt: skip
"""How a clause begins that is a part of the one before it: 共56台, 以上2项未达到."""
_TO_COME = re.compile(r"^(?:下一?步|今后|接下来|明年|次年|下一?年)|将继续|将进一步|预计|拟[于在]")
"""What is still to be done is no completion."""


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


@dataclass(frozen=True)
class _Text:
    """A typed text, read against the cells."""

    table: FactTable
    name: str
    clauses: tuple[_Clause, ...]
    read: Read
    apart: frozenset[int] = frozenset()

    @property
    def planned(self) -> bool:
        return self.name == "goal"

    @cached_property
    def odd(self) -> tuple[Violation, ...]:
        """The figures that are no cell's."""
        return numbers(self.read.reading, self.read.cells)[0]

    @cached_property
    def false(self) -> tuple[Violation, ...]:
        """The judgements on rows that the rows' own values contradict: 均达到要求."""
        known = numbers(self.read.reading, self.read.cells)[1]
        found = judgements(self.read.reading, self.read.cells, known)
        return tuple(each for each in found if each.rows and each.rule in JUDGED)

    @cached_property
    def known(self) -> frozenset[str]:
        """The pairs of letters of what the cells are called."""
        sources = self.table.form.funds.sources if self.table.form else ()
        names = (*self.table.names, *(line.name for line in sources))
        return frozenset(pair for name in names for pair in pairs(name))

    @cached_property
    def elsewhere(self) -> str:
        """What is copied into a completion: the goal without its figures, and the causes."""
        copied = () if self.planned else (
            fact.value for fact in self.table
            if fact.kind == "cause"
            or (fact.id.startswith("goal.") and not words.has_digit(fact.value))
        )  # fmt: skip
        return "|".join(map(essence, copied))

    def rows(self, each: _Clause) -> Iterator[int]:
        """Yield the rows whose value a clause gives."""
        wanted = "target" if self.planned else "actual"
        for one in self.read.known:
            if each.span.holds(one.place.mention.at):
                yield from (d.row for d in one.derived if d.row is not None and d.name == wanted)

    def gives(self, each: _Clause) -> Iterator[int]:
        """Yield the rows of which a clause has the value and words of the name: 收入增长6.7%."""
        yield from self.rows(each)
        value, role = each.fact.value, "target" if self.planned else "actual"
        for at, row in enumerate(self.read.cells.form.indicators):
            fact = self.table.facts.get(f"row.{at}.{role}")
            if fact and words.has_digit(fact.value) and fact.value in value:
                shared = len(pairs(row.name) & pairs(value))
                yield from [at] if shared > (at not in self.apart) else []


def typed(table: FactTable, name: str, elsewhere: frozenset[int] = frozenset()) -> Typed:
    """Return what of a typed text is told.

    Args:
        table: the facts.
        name: ``goal`` or ``done``.
        elsewhere: rows that are told by themselves, such as those that fell short.
    """
    text = replace(_text(table, name), apart=elsewhere)
    said: list[tuple[_Clause, ...]] = []
    goes_on = False
    for _, group in groupby(text.clauses, key=lambda each: each.fact.id.rpartition(".")[0]):
        sentence = tuple(group)
        if not text.planned and any(explains(each.fact.value) for each in sentence):
            continue  # reasons belong to what they explain
        kept, goes_on = _kept(sentence, text, goes_on=goes_on)
        if kept:
            said.append(kept)
    rows = frozenset(row for one in said for each in one for row in text.gives(each))
    return Typed(tuple(tuple(each.fact.id for each in one) for one in said), rows)


def _text(table: FactTable, name: str) -> _Text:
    joined, clauses = "", list[_Clause]()
    for fact in table:
        if fact.id.startswith(f"{name}."):
            clauses.append(_Clause(fact, Span(len(joined), len(joined) + len(fact.value))))
            joined += f"{fact.value}。"
    read = read_of(joined, cells_of(table, planned=name == "goal"))
    return _Text(table, name, tuple(clauses), read)


def _kept(
    sentence: Sequence[_Clause], text: _Text, *, goes_on: bool
) -> tuple[tuple[_Clause, ...], bool]:
    """Return the clauses of a sentence that are told, and whether it is told to its end.

    A clause that goes back to another goes with it; behind the last one with something new
    nothing is told.
    """
    told, end = list[_Clause](), 0
    for each in sentence:
        new = _is_new(each, text)
        if each.fact.value.startswith(_GOES_BACK) and (new is None or not goes_on):
            return tuple(told[:end]), False  # what it leads goes with it
        goes_on = new is not None
        told += [each] if goes_on else []
        end = len(told) if goes_on and new else end
    return tuple(told[:end]), goes_on and end == len(told)


def without(told: Typed, table: FactTable, rest: str) -> Typed:
    """Return the clauses that do not stand in the rest of a text, as after an earlier draft."""
    plain = essence(rest)
    kept = (
        tuple(each for each in one if essence(table[each].value) not in plain)
        for one in told.sentences
    )
    return Typed(tuple(one for one in kept if one), told.rows)


def _is_new(each: _Clause, text: _Text) -> bool | None:
    """Return whether a clause says what no cell says; None for one that is not told at all."""
    value = each.fact.value
    odd = [one for one in text.odd if each.span.holds(one.start)]
    if _belongs_elsewhere(each, text) or any(_contradicts(one, each, text) for one in odd):
        return None
    own = _own_words(each, text.read)
    places = (p for p in text.read.reading.places if each.span.holds(p.mention.at))
    figures = any(p.mention.value.kind is not Kind.DATE for p in places)
    if figures or [*text.rows(each)]:
        more = sum(map(str.isalpha, own)) - covered_letters(own, text.known)
        return bool(odd) or more >= _OWN
    empty = any(word in value for word in EMPTY_WORDS) or value.startswith(_BACKGROUND)
    empty = empty or _denied_in_a_row(value, text)
    return None if empty or not _says_something(value, own, text) else True


def _belongs_elsewhere(each: _Clause, text: _Text) -> bool:
    """Return whether a clause is copied, points to a cell, or cannot be right as it stands."""
    value = each.fact.value
    broken = any(whole.gap for whole in wholes(value)) or bool(remnant(value))
    broken = broken or any(each.span.holds(one.start) for one in text.false)
    if broken or any(mark in value for mark in _POINTS) or {*text.gives(each)} & text.apart:
        return True
    return not text.planned and (essence(value) in text.elsewhere or bool(_TO_COME.search(value)))


def _contradicts(one: Violation, each: _Clause, text: _Text) -> bool:
    """Return whether a figure is another one than its cell's, or one of another thing.

    A row that shares words with the clause may hold it: of two rows of a name one does.
    """
    if not (one.rows or one.funds or one.rule == "elsewhere"):
        return False
    role, own = "target" if text.planned else "actual", pairs(each.fact.value)
    held = (
        fact.value
        for at, row in enumerate(text.read.cells.form.indicators)
        if (fact := text.table.facts.get(f"row.{at}.{role}")) and pairs(row.name) & own
    )
    return one.quote not in held


def _denied_in_a_row(value: str, text: _Text) -> bool:
    """Return whether a row says that nothing happened, as a clause does: 未发生火灾 beside 0起."""
    form, letters = text.read.cells.form, sum(map(str.isalpha, value))
    nothing = (row for row in form.indicators if row.actual.value.number == 0)
    denied = not text.planned and set(value) & set("未无没零") and words.spans(value, "zero.things")
    return bool(denied) and any(
        letters - covered_letters(value, pairs(row.name)) < _OWN for row in nothing
    )


def _says_something(value: str, own: str, text: _Text) -> bool:
    """Return whether words without figures are more than a judgement on the whole."""
    tags = words.tags(value)
    judges = all(any(tag.has(each) for tag in tags) for each in ("column.target", "column.actual"))
    form = text.read.cells.form
    about = text.known | pairs(form.project) | pairs(form.goal.planned)
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


def disputed(table: FactTable) -> Iterator[str]:
    """Yield what of the typed completion the rows contradict: 健康管理率达到国家要求."""
    text = _text(table, "done")
    for each in text.clauses:
        if any(each.span.holds(one.start) for one in text.false):
            yield each.fact.value


# 2022年保障…, at the beginning of a sentence; neither 2022年底前 nor 2021—2023年
_OF_YEAR = re.compile(r"(?:^|[。；;\n])\s*(20\d\d)年(?!\d|[底末初前内])")


def of_another_year(text: str, year: int | None) -> str:
    """Return the year with which a typed text begins and that is not the form's, or ""."""
    found = (each for each in _OF_YEAR.findall(text) if year is not None and int(each) != year)
    return next(found, "")
