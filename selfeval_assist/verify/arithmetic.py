"""Values that follow from what a text has just told and from the cells its words call."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from selfeval_assist.prose import units
from selfeval_assist.prose.mentions import Mention
from selfeval_assist.prose.units import POINTS as PERCENT_POINTS
from selfeval_assist.prose.values import Kind, Value
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify import derivations
from selfeval_assist.verify.alignment import parts_of
from selfeval_assist.verify.cells import POINTS, Cells
from selfeval_assist.verify.claim import OF, Claim, Known
from selfeval_assist.verify.contradiction import only_in_unit
from selfeval_assist.verify.derivations import HUNDRED, Derived
from selfeval_assist.verify.matching import fits, of_rows_stated
from selfeval_assist.verify.means import lost_by_counted, means, quotient

_EXACT = 3
"""Digits of a mean from which on it shows what it was made of."""
_LATEST = 6
"""Values of a sentence, the latest, that a result may rest on."""
_UP = (
    "relation.more", "relation.raise", "beside.more", "relation.over", "relation.apart",
    "verdict.exceeded",
)  # fmt: skip
_DOWN = (
    "relation.less", "relation.cut", "relation.unspent", "beside.less", "beside.unspent",
    "relation.lost", "beside.lost", "relation.apart", "verdict.missed",
)  # fmt: skip
_SHARE = ("relation.share", "beside.share", "column.actual", "verdict.met")
_PARTS = frozenset({"executed", "unspent", "change", "over", "gap", "lost", "score"})
"""Values that are a part of something and no whole that others have a share of."""
_LOST = "lost"
"""The points that all rows lost are the whole of those that one lost: 共扣3.64分，…占四成."""
_RESULTS = frozenset({"actual", "executed", "score"})
_BASES = frozenset({"target", "adjusted", "initial", "weight"})
_APART = frozenset({"gap", "beyond", "completion", "days", "months"})
_CHANGES = frozenset({"change", "over"})
_WHOLES = frozenset({"initial", "adjusted", "target", "weight", "total"})
_TOTAL = frozenset({"total"})


@dataclass(frozen=True, slots=True)
class Operand:
    """A value that a result may rest on, where it stands in the text, and what it is."""

    value: Value
    at: int
    names: frozenset[str]
    rows: frozenset[int] = frozenset()

    @property
    def number(self) -> Decimal:
        """Its number."""
        return self.value.number or Decimal(0)

    @property
    def whole(self) -> bool:
        """Whether other values may have a share of it."""
        return not self.names & _PARTS or bool(self.names & _WHOLES)

    def within(self, unit: str) -> "Operand | None":
        """Return it in another unit, or None."""
        own = self.value.unit
        if own == unit:
            return self
        factor = units.ratio(own, unit)
        if factor is None or "%" in {own, unit}:
            return None
        return replace(self, value=replace(self.value, number=self.number * factor, unit=unit))


def follows(claim: Claim) -> bool:
    """Return whether a quantity follows from operands that were told or are called."""
    told = _told(claim)
    products = (*sums(_inside(claim)), *_products(claim, told), *_parts_of(claim, told))
    if any(states(claim, value) for value in products):
        return True
    if (totals := _summed_up(claim, told)) is not None:
        return any(states(claim, total) for total in totals)
    if _unread(claim) and len(told) > 2 and any(states(claim, t) for t in _totals(claim, told)):
        return True  # 1.2万亩、16.3万亩、3.45万亩，加总20.95万亩
    return _is_mean(claim, told) or _is_related(claim, told)


def _is_mean(claim: Claim, told: Sequence[Operand]) -> bool:
    """Return whether a quantity is called a mean, and is one of what its sentence tells."""
    behind = _behind(claim) if claim.said("relation.mean") else ()
    alike = [one.value for one in (*told, *behind)]
    return claim.averaged and any(states(claim, mean, mean=True) for mean in means(claim, alike))


def _is_related(claim: Claim, told: list[Operand]) -> bool:
    """Return whether a quantity is what its words say of two operands."""
    if claim.sources and claim.unit == "元":
        return False  # 中央补助结余13.57万元 is no difference of two amounts of the whole
    ways = _ways(claim)
    told += [Operand(total, claim.mention.at, _TOTAL) for total in _totals(claim, told)]
    return any(
        states(claim, value, sign=_sign(claim.cue))
        for one, other in (_pairs(claim, told) if ways else ())
        for value in _related(claim, one, other, ways)
    )


def _summed_up(claim: Claim, told: Sequence[Operand]) -> list[Value] | None:
    """Return the sums that a quantity may be, and what is left; None where it is called neither."""
    word = claim.cue
    joint = any(tag.has("group.together") for tag in claim.place.cues)
    if not joint and (word is None or not word.has("relation.sum", "relation.rest")):
        return None
    rest = word is not None and word.has("relation.rest")
    left = _remainders(claim, told) if rest else ()
    return [*_totals(claim, told), *left, *lost_by_counted(claim)]


def _told(claim: Claim) -> list[Operand]:
    """Return what its sentence told, or the text before where it only counts: 三处合计3.06分."""
    values = any(not one.place.counts for one in claim.here)
    told = claim.here if values or not claim.here else claim.known
    return [
        Operand(said.value, said.at, one.names, one.rows)
        for one in told[-_LATEST:]
        for said in [one.place.mention] * _each(claim, one)
        if said.value.number is not None
    ]


def _behind(claim: Claim) -> Iterator[Operand]:
    """Yield what its sentence tells behind it in its unit: 平均为93.15%，观众95.3%，学校91%."""
    for each in claim.reading.places:
        later = each.mention.start > claim.mention.end and each.sentence == claim.place.sentence
        if later and each.mention.value.unit == claim.unit:
            yield Operand(each.mention.value, each.mention.at, frozenset())


def _each(claim: Claim, one: Known) -> int:
    """Return of how many things a value was told: A、B、C各50人."""
    each = "各" in one.place.before
    return len(parts_of(claim.cells, one.place.before)) or 1 if each else 1


def _totals(claim: Claim, told: Sequence[Operand]) -> Iterator[Value]:
    """Yield the sums of what was told; two counts of rows are added to a count or for a share."""
    share = claim.unit == "%"
    apart = {"listed"} if share or claim.place.counts else {"listed", "count"}
    values = [each.value for each in told if not each.names & (_APART | apart)]
    yield from sums(values, "" if share else claim.unit)
    alike = told[-1].names if told else frozenset[str]()  # 少0.8分、少0.3分，加起来
    yield from sums([each.value for each in told if each.names & alike], claim.unit)
    if claim.place.before in OF:  # 25分、21分，占50分的九成: the part is a sum
        yield from sums(values[:-1])


def _pairs(claim: Claim, told: Sequence[Operand]) -> Iterator[tuple[Operand, Operand]]:
    """Yield every two operands of which at least one was told; a row that is called is needed."""
    place, rows, called = claim.place, claim.place.rows, _of_called(claim)
    told = [*told, *([_FULL] if claim.unit == POINTS else []), *_named_bases(claim)]
    operands = [*told, *called]
    several = len(place.called) > 1 and not place.inherited
    aimed = claim.calls and claim.said("column.target")  # 比目标低: its own target
    first = [*told, *(each for each in called if several and "actual" in each.names)]
    for at, one in enumerate(first):
        for other in operands[at + 1 :]:
            same = one.rows & other.rows
            left = place.inherited and not same  # what an earlier clause called is left behind
            fair = left or not rows or bool(rows & one.rows or rows & other.rows)
            fair = fair and not (aimed and one.rows and other.rows and not same)
            if fair and not (same and one.names & other.names):
                yield one, other


def _named_bases(claim: Claim) -> Iterator[Operand]:
    """Yield the amounts that a share is said to be of: 占年初预算的六成."""
    if claim.unit != "%" or not claim.place.before.endswith((*OF, "占")):
        return
    columns = {name for tag in claim.place.cues for name in tag.named("column")}
    if "total" in columns and claim.place.before.endswith(OF):
        yield _FULL
    summed_up = claim.last.names if len(claim.last.derived) > 1 else frozenset[str]()
    for derived in derivations.of_funds(claim.cells, "funds"):
        if derived.cell and derived.name in (columns or summed_up):
            yield Operand(derived.value, -1, frozenset({derived.name, "total"}))


def _sign(word: Tag | None) -> int:
    """Return which way a word for a distance points."""
    if word is None or word.has("relation.apart"):
        return 0
    return 1 if word.has(*_UP) else -1 if word.has(*_DOWN) else 0


def having(cells: Cells, rows: Iterable[int], mention: Mention) -> tuple[Derived, ...]:
    """Return the values of rows that a quantity states: weights and scores, results or targets."""
    columns = {"weight", "score"} if mention.value.unit == POINTS else {"actual", "target"}
    wanted = set(rows)
    stated = of_rows_stated(mention, cells)
    return tuple(each for each in stated if each.row in wanted and each.name in columns)


def _inside(claim: Claim) -> list[Value]:
    """Return the values in brackets right behind a quantity: 蔬菜23亩（露天20亩、大棚3亩）."""
    plain, end = claim.reading.plain, claim.mention.end
    if not plain.startswith("(", end) or (close := plain.find(")", end)) < 0:
        return []
    places = claim.reading.places
    inside = [each.mention.value for each in places if end < each.mention.start < close]
    return inside if len(inside) > 1 else []


def states(claim: Claim, value: Value, *, mean: bool = False, sign: int = 0) -> bool:
    """Return whether a quantity is a value that was worked out; quotients may be rounded."""
    return bool(value.number) and fits(claim.mention, _worked(value, mean=mean, sign=sign))


def _worked(value: Value, *, mean: bool = True, sign: int = 0) -> Derived:
    """Return a value that was worked out; a mean is rounded as a share is."""
    return Derived("told", "told", value, frozenset(), ratio=mean or value.unit == "%", sign=sign)


def sums(values: Sequence[Value], unit: str = "") -> Iterator[Value]:
    """Yield the sum of the values that were told in a unit, or in that of the last one."""
    if not values:
        return
    unit = unit or values[-1].unit
    operands = (Operand(each, -1, _TOTAL) for each in reversed(values) if each.number is not None)
    alike = [same for each in operands if (same := each.within(unit))]
    for parts in (alike, alike[:-1]):
        total = sum((each.number for each in parts), Decimal(0))
        # all of them, or all but a total that stands first
        if len(parts) > 1 and (parts is alike or alike[-1].number >= total):
            yield replace(parts[0].value, number=total)


def _remainders(claim: Claim, told: Sequence[Operand]) -> Iterator[Value]:
    """Yield what is left of the first value, or of the whole: 共21980人，…9453人，其余12527人.

    The whole may be called alone (扣除农民工436人，其余学员832人), and what is taken off may be a
    sum told last (118项里，国家级12项、省级43项，两级合起来55项，剩下63项).
    """
    unit = claim.unit
    alike = [same.number for each in told if (same := each.within(unit))]
    whole = [HUNDRED] if unit == "%" else []
    called = () if claim.place.inherited else _of_called(claim)
    wholes = [[each.number, *alike] for each in called if "actual" in each.names]
    for parts in (alike, whole + alike, [*alike[:1], *alike[1:][-1:]], *wholes):
        if len(parts) > 1:
            left = parts[0] - sum(parts[1:], Decimal(0))
            yield Value(claim.mention.value.kind, number=left, unit=unit)


_FULL = Operand(Value(Kind.COUNT, number=HUNDRED, unit=POINTS), -1, _TOTAL)
"""The points of a whole form."""


def divides(claim: Claim) -> bool:
    """Return whether a mean told behind it rests on a quantity: 全年支出除以52场，平均5.47万元."""
    base, start = claim.mention.value, claim.place.sentence.start
    here = [one.mention for one in claim.reading.places if one.sentence.start == start]
    parts = [each.value for each in here if each.end <= claim.mention.start]
    means = [each for each in here if each.start > claim.mention.end and digits(each) >= _EXACT]
    return any(
        part.unit == mean.value.unit != base.unit and fits(mean, _worked(quotient(part, base)))
        for mean in means
        for part in parts
        if base.number
    )


def _products(claim: Claim, told: Sequence[Operand]) -> Iterator[Value]:
    """Yield the products of a price and a count: 每亩300元，造林1.2万亩合计360万元."""
    value = claim.mention.value
    if value.kind is not Kind.AMOUNT and value.unit != POINTS:
        return
    for price in told:
        for count in told:
            same = price.value.unit == value.unit
            if same and count.value.kind is Kind.COUNT and count.value.unit != value.unit:
                yield Value(value.kind, number=price.number * count.number, unit=value.unit)


def _parts_of(claim: Claim, told: Sequence[Operand]) -> Iterator[Value]:
    """Yield the shares told of a whole: 108.6万人次中未成年人占23.7%，折合25.7万人次."""
    unit = claim.unit
    if unit in {"%", PERCENT_POINTS, POINTS} or not (claim.cue is None or claim.cue.has(*_SHARE)):
        return
    own = (c for row in only_in_unit(claim.cells, unit) for c in claim.cells.of(f"row.{row}"))
    wholes = [*(one.value for one in told), *(c.value for c in own if c.column == "actual")]
    shares = [one.number / HUNDRED for one in told if one.value.unit == "%"]
    for share, whole in product(shares, wholes):
        if whole.unit == unit and whole.number is not None:
            yield replace(whole, number=whole.number * share)


def _of_called(claim: Claim) -> list[Operand]:
    """Return the targets and results of the called rows."""
    return [
        Operand(cell.value, -1, frozenset({cell.column}), frozenset({row}))
        for row in sorted(claim.place.rows)
        for cell in claim.cells.of(f"row.{row}", "target", "actual")
        if cell.value.number is not None
    ]


_Way = Callable[[Claim, Operand, Operand], Iterator[Value]]


def _ways(claim: Claim) -> list[_Way]:
    """Return how the words of a quantity let it follow from two values."""
    word = claim.cue
    ways: list[_Way] = [_plain] if _unread(claim) else []
    if word is not None and word.has(*_UP, *_DOWN):
        return [*ways, _distances]
    shared = claim.said(*_SHARE) if word else claim.place.before.endswith("(")
    return [*ways, _shares] if shared else ways


def _related(claim: Claim, one: Operand, other: Operand, ways: list[_Way]) -> Iterator[Value]:
    """Yield what follows from two values; nothing is measured against a distance."""
    same = other.within(one.value.unit)
    if same is not None and not one.names & _APART and not other.names & _APART:
        for way in ways:
            yield from way(claim, one, same)


def _plain(_claim: Claim, one: Operand, other: Operand) -> Iterator[Value]:
    """Yield the difference of two values, and their sum where both were told."""
    yield replace(one.value, number=abs(one.number - other.number))
    if other.at >= 0:
        yield replace(one.value, number=one.number + other.number)


def _unread(claim: Claim) -> bool:
    """Return whether no word beside a plain number is understood and no row is called."""
    word = claim.cue
    unread = word is None or not word.has("column", "relation", "beside", "verdict")
    return unread and not (claim.calls and claim.comparable) and digits(claim.mention) > 2


def _distances(claim: Claim, one: Operand, other: Operand) -> Iterator[Value]:
    """Yield by how much two values differ, and how much that is of the one it is said of."""
    compared = _compared(claim, one, other)
    if claim.cue is None or not _direction(one, other, claim.cue, compared=compared):
        return
    if bool(one.names & _BASES) != bool(other.names & _BASES):
        compared = bool(other.names & _BASES)  # a share of the target, never of the result
    apart, base = abs(one.number - other.number), other.number if compared else one.number
    unit = PERCENT_POINTS if one.value.unit == "%" else one.value.unit
    yield Value(one.value.kind, number=apart, unit=unit)
    if base and not (one.names | other.names) & _CHANGES:
        yield _percent(apart, base)  # but what a change is more than its base is no share


def _shares(claim: Claim, one: Operand, other: Operand) -> Iterator[Value]:
    """Yield which share one value is of another; of the called rows, where the part is a row's."""
    own = frozenset() if claim.place.inherited else claim.place.rows
    at_once = claim.place.before in OF  # 占1200人的36.3%: of the value told last
    for whole, part in ((other, one), (one, other)):
        latest = whole.at == claim.last.place.mention.at
        inside = latest and "中" in claim.place.before and own & whole.rows  # 192只家畜中占93.75%
        elsewhere = bool(own and part.rows and not own & part.rows) and not inside
        based = not at_once or latest
        fair = part.number <= whole.number or bool(whole.names & _WHOLES)
        shared = whole.value.unit != "%" or claim.said("relation.share", "beside.share")
        parted = whole.whole or (_LOST in whole.names & part.names and whole.number > part.number)
        if whole.number and parted and fair and based and shared and not elsewhere:
            yield _percent(part.number, whole.number)


def digits(mention: Mention) -> int:
    """Return how many digits a number has without the zeros behind it."""
    return len((mention.value.number or Decimal(0)).normalize().as_tuple().digits)


def _percent(part: Decimal, base: Decimal) -> Value:
    return Value(Kind.RATIO, number=part / base * HUNDRED, unit="%")


def _compared(claim: Claim, one: Operand, other: Operand) -> bool:
    """Return whether the second value is what the first is compared with: 28台，比20台多8台."""
    between = claim.reading.plain[one.at : other.at] if other.at >= 0 else "比"
    return any(mark in between for mark in "比较与")


def _direction(one: Operand, other: Operand, word: Tag, *, compared: bool) -> bool:
    """Return whether a word for more or less agrees with two values.

    ``28台，比20台多8台`` compares the first with the second; ``由150万元压减到138万元`` leads from
    the first to the second.
    """
    if one.names & _BASES and other.names & _RESULTS:
        compared = False
    elif one.names & _RESULTS and other.names & _BASES:
        compared = True
    grown = one.number > other.number if compared else other.number > one.number
    return word.has(*_UP) if grown else word.has(*_DOWN)
