"""Rules on changes of the budget, low execution and what is said about them."""
# ruff: noqa: D205, D415 - the docstrings are the rules' explanations, Chinese Markdown

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.form import Kind
from selfeval_assist.scoring.arithmetic import rounded

_LARGE_CHANGE = Decimal(10)
_EXECUTION_ROW = re.compile(
    r"^(?:项目|部门|全年|年度)?(?:预算|资金|经费|预算资金)(?:执行|支付|完成|支出)(?:进度|完成)?率$"
)


@rule(
    "FUND006",
    "预算调整没有说明",
    severity=Severity.WARNING,
    message="全年预算数 {adjusted}{money}，比年初预算数 {initial}{money}{direction} {change}{money}（{percent}%），"
    "表中没有说明原因，提请补充。",
    basis=PUBLISHED + "；超过 10% 列为错误是产品选择",
    standing="P",
)
def change_explained(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    全年预算数与年初预算数不同，而表中任何地方都没有说明原因。变动超过 10% 的列为错误。
    ## 为什么
    追加、调减要说明依据；年末调减会抬高执行率。
    ## 反例
    年初 42,482,030 元，全年 40,396,030 元，全表没有说明。
    ## 正例
    完成情况中写明：因采购节约，年中调减预算 2,086,000 元（文号……）。
    ## 怎么改
    在预算偏差说明、备注或完成情况中写明调整的金额、文件和原因。
    """
    money = subject.money
    if not money.initial or money.adjusted is None or money.initial < 0:
        return
    change = money.adjusted - money.initial
    if change == 0 or subject.budget_explained:
        return
    percent = abs(change) / money.initial * 100
    facts = {
        "initial": money.initial,
        "adjusted": money.adjusted,
        "change": abs(change),
        "direction": "增加" if change > 0 else "减少",
        "percent": rounded(percent, 2),
    }
    severity = Severity.ERROR if percent > _LARGE_CHANGE else None
    yield Hit("funds.total.adjusted", facts, severity)


@rule(
    "FUND007",
    "调减预算后执行率恰为 100%",
    severity=Severity.WARNING,
    message="全年预算数 {adjusted}{money}与全年执行数完全相同，但比年初预算数 {initial}{money}少 {cut}{money}；"
    "按年初预算数计算执行率为 {initial_rate}%，请说明何时、为何调减。",
    basis=PRODUCT,
    standing="P",
)
def budget_cut_to_fit(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    全年预算数小于年初预算数，又与全年执行数一分不差。
    ## 为什么
    执行率 100% 可能来自年末按实际支出调减预算，审核时会按年初预算数再算一遍。
    ## 反例
    年初 14,692,992 元，全年 14,376,992 元，执行 14,376,992 元，没有说明。
    ## 正例
    写明：8 月经财政局批准调减 316,000 元（文号……），按年初预算数计算执行率为 97.85%。
    ## 怎么改
    说明调减的时间、文件和原因，并同时列出按年初预算数计算的执行率。
    """
    money = subject.money
    if not money.initial or not money.adjusted or money.initial_rate is None:
        return
    if money.adjusted == money.executed and money.adjusted < money.initial:
        facts = {
            "initial": money.initial,
            "adjusted": money.adjusted,
            "cut": money.initial - money.adjusted,
            "initial_rate": rounded(money.initial_rate, 2),
        }
        yield Hit("funds.total.adjusted", facts)


@rule(
    "FUND008",
    "执行率偏低没有说明原因",
    severity=Severity.ERROR,
    message="预算执行率 {rate}%，低于 {limit}%，表中没有说明原因，提请补充。",
    basis=PUBLISHED,
    standing="V",
)
def low_rate_explained(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    执行率低于评分办法规定的比例（通用为 90%），而全表没有说明原因。
    ## 为什么
    执行率偏低必须说明未执行的原因和结余资金的去向。
    ## 反例
    执行率 83.5%，偏差原因空白，完成情况只写了金额。
    ## 正例
    写明：因设备到货推迟，尾款 24.75 万元结转 2022 年支付。
    ## 怎么改
    写清没有花完的金额、原因、结转或收回情况，以及今后怎么做。
    """
    rate = _rate(subject)
    limit = subject.policy.execution.explain_below
    if rate is not None and rate < limit and not subject.budget_explained:
        yield Hit("funds.deviation", {"rate": rounded(rate, 2), "limit": limit})


@rule(
    "FUND012",
    "指标中的执行率与资金栏不一致",
    severity=Severity.ERROR,
    message="{place}为 {printed}，而按资金栏计算的执行率为 {rate}%，提请核实。",
    basis=PUBLISHED,
    standing="V",
)
def repeated_rate(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    绩效指标里重复列出预算执行率、资金支付率的，应与资金栏一致（按该行写出的小数位数比较）。
    ## 为什么
    同一个事实两处数字不同，至少有一处不实。
    ## 反例
    资金栏执行 2798.30、预算 2960.00（94.54%），指标“预算执行率”完成值写 98%。
    ## 正例
    两处都写 94.54%。
    ## 怎么改
    以资金栏为准改指标值；更好的办法是删去这一行，执行率已单独计分。
    """
    rate = _rate(subject)
    if rate is None:
        return
    for row in subject.rows:
        value = row.actual
        if value.kind is not Kind.RATIO or value.number is None:
            continue
        if not _EXECUTION_ROW.match(row.name):
            continue
        decimals = -int(value.number.as_tuple().exponent)
        if rounded(rate, max(decimals, 0)) != value.number:
            facts = {"printed": row.data.actual.raw.strip(), "rate": rounded(rate, 2)}
            yield Hit(f"{row.path}.actual", facts)


def _rate(subject: Subject) -> Decimal | None:
    """Return the rate that follows from the amounts, or else the printed one, in percent."""
    rate = subject.money.rate
    if rate is None and subject.money.adjusted is None:
        cell = subject.form.funds.total.rate
        return cell.value if cell.unit == "%" else None
    return rate
