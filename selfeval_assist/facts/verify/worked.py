"""What the facts of a table are worked out with: shares, and the numbers of their values."""

import re
from decimal import Decimal

from selfeval_assist.facts.model import Fact
from selfeval_assist.scoring.arithmetic import plain, rounded

AMOUNT = re.compile(r"([\d.]+)(万?元)")
"""An amount of money as a fact has it."""


def shown(points: Decimal) -> str:
    """Return points as a text has them."""
    return f"{plain(points)}分"


def share(
    fact_id: str,
    label: str,
    top: Decimal,
    base: Decimal,
    sources: tuple[str, ...],
    words: tuple[str, ...],
) -> Fact:
    """Return a share in percent as a fact, rounded half-up to two decimals, with its sum."""
    value = plain(rounded(top / base * 100, 2))
    work = f"{top:f} ÷ {base:f} × 100% ≈ {value}%"
    return Fact(fact_id, label, f"{value}%", "rate", sources, work, words)


def first_number(fact: Fact) -> Decimal | None:
    """Return the number with which the value of a fact begins."""
    match = re.match(r"\d+(?:\.\d+)?", fact.value)
    return None if match is None else Decimal(match[0])


def money(fact: Fact) -> Decimal | None:
    """Return the number of an amount, in its own unit."""
    match = AMOUNT.fullmatch(fact.value)
    return None if match is None else Decimal(match[1])
