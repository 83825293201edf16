"""The policy of a form, its score, and what the tool would write where a form claims scores."""

from collections.abc import Mapping

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import Number, SelfEvaluation, paths
from selfeval_assist.policies import Choice, Policy, choose, load
from selfeval_assist.policies.load import DEFAULT
from selfeval_assist.scoring import Basis, ScoreSheet
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.scoring.score import grade_of

_SHOWN = 8


def computed_scores(form: SelfEvaluation, sheet: ScoreSheet, policy: Policy) -> dict[str, str]:
    """Return the cells whose claimed score departs from the computed one, with what it would be.

    Rows judged in words and rows that cannot be scored are left to the person. The grade is only
    followed where the form has one.

    Returns:
        Texts by field path: row scores, weight, rate and score of the execution, total, grade.
    """
    execution = sheet.execution
    wanted = {
        f"indicators.{row.index}.score": plain(row.points)
        for row in sheet.rows
        if row.basis is Basis.COMPUTED and row.points is not None
    }
    if execution.points is not None:
        # Where a row scores the execution, no points stand beside the money.
        if execution.weight:
            wanted["funds.total.score"] = plain(execution.points)
        if execution.weight and form.funds.total.weight.blank:
            wanted["funds.total.weight"] = plain(execution.weight)
        if form.funds.total.rate.blank and execution.rate is not None:
            wanted["funds.total.rate"] = f"{rounded(execution.rate, 2)}%"
    if sheet.weighted and any(row.points is not None for row in sheet.rows):
        grade = grade_of(sheet.total, policy)
        total = plain(rounded(sheet.total, 2))
        wanted["total"] = f"{total} {grade}" if form.total.grade else total
        if form.grade.strip():
            wanted["grade"] = grade
    return {path: text for path, text in wanted.items() if _differs(form, path, text)}


def described(form: SelfEvaluation, wanted: Mapping[str, str]) -> str:
    """Return what would be changed, one line a cell, for a person to agree to."""
    lines = [
        f"{paths.label(form, path)}：{paths.text(form, path) or '空'} → {text}"
        for path, text in wanted.items()
    ]
    more = f"\n……共 {len(lines)} 处" if len(lines) > _SHOWN else ""
    return "\n".join(lines[:_SHOWN]) + more


def _differs(form: SelfEvaluation, path: str, text: str) -> bool:
    now, then = paths.get(form, path), Number(text)
    if isinstance(now, Number):
        return (now.value, now.grade) != (then.value, then.grade)
    return str(now).strip() != text


def usable_policy(form: SelfEvaluation) -> tuple[Choice, str]:
    """Return the policy of a form, and a problem in Chinese when the central one stands in for it.

    A form from elsewhere can name a policy that this computer does not have; it can be opened all
    the same.
    """
    choice = attempt("选择评分办法", choose, form)
    if isinstance(choice, Failure):
        problem = f"{choice.why} 暂按“{load(DEFAULT).name}”核算。"
        return Choice(load(DEFAULT), problem), problem
    return choice, ""


def why_policy(form: SelfEvaluation) -> str:
    """Return why a form has its policy, and which others may be meant; empty if a person chose."""
    choice, _ = usable_policy(form)
    if not choice.reason:
        return ""
    others = "、".join(f"“{other.name}”" for other in choice.others)
    return f"按“{choice.policy.name}”：{choice.reason}" + (f"也可以选{others}。" if others else "")
