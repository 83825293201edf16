"""Where a stated reason of the budget tells other figures than the funds block."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Fact
from selfeval_assist.prose.clauses import clauses
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import holds

_UNSPENT = re.compile(r"[结节]余|剩余|(?<!上年)结转|未(?:执行|支付|支出|使用|付)")
_BEFORE = ("上年", "以前年度", "往年")
_ROUNDED = Decimal("0.5")
"""Percent by which a rate without decimals may differ from the one worked out."""


def against_funds(text: str, facts: Mapping[str, Fact]) -> str:
    """Return the first quantity of a reason that the funds block contradicts, or "".

    A change is contradicted by the other direction, and by amounts that are neither all nor a part
    of it; an execution rate by another one; money left by more than is left. Amounts on other
    matters are the person's.

    Args:
        text: the reason as it was typed.
        facts: the facts of the funds by id.
    """
    told = narrowed(text)
    known = {number for fact in facts.values() for number in _yuan(fact.value)}
    spans = [told[span.start : span.end] for span in clauses(told)]
    found = (
        *_changes(spans, facts),
        *(each for clause in spans for each in _rates(clause, facts)),
        *(each for clause in spans for each in _left(clause, facts, known)),
    )
    return next(iter(found), "")


def _changes(spans: list[str], facts: Mapping[str, Fact]) -> Iterator[str]:
    """Yield amounts by which the budget was not changed."""
    change = facts.get("funds.change")
    real = next(iter(_yuan(change.value)), Decimal(0)) if change else Decimal(0)
    signed: list[tuple[int, Decimal, str]] = []
    carried: list[tuple[int, Decimal, str]] = []
    for clause in spans:
        down, up = holds(clause, lexicon.CUT), holds(clause, lexicon.RAISED)
        before = holds(clause, _BEFORE)
        if down == up and not before:
            continue
        (carried if before else signed).extend(
            (-1 if down and not before else 1, each.value.magnitude, clause[each.at : each.end])
            for each in mentions(clause)
            if each.value.unit == "元" and each.value.magnitude is not None
        )
    sign = {"up": 1, "down": -1}.get(change.direction if change else "", 0)
    sums = {
        sum((w * size for w, size, _ in each), Decimal(0)) for each in (signed, signed + carried)
    }
    if not signed or sign * real in sums:
        return
    ways = {way for way, _, _ in signed}
    for way, size, quote in signed:
        part = size < real and len(signed) > 1
        if (ways == {way} and way != sign) or (way == sign and size != real and not part):
            yield quote


def _rates(clause: str, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Yield execution rates that are neither the printed nor the real one."""
    own = [
        Decimal(facts[each].value.rstrip("%"))
        for each in ("funds.rate", "funds.initial_rate", "funds.printed_rate")
        if each in facts
    ]
    at = clause.find("执行率")
    for each in mentions(clause) if at >= 0 and own else ():
        number = each.value.number
        if each.value.unit == "%" and each.at > at and number is not None:
            if min(abs(number - one) for one in own) > _ROUNDED:
                yield clause[each.at : each.end]
            return


def _left(clause: str, facts: Mapping[str, Fact], known: set[Decimal]) -> Iterator[str]:
    """Yield more money than what is left, told as left."""
    if "funds.rate" not in facts or not _UNSPENT.search(clause) or holds(clause, _BEFORE):
        return
    unspent = facts.get("funds.unspent")
    real = next(iter(_yuan(unspent.value)), Decimal(0)) if unspent else Decimal(0)
    for each in mentions(clause):
        size = each.value.magnitude
        money = each.value.unit == "元" and size is not None
        if money and size is not None and size > real and size not in known:
            yield clause[each.at : each.end]


def _yuan(value: str) -> Iterator[Decimal]:
    return (
        each.value.magnitude
        for each in mentions(narrowed(value))
        if each.value.unit == "元" and each.value.magnitude is not None
    )
