"""The indicator table: rows, levels, total and what stands below."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.columns import Columns
from selfeval_assist.documents.recognise.goal import is_goal
from selfeval_assist.documents.recognise.head import has_label
from selfeval_assist.documents.recognise.levels import Ladder, Levels
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.returned import of_row, scores
from selfeval_assist.documents.recognise.rows import (
    FIELDS,
    REVIEW,
    align,
    anchor,
    damaged,
    find_header,
    is_number,
    straight,
)
from selfeval_assist.documents.recognise.totals import (
    Table,
    is_subtotal,
    is_total_row,
    take_total,
)
from selfeval_assist.documents.recognise.words import (
    INDICATORS,
    OF_WHICH,
    is_dash,
    is_foot,
    is_placeholder,
    is_side,
    label,
    meaning,
    measure,
    number,
)
from selfeval_assist.form import Deviation, Indicator
from selfeval_assist.form.vocabulary import COST, LEVEL2, level2_of

_TAKEN = {*FIELDS, "level1", "level2"}
_OF_GOAL = 4
"""Cells of a row with a further goal: two labels, each with its text."""
_NUMBERED = ("序号", "编号", "行次")


@dataclass(slots=True)
class _Found:
    """An indicator row as found: its cells by field and the levels in force."""

    row: Row
    cells: Mapping[str, Cell | None]
    levels: Levels
    shift: int = 0
    label_only: bool = False
    review: Mapping[str, Cell | None] = field(default_factory=dict)
    remark: Cell | None = None
    measure: Cell | None = None
    strange: Sequence[Cell] = ()


def read_table(rows: Sequence[Row], columns: Columns | None, start: int, reading: Reading) -> Table:
    """Return the indicators and the total.

    Args:
        rows: the rows of the form.
        columns: the columns of the heading; None when there is no heading.
        start: the position of the first row below the heading.
        reading: collects cells and notes.
    """
    ladder = Ladder(_splits_cost(rows))
    reading.keep(*(columns.headings(rows, start - 1) if columns else ()))
    apart = _apart(rows[start:], columns)
    if start > 0:
        ladder.step([cell for cell in rows[start - 1].own if not is_side(cell.text)])
    table = Table(end=start)
    found: list[_Found] = []
    shift, position, fresh = 0, start, False
    while position < len(rows):
        row = rows[position]
        below = rows[position + 1] if position + 1 < len(rows) else None
        position += 1
        if not row.own:
            continue
        if is_total_row(row, columns):
            take_total(row, columns, table, reading)
            table.end = position
            continue
        if is_subtotal(row, columns):
            table.end = position
            continue
        cells = straight(row, columns) if columns else None
        if cells is None:
            if _is_foot(row, begun=bool(found)):
                if not _goes_on(rows[position:], columns):
                    break
                table.notes.append(row)  # 注 between the rows
                continue
            if found and len(row.own) <= _OF_GOAL and is_goal(row):
                table.goals.append(row)
                table.end = position
                continue
            if (again := find_header(row, below)) is not None:
                columns, taken = again
                position += taken - 1
                fresh = True  # below a repeated heading a level goes on without being printed
                ladder.step([cell for cell in row.own if not is_side(cell.text)])
                table.end = position
                continue
        empty = () if fresh else _empty_levels(row, columns, apart)
        item, shift = _row(row, columns, cells, shift, ladder, reading, empty)
        fresh = fresh and item is None
        if item is not None:
            found.append(item)
            table.end = position
        elif found and table.total and not _is_level_row(row):
            break
    reading.beside += _beside(rows, start, table.end)
    reading.keep(*_numbers(rows, reading.beside))
    _build(found, ladder, table, reading)
    return table


def _apart(rows: Sequence[Row], columns: Columns | None) -> tuple[str, ...]:
    """Return the level columns in which every row has its own level, merged or repeated.

    There a blank cell is an empty one; in others a level is printed once and goes on below. How one
    of both is printed tells of the other as well.
    """
    if columns is None:
        return ()
    levels = {
        name: [cell for row in rows if (cell := columns.cell(row, name)) and cell.row == row.index]
        for name in ("level1", "level2")
    }
    told = sum(map(_told_apart, levels.values()))
    return tuple(
        name for name, cells in levels.items() if 0 < told >= sum(cell.blank for cell in cells)
    )


def _told_apart(cells: Sequence[Cell]) -> int:
    """Return how many levels of a column are merged, or repeated below."""
    again = sum(
        one.text == two.text and one.row + one.height == two.row
        for one, two in itertools.pairwise(cells)
        if not one.blank
    )
    return again + sum(cell.height > 1 for cell in cells if not cell.blank)


def _empty_levels(row: Row, columns: Columns | None, apart: Collection[str]) -> tuple[Cell, ...]:
    """Return the empty level cell that begins in a row; two are a row that a page break cut."""
    cells = [columns.cell(row, name) for name in apart] if columns else []
    empty = tuple(cell for cell in cells if cell and cell.blank and cell.row == row.index)
    return empty if len(empty) == 1 else ()


def _goes_on(rows: Sequence[Row], columns: Columns | None) -> bool:
    """Whether rows of the table stand below a row of text, before a total or another text."""
    for row in rows:
        if is_total_row(row, columns) or (row.own and is_foot(row.own[0].text)):
            return False
        if columns is not None and straight(row, columns) is not None:
            return True
    return False


def _beside(rows: Sequence[Row], start: int, end: int) -> Iterator[tuple[Cell, range]]:
    """Yield the headings that name no field of a row, such as 复核得分, with the rows below."""
    below = range(rows[start].index, rows[end - 1].index + 1) if start < end else range(0)
    for cell in rows[start - 1].filled if start and below else ():
        if meaning(cell.text, INDICATORS) not in _TAKEN and not is_side(cell.text):
            yield cell, below


def _numbers(rows: Sequence[Row], beside: Sequence[tuple[Cell, range]]) -> Iterator[Cell]:
    """Yield the running numbers of the rows, which say nothing of them."""
    for heading, below in beside:
        cells = [row.at(heading.column) for row in rows if row.index in below]
        if label(heading.text) in _NUMBERED:
            yield from (cell for cell in cells if cell and cell.text.strip().isdigit())


def _splits_cost(rows: Sequence[Row]) -> bool:
    parts = {name for name, level in LEVEL2.items() if level.level1 == COST}
    return any(level2_of(cell.text) in parts for row in rows for cell in row.own)


def _is_foot(row: Row, begun: bool) -> bool:
    return bool(row.own) and (is_foot(row.own[0].text) or (begun and has_label(row)))


def _is_level_row(row: Row) -> bool:
    return all(is_side(cell.text) or level2_of(cell.text) for cell in row.own)


def _row(
    row: Row,
    columns: Columns | None,
    cells: Mapping[str, Cell | None] | None,
    previous: int,
    ladder: Ladder,
    reading: Reading,
    empty: tuple[Cell, ...],
) -> tuple[_Found | None, int]:
    """Return one row with its cells and levels, or None when it is no indicator; and its shift.

    ``cells`` are those of a row that stands straight, ``empty`` its level cells without a text.
    """
    shift = previous
    if columns is None:
        cells = anchor(row)
    elif cells is not None:
        shift = 0
    else:
        cells, shift = align(row, columns, previous)
        if damaged(row, cells) and (anchored := anchor(row)) is not None:
            cells = anchored
            reading.note(f"{_place(row)}与表头对不上，按最后两个数字（分值、得分）读取，请核对。")
    if cells is None:
        return None, previous
    name = cells.get("name")
    if name is not None and name.width > 1 and name is cells.get("target"):
        return None, previous  # one text over the whole row
    values = [cell for key in FIELDS if (cell := cells.get(key)) is not None]
    edge = name.column if name is not None else min((c.column for c in values), default=0)
    left = [cell for cell in row if cell.column < edge and cell not in values]
    levels, strange = ladder.step(
        [*left, *(() if shift else empty)],
        columns.moved("level1", shift) if columns else None,
        columns.moved("level2", shift) if columns else None,
    )
    if all(cell.blank or cell.row != row.index for cell in values):
        own2 = levels.level2 is not None and levels.level2.row == row.index
        return (_Found(row, cells, levels, label_only=True) if own2 else None), previous
    filled = [cell for cell in values if not cell.blank]
    named = name is not None and not is_placeholder(name.text)
    if len(filled) == 1 and not named and not is_number(cells.get("weight")):
        return None, previous
    reviewed = columns is not None and "review_score" in columns
    review = {name: columns.cell(row, name, shift) for name in REVIEW if reviewed and columns}
    remark = columns.cell(row, "remark", shift) if columns and not reviewed else None
    measure = columns.cell(row, "measure", shift) if columns else None
    measure = None if measure is cells.get("deviation") else measure
    return _Found(row, cells, levels, shift, False, review, remark, measure, strange), shift


def _place(row: Row) -> str:
    return f"{row.cells[0].ref} 起的一行"


def _targets(path: str, cells: Mapping[str, Cell | None], reading: Reading) -> dict[str, str]:
    """Return the target; beside an adjusted one, which is then the target, also the first one."""
    first, adjusted = cells.get("target"), cells.get("adjusted")
    if adjusted is None or adjusted.blank or first is None:
        return {"target": reading.take_target(f"{path}.target", first)}
    return {
        "target": reading.take_target(f"{path}.target", adjusted),
        "initial_target": reading.take_target(f"{path}.initial_target", first),
    }


def _build(found: Sequence[_Found], ladder: Ladder, table: Table, reading: Reading) -> None:
    main = -1
    slipped: dict[int, str] = {}
    headed = {
        at for each, _ in reading.beside for at in range(each.column, each.column + each.width)
    }
    for position, item in enumerate(found):
        if item.label_only:
            after = found[position + 1] if position + 1 < len(found) else None
            if after is not None and after.levels.level2 is item.levels.level2:
                continue  # the label of the rows below, on a line of its own
        for odd in item.strange:
            if item.shift or odd.column not in headed:  # else listed below its heading
                shown = odd.text.strip()[:20]
                reading.note(f"单元格 {odd.ref} 的“{shown}”不知属于哪一栏，没有读入。")
        index = len(table.indicators)
        path = f"indicators.{index}"
        values = {
            key: reading.take(f"{path}.{key}", cell, strip=key in ("name", "nature", "unit"))
            for key, cell in item.cells.items()
            if key not in ("target", "adjusted", "deviation")
        }
        values |= _targets(path, item.cells, reading)
        if is_placeholder(values.get("name", "")) and not any(
            values.get(key, "").strip() for key in ("target", "actual", "weight", "score")
        ):
            values["name"] = ""
        level1, cell1, level2, cell2 = ladder.names(item.levels)
        for key, cell in (("level1", cell1), ("level2", cell2)):
            if cell is not None:
                reading.keep(cell)
                reading.cells[f"{path}.{key}"] = cell.ref
        shared = item.cells.get("weight")
        inherits = shared is not None and shared.row != item.row.index
        if inherits:
            values = {**values, "weight": "", "score": ""}
            reading.cells.pop(f"{path}.weight", None)
            reading.cells.pop(f"{path}.score", None)
        below = (
            bool(OF_WHICH.match(values.get("name", "")))
            and not number(values.get("weight", "")).looks_numeric
        )
        reason = reading.take(f"{path}.deviation.text", item.cells.get("deviation"))
        if item.measure is not None and not is_dash(item.measure.text):
            reading.keep(item.measure)
            reason = "\n".join(filter(None, (reason, item.measure.text)))
        if item.remark is not None and not is_dash(item.remark.text):
            if item.remark is item.cells.get("deviation"):
                reading.note("表中没有单独的偏差原因栏，“备注”栏的文字按偏差原因读取，请核对。")
            else:
                reading.keep(item.remark)
                table.remarks.append(f"{values['name']}：{item.remark.text.strip()}")
        indicator = Indicator.model_validate(
            {
                **values,
                "target": measure(values["target"]),
                "initial_target": measure(values.get("initial_target", "")),
                "actual": measure(values.get("actual", "")),
                "weight": number(values.get("weight", "")),
                "score": number(values.get("score", "")),
                "level1": level1,
                "level2": level2,
                "parent": main if (below or inherits) and main >= 0 else None,
                **({"deviation": Deviation(text=reason)} if reason else {}),
            }
        )
        reviewed = {**item.cells, **item.review}
        table.returned += of_row(path, reviewed)
        bare = scores(reviewed)  # listed with what is not read
        reading.keep(*(cell for cell in item.review.values() if cell and cell not in bare))
        if indicator.parent is None:
            main = index
        table.indicators.append(indicator)
        if item.shift:
            slipped[index + 1] = reading.cells.get(f"{path}.name", "")
    if slipped:
        rows, cells = "、".join(map(str, slipped)), "、".join(filter(None, slipped.values()))
        reading.note(
            f"第{rows}行（单元格 {cells}）与表头错开（多见于分页处），"
            "已按分值、得分的位置对齐，请核对。"
        )
