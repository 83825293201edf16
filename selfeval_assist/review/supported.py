"""Whether a sentence of a text in a form is supported: the one place that says so.

Composer, chain, conversation, review screen, reports and command line all ask here, with the same
facts, so that a sentence which one of them accepts is not doubted by another. A sentence that is
kept with its template and the values it rests on is judged by these: every value must still be the
one in the form. Any other sentence (a person's own, a pasted one) is read as free text.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from selfeval_assist.facts import SLOT, Fact, FactTable, for_goal
from selfeval_assist.facts.goal import SAID
from selfeval_assist.facts.references import Known, known_of
from selfeval_assist.facts.spelling import stated
from selfeval_assist.facts.words import names_in, unaccounted
from selfeval_assist.form.text import squeeze
from selfeval_assist.prose import words
from selfeval_assist.prose.clauses import Span
from selfeval_assist.review.model import Basis, Origin, Sentence, Task
from selfeval_assist.review.references import own_words, rejudged, unsure_words
from selfeval_assist.review.thread import Statement
from selfeval_assist.verify import Violation, verify_text
from selfeval_assist.verify.own_words import left_over

_QUOTED = frozenset({"words", "name", "cause"})
"""Kinds of facts whose values are a person's words."""
_INTRODUCING = ("column", "relation", "beside", "verdict", "set.noun")
"""Words that may stand where a value does, as its label may."""
_KINDS = ("goal", "done", "told", "cause", "effect", "measure", "said")


@dataclass(frozen=True, eq=False)
class Ground:
    """What the sentences of one text may rest on; ``ground`` makes it.

    Attributes:
        task: which text.
        facts: what a text of this task may state: a planned goal knows no results.
        row: the indicator row that the text is about, or None.
        path: the field that holds the text, where it stands there already; what was taken from
            that very field stands in the text now and nowhere else.
    """

    task: Task
    facts: FactTable
    row: int | None = None
    path: str = ""

    @cached_property
    def known(self) -> Known:
        """The same by references."""
        return known_of(self.facts, _KINDS, self.row)


def ground(
    task: Task,
    table: FactTable,
    statements: Iterable[Statement] = (),
    row: int | None = None,
) -> Ground:
    """Return what the sentences of a text may rest on.

    Args:
        task: which text.
        table: the facts of the form, from ``build_facts``.
        statements: facts that persons stated in conversation; they may stand in every text.
        row: the indicator row that the text is about, or None.
    """
    facts = with_statements(table, statements)
    return Ground(task, for_goal(facts) if task == "planned" else facts, row)


def with_statements(table: FactTable, statements: Iterable[Statement]) -> FactTable:
    """Return a table that holds stored statements besides the facts of the form."""
    more = {fact.id: fact for each in statements for fact in _facts_of(each)}
    return replace(table, facts={**table.facts, **more}) if more else table


def _facts_of(statement: Statement) -> tuple[Fact, Fact]:
    """Return the statement and its source as facts; both are quoted whole, figures included."""
    own, sources = f"{SAID}{statement.id}", (statement.cited,)
    return (
        Fact(own, "补充情况", stated(statement.text), "words", sources),
        Fact(f"{own}.source", "依据", stated(statement.source), "name", sources),
    )


def supported(sentence: Sentence | str, where: Ground) -> tuple[Violation, ...]:
    """Return what in a sentence the form and the statements do not support; empty when all is.

    Args:
        sentence: the sentence with the values it was written from, or a text in a person's words.
        where: what it may rest on, from ``ground``.

    Returns:
        Violations with their places: in the template of a sentence with references, else in the
        text. Nothing is blocked: the caller decides. Never raises.
    """
    facts = where.facts
    if isinstance(sentence, str):
        return verify_text(sentence, facts)
    if filled(sentence.template, sentence.basis) != sentence.text:
        return verify_text(sentence.text, facts)
    if sentence.referenced:
        return rejudged(sentence, where.known, where.path)
    known = _slots(sentence.basis)
    slots = {
        name: own_words(basis, where.path) or _fact_of(basis, sentence.text, facts)
        for name, basis in known.items()
    }
    if outdated := tuple(_outdated(slots, known, sentence.text)):
        return outdated
    quoted = tuple(_quoted(sentence, slots))
    return tuple(
        each
        for each in verify_text(sentence.text, facts)
        if not any(span.holds(each.start) for span in quoted)
    )


