"""Published forms laid out as the tables that different places print. Knows no reader.

A layout says which words and columns a place uses; ``build`` turns the facts of one form into boxes
of text, and says which cell of the form each printed value is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from layouts.places import SPLIT, Columns, Layout

Levels = Literal["merged", "blank", "repeated"]
Facts = dict[str, Any]


@dataclass(frozen=True)
class Box:
    """A text over a rectangle of cells; ``path`` is the form's cell that it prints, or empty."""

    row: int
    column: int
    text: str
    height: int = 1
    width: int = 1
    path: str = ""


@dataclass
class Sheet:
    """A laid-out form: its boxes, and the rows of the indicator table (for page breaks in text).

    ``worth`` are the points of the total line where a heading prints them instead of a column.
    """

    boxes: list[Box] = field(default_factory=list)
    height: int = 0
    rows: range = range(0)
    worth: str = ""

    def add(self, column: int, text: str, width: int = 1, path: str = "", height: int = 1) -> None:
        """Put a text into the row that is being laid out."""
        self.boxes.append(Box(self.height, column, text, height, width, path))

    @property
    def width(self) -> int:
        """How many grid columns there are."""
        return max(box.column + box.width for box in self.boxes)


_SIGNED = re.compile(r"(?P<nature>[><=≥≤≧═]*)\s*(?P<target>\d[\d.,]*)\s*(?P<unit>\D*)")


def build(facts: Facts, layout: Layout, levels: Levels = "merged") -> Sheet:
    """Return the sheet of one form in a layout.

    Args:
        facts: the transcribed facts of the form.
        layout: the words and columns.
        levels: whether level cells are merged, printed once, or printed in every row.
    """
    total = any("总额" in line["line"] for line in facts["funds"])
    sheet = Sheet(worth=layout.worth if total else "")
    wide = 1 + sum(width for _, _, width in layout.indicators)
    for text, path in ((layout.title, "title"), (layout.year, "")):
        if text:
            sheet.add(0, text.format(facts["year"]), wide, path)
            sheet.height += 1
    _head(facts, layout, sheet, wide)
    _funds(facts, layout, sheet)
    _goal(facts, layout, sheet, wide)
    _indicators(_rows(facts, layout), facts, layout, levels, sheet)
    for label, text in layout.foot:
        sheet.add(0, label, 2 if text else wide)
        if text:
            sheet.add(2, text, wide - 2)
        sheet.height += 1
    return sheet


def _head(facts: Facts, layout: Layout, sheet: Sheet, wide: int) -> None:
    sheet.add(0, "项目名称", 2)
    sheet.add(2, facts["project"], wide - 2, "project")
    sheet.height += 1
    sheet.add(0, layout.department[0], 2)
    sheet.add(2, facts["department"], 2, "department")
    sheet.add(4, layout.department[1], 1)
    sheet.add(5, facts["unit"], wide - 5, "unit")
    sheet.height += 1
    if layout.checkboxes:
        for label, text in (("项目类别", "1、部门预算项目 ☑  2、省直专项 □"),
                            ("项目类型", "1、常年性项目 ☑  2、一次性项目 □")):  # fmt: skip
            sheet.add(0, label, 2)
            sheet.add(2, text, wide - 2)
            sheet.height += 1


def _funds(facts: Facts, layout: Layout, sheet: Sheet) -> None:
    sheet.add(0, layout.funds_side, height=1 + len(facts["funds"]))
    sheet.add(1, "", 2)
    for column, (_, heading, width) in _placed(layout.funds, 3):
        sheet.add(column, heading, width)
    sheet.height += 1
    for at, line in enumerate(facts["funds"]):
        sheet.add(1, (layout.of_which if at == 1 else "") + line["line"], 2, f"funds.{at}.name")
        for column, (key, _, width) in _placed(layout.funds, 3):
            sheet.add(column, line.get(key, ""), width, f"funds.{at}.{key}")
        sheet.height += 1


