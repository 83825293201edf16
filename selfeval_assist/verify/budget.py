"""Whether what a text tells of the budget agrees with the funds block: changes, rates, the rest."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.fund_lines import Money, money_of, sources_of
from selfeval_assist.form.money import convert, in_yuan
from selfeval_assist.prose import words
from selfeval_assist.prose.clauses import Span, clauses
from selfeval_assist.prose.mentions import Mention, mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import Tag
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.verify.model import Violation

_BUDGET = ("column.budget", "column.initial", "column.adjusted")
_MONEY = (*_BUDGET, "column.fund")
_NEAR = 6
"""Letters between a word and the number that it says something of: 追加预算80万元."""
_VAGUE = ("relation.more", "relation.less", "relation.unspent")
_UP, _DOWN = ("relation.raise", "relation.more"), ("relation.cut", "relation.less")
_BEFORE = ("上年", "去年", "以前年度", "往年")
_ELSEWHERE = ("下年", "明年", "次年", "其中")
_COMPARED = ("比", "较")


class Against(NamedTuple):
    """What a text tells of the budget, where it begins, and what the funds block has instead."""

    quote: str
    start: int
    table: str


def unsupported(text: str, form: SelfEvaluation) -> Iterator[Violation]:
    """Yield the changes of the budget that a text tells and the funds block contradicts."""
    for each in against_budget(text, form):
        message = f"资金栏{each.table}，与“{each.quote}”不一致，请核对。"
        yield Violation(CHANGE, each.quote, each.start, message, funds=True)


CHANGE = "direction"
"""The rule of a change that went another way, or was of another size."""


class _Told(NamedTuple):
    """A change that a text tells: its way (0: to how much), its words, and the amount or None."""

    way: int
    start: int
    quote: str
    figure: Mention | None

    @property
    def size(self) -> Decimal:
        """The amount in yuan."""
        return _size(self.figure) if self.figure else Decimal(0)


def against_budget(text: str, form: SelfEvaluation, *, reason: bool = False) -> tuple[Against, ...]:
    """Return what a text tells of the budget that the funds block contradicts.

    A change is contradicted by the other direction, and by an amount that is neither the change of
    the whole or of a source, nor the sum of what is told; several amounts of one way may be parts.
    Another year and what is only planned are left out, and amounts on other matters.

    Args:
        text: the text as it was typed.
        form: the form.
        reason: whether it is the reason stated for the budget, of which rates and what was left
            are asked too; in other texts they are numbers as any.
    """
    told = narrowed(text)
    if not reason and not words.spans(told, *_UP, *_DOWN, "column.adjusted"):
        return ()
    money = money_of(form)
    spans = [*clauses(told)]
    found = [*_changes(told, spans, form, money)] if _changeable(money) else []
    if reason:
        found += (each for span in spans for each in _rates(told, span, money))
        found += (each for span in spans for each in _left(told, span, form, money))
    return tuple(found)


def _changeable(money: Money) -> bool:
    return money.initial is not None and money.adjusted is not None


def _changes(
    told: str, spans: Sequence[Span], form: SelfEvaluation, money: Money
) -> Iterator[Against]:
    unit = form.money_unit
    real = _sizes(form, money)
    found = [each for span in spans if _now(told, span) for each in _told(told, span)]
    signed = [each for each in found if each.way]
    if signed and _together(signed, _carried(told, spans), real):
        found = [each for each in found if not each.way]
    table = f"年初预算数 {plain(money.initial)}{unit}、全年预算数 {plain(money.adjusted)}{unit}"
    lines = (in_yuan(line.adjusted, unit) for _, line, _ in sources_of(form))
    after = [convert(money.adjusted or Decimal(0), unit, "元"), *filter(None, lines)]
    for each in found:
        if _wrong(each, real, after):
            yield Against(each.quote, each.start, table)


def _wrong(told: _Told, real: Sequence[Decimal], after: Sequence[Decimal]) -> bool:
    """Return whether the funds block has neither the direction nor the size that is told."""
    if told.figure is None:
        return told.way * real[0] <= 0
    sizes = [told.way * each for each in real] if told.way else after
    return not any(abs(told.size - each) * 2 <= told.figure.step for each in sizes)


def _together(signed: Sequence[_Told], carried: Decimal, real: Sequence[Decimal]) -> bool:
    """Return whether several changes may be what the budget was changed by.

    Of raised and cut, what each was the funds block does not say; of one way they are all of it,
    with what was left of the year before, or some.
    """
    if len({each.way for each in signed}) > 1:
        return True
    way, net = signed[0].way, sum((each.way * each.size for each in signed), Decimal(0))
    some = len(signed) > 1 and 0 < net * way < real[0] * way
    return some or (carried != 0 and net + carried in real) or (len(signed) > 1 and net in real)


def _sizes(form: SelfEvaluation, money: Money) -> list[Decimal]:
    """Return the changes in yuan that a text may tell: of all, of a source, of all but some."""
    unit = form.money_unit
    whole = convert((money.adjusted or Decimal(0)) - (money.initial or Decimal(0)), unit, "元")
    own = [
        after - (in_yuan(line.initial, unit) or Decimal(0))
        for _, line, _ in sources_of(form)
        if (after := in_yuan(line.adjusted, unit)) is not None
    ]
    return [whole, *own, *(whole - each for each in own)]


def _now(told: str, span: Span) -> bool:
    """Return whether a clause tells of this year's budget as it was."""
    part = told[span.start : span.end]
    planned = words.spans(part, "polarity.planned") or words.spans(part, "polarity.undone")
    return not planned and not words.holds(part, (*_BEFORE, *_ELSEWHERE))


