"""Values that follow from what a text has just told and from the cells its words call."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.prose import units
from selfeval_assist.prose.mentions import Mention
from selfeval_assist.prose.units import POINTS as PERCENT_POINTS
from selfeval_assist.prose.values import Kind, Value
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify import derivations
from selfeval_assist.verify.cells import POINTS, Cells
from selfeval_assist.verify.derivations import HUNDRED, Derived
from selfeval_assist.verify.fit import fits
from selfeval_assist.verify.reading import Place, Reading
from selfeval_assist.verify.stated import statements

_LATEST = 6
"""Values of a sentence, the latest, that a result may rest on."""
_UP = (
    "relation.more",
    "relation.raise",
    "beside.more",
    "relation.over",
    "relation.apart",
    "verdict.exceeded",
)
_DOWN = (
    "relation.less", "relation.cut", "relation.unspent", "beside.less", "beside.unspent",
    "relation.lost", "beside.lost", "relation.apart", "verdict.missed",
)  # fmt: skip
_SHARE = ("relation.share", "beside.share", "column.actual", "verdict.met")
_PARTS = frozenset({"executed", "unspent", "change", "over", "gap", "lost", "score"})
"""Values that are a part of something and no whole that others have a share of."""
_RESULTS = frozenset({"actual", "executed", "score"})
_BASES = frozenset({"target", "adjusted", "initial", "weight"})
_APART = frozenset({"gap", "beyond", "completion", "days", "months"})
_WHOLES = frozenset({"initial", "adjusted", "target", "weight", "total"})


@dataclass(frozen=True, slots=True)
class Told:
    """A quantity with the values of the form that it states; none where only words support it."""

    place: Place
    derived: tuple[Derived, ...]

    @property
    def names(self) -> frozenset[str]:
        """What the quantity is: ``executed``, ``actual``."""
        return frozenset(each.name for each in self.derived)

    @property
    def rows(self) -> frozenset[int]:
        """The rows whose values it is."""
        return frozenset(each.row for each in self.derived if each.row is not None)


@dataclass(frozen=True, slots=True)
class Operand:
    """A value that a result may rest on, where it stands in the text, and what it is."""

    value: Value
    at: int
    names: frozenset[str]
    rows: frozenset[int] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether other values may have a share of it."""
        return not self.names & _PARTS or bool(self.names & _WHOLES)


def follows(
    reading: Reading, cells: Cells, place: Place, known: Sequence[Told], word: Tag | None
) -> bool:
    """Return whether a quantity follows from operands that were told or are called.

    Args:
        reading: the text.
        cells: the form's values.
        place: the quantity.
        known: what the text told before it.
        word: what the words beside it say it is.
    """
    if any(states(place, total) for total in sums(_inside(reading, place))):
        return True
    near = [one for one in known if one.place.sentence == place.sentence][-_LATEST:]
    told = [
        Operand(one.place.mention.value, one.place.mention.at, one.names, one.rows)
        for one in near
        if one.place.mention.value.number is not None
    ]
    totals = list(sums([each.value for each in told]))
    if any(states(place, product) for product in _products(told, place)):
        return True
    if word is not None and word.has("relation.sum", "relation.rest"):
        return any(states(place, total) for total in totals)
    if any(tag.has("relation.mean") for tag in (*place.earlier, *place.cues)) and _averaged(
        reading, cells, place, told
    ):
        return True
    whole = sums([each.value for each in told if not each.names & _APART])
    told += [Operand(total, place.mention.at, frozenset({"total"})) for total in whole]
    if place.mention.value.unit == POINTS:
        told.append(Operand(_FULL, -1, frozenset({"total"})))
    own = place.rows
    # what an earlier clause called may be left behind, but not for two values of another row
    operands = [*told, *_of_called(cells, place)]
    if len(place.called) > 1 and not place.inherited:
        told += [each for each in _of_called(cells, place) if "actual" in each.names]
    sign = (
        0
        if word is None or word.has("relation.apart")
        else 1
        if word.has(*_UP)
        else -1
        if word.has(*_DOWN)
        else 0
    )
    return any(
        states(place, value, sign=sign)
        for at, one in enumerate(told)
        for other in operands[at + 1 :]
        if not (one.rows & other.rows and one.names & other.names)  # the same value twice
        and (
            not own
            or own & (one.rows | other.rows)
            or (place.inherited and not one.rows & other.rows)
        )
        for value in _related(reading, place, one, other, word)
    )


