"""Rules on changes of the budget, low execution and what is said about them."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.weights import weighted_rows
from selfeval_assist.checks.words import printed
from selfeval_assist.form import Kind
from selfeval_assist.form.money import convert
from selfeval_assist.form.vocabulary import EXECUTION_ROWS
from selfeval_assist.prose.words import combined, holds
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.scoring.direction import magnitudes

_SMALL_CHANGE, _LARGE_CHANGE = Decimal("0.5"), Decimal(10)
_RED_LIGHT = Decimal(5)
# A reason explains money left over; it does not explain full results for less than half of it.
_REASON_COVERS, _FULL_RESULTS = Decimal(50), Decimal(90)
# 项目总成本, 预算控制数
_WHOLE_COST = ("总成本", "总投资", "总费用", "总支出", "预算总额", "预算控制", "预算成本")
_COST_FIRST = ("项目成本", "项目支出", "项目投资", "经费支出", "项目经费支出")
# 单位成本, 人均成本, 元/人
_LEFT_ROWS = combined(
    ("", "项目", "部门"),
    ("", "预算", "资金", "经费"),
    ("结余", "结转", "结转结余", "结余结转", "节约", "节余"),
    ("率",),
)
# 设备采购合同总价, 中标金额
_AGREED = ("合同", "中标", "成交")
# 结转下年, 财政收回, 尾款待付
_REST = (
    "结转", "结余", "收回", "上缴", "退回", "交回", "缴回", "剩余", "余款", "尾款", "质保金",
    "保证金", "未支付", "待付", "支付完毕", "年再支付",
)  # fmt: skip
_PER_UNIT = (
    "单位", "单价", "单项", "人均", "生均", "户均", "件均", "平均", "每", "补助标准", "/",
)  # fmt: skip


@rule(
    "FUND006",
    "预算调整没有说明",
    severity=Severity.WARNING,
    message="全年预算数 {adjusted}{money}，比年初预算数 {initial}{money}"
    "{direction} {change}{money}{share}，"
    "表中没有说明原因，提请补充。",
    basis=PUBLISHED + "；超过 10% 列为错误是产品选择",
    standing="P",
)
def change_explained(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    全年预算数与年初预算数不同，而表中任何地方都没有说明原因。变动不到 0.5% 的不提，
    超过 10% 的列为错误；年初为 0 的算不出比例，列为提醒。调减后恰好全部执行的由 FUND007 一并问。
    为什么：追加、调减要说明依据；年末调减会抬高执行率。
    反例：年初 42,482,030 元，全年 40,396,030 元，全表没有说明。
    正例：完成情况中写明：因采购节约，年中调减预算 2,086,000 元（文号……）。
    怎么改：在预算偏差说明、备注或完成情况中写明调整的金额、文件和原因。
    """
    money = subject.money
    if money.initial is None or money.adjusted is None or money.initial < 0:
        return
    change = money.adjusted - money.initial
    if change == 0 or subject.budget_explained:
        return
    # Without an initial budget there is no percentage of it.
    percent = abs(change) / money.initial * 100 if money.initial else None
    if percent is not None and percent < _SMALL_CHANGE:
        return
    facts: dict[str, object] = {
        "initial": money.initial,
        "adjusted": money.adjusted,
        "change": abs(change),
        "direction": "增加" if change > 0 else "减少",
        "share": "",
    }
    severity = None
    if percent is not None:
        facts["percent"] = rounded(percent, 2)
        facts["share"] = f"（{plain(rounded(percent, 2))}%）"
        severity = Severity.ERROR if percent > _LARGE_CHANGE else None
    yield Hit("funds.total.adjusted", facts, severity)


