"""The values of a form that a text can state, each with its column and the words that call it."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from selfeval_assist.facts import Scored
from selfeval_assist.facts.calling import lent_unit
from selfeval_assist.facts.goal import SAID
from selfeval_assist.facts.lexicon import same_change
from selfeval_assist.facts.model import Direction, Fact, FactTable
from selfeval_assist.facts.spelling import borrowed_unit, subjects_of, unit_of
from selfeval_assist.form import FundLine, Indicator, Measure, MoneyUnit, SelfEvaluation
from selfeval_assist.form.money import in_yuan
from selfeval_assist.prose import units, words
from selfeval_assist.prose.values import Comparator, Kind, Value
from selfeval_assist.prose.width import narrowed
from selfeval_assist.scoring import Basis, ExecutionScore, RowScore, ScoreSheet, Verdict
from selfeval_assist.scoring.direction import comparator_of, magnitudes, values_of

Column = Literal[
    "target", "actual", "weight", "score", "initial", "adjusted", "executed", "rate", "total",
    "survey", "year",
]  # fmt: skip
POINTS = "分"
_NO_SHEET = ScoreSheet(
    "", ExecutionScore(Basis.UNDECIDED, Decimal(0), None, None, None, None), (), None, ""
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of the form.

    Attributes:
        owner: whose it is: ``row.3``, ``funds``, ``source.0``, ``level.产出指标``, ``form``.
        column: which of its values.
        value: the value in its base unit: 元 for money, percent for ratios.
        path: the field it stands in.
        change: ``up`` or ``down`` where the cell says how much something changed (提升10%).
        lent: what a bare target takes from its result, as scored.
    """

    owner: str
    column: Column
    value: Value
    path: str
    change: Direction = ""
    lent: Decimal = Decimal(1)

    @property
    def number(self) -> Decimal | None:
        """The number times its multiplier, or None for a date."""
        return self.value.magnitude


@dataclass(frozen=True, eq=False)
class Own:
    """The values of one owner; the same object as long as its cells are the same."""

    owner: str
    cells: tuple[Cell, ...]

    @cached_property
    def columns(self) -> dict[Column, Cell]:
        """The values by their columns."""
        return {cell.column: cell for cell in self.cells}

    @cached_property
    def units(self) -> frozenset[str]:
        """Their units of measure."""
        return frozenset(cell.value.unit for cell in self.cells)


_NO_CELLS = Own("", ())
_PLANNED = frozenset({"target", "initial"})
"""The columns that a planned goal knows."""


@lru_cache(maxsize=1024)
def _planned(own: Own) -> Own:
    """Return what a planned goal knows of some values."""
    return Own(own.owner, tuple(cell for cell in own.cells if cell.column in _PLANNED))


@lru_cache(maxsize=1024)
def _of_row(row: Indicator, score: RowScore, counted: str) -> Own:
    """Return the values of one row; ``counted`` is what a bare number counts, or ""."""
    return Own(f"row.{score.index}", tuple(_in_row(row, score, counted)))


def _in_row(row: Indicator, score: RowScore, counted: str) -> Iterator[Cell]:
    owner, path = f"row.{score.index}", f"indicators.{score.index}"
    target, actual = values_of(row)
    measured: tuple[tuple[Literal["target", "actual"], Value], ...]
    measured = (("target", target), ("actual", actual))
    for column, value in measured:
        read = _measured(row, value, column, counted)
        if read is not None:
            lent = _lent(target, actual) if column == "target" else Decimal(1)
            verb = _change(getattr(row, column))
            yield Cell(owner, column, read, f"{path}.{column}", verb, lent)
    points = score.claimed if score.claimed is not None else score.points
    if score.weight is not None:
        yield Cell(owner, "weight", _points(score.weight), f"{path}.weight")
    if points is not None:
        yield Cell(owner, "score", _points(points), f"{path}.score")
    size = row.evidence.survey_size.value
    if size:
        value = Value(Kind.COUNT, number=size, unit="份")
        yield Cell(owner, "survey", value, f"{path}.evidence.survey_size")


def _lent(target: Value, actual: Value) -> Decimal:
    """Return what a bare target takes from its result, as scored: 1033 beside 300亿件 is 1033亿."""
    if target.unit or not target.magnitude or actual.magnitude is None or actual.multiplier == 1:
        return Decimal(1)
    return magnitudes(target, actual)[0] / target.magnitude


def _change(cell: Measure) -> Direction:
    """Return which way a value says that something changed: 提升10% is no 10%."""
    return same_change(" ".join(narrowed(cell.raw).split()))


