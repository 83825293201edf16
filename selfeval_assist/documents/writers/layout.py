"""The official table as boxes of text: what stands where. No file format in here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Literal

from selfeval_assist.documents.appended import joined
from selfeval_assist.documents.weights import total_weight
from selfeval_assist.form import FundLine, Indicator, SelfEvaluation
from selfeval_assist.form.vocabulary import COST, LEVEL1, level1_of

LayoutName = Literal["central", "shanghai", "cost"]
BudgetPlace = Literal["append_to_actual", "notes", "column"]
"""Where the reason for the budget's deviation is printed; a policy key."""
Style = Literal["title", "year", "head", "label", "side", "text", "number", "note"]


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
    """

    boxes: tuple[Box, ...]
    columns: tuple[str, ...]
    rows: int
    heading: int


@dataclass(frozen=True, slots=True)
class Layout:
    """What one official table prints differently from another.

    Attributes:
        adjusted: the heading of the full-year budget.
        executed: the heading of the money executed.
        rate: the heading of the execution rate.
        planned: the heading of the goal.
        groups: the order of the first-level groups; empty keeps the order of the form.
    """

    adjusted: str
    executed: str
    rate: str
    planned: str
    groups: tuple[str, ...] = ()


_CENTRAL = ("全年预算数（A）", "全年执行数（B）", "执行率\n（B/A）", "预期目标")
LAYOUTS: Mapping[LayoutName, Layout] = MappingProxyType(
    {
        "central": Layout(*_CENTRAL),
        "shanghai": Layout("全年预算数", "全年执行数", "执行率", "预算目标"),
        "cost": Layout(*_CENTRAL, groups=LEVEL1),
    }
)
"""The tables of 财预〔2020〕10号 appendix 1, of Shanghai, and of 财预〔2021〕101号 (cost first)."""

_HEADINGS = {
    "level1": "一级\n指标",
    "level2": "二级指标",
    "name": "三级指标",
    "nature": "指标\n性质",
    "initial_target": "年初\n指标值",
    "target": "年度\n指标值",
    "unit": "度量\n单位",
    "actual": "实际\n完成值",
    "weight": "分值",
    "score": "得分",
    "deviation": "偏差原因分析\n及改进措施",
}
_ADJUSTED = "调整后\n指标值"
"""Heading of the target where the first one stands beside it."""
_LAST = "remark"
"""A part of the reason's column that only a funds block with a reason of its own needs."""


def choose(form: SelfEvaluation) -> LayoutName:
    """Return the layout of a form.

    Shanghai's has its own title and counts in yuan; a form whose first group is 成本指标 is of the
    new kind.
    """
    if "财政项目支出" in form.title or form.money_unit == "元":
        return "shanghai"
    first = form.indicators[0].level1 if form.indicators else ""
    return "cost" if level1_of(first) == COST else "central"


def lay_out(
    form: SelfEvaluation,
    layout: LayoutName | None = None,
    budget: BudgetPlace = "append_to_actual",
    paragraphs: int = 1,
) -> Table:
    """Return the official table of a form.

    Args:
        form: the form; its printed texts are laid out as they are.
        layout: which table; None chooses by title, money unit and groups.
        budget: where the text on the budget's deviation is printed.
        paragraphs: how many rows the goal texts take, for texts higher than a row can be.
    """
    chosen = LAYOUTS[layout or choose(form)]
    form = _in_order(form, chosen.groups)
    own_column = budget == "column" and form.funds.deviation.text.strip() != ""
    split = any(row.nature or row.unit for row in form.indicators)
    first = any(not row.initial_target.blank for row in form.indicators)
    used = {"nature": split, "unit": split, "initial_target": first}
    names = ["side", *(name for name in _HEADINGS if used.get(name, True))]
    names += [_LAST] if own_column else []
    at = {name: index for index, name in enumerate(names)}
    boxes: list[Box] = []
    for part in (
        _head(form, at),
        _funds(form, chosen, at),
        _goal(form, chosen, at, budget, paragraphs),
        _indicators(form, at),
        _foot(form, at, budget),
    ):
        below = max((box.bottom for box in boxes), default=-1) + 1
        boxes.extend(
            Box(box.top + below, box.left, box.bottom + below, box.right, box.text, box.style)
            for box in part
        )
    heading = next(box.top for box in boxes if box.text == _HEADINGS["name"])
    rows = max(box.bottom for box in boxes) + 1
    return Table(tuple(boxes), tuple(names), rows, heading)


def completion(form: SelfEvaluation, budget: BudgetPlace = "append_to_actual") -> str:
    """Return the completion text, with the budget's deviation where it belongs there."""
    reason = form.funds.deviation.text if budget == "append_to_actual" else ""
    return joined(form.goal.actual, reason)


def remarks(form: SelfEvaluation, budget: BudgetPlace = "append_to_actual") -> str:
    """Return the text of the 注, with the budget's deviation where it belongs there."""
    return joined(form.notes, form.funds.deviation.text if budget == "notes" else "")


def _in_order(form: SelfEvaluation, groups: Sequence[str]) -> SelfEvaluation:
    """Return the form with its rows by first-level group; rows of unknown groups stay behind."""
    if not groups:
        return form
    rank = {name: position for position, name in enumerate(groups)}
    rows = sorted(form.indicators, key=lambda row: rank.get(level1_of(row.level1), len(rank)))
    return form.model_copy(update={"indicators": tuple(rows)})


