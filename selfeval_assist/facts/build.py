"""The door of the room: everything a text about one form may say."""

from collections.abc import Iterator

from selfeval_assist.facts.funds import budget_sign, fund_facts
from selfeval_assist.facts.groups import group_facts
from selfeval_assist.facts.levels import level_facts
from selfeval_assist.facts.model import Fact, FactTable
from selfeval_assist.facts.purpose import purpose, summary
from selfeval_assist.facts.rows import row_facts, stated_facts
from selfeval_assist.facts.spelling import subjects_of
from selfeval_assist.facts.standing import budget_causes, row_causes
from selfeval_assist.facts.totals import count_facts, evidence_facts, head_facts, score_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.scoring import ScoreSheet


def build_facts(form: SelfEvaluation, sheet: ScoreSheet) -> FactTable:
    """Return the fact table of a form.

    Every fact carries the field paths it rests on, and the shown sum when it is not a cell itself.
    Amounts of a form in 元 stand twice: ``funds.initial`` as printed and ``funds.initial.wan`` in
    万元, exact. Only values that were read as numbers become numbers; everything else is quoted.

    Args:
        form: the form.
        sheet: its score sheet (verdicts and completion come from there).
    """
    facts = {fact.id: fact for fact in _single(form, sheet)}
    facts.update((fact.id, fact) for fact in group_facts(form, facts))
    facts.update((fact.id, fact) for fact in row_causes(form, facts))
    facts.update((fact.id, fact) for fact in budget_causes(form, facts))
    names = dict.fromkeys(name for row in form.indicators for name in subjects_of(row.name))
    return FactTable(facts, tuple(names), form, sheet)


def _single(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[Fact]:
    yield from head_facts(form)
    if text := purpose(form.goal.planned, form.project):
        yield Fact("goal.purpose", "项目目的", text, "words", ("goal.planned",))
    elif text := summary(form.goal.planned):
        yield Fact("goal.summary", "项目内容", text, "words", ("goal.planned",))
    yield from fund_facts(form, sheet)
    yield from stated_facts(form.funds.deviation, "funds", "funds.deviation", budget_sign(form))
    for score in sheet.rows:
        yield from row_facts(form.indicators[score.index], score)
    yield from count_facts(form, sheet)
    yield from level_facts(form, sheet)
    yield from evidence_facts(form)
    yield from score_facts(form, sheet)