def _inside(reading: Reading, place: Place) -> list[Value]:
    """Return the values in brackets right behind a quantity: 蔬菜23亩（露天20亩、大棚3亩）."""
    end = place.mention.end
    if not reading.plain.startswith("(", end) or (close := reading.plain.find(")", end)) < 0:
        return []
    inside = [each.mention.value for each in reading.places if end < each.mention.start < close]
    return inside if len(inside) > 1 else []


def states(place: Place, value: Value, *, mean: bool = False, sign: int = 0) -> bool:
    """Return whether a quantity is a value that was worked out; quotients may be rounded."""
    if not value.number:
        return False
    worked = Derived("told", "told", value, frozenset(), ratio=mean or value.unit == "%", sign=sign)
    return fits(place.mention, worked)


def sums(values: Sequence[Value]) -> Iterator[Value]:
    """Yield the sum of the values that were told in one unit."""
    if not values:
        return
    last = values[-1]
    alike = []
    for value in reversed(values):
        factor = units.ratio(value.unit, last.unit) if value.unit != last.unit else Decimal(1)
        if factor is not None and value.number is not None:
            alike.append(value.number * factor)
    for parts in (alike, alike[:-1]):  # all of them, or all but a total that stands first
        if len(parts) > 1:
            yield Value(last.kind, number=sum(parts, Decimal(0)), unit=last.unit)


_FULL = Value(Kind.COUNT, number=HUNDRED, unit=POINTS)
"""The points of a whole form."""
_MONTHS = Value(Kind.DURATION, number=Decimal(12), unit="个月")


def _averaged(reading: Reading, cells: Cells, place: Place, told: Sequence[Operand]) -> bool:
    """Return whether a quantity is a mean: 人均1629元, 平均每月255户, 八项平均每项6.25分."""
    spoken = reading.plain[place.sentence.start : place.mention.end]
    numbers = [each.value for each in told]
    bases = [*numbers, *_named_units(cells, spoken)]
    if "月" in spoken:
        bases.append(_MONTHS)
    money = [
        derived.value
        for owner in ("funds", *cells.sources)
        for derived in derivations.of_funds(cells, owner)
        if derived.name in {"executed", "adjusted", "initial"}
    ]
    rows = {row for one in reading.places if one.sentence == place.sentence for row in one.rows}
    counted = [cell.value for row in rows for cell in cells.of(f"row.{row}", "actual", "target")]
    return any(
        states(place, Value(part.kind, number=part.number / base.number, unit=part.unit), mean=True)
        for part in (*numbers, *money, *counted)
        for base in bases
        if part.number is not None and base.number
    )


def _named_units(cells: Cells, words: str) -> list[Value]:
    """Return the counts of the form in a unit that words name: 户均, 每台, 人均."""
    values = [cell.value for cell in cells.all if cell.column in {"actual", "target"}]
    values += [each.value for one in statements(cells) for each in one.mentions]
    return [
        value
        for value in values
        if value.number
        and value.unit
        and value.kind is Kind.COUNT
        and any(
            said in words
            for said in (
                f"每{value.unit}",
                f"{value.unit[0]}均",
                f"每{value.unit[0]}",
                f"{value.unit}均",
            )
        )
    ]


