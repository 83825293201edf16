"""The door of the room: one form under one policy."""

from decimal import Decimal

from selfeval_assist.form import FundLine, MoneyUnit, SelfEvaluation
from selfeval_assist.form.money import in_unit
from selfeval_assist.policies import Policy
from selfeval_assist.scoring.arithmetic import capped, plain, rounded
from selfeval_assist.scoring.rows import score_row
from selfeval_assist.scoring.sheet import Basis, ExecutionScore, ScoreSheet


def score(form: SelfEvaluation, policy: Policy) -> ScoreSheet:
    """Return the score sheet of a form under a policy. Points are exact decimals.

    The claimed scores are only set beside the computed ones, never replaced.
    """
    total = form.total
    return ScoreSheet(
        policy=policy.id,
        execution=_execution(form.funds.total, form.money_unit, policy),
        rows=tuple(score_row(i, row, policy) for i, row in enumerate(form.indicators)),
        claimed=total.value,
        grade=form.grade.strip() or total.grade,
    )


def grade_of(points: Decimal, policy: Policy) -> str:
    """Return the grade (优, 良, 中 or 差) that a total in points earns."""
    grades = policy.grades
    if points >= grades.excellent:
        return "优"
    if points >= grades.good:
        return "良"
    return "中" if points >= grades.fair else "差"


def execution_rate(line: FundLine, unit: MoneyUnit, *, initial: bool = False) -> Decimal | None:
    """Return executed as exact percent of the full-year (or initial) budget of a fund line.

    None when either cell holds no number or the budget is not above zero.
    """
    budget = in_unit(line.initial if initial else line.adjusted, unit)
    executed = in_unit(line.executed, unit)
    if budget is None or executed is None or budget <= 0:
        return None
    return executed / budget * 100


def _execution(line: FundLine, unit: MoneyUnit, policy: Policy) -> ExecutionScore:
    rules = policy.execution
    weight = line.weight.value if line.weight.value is not None else rules.weight
    on_initial = rules.denominator == "initial"
    adjusted_rate = execution_rate(line, unit)
    initial_rate = execution_rate(line, unit, initial=True)
    rate = initial_rate if on_initial else adjusted_rate
    if rate is None:
        name = "年初预算数" if on_initial else "全年预算数"
        return ExecutionScore(
            Basis.UNDECIDED,
            weight,
            line.score.value,
            None,
            adjusted_rate,
            initial_rate,
            f"缺少可以计算的{name}或全年执行数",
        )
    points = rounded(capped(weight * rate / 100, weight), policy.indicators.decimals)
    budget = in_unit(line.initial if on_initial else line.adjusted, unit)
    executed = in_unit(line.executed, unit)
    work = f"{plain(weight)} × {plain(executed)}/{plain(budget)} = {plain(points)}"
    if rate > 100:
        work += f"（以分值 {plain(weight)} 封顶）"
    return ExecutionScore(
        Basis.COMPUTED, weight, line.score.value, points, adjusted_rate, initial_rate, work
    )
