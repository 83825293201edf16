"""Decimal habits of the room: half-up rounding, caps, and numbers as people write them."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return a value rounded half-up to a number of decimals."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def capped(points: Decimal, weight: Decimal) -> Decimal:
    """Return points within 0 and weight."""
    return max(Decimal(0), min(points, weight))


def plain(value: Decimal | None) -> str:
    """Return a number without exponent and without trailing zeros; an empty string for None."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
