"""Dates of the goal's texts that stand before a deed: 9月20日到货, beside the row 设备到货时间."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from selfeval_assist.checks.registry import Subject
from selfeval_assist.checks.view import Row
from selfeval_assist.facts.names import named
from selfeval_assist.form import Kind
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.scoring.direction import days

_DEED = 2
"""Letters of the deed before the head of a name that asks for a day: 设备｜到货｜时间."""
# 9月20日到货并通过验收, 10月31日前全部到货，
_LEAD = re.compile(r"(?:底|末)?(?:以|之)?前?(?:全部|正式|已|均|如期|按期)?")
_END = re.compile(r"$|[,;。、]|并|后")


class Told(NamedTuple):
    """A date of a text and the row that has another one."""

    quote: str
    row: Row


def told_dates(subject: Subject, text: str, column: Literal["target", "actual"]) -> Iterator[Told]:
    """Yield dates that a text gives for the deed of exactly one row, which has another one.

    A date that any row has, or that another sentence of reasons may explain, is left alone.

    Args:
        subject: the form.
        text: the planned goal or the completion text.
        column: what the text tells of the rows.
    """
    deeds: dict[str, list[Row]] = {}
    for row in subject.rows:
        name = named(narrowed(row.name).strip())
        if getattr(row, column).kind is Kind.DATE and name.shape == "time":
            deeds.setdefault(name.thing[-_DEED:], []).append(row)
    plain = narrowed(text)
    for each in mentions(plain) if deeds else ():
        lead = _LEAD.match(plain, each.end)
        behind = lead.end() if lead else each.end
        rows = deeds.get(plain[behind : behind + _DEED], [])
        ends = _END.match(plain, behind + _DEED)
        if each.value.kind is not Kind.DATE or len(rows) != 1 or ends is None:
            continue
        wanted = getattr(rows[0], column)
        own, other = days(wanted, each.value)
        if own != other and wanted.precision == each.value.precision:
            yield Told(plain[each.at : each.end], rows[0])