def _quoted(sentence: Sentence, slots: Mapping[str, Fact | None]) -> Iterator[Span]:
    """Yield where a sentence holds words of the form as a person typed them: they are told."""
    longer = 0  # what the values before are longer than their slots
    for slot in SLOT.finditer(sentence.template):
        fact = slots.get(slot[1])
        length = len(fact.value) if fact else len(slot[0])
        if fact and fact.kind in _QUOTED:
            start = slot.start() + longer
            yield Span(start, start + length)
        longer += length - len(slot[0])


def without_source(sentence: Sentence, where: Ground) -> tuple[str, ...]:
    """Return the words of a sentence of which nothing in the form says where they come from.

    None for a sentence that stands as code wrote it. A model's words were held to the closed list
    when it wrote them, but for a short one here and there. A person's own words may be true all
    the same; only a person can say so.

    Args:
        sentence: the sentence.
        where: what it may rest on.
    """
    as_written = filled(sentence.template, sentence.basis) == sentence.text
    if as_written and sentence.referenced:
        return unsure_words(sentence, where.known)
    if as_written and sentence.origin is not Origin.PERSON:
        return ()
    facts = where.facts
    known = {word for fact in facts for word in (fact.value, *fact.variants, *fact.subjects)}
    labels = {fact.label for fact in facts} | words.of(*_INTRODUCING)
    runs = unaccounted(sentence.text, known | names_in(facts), labels, goal=where.task == "planned")
    names = ("\x00".join(where.known.titles),)
    strange = (run for _, run in runs if left_over(run, frozenset(), names))
    return tuple(dict.fromkeys(strange))


def filled(template: str, basis: Iterable[Basis]) -> str:
    """Return a template with the values that it was written from; unknown slots stay.

    Args:
        template: a sentence with slots ``<F1>`` …
        basis: the values, in the order of their slots.
    """
    known = _slots(basis)
    return SLOT.sub(lambda slot: known[slot[1]].value if slot[1] in known else slot[0], template)


def _slots(basis: Iterable[Basis]) -> dict[str, Basis]:
    return {f"F{at}": each for at, each in enumerate(basis, start=1)}


def _fact_of(basis: Basis, text: str, facts: FactTable) -> Fact | None:
    """Return the fact that a value was taken from, or None when the form has it no more.

    Where rows were added or taken away, a row stands under another number, known by its name.
    """
    own = facts.facts.get(basis.fact)
    if own and own.title == basis.label and _named(own, text):
        return own
    for fact in facts:
        same = (fact.title, fact.value) == (basis.label, basis.value)
        if same and _role(fact.id) == _role(basis.fact) and _named(fact, text):
            return fact
    return own


def _role(fact_id: str) -> str:
    """Return an id without the number of its row: ``row.actual`` of ``row.3.actual``."""
    return ".".join(part for part in fact_id.split(".") if not part.isdigit())


def _named(fact: Fact, text: str) -> bool:
    """Whether a sentence names whose value it is: the row, or the first row of a group.

    Words of a cell may be a clause of their own: 按规定拨付.
    """
    names = fact.subjects[:1] if fact.row is None else fact.subjects
    own = fact.kind == "words" and fact.value in text
    return own or not names or any(name in text for name in names)


def _outdated(
    slots: Mapping[str, Fact | None], known: Mapping[str, Basis], text: str
) -> Iterable[Violation]:
    """Yield the values of a sentence that the form does not hold any more."""
    for name, fact in slots.items():
        old = known[name]
        if fact is not None and squeeze(fact.value) == squeeze(old.value):
            continue
        now = f"现在表中是“{fact.value}”" if fact else "现在表中已经没有"
        message = f"“{old.value}”是起草时的{old.label}，{now}，请核对。"
        yield Violation("outdated", old.value, text.find(old.value), message)
