"""The rows of the indicator table that add up points, and what the table says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.columns import Columns
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.returned import of_total
from selfeval_assist.documents.recognise.rows import REVIEW, is_number
from selfeval_assist.documents.recognise.words import is_side, is_total, label, number
from selfeval_assist.form import Indicator, Returned
from selfeval_assist.form.text import squeeze

_GRADES = {"优", "良", "中", "差", "优秀", "良好", "中等", "较差"}
_GRADE_LABEL = re.compile(r".{0,4}(?:等级|等次|评级)[:：]")
_GRADE_HINT = re.compile(r"\(.{0,6}(?:等级|等次|评级).{0,10}\)")
"""``（自评等级）``, ``(等次：优/良/中/差)``: what a blank form prints where the grade belongs."""


@dataclass(slots=True)
class Table:
    """What the indicator table says.

    ``end`` is the position of the first row behind it, ``remarks`` what 备注 says of rows that have
    another column for their reasons, ``notes`` the rows of text between those of the table,
    ``goals`` those of a further goal there: 年度目标2.
    """

    indicators: list[Indicator] = field(default_factory=list)
    total: str = ""
    full: str = ""
    grade: str = ""
    end: int = 0
    returned: list[Returned] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    goals: list[Row] = field(default_factory=list)


def is_total_row(row: Row, columns: Columns | None) -> bool:
    """Whether a row adds up the points: nothing but points, a grade and words behind its points."""
    cells = [cell for cell in row.own if not is_side(cell.text)]
    if not cells or not is_total(cells[0].text):
        return False
    behind = _behind_points(row, columns)
    return all(
        _is_points(cell.text) or _is_grade(cell.text) or cell in behind for cell in cells[1:]
    )


def _behind_points(row: Row, columns: Columns | None) -> list[Cell]:
    """Return what stands behind the score of a row that has one in its column, or nothing."""
    score = columns.cell(row, "score") if columns else None
    if score is None or not is_number(score):
        return []
    return [cell for cell in row.own if cell.column >= score.column + score.width]


def is_subtotal(row: Row, columns: Columns | None) -> bool:
    """Whether a row adds up the points of some rows: 小计 alone, left of the points."""
    start = columns.start("target", "actual", "weight", "score") if columns else None
    words = [cell for cell in row.own if start and cell.column < start]
    return bool(words) and label(words[-1].text) == "小计"


def _is_grade(text: str) -> bool:
    """Whether a cell is for the grade: one of the four, or a hint such as （自评等级）."""
    return _grade(text) in _GRADES or _GRADE_HINT.fullmatch(squeeze(text)) is not None


def _grade(text: str) -> str:
    """Return a grade without a label before it: ``自评等级：优``."""
    return _GRADE_LABEL.sub("", squeeze(text))


def _is_points(text: str) -> bool:
    found = number(text)
    return found.looks_numeric or found.blank


def take_total(row: Row, columns: Columns | None, table: Table, reading: Reading) -> None:
    """Take the total: the last number of the row; a lone number may be the weights' sum."""
    cells = row.own
    numbers = [cell for cell in cells if number(cell.text).looks_numeric]
    score = columns.cell(row, "score") if columns else None
    weight = columns.cell(row, "weight") if columns else None
    # A column beside the table, such as 复核得分, has a total of its own.
    own = [each for each in numbers if columns is None or each.column < columns.end] or numbers
    cell = own[-1] if own else score
    if columns is not None and "review_score" in columns:
        theirs = columns.cell(row, "review_score")
        table.returned += of_total(theirs, score)
        reading.keep(*([theirs] if theirs is not None else []))
    if score in numbers and (_reviewed(columns) or _stands_beside(weight, score, numbers)):
        cell = score  # whatever a reviewer's column adds up to
    elif len(own) == 1 and own[0] is weight and score is not weight:
        cell = score
    told = [cell for cell in _behind_points(row, columns) if not _is_points(cell.text)]
    for each in told:
        if not _is_grade(each.text):
            reading.keep(each)
            table.remarks.append(f"{cells[0].text.strip()}：{each.text.strip()}")
    if cell is None:
        return
    if table.total:
        reading.note("表中有不止一个总分，取最后一个，请核对。")
    table.total = reading.take("total", cell) or table.total
    if weight is not None and weight is not cell and _is_points(weight.text):
        table.full = reading.take("full", weight, strip=True)
    for grade in (cell for cell in cells[1:] if _is_grade(cell.text)):
        printed = _grade(reading.take("grade", grade, strip=True))
        table.grade = printed if printed in _GRADES else ""


def _reviewed(columns: Columns | None) -> bool:
    return columns is not None and any(name in columns for name in REVIEW)


def _stands_beside(weight: Cell | None, score: Cell | None, numbers: Sequence[Cell]) -> bool:
    """Return whether the points have a column of their own, and its sum stands in it."""
    return weight is not score and (weight is None or weight in numbers)
