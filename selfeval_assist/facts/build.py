"""The door of the room: everything a text about one form may say."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from selfeval_assist.facts.calling import whole_of
from selfeval_assist.facts.funds import budget_sign, fund_facts
from selfeval_assist.facts.groups import group_facts
from selfeval_assist.facts.levels import level_facts
from selfeval_assist.facts.model import Fact, FactTable
from selfeval_assist.facts.purpose import typed_facts
from selfeval_assist.facts.repeating import repeating
from selfeval_assist.facts.rows import row_facts, said_of_row, stated_facts
from selfeval_assist.facts.spelling import prose_name, subjects_of
from selfeval_assist.facts.standing import budget_causes, row_causes
from selfeval_assist.facts.totals import (
    count_facts,
    evidence_facts,
    head_facts,
    score_facts,
    tally_facts,
)
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.scoring import ScoreSheet


@dataclass(frozen=True, eq=False)
class Scored:
    """A form with its score sheet, as the key of what is worked out once for both.

    The form counts as the object it is, because comparing its cells costs more than it saves.
    """

    form: SelfEvaluation
    sheet: ScoreSheet

    def __hash__(self) -> int:
        return id(self.form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scored) and self.form is other.form and self.sheet == other.sheet


def build_facts(form: SelfEvaluation, sheet: ScoreSheet) -> FactTable:
    """Return the fact table of a form.

    Every fact carries the field paths it rests on, and the shown sum when it is not a cell itself.
    Amounts of a form in 元 stand twice: ``funds.initial`` as printed and ``funds.initial.wan`` in
    万元, exact. Only values that were read as numbers become numbers; everything else is quoted.
    The same form and sheet give the same table.

    Args:
        form: the form.
        sheet: its score sheet (verdicts and completion come from there).
    """
    return _facts(Scored(form, sheet))


def build_stated(form: SelfEvaluation, sheet: ScoreSheet) -> FactTable:
    """Return only what checks ask of the facts: the head, the funds, what persons stated.

    Args:
        form: the form.
        sheet: its score sheet.
    """
    return _stated(Scored(form, sheet))


@lru_cache(maxsize=8)
def _facts(of: Scored) -> FactTable:
    parts = (_whole(of.form, of.sheet), _others(of.form, of.sheet))
    facts = {fact.id: fact for part in parts for fact in part}
    facts |= {fact.id: fact for fact in group_facts(of.form, facts)}
    printed = (name for row in of.form.indicators for name in subjects_of(row.name))
    names = dict.fromkeys(each for name in printed for each in (name, prose_name(name)))
    return FactTable(_with_causes(of.form, facts), tuple(names), of.form, of.sheet)


@lru_cache(maxsize=8)
def _stated(of: Scored) -> FactTable:
    rows = (said_of_row(of.form.indicators[row.index], row, of.form.year) for row in of.sheet.rows)
    facts = {fact.id: fact for part in (_whole(of.form, of.sheet), *rows) for fact in part}
    return FactTable(_with_causes(of.form, facts), (), of.form, of.sheet)


def _with_causes(form: SelfEvaluation, facts: dict[str, Fact]) -> dict[str, Fact]:
    """Return facts with the causes of notes and completion text, less those that are none."""
    for each in [*repeating(facts)]:
        del facts[each]
    facts |= {fact.id: fact for fact in row_causes(form, facts)}
    return facts | {fact.id: fact for fact in budget_causes(form, facts)}


def _whole(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[Fact]:
    yield from head_facts(form)
    yield from typed_facts(form)
    yield from _of_funds(_Funds(form, sheet))
    yield from stated_facts(form.funds.deviation, "funds", "funds.deviation", budget_sign(form))


@dataclass(frozen=True, eq=False)
class _Funds(Scored):
    """A form with its sheet, as the key of what only the funds block and its score give."""

    def __hash__(self) -> int:
        return id(self.form.funds)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Funds)
            and self.form.funds is other.form.funds
            and self.form.money_unit == other.form.money_unit
            and self.sheet.execution == other.sheet.execution
        )


@lru_cache(maxsize=8)
def _of_funds(of: _Funds) -> tuple[Fact, ...]:
    return tuple(fund_facts(of.form, of.sheet))


def _others(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[Fact]:
    typed = f"{form.goal.planned}\n{form.goal.actual}"
    for score in sheet.rows:
        whole = whole_of(form.indicators, score.index)
        row, of = form.indicators[score.index], None if whole is None else form.indicators[whole]
        yield from row_facts(row, score, of, typed, form.year)
    yield from count_facts(form, sheet)
    yield from tally_facts(form, sheet)
    yield from level_facts(form, sheet)
    yield from evidence_facts(form)
    yield from score_facts(form, sheet)
