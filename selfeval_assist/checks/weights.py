"""Rules on the weights."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import CENTRAL_2020, PRODUCT, PUBLISHED
from selfeval_assist.checks.columns import column
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row, bare_name, own_groups
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import Number, SelfEvaluation
from selfeval_assist.form.vocabulary import BENEFIT, EXECUTION_ROWS, LEVEL2, OUTPUT, SATISFACTION
from selfeval_assist.scoring.arithmetic import plain
from selfeval_assist.scoring.score import MOST_FOR_EXECUTION

_ZERO, _HUNDRED = Decimal(0), Decimal(100)
_HEAVY = Decimal(30)
_MANY = 20
_FEW_POINTS = 5
_SHOULD = "应为 100，提请核实"


def weighted_rows(subject: Subject) -> tuple[Row, ...]:
    """Return the rows that should carry points of their own: all but blank 其中 rows."""
    return tuple(row for row in subject.rows if not row.part)


def readings(rows: tuple[Row, ...], values: list[Decimal]) -> set[Decimal]:
    """Return the sums that rows may mean: all of them, or without 其中 rows that repeat points."""
    top = [v for row, v in zip(rows, values, strict=True) if row.data.parent is None]
    return {sum(values, _ZERO), sum(top, _ZERO)}


@rule(
    "WGT001",
    "分值合计不是 100",
    severity=Severity.ERROR,
    message="预算执行 {execution} 分，指标分值合计 {rows}，总计 {sum}，{ask}。",
    basis=CENTRAL_2020,
)
def weights_sum(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    预算执行率分值与各指标分值之和应为 100。每一行分值都读得出来、产出和效益都有时判断；没有总分
    一行的，三组指标都有才判断，否则只提示还差多少分、可能有指标没有读到；超过 100 的总要提示。
    没有分值的“其中”行不参与合计，资金明细行重复
    的分值不重复计算。预算执行一项就超过 50 分的，直接提示。
    为什么：分值不足或超过 100，总分和等级都不可比。
    反例：执行 10 分，指标合计 85 分。
    正例：执行 10 分，产出 50 分，效益 30 分，满意度 10 分。
    怎么改：对照批复的绩效目标申报表恢复各行分值；批复后不再调整。
    """
    form, rows = subject.form, weighted_rows(subject)
    weights = [w for row in rows if (w := row.score.weight) is not None]
    total = sum(weights, _ZERO)
    execution = form.funds.total.weight.value
    if rows and (execution or _ZERO) > MOST_FOR_EXECUTION:
        # The points of the whole form stand in the cell; no sum of rows is needed to say so.
        yield Hit("funds.total.weight", _facts(execution or _ZERO, total, _SHOULD))
        return
    if gap := points_missing(subject):
        ask = _gap(gap, groups_missing(subject))
        yield Hit("indicators", _facts(_HUNDRED - total - gap, total, ask), Severity.WARNING)
        return
    within = total + (execution or _ZERO) <= _HUNDRED
    # More than 100 is too much also where a part is missing.
    if not rows or len(weights) < len(rows) or (within and not _whole(subject, rows)):
        return
    known = readings(rows, weights)
    if execution is None:
        # Execution may be scored in a row of its own, or carry the policy's weight unprinted.
        execution = subject.policy.execution.weight
        if known & {_HUNDRED, _HUNDRED - execution} or total <= _HUNDRED:
            return
    elif _HUNDRED in known and any(row.name in EXECUTION_ROWS for row in rows):
        return
    if _HUNDRED - execution not in known:
        yield Hit("indicators", _facts(execution, total, _SHOULD))


def _facts(execution: Decimal, rows: Decimal, ask: str) -> dict[str, object]:
    return {"execution": execution, "rows": rows, "sum": rows + execution, "ask": ask}


def groups_missing(subject: Subject) -> list[str]:
    """Return the first levels to which the policy gives points and which have no row."""
    here = {row.data.group for row in subject.rows}
    if own_groups(subject.rows):
        return []
    return [group for group in subject.policy.weights.groups if group not in here]


def _gap(points: Decimal, groups: list[str]) -> str:
    lacking = f"，表中没有{'、'.join(groups)}" if groups else ""
    return (
        f"还差 {plain(points)} 分{lacking}：请先核对原表是否还有指标行没有读到；"
        "确已读全的，请补足分值并填写总分"
    )


def points_missing(subject: Subject) -> Decimal:
    """Return the points up to 100 of a form that ends before its last group and its total.

    Such a form was most likely not read to its end; 0 for any other.
    """
    rows = weighted_rows(subject)
    weights = [w for row in rows if (w := row.score.weight) is not None]
    if not rows or len(weights) < len(rows) or not subject.form.total.blank:
        return _ZERO
    if {OUTPUT, BENEFIT, SATISFACTION} <= {row.data.group for row in rows}:
        return _ZERO
    execution = subject.form.funds.total.weight.value
    known = readings(rows, weights)
    if execution is None:
        execution = subject.policy.execution.weight
        if any(row.name in EXECUTION_ROWS for row in rows):
            execution = _ZERO
    gap = _HUNDRED - sum(weights, _ZERO) - execution
    return max(gap, _ZERO) if _HUNDRED - execution not in known else _ZERO


def _whole(subject: Subject, rows: tuple[Row, ...]) -> bool:
    """Return whether the rows were read to the end: with a total, or with all three groups.

    A missing group is IND011.
    """
    groups = {row.data.group for row in rows} - {""}
    ended = subject.form.total.value is not None or {OUTPUT, BENEFIT, SATISFACTION} <= groups
    return ended and (not groups or {OUTPUT, BENEFIT} <= groups)