def _told(told: str, span: Span) -> Iterator[_Told]:
    """Yield the changes that a clause tells, each with the amount behind its word."""
    part = told[span.start : span.end]
    tags = words.tags(part)
    if not any(tag.has(*_UP, *_DOWN, "column.adjusted") for tag in tags):
        return
    figures = _amounts(part)
    for tag in tags:
        figure = _behind(tag, figures, _NEAR)
        to = _names_the_result(tag) and figure is not None and figure.start == tag.end
        way = 0 if to or not _of_budget(told, span, tag, figure) else _way(tag)
        if to or way:
            quote = part[tag.start : figure.end if figure else tag.end]
            yield _Told(way, span.start + tag.start, quote, figure)


def _names_the_result(tag: Tag) -> bool:
    """Return whether a word says to how much the budget was changed: 调减至, not 超出全年预算."""
    return tag.has("column.adjusted") and tag.text.endswith(("至", "到", "为"))


def _way(tag: Tag) -> int:
    """Return 1 for a word that tells an addition, -1 for one that tells a cut, 0 for others."""
    return tag.has(*_UP) - tag.has(*_DOWN)


def _of_budget(told: str, span: Span, tag: Tag, figure: Mention | None) -> bool:
    """Return whether a word says its change of the budget, as 减少 does only beside its name."""
    tags = words.tags(told[span.start : span.end])
    if not tag.has(*_VAGUE):
        return figure is not None or any(each.has(*_MONEY) for each in tags)
    return _beside_budget(tags, tag) if figure else _compared(told, span, tag)


def _behind(tag: Tag, figures: Sequence[Mention], reach: int) -> Mention | None:
    """Return the first quantity that begins so near behind a word."""
    return next((each for each in figures if 0 <= each.start - tag.end <= reach), None)


def _beside_budget(tags: Sequence[Tag], tag: Tag) -> bool:
    """Return whether a word stands right beside the budget: 预算减少70万元, not 用电支出减少.

    超出全年预算8万元 says how much was spent, no change.
    """
    behind = [t for t in tags if t.start == tag.end]
    if any(t.has("column.adjusted") for t in behind):
        return False
    return any(t.has(*_BUDGET) and (t.end == tag.start or t in behind) for t in tags)


def _compared(told: str, span: Span, tag: Tag) -> bool:
    """Return whether a word compares the full-year budget with the first one, without an amount.

    全年预算比年初有所增加; the full-year budget may be told in an earlier clause of the sentence.
    """
    part = told[span.start : span.start + tag.start]
    base = next((each for each in words.tags(part) if each.has("column.initial")), None)
    if base is None or not part[: base.start].endswith(_COMPARED) or words.has_digit(part):
        return False
    lead = told[: span.start + base.start]
    said = words.tags(lead[max(map(lead.rfind, "。！？\n")) + 1 :])
    return any(each.has("column.adjusted") for each in said) and not any(
        each.has("column.executed") for each in said
    )


def _carried(told: str, spans: Sequence[Span]) -> Decimal:
    """Return what a text tells as left of the year before: 上年结转32.5万元."""
    parts = (told[span.start : span.end] for span in spans)
    own = (_amounts(part) for part in parts if words.holds(part, _BEFORE))
    return sum((_size(each) for some in own for each in some), Decimal(0))


def _amounts(part: str) -> list[Mention]:
    return [each for each in mentions(part) if each.value.unit == "元"]


def _size(figure: Mention) -> Decimal:
    return figure.value.magnitude or Decimal(0)


def _rates(told: str, span: Span, money: Money) -> Iterator[Against]:
    """Yield rates of execution that are neither that of the full-year nor of the first budget."""
    rates = [rate for rate in (money.rate, money.initial_rate) if rate is not None]
    part = told[span.start : span.end]
    figures = [each for each in mentions(part) if each.value.unit == "%" and not each.mark]
    for tag in words.tags(part) if rates and figures and _now(told, span) else ():
        figure = _behind(tag, figures, 1) if tag.has("column.rate") else None
        if figure is not None and not any(_is_rate(figure, rate) for rate in rates):
            table = f"按金额计算的执行率为 {plain(rounded(rates[0], 2))}%"
            yield Against(part[tag.start : figure.end], span.start + tag.start, table)


def _is_rate(figure: Mention, rate: Decimal) -> bool:
    return abs(rate - (figure.value.number or Decimal(0))) <= figure.step


def _left(told: str, span: Span, form: SelfEvaluation, money: Money) -> Iterator[Against]:
    """Yield more money than what is left, told as left: 未支付60万元 of 12.5万元."""
    part = told[span.start : span.end]
    if money.adjusted is None or money.executed is None or words.holds(part, _BEFORE):
        return
    if not any(tag.has("relation.unspent") for tag in words.tags(part)):
        return
    unit = form.money_unit
    amounts = (money.initial, money.adjusted, money.executed)
    known = {convert(each, unit, "元") for each in amounts if each}
    left = convert(max(money.adjusted - money.executed, Decimal(0)), unit, "元")
    for each in _amounts(part):
        size = _size(each)
        if size > left and (size - left) * 2 > each.step and size not in known:
            quote = part[each.start : each.end]
            table = f"没有执行的是 {plain(convert(left, '元', unit))}{unit}"
            yield Against(quote, span.start + each.start, table)
