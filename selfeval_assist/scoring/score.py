"""The door of the room: one form under one policy."""

from dataclasses import replace
from decimal import Decimal

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import FundLine, Indicator, MoneyUnit, SelfEvaluation
from selfeval_assist.form.fund_lines import line_of_all, slipped
from selfeval_assist.form.money import in_unit
from selfeval_assist.form.text import squeeze
from selfeval_assist.form.vocabulary import EXECUTION_ROWS
from selfeval_assist.policies import Policy
from selfeval_assist.scoring.arithmetic import capped, plain, rounded
from selfeval_assist.scoring.rows import score_row
from selfeval_assist.scoring.sheet import Basis, ExecutionScore, RowScore, ScoreSheet

_WORK = "核算"
_ALL = Decimal(100)
_EXECUTION = "预算执行"
MOST_FOR_EXECUTION = Decimal(50)
"""Points of the execution above which those of the whole form stand in its cell."""
_ROUND = Decimal(5)
"""The points for execution are a multiple of this in every layout seen."""


def score(form: SelfEvaluation, policy: Policy) -> ScoreSheet:
    """Return the score sheet of a form under a policy. Points are exact decimals.

    The claimed scores are only set beside the computed ones, never replaced. Where the program
    fails on a row, on the execution or on the whole form, that is left undecided and says so.
    """
    sheet = attempt(_WORK, _scored, form, policy)
    return _unscored(form, policy, sheet) if isinstance(sheet, Failure) else sheet


def _scored(form: SelfEvaluation, policy: Policy) -> ScoreSheet:
    execution = attempt(_WORK, _execution, form, policy)
    if not isinstance(execution, Failure) and (work := _elsewhere(form)):
        execution = replace(execution, weight=Decimal(0), points=Decimal(0), work=work)
    if isinstance(execution, Failure):
        execution = _no_execution(policy, execution)
    rows = (attempt(_WORK, score_row, i, row, policy) for i, row in enumerate(form.indicators))
    sheet = ScoreSheet(
        policy=policy.id,
        execution=execution,
        rows=tuple(
            _no_row(i, form.indicators[i], row) if isinstance(row, Failure) else row
            for i, row in enumerate(rows)
        ),
        claimed=form.total.value,
        grade=form.grade.strip() or form.total.grade,
        cap=_cap(execution.rate, policy),
    )
    # What cannot be added up is found here, not by everyone who asks for a sum.
    _ = sheet.total, sheet.undecided
    return sheet


def _unscored(form: SelfEvaluation, policy: Policy, why: Failure) -> ScoreSheet:
    """Return the sheet of a form that cannot be scored: every row undecided, and no points."""
    rows = tuple(_no_row(i, row, why) for i, row in enumerate(form.indicators))
    execution = _no_execution(policy, why)
    return ScoreSheet(policy.id, execution, rows, None, form.grade.strip(), problem=str(why))


def _no_execution(policy: Policy, why: Failure) -> ExecutionScore:
    weight = policy.execution.weight
    return ExecutionScore(
        Basis.UNDECIDED, weight, None, None, None, None, work=str(why), failed=True
    )


def _no_row(index: int, row: Indicator, why: Failure) -> RowScore:
    # Its weight may be what cannot be read; where it can, no rule takes it for missing.
    weight = attempt(_WORK, lambda: row.weight.value)
    known = None if isinstance(weight, Failure) else weight
    return RowScore(index, Basis.UNDECIDED, known, None, None, work=str(why), failed=True)


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


