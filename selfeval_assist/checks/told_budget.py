"""The rule that holds what is told of the budget against the funds block."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PRODUCT
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.form.money import convert, in_yuan
from selfeval_assist.prose import words
from selfeval_assist.prose.clauses import clauses
from selfeval_assist.prose.mentions import Mention, mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.scoring.arithmetic import plain, rounded

_MONEY = ("column.budget", "column.fund", "column.initial", "column.adjusted", "column.executed")
_NEAR = 6
"""Letters between a word and the number that it says something of: 追加预算80万元."""
_VAGUE = ("relation.more", "relation.less", "relation.unspent")
_ELSEWHERE = ("上年", "去年", "下年", "明年", "次年", "其中")


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
    money, form = subject.money, subject.form
    if money.initial is None or money.adjusted is None or form.funds.total.adjusted.blank:
        return
    own = form.funds.deviation
    for where, text in (
        ("funds.deviation", own.text or own.cause),
        ("goal.actual", form.goal.actual),
    ):
        told = narrowed(text)
        yield from _moves(subject, where, told)
        if where.startswith("funds"):
            yield from _rates(subject, where, told)


def _parts(text: str) -> Iterator[str]:
    """Yield the clauses that tell of this year's budget as it was."""
    for span in clauses(text):
        part = text[span.start : span.end]
        planned = words.spans(part, "polarity.planned") or words.spans(part, "polarity.undone")
        if not planned and not words.holds(part, _ELSEWHERE):
            yield part


def _moves(subject: Subject, where: str, text: str) -> Iterator[Hit]:
    """Yield changes that are told in another direction or size than the funds block has."""
    unit, money = subject.form.money_unit, subject.money
    table = f"年初预算数 {plain(money.initial)}{unit}、全年预算数 {plain(money.adjusted)}{unit}"
    found = [each for part in _parts(text) for each in _told(part)]
    signed = [each for each in found if each[0]]
    net = sum((sign * _size(figure) for sign, _, figure in signed if figure), Decimal(0))
    # Raised and cut: what each was, the funds block does not say.
    both = len({sign for sign, _, _ in signed}) > 1
    sums = both or (len(signed) > 1 and net == _change(subject))
    for told in found:
        if not (told[0] and sums) and _against(subject, told):
            yield Hit(where, {"quote": told[1], "table": table})


def _against(subject: Subject, told: "_Told") -> bool:
    """Return whether the funds block has neither the direction nor the size that is told."""
    sign, _, figure = told
    if figure is None:
        return sign * _change(subject) <= 0
    after = convert(subject.money.adjusted or Decimal(0), subject.form.money_unit, "元")
    sizes = [sign * amount for amount in _changes(subject)] if sign else [after]
    return not any(_is(figure, amount) for amount in sizes)


_Told = tuple[int, str, Mention | None]


def _told(part: str) -> Iterator[_Told]:
    """Yield the direction of a change (0: to how much), its words and the amount behind them."""
    tags = words.tags(part)
    figures = [each for each in mentions(part) if each.value.unit == "元"]
    about = any(tag.has(*_MONEY) for tag in tags)
    for tag in tags:
        near = (each for each in figures if 0 <= each.start - tag.end <= _NEAR)
        figure = next(near, None)
        sign = tag.has("relation.raise") - tag.has("relation.cut")
        to = tag.has("column.adjusted") and figure is not None and figure.start == tag.end
        if to or (about and sign and not tag.has(*_VAGUE)):
            quote = part[tag.start : figure.end if figure else tag.end]
            yield 0 if to else sign, quote, figure


def _size(figure: Mention) -> Decimal:
    return figure.value.magnitude or Decimal(0)


def _change(subject: Subject) -> Decimal:
    money, unit = subject.money, subject.form.money_unit
    gap = (money.adjusted or Decimal(0)) - (money.initial or Decimal(0))
    return convert(gap, unit, "元")


def _changes(subject: Subject) -> list[Decimal]:
    """Return the changes in yuan that a text may tell: of all, of a source, of all but some."""
    unit, whole = subject.form.money_unit, _change(subject)
    own = [
        after - (in_yuan(line.initial, unit) or Decimal(0))
        for _, line, _ in subject.sources
        if (after := in_yuan(line.adjusted, unit)) is not None
    ]
    return [whole, *own, *(whole - each for each in own)]


def _is(figure: Mention, amount: Decimal) -> bool:
    return abs(_size(figure) - amount) * 2 <= figure.step


def _rates(subject: Subject, where: str, text: str) -> Iterator[Hit]:
    """Yield rates of execution that are neither that of the full-year nor of the first budget."""
    money = subject.money
    rates = [rate for rate in (money.rate, money.initial_rate) if rate is not None]
    for part in _parts(text) if rates else ():
        for quote, figure in _rates_told(part):
            number = figure.value.number or Decimal(0)
            if not any(abs(rate - number) <= figure.step for rate in rates):
                table = f"按金额计算的执行率为 {plain(rounded(rates[0], 2))}%"
                yield Hit(where, {"quote": quote, "table": table})


def _rates_told(part: str) -> Iterator[tuple[str, Mention]]:
    """Yield the exact percentages right behind a word for the rate: 执行率为95%."""
    figures = [each for each in mentions(part) if each.value.unit == "%" and not each.mark]
    for tag in words.tags(part):
        near = [each for each in figures if 0 <= each.start - tag.end <= 1]
        if tag.has("column.rate") and near:
            yield part[tag.start : near[0].end], near[0]
