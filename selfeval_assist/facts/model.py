"""A fact: one thing that a sentence about the form may say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

FactKind = Literal["amount", "rate", "points", "count", "quantity", "date", "verdict", "name", "words"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a sentence may say, with where it comes from.

    Attributes:
        id: stable dotted name, such as ``funds.executed`` or ``row.3.actual``.
        label: how a clerk calls it, such as ``全年执行数`` or the indicator's name.
        value: the rendered text that stands in a sentence, unit included: ``1,437.70万元``.
        kind: what sort of thing it is; ``verdict`` and ``name`` hold no number of their own.
        sources: the field paths that it rests on.
        work: the shown sum over those cells; empty when the value is a cell itself.
        wordings: what may stand in front of the value in a sentence; the label is always allowed.
        direction: ``up`` or ``down`` for a change, else empty.
        row: the indicator row it belongs to, or None.
    """

    id: str
    label: str
    value: str
    kind: FactKind
    sources: tuple[str, ...]
    work: str = ""
    wordings: tuple[str, ...] = ()
    direction: Literal["", "up", "down"] = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class FactTable:
    """Everything a text about one form may say, by id, in form order."""

    facts: dict[str, Fact] = field(default_factory=dict)

    def __getitem__(self, fact_id: str) -> Fact:
        return self.facts[fact_id]

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self.facts

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def __len__(self) -> int:
        return len(self.facts)

    def of_row(self, row: int) -> tuple[Fact, ...]:
        """Return the facts of one indicator row."""
        return tuple(fact for fact in self if fact.row == row)


@dataclass(frozen=True, slots=True)
class Violation:
    """Something in a text that the fact table does not support.

    Attributes:
        rule: short stable name: ``digit``, ``chinese_quantity``, ``slot_missing``, ``slot_unknown``,
            ``slot_repeated``, ``label``, ``verdict_word``, ``causal``, ``all_done``, ``direction``,
            ``copied``, ``repeated``, ``length``, ``empty``.
        quote: the part of the text meant.
        start: where the quote begins in the text; -1 when it has no place.
        message: one Chinese sentence for the person.
    """

    rule: str
    quote: str
    start: int
    message: str