def _measured(row: Indicator, value: Value, column: str, counted: str) -> Value | None:
    """Return a value with the unit and sign that row and column lend it; None for words."""
    if value.kind is Kind.DATE:
        return value
    if not value.numeric or value.number is None or value.magnitude is None:
        return None
    unit, scale = unit_of(row, value), Decimal(1)
    if not unit and column == "actual":
        unit = borrowed_unit(row)
    if not units.known(unit):  # 万亩 in the bracket of a name
        scale = {"万": Decimal(10_000), "亿": Decimal(10**8)}.get(unit[:1], Decimal(1))
        unit = unit.lstrip("万亿") if scale != 1 else unit
    if not unit and value.kind is Kind.COUNT and value.multiplier == 1:
        unit = counted
    kind, name, factor = units.resolved(unit)
    sign = value.comparator
    if column == "target" and sign is Comparator.NONE:
        sign = comparator_of(row)
    upper = value.upper_magnitude
    factor *= scale
    return Value(
        kind if unit else value.kind, sign, value.magnitude * factor,
        None if upper is None else upper * factor, unit=name,
    )  # fmt: skip


def _points(number: Decimal) -> Value:
    return Value(Kind.COUNT, number=number, unit=POINTS)


_AMOUNTS: tuple[Column, ...] = ("initial", "adjusted", "executed")


@lru_cache(maxsize=256)
def _of_line(line: FundLine, owner: str, path: str, unit: MoneyUnit) -> Own:
    """Return the amounts of one line of the funds block, in yuan, and its printed rate."""
    return Own(owner, tuple(_in_line(line, owner, path, unit)))


def _in_line(line: FundLine, owner: str, path: str, unit: MoneyUnit) -> Iterator[Cell]:
    for column in _AMOUNTS:
        amount = in_yuan(getattr(line, column), unit)
        if amount is not None:
            yield Cell(
                owner, column, Value(Kind.AMOUNT, number=amount, unit="元"), f"{path}.{column}"
            )
    rate = line.rate.value
    if rate is not None:
        yield Cell(owner, "rate", Value(Kind.RATIO, number=rate, unit="%"), f"{path}.rate")


@dataclass(frozen=True, eq=False)
class Cells:
    """All values of a form, prepared for looking up.

    Attributes:
        form: the form.
        sheet: its score sheet.
        planned: whether only what a planned goal may state is there.
        owners: the cells by whose they are.
        names: the ways to call each row, as printed.
        sources: the names of the lines of the funds block, by owner.
        said: what persons stated in conversation, and the reasons that stand in texts and notes,
            each with the owner of whose values it speaks, or "".
    """

    form: SelfEvaluation
    sheet: ScoreSheet
    planned: bool
    owners: dict[str, Own]
    names: dict[int, tuple[str, ...]]
    sources: dict[str, tuple[str, ...]]
    said: tuple[tuple[str, str], ...] = ()

    @property
    def called(self) -> tuple[str, ...]:
        """What project and units are called; digits in it are codes."""
        form = self.form
        return tuple(name for name in (form.project, form.unit, form.department) if name.strip())

    def own(self, owner: str) -> Own:
        """Return the values of an owner; nobody's where it has none."""
        return self.owners.get(owner, _NO_CELLS)

    def of(self, owner: str, *columns: str) -> tuple[Cell, ...]:
        """Return the cells of an owner in some columns, or all of its cells."""
        own = self.own(owner).cells
        return tuple([cell for cell in own if cell.column in columns]) if columns else own

    @property
    def all(self) -> tuple[Cell, ...]:
        """The cells in the order of the form."""
        return tuple(cell for own in self.owners.values() for cell in own.cells)

    def verdict(self, row: int) -> Verdict:
        """Return how a row stands to its target."""
        return self.sheet.rows[row].verdict

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows that have a name."""
        return tuple(self.names)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units of measure that only this form knows."""
        return units.unlisted(unit for own in self.owners.values() for unit in own.units)


@lru_cache(maxsize=16)
def cells_of(table: FactTable, *, planned: bool = False) -> Cells:
    """Return the values that a text may state; the same for tables of one form and one sheet.

    Args:
        table: the facts of a form.
        planned: whether the text is a planned goal, which knows no results; so it is for
            ``for_goal(table)``.
    """
    planned = planned or table.planned
    told = (f for f in table if f.id.startswith(SAID) or (f.kind == "cause" and not planned))
    said = tuple((_owner_of(fact), narrowed(fact.value)) for fact in told)
    if table.form is None or table.sheet is None:
        return Cells(SelfEvaluation(), _NO_SHEET, planned, {}, {}, {}, said)
    return _told(_whole(_Values(table.form, table.sheet)), said, planned=planned)


def _owner_of(fact: Fact) -> str:
    """Return of whose cells a stated reason speaks; of nobody's alone where a person told it."""
    if fact.row is not None:
        return f"row.{fact.row}"
    return "funds" if fact.id.startswith("funds.") else ""