def _head(form: SelfEvaluation, at: dict[str, int]) -> Iterator[Box]:
    last = len(at) - 1
    yield Box(0, 0, 0, last, form.title, "title")
    yield Box(1, 0, 1, last, f"（{'        ' if form.year is None else form.year}年度）", "year")
    yield Box(2, 0, 2, 1, "项目名称", "label")
    yield Box(2, 2, 2, last, form.project, "text")
    yield Box(3, 0, 3, 1, "主管部门", "label")
    yield Box(3, 2, 3, at["target"] - 1, form.department, "text")
    yield Box(3, at["target"], 3, at["target"], "实施单位", "label")
    yield Box(3, at["target"] + 1, 3, last, form.unit, "text")


def _funds(form: SelfEvaluation, layout: Layout, at: dict[str, int]) -> Iterator[Box]:
    columns = (
        ("initial", "年初预算数", at["name"], at["name"]),
        ("adjusted", layout.adjusted, at["name"] + 1, at["target"]),
        ("executed", layout.executed, at["target"] + 1, at["actual"]),
        ("weight", "分值", at["weight"], at["weight"]),
        ("rate", layout.rate, at["score"], at["score"]),
        ("score", "得分", at["deviation"], at["deviation"]),
    )
    lines = (form.funds.total, *form.funds.sources)
    yield Box(0, 0, len(lines), 0, f"项目\n资金\n（{form.money_unit}）", "side")
    yield Box(0, 1, 0, 2, "", "label")
    for _, heading, left, right in columns:
        yield Box(0, left, 0, right, heading, "label")
    for row, line in enumerate(lines, 1):
        yield Box(row, 1, row, 2, _fund_name(line, row), "label")
        for key, _, left, right in columns:
            yield Box(row, left, row, right, getattr(line, key).raw, "number")
    if _LAST in at:
        yield Box(0, at[_LAST], 0, at[_LAST], "偏差原因", "label")
        yield Box(1, at[_LAST], len(lines), at[_LAST], form.funds.deviation.text, "text")


def _fund_name(line: FundLine, row: int) -> str:
    if row == 1:
        return line.name or "年度资金总额"
    return f"其中：{line.name}" if row == 2 else line.name


def _goal(
    form: SelfEvaluation, layout: Layout, at: dict[str, int], budget: BudgetPlace, paragraphs: int
) -> Iterator[Box]:
    # The two texts get halves of about the same width: reasons make the last column a wide one.
    reasons = any(row.deviation.text for row in form.indicators)
    middle, last = at["target"] if reasons else at["target"] - 1, len(at) - 1
    yield Box(0, 0, paragraphs, 0, "年度\n总体\n目标", "side")
    yield Box(0, 1, 0, middle, layout.planned, "label")
    yield Box(0, middle + 1, 0, last, "实际完成情况", "label")
    yield Box(1, 1, paragraphs, middle, form.goal.planned, "text")
    yield Box(1, middle + 1, paragraphs, last, completion(form, budget), "text")


def _indicators(form: SelfEvaluation, at: dict[str, int]) -> Iterator[Box]:
    rows, last = form.indicators, len(at) - 1
    names = [name for name in _HEADINGS if name in at]

    def box(row: int, name: str, text: str, style: Style) -> Box:
        return Box(row, at[name], row, last if name == "deviation" else at[name], text, style)

    yield Box(0, 0, max(len(rows), 1), 0, "绩\n效\n指\n标", "side")
    for name in names:
        adjusted = name == "target" and "initial_target" in at
        yield box(0, name, _ADJUSTED if adjusted else _HEADINGS[name], "label")
    for top, bottom in _runs(rows, lambda row: (row.level1,)):
        yield Box(top + 1, at["level1"], bottom + 1, at["level1"], rows[top].level1, "side")
    for top, bottom in _runs(rows, lambda row: (row.level1, row.level2)):
        yield Box(top + 1, at["level2"], bottom + 1, at["level2"], rows[top].level2, "side")
    for number, row in enumerate(rows, 1):
        for name in names[2:]:
            text = row.deviation.text if name == "deviation" else str(getattr(row, name))
            yield box(number, name, text, "text" if name in ("name", "deviation") else "number")
    if not rows:
        for name in names:
            yield box(1, name, "", "text")


def _runs(
    rows: Sequence[Indicator], key: Callable[[Indicator], tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of rows that share a level; rows without its name stand alone."""
    start = 0
    for names, group in groupby(rows, key):
        length = len(list(group))
        if names[-1]:
            yield start, start + length - 1
        else:
            yield from ((start + at, start + at) for at in range(length))
        start += length


def _foot(form: SelfEvaluation, at: dict[str, int], budget: BudgetPlace) -> Iterator[Box]:
    reason, last = at["deviation"], len(at) - 1
    yield Box(0, 0, 0, at["actual"], "总分", "head")
    yield Box(0, at["weight"], 0, at["weight"], total_weight(form), "number")
    yield Box(0, at["score"], 0, at["score"], form.total.raw, "number")
    yield Box(0, reason, 0, last, form.grade, "number")
    row = 0
    people = form.people
    if people.manager or people.filler or people.phone:
        row += 1
        yield Box(row, 0, row, 1, "项目负责人", "label")
        yield Box(row, 2, row, at["name"], people.manager, "text")
        yield Box(row, at["name"] + 1, row, at["target"], "填报人", "label")
        yield Box(row, at["target"] + 1, row, at["actual"], people.filler, "text")
        yield Box(row, at["weight"], row, at["score"], "联系电话", "label")
        yield Box(row, reason, row, last, people.phone, "text")
    if text := remarks(form, budget):
        yield Box(row + 1, 0, row + 1, last, f"注：{text}", "note")
