"""Rule on cells that a person has to fill and has left empty: one finding a kind, with its places.

``wanted`` says which cells those are: what every form holds, columns in which something stands
elsewhere, and what the document has; of a form that was read from none, what its layout prints.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from selfeval_assist.checks.basis import PUBLISHED
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import place_name
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import FundLine, Measure, Number, SelfEvaluation
from selfeval_assist.form.fund_lines import is_source
from selfeval_assist.form.money import in_unit
from selfeval_assist.form.vocabulary import SATISFACTION
from selfeval_assist.layouts import Layout, choose
from selfeval_assist.policies import place_of

_COLUMNS = ("initial", "adjusted", "executed")
_SURVEY = ("document", "survey_size", "survey_date")
_HALF_CENT = Decimal("0.005")
_ROWS, _SOURCES = "indicators", "funds.sources"


class Wanted(NamedTuple):
    """A cell that has to be filled: its path, what stands in it, and how bad it is if nothing."""

    path: str
    value: object
    severity: Severity = Severity.WARNING

    @property
    def blank(self) -> bool:
        """Whether nothing, or only a dash, stands in the cell."""
        if isinstance(self.value, (Number, Measure)):
            return self.value.blank
        return not str(self.value).strip()

    @property
    def row(self) -> str:
        """The path of the row in which the cell stands."""
        return ".".join(self.path.split(".")[:2])

    @property
    def kind(self) -> str:
        """The path without the number of the row: cells of one kind are told together."""
        return ".".join(part for part in self.path.split(".") if not part.isdigit())


@rule(
    "FILL001",
    "应填的单元格空白",
    severity=Severity.ERROR,
    message="{cells}{what}，提请{ask}。",
    basis=PUBLISHED,
    standing="P",
)
def cells_filled(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    每张表都要有的内容：总额的全年预算数、全年执行数，两段总体目标，每行指标的名称、年度指标值、
    完成值；以及表中别处填了的栏目：分值、一级指标、度量单位、指标性质、年初预算数、执行率、总分、
    填报信息等。同一类的空格合并成一条，写明是哪些行；读取文件时没有认出的格子说明没有读到。表头由
    TXT005 检查，有得分没有完成值、有完成值没有得分、没有二级指标的由 ACT001、SCR009、IND008 检查。
    为什么：内容完整是自评的第一条要求；少一格，后面的计算和核对就少一处依据。
    反例：七行指标的完成值全部空白，得分也空白。
    正例：每行都有指标值、完成值、分值和得分；没有发生的资金填 0。
    怎么改：逐格补填；确实没有的内容写明“未开展”或填 0。
    """
    empty: dict[str, list[Wanted]] = {}
    for cell in wanted(subject):
        if cell.blank:
            empty.setdefault(cell.kind, []).append(cell)
    for cells in empty.values():
        first = cells[0]
        where = first.path if len(cells) == 1 else first.kind.rpartition(".")[0] or first.kind
        seen = any(_has(subject.form, cell.path) for cell in cells)
        what, ask = ("没有填写", "补填") if seen else ("在文件里没有读到", "对照原件补填")
        facts = {"cells": _named(subject, cells), "what": what, "ask": ask}
        yield Hit(where, facts, first.severity if seen else Severity.WARNING)


def _named(subject: Subject, cells: list[Wanted]) -> str:
    """Return the places of empty cells of one kind in words."""
    first = cells[0]
    if len(cells) == 1 or not first.path.startswith(f"{_ROWS}."):
        return "、".join(place_name(subject.form, cell.path) for cell in cells)
    rows = rows_named(int(cell.path.split(".")[1]) for cell in cells)
    title = place_name(subject.form, first.path).removeprefix(place_name(subject.form, first.row))
    return f"{rows}的{title}" if title else rows


def wanted(subject: Subject) -> Iterator[Wanted]:
    """Yield the cells that a form has to have filled, in its order."""
    yield from _total_line(subject)
    for index, line, _ in subject.sources:
        yield from _source(subject, index, line)
    for index, line in enumerate(subject.form.funds.sources):
        if any(not getattr(line, column).blank for column in _COLUMNS):
            yield Wanted(f"{_SOURCES}.{index}.name", line.name)
    yield from _goal(subject)
    yield from _rows(subject)
    if subject.rows and _printed(subject, "total") and _has_points(subject):
        yield Wanted("total", subject.form.total)
    people = {
        path: str(getattr(subject.form.people, name))
        for name in ("manager", "filler", "phone")
        if _printed(subject, path := f"people.{name}")
    }
    yield from _some(people)


