"""The values that follow from the cells of one owner: what each is called and what gives it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from selfeval_assist.facts.calling import whole_of
from selfeval_assist.facts.funds import fund_facts
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.units import POINTS as PERCENT_POINTS
from selfeval_assist.prose.values import Comparator, Kind, Value
from selfeval_assist.scoring.direction import days, magnitudes
from selfeval_assist.verify.cells import POINTS, Cell, Cells, Column, Own, members

HUNDRED = Decimal(100)


class Derived(NamedTuple):
    """A value that a text may state. A tuple, because a form has hundreds of them.

    Attributes:
        owner: whose it is, as of ``Cell``.
        name: which of the owner's values: a column, or ``gap``, ``completion``, ``unspent`` …
        value: what it is.
        senses: what words may say that it is (``words.toml``).
        bare: whether it may stand with no such word before it.
        cell: whether it is a cell as printed.
        ratio: whether it is a quotient, which people round.
        verb: whether only a verb of its direction may lead to it: 提升10% is no 10%.
        sign: 1 or -1 for a change or distance, 0 otherwise.
    """

    owner: str
    name: str
    value: Value
    senses: frozenset[str]
    bare: bool = False
    cell: bool = False
    ratio: bool = False
    verb: bool = False
    sign: int = 0

    @property
    def row(self) -> int | None:
        """The indicator row, from 0, or None."""
        return int(self.owner[4:]) if self.owner.startswith("row.") else None


@cache
def _senses(*names: str) -> frozenset[str]:
    return frozenset(
        f"{kind}.{name}" for name in names for kind in ("column", "relation", "beside")
    )


_OF_CELL = {
    "target": _senses("target", "budget")
    | {"verdict.missed", "verdict.exceeded"}
    | {f"relation.{name}" for name in ("more", "less", "late", "early")},  # 少4754人 is no target
    "actual": _senses(
        "actual", "executed", "share", "mean", "sum", "late", "early", "survey", "part"
    ),
    "weight": _senses("weight", "share", "sum"),
    "score": _senses("score", "actual", "sum", "rest"),
    "total": _senses("total", "score", "sum", "actual"),
    "initial": _senses("initial", "budget", "fund"),
    "adjusted": _senses("adjusted", "budget", "actual", "target", "sum", "fund"),
    "executed": _senses("executed", "actual", "sum", "part", "fund"),
    "rate": _senses("rate", "executed", "share", "actual", "budget"),
    "survey": _senses("survey", "actual", "sum"),
}  # fmt: skip
_BARE = frozenset({"actual", "score", "survey", "total", "executed", "adjusted", "rate"})


def _of_cell(cell: Cell) -> Derived:
    if cell.change:
        senses = _senses("more", "raise") if cell.change == "up" else _senses("less", "cut")
        return Derived(cell.owner, cell.column, cell.value, senses, cell=True, verb=True)
    bare = cell.column in _BARE
    return Derived(cell.owner, cell.column, cell.value, _OF_CELL[cell.column], bare, cell=True)


_MORE = _senses("more", "raise") | {"verdict.exceeded"}
_LESS = _senses("less", "unspent", "cut", "rest") | {"verdict.missed"}
_COMPLETED = _senses("share", "actual", "rate") | {"verdict.met"}


def _percent(number: Decimal) -> Value:
    return Value(Kind.RATIO, number=number, unit="%")


def of_row(cells: Cells, row: int) -> tuple[Derived, ...]:
    """Return what follows from one row, and from the row of which it is a part (其中)."""
    at = whole_of(cells.form.indicators, row)
    return _of_row(cells.own(f"row.{row}"), cells.own("" if at is None else f"row.{at}"))


@lru_cache(maxsize=1024)
def _of_row(own: Own, whole: Own) -> tuple[Derived, ...]:
    columns = own.columns
    found = [*map(_of_cell, columns.values()), *_of_whole(own, whole)]
    if "target" in columns and "actual" in columns:
        target = columns["target"]
        found += _distance(own.owner, target.value, columns["actual"].value, target.lent)
    return (*found, *_points(own.owner, columns))


def _distance(owner: str, target: Value, actual: Value, lent: Decimal) -> Iterator[Derived]:
    """Yield gap, completion, growth and days between a target and what was reached."""
    if (late := _late(target, actual)) is not None:
        yield _lasting(owner, "days", late, "天", "apart")
    if target.date and actual.date:
        years = 0 if target.yearless != actual.yearless else actual.date.year - target.date.year
        yield _lasting(owner, "months", 12 * years + actual.date.month - target.date.month, "个月")
    if target.number is None or actual.number is None or target.upper or actual.upper:
        return
    t, a = magnitudes(target, actual)
    t *= lent
    sign = (a > t) - (a < t)
    words = ((_MORE if a > t else _LESS) | _senses("apart")) if sign else frozenset()
    share = Kind.RATIO in {target.kind, actual.kind}
    unit = PERCENT_POINTS if share else (target.unit or actual.unit)
    gap = Value(Kind.RATIO if share else target.kind, number=abs(a - t), unit=unit)
    yield Derived(owner, "gap", gap, words, sign=sign)
    if t > 0:
        yield from _ratio(owner, "completion", a, t, _COMPLETED)
        yield from _ratio(owner, "beyond", abs(a - t), t, words | _senses("share"), sign)
        if target.comparator in {Comparator.LE, Comparator.LT}:
            yield from _ratio(owner, "completion", t, a, _COMPLETED)


def _late(target: Value, actual: Value) -> int | None:
    """Return by how many days something was done after its date (negative: before), or None."""
    if not target.precision == actual.precision == "day":
        return None
    due, done = days(target, actual)
    return (done - due).days


def _lasting(owner: str, name: str, late: int, unit: str, *also: str) -> Derived:
    """Return how long before or after its date something was done."""
    senses = ("late", "more") if late > 0 else ("early", "less")
    words = _senses(*senses, *also) | {"verdict.late"}
    value = Value(Kind.DURATION, number=Decimal(abs(late)), unit=unit)
    return Derived(owner, name, value, words)


def _points(owner: str, own: Mapping[Column, Cell]) -> Iterator[Derived]:
    if "weight" not in own or "score" not in own:
        return
    weight, score = own["weight"].number or Decimal(0), own["score"].number or Decimal(0)
    yield from points(owner, weight, score)


def points(owner: str, weight: Decimal, score: Decimal) -> Iterator[Derived]:
    """Yield the points lost and the share of points reached."""
    lost = Value(Kind.COUNT, number=weight - score, unit=POINTS)
    yield Derived(owner, "lost", lost, _senses("lost", "less"), sign=-1)
    yield from _ratio(owner, "score_rate", score, weight, _senses("share", "score"))


def of_rows(cells: Cells, rows: Iterable[int]) -> Iterator[Derived]:
    """Yield what follows from some rows, in their order."""
    for row in sorted(rows):
        yield from of_row(cells, row)


def of_lines(cells: Cells, owners: Iterable[str], *, parts: bool = True) -> Iterator[Derived]:
    """Yield what follows from lines of the funds block; ``parts``: their shares of the whole."""
    for owner in owners:
        found = of_funds(cells, owner)
        yield from found if parts else (each for each in found if not each.name.endswith("_part"))


def of_funds(cells: Cells, owner: str) -> tuple[Derived, ...]:
    """Return what follows from one line of the funds block."""
    found = _of_line(cells.own(owner), cells.own("funds"))
    return (*found, *_net(cells)) if owner == "funds" else found


@lru_cache(maxsize=16)
def _net(cells: Cells) -> tuple[Derived, ...]:
    """Return the change of the budget without what was left of last year."""
    facts = {fact.id: fact for fact in fund_facts(cells.form, cells.sheet)}
    initial = cells.own("funds").columns.get("initial")
    if not {"funds.change", "funds.carried"} <= facts.keys() or initial is None:
        return ()
    change = facts["funds.change"]
    amount = next((each.value.magnitude for each in mentions(change.value)), None)
    if amount is None or initial.number is None:
        return ()
    up = change.direction == "up"
    words = _senses("raise", "more") if up else _senses("cut", "less")
    return tuple(_part("funds", "change", amount, initial.number, words, 1 if up else -1))


@lru_cache(maxsize=256)
def _of_line(own: Own, whole: Own) -> tuple[Derived, ...]:
    owner, cells = own.owner, own.columns
    amounts = {name: cell.number for name, cell in cells.items() if cell.number is not None}
    shares = _of_whole(own, whole) if own is not whole else ()
    found = (*map(_of_cell, own.cells), *shares)
    return (*found, *_changed(owner, amounts), *_executed(owner, amounts))


def _changed(owner: str, amounts: Mapping[Column, Decimal]) -> Iterator[Derived]:
    """Yield by how much the budget was changed."""
    initial, adjusted = amounts.get("initial"), amounts.get("adjusted")
    if initial is None or adjusted is None:
        return
    up = adjusted > initial
    words = _senses("raise", "more") if up else _senses("cut", "less")
    yield from _part(owner, "change", abs(initial - adjusted), initial, words, 1 if up else -1)
    yield from _ratio(owner, "adjusted_share", adjusted, initial, _senses("share"))


_RATED = _senses("rate", "share", "executed", "actual", "budget", "fund")
_BASES: tuple[tuple[Column, str, str, frozenset[str]], ...] = (
    ("adjusted", "rate", "", _RATED | _senses("adjusted")),
    ("initial", "initial_rate", "_of_initial", _RATED | _senses("initial_rate", "initial")),
)


def _executed(owner: str, amounts: Mapping[Column, Decimal]) -> Iterator[Derived]:
    """Yield which share of each budget was spent, and what was left of it or spent beyond it."""
    executed = amounts.get("executed")
    for column, rate, tail, words in _BASES:
        base = amounts.get(column)
        if executed is None or base is None:
            continue
        yield from _ratio(owner, rate, executed, base, words)
        name, left, sign = (
            ("over", _senses("over", "more"), 1)
            if executed > base
            else ("unspent", _senses("unspent", "less", "rest"), -1)
        )
        yield from _part(owner, name + tail, abs(base - executed), base, left, sign)


_OF_WHOLE = _senses("share", "budget", "executed", "actual", "sum")


def _of_whole(own: Own, whole: Own) -> Iterator[Derived]:
    """Yield which share of the whole amount a source of money is, or a row of its whole."""
    for cell in own.cells:
        base = whole.columns.get(cell.column) if cell.value.unit != "%" else None
        alike = base is not None and base.value.unit == cell.value.unit != POINTS
        if cell.number is not None and base is not None and base.number and alike:
            name = f"{cell.column}_part"
            yield from _ratio(own.owner, name, cell.number, base.number, _OF_WHOLE)


def _part(
    owner: str, name: str, part: Decimal, base: Decimal, words: frozenset[str], sign: int
) -> Iterator[Derived]:
    """Yield an amount that is a part of another, and its share."""
    value = Value(Kind.AMOUNT, number=part, unit="元")
    yield Derived(owner, name, value, words, sign=sign)
    yield from _ratio(owner, f"{name}_share", part, base, words | _senses("share"), sign)


def _ratio(
    owner: str, name: str, part: Decimal, base: Decimal, words: frozenset[str], sign: int = 0
) -> Iterator[Derived]:
    if base:
        yield Derived(owner, name, _percent(part / base * HUNDRED), words, ratio=True, sign=sign)


@lru_cache(maxsize=512)
def of_level(cells: Cells, level: str) -> tuple[Derived, ...]:
    """Return the points of a level: its weights, its scores, what it lost."""
    owner, rows = f"level.{level}", members(cells, level)
    if level == "execution":
        own = cells.own("execution").columns
        return (*map(_of_cell, own.values()), *_points(owner, own))
    if not rows or cells.planned:
        return ()
    weight, score = (_total(cells, rows, column) for column in ("weight", "score"))
    found = []
    for name, number, also in (("weight", weight, ()), ("score", score, ("total",))):
        if number is not None:
            value = Value(Kind.COUNT, number=number, unit=POINTS)
            found.append(Derived(owner, name, value, _OF_CELL[name] | _senses(*also), bare=True))
    return (
        *found,
        *(points(owner, weight, score) if weight is not None and score is not None else ()),
    )


@lru_cache(maxsize=64)
def of_form(cells: Cells) -> tuple[Derived, ...]:
    """Return the total and what it lost."""
    total = cells.of("form", "total")
    if not total:
        return ()
    number = total[0].number or Decimal(0)
    full = Cell("form", "weight", Value(Kind.COUNT, number=HUNDRED, unit=POINTS), "total")
    return (*map(_of_cell, (*total, full)), *points("form", HUNDRED, number))


def sizes(cells: Cells, rows: Iterable[int]) -> set[int]:
    """Return how many rows these are, in the form and in each of its levels."""
    own = [cells.form.indicators[row] for row in rows]
    levels = Counter(level for each in own for level in {each.kind, each.level1})
    return {len(own), *levels.values()}


Values = Mapping[str, Sequence[tuple[int, Derived]]]
"""Values with their places in an order, by their units, so that a quantity meets few of them."""


@lru_cache(maxsize=16)
def of_every_row(cells: Cells) -> Values:
    """Return what follows from the rows by its units; dates have none."""
    return _by_unit(of_rows(cells, cells.rows))


@lru_cache(maxsize=16)
def of_no_row(cells: Cells) -> Values:
    """Return what follows from the funds block and from levels by its units."""
    return _by_unit(_of_no_row(cells))


def _by_unit(values: Iterable[Derived]) -> Values:
    """Return values with their places in the order, by their units."""
    found: dict[str, list[tuple[int, Derived]]] = {}
    for at, each in enumerate(values):
        found.setdefault(each.value.unit, []).append((at, each))
    return found


def _of_no_row(cells: Cells) -> Iterator[Derived]:
    yield from of_lines(cells, ("funds", *cells.sources))
    own = [cells.form.indicators[row] for row in cells.rows]
    levels = {row.group for row in own} | {row.kind for row in own}
    for level in ("whole", "execution", *sorted(levels)):
        yield from of_level(cells, level)
    yield from of_form(cells)


def _total(cells: Cells, rows: tuple[int, ...], column: Column) -> Decimal | None:
    """Return the sum over rows; None where one that is no part of another row has no number."""
    total = Decimal(0)
    for row in rows:
        cell = cells.owners[f"row.{row}"].columns.get(column)
        if cell is None and whole_of(cells.form.indicators, row) is None:
            return None
        total += (cell and cell.number) or 0
    return total
