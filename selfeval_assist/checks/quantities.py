"""Quantities inside prose: a number with its unit, exact.

Texts come as one line (``words.one_line``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_MULTIPLIERS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(10**8)}
_QUANTITY = re.compile(
    r"(?<![\d.〔\[(第])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<mult>[万亿]?)余?(?P<unit>%|元|[个件项台次人户家只头亩米座条套份篇所间辆场期本册批处栋名位株棵吨张]"
    r"(?:次|里)?|公里|千米|平方米|立方米|小时|天|个月|千瓦)?"
)
# Numbers that count nothing: years, dates and document numbers.
_NOT_COUNTS = re.compile(
    r"(?:19|20)\d{2}年|\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]|〔\d{4}〕\d+号|\d+号"
)
# A comma between digits groups thousands.
_CLAUSES = re.compile(r"[。;!?、]|(?<!\d),|,(?!\d{3})")
_SENTENCES = re.compile(r"[。;!?]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text.

    Attributes:
        number: the number as written.
        multiplier: 1, 10 000 or 100 000 000.
        unit: ``%``, ``元``, a measure word, or an empty string.
        start: where it begins in the squeezed text.
        end: where it ends.
    """

    number: Decimal
    multiplier: Decimal
    unit: str
    start: int
    end: int

    @property
    def amount(self) -> Decimal:
        """The number times its multiplier."""
        return self.number * self.multiplier

    @property
    def step(self) -> Decimal:
        """One unit of the last digit as written, with the multiplier."""
        return Decimal(1).scaleb(min(int(self.number.as_tuple().exponent), 0)) * self.multiplier

    def agrees(self, value: Decimal) -> bool:
        """Return whether a value is this quantity at the precision in which it is written."""
        return abs(self.amount - value) * 2 <= self.step


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a squeezed text; years, dates and document numbers are left out."""
    skip = [match.span() for match in _NOT_COUNTS.finditer(text)]
    for match in _QUANTITY.finditer(text):
        if any(start <= match.start() < end for start, end in skip):
            continue
        yield Quantity(
            Decimal(match["number"].replace(",", "")),
            _MULTIPLIERS[match["mult"]],
            match["unit"] or "",
            match.start(),
            match.end(),
        )


def clauses(text: str) -> list[str]:
    """Return the clauses of a one-line text."""
    return [part for part in _CLAUSES.split(text) if part]


def sentences(text: str) -> list[str]:
    """Return the sentences of a one-line text."""
    return [part for part in _SENTENCES.split(text) if part]
