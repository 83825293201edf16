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
    real, sign = _real(facts.get("funds.change"))
    carried = [each for clause in spans for each in _signed(clause, before=True)]
    signed = [each for clause in spans for each in _signed(clause, before=False)]
    if not signed or sign * real in {_sum(signed), _sum(signed + carried)}:
        return
    alone = len({way for way, _, _ in signed}) == 1
    for way, size, quote in signed:
        part = size < real and len(signed) > 1
        if alone if way != sign else size != real and not part:
            yield quote


def _real(change: Fact | None) -> tuple[Decimal, int]:
    """Return how much the budget was changed, and which way; 0 where it was not."""
    if change is None:
        return Decimal(0), 0
    ways = {"up": 1, "down": -1}
    return next(iter(_yuan(change.value)), Decimal(0)), ways.get(change.direction, 0)


def _sum(signed: list[tuple[int, Decimal, str]]) -> Decimal:
    return sum((way * size for way, size, _ in signed), Decimal(0))


def _way(clause: str) -> int:
    """Return whether a clause tells an addition (1) or a cut (-1); 0 where neither or both."""
    return int(holds(clause, lexicon.RAISED)) - int(holds(clause, lexicon.CUT))


def _signed(clause: str, *, before: bool) -> Iterator[tuple[int, Decimal, str]]:
    """Yield the amounts of a clause with the way they go, and their words.

    Args:
        clause: the clause.
        before: whether amounts of the year before are wanted, or those of this year's changes.
    """
    way = 1 if before else _way(clause)
    if before != holds(clause, _BEFORE) or not way:
        return
    for each in mentions(clause):
        if each.value.unit == "元" and each.value.magnitude is not None:
            yield way, each.value.magnitude, clause[each.at : each.end]


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
