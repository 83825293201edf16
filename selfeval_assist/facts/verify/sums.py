"""Numbers that are the sum of others in the text: 23亩（露天20亩、大棚3亩）, 甲5台，合计8台."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from selfeval_assist.facts.verify.quantities import Found, numbers
from selfeval_assist.facts.verify.reading import Reading, Told
from selfeval_assist.facts.verify.scan import sentence_start

_BRACKET = re.compile(r"(?P<unit>[^\W\d]{0,3})[（(](?P<parts>[^（）()\n]*)[)）]")
_WHOLE = re.compile(r"(?:合计|共计|共|总计|总共|合共)[^，；。\d]{0,6}$")
_UNIT = re.compile(r"[^\W\d]{0,2}")


def sums(reading: Reading, found: Found, told: Sequence[Told]) -> bool:
    """Whether a number adds up what the text names: behind it in brackets, or before 合计.

    The parts before it have to be supported themselves; those behind it are judged in their turn.
    """
    masked = reading.masked
    whole = _value(found)
    if whole is None or found.spoken:
        return False
    if match := _BRACKET.match(masked, found.end):
        start, end = match.span("parts")
        parts = [each for each in numbers(masked[start:end]) if not each.key.endswith("@")]
        values = [value for each in parts if (value := _value(each)) is not None]
        units = {_unit(masked, start + each.end) for each in parts}
        return len(values) > 1 and units == {match["unit"][:2]} and sum(values) == whole
    begin = sentence_start(masked, found.start)
    if not _WHOLE.search(masked, begin, found.start):
        return False
    known = {each.start for each in told if each.start >= begin}
    unit = _unit(masked, found.end)
    before = [
        value
        for each in numbers(masked[begin : found.start])
        if begin + each.start in known
        and _unit(masked, begin + each.end) == unit
        and (value := _value(each)) is not None
    ]
    return len(before) > 1 and sum(before) == whole


def _value(found: Found) -> Decimal | None:
    try:
        return Decimal(found.key)
    except InvalidOperation:
        return None


def _unit(masked: str, at: int) -> str:
    match = _UNIT.match(masked, at)
    return match[0] if match else ""
