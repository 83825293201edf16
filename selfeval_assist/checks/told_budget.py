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
    unit, change = subject.form.money_unit, _change(subject)
    table = f"年初预算数 {plain(subject.money.initial)}{unit}、全年预算数 {plain(subject.money.adjusted)}{unit}"
    signed: list[tuple[int, str, Mention | None]] = []
    for part in _parts(text):
        for sign, cue, figure in _told(part):
            if sign:
                signed.append((sign, part[cue.start : figure.end if figure else cue.end], figure))
            elif figure and not _is(figure, convert(subject.money.adjusted or Decimal(0), unit, "元")):
                yield Hit(where, {"quote": part[cue.start : figure.end], "table": table})
    figures = [(sign, figure) for sign, _, figure in signed if figure]
    net = sum((sign * (f.value.magnitude or Decimal(0)) for sign, f in figures), Decimal(0))
    if len({sign for sign, _, _ in signed}) > 1 or (len(figures) > 1 and net == change):
        return  # raised and cut: what each was, the funds block does not say
    for sign, quote, figure in signed:
        away = sign * change <= 0 and not figure
        wrong = figure is not None and not any(
            _is(figure, sign * amount) for amount in _changes(subject)
        )
        if away or wrong:
            yield Hit(where, {"quote": quote, "table": table})


def _told(part: str) -> Iterator[tuple[int, words.Tag, Mention | None]]:
    """Yield the words of a change with its direction (0: up or down to) and the amount behind."""
    tags = words.tags(part)
    figures = [each for each in mentions(part) if each.value.unit == "元"]
    about = any(tag.has(*_MONEY) for tag in tags)
    for tag in tags:
        near = (each for each in figures if 0 <= each.start - tag.end <= _NEAR)
        figure = next(near, None)
        up, down = tag.has("relation.raise"), tag.has("relation.cut")
        if tag.has("column.adjusted") and figure and figure.start == tag.end:
            yield 0, tag, figure
        elif up != down and not tag.has("relation.more", "relation.less") and about:
            if not tag.has("relation.unspent") and not part[: tag.start].endswith(("未", "没有")):
                yield (1 if up else -1), tag, figure


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
    number = figure.value.magnitude
    return number is not None and abs(number - amount) * 2 <= figure.step


def _rates(subject: Subject, where: str, text: str) -> Iterator[Hit]:
    """Yield rates of execution that are neither that of the full-year nor of the first budget."""
    money = subject.money
    rates = [rate for rate in (money.rate, money.initial_rate) if rate is not None]
    for part in _parts(text):
        for tag in words.tags(part):
            near = (f for f in mentions(part) if 0 <= f.start - tag.end <= 1)
            figure = next(near, None) if tag.has("column.rate") and rates else None
            number = figure.value.number if figure and figure.value.unit == "%" else None
            if figure is None or number is None or figure.mark:
                continue
            if not any(abs(rate - number) <= figure.step for rate in rates):
                table = f"按金额计算的执行率为 {plain(rounded(rates[0], 2))}%"
                yield Hit(where, {"quote": part[tag.start : figure.end], "table": table})
