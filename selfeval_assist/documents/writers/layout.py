"""A form laid out as boxes of text: what stands where. No file format in here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from selfeval_assist.documents.weights import total_weight
from selfeval_assist.documents.writers.content import (
    BudgetPlace,
    budget_place,
    completion,
    fitted,
    layout_of,
    lines,
    remarks,
    with_first_targets,
)
from selfeval_assist.form import FundLine, Indicator, SelfEvaluation
from selfeval_assist.layouts import Layout, Line
from selfeval_assist.layouts.model import ColumnName

Style = Literal["title", "year", "head", "label", "side", "text", "number", "note"]
_PLAIN_TITLE = SelfEvaluation.model_fields["title"].default


@dataclass(frozen=True, slots=True)
class Box:
    """A text over a rectangle of cells, counted from 0, both ends inclusive."""

    top: int
    left: int
    bottom: int
    right: int
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Table:
    """A laid-out form.

    Attributes:
        boxes: every text with its place.
        columns: the name of each column, left to right.
        rows: how many rows there are.
        heading: the row of the indicator headings, repeated on each page.
        points: the row of all money and the row of the total, in which points are added up.
        layout: the printed form that it follows.
    """

    boxes: tuple[Box, ...]
    columns: tuple[ColumnName, ...]
    rows: int
    heading: int
    points: tuple[int, int]
    layout: Layout


class _Grid:
    """The columns of a table, and where cells begin and end that run to one of them."""

    def __init__(self, names: Sequence[ColumnName]) -> None:
        self.names = tuple(names)
        self.at: dict[str, int] = {name: index for index, name in enumerate(names)}
        self.last = len(self.names) - 1

    def end(self, edge: str) -> int:
        """Return the last column of cells that run to an edge; empty is the end of the table."""
        if not edge:
            return self.last
        return self.at[edge.removeprefix("<")] - edge.startswith("<")

    def right(self, name: str) -> int:
        """Return the last column of an indicator's cell: that of a reason fills the table."""
        behind = self.names[self.at[name] + 1 :]
        return self.last if behind in ((), ("remark",)) else self.at[name]


def lay_out(
    form: SelfEvaluation,
    layout: Layout | None = None,
    budget: BudgetPlace = "append_to_actual",
    paragraphs: int = 1,
) -> Table:
    """Return the printed table of a form.

    Args:
        form: the form; its printed texts are laid out as they are.
        layout: which printed form; None takes that of the form's policy and place.
        budget: where the text on the budget's deviation is printed, unless the layout says.
        paragraphs: how many rows the goal texts take, for texts higher than a row can be.
    """
    layout = layout or layout_of(form)
    budget = budget_place(form, layout, budget)
    form, layout = fitted(form, layout), with_first_targets(form, layout)
    grid = _Grid(list(_columns(form, layout, budget)))
    table = layout.indicators
    parts = {
        "title": _title(form, layout, grid),
        "head": _lines(form, layout.head, grid, budget),
        "funds": _funds(form, layout, grid),
        "goal": _goal(form, layout, grid, budget, paragraphs),
        "middle": _lines(form, layout.middle, grid, budget),
        "rows": _indicators(form, layout, grid),
        "total": _total(form, table.total, grid),
        "foot": _lines(form, layout.foot, grid, budget),
        "notes": _notes(form, layout, grid, budget),
    }
    boxes: list[Box] = []
    starts: dict[str, int] = {}
    for name, part in parts.items():
        starts[name] = below = max((box.bottom for box in boxes), default=-1) + 1
        boxes += (replace(box, top=box.top + below, bottom=box.bottom + below) for box in part)
    rows = max(box.bottom for box in boxes) + 1
    points = (starts["funds"] + 1, starts["total"])
    return Table(tuple(boxes), grid.names, rows, starts["rows"], points, layout)


def _columns(form: SelfEvaluation, layout: Layout, budget: BudgetPlace) -> Iterator[ColumnName]:
    shown = {
        "always": True,
        "split": any(row.nature or row.unit for row in form.indicators),
        "reason": budget == "column",
    }
    yield "side"
    yield from (column.field for column in layout.indicators.columns if shown[column.when])


def _title(form: SelfEvaluation, layout: Layout, grid: _Grid) -> Iterator[Box]:
    """Yield the title and the year; a title that nobody changed is that of the layout."""
    free = "        " if form.year is None else str(form.year)
    title = layout.title if layout.title and form.title == _PLAIN_TITLE else form.title
    yield Box(0, 0, 0, grid.last, title.format(year=free) if "{year}" in title else title, "title")
    year = layout.year or "（{year}年度）"
    if "{year}" not in title and free not in title:
        yield Box(1, 0, 1, grid.last, year.format(year=free), "year")


def _lines(
    form: SelfEvaluation, printed: Sequence[Line], grid: _Grid, budget: BudgetPlace
) -> Iterator[Box]:
    for row, (line, texts) in enumerate(lines(form, printed, budget)):
        pairs = list(zip(line.pairs, texts, strict=True))
        if line.loose:
            words = "    ".join(f"{pair.label}：{text}" for pair, text in pairs)
            yield Box(row, 0, row, grid.last, words, "note")
            continue
        left = 0
        for pair, text in pairs:
            middle, right = grid.end(pair.label_to), grid.end(pair.to)
            yield Box(row, left, row, middle, pair.label, "label")
            yield Box(row, middle + 1, row, right, text, "text")
            left = right + 1


