"""Which rows owe an explanation."""

from collections.abc import Mapping
from decimal import Decimal

from selfeval_assist.facts.funds import fund_facts
from selfeval_assist.facts.model import Fact
from selfeval_assist.facts.rows import CEILINGS
from selfeval_assist.form import Indicator, SelfEvaluation
from selfeval_assist.policies import Policy, policy_for
from selfeval_assist.scoring import RowScore, ScoreSheet, Verdict
from selfeval_assist.scoring.direction import comparator_of


def deviating_rows(
    form: SelfEvaluation, sheet: ScoreSheet, policy: Policy | None = None
) -> tuple[int, ...]:
    """Return the rows that need a reason and a measure, in form order.

    A row needs one when its target is missed or late, when it scores below its weight, or when it
    exceeds its target by the policy's ``overshoot.reason_at``.

    Args:
        form: the form.
        sheet: its score sheet.
        policy: the policy; by default the form's own.

    Raises:
        PolicyError: the form names a policy that does not exist.
    """
    policy = policy or policy_for(form)
    return tuple(
        row.index for row in sheet.rows if deviates(row, form.indicators[row.index], policy)
    )


def deviates(row: RowScore, own: Indicator, policy: Policy) -> bool:
    """Return whether one row needs a reason."""
    if row.verdict in {Verdict.MISSED, Verdict.LATE}:
        return True
    points = row.claimed if row.claimed is not None else row.points
    if points is not None and row.weight is not None and points < row.weight:
        return True
    return exceeds(row, own, policy)


def budget_deviates(form: SelfEvaluation, sheet: ScoreSheet, policy: Policy) -> bool:
    """Return whether the budget was changed, overspent, or spent below the policy's limit."""
    rate = sheet.execution.rate
    if rate is not None and rate < policy.execution.explain_below:
        return True
    facts = {fact.id: fact for fact in fund_facts(form, sheet)}
    return "funds.over" in facts or changed(facts)


def changed(facts: Mapping[str, Fact]) -> bool:
    """Return whether the facts of the funds hold a change of the budget beyond a rounding."""
    if "funds.change_percent" in facts:
        return Decimal(facts["funds.change_percent"].value.rstrip("%")) >= _ROUNDING
    return "funds.change" in facts and facts["funds.initial"].value in {"0元", "0万元"}


_ROUNDING = Decimal("0.1")
"""Percent of the opening budget below which a change is one of cents."""


def exceeds(row: RowScore, own: Indicator, policy: Policy) -> bool:
    """Return whether a row exceeds its target so far that the target itself is in question.

    What lies far below a ceiling does not go beyond anything, and what lasts longer than it has to
    (使用年限) is no target set too low.
    """
    if comparator_of(own) in CEILINGS or own.target.value.unit == "年":
        return False
    limit = policy.overshoot.reason_at - Decimal(100)
    return row.overshoot is not None and row.overshoot >= limit