def _goal(facts: Facts, layout: Layout, sheet: Sheet, wide: int) -> None:
    side, planned, actual = layout.goal
    half = (wide - 1) // 2
    if layout.goal_beside:
        sheet.add(0, side)
        sheet.add(1, planned)
        sheet.add(2, facts["goal"], half - 1, "goal.planned")
        sheet.add(half + 1, actual)
        sheet.add(half + 2, facts["actual"], wide - half - 2, "goal.actual")
        sheet.height += 1
        return
    sheet.add(0, side, height=2)
    sheet.add(1, planned, half)
    sheet.add(1 + half, actual, wide - 1 - half)
    sheet.height += 1
    sheet.add(1, facts["goal"], half, "goal.planned")
    sheet.add(1 + half, facts["actual"], wide - 1 - half, "goal.actual")
    sheet.height += 1


def _rows(facts: Facts, layout: Layout) -> list[dict[str, str]]:
    """Return the indicator rows with the fields of the form, in the order of the layout."""
    rows = [
        {
            "level1": row["l1"], "level2": row["l2"], "name": row["l3"], "target": row["target"],
            "actual": row["actual"], "weight": row["weight"], "score": row["score"],
            "deviation.text": row["deviation"],
        }
        for row in facts["indicators"]
    ]  # fmt: skip
    if layout.cost_first:
        costs = [
            {**row, "level1": "成本指标", "level2": "经济成本指标"}
            for row in rows
            if row["level2"].startswith("成本")
        ]
        rows = costs + [row for row in rows if not row["level2"].startswith("成本")]
    printed = {key for key, _, _ in layout.indicators} - {"level1"}
    rows = [row for row in rows if any(row[key] for key in printed & row.keys())]
    if layout.split:
        for row in rows:
            match = _SIGNED.fullmatch(row["target"])
            parts = match.groupdict() if match else {"nature": "定性", "unit": ""}
            row.update(parts if row["target"] else {"nature": "", "unit": ""})
    return rows


def _indicators(
    rows: Sequence[dict[str, str]], facts: Facts, layout: Layout, levels: Levels, sheet: Sheet
) -> None:
    top = 2 if layout.two_rows else 1
    sheet.add(0, layout.side, height=top + len(rows))
    split = {key for key, _, _ in SPLIT}
    for column, (key, heading, width) in _placed(layout.indicators, 1):
        if layout.two_rows and key in split:
            sheet.boxes.append(Box(sheet.height + 1, column, heading, 1, width))
            if key == "nature":
                sheet.add(column, "年度指标值", 3)
        else:
            sheet.add(column, heading, width, height=top)
    sheet.height += top
    first = sheet.height
    for at, row in enumerate(rows):
        for column, (key, _, width) in _placed(layout.indicators, 1):
            path = f"indicators.{at}.{key}"
            if key not in ("level1", "level2") or levels == "repeated":
                sheet.add(column, row[key], width, path)
                continue
            keys = ("level1",) if key == "level1" else ("level1", "level2")
            run = _run(rows, at, keys)
            if run[0] == at:
                sheet.add(column, row[key], width, path, len(run) if levels == "merged" else 1)
            elif levels == "blank":
                sheet.add(column, "", width)
        sheet.height += 1
    sheet.rows = range(first, sheet.height)
    sheet.add(0, layout.total, 2)
    for column, (key, _, width) in _placed(layout.indicators, 1):
        if key == "weight":
            sheet.add(column, "100", width)
        elif key == "score":
            sheet.add(column, facts["total"], width, "total")
    sheet.height += 1


def _run(rows: Sequence[dict[str, str]], at: int, keys: tuple[str, ...]) -> range:
    """Return the positions around a row that print the same levels."""

    def same(other: int) -> bool:
        return 0 <= other < len(rows) and all(rows[other][key] == rows[at][key] for key in keys)

    start = end = at
    while same(start - 1):
        start -= 1
    while same(end):
        end += 1
    return range(start, end)


def _placed(columns: Columns, start: int) -> Iterator[tuple[int, tuple[str, str, int]]]:
    """Yield (grid column, column) with each column behind the one before it."""
    for column in columns:
        yield start, column
        start += column[2]
