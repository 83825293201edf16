"""The official table as boxes of text: what stands where. No file format in here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from selfeval_assist.form import FundLine, Indicator, SelfEvaluation

LayoutName = Literal["central", "shanghai"]
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
class Plan:
    """A laid-out form.

    Attributes:
        boxes: every text with its place.
        widths: the width of each column, in digits of the standard font.
        rows: how many rows there are.
        heading: the row of the indicator headings, repeated on each page.
    """

    boxes: tuple[Box, ...]
    widths: tuple[float, ...]
    rows: int
    heading: int


@dataclass(frozen=True, slots=True)
class _Words:
    """The headings in which the central table and the Shanghai table differ."""

    year: str
    adjusted: str
    executed: str
    rate: str


_WORDS = {
    "central": _Words("（{year}年度）", "全年预算数（A）", "全年执行数（B）", "执行率\n（B/A）"),
    "shanghai": _Words("（{year}年度）", "全年预算数", "全年执行数", "执行率"),
}
_COLUMNS = (
    ("side", 6.5),
    ("level1", 8.0),
    ("level2", 11.0),
    ("name", 21.0),
    ("nature", 6.0),
    ("target", 12.5),
    ("unit", 6.0),
    ("actual", 12.5),
    ("weight", 6.5),
    ("score", 8.0),
    ("deviation", 18.0),
)
_LONG_REASON, _WIDE_REASON = 40, 28.0
"""Reasons of more characters get a wider column, so that rows do not grow too high."""

_HEADINGS = {
    "level1": "一级\n指标",
    "level2": "二级\n指标",
    "name": "三级指标",
    "nature": "指标\n性质",
    "target": "年度\n指标值",
    "unit": "度量\n单位",
    "actual": "实际\n完成值",
    "weight": "分值",
    "score": "得分",
    "deviation": "偏差原因分析\n及改进措施",
}


def choose(form: SelfEvaluation) -> LayoutName:
    """Return the layout of a form: Shanghai's has its own title and counts in yuan."""
    return "shanghai" if "财政项目支出" in form.title or form.money_unit == "元" else "central"


def plan(form: SelfEvaluation, layout: LayoutName, paragraphs: int = 1) -> Plan:
    """Return the official table of a form.

    Args:
        form: the form; its printed texts are laid out as they are.
        layout: the central table (财预〔2020〕10号 appendix 1) or Shanghai's.
        paragraphs: how many rows the goal texts take, for texts higher than a row can be.
    """
    split = any(row.nature or row.unit for row in form.indicators)
    names = [name for name, _ in _COLUMNS if split or name not in ("nature", "unit")]
    at = {name: index for index, name in enumerate(names)}
    boxes: list[Box] = []
    for part in (
        _head(form, layout, at),
        _funds(form, layout, at),
        _goal(form, at, paragraphs),
        _indicators(form, at, names),
        _foot(form, at),
    ):
        below = max((box.bottom for box in boxes), default=-1) + 1
        boxes.extend(
            Box(box.top + below, box.left, box.bottom + below, box.right, box.text, box.style)
            for box in part
        )
    widths = [width for name, width in _COLUMNS if name in at]
    if any(len(row.deviation.text) > _LONG_REASON for row in form.indicators):
        widths[-1] = _WIDE_REASON
    heading = next(box.top for box in boxes if box.text == _HEADINGS["name"])
    return Plan(tuple(boxes), tuple(widths), max(box.bottom for box in boxes) + 1, heading)


def completion(form: SelfEvaluation) -> str:
    """Return the completion text with the budget's deviation, which has no cell of its own."""
    actual, budget = form.goal.actual, form.funds.deviation.text.strip()
    if not budget or budget in actual:
        return actual
    return f"{actual}\n{budget}" if actual else budget


def _head(form: SelfEvaluation, layout: LayoutName, at: dict[str, int]) -> Iterator[Box]:
    last = at["deviation"]
    year = _WORDS[layout].year.format(year="        " if form.year is None else form.year)
    yield Box(0, 0, 0, last, form.title, "title")
    yield Box(1, 0, 1, last, year, "year")
    yield Box(2, 0, 2, 1, "项目名称", "label")
    yield Box(2, 2, 2, last, form.project, "text")
    yield Box(3, 0, 3, 1, "主管部门", "label")
    yield Box(3, 2, 3, at["target"] - 1, form.department, "text")
    yield Box(3, at["target"], 3, at["target"], "实施单位", "label")
    yield Box(3, at["target"] + 1, 3, last, form.unit, "text")


