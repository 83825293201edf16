"""Reasons that stand in another row: 同上, 同序号2."""

import re
from collections.abc import Sequence

from selfeval_assist.checks.view import Row
from selfeval_assist.form.text import essence

_SAME = re.compile(
    r"(?:原因)?(?:同|见|详见|参见)"
    r"(?:上(?:一?[行项条])?|(?:序号|指标|第)(?P<number>\d{1,2})[行项条号个]?(?:指标)?)"
    r"(?:的?(?:原因|说明|情况))?"
)


def points(row: Row) -> bool:
    """Return whether all that a row says of its deviation is where that stands."""
    return _SAME.fullmatch(_said(row)) is not None


def pointed_at(row: Row, rows: Sequence[Row]) -> Row | None:
    """Return the row at which a reason points, if it gives one itself; None otherwise.

    Args:
        row: the row with the reason.
        rows: all rows of the form; 序号 counts them from 1.
    """
    found = _SAME.fullmatch(_said(row))
    if found is None:
        return None
    at = int(found["number"]) - 1 if found["number"] else row.index - 1
    other = next((each for each in rows if each.index == at), None)
    return other if other and other.explained and not points(other) else None


def _said(row: Row) -> str:
    return essence(row.data.deviation.text or row.data.deviation.cause)
