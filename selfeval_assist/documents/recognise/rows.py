"""One row of the indicator table: which cell is which."""

import re
from collections.abc import Mapping
from dataclasses import replace

from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.columns import Columns, best_shift, find, split
from selfeval_assist.documents.recognise.words import (
    INDICATORS,
    is_dash,
    is_points,
    is_short,
    is_side,
    number,
)
from selfeval_assist.form.text import squeeze
from selfeval_assist.form.vocabulary import level1_of, level2_of

_IMPOSSIBLE = -99
REVIEW = ("review_actual", "review_score", "review_note", "remark")
"""Columns of a reviewer, read beside the others; 备注 is a reviewer's where these stand."""
FIELDS = ("name", "nature", "unit", "target", "adjusted", "actual", "weight", "score", "deviation")
_ANCHORED = ("name", "target", "actual", "weight", "score")
_VALUE = re.compile(r"[=><≥≤≧≦═]?\s*[\d,.]+\s*[%％]?")
_NATURE = re.compile(r"(?:0\d\d)?[><=≥≤≧≦═≠]{0,2}(?:定性|定量|正向|反向|大于|小于|等于)*(?:指标)?")


def find_header(row: Row, below: Row | None) -> tuple[Columns, int] | None:
    """Return the columns of an indicator heading and how many rows it takes, or None."""
    columns = find(row, INDICATORS)
    if not columns.spans:
        return None
    if below is not None and all(is_short(cell.text) for cell in row.own):
        own = below.own
        words = [name for name in split(row.filled, below, INDICATORS).values() if name]
        if len(words) >= 2 and len(words) * 2 > len(own):
            two = find(row, INDICATORS, below)
            more = set(two.spans) > set(find(below, INDICATORS).spans)
            if more and _is_header(two):
                return _with_reasons(two), 2
    return (_with_reasons(columns), 1) if _is_header(columns) else None


def _with_reasons(columns: Columns) -> Columns:
    """Return columns in which 备注 holds the reasons, where there is no other one for them."""
    spans = columns.spans
    if "measure" in spans and "deviation" not in spans:
        return replace(columns, spans={**spans, "deviation": spans["measure"]})
    if "remark" in spans and not spans.keys() & {"deviation", *REVIEW[:3]}:
        return replace(columns, spans={**spans, "deviation": spans["remark"]})
    return columns


def _is_header(columns: Columns) -> bool:
    names = set(columns.spans)
    values = names & {"target", "actual", "weight", "score", "nature"}
    levels = names & {"name", "level2", "level1"}
    return (bool(levels) and len(values) >= 2) or (len(levels) >= 2 and "target" in values)


def is_number(cell: Cell | None) -> bool:
    """Whether a cell holds points: one number without a percent sign."""
    return cell is not None and is_points(cell.text)


def straight(row: Row, columns: Columns) -> Mapping[str, Cell | None] | None:
    """Return the cells of a row that is an indicator beyond doubt, or None for any other row.

    Its name is words, or both its levels stand under their headings, and all its points are
    numbers, so it is no heading, no foot, and has not slipped.
    """
    found = _found(row, columns, 0)
    points = [key for key in ("weight", "score") if key in found]
    named = _is_named(found) or _levels_stand(row, columns, found)
    sure = bool(points) and all(_is_worth(key, found[key]) for key in points) and named
    return found if sure else None


def _is_worth(key: str, cell: Cell | None) -> bool:
    """Whether a cell holds points; a weight may be printed as a percentage: ``20%``."""
    if is_number(cell):
        return True
    if cell is None or key != "weight":
        return False
    return number(cell.text).looks_numeric and number(cell.text).unit == "%"


def align(row: Row, columns: Columns, previous: int) -> tuple[Mapping[str, Cell | None], int]:
    """Return the cells of a row by field, and by how many cells the row has slipped.

    The headings are slid sideways until weight and score stand on numbers and the name on words.
    """
    found = _found(row, columns, 0)
    if _stands(row, columns, found):
        return found, 0
    shift = previous
    if not _sound(row, columns, previous):
        shift = best_shift(row, lambda row, at: _fit(row, columns, at), previous)
    return _found(row, columns, shift), shift


def _found(row: Row, columns: Columns, shift: int) -> Mapping[str, Cell | None]:
    return {name: columns.cell(row, name, shift) for name in FIELDS if name in columns.spans}