@rule(
    "FUND007",
    "调减预算后执行率恰为 100%",
    severity=Severity.WARNING,
    message="全年预算数 {adjusted}{money}与全年执行数完全相同，"
    "但比年初预算数 {initial}{money}少 {cut}{money}；"
    "按年初预算数计算执行率为 {initial_rate}%，请说明何时、为何调减。",
    basis=PRODUCT,
    supersedes=("FUND006",),
)
def budget_cut_to_fit(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    全年预算数小于年初预算数（少 0.5% 以上），又与全年执行数一分不差。表中已写明调减的金额和依据
    （文件、批准、事由）的，不再提示。
    为什么：执行率 100% 可能来自年末按实际支出调减预算，审核时会按年初预算数再算一遍。
    反例：年初 14,692,992 元，全年 14,376,992 元，执行 14,376,992 元，没有说明。
    正例：写明：8 月经财政局批准调减 316,000 元（文号……），按年初预算数计算执行率为 97.85%。
    怎么改：说明调减的时间、文件和原因，并同时列出按年初预算数计算的执行率。
    """
    money = subject.money
    if not money.initial or not money.adjusted or money.initial_rate is None:
        return
    if subject.change_grounded:
        return
    cut = (money.initial - money.adjusted) / money.initial * 100
    if money.adjusted == money.executed and cut >= _SMALL_CHANGE:
        facts = {
            "initial": money.initial,
            "adjusted": money.adjusted,
            "cut": money.initial - money.adjusted,
            "initial_rate": rounded(money.initial_rate, 2),
        }
        unexplained = cut > _LARGE_CHANGE and not subject.budget_explained  # as of FUND006
        severity = Severity.ERROR if unexplained else None
        yield Hit("funds.total.adjusted", facts, severity)


@rule(
    "FUND008",
    "执行率偏低没有说明原因",
    severity=Severity.ERROR,
    message="预算执行率 {rate}%，{why}，提请补充。",
    basis=PUBLISHED,
)
def low_rate_explained(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    执行率低于评分办法规定的比例（通用为 90%），而全表没有说明原因；不到一半的，说明了原因而没有一处
    写剩下的钱去了哪里（结转、收回、尾款何时付），也提醒。
    为什么：执行率偏低必须说明未执行的原因和结余资金的去向。
    反例：执行率 83.5%，偏差原因空白，完成情况只写了金额。
    正例：写明：因设备到货推迟，尾款 24.75 万元结转 2022 年支付。
    怎么改：写清没有花完的金额、原因、结转或收回情况，以及今后怎么做。
    """
    rate = _rate(subject)
    limit = subject.policy.execution.explain_below
    if rate is None or rate >= limit:
        return
    facts: dict[str, object] = {"rate": rounded(rate, 2), "limit": limit}
    if not subject.budget_explained:
        facts["why"] = f"低于 {plain(limit)}%，表中没有说明原因"
        yield Hit("funds.deviation", facts)
    elif rate < _REASON_COVERS and not _rest_told(subject):
        facts["why"] = "表中没有写没有花完的资金去了哪里（结转、收回，或何时支付）"
        yield Hit("funds.deviation", facts, Severity.WARNING)


def _rest_told(subject: Subject) -> bool:
    """Return whether any text, or a line of the funds, says where money that is left went."""
    form = subject.form
    texts = [form.goal.actual, form.notes, *form.texts.values()]
    for each in (form.funds.deviation, *(row.deviation for row in form.indicators)):
        texts += [each.text, each.cause, each.effect, each.measure]
    texts += [line.name for line in form.funds.sources if not line.executed.blank]
    texts += [each.text for each in form.provenance.unread]
    return any(holds(text.replace("上年结转", ""), _REST) for text in texts)


@rule(
    "FUND011",
    "执行率明显低于指标得分",
    severity=Severity.WARNING,
    message="预算执行率 {rate}%，而各项指标得到应得分值的 {points}%，"
    "请说明结余的原因和去向，并核对指标得分。",
    basis=PUBLISHED + "；有原因说明时只在执行率不足 50% 时提示是产品选择",
)
def results_without_spending(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    指标得分率（指标得分 ÷ 指标分值）与预算执行率相差超过得分率的 5%。执行率低于评分办法规定比例
    又没有说明的，由 FUND008 提示；说明了原因的，只在执行率不足 50% 而得分率达到 90% 时提示。
    为什么：花得少而做得全，可能是预算编高了、款项没有付清，也可能是指标得分偏高。
    反例：执行率 92%，各项指标全部满分，没有说明。
    正例：写明：合同价低于预算 8 万元，结余资金已由财政收回。
    怎么改：说明结余的来源；核对各项指标是否确实完成，下一年度按实际需要编制预算。
    """
    rate, limit = _rate(subject), subject.policy.execution.explain_below
    # No share of points can lie further above the rate than all of them.
    if rate is None or 100 - rate <= _RED_LIGHT:
        return
    if rate >= _REASON_COVERS if subject.budget_explained else rate < limit:
        return
    reached = _share_of_points(subject)
    if not reached or (subject.budget_explained and reached < _FULL_RESULTS):
        return
    if (reached - rate) / reached * 100 > _RED_LIGHT:
        yield Hit("funds.total.rate", {"rate": rounded(rate, 2), "points": rounded(reached, 2)})


def _share_of_points(subject: Subject) -> Decimal | None:
    """Return the points of the indicators as percent of their weights; None where one is open."""
    rows = weighted_rows(subject)
    claimed = [score for row in rows if (score := row.score.claimed) is not None]
    weights = [weight for row in rows if (weight := row.score.weight) is not None]
    if min(len(claimed), len(weights)) < len(rows) or sum(weights, Decimal(0)) <= 0:
        return None
    return max(sum(claimed, Decimal(0)), Decimal(0)) / sum(weights, Decimal(0)) * 100


@rule(
    "FUND012",
    "指标中的执行率与资金栏不一致",
    severity=Severity.ERROR,
    message="{place}为 {printed}，而按资金栏计算的{name}为 {rate}%，提请核实。",
    basis=PUBLISHED,
)
def repeated_rate(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    绩效指标里重复列出预算执行率、资金支付率的，应与资金栏一致（按该行写出的小数位数比较）；结余率、
    节约率与资金栏没有花完的比率不同的列为提醒。
    为什么：同一个事实两处数字不同，至少有一处不实。
    反例：资金栏执行 2798.30、预算 2960.00（94.54%），指标“预算执行率”完成值写 98%。
    正例：两处都写 94.54%。
    怎么改：以资金栏为准改指标值；更好的办法是删去这一行，执行率已单独计分。
    """
    spent = _rate(subject)
    if spent is None:
        return
    for row in subject.rows:
        value = row.actual
        if value.kind is not Kind.RATIO or value.number is None:
            continue
        if row.name in _LEFT_ROWS:
            rate, severity, name = 100 - spent, Severity.WARNING, "没有花完的比率"
        elif row.name in EXECUTION_ROWS:
            rate, severity, name = spent, None, "执行率"
        else:
            continue
        decimals = -int(value.number.as_tuple().exponent)
        if rounded(rate, max(decimals, 0)) != value.number:
            printed_ = row.data.actual.raw.strip()
            facts = {"printed": printed_, "name": name, "rate": rounded(rate, 2)}
            yield Hit(f"{row.path}.actual", facts, severity)


@rule(
    "ACT012",
    "成本完成值与执行数不符",
    severity=Severity.ERROR,
    message="{place}为“{actual}”，而资金栏全年执行数为 {executed}{unit}，提请核实。",
    basis=PUBLISHED,
)
def cost_is_what_was_spent(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    成本指标衡量的是整个项目的花费时，完成值应与全年执行数一致（按该行写出的精度比较）。单价、
    人均等单位成本不在此列；合同价、中标价可以高于执行数（余款以后年度支付）。
    为什么：花了多少钱只有一个数，两处不同就有一处不实。
    反例：成本完成值 150 万元，资金栏执行 125.25 万元。
    正例：两处都是 125.25 万元。
    怎么改：以决算或国库支付数为准统一。
    """
    form, money = subject.form, subject.money
    if money.executed is None:
        return
    executed = convert(money.executed, form.money_unit, "元")
    budgets = {convert(b, form.money_unit, "元") for b in (money.initial, money.adjusted) if b}
    for row in subject.rows:
        spent = _whole_cost(row, form.project, budgets, executed)
        if spent is not None and not _agrees(*spent, executed):
            facts = {
                "actual": row.data.actual.raw.strip(),
                "executed": money.executed,
                "unit": form.money_unit,
            }
            yield Hit(f"{row.path}.actual", facts)


def _whole_cost(
    row: Row, project: str, budgets: set[Decimal], executed: Decimal
) -> tuple[Decimal, Decimal] | None:
    """Return what a row says the whole project cost and half its last digit, in yuan, or None."""
    target, actual = row.target, row.actual
    # What was agreed may be paid in a later year.
    later = holds(row.name, _AGREED) and executed < (actual.magnitude or executed)
    each = holds(row.name + target.unit + actual.unit, _PER_UNIT)
    if "成本" not in row.data.kind or each or later:
        return None
    if not {target.unit, actual.unit} <= {"", "元"} or not (target.numeric and actual.numeric):
        return None
    if "元" not in (target.unit, actual.unit) and target.multiplier * actual.multiplier == 1:
        return None
    planned, spent = magnitudes(target, actual)
    whole = holds(row.name, _WHOLE_COST) or row.name.startswith(_COST_FIRST)
    if not (whole or row.name == printed(project) or planned in budgets):
        return None
    if actual.number is None or not actual.number or not executed:
        return None
    exponent = int(actual.number.as_tuple().exponent)
    return spent, spent / actual.number * Decimal(1).scaleb(min(exponent, 0)) / 2


def _agrees(spent: Decimal, half_digit: Decimal, executed: Decimal) -> bool:
    """Return whether two amounts are one, also where the table's money unit was misread."""
    wrong_unit = convert(Decimal(1), "万元", "元")
    readings = ((executed, half_digit), (executed / wrong_unit, half_digit))
    return any(abs(spent - amount) <= half for amount, half in readings)


def _rate(subject: Subject) -> Decimal | None:
    """Return the rate that follows from the amounts, or else the printed one, in percent."""
    rate = subject.money.rate
    if rate is None and subject.money.adjusted is None:
        cell = subject.form.funds.total.rate
        return cell.value if cell.unit == "%" else None
    return rate
