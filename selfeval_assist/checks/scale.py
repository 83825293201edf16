"""Rules on amounts that are ten thousand times too large or too small: 元 taken for 万元."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PRODUCT
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.form.fund_lines import money_of, slipped, sources_of
from selfeval_assist.form.money import convert, in_yuan
from selfeval_assist.prose.clauses import clauses
from selfeval_assist.prose.mentions import Mention, mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import holds
from selfeval_assist.scoring.arithmetic import plain

_FACTOR = Decimal(10_000)
# Budgets change from year to year, but not tenfold and more at exactly this scale.
_LEAST, _MOST = Decimal(5_000), Decimal(20_000)
_DIGITS = 3
# 安排资金120万元, 预算执行117万元
_OF_PROJECT = (
    "资金", "预算", "经费", "拨付", "拨款", "支付", "支出", "执行", "投入", "申请", "安排",
)  # fmt: skip
# 每人300元, 营业额, 补助标准
_PER_UNIT = (
    "每", "人均", "户均", "生均", "件均", "台均", "标准", "单价", "元/", "产值", "收入", "营业额",
    "投资额", "增收", "节约",
)  # fmt: skip


@rule(
    "FUND010",
    "金额疑似错用单位",
    severity=Severity.ERROR,
    message="{place}：{why}，相差约一万倍，提请核实金额单位是“元”还是“万元”。",
    basis=PRODUCT,
    supersedes=("GOAL005", "FUND001", "FUND004"),
    partly="last_year",
)
def ten_thousand_times(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    预期目标或完成情况里写的项目资金，恰好是资金栏某个数的一万倍或万分之一；同时提供上年自评表时，
    两年的预算相差 5 千倍到 2 万倍；或者全年执行数缩小一万倍后才不超过全年预算数。
    单价、补助标准、产值、收入等不比较。
    为什么：表头写“万元”而按“元”填写（或相反），是最常见的单位错误。
    反例：表头单位为万元，全年预算数填 1,200,000；文中写“安排资金 120 万元”。
    正例：表头单位为万元，全年预算数填 120；文中写“安排资金 120 万元”。
    怎么改：对照预算批复核对金额，统一到表头的单位。
    """
    form, money = subject.form, subject.money
    if slipped(money.adjusted, money.executed):
        table = (money.executed or 0) / _FACTOR
        why = (
            f"{plain(money.executed)} 是全年预算数 {plain(money.adjusted)}{form.money_unit}的"
            f"几千倍，如按“元”填写，应为 {plain(table)}{form.money_unit}"
        )
        yield Hit("funds.total.executed", {"why": why, "table": table})
    for where, text in (("goal.planned", subject.planned), ("goal.actual", subject.result)):
        for quote, amount in _off_by_scale(subject, text):
            table = convert(amount, "元", form.money_unit)
            why = f"写“{quote}”，资金栏为 {table:,f}{form.money_unit}"
            yield Hit(where, {"why": why, "quote": quote, "table": table})
            break
    if subject.last_year is None:
        return
    now, then = subject.money.adjusted, money_of(subject.last_year).adjusted
    if not now or not then or min(now, then) < 0:
        return
    now, then = (
        convert(now, form.money_unit, "元"),
        convert(then, subject.last_year.money_unit, "元"),
    )
    if _LEAST <= max(now / then, then / now) <= _MOST:
        why = f"全年预算数折合 {now:,f} 元，上年为 {then:,f} 元"
        yield Hit("money_unit", {"why": why, "now": now, "last_year": then})


def _off_by_scale(subject: Subject, text: str) -> Iterator[tuple[str, Decimal]]:
    """Yield the project's amounts in a text that are a table amount in yuan at the wrong scale."""
    if "元" not in text:
        return
    form, told = subject.form, narrowed(text)
    lines = [form.funds.total, *(line for _, line, _ in sources_of(form))]
    cells = (cell for line in lines for cell in (line.initial, line.adjusted, line.executed))
    known = {amount for cell in cells if (amount := in_yuan(cell, form.money_unit))}
    for clause in (told[span.start : span.end] for span in clauses(told)):
        if not holds(clause, _OF_PROJECT) or holds(clause, _PER_UNIT):
            continue
        for figure in mentions(clause):
            if amount := _at_other_scale(figure, known):
                yield clause[figure.at : figure.end], amount


def _at_other_scale(figure: Mention, known: set[Decimal]) -> Decimal | None:
    """Return the table amount that a figure is ten thousand times, or a ten-thousandth of."""
    if figure.value.unit != "元" or any(_agrees(figure, amount) for amount in known):
        return None
    small = len((figure.value.number or _FACTOR).normalize().as_tuple().digits) < _DIGITS
    wrong = (
        amount
        for amount in known
        # A small amount of few digits agrees by accident.
        if _agrees(figure, amount * _FACTOR) or (not small and _agrees(figure, amount / _FACTOR))
    )
    return next(wrong, None)


def _agrees(figure: Mention, amount: Decimal) -> bool:
    """Return whether an amount is the figure at the precision in which it is written."""
    number = figure.value.number
    return number is not None and abs(number - amount) * 2 <= figure.step
