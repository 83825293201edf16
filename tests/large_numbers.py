"""Numbers that no form holds, and all that is done with a form in which one of them stands."""

from selfeval_assist.checks import Finding, check, consistency
from selfeval_assist.drafting.composing import composed, plan
from selfeval_assist.facts import build_facts
from selfeval_assist.form import Measure, Number, SelfEvaluation, paths
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Task
from selfeval_assist.review.supported import ground, supported
from selfeval_assist.scoring import score

_LENGTHS = (30, 33, 34, 40, 57, 80, 81, 100, 308, 400)
_SHAPES = (
    "{nines}", "-{nines}", "+{nines}", "1{zeros}", "1{zeros}.00", "0.{zeros}1", "-0.{zeros}1",
    ".{nines}", "{nines}.{nines}", "0{zeros}1", "0{zeros}", "0.{zeros}", "{nines}.{zeros}",
    "{grouped}", "{nines}%", "0.{zeros}1%", "{nines}万元", "{nines}亿", "{nines}分", "{nines}优",
    "≥{nines}件", "≤0.{zeros}1件", "{nines}-{nines}9件", "0.{zeros}1-{nines}件", "百分之{nines}",
    "每亩{nines}元", "{nines}万亿",
)  # fmt: skip
_ODD = (
    "1e308", "-1e308", "1e-308", "1e99", "9.99e99件", "1e9999", "1E+400", "1.7976931348623157e308",
    "5e-324", "1e99999", "1e308元", "999999999999999", "1000000000000000", "999999999999999亿",
    "-999999999999999", "0." + "0" * 39 + "1", "0." + "0" * 40 + "1", "1/3", f"{10**30}/{10**31}",
    "31010120210000000000000001", "11111111111111111111111199.999999999", "九百九十九亿亿亿亿亿亿",
    "九" * 40, "1亿" * 20, "10^400", "∞", "NaN", "-Infinity", "sNaN", "１" * 40, "٣" * 40,
    "33.33333333333333333333333333", "0.1" * 15, ",".join(["999"] * 14), "-" * 40 + "1",
)  # fmt: skip
NUMBERS = (
    tuple(
        shape.format(nines="9" * size, zeros="0" * size, grouped=",".join(["999"] * (size // 3)))
        for size in _LENGTHS
        for shape in _SHAPES
    )
    + _ODD
)
"""At least 280 numbers of 30 to 400 digits, and other odd ones."""
_TASKS: tuple[Task, ...] = ("planned", "actual", "budget")


def numeric_cells(form: SelfEvaluation) -> tuple[str, ...]:
    """Return the paths of all cells of a form in which a number can stand."""
    return tuple(
        path for path in paths.leaves(form) if isinstance(paths.get(form, path), Number | Measure)
    )


def worked_through(form: SelfEvaluation) -> tuple[Finding, ...]:
    """Score, check, verify and draft a form, and return its findings."""
    policy = policy_for(form)
    sheet = score(form, policy)
    assert sheet.total <= sheet.computed + sheet.taken  # and bounded by what can be reached
    table = build_facts(form, sheet)
    consistency(form, sheet)
    supported(form.goal.planned, ground("planned", table))
    supported(form.goal.actual, ground("actual", table))
    orders = [(task, None) for task in _TASKS]
    orders += [("deviation", row) for row in range(len(form.indicators))]
    for task, row in orders:
        where = ground(task, table)
        for each in plan(task, form, sheet, table, row, policy=policy):
            composed(each, where)  # renders and verifies it
    return check(form, policy, sheet, declaration=form, last_year=form)