def _products(told: Sequence[Operand], place: Place) -> Iterator[Value]:
    """Yield the products of a price and a count: 每亩300元，造林1.2万亩合计360万元."""
    if place.mention.value.kind is not Kind.AMOUNT:
        return
    for price in told:
        for count in told:
            if price.value.kind is Kind.AMOUNT and count.value.kind is Kind.COUNT:
                number = (price.value.number or Decimal(0)) * (count.value.number or Decimal(0))
                yield Value(Kind.AMOUNT, number=number, unit="元")


def _of_called(cells: Cells, place: Place) -> list[Operand]:
    """Return the targets and results of the called rows."""
    return [
        Operand(derived.value, -1, frozenset({derived.name}), frozenset({row}))
        for row in sorted(place.rows)
        for derived in derivations.of_row(cells, row)
        if derived.name in {"target", "actual"} and derived.value.number is not None
    ]


def _related(
    reading: Reading, place: Place, one: Operand, other: Operand, word: Tag | None
) -> Iterator[Value]:
    """Yield the difference of two values and their shares, as far as the word allows them."""
    unit = one.value.unit
    factor = units.ratio(other.value.unit, unit) if other.value.unit != unit else Decimal(1)
    if factor is None or one.value.number is None or other.value.number is None:
        return
    first, second = one.value.number, other.value.number * factor
    if one.names & _APART or other.names & _APART:
        return  # a distance is told already; nothing is measured against it
    exact = word is None or not word.has("column", "relation", "beside", "verdict")
    if exact and _digits(place.mention) > 2:  # the words are not understood, the number is plain
        yield Value(one.value.kind, number=abs(first - second), unit=unit)
        yield Value(one.value.kind, number=first + second, unit=unit)
    if word is not None and word.has(*_UP, *_DOWN):
        if _direction(reading, one, other, first, second, word):
            kind = Kind.RATIO if unit == "%" else one.value.kind
            name = PERCENT_POINTS if unit == "%" else unit
            yield Value(kind, number=abs(first - second), unit=name)
            base = second if _based_on_second(reading, one, other) else first
            if base:
                yield _percent(abs(first - second), base)
        return
    if word is None and reading.plain[place.mention.start - 1 : place.mention.start] != "(":
        return
    if word is not None and not word.has(*_SHARE):
        return
    for whole, part_number, number in ((other, first, second), (one, second, first)):
        if number and whole.whole and (part_number <= number or whole.names & _WHOLES):
            yield _percent(part_number, number)


def _digits(mention: Mention) -> int:
    """Return how many digits a number has without the zeros behind it."""
    return len((mention.value.number or Decimal(0)).normalize().as_tuple().digits)


def _percent(part: Decimal, base: Decimal) -> Value:
    return Value(Kind.RATIO, number=part / base * HUNDRED, unit="%")


def _based_on_second(reading: Reading, one: Operand, other: Operand) -> bool:
    """Return whether a change is a share of the second value: of a target and never of a result."""
    if bool(one.names & _BASES) != bool(other.names & _BASES):
        return bool(other.names & _BASES)
    return _compared(reading, one, other)


def _compared(reading: Reading, one: Operand, other: Operand) -> bool:
    """Return whether the second value is what the first is compared with: 28台，比20台多8台."""
    between = reading.plain[one.at : other.at] if other.at >= 0 else "比"
    return any(mark in between for mark in "比较与")


def _direction(
    reading: Reading, one: Operand, other: Operand, first: Decimal, second: Decimal, word: Tag
) -> bool:
    """Return whether a word for more or less agrees with two values.

    ``28台，比20台多8台`` compares the first with the second; ``由150万元压减到138万元`` leads from
    the first to the second.
    """
    grown = first > second if _compared(reading, one, other) else second > first
    if one.names & _BASES and other.names & _RESULTS:
        grown = second > first
    elif one.names & _RESULTS and other.names & _BASES:
        grown = first > second
    return word.has(*_UP) if grown else word.has(*_DOWN)
