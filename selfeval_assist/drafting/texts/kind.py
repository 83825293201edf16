"""One text of a form as data: what it is called, where it is kept, what it uses and has to say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable, for_goal
from selfeval_assist.facts.deviating import deviating_rows
from selfeval_assist.facts.references import REF, Known, known_of
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Policy
from selfeval_assist.scoring import ScoreSheet

STATED = ("cause", "effect", "measure", "said")
"""The kinds of sources in which persons explain something."""


@dataclass(frozen=True, slots=True)
class Must:
    """One thing that a text has to say; any of its references, sources or words says it.

    Attributes:
        label: what it is, in a few words, as the model is told.
        refs: references of which one says it.
        source: the id of a source that has to be cited; empty for none.
        words: words that have to stand in the text, such as 【待填：…】; empty for none.
        row: the row that any of its references says; None where it is about something else.
    """

    label: str
    refs: frozenset[str] = frozenset()
    source: str = ""
    words: str = ""
    row: int | None = None

    def said_by(self, text: str, cites: tuple[str, ...]) -> bool:
        """Return whether a sentence with references says it."""
        used = set(REF.findall(text))
        cited = {*cites, *(ref.partition(".")[0] for ref in used)}
        return bool(self.refs & used or self.source in cited or (self.words and self.words in text))


@dataclass(frozen=True, eq=False)
class Material:
    """What one text of one form can use."""

    form: SelfEvaluation
    sheet: ScoreSheet
    table: FactTable
    policy: Policy
    row: int | None = None

    @cached_property
    def deviating(self) -> tuple[int, ...]:
        """The rows that owe an explanation."""
        return deviating_rows(self.form, self.sheet, self.policy)


Asks = Callable[[Material, Known], Iterator[Must]]
"""Yields what a text of some material has to say, of what it may use."""


@dataclass(frozen=True, slots=True)
class TextKind:
    """One kind of text.

    Attributes:
        id: the task; of a further text also the name under which the form keeps it.
        title: what it is called on paper.
        where: the field path; ``{row}`` is the number of the row.
        limits: how many characters it may have, from the policy.
        compose: the composer's sentences.
        uses: beginnings of references that it may use.
        sources: the kinds of sources that it may rest on.
        must: what it has to say besides the composer's questions, one function a kind of thing.
        prompt: the name of the prompt file.
        brief: what a model is told about it, for a prompt that several texts share.
        planned: whether it is written before anything was done.
        by_row: whether every deviating row has one.
    """

    id: str
    title: str
    where: str
    limits: Callable[[Policy], tuple[int, int]]
    compose: Callable[[Material], list[SentencePlan]]
    uses: tuple[str, ...] = ("y.", "f.", "r", "n", "p.")
    sources: tuple[str, ...] = ()
    must: tuple[Asks, ...] = ()
    prompt: str = "further"
    brief: str = ""
    planned: bool = False
    by_row: bool = False

    def known(self, material: Material) -> Known:
        """Return what a writer of this text may use."""
        table = for_goal(material.table) if self.planned else material.table
        known = known_of(table, self.sources, material.row)
        values = {
            ref: fact
            for ref, fact in known.values.items()
            if ref.startswith(("t", *self.uses))
            and (material.row is None or fact.row in (None, material.row))
        }
        sources = known.sources
        if "r" not in self.uses:  # a text about money rests on nothing that is about a row
            sources = {at: each for at, each in sources.items() if each.row is None}
        if self.by_row:  # what was said about the budget explains no row
            own = (material.row, None)
            sources = {
                at: each
                for at, each in sources.items()
                if each.row == material.row or (each.kind == "said" and each.row in own)
            }
        return Known(values, sources, table, material.row, self.planned)

    def musts(
        self, material: Material, known: Known, plans: list[SentencePlan]
    ) -> tuple[Must, ...]:
        """Return all that the text has to say: its own, and what only a person can answer."""
        own = (must for asks in self.must for must in asks(material, known))
        asked = (Must(plan.template, words=plan.template) for plan in plans if plan.pending)
        return (*own, *asked)


def further(
    name: str, otherwise: tuple[int, int] = (100, 400)
) -> Callable[[Policy], tuple[int, int]]:
    """Return the length of a further text: that of the policy, or our choice where it has none."""
    return lambda policy: policy.texts.also.get(name, otherwise)


def rows_must(material: Material, known: Known) -> Iterator[Must]:
    """Yield every row that was missed, late or far exceeded."""
    names = [known.names.get(row, "") for row in material.deviating]
    for row, name in zip(material.deviating, names, strict=True):
        refs = frozenset(ref for ref in known.values if ref.startswith(f"r{row}."))
        if refs:
            label = name if names.count(name) == 1 else f"{name}（r{row}）"
            yield Must(label, refs, row=row)


def about(label: str, ref: str, *or_else: str) -> Asks:
    """Return what asks for one value where the form has it; others may be said in its place."""
    refs = frozenset((ref, *or_else))

    def asks(_material: Material, known: Known) -> Iterator[Must]:
        if ref in known.values:
            yield Must(label, refs & known.values.keys())

    return asks


MONEY = (about("预算调整", "f.change"), about("全年执行数", "f.executed"))


def stated_must(_material: Material, known: Known) -> Iterator[Must]:
    """Yield what persons stated about the row of a text, or about the budget."""
    for each in known.sources.values():
        if each.kind in {"cause", "effect", "measure"} and each.row == known.row:
            yield Must(f"{each.id}（{each.label}）", source=each.id)


def measures_must(_material: Material, known: Known) -> Iterator[Must]:
    """Yield every measure that somebody stated."""
    for each in known.sources.values():
        if each.kind == "measure":
            yield Must(f"{each.id}（{each.label}）", source=each.id)
