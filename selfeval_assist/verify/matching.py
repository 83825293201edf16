"""Whether a quantity in a text is a value: its unit, its bound, its rounding."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from functools import lru_cache
from operator import itemgetter

from selfeval_assist.prose import units
from selfeval_assist.prose.mentions import Mention
from selfeval_assist.prose.units import POINTS as PERCENT_POINTS
from selfeval_assist.prose.values import Comparator, Kind, Value
from selfeval_assist.verify.cells import POINTS, Cells
from selfeval_assist.verify.derivations import Derived, Values, of_every_row, of_no_row

_UP = frozenset({Comparator.GE, Comparator.GT})
_DOWN = frozenset({Comparator.LE, Comparator.LT})
# 高于90%的目标 compares with the target: the number is its, whatever its own sign.
COMPARING_UP = frozenset({"超过", "高于", "多于", "大于", "超", "逾", "突破"})
COMPARING = COMPARING_UP | {"低于", "少于", "小于", "不足", "不到"}
_SHORT_OF = frozenset({"不足", "不到"})
_COMPARANDS = frozenset({"target", "weight", "initial", "adjusted"})
_EXACT = frozenset({Comparator.NONE, Comparator.EQ})
_UNDER = ("近", "接近", "将近")
_ANY = Decimal("Infinity")
_EXACTLY = Context(prec=20)
"""192分钟 are 3.2小时, though a minute is no finite part of an hour."""
_WHOLE, _NOTHING = Decimal(100), Decimal("0.005")
_ABOUT, _NEARLY = Decimal("0.03"), Decimal("0.05")


def fits(mention: Mention, derived: Derived) -> bool:
    """Return whether a mention states a derived value, as it is printed or fairly rounded."""
    if mention.value.kind is Kind.DATE or derived.value.kind is Kind.DATE:
        return same_day(mention.value, derived.value)
    factor = _factor(mention.value.unit, derived.value.unit)
    return factor is not None and _fits(mention, derived, factor)


def _fits(mention: Mention, derived: Derived, factor: Decimal) -> bool:
    said, value = mention.value, derived.value
    if value.number is None or said.kind is Kind.UNPARSED:
        return False
    if Comparator.RANGE in {said.comparator, value.comparator}:
        return _same_range(said, value, factor)
    if mention.vague:
        scale = Decimal(said.words) * factor
        return scale <= value.number < 10 * scale
    number = _EXACTLY.multiply(said.number or Decimal(0), factor)
    return _bounded(mention, derived, number, _EXACTLY.multiply(mention.step, factor))


@lru_cache(maxsize=256)
def of_rows_stated(mention: Mention, cells: Cells) -> tuple[Derived, ...]:
    """Return the values of the rows that a mention can be by its number alone."""
    return tuple(_fitting(mention, of_every_row(cells)))


def all_stated(mention: Mention, cells: Cells) -> tuple[Derived, ...]:
    """Return the values of the form that a mention can be by its number alone."""
    return (*of_rows_stated(mention, cells), *_fitting(mention, of_no_row(cells)))


def _fitting(mention: Mention, values: Values) -> list[Derived]:
    """Return which of some values a mention states, in their order."""
    said = mention.value
    dated = said.kind is Kind.DATE
    found = [
        (at, each)
        for unit, own in values.items()
        if not unit or (not dated and _factor(said.unit, unit) is not None)
        for low, high in [_around(mention, unit)]
        for at, each in own
        if each.value.number is None or low <= each.value.number <= high
        if fits(mention, each)
    ]
    return [each for _, each in sorted(found, key=itemgetter(0))]


def _around(mention: Mention, unit: str) -> tuple[Decimal, Decimal]:
    """Return between which numbers a value in a unit must be so that a mention can state it.

    It only saves asking ``fits``; nothing is rounded further than to its own round step.
    """
    said, factor = mention.value, _factor(mention.value.unit, unit)
    if said.number is None or said.upper is not None or factor is None:
        return -_ANY, _ANY
    number = said.number * factor
    width = max(2 * mention.step * factor, 2 * _round(number), abs(number) / 5, Decimal(2))
    return number - width, number + width


@lru_cache(maxsize=1024)
def _factor(of: str, to: str) -> Decimal | None:
    """Return how many of one unit another is; a number without a unit may have any but percent."""
    if (
        of == to
        or to.startswith("/")
        or (not of and to not in {"%", PERCENT_POINTS, POINTS})
        or not to
    ):
        return Decimal(1)
    if PERCENT_POINTS in {of, to} or POINTS in {of, to}:
        return None
    return units.ratio(of, to)


def _bounded(mention: Mention, derived: Derived, number: Decimal, step: Decimal) -> bool:
    """Compare by the bound that the text gives and the one that the cell has."""
    exact, sign = derived.value.number or Decimal(0), mention.value.comparator
    own, compares = derived.value.comparator, mention.mark in COMPARING
    if derived.sign and compares:
        return _apart(mention, derived, number, step)
    if number == exact and derived.name in _COMPARANDS and compares:
        return True
    if {own, sign} <= _UP | _DOWN:
        return number == exact and ((own in _UP) == (sign in _UP))
    if number == exact and sign in {Comparator.GT, Comparator.LT}:
        return False  # 超过430万元 for 430万元
    if sign is Comparator.APPROX and not mention.mark.startswith(_UNDER):
        width = min(max(step, _round(number)) / 2, abs(number) * _ABOUT)
        plain = exact != number or not derived.cell or own is sign  # no 约5个 for 5个
        return plain and abs(exact - number) <= width
    return _rounds(mention, derived, number, step)


def _rounds(mention: Mention, derived: Derived, number: Decimal, step: Decimal) -> bool:
    """Return whether a number is a value, or its rounding on the side that the text says."""
    exact, sign = derived.value.number or Decimal(0), mention.value.comparator
    if sign in _EXACT:
        return _equal(derived, number, exact, step)
    strong = sign in _UP and derived.ratio and number % step != 0  # 三分之一强
    return number < exact < number + step if strong else _rounded(mention, number, exact)


def _apart(mention: Mention, derived: Derived, number: Decimal, step: Decimal) -> bool:
    """Return whether a bound says how far two values are apart: 超47.46%, by so much more."""
    exact = derived.value.number or Decimal(0)
    if (mention.mark in COMPARING_UP) != (derived.sign > 0):
        return False
    under = mention.mark in _SHORT_OF and derived.ratio  # 占目标不到1%
    return _equal(derived, number, exact, step) or (under and _rounded(mention, number, exact))


def _rounded(mention: Mention, number: Decimal, exact: Decimal) -> bool:
    """Return whether a number is the nearest round one on the side that the text says."""
    sign = mention.value.comparator
    if sign in _UP:
        return number <= exact and _nearest(exact, _round(number), ROUND_DOWN) == number
    if mention.mark.startswith(_UNDER):
        round_one = len(number.normalize().as_tuple().digits) == 1  # 近百人 of 90人
        near = number - exact <= number * _NEARLY * (2 if round_one else 1)  # no 近4000户 of 3061户
        return exact < number and near and _nearest(exact, _round(number), ROUND_UP) == number
    if sign in _DOWN:
        return exact <= number and _nearest(exact, _round(number), ROUND_UP) == number
    return False


def _equal(derived: Derived, number: Decimal, exact: Decimal, step: Decimal) -> bool:
    """Return whether a number is a value, or its rounding where values of the kind are rounded."""
    if number == exact:
        return True
    if derived.ratio and not number:  # 133件 of 100亿件 are 0%
        return exact < _NOTHING
    if derived.ratio and number % step:  # 三分之一 is written as no decimal
        return abs(exact - number) <= 1
    money = derived.value.kind is Kind.AMOUNT
    if not derived.ratio and not money and step <= 1:
        return False
    if step >= max(exact, Decimal(1)) or (step >= _WHOLE and abs(number - exact) > exact * _NEARLY):
        return False  # 153% is no 两倍
    return number == _nearest(exact, step, ROUND_HALF_UP)


def _nearest(exact: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (exact / step).to_integral_value(rounding) * step


def _round(number: Decimal) -> Decimal:
    """Return the round step that a number stands for: 100 for 400, 5 for 95, 0.01 for 38.77."""
    if not number:
        return Decimal(1)
    digits = number.normalize().as_tuple()
    half = digits.digits[-1] == 5 and len(digits.digits) > 1
    return Decimal(5 if half else 1).scaleb(int(digits.exponent))


def _same_range(said: Value, value: Value, factor: Decimal) -> bool:
    if said.upper is None or value.upper is None or said.number is None:
        return False
    return said.number * factor == value.number and said.upper * factor == value.upper


def same_day(said: Value, value: Value) -> bool:
    """Return whether a date in a text is one of the form, as exact or less exact than it."""
    if said.kind is not value.kind or said.date is None or value.date is None:
        return False
    parts = ["year", "month", "day"]
    wanted = parts[: parts.index(said.precision) + 1]
    if said.yearless or value.yearless:
        wanted = wanted[1:]
    if "day" in wanted and value.precision != "day":
        return False
    return bool(wanted) and all(
        getattr(said.date, part) == getattr(value.date, part) for part in wanted
    )
