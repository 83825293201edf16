"""The rule that holds what is told of the budget against the funds block."""

from collections.abc import Iterator

from selfeval_assist.checks.basis import PRODUCT
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.verify.budget import CHANGE, against_budget


@rule(
    "FUND014",
    "预算说明与资金栏不符",
    severity=Severity.ERROR,
    message="{place}写“{quote}”，而资金栏{table}，提请核实后统一。",
    basis=PRODUCT,
)
def told_as_in_the_table(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    预算偏差原因和实际完成情况里写的追加、调减：方向要与年初、全年预算数的变化一致，金额要等于变化额
    （或某一资金来源的变化额、几笔相抵后的变化额）；写“减至”“调整为”的，要等于全年预算数；预算偏差原因
    里写的执行率要等于资金栏的执行率。说上年、明年或打算的不算。
    为什么：同一笔调整两处说法不同，审核时无法认定依据。
    反例：年初 2350 万元、全年 2280 万元，说明写“年中追加预算 80 万元”。
    正例：说明写“年中调减预算 70 万元（文号……）”。
    怎么改：对照调整文件核对金额和方向，改正写错的一处。
    """
    form, own = subject.form, subject.form.funds.deviation
    reason = against_budget(own.text or own.cause, form, reason=True)
    # an amount in the completion that is no value of the form at all is GOAL005's
    marked = {each.start for each in subject.contradictions if each.rule == CHANGE}
    told = [each for each in against_budget(form.goal.actual, form) if each.start in marked]
    for where, found in (("funds.deviation", reason), ("goal.actual", told)):
        for each in found:
            yield Hit(where, {"quote": each.quote, "table": each.table})
