"""Which rows of a blank form take which indicators, and where rows have to be added."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from selfeval_assist.documents.grid import Cell, Grid, Row
from selfeval_assist.documents.recognise.columns import Columns
from selfeval_assist.documents.recognise.goal import is_goal
from selfeval_assist.documents.recognise.head import has_label
from selfeval_assist.documents.recognise.levels import Ladder, Levels
from selfeval_assist.documents.recognise.rows import find_header
from selfeval_assist.documents.recognise.words import (
    PLACEHOLDER,
    TOTAL,
    is_foot,
    is_side,
    label,
)
from selfeval_assist.form import Indicator
from selfeval_assist.form.text import squeeze
from selfeval_assist.form.vocabulary import COST, LEVEL2, level1_of, level2_of, parent_level

LEVELS = ("level1", "level2")
_Row = tuple[int, Levels, Cell, int]
"""A row of the table, its levels, the cell of its name, and its goal's block."""
Key = tuple[str, str]
"""First and second level, in canonical spelling where there is one."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of the template that can take an indicator; ``name`` is one that is printed there."""

    row: int
    key: Key = ("", "")
    name: str = ""
    block: int = 0
    """Which goal's table it is in, where a template has one for each of several goals."""

    @property
    def free(self) -> tuple[str, ...]:
        """The levels that the template leaves to the form."""
        return tuple(name for name, own in zip(LEVELS, self.key, strict=True) if not own)

    def takes(self, wanted: Key) -> bool:
        """Whether an indicator of these levels can stand here and print what is left to it."""
        return "" in self.key and all(
            own in ("", new) for own, new in zip(self.key, wanted, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Region:
    """The indicator table of a template."""

    columns: Columns
    slots: tuple[Slot, ...]
    total: int | None
    """The row of the total, if there is one."""
    serial: int | None = None
    """The column of the running numbers, if there is one."""

    @property
    def left(self) -> range:
        """The columns left of the name: the side label and the levels."""
        return range(self.columns.start("name") or 0)


@dataclass(frozen=True, slots=True)
class Extra:
    """An indicator for which a row is added below a slot.

    ``levels`` names the level columns whose text the row prints itself.
    """

    indicator: int
    levels: tuple[str, ...] = ()


@dataclass(slots=True)
class Seating:
    """Where each indicator goes: slots by position, and added rows by the slot above them."""

    seats: dict[int, int] = field(default_factory=dict)
    extras: dict[int, list[Extra]] = field(default_factory=dict)


def find_region(grid: Grid) -> Region | None:
    """Return the indicator table of a template, or None when it has no headings for one."""
    rows = grid.rows
    for at, row in enumerate(rows):
        below = rows[at + 1] if at + 1 < len(rows) else None
        if (found := find_header(row, below)) is not None and "name" in found[0]:
            headings = (cell for each in rows[at : at + found[1]] for cell in each.own)
            serial = next((cell.column for cell in headings if label(cell.text) == "序号"), None)
            return replace(_region(rows, at + found[1], found[0]), serial=serial)
    return None


def _region(rows: Sequence[Row], start: int, columns: Columns) -> Region:
    parts = {name for name, level in LEVEL2.items() if level.level1 == COST}
    ladder = Ladder(any(level2_of(cell.text) in parts for row in rows[start:] for cell in row))
    found: list[_Row] = []
    block = 0
    total = None
    skip = start
    for at in range(start, len(rows)):
        row = rows[at]
        below = rows[at + 1] if at + 1 < len(rows) else None
        if at < skip:
            continue
        if (again := find_header(row, below)) is not None:
            skip = at + again[1]
            block += _leave_goal(rows, found, at)
            continue
        first = next((cell for cell in row.own if not is_side(cell.text)), None)
        if first is not None and TOTAL.fullmatch(label(first.text)):
            total = at
            break
        name = columns.cell(row, "name")
        if name is None or (first is not None and _is_foot(row, first)):
            break
        if name in (columns.cell(row, "target"), columns.cell(row, "actual")):
            continue
        levels, _ = ladder.step(
            [cell for cell in row if cell.column < name.column],
            columns.spans.get("level1"),
            columns.spans.get("level2"),
        )
        if name.row == at:
            found.append((at, levels, name, block))
    slots = []
    for at, levels, name, block in found:
        level1, _, level2, _ = ladder.names(levels)
        printed = "" if PLACEHOLDER.fullmatch(squeeze(name.text)) else squeeze(name.text)
        slots.append(Slot(at, key(level1, level2), printed, block))
    return Region(columns, tuple(slots), total)


def _leave_goal(rows: Sequence[Row], found: list[_Row], header: int) -> bool:
    """Drop the rows of a further goal above its table; return whether there are any."""
    while found and _is_goal(rows[found[-1][0]]):
        found.pop()
    return any(map(_is_goal, rows[found[-1][0] + 1 if found else 0 : header]))


def _is_goal(row: Row) -> bool:
    sides = (cell.text for cell in row.own if cell.height == 1 and is_side(cell.text))
    return is_goal(row) or any("目标" in text for text in sides)


def _is_foot(row: Row, first: Cell) -> bool:
    return is_foot(first.text) or has_label(row)


def key(level1: str, level2: str) -> Key:
    """Return the levels of a row as they are compared."""
    second = level2_of(level2) or squeeze(level2)
    return level1_of(level1) or squeeze(level1) or parent_level(level2), second


def seat(region: Region, indicators: Sequence[Indicator]) -> Seating:
    """Return where each indicator goes.

    An indicator whose name the template prints goes there; the others fill the free rows of their
    levels in order; rows are added below the last row of a level that is full. A level that the
    template does not have comes behind the last row of its group. In a template without levels the
    rows are filled in order. Where a template has a table for each of several goals, the first
    levels that begin again show where the rows of the next goal begin.
    """
    starts = [at for at, slot in enumerate(region.slots) if at == 0 or _turns(region, at)]
    blocks = _blocks(indicators, len(starts))
    whole = Seating()
    for start, stop, numbers in zip(starts, [*starts[1:], None], blocks, strict=False):
        part = replace(region, slots=region.slots[start:stop])
        found = _seat(part, [indicators[number] for number in numbers])
        whole.seats |= {at + start: numbers[to] for at, to in found.seats.items()}
        whole.extras |= {
            at + start: [Extra(numbers[each.indicator], each.levels) for each in extras]
            for at, extras in found.extras.items()
        }
    return whole


def _turns(region: Region, at: int) -> bool:
    return region.slots[at].block != region.slots[at - 1].block


def _blocks(indicators: Sequence[Indicator], most: int) -> list[list[int]]:
    """Return the rows of each goal, of ``most`` goals at most."""
    found: list[list[int]] = [[]]
    seen: list[str] = []
    for number, row in enumerate(indicators):
        level = row.group or squeeze(row.level1)
        if level in seen[:-1] and level != seen[-1] and len(found) < most:
            found.append([])
            seen = []
        if level not in seen:
            seen.append(level)
        found[-1].append(number)
    return found


def _seat(region: Region, indicators: Sequence[Indicator]) -> Seating:
    seating = Seating()
    waiting: list[int] = []
    for number, row in enumerate(indicators):
        same = (at for at, slot in enumerate(region.slots) if _prints(slot, row))
        at = next((at for at in same if at not in seating.seats), None)
        if at is None:
            waiting.append(number)
        else:
            seating.seats[at] = number
    strangers: list[int] = []
    for number in waiting:
        wanted = key(indicators[number].level1, indicators[number].level2)
        alike = [at for at, slot in enumerate(region.slots) if _fits(slot.key, wanted)]
        alike = alike or _same_level2(region, wanted) or _only_level(region, wanted)
        free = [at for at in alike if at not in seating.seats and not region.slots[at].name]
        if free:
            seating.seats[free[0]] = number
        elif alike:
            seating.extras.setdefault(alike[-1], []).append(Extra(number))
        else:
            strangers.append(number)
    _seat_strangers(region, indicators, strangers, seating)
    return seating


def _seat_strangers(
    region: Region, indicators: Sequence[Indicator], strangers: Sequence[int], seating: Seating
) -> None:
    """Give rows to indicators whose levels the template does not print."""
    last: dict[int, Key] = {}
    for number in strangers:
        wanted = key(indicators[number].level1, indicators[number].level2)
        plain = [at for at, slot in enumerate(region.slots) if slot.takes(wanted)]
        unused = [at for at in plain if at not in seating.seats and not region.slots[at].name]
        if unused:
            seating.seats[unused[0]] = number
            continue
        group = [at for at, slot in enumerate(region.slots) if slot.key[0] == wanted[0]]
        if not region.slots:
            continue
        at = (group or [len(region.slots) - 1])[-1]
        above = last.get(at, region.slots[at].key)
        free = region.slots[at].free
        pairs = zip(LEVELS, wanted, above, strict=True)
        levels = tuple(name for name, mine, other in pairs if mine != other or name in free)
        if "level1" in levels:
            levels = LEVELS
        seating.extras.setdefault(at, []).append(Extra(number, levels))
        last[at] = wanted


def _same_level2(region: Region, wanted: Key) -> list[int]:
    """Return the rows of a second level that the template has in one group only."""
    if wanted[1] not in LEVEL2:
        return []
    found = [at for at, slot in enumerate(region.slots) if slot.key[1] == wanted[1]]
    return found if len({region.slots[at].key for at in found}) == 1 else []


def _only_level(region: Region, wanted: Key) -> list[int]:
    """Return the rows of a group with one second level, for indicators that name none.

    The name of the group in place of one is none: 满意度指标 below 满意度指标.
    """
    if wanted[1] and level1_of(wanted[1]) != wanted[0]:
        return []
    group = [at for at, slot in enumerate(region.slots) if wanted[0] and slot.key[0] == wanted[0]]
    return group if len({region.slots[at].key for at in group}) == 1 else []


def _prints(slot: Slot, row: Indicator) -> bool:
    same_levels = slot.key == ("", "") or _fits(slot.key, key(row.level1, row.level2))
    return bool(slot.name) and slot.name == squeeze(row.name) and same_levels


def _fits(printed: Key, wanted: Key) -> bool:
    if printed == ("", ""):
        return False
    return printed[1] == wanted[1] and (printed[0] == wanted[0] or "" in (printed[0], wanted[0]))
