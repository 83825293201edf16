"""Write the indicators into the rows of a blank form, adding rows where there are too few."""

import re
from collections.abc import Iterator, Sequence

from selfeval_assist.documents.blanks.guard import Guard
from selfeval_assist.documents.blanks.slots import LEVELS, Extra, Region, Seating, find_region, seat
from selfeval_assist.documents.figure import figure
from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.rows import FIELDS
from selfeval_assist.documents.recognise.words import PLACEHOLDER, is_side
from selfeval_assist.form import Indicator, SelfEvaluation
from selfeval_assist.form.target_parts import fitted_target
from selfeval_assist.form.text import squeeze

_STROKES = re.compile(r"[\s—–/-]*")
_POINTS, _VALUES = ("weight", "score"), ("target", "actual")
Seat = tuple[int, int, tuple[str, ...]]
"""A row of the template, the indicator that it takes, and the level columns that it prints."""


def fill_rows(blank: Guard, form: SelfEvaluation) -> list[str]:
    """Write all indicators of a form; return sentences on rows of the template left as they were.

    A printed ``指标1`` or ``……`` that no indicator takes is blanked, and an empty row below others
    of its level is taken out.
    """
    region = find_region(blank.grid())
    if region is None or not region.slots:
        return []
    seating = seat(region, form.indicators)
    seats = _make_room(blank, region, seating)
    rows = blank.grid().rows
    _write_levels(blank, rows, region, seats, form.indicators)
    texts = [
        each
        for row, number, _ in seats
        for each in (
            *_texts(rows[row], region, form.indicators[number]),
            *_remark(rows[row], region, form, number),
        )
    ]
    # A column of 85% beside 86处 is one of words: it would stand left and right by turns.
    words = {name for name, _, text in texts if not _STROKES.fullmatch(text) and not figure(text)}
    for name, cell, text in texts:
        blank.put(
            cell,
            text,
            counts=name in _POINTS or (name in _VALUES and name not in words),
            own=name != "name",
        )
    notes = list(_left(blank, rows, region, seating))
    for row in _surplus(blank.grid().rows, region, seating):
        blank.remove(row)
    _number(blank)
    return notes


def _number(blank: Guard) -> None:
    """Number the rows with a name where the template has a column for that and leaves it free."""
    rows = blank.grid().rows
    region = find_region(blank.grid())
    if region is None or region.serial is None:
        return
    places = [rows[slot.row] for slot in region.slots if slot.name]
    cells = [cell for row in places if (cell := row.at(region.serial)) and cell.row == row.index]
    printed = [cell.text.strip() for cell in cells if not cell.blank]
    if len(set(cells)) != len(places) or not all(map(str.isdecimal, printed)):
        return
    # Numbers that begin again in each group are the template's own affair.
    if len(set(printed)) == len(printed):
        for count, cell in enumerate(cells, 1):
            blank.put(cell, str(count), counts=True, own=True)


def _make_room(blank: Guard, region: Region, seating: Seating) -> list[Seat]:
    """Add the rows that are missing, from the foot up, so that rows above keep their numbers."""
    for at in sorted(seating.extras, reverse=True):
        row = region.slots[at].row
        for step, extra in enumerate(seating.extras[at]):
            blank.duplicate(row + step, _shared(region, extra))
    return list(_seats(region, seating))


def _shared(region: Region, extra: Extra) -> set[int]:
    own = {column for name in extra.levels for column in region.columns.spans.get(name, ())}
    free = {name for slot in region.slots for name in slot.free}
    own |= {column for name in free for column in region.columns.spans.get(name, ())}
    return set(region.left) - own


def _seats(region: Region, seating: Seating) -> Iterator[Seat]:
    added = 0
    for at, slot in enumerate(region.slots):
        row = slot.row + added
        if at in seating.seats:
            yield row, seating.seats[at], slot.free
        for step, extra in enumerate(seating.extras.get(at, ()), 1):
            yield row + step, extra.indicator, extra.levels
        added += len(seating.extras.get(at, ()))


def row_of(region: Region, seating: Seating, slot: int) -> int:
    """Return the row of a slot after rows were added above it."""
    above = sum(len(extras) for at, extras in seating.extras.items() if at < slot)
    return region.slots[slot].row + above


