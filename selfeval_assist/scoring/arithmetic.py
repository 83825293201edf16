"""Decimal habits of the room: half-up rounding, caps, and numbers as people write them."""

from decimal import Decimal

from selfeval_assist.prose.decimals import plain as plain
from selfeval_assist.prose.decimals import rounded as rounded


def has_cents(points: Decimal) -> bool:
    """Return whether points are given by two decimals, without rounding."""
    return points == rounded(points, 2)


def capped(points: Decimal, weight: Decimal) -> Decimal:
    """Return points within 0 and weight."""
    return max(Decimal(0), min(points, weight))
