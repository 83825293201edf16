"""What a target or an actual value means."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Comparator(StrEnum):
    """How a value is meant: as a bound, a range, an approximation or just a value."""

    NONE = ""
    EQ = "="
    GE = "≥"
    GT = ">"
    LE = "≤"
    LT = "<"
    RANGE = "–"
    APPROX = "≈"


class Kind(StrEnum):
    """What sort of thing a value is."""

    BLANK = "blank"
    RATIO = "ratio"
    COUNT = "count"
    AMOUNT = "amount"
    DATE = "date"
    DURATION = "duration"
    QUALITATIVE = "qualitative"
    NARRATIVE = "narrative"
    UNPARSED = "unparsed"


NUMERIC = frozenset({Kind.RATIO, Kind.COUNT, Kind.AMOUNT, Kind.DURATION})
WORDS = frozenset({Kind.QUALITATIVE, Kind.NARRATIVE})


@dataclass(frozen=True, slots=True)
class Value:
    """The parsed meaning of a target or actual value.

    Attributes:
        kind: what sort of thing it is.
        comparator: how it is meant.
        number: the number as written, before the multiplier; a ratio is in percent, 0–100.
        upper: the upper end of a range, before the multiplier.
        multiplier: 1, 10 000 (万) or 100 000 000 (亿).
        unit: the unit of measure without the multiplier (``%``, ``件``, ``元``, ``天`` …).
        date: the last day that a date or period names.
        precision: how exact a date is: ``year``, ``month`` or ``day``; empty for other kinds.
        yearless: the date names no year; the year inside ``date`` then means nothing.
        words: the words of a qualitative or narrative value.
        tier: 1 (reached), 2 (partly), 3 (not reached) where the words name one of the three tiers.
        damage: what looks like scanning or typing damage; never repaired in silence.
    """

    kind: Kind
    comparator: Comparator = Comparator.NONE
    number: Decimal | None = None
    upper: Decimal | None = None
    multiplier: Decimal = Decimal(1)
    unit: str = ""
    date: datetime.date | None = None
    precision: str = ""
    yearless: bool = False
    words: str = ""
    tier: int | None = None
    damage: tuple[str, ...] = field(default=(), compare=False)

    @property
    def numeric(self) -> bool:
        """Whether there is a number to calculate with."""
        return self.kind in NUMERIC and self.number is not None

    @property
    def magnitude(self) -> Decimal | None:
        """The number times its multiplier: yuan for money, percent for a ratio."""
        return None if self.number is None else self.number * self.multiplier

    @property
    def upper_magnitude(self) -> Decimal | None:
        """The upper end of a range times its multiplier."""
        return None if self.upper is None else self.upper * self.multiplier