def _write_levels(
    blank: Guard,
    rows: Sequence[Row],
    region: Region,
    seats: Sequence[Seat],
    indicators: Sequence[Indicator],
) -> None:
    """Print level names where the template leaves them to the form, one for each run of rows."""
    for name in ("level1", "level2"):
        runs: list[list[Seat]] = []
        for each in seats:
            if name not in each[2]:
                continue
            before = runs[-1][-1] if runs else None
            if (
                before is not None
                and before[0] + 1 == each[0]
                and _levels(indicators[before[1]], name) == _levels(indicators[each[1]], name)
            ):
                runs[-1].append(each)
            else:
                runs.append([each])
        for run in runs:
            cell = _own(rows[run[0][0]], region, name)
            if cell is None:
                continue
            blank.put(cell, getattr(indicators[run[0][1]], name))
            if len(run) > 1 and cell.width == cell.height == 1:
                blank.merge(run[0][0], run[-1][0], cell.column)


def _levels(row: Indicator, name: str) -> tuple[str, ...]:
    return (row.level1,) if name == "level1" else (row.level1, row.level2)


def _own(row: Row, region: Region, name: str) -> Cell | None:
    """Return the cell of a row in a column, or None when it belongs to a row above."""
    cell = region.columns.cell(row, name)
    return cell if cell is not None and cell.row == row.index else None


def _texts(row: Row, region: Region, indicator: Indicator) -> Iterator[tuple[str, Cell, str]]:
    """Yield field, cell and text of a row; the target is split as the columns are."""
    sign, unit = ("nature" in region.columns), ("unit" in region.columns)
    fitted = fitted_target(indicator, sign=sign, unit=unit)
    for name in FIELDS:
        if name not in region.columns:
            continue
        text = fitted.deviation.text if name == "deviation" else str(getattr(fitted, name))
        cell = region.columns.cell(row, name)
        if cell is not None and cell.row == row.index and (text or name == "name"):
            yield name, cell, text


def _remark(
    row: Row, region: Region, form: SelfEvaluation, number: int
) -> Iterator[tuple[str, Cell, str]]:
    """Yield what the remarks say of a row behind its name, for a template with a column for it."""
    cell = region.columns.cell(row, "remark") if "remark" in region.columns else None
    text = remark_of(form, number)
    # 备注 is the column of the reasons where there is no other.
    taken = form.indicators[number].deviation.text and cell == region.columns.cell(row, "deviation")
    if cell is not None and cell.row == row.index and text and not taken:
        yield "remark", cell, text


def remark_of(form: SelfEvaluation, number: int) -> str:
    """Return what the lines of the remarks that begin with the name of a row say of it."""
    name = squeeze(form.indicators[number].name)
    lines = (line.partition("：") for line in form.notes.split("\n"))
    return "\n".join(text for start, _, text in lines if name and squeeze(start) == name)


def _left(blank: Guard, rows: Sequence[Row], region: Region, seating: Seating) -> Iterator[str]:
    for at in sorted(set(range(len(region.slots))) - set(seating.seats)):
        row = rows[row_of(region, seating, at)]
        name = region.columns.cell(row, "name")
        if name is None or name.blank or is_side(name.text):
            continue
        if PLACEHOLDER.fullmatch(squeeze(name.text)):
            blank.put(name, "")
        else:
            yield f"模板里印有指标“{name.text.strip()[:30]}”，表中没有同名的指标，该行保持原样。"


def _surplus(rows: Sequence[Row], region: Region, seating: Seating) -> list[int]:
    """Return the rows of levels with indicators that nothing stands in, from the foot up."""
    used = {region.slots[at].key for at in (*seating.seats, *seating.extras)}
    levels = {column for name in LEVELS for column in region.columns.spans.get(name, ())}
    found = []
    for at, slot in enumerate(region.slots):
        row = rows[row_of(region, seating, at)]
        apart = {*levels, region.serial}
        held = (cell for cell in row.own if cell.column not in apart)
        empty = all(_STROKES.fullmatch(cell.text) or is_side(cell.text) for cell in held)
        if at not in seating.seats and slot.key in used and empty:
            found.append(row.index)
    return found[::-1]