def _funds(form: SelfEvaluation, layout: Layout, grid: _Grid) -> Iterator[Box]:
    block = layout.funds
    money = (form.funds.total, *form.funds.sources)
    names = grid.end(block.names_to)
    yield Box(0, 0, len(money), 0, block.side.format(money_unit=form.money_unit), "side")
    yield Box(0, 1, 0, names, block.names, "label")
    columns = [each for each in block.columns if each.to.removeprefix("<") in grid.at]
    rights = [grid.end(column.to) for column in columns]
    placed = list(zip(columns, [names + 1, *(right + 1 for right in rights)], rights, strict=False))
    reason = [each for each in placed if each[0].field == "deviation"]
    placed = [each for each in placed if each not in reason]
    for column, left, right in placed:
        yield Box(0, left, 0, right, column.heading, "label")
    for row, line in enumerate(money, 1):
        yield Box(row, 1, row, names, _fund_name(line, row, block.of_which), "label")
        for column, left, right in placed:
            yield Box(row, left, row, right, getattr(line, column.field).raw, "number")
    for column, left, right in reason:
        yield Box(0, left, 0, right, column.heading, "label")
        yield Box(1, left, len(money), right, form.funds.deviation.text, "text")


def _fund_name(line: FundLine, row: int, of_which: str) -> str:
    if row == 1:
        return line.name or "年度资金总额"
    return f"{of_which}{line.name}" if row == 2 else line.name


def _goal(
    form: SelfEvaluation, layout: Layout, grid: _Grid, budget: BudgetPlace, paragraphs: int
) -> Iterator[Box]:
    goal, done = layout.goal, completion(form, budget)
    reasons = any(row.deviation.text for row in form.indicators)
    middle = grid.end(goal.halves[reasons])
    if goal.style == "under":
        yield Box(0, 0, paragraphs, 0, goal.side, "side")
        halves = ((1, middle), (middle + 1, grid.last))
        for (left, right), heading in zip(halves, (goal.planned, goal.actual), strict=True):
            yield Box(0, left, 0, right, heading, "label")
        for (left, right), text in zip(halves, (form.goal.planned, done), strict=True):
            yield Box(1, left, paragraphs, right, text, "text")
    elif goal.style == "beside":
        bottom = paragraphs - 1
        yield Box(0, 0, bottom, 1, goal.planned, "side")
        yield Box(0, 2, bottom, middle, form.goal.planned, "text")
        yield Box(0, middle + 1, bottom, middle + 1, goal.actual, "side")
        yield Box(0, middle + 2, bottom, grid.last, done, "text")


def _indicators(form: SelfEvaluation, layout: Layout, grid: _Grid) -> Iterator[Box]:
    rows, table = form.indicators, layout.indicators
    headings = {each.field: each.heading for each in table.columns if each.heading}
    names = [name for name in grid.names if name in headings]

    def box(row: int, name: str, text: str, style: Style) -> Box:
        return Box(row, grid.at[name], row, grid.right(name), text, style)

    yield Box(0, 0, max(len(rows), 1), 0, table.side, "side")
    for name in names:
        yield box(0, name, headings[name], "label")
    levels = [name for name in ("level1", "level2") if name in names]
    for count, name in enumerate(levels, 1):
        for top, bottom in _runs(rows, levels[:count]):
            text = getattr(rows[top], name)
            yield Box(top + 1, grid.at[name], bottom + 1, grid.at[name], text, "side")
    for number, row in enumerate(rows, 1):
        for name in names:
            if name not in levels:
                text = row.deviation.text if name == "deviation" else str(getattr(row, name))
                yield box(number, name, text, "text" if name in ("name", "deviation") else "number")
    if not rows:
        for name in names:
            yield box(1, name, "", "text")


def _runs(rows: Sequence[Indicator], levels: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of rows that share levels; rows without the last of them stand alone."""
    start = 0
    for names, group in groupby(rows, lambda row: [getattr(row, level) for level in levels]):
        length = len(list(group))
        if names[-1]:
            yield start, start + length - 1
        else:
            yield from ((start + at, start + at) for at in range(length))
        start += length


def _total(form: SelfEvaluation, label: str, grid: _Grid) -> Iterator[Box]:
    """Yield the row of the total; the grade stands behind the points, where there is a column."""
    texts = {"weight": total_weight(form), "score": form.total.raw}
    first = min(at for name, at in grid.at.items() if name in texts)
    yield Box(0, 0, 0, first - 1, label, "head")
    for name in (name for name in grid.names[first:] if name != "remark"):
        text = texts.get(name, form.grade if grid.right(name) == grid.last else "")
        yield Box(0, grid.at[name], 0, grid.right(name), text, "number")


def _notes(form: SelfEvaluation, layout: Layout, grid: _Grid, budget: BudgetPlace) -> Iterable[Box]:
    text = "" if "notes" in layout.fields else remarks(form, budget)
    return [Box(0, 0, 0, grid.last, f"注：{text}", "note")] if text else []
