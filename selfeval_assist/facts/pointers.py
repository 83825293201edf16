"""Reasons that stand in another row: 同上, 同序号2, 原因见第2行."""

import re

from selfeval_assist.form import Deviation, SelfEvaluation
from selfeval_assist.form.text import essence

_POINTS = re.compile(
    r"(?:原因|措施|及|和)*(?:同|见|详见|参见|与)"
    r"(?:上(?:一?[行项条])?|(?:序号|指标|第)(?P<number>\d{1,3})(?:[行项条个号]|指标)*)"
    r"(?:相?同)?(?:的?(?:原因|说明|情况))?"
)


def points(text: str) -> bool:
    """Return whether all that a text for reasons says is in which row they stand."""
    return _POINTS.fullmatch(essence(text)) is not None


def referred(form: SelfEvaluation, row: int) -> int | None:
    """Return the row to which the reason of a row only points; None where that one points too.

    Args:
        form: the form; 序号 counts its rows from 1.
        row: the row.
    """
    found = _POINTS.fullmatch(essence(_said(form.indicators[row].deviation)))
    if found is None:
        return None
    at = int(found["number"]) - 1 if found["number"] else row - 1
    told = 0 <= at < len(form.indicators) and at != row
    return at if told and not points(_said(form.indicators[at].deviation)) else None


def _said(deviation: Deviation) -> str:
    return deviation.text or deviation.cause