def _has_points(subject: Subject) -> bool:
    """Return whether a form is scored: its rows have points, or a place for them."""
    paths = [f"{row.path}.{cell}" for row in subject.rows for cell in ("weight", "score")]
    return subject.sheet.weighted or any(_printed(subject, path) for path in paths)


def _has(form: SelfEvaluation, path: str) -> bool:
    """Return whether the document has a cell; a form that was read from none may have any."""
    return not form.provenance.cells or path in form.provenance.cells


def _printed(subject: Subject, path: str) -> bool:
    """Return whether the document has a cell; a form that was read from none has its layout's."""
    form = subject.form
    return _has(form, path) if form.provenance.cells else _layout(subject).prints(path)


def _layout(subject: Subject) -> Layout:
    return choose(subject.form, subject.policy.id, place_of(subject.form))


def _goal(subject: Subject) -> Iterator[Wanted]:
    """Yield both texts; a layout without them has none to fill."""
    form = subject.form
    goal = {"goal.planned": form.goal.planned, "goal.actual": form.goal.actual}
    if not any(text.strip() for text in goal.values()):
        cells, layout = form.provenance.cells, _layout(subject)
        goal = {path: text for path, text in goal.items() if path in cells or layout.prints(path)}
    seen = form.provenance.cells or any(text.strip() for text in goal.values())
    severity = Severity.ERROR if seen else Severity.WARNING
    yield from (Wanted(path, text, severity) for path, text in goal.items())


def _some(cells: dict[str, str]) -> Iterator[Wanted]:
    """Yield cells that belong together: where one is filled, all are wanted."""
    if any(text.strip() for text in cells.values()):
        yield from (Wanted(path, text) for path, text in cells.items())


def _total_line(subject: Subject) -> Iterator[Wanted]:
    """Yield the cells of the total line; its score is SCR009, a budget of nothing FUND005."""
    line, path = subject.form.funds.total, "funds.total"
    if _has_initial(subject):
        yield Wanted(f"{path}.initial", line.initial)
    told = (line.initial.blank and not line.executed.blank) or _one_budget(subject)
    if not _by_lines(subject.form):
        if not told and subject.policy.execution.denominator != "initial":
            yield Wanted(f"{path}.adjusted", line.adjusted, Severity.ERROR)
        yield Wanted(f"{path}.executed", line.executed, Severity.ERROR)
        if subject.money.rate is not None and _printed(subject, f"{path}.rate"):
            yield Wanted(f"{path}.rate", line.rate)
    weighted = not line.score.blank and any(not row.data.weight.blank for row in subject.rows)
    if weighted:  # a form that states the points has them, whatever its layout prints
        yield Wanted(f"{path}.weight", line.weight)


def _has_initial(subject: Subject) -> bool:
    """Return whether the document has a cell for the initial budget, or a source has one."""
    cell = "funds.total.initial" in subject.form.provenance.cells
    return cell or any(not source.initial.blank for _, source, _ in subject.sources)


def _one_budget(subject: Subject) -> bool:
    """Return whether the form prints the initial budget only, with which it is calculated."""
    line, money = subject.form.funds.total, subject.money
    spent = line.adjusted.blank and line.executed.value is not None
    return spent and money.adjusted is not None and money.adjusted == money.initial


def _by_lines(form: SelfEvaluation) -> bool:
    """Return whether the layout has lines for budget and execution instead of columns."""
    total = form.funds.total
    others = (line for line in form.funds.sources if not is_source(line) and line.name.strip())
    return (
        total.adjusted.blank
        and total.executed.blank
        and any(not getattr(line, column).blank for line in others for column in _COLUMNS)
    )


def _source(subject: Subject, index: int, line: FundLine) -> Iterator[Wanted]:
    """Yield the cells of a source that is filled in part, in columns that add up without it.

    A wholly empty line is a source that the project does not have, a full one lacks nothing. Where
    a column does not add up, FUND001 or FUND009 says so. A form that leaves a column blank in
    several lines without money prints nothing for 0.
    """
    blank = [getattr(line, column).blank for column in _COLUMNS]
    if all(blank) or not any(blank):
        return
    # What is carried in was no part of the opening budget.
    carried = line.name.strip().startswith("上年") and line.initial.blank
    for column in _COLUMNS[1:] if carried else _COLUMNS:
        if _adds_up(subject, column) and not _nothing_for_zero(subject, line, column):
            yield Wanted(f"{_SOURCES}.{index}.{column}", getattr(line, column))


