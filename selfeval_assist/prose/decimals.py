"""Numbers of a form: how long one can be, rounding with room for all that comes of them, digits."""

from decimal import ROUND_HALF_UP, Context, Decimal

WHOLE, PLACES = 15, 40
"""Digits before and behind the point: the country's product in yuan has 15 of the first, what a
sheet makes of 0.1 + 0.2 − 0.3 has 31 of the other. A number with more is a code, or damage."""
TOO_LONG = "数字过长，不像表中的数，几个单元格可能粘在一起，或者填的是编号"
"""What a person is told about a number that is longer."""

_LONGEST = 80  # characters, with sign, commas and exponent; 15 and 40 digits need 66
_ROOM = Context(prec=2_000)


def decimal_of(digits: str) -> Decimal | None:
    """Return the number that is written, or None for one that is longer than any of a form.

    Args:
        digits: a number in digits, with or without sign, commas, decimals and exponent.
    """
    if len(digits) > _LONGEST:
        return None
    number = Decimal(digits.replace(",", ""))
    places = -int(number.as_tuple().exponent)
    return None if number.adjusted() >= WHOLE or places > PLACES else number


def rounded(value: Decimal, decimals: int, mode: str = ROUND_HALF_UP) -> Decimal:
    """Return a value rounded to a number of decimals, half-up unless told otherwise.

    Decimal refuses to round to more digits than its context has, and that has 28; a quotient of two
    numbers of a form can have more.
    """
    return value.quantize(Decimal(1).scaleb(-decimals), mode, _ROOM)


def plain(value: Decimal | None) -> str:
    """Return a number without exponent and without trailing zeros; an empty string for None."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