def anchor(row: Row) -> Mapping[str, Cell | None] | None:
    """Return the cells of a row without headings, or None when it has no two points.

    The last two numbers are weight and score; the three cells before them are name, target and
    actual value; text behind them is the reason.
    """
    cells = list(row.cells)
    numbers = [at for at, cell in enumerate(cells) if is_number(cell)]
    if len(numbers) < 2 or numbers[-1] != numbers[-2] + 1 or numbers[-2] < 3:
        return None
    start = numbers[-2] - 3
    found: dict[str, Cell | None] = {name: cells[start + at] for at, name in enumerate(_ANCHORED)}
    behind = [cell for cell in cells[numbers[-1] + 1 :] if not cell.blank]
    found["deviation"] = behind[0] if behind else None
    return found


def damaged(row: Row, found: Mapping[str, Cell | None]) -> bool:
    """Whether the headings missed name and points although the row ends in two numbers."""
    if not {"weight", "score"} <= set(found) or is_number(found["weight"]):
        return False
    name = found.get("name")
    if name is not None and not (name.blank or _is_level(name.text) or _VALUE.fullmatch(name.text)):
        return False
    return sum(is_number(cell) for cell in row) >= 2 and not is_number(found["score"])


def _fit(row: Row, columns: Columns, shift: int) -> int:
    """Return how well a row fits the headings when it has slipped by ``shift`` cells.

    A row has slipped only if its name and its points, or both values, then stand under their
    headings; a straight row may lack any of them.
    """
    points = 0
    seen: list[Cell] = []
    if shift and not _proves(row, columns, shift):
        return _IMPOSSIBLE
    for key in FIELDS:
        cell = columns.cell(row, key, shift)
        if cell is None or cell.blank or cell in seen:
            points -= key == "name"
            continue
        seen.append(cell)
        text = cell.text.strip()
        if key in ("weight", "score"):
            points += 3 if is_number(cell) else 0 if is_dash(text) else -3
        elif key == "name":
            points += -2 if _VALUE.fullmatch(text) else 0 if _is_level(text) else 2
        elif key == "nature":
            points += 1 if _NATURE.fullmatch(squeeze(text)) else -2
        elif key == "deviation":
            points += -2 if is_number(cell) else 1
        else:
            points += 1
    return points


def _stands(row: Row, columns: Columns, found: Mapping[str, Cell | None]) -> bool:
    """Whether a row has not slipped: words for a name, nothing but points under the points.

    Where it lacks some of them, what stands left of the name must be a level.
    """
    points = {key: found[key] for key in ("weight", "score") if key in found}
    filled = {key: cell for key, cell in points.items() if cell and not is_dash(cell.text)}
    if not all(_is_worth(key, cell) for key, cell in filled.items()):
        return False
    if not _is_named(found):
        return False
    if not points:
        return True
    left = (cell for cell in row.filled if cell.column < columns.spans["name"].start)
    return all(_is_level(cell.text) for cell in left)


def _is_named(found: Mapping[str, Cell | None]) -> bool:
    """Whether words stand where the name belongs, neither a value nor a level."""
    name = found.get("name")
    if name is None or name.blank:
        return False
    return not (_VALUE.fullmatch(name.text.strip()) or _is_level(name.text))


def _levels_stand(row: Row, columns: Columns, found: Mapping[str, Cell | None]) -> bool:
    """Whether both levels of a row stand under their headings, left of a name that reads like one.

    A row for the satisfaction can be called 满意度; one that has slipped has a group where its
    second level belongs.
    """
    first, second = columns.cell(row, "level1"), columns.cell(row, "level2")
    name = found.get("name")
    if first is None or second is None or name is None or len({first, second, name}) < 3:
        return False
    return bool(level1_of(first.text) and level2_of(second.text)) and not name.blank


def _sound(row: Row, columns: Columns, shift: int) -> bool:
    """Whether a row stands right without a doubt under a shift, so that no other need be tried."""
    cells = [columns.cell(row, key, shift) for key in _ANCHORED if key in columns]
    if any(cell is None or cell.blank for cell in cells) or len(set(cells)) < len(cells):
        return False
    points = [columns.cell(row, key, shift) for key in ("weight", "score") if key in columns]
    name = columns.cell(row, "name", shift)
    words = name is not None and not (_VALUE.fullmatch(name.text.strip()) or _is_level(name.text))
    return words and bool(points) and all(is_number(cell) for cell in points)


def _proves(row: Row, columns: Columns, shift: int) -> bool:
    name, target, actual, weight, score = (columns.cell(row, key, shift) for key in _ANCHORED)
    if name is None or name.blank:
        return False
    values = target is not None and actual is not None and not (target.blank or actual.blank)
    if _is_level(name.text):  # an indicator can be called 社会效益
        return values and is_number(weight) and is_number(score)
    return values or is_number(weight) or is_number(score)


def _is_level(text: str) -> bool:
    return bool(level1_of(text) or level2_of(text) or is_side(text))
