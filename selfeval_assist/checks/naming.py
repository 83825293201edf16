"""Figures that a text gives for what an indicator row measures."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from selfeval_assist.checks.quantities import Quantity, claims, clauses, quantities
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import EXCEPT
from selfeval_assist.form import Value
from selfeval_assist.prose.units import ratio

_SHORT_NAME, _LONG_NAME = 4, 6
# What a name ends in where a text only gives the number: 铺设管网长度 and 铺设管网43公里.
_ENDING = re.compile(
    r"(?:总?(?:数量?|长度|里程|面积|个数|次数|场次|人数|人次|批次|户数|台数|件数|量|额|金额))$"
)
# What makes a number one of a part, of another time or of the plan.
_PARTLY = re.compile(
    r"其中|包括|分别|含|各|同比|比|较|增[长加幅]|季度|半年|\d月|截至|累计|目标|计划|预[计期]|原|每|人均|平均|另|新增|剩余|余"
)
_NUMBERED = re.compile(r"(?:年度|总体|绩效)?目标\d*[:：]|(?<![\d.])\d[.、)]\s*(?=\D)")
_AT_LEAST = re.compile(r"(?:不[少低小]于|不得[少低]于|超过?|高于|多于|大于|突破|至少|[≥>])$")
_AT_MOST = re.compile(r"(?:不[超高多大][过于]?|控制在|小于|少于|[≤<])$")


def named_otherwise(
    rows: tuple[Row, ...], text: str, value_of: Callable[[Row], Value], *, planned: bool = False
) -> Iterator[tuple[Row, str]]:
    """Yield rows with the clause of a text that gives another number for what they measure.

    Args:
        rows: the rows of the form.
        text: the text as one line.
        value_of: the value of a row with which the text is compared.
        planned: whether the text is a plan. A result may leave something out in so many words,
            and may say 以上 where the row has the number; a plan has the target's own number.
    """
    parts = clauses(_NUMBERED.sub("", text)) if re.search(r"\d", text) else []
    if not planned:
        parts = [part for part in parts if not EXCEPT.search(part)]
    told = [(part, found) for part in parts if (found := quantities(part))]
    single = [
        (part, found[0]) for part, found in told if len(found) == 1 and not _PARTLY.search(part)
    ]
    said = "\n".join(parts)
    for row in rows if told else ():
        value = value_of(row)
        if value.magnitude is None or not value.unit or value.upper is not None:
            continue
        if len(row.name) < _SHORT_NAME:
            continue
        if row.name not in said:
            part = _shortly_named(row, value, single, planned)
            if part and _only_one(row, rows) and not _given(row, value, told):
                yield row, part
            continue
        for part, found in told:
            if row.name not in part or "目标" in part:
                continue
            begin = part.find(row.name)
            possible = claims(found, row.name)
            own = [q for q in possible if q.unit == value.unit and q.start >= begin]
            if len(own) == 1 and not _fits(part, own[0], value.magnitude, planned):
                yield row, part


def _fits(part: str, figure: Quantity, amount: Decimal, planned: bool) -> bool:
    """Return whether a number of a clause is an amount, or a bound that the amount keeps."""
    if figure.agrees(amount) or planned:
        return figure.agrees(amount)
    before, behind = part[: figure.start], part[figure.end :]
    if _AT_LEAST.search(before) or behind.startswith(("以上", "及以上", "多", "余")):
        return amount >= figure.amount
    if _AT_MOST.search(before) or behind.startswith(("以内", "以下", "之内")):
        return amount <= figure.amount
    return False


def _shortly_named(
    row: Row, value: Value, single: list[tuple[str, Quantity]], planned: bool
) -> str:
    """Return the clause that names a row in other or fewer words and gives another number.

    Args:
        row: the row.
        value: its value.
        single: the clauses with one number, which is not one of a part or of another time.
        planned: whether the text is a plan.
    """
    bare, amount = _ENDING.sub("", row.name), value.magnitude
    if amount is None or len(bare) < _SHORT_NAME:
        return ""
    for part, figure in single:
        if not _names(part[: figure.start], bare) or not claims([figure], row.name):
            continue
        if _same(figure, value.unit) and not _fits(part, figure, amount, planned):
            return part
    return ""


def _only_one(row: Row, rows: tuple[Row, ...]) -> bool:
    """Return whether no other row could be meant by a row's name without its ending."""
    bare = _ENDING.sub("", row.name)
    return sum(bare in other.name for other in rows) == 1


def _given(row: Row, value: Value, told: Sequence[tuple[str, Sequence[Quantity]]]) -> bool:
    """Return whether a text has a row's own number anywhere."""
    return value.magnitude is not None and any(
        _same(figure, value.unit) and figure.agrees(value.magnitude)
        for _, found in told
        for figure in claims(found, row.name)
    )


def _names(lead: str, bare: str) -> bool:
    """Return whether the words before a number hold a name, or the name with a few words more."""
    if bare in lead:
        return True
    rest = iter(lead)
    few_more = len(bare) >= _LONG_NAME and len(lead) <= len(bare) + _SHORT_NAME
    return few_more and all(letter in rest for letter in bare)


def _same(figure: Quantity, unit: str) -> bool:
    return bool(figure.unit) and ratio(figure.unit, unit) == 1