def _nothing_for_zero(subject: Subject, line: FundLine, column: str) -> bool:
    """Return whether a line is one of several without money that leave a column blank."""
    idle = [each for _, each, _ in subject.sources if _idle(each)]
    blank = all(getattr(each, column).blank for each in idle)
    return line in idle and blank and len(idle) > 1


def _idle(line: FundLine) -> bool:
    amounts = [getattr(line, column) for column in _COLUMNS]
    return all(cell.blank or cell.value == 0 for cell in amounts)


def _adds_up(subject: Subject, column: str) -> bool:
    """Return whether sources fill a column and their sum is the total."""
    form = subject.form
    total = in_unit(getattr(form.funds.total, column), form.money_unit)
    amounts = [
        (in_unit(getattr(line, column), form.money_unit), nested)
        for _, line, nested in subject.sources
    ]
    known = [(amount, nested) for amount, nested in amounts if amount is not None]
    sums = (sum(a for a, _ in known), sum(a for a, nested in known if not nested))
    return total is not None and bool(known) and min(abs(s - total) for s in sums) <= _HALF_CENT


def _rows(subject: Subject) -> Iterator[Wanted]:
    """Yield the cells of the indicator rows, column by column; a row with only a name as one."""
    rows = subject.rows
    bare = {row.index for row in rows if _only_named(row)}
    if bare:
        yield from (Wanted(row.path, "", Severity.ERROR) for row in rows if row.index in bare)
        rows = tuple(row for row in rows if row.index not in bare)
    yield from _column(rows, "name", Severity.ERROR)
    # Rows on how the money was managed are of no group; in words they have no target.
    grouped = [row for row in rows if row.data.group or row.actual.numeric]
    yield from _column(grouped or rows, "target", Severity.ERROR)
    unscored = (row for row in rows if not row.score.claimed)  # with a score it is ACT001
    yield from _column(unscored, "actual", Severity.ERROR)
    yield from _points(subject, rows)
    yield from _if_used(rows)
    named = any(row.data.evidence.document.strip() for row in rows)
    for row in rows:
        yield from _survey(row, named=named)


def _points(subject: Subject, rows: tuple[Row, ...]) -> Iterator[Wanted]:
    """Yield weights, and scores where no row has either: a weight without a score is SCR009."""
    if any(not row.data.weight.blank for row in rows):
        yield from _column((row for row in rows if not row.part), "weight", Severity.ERROR)
        return
    for column in ("weight", "score"):
        if column == "score" and any(not row.data.score.blank for row in rows):
            return
        yield from _column(
            (row for row in rows if _printed(subject, f"{row.path}.{column}")),
            column,
            Severity.WARNING,
        )


def _if_used(rows: tuple[Row, ...]) -> Iterator[Wanted]:
    """Yield the cells of columns that a layout may lack: wanted where another is filled."""
    plain = [row for row in rows if row.target.numeric]
    outside = [row for row in rows if not row.data.group]
    outside = outside if any(row.data.level2.strip() for row in outside) else []
    for column, needed in (
        ("level1", rows),
        # Elsewhere it is IND008.
        ("level2", [row for row in rows if row.data.group == SATISFACTION] + outside),
        ("unit", [row for row in plain if not row.data.target.value.unit]),
        ("nature", [row for row in plain if not row.data.target.value.comparator]),
    ):
        if any(getattr(row.data, column).strip() for row in rows):
            yield from _column(needed, column, Severity.WARNING)


def _survey(row: Row, *, named: bool) -> Iterator[Wanted]:
    """Yield the cells on a survey; ``named`` says that other rows name their evidence."""
    evidence = row.data.evidence
    if evidence.survey_size.blank and not evidence.survey_date.strip():
        return
    for name in _SURVEY if named else _SURVEY[1:]:
        yield Wanted(f"{row.path}.evidence.{name}", getattr(evidence, name))


def _only_named(row: Row) -> bool:
    return all(cell.blank for cell in (row.data.target, row.data.actual, row.data.weight))


def _column(rows: Iterable[Row], column: str, severity: Severity) -> Iterator[Wanted]:
    return (Wanted(f"{row.path}.{column}", getattr(row.data, column), severity) for row in rows)