@rule(
    "WGT002",
    "分值为零或二级指标分值与批复不符",
    severity=Severity.ERROR,
    message="{place}{why}，提请核实。",
    basis=PUBLISHED,
    partly="declaration",
)
def weights_as_planned(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    有名称和完成值的指标，分值应大于 0；印有二级指标权重的，应等于其下各行分值之和。
    同时提供批复的目标申报表时，各二级指标的分值合计应与批复
    一致；同名指标分值不同的由 WGT005 提示，这里不重复。
    为什么：分值为 0 的指标不参与评价；二级指标的分值在批复后不再调整。
    反例：申报表数量指标 20 分，自评表删去一个指标后只剩 10 分。
    正例：自评表的指标和分值与申报表完全一致。
    怎么改：恢复漏填的指标和批复的分值；经批准调整过的，在备注写明文号。
    """
    for row in weighted_rows(subject):
        weight = row.score.weight
        if weight is not None and weight <= 0 and row.name and not row.data.actual.blank:
            yield Hit(f"{row.path}.weight", {"why": f"为 {plain(weight)}，应大于 0"})
    yield from _printed_sums(subject)
    if subject.declaration is None:
        return
    here, approved = by_level2(subject.form), by_level2(subject.declaration)
    planned = {bare_name(row.name): row.weight.value for row in subject.declaration.indicators}
    changed = {
        row.data.kind
        for row in subject.rows
        if planned.get(row.name, row.score.weight) != row.score.weight
    }
    for kind in (kind for kind in LEVEL2 if kind in here.keys() | approved.keys()):
        now, then = here.get(kind, _ZERO), approved.get(kind, _ZERO)
        if now is None or then is None or now == then or kind in changed:
            continue
        why = f"中{kind}合计 {plain(now)} 分，批复的目标申报表为 {plain(then)} 分"
        yield Hit("indicators", {"why": why, "level2": kind, "here": now, "approved": then})


def _printed_sums(subject: Subject) -> Iterator[Hit]:
    """Yield second levels with a printed weight that is not the sum of the rows below it."""
    printed = column(subject.form, "二级指标权重")
    named = [row for row in weighted_rows(subject) if row.name]
    for at, text in printed.items():
        end = min((other for other in printed if other > at), default=len(subject.form.indicators))
        rows = [row for row in named if at <= row.index < end]
        yield from _unequal(rows, Number(text).value)


def _unequal(rows: list[Row], told: Decimal | None) -> Iterator[Hit]:
    """Yield the first of some rows where their points are not the sum that is printed."""
    total = _sum_of([row.score.weight for row in rows])
    if total is not None and told not in {None, total}:
        lines = rows_named(row.index for row in rows)
        why = f"的权重写作 {plain(told)}，而{lines}的分值合计为 {plain(total)}"
        yield Hit(f"{rows[0].path}.level2", {"why": why, "here": total, "printed": told})


def _sum_of(weights: list[Decimal | None]) -> Decimal | None:
    """Return the sum of weights; None where there are none, or one cannot be read."""
    return None if None in weights or not weights else sum(filter(None, weights), _ZERO)


def by_level2(form: SelfEvaluation) -> dict[str, Decimal | None]:
    """Return the points of each second-level name; None where a weight cannot be read."""
    sums: dict[str, Decimal | None] = {}
    for row in form.indicators:
        if not row.kind or row.empty or (row.weight.blank and row.parent is not None):
            continue
        so_far, weight = sums.get(row.kind, _ZERO), row.weight.value
        sums[row.kind] = None if so_far is None or weight is None else so_far + weight
    return sums


@rule(
    "WGT003",
    "单个指标分值过高",
    severity=Severity.WARNING,
    message="{place}为 {weight} 分，一行就决定全表近三分之一的得分，提请考虑细分。",
    basis=PUBLISHED + "；30 分的界限为产品选择",
    standing="P",
)
def heavy_row(subject: Subject) -> Iterator[Hit]:
    """检查什么：单个三级指标的分值达到 30 分或以上。
    为什么：一个指标决定近三分之一的得分，不能反映项目全貌。
    反例：效益只设一个指标“提高管理水平”，30 分。
    正例：效益分设“受益老人数”15 分、“设备年均使用率”15 分。
    怎么改：下一年度申报目标时把该指标拆成几个可衡量的指标。
    """
    for row in subject.rows:
        if row.score.weight is not None and row.score.weight >= _HEAVY:
            yield Hit(f"{row.path}.weight", {"weight": row.score.weight})


@rule(
    "WGT004",
    "指标过多或分值过碎",
    severity=Severity.INFO,
    message="共有 {count} 个指标，其中 {small} 个不超过 1 分，建议突出核心指标。",
    basis=PRODUCT,
)
def too_many(subject: Subject) -> Iterator[Hit]:
    """检查什么：指标超过 20 个，或有 5 个以上指标的分值不超过 1 分。
    为什么：指标过多，每一个都轻，重点看不出来，填报和核实的工作量也大。
    反例：27 个指标，时效和成本合计 4 分。
    正例：10 个左右核心指标，每个不少于 3 分。
    怎么改：下一年度合并同类指标，保留能反映核心产出和效果的。
    """
    rows = weighted_rows(subject)
    small = [row for row in rows if row.score.weight is not None and row.score.weight <= 1]
    if len(rows) > _MANY or len(small) > _FEW_POINTS:
        yield Hit("indicators", {"count": len(rows), "small": len(small)})