def _funds(form: SelfEvaluation, layout: LayoutName, at: dict[str, int]) -> Iterator[Box]:
    words = _WORDS[layout]
    columns = (
        ("initial", "年初预算数", at["name"], at["name"]),
        ("adjusted", words.adjusted, at["name"] + 1, at["target"]),
        ("executed", words.executed, at["target"] + 1, at["actual"]),
        ("weight", "分值", at["weight"], at["weight"]),
        ("rate", words.rate, at["score"], at["score"]),
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


def _fund_name(line: FundLine, row: int) -> str:
    if row == 1:
        return line.name or "年度资金总额"
    return f"其中：{line.name}" if row == 2 else line.name


def _goal(form: SelfEvaluation, at: dict[str, int], paragraphs: int) -> Iterator[Box]:
    middle, last = at["target"], at["deviation"]
    yield Box(0, 0, paragraphs, 0, "年度\n总体\n目标", "side")
    yield Box(0, 1, 0, middle, "预期目标", "label")
    yield Box(0, middle + 1, 0, last, "实际完成情况", "label")
    yield Box(1, 1, paragraphs, middle, form.goal.planned, "text")
    yield Box(1, middle + 1, paragraphs, last, completion(form), "text")


def _indicators(form: SelfEvaluation, at: dict[str, int], names: list[str]) -> Iterator[Box]:
    rows = form.indicators
    yield Box(0, 0, max(len(rows), 1), 0, "绩\n效\n指\n标", "side")
    for name in names[1:]:
        yield Box(0, at[name], 0, at[name], _HEADINGS[name], "label")
    for first, last in _runs(rows, lambda row: (row.level1,)):
        yield Box(first + 1, at["level1"], last + 1, at["level1"], rows[first].level1, "side")
    for first, last in _runs(rows, lambda row: (row.level1, row.level2)):
        yield Box(first + 1, at["level2"], last + 1, at["level2"], rows[first].level2, "side")
    for number, row in enumerate(rows, 1):
        for name in names[3:]:
            text = row.deviation.text if name == "deviation" else str(getattr(row, name))
            style: Style = "text" if name in ("name", "deviation") else "number"
            yield Box(number, at[name], number, at[name], text, style)
    if not rows:
        for name in names[1:]:
            yield Box(1, at[name], 1, at[name], "", "text")


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


def _foot(form: SelfEvaluation, at: dict[str, int]) -> Iterator[Box]:
    last = at["deviation"]
    yield Box(0, 0, 0, at["actual"], "总分", "head")
    yield Box(0, at["weight"], 0, at["weight"], _weights(form), "number")
    yield Box(0, at["score"], 0, at["score"], form.total.raw, "number")
    yield Box(0, last, 0, last, form.grade, "number")
    row = 0
    people = form.people
    if people.manager or people.filler or people.phone:
        row += 1
        yield Box(row, 0, row, 1, "项目负责人", "label")
        yield Box(row, 2, row, at["name"], people.manager, "text")
        yield Box(row, at["name"] + 1, row, at["target"], "填报人", "label")
        yield Box(row, at["target"] + 1, row, at["actual"], people.filler, "text")
        yield Box(row, at["weight"], row, at["score"], "联系电话", "label")
        yield Box(row, last, row, last, people.phone, "text")
    if form.notes:
        yield Box(row + 1, 0, row + 1, last, f"注：{form.notes}", "note")


def _weights(form: SelfEvaluation) -> str:
    """Return the sum of the weights as printed, or nothing when no row has one."""
    cells = [form.funds.total.weight, *(row.weight for row in form.indicators)]
    values = [cell.value for cell in cells if cell.value is not None]
    if not values:
        return ""
    total = sum(values, Decimal(0))
    whole = total.to_integral_value()
    return format(whole.quantize(Decimal(1)) if whole == total else total.normalize(), "f")