def _execution(form: SelfEvaluation, policy: Policy) -> ExecutionScore:
    """Return the points for execution from the total line; without one, from the sources."""
    (line, why), unit, rules = line_of_all(form), form.money_unit, policy.execution
    on_initial = rules.denominator == "initial"
    adjusted_rate = execution_rate(line, unit)
    initial_rate = execution_rate(line, unit, initial=True)
    rate = initial_rate if on_initial else adjusted_rate
    weight, remark = _weight(line, rate, policy)
    remark += f"（{why}）" if why else ""
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
    budget = in_unit(line.initial if on_initial else line.adjusted, unit)
    executed = in_unit(line.executed, unit)
    if slipped(budget, executed):
        why = f"全年执行数是预算的 {plain(rounded(rate / 100, 0))} 倍，疑似错用单位，无法核算"
        return ExecutionScore(Basis.UNDECIDED, weight, line.score.value, None, None, None, why)
    share = _band(rate, policy) if rules.formula == "bands" else rate
    points = rounded(capped(weight * share / 100, weight), policy.indicators.decimals)
    quotient = f"{plain(executed)}/{plain(budget)}"
    if rules.formula == "bands":
        shown = f"执行率 {quotient} = {plain(rounded(rate, 2))}%，属 {plain(share)}% 档："
        work = f"{shown}{plain(weight)} × {plain(share)}% = {plain(points)}{remark}"
    else:
        limited = f"（以分值 {plain(weight)} 封顶）" if rate > 100 else ""
        work = f"{plain(weight)} × {quotient} = {plain(points)}{limited}{remark}"
    return ExecutionScore(
        Basis.COMPUTED, weight, line.score.value, points, adjusted_rate, initial_rate, work
    )


def _elsewhere(form: SelfEvaluation) -> str:
    """Return why execution has no points beside the money, or "" where it has.

    Some forms score execution in a row (投入管理指标 › 预算执行率) and print no points beside the
    money; were they counted there too, a form could earn 110. Such a row is told by what it
    measures, whatever the rows add up to: a weight that is missing or wrong makes execution not
    count twice. Rows that hold all points without such a row leave none for execution either.
    """
    total = form.funds.total
    if total.weight.value is not None or total.score.value is not None:
        return ""
    weighted = [row for row in form.indicators if row.weight.value]
    named = next((row.name for row in weighted if _is_execution(row)), None)
    if named is not None:
        return f"预算执行在指标“{squeeze(named)}”一行计分，不在资金部分另计分"
    held = sum((row.weight.value or Decimal(0) for row in weighted), Decimal(0))
    return "指标分值合计已是 100 分，没有留给预算执行的分值" if held == _ALL else ""


def _is_execution(row: Indicator) -> bool:
    """Return whether a row is the execution rate: by its name or by the heading it stands under."""
    # 投入管理指标 › 预算执行 › 支出进度
    under = squeeze(row.level2).removesuffix("指标") == _EXECUTION
    return under or squeeze(row.name) in EXECUTION_ROWS


def _weight(line: FundLine, rate: Decimal | None, policy: Policy) -> tuple[Decimal, str]:
    """Return the points for execution, and a remark where they follow from the claimed score.

    Layouts without a column for the points print them in a heading, as ``得分（20分×执行率）``. A
    score above the policy's points that is the rate times a round number gives that number.
    """
    printed, claimed, usual = line.weight.value, line.score.value, policy.execution.weight
    if printed is not None and printed <= MOST_FOR_EXECUTION:
        return printed, ""
    if printed is not None:
        return usual, f"（表中分值 {plain(printed)} 是全表的，按评分办法取 {plain(usual)} 分）"
    if claimed is None or claimed <= usual or rate is None or not 0 < rate <= 100:
        return usual, ""
    implied = rounded(claimed / rate * 100 / _ROUND, 0) * _ROUND
    if abs(implied * rate / 100 - claimed) > policy.execution.tolerance:
        return usual, ""
    return implied, "（表中没有分值，按得分推算）"


def _band(rate: Decimal, policy: Policy) -> Decimal:
    """Return the share of the weight, in percent, of the highest band that the rate reaches."""
    reached = [band for band in policy.execution.bands if rate >= band.rate]
    return max(reached, key=lambda band: band.rate).share if reached else Decimal(0)


def _cap(rate: Decimal | None, policy: Policy) -> Decimal | None:
    """Return the most points a form may have at its execution rate, or None without a limit."""
    if rate is None or policy.caps is None:
        return None
    return min((cap.at_most for cap in policy.caps.limits if rate < cap.below), default=None)
