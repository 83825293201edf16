"""The whole that a share may be of: what its words call, or a larger value told before."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval_assist.facts.verify.amounts import Amount
from selfeval_assist.facts.verify.index import Index
from selfeval_assist.facts.verify.naming import covers, own_words
from selfeval_assist.facts.verify.reading import Told

INITIAL = re.compile(r"年初|批复")
"""Words for the opening budget."""
_BUDGET = re.compile(r"预算|资金|经费|投资|拨款")
_SPENT = re.compile(r"支出|执行|支付|花费")
_FULL = re.compile(r"总分|满分|分值|总值")
_GOAL = re.compile(r"目标|计划|任务|指标值|要求")


def wholes(
    index: Index, part: Amount, base: str, others: Sequence[Told], told: Told | None
) -> Iterator[Decimal]:
    """Yield the wholes that a share may be of: what its words call, or a larger value told."""
    if part.unit == "元" and (name := _column(base)):
        if f"funds.{name}" in index.amounts:
            yield index.amounts[f"funds.{name}"].value
        else:
            yield from _budgets(index, told)
        return
    if _GOAL.search(base):
        for row in told.rows if told else ():
            if (goal := index.amounts.get(f"row.{row}.target")) is not None:
                yield goal.value
        return
    if told and part.unit == "分" and _FULL.search(base):
        yield from _full(index, told)
        return
    own = own_words(base)
    if len(own) > 1:
        for row, called in index.rows.items():
            whole = index.amounts.get(f"row.{row}.actual")
            if (
                whole
                and whole.unit == part.unit
                and whole.value > part.value
                and covers(own, called)
            ):
                yield whole.value
    larger = [o.amount for o in others if o.amount and o.amount.unit == part.unit]
    larger = [amount for amount in larger if amount.value > part.value]
    money = _budgets(index, told) if part.unit == "元" and not own else []
    budgets = [o for o in others if o.amount and o.amount.value > part.value and _is_budget(o)]
    if money and not budgets:
        yield from money
    elif money and budgets[-1].amount:
        yield budgets[-1].amount.value
    elif larger:
        yield larger[-1].value
        yield max(amount.value for amount in larger)


def _column(base: str) -> str:
    """Return which amount of the whole project words call, "" for none."""
    if INITIAL.search(base):
        return "initial"
    if _SPENT.search(base):
        return "executed"
    return "adjusted" if _BUDGET.search(base) else ""


def _full(index: Index, told: Told) -> Iterator[Decimal]:
    """Yield what the points of a value could have been."""
    for piece in told.pieces:
        if piece.fact.id == "score.total":
            yield Decimal(100)
        elif full := index.amounts.get(f"{piece.fact.id.removesuffix('.score')}.weight"):
            yield full.value


def _is_budget(told: Told) -> bool:
    ends = (".initial", ".adjusted")
    return any(piece.fact.id.removesuffix(".wan").endswith(ends) for piece in told.pieces)


def _budgets(index: Index, told: Told | None) -> list[Decimal]:
    """Return the budget of which money is a share that names none: of its source, or all."""
    ids = [piece.fact.id.removesuffix(".wan") for piece in told.pieces] if told else []
    own = [f"{i.rpartition('.')[0]}.adjusted" for i in ids if i.endswith((".executed", ".unspent"))]
    all_money = ["funds.adjusted"] if not own else []
    return [index.amounts[i].value for i in dict.fromkeys((*own, *all_money)) if i in index.amounts]
