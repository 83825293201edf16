"""The values that follow from the cells of one owner: what each is called and what gives it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.prose.units import POINTS as PERCENT_POINTS
from selfeval_assist.prose.values import Comparator, Kind, Value
from selfeval_assist.scoring import Verdict
from selfeval_assist.scoring.direction import magnitudes
from selfeval_assist.verify.cells import POINTS, Cell, Cells, Column, apart

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that a text may state.

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
        family, _, number = self.owner.partition(".")
        return int(number) if family == "row" else None


_AMOUNTS: tuple[Column, ...] = ("initial", "adjusted", "executed")


def _senses(*names: str) -> frozenset[str]:
    return frozenset(
        f"{kind}.{name}" for name in names for kind in ("column", "relation", "beside")
    )


_OF_CELL = {
    "target": _senses("target", "more", "less", "late", "early", "budget")
    | {"verdict.missed", "verdict.exceeded"},
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
_LESS = _senses("less", "unspent", "cut") | {"verdict.missed"}
_COMPLETED = _senses("share", "actual", "rate") | {"verdict.met"}


def _percent(number: Decimal) -> Value:
    return Value(Kind.RATIO, number=number, unit="%")


@lru_cache(maxsize=4096)
def of_row(cells: Cells, row: int) -> tuple[Derived, ...]:
    """Return what follows from one row."""
    return tuple(_row(cells, row))


def _row(cells: Cells, row: int) -> Iterator[Derived]:
    owner = f"row.{row}"
    own = {cell.column: cell for cell in cells.of(owner)}
    yield from map(_of_cell, own.values())
    if "target" in own and "actual" in own:
        yield from _distance(cells, row, own["target"].value, own["actual"].value)
    yield from _points(owner, own)


def _distance(cells: Cells, row: int, target: Value, actual: Value) -> Iterator[Derived]:
    """Yield gap, completion, growth and days between a target and what was reached."""
    owner = f"row.{row}"
    if (late := apart(cells, row)) is not None:
        value = Value(Kind.DURATION, number=Decimal(abs(late)), unit="天")
        yield Derived(
            owner,
            "days",
            value,
            _senses("late" if late > 0 else "early", "apart") | {"verdict.late"},
        )
    if target.date and actual.date:
        months = 12 * (actual.date.year - target.date.year) + actual.date.month - target.date.month
        if target.yearless != actual.yearless:
            months = actual.date.month - target.date.month
        words = _senses("late" if months > 0 else "early") | {"verdict.late"}
        value = Value(Kind.DURATION, number=Decimal(abs(months)), unit="个月")
        yield Derived(owner, "months", value, words)
    if target.number is None or actual.number is None or target.upper or actual.upper:
        return
    t, a = magnitudes(target, actual)
    sign = (a > t) - (a < t)
    ratio = Kind.RATIO in {target.kind, actual.kind}
    unit = PERCENT_POINTS if ratio else (target.unit or actual.unit)
    words = (_MORE if a > t else _LESS) | _senses("apart")
    if a == t:
        words = frozenset()
    gap = Value(Kind.RATIO if ratio else target.kind, number=abs(a - t), unit=unit)
    yield Derived(owner, "gap", gap, words, sign=sign)
    if t > 0:
        yield Derived(owner, "completion", _percent(a / t * HUNDRED), _COMPLETED, ratio=True)
        yield Derived(
            owner,
            "beyond",
            _percent(abs(a - t) / t * HUNDRED),
            words | _senses("share"),
            ratio=True,
            sign=sign,
        )
        reverse = target.comparator in {Comparator.LE, Comparator.LT}
        if reverse and a > 0:
            yield Derived(owner, "completion", _percent(t / a * HUNDRED), _COMPLETED, ratio=True)


def _points(owner: str, own: Mapping[Column, Cell]) -> Iterator[Derived]:
    if "weight" not in own or "score" not in own:
        return
    weight, score = own["weight"].number or Decimal(0), own["score"].number or Decimal(0)
    yield from points(owner, weight, score)


def points(owner: str, weight: Decimal, score: Decimal) -> Iterator[Derived]:
    """Yield the points lost and the share of points reached."""
    lost = Value(Kind.COUNT, number=weight - score, unit=POINTS)
    yield Derived(owner, "lost", lost, _senses("lost", "less"), sign=-1)
    if weight:
        share = _senses("share", "score")
        yield Derived(owner, "score_rate", _percent(score / weight * HUNDRED), share, ratio=True)


@lru_cache(maxsize=512)
def of_funds(cells: Cells, owner: str) -> tuple[Derived, ...]:
    """Return what follows from one line of the funds block."""
    return tuple(_funds(cells, owner))


def _funds(cells: Cells, owner: str) -> Iterator[Derived]:
    own = {cell.column: cell for cell in cells.of(owner)}
    yield from map(_of_cell, own.values())
    if owner != "funds":
        yield from of_source(cells, owner)
    amount = {name: cell.number for name, cell in own.items() if cell.number is not None}
    initial, adjusted, executed = (amount.get(c) for c in _AMOUNTS)
    if initial is not None and adjusted is not None:
        up = adjusted > initial
        words = _senses("raise", "more") if up else _senses("cut", "less")
        sign = 1 if up else -1
        yield from _part(owner, "change", abs(initial - adjusted), initial, words, sign)
        yield from _ratio(owner, "adjusted_share", adjusted, initial, _senses("share"))
    for name, base in (("rate", adjusted), ("initial_rate", initial)):
        if executed is None or base is None:
            continue
        rated = _senses("rate", "share", "executed", "actual", "budget", "fund")
        rated |= _senses("adjusted") if name == "rate" else _senses("initial_rate", "initial")
        yield from _ratio(owner, name, executed, base, rated)
        over = executed > base
        words = _senses("over", "more") if over else _senses("unspent", "less")
        left = "over" if over else "unspent"
        left = left if name == "rate" else f"{left}_of_initial"
        yield from _part(owner, left, abs(base - executed), base, words, 1 if over else -1)


def of_source(cells: Cells, owner: str) -> Iterator[Derived]:
    """Yield which share of the whole amount a source of money is."""
    whole = {cell.column: cell.number for cell in cells.of("funds")}
    for cell in cells.of(owner, "initial", "adjusted", "executed"):
        if cell.number is not None and (base := whole.get(cell.column)):
            words = _senses("share", "budget", "executed", "actual", "sum")
            yield from _ratio(owner, f"{cell.column}_part", cell.number, base, words)


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
    return tuple(_level(cells, level))


def members(cells: Cells, level: str) -> tuple[int, ...]:
    """Return the rows of a first or second level; every row for ``whole``."""
    rows = cells.form.indicators
    if level == "whole":
        return cells.rows
    return tuple(row for row in cells.rows if level in {rows[row].group, rows[row].kind})


def _level(cells: Cells, level: str) -> Iterator[Derived]:
    owner = f"level.{level}"
    if level == "execution":
        own = {cell.column: cell for cell in cells.of("execution")}
        yield from map(_of_cell, own.values())
        yield from _points(owner, own)
        return
    rows = members(cells, level)
    weight, score = (_total(cells, rows, column) for column in ("weight", "score"))
    if not rows or cells.planned:
        return
    for name, number in (("weight", weight), ("score", score)):
        if number is None:
            continue
        value = Value(Kind.COUNT, number=number, unit=POINTS)
        words = _OF_CELL[name] | (_senses("total") if name == "score" else frozenset())
        yield Derived(owner, name, value, words, True)
    if weight is not None and score is not None:
        yield from points(owner, weight, score)


@lru_cache(maxsize=64)
def of_form(cells: Cells) -> tuple[Derived, ...]:
    """Return the total and what it lost."""
    total = cells.of("form", "total")
    if not total:
        return ()
    number = total[0].number or Decimal(0)
    return (*map(_of_cell, total), *points("form", HUNDRED, number))


def _total(cells: Cells, rows: tuple[int, ...], column: Column) -> Decimal | None:
    """Return the sum over rows; None where one that is no part of another row has no number."""
    numbers = {row: cells.of(f"row.{row}", column) for row in rows}
    found = [cell.number for own in numbers.values() for cell in own if cell.number is not None]
    whole = [row for row, own in numbers.items() if not own and not _is_part(cells, row)]
    return None if whole else sum(found, Decimal(0))


def _is_part(cells: Cells, row: int) -> bool:
    return cells.form.indicators[row].parent is not None


_COUNTED = {
    "met": frozenset({Verdict.MET, Verdict.EXCEEDED}),
    "exceeded": frozenset({Verdict.EXCEEDED}),
    "missed": frozenset({Verdict.MISSED}),
    "late": frozenset({Verdict.LATE}),
    "unmet": frozenset({Verdict.MISSED, Verdict.LATE}),
    "level": frozenset({Verdict.MET}),
}


def counts(cells: Cells, level: str) -> dict[str, frozenset[int]]:
    """Return the rows of a level by what is counted: all, met, missed, in words."""
    rows = members(cells, level)
    found = {
        name: frozenset(row for row in rows if cells.verdict(row) in wanted)
        for name, wanted in _COUNTED.items()
    }
    found["total"] = frozenset(rows)
    own = {row: {c.column: c.number for c in cells.of(f"row.{row}")} for row in rows}
    scored = {
        row
        for row in rows
        if own[row].get("weight") is not None and own[row].get("score") is not None
    }
    found["full"] = frozenset(r for r in scored if own[r]["weight"] == own[r]["score"])
    found["lost"] = frozenset(scored) - found["full"]
    found["words"] = frozenset(row for row in rows if not cells.of(f"row.{row}", "target"))
    found["unknown"] = frozenset(row for row in rows if cells.verdict(row) is Verdict.UNKNOWN)
    found["percent"] = frozenset(
        row for row in rows if any(c.value.unit == "%" for c in cells.of(f"row.{row}", "target"))
    )
    return found