@dataclass(frozen=True, eq=False)
class _Values(Scored):
    """A form with its sheet; forms that differ in the completion text alone have the same values.

    The text is what is read against the values, and it changes with every key that is typed.
    """

    def __hash__(self) -> int:
        return id(self.form.indicators)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Values)
            and all(getattr(self.form, part) is getattr(other.form, part) for part in _PARTS)
            and self.form.goal.planned == other.form.goal.planned
            and _counted(self.form) == _counted(other.form)
            and self.sheet == other.sheet
        )


_PARTS = ("indicators", "funds", "year", "project", "unit", "department", "money_unit", "notes")
"""The parts of a form from which its values and what people stated are taken, besides the goal."""


def _counted(form: SelfEvaluation) -> dict[int, str]:
    """Return what the bare numbers of rows count, by their names or by the form's texts."""
    typed = f"{form.goal.planned}\n{form.goal.actual}"
    found = {
        at: lent_unit(row, value, typed)
        for at, row in enumerate(form.indicators)
        for value in (row.target.value, row.actual.value)
        if not row.unit.strip() and value.number is not None and not value.unit
    }
    return {at: unit for at, unit in found.items() if unit}


@lru_cache(maxsize=16)
def _told(whole: Cells, said: tuple[tuple[str, str], ...], *, planned: bool) -> Cells:
    """Return the values of a form with what persons said; a planned goal knows few of them."""
    owners = {owner: _planned(own) if planned else own for owner, own in whole.owners.items()}
    return replace(whole, planned=planned, owners=owners, said=said)


@lru_cache(maxsize=8)
def _whole(of: _Values) -> Cells:
    """Return all values of a form."""
    form, sheet = of.form, of.sheet
    called = {score.index: subjects_of(form.indicators[score.index].name) for score in sheet.rows}
    names = {row: tuple(name.strip("“”") for name in own) for row, own in called.items() if own}
    lines = [line.name.removeprefix("其中").lstrip(":： ") for line in form.funds.sources]
    taken = "\n".join(
        (form.project, form.goal.planned, *(n for own in names.values() for n in own))
    )
    sources = {
        f"source.{at}": (*own, *_short_names(own, [*lines[:at], *lines[at + 1 :]], taken))
        for at, line in enumerate(lines)
        if (own := tuple(name.strip("“”") for name in subjects_of(line)))
    }
    lent = _counted(form)
    rows = (
        _of_row(form.indicators[s.index], s, lent.get(s.index, ""))
        for s in sheet.rows
        if s.index in names
    )
    owners = {own.owner: own for own in (*rows, *_of_funds(form, sources), *_of_sheet(sheet))}
    return Cells(form, sheet, planned=False, owners=owners, names=names, sources=sources)


def _short_names(own: Iterable[str], others: Sequence[str], taken: str) -> Iterator[str]:
    """Yield what a source of money is called for short: 省级配套, 省级, 国债 of 特别国债资金.

    That is how its name begins or ends, where no other source and no other name has it.
    """
    stems = [name.removesuffix("资金").removesuffix("经费") for name in own]
    wholes = [*stems, *(each.replace("级", "", 1) for each in stems)]  # 市财政 of 市级财政资金
    begins = [whole[:at] for whole in wholes for at in range(2, len(whole) + 1)]
    ends = [whole[at:] for whole in wholes for at in range(1, len(whole) - 1)]
    for short in dict.fromkeys((*begins, *ends)):
        said = any(short in text for text in (taken, *others))
        if not said and words.without(short[:2], words.tags(short)).strip():
            yield short


def _of_funds(form: SelfEvaluation, owners: Container[str]) -> Iterator[Own]:
    yield _of_line(form.funds.total, "funds", "funds.total", form.money_unit)
    for at, line in enumerate(form.funds.sources):
        owner, path = f"source.{at}", f"funds.sources.{at}"
        if owner in owners:
            yield _of_line(line, owner, path, form.money_unit)


def _of_sheet(sheet: ScoreSheet) -> Iterator[Own]:
    """Yield the points of the execution, and the total."""
    execution = sheet.execution
    points = execution.claimed if execution.claimed is not None else execution.points
    weight = Cell("execution", "weight", _points(execution.weight), "funds.total.weight")
    if points is None:
        yield Own("execution", (weight,))
    else:
        score = Cell("execution", "score", _points(points), "funds.total.score")
        yield Own("execution", (weight, score))
    if sheet.claimed is not None:
        yield Own("form", (Cell("form", "total", _points(sheet.claimed), "total"),))


def members(cells: Cells, level: str) -> tuple[int, ...]:
    """Return the rows of a first or second level; every row for ``whole``."""
    rows = cells.form.indicators
    if level == "whole":
        return cells.rows
    return tuple(row for row in cells.rows if level in {rows[row].group, rows[row].kind})
