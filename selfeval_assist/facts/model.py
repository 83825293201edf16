"""A fact: one thing that a sentence about the form may say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.scoring import ScoreSheet

FactKind = Literal[
    "amount", "rate", "points", "count", "quantity", "date", "verdict", "name", "words", "cause"
]
Direction = Literal["", "up", "down"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a sentence may say, with where it comes from.

    Attributes:
        id: stable dotted name, such as ``funds.executed`` or ``row.3.actual``.
        label: what the value is, such as ``全年执行数`` or, of a row, ``实际完成值``.
        value: the rendered text that stands in a sentence, unit included: ``1437.6992万元``.
        kind: what sort of thing it is. ``verdict``, ``name``, ``words`` and ``cause`` are text;
            ``words`` are quoted from a cell, ``cause`` is what a person stated as the reason.
        sources: the field paths that it rests on.
        work: the shown sum over those cells; empty when the value is a cell itself.
        direction: ``up`` or ``down`` for a change, else empty.
        row: the indicator row it belongs to, or None.
        subjects: the names of which one must stand before the value: the row's name (short and as
            printed), the names of all rows of a group, a source of money. Empty for the whole form.
        variants: other spellings of the same value, allowed in a person's text.
    """

    id: str
    label: str
    value: str
    kind: FactKind
    sources: tuple[str, ...]
    work: str = ""
    direction: Direction = ""
    row: int | None = None
    subjects: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """How a person would name the fact: the row's name and the label."""
        one = len(self.subjects) == 1 or (self.row is not None and self.subjects)
        return f"{self.subjects[0]}{self.label}" if one else self.label


@dataclass(frozen=True, eq=False)
class FactTable:
    """Everything a text about one form may say, by id, in form order.

    ``names`` are further texts of the form (the full indicator names) that may stand in a sentence
    as they are and whose digits claim nothing. ``form`` and ``sheet`` are what the facts are of,
    None for facts without a form; ``planned`` says that a planned goal is meant, which knows no
    results.
    """

    facts: dict[str, Fact] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    form: SelfEvaluation | None = None
    sheet: ScoreSheet | None = None
    planned: bool = False

    def __getitem__(self, fact_id: str) -> Fact:
        return self.facts[fact_id]

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self.facts

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def __len__(self) -> int:
        return len(self.facts)
