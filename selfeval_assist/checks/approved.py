"""The rule that compares a form with its approved 绩效目标申报表, by value and not by spelling."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from selfeval_assist.checks.basis import CENTRAL_2021
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.same_goal import changed_clauses
from selfeval_assist.checks.same_value import same_target
from selfeval_assist.checks.view import Row, bare_name
from selfeval_assist.checks.weights import by_level2
from selfeval_assist.form import FundLine, Indicator, Number, SelfEvaluation
from selfeval_assist.form.money import in_yuan
from selfeval_assist.form.text import essence
from selfeval_assist.prose.units import known

# 路灯维护数量（盏）, 亮灯率(%)
_UNIT_BEHIND = re.compile(r"\(([^()]{1,6})\)$")
_OF_WHICH = re.compile(r"^其中[::]?")
_NO_ROW = "没有这个指标"


@rule(
    "WGT005",
    "与批复的目标申报表不一致",
    severity=Severity.ERROR,
    message="{place}为“{here}”，批复的目标申报表为“{approved}”，提请核实。",
    basis=CENTRAL_2021,
    standing="M",
    needs="declaration",
)
def as_approved(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    指标名称、年度指标值、分值、年初预算数和预期目标应与预算批复时的绩效目标申报表一致。按数值、
    单位和方向比较，写法不同（“≥98%”与“不低于98%”）不算不同；申报表没有写的不比较。需要同时提供
    申报表。
    为什么：自评要对照批复的目标，不能对照事后修改的目标。
    反例：申报表写“≥300 人”，自评表改为“≥200 人”。
    正例：自评表照抄申报表的目标值；确需调整的附调整批复。
    怎么改：恢复批复的目标值和分值；经批准调整过的，在备注写明文号。
    """
    plan = subject.declaration
    if plan is None:
        return
    yield from _money(subject.form, plan)
    for here, approved in changed_clauses(plan.goal.planned, subject.form.goal.planned):
        yield Hit("goal.planned", {"here": here, "approved": approved})
    approved_rows = _by_name(plan)
    for row in subject.rows:
        yield from _row(row, approved_rows, subject.form.year)
    yield from _left_out(subject, plan)


def _key(name: str) -> str:
    """Return an indicator's name without the unit behind it, for comparison."""
    name = bare_name(name)
    unit = _UNIT_BEHIND.search(name)
    return essence(name[: unit.start()] if unit and known(unit[1]) else name)


def _by_name(plan: SelfEvaluation) -> dict[str, Indicator]:
    """Return the rows of a declaration by name, and by kind and name where two are called alike."""
    rows = [row for row in plan.indicators if row.name.strip()]
    return {_key(row.name): row for row in reversed(rows)} | {
        f"{row.kind}:{_key(row.name)}": row for row in reversed(rows)
    }


def _row(row: Row, approved: Mapping[str, Indicator], year: int | None) -> Iterator[Hit]:
    """Yield what differs between a row and the one that was approved under its name."""
    key = _key(row.name)
    plan = approved.get(f"{row.data.kind}:{key}") or approved.get(key)
    if plan is None:
        yield Hit(f"{row.path}.name", {"here": row.name, "approved": _NO_ROW})
        return
    data = row.data
    if not data.initial_target.blank:  # adjusted since: TGT009 asks for the approval
        data = data.model_copy(update={"target": data.initial_target})
    if not plan.target.blank and not same_target(data, plan, year):
        facts = {"here": data.target.raw, "approved": plan.target.raw}
        yield Hit(f"{row.path}.target", facts)
    if not plan.weight.blank and plan.weight.value != row.score.weight:
        facts = {"here": row.data.weight.raw, "approved": plan.weight.raw}
        yield Hit(f"{row.path}.weight", facts)


def _left_out(subject: Subject, plan: SelfEvaluation) -> Iterator[Hit]:
    """Yield approved rows that the form lacks, where no sum of points (WGT002) tells of them."""
    here = {_key(row.name) for row in subject.rows}
    now, then = by_level2(subject.form), by_level2(plan)
    for row in plan.indicators:
        if not row.name.strip() or _key(row.name) in here:
            continue
        if not row.kind or now.get(row.kind) == then.get(row.kind):
            yield Hit("indicators", {"here": _NO_ROW, "approved": row.name.strip()})


def _money(form: SelfEvaluation, plan: SelfEvaluation) -> Iterator[Hit]:
    """Yield initial budgets that are not those of the declaration, total and sources."""
    total = _differs(form, form.funds.total.initial, plan, plan.funds.total.initial)
    if total is not None:
        yield Hit("funds.total.initial", total)
    approved = {_source(line): line for line in plan.funds.sources}
    for index, line in enumerate(form.funds.sources):
        same = approved.get(_source(line))
        if same is None:
            continue
        facts = _differs(form, line.initial, plan, same.initial)
        if facts is not None:
            yield Hit(f"funds.sources.{index}.initial", facts)


def _source(line: FundLine) -> str:
    return essence(_OF_WHICH.sub("", line.name.strip()))


def _differs(
    form: SelfEvaluation, here: Number, plan: SelfEvaluation, approved: Number
) -> dict[str, str] | None:
    """Return two amounts as printed with their units, or None where they are the same."""
    now, then = in_yuan(here, form.money_unit), in_yuan(approved, plan.money_unit)
    if now is None or then is None or abs(now - then) < _tolerance(form, plan):
        return None
    facts = {"here": here.raw.strip() + form.money_unit}
    return facts | {"approved": approved.raw.strip() + plan.money_unit}


def _tolerance(form: SelfEvaluation, plan: SelfEvaluation) -> Decimal:
    """Return the yuan by which rounding to 0.01万元 may move an amount; half a cent otherwise."""
    rounded = "万元" in (form.money_unit, plan.money_unit) and form.money_unit != plan.money_unit
    return Decimal(50) if rounded else Decimal("0.005")
