"""What a number of a text amounts to: 1.2万亩 is 12000 of the unit 亩."""

import re
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation

from selfeval_assist.facts.verify.quantities import Found, numbers
from selfeval_assist.form.decimals import rounded

_UNIT = re.compile(
    r"(?P<times>[万亿]?)(?P<unit>个?百分点|[%‰]|元|平方米|平方公里|立方米|公里|千米|人次|件次|小时|分钟|个月|工作日"
    r"|[^\W\d])?"
)
_TIMES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(10**8)}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, its multiplier applied.

    Attributes:
        value: the number.
        unit: the unit without 万 or 亿, or "".
        times: the multiplier that was applied.
        places: the decimals that are written.
        end: where the unit ends in the text.
    """

    value: Decimal
    unit: str
    times: Decimal
    places: int
    end: int

    def near(self, exact: Decimal, *, down: bool = False) -> bool:
        """Whether an exact number, rounded half-up or cut off as it is written here, is this."""
        mode = ROUND_FLOOR if down else ROUND_HALF_UP
        return rounded(exact / self.times, self.places, mode) == self.value / self.times


def amount_of(text: str, found: Found) -> Amount | None:
    """Return what a number of a text amounts to; None for a date or a vague number."""
    try:
        value = Decimal(found.key)
    except InvalidOperation:
        return None
    places = 0 if found.spoken else len(text[found.start : found.end].partition(".")[2])
    if found.unit:
        return Amount(value, found.unit, Decimal(1), places, found.end)
    match = _UNIT.match(text, found.end)
    times = _TIMES[match["times"]] if match else Decimal(1)
    unit = (match["unit"] or "") if match else ""
    return Amount(value * times, unit, times, places, match.end() if match else found.end)


def amount_in(value: str) -> Amount | None:
    """Return what the first number of a written value amounts to."""
    found = next(iter(numbers(value)), None)
    return None if found is None else amount_of(value, found)


def share(written: Amount, part: Decimal, whole: Decimal) -> bool:
    """Whether a written percent is the share of a part in a whole, rounded as it is written.

    Nothing is rounded to 0 or to all of it, which would say something else.
    """
    if whole <= 0:
        return False
    exact = part / whole * 100
    return written.near(exact) and (written.value not in {0, 100} or exact == written.value)
