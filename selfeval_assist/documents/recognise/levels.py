"""Levels by vocabulary, carried down: after page breaks columns cannot be trusted with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from selfeval_assist.documents.grid import Cell
from selfeval_assist.documents.recognise.words import is_side
from selfeval_assist.form.vocabulary import COST, LEVEL2, level1_of, level2_of, parent_level

_COST_PARTS = {name for name, level in LEVEL2.items() if level.level1 == COST}


@dataclass(frozen=True, slots=True)
class Levels:
    """The level cells in force for a row; None where nothing was printed yet."""

    level1: Cell | None = None
    level2: Cell | None = None


@dataclass(slots=True)
class Ladder:
    """Carries level 1 and level 2 from row to row.

    ``cost_first`` says that the form splits 成本指标 into parts (财预〔2021〕101号), so that the
    bare name is a first level; otherwise it is a second level of 产出指标 (财预〔2020〕10号).
    """

    cost_first: bool
    now: Levels = field(default_factory=Levels)
    printed: dict[str, Cell] = field(default_factory=dict)

    def step(
        self, cells: Iterable[Cell], level1: range | None = None, level2: range | None = None
    ) -> tuple[Levels, list[Cell]]:
        """Take in the cells left of a row's name.

        Args:
            cells: the cells, left to right; one without text is a level that nobody filled.
            level1: the columns under 一级指标 as far as the row has slipped, or None.
            level2: the columns under 二级指标 likewise.

        Returns:
            The levels in force, and cells that are no level anybody knows.
        """
        first: Cell | None = None
        second: Cell | None = None
        strange: list[Cell] = []
        for cell in cells:
            kind = self._kind(cell, first, level1, level2)
            if kind == 1:
                first = cell
            elif kind == 2:
                second = cell
            elif not is_side(cell.text):
                strange.append(cell)
        if first is not None and first.blank and self._goes_on(second):
            first = None
        if first is not None:
            self.printed.setdefault(level1_of(first.text), first)
            if second is None and first is not self.now.level1:
                carried = self.now.level2
                keeps = carried is not None and parent_level(carried.text) == level1_of(first.text)
                second = carried if keeps else None
            elif second is None:
                second = self.now.level2
        self.now = Levels(first or self.now.level1, second or (None if first else self.now.level2))
        return self.now, strange

    def _goes_on(self, second: Cell | None) -> bool:
        """Whether a second level is of the group above it: a page break cut that group's cell."""
        group = parent_level(second.text) if second else ""
        above = level1_of(self.now.level1.text) if self.now.level1 else ""
        return bool(group) and group == above

    def _kind(
        self, cell: Cell, first: Cell | None, level1: range | None, level2: range | None
    ) -> int:
        """Return 1 or 2 for a level cell, 0 for another one."""
        one, two = level1_of(cell.text), level2_of(cell.text)
        if one and two:
            return 1 if self.cost_first and first is None else 2
        if two:
            return 2
        if one:
            return 1 if first is None else 2
        if level2 is not None and cell.column in level2:
            return 2
        if is_side(cell.text):
            return 0
        if level1 is not None and cell.column in level1:
            return 1
        return 0

    def names(self, levels: Levels) -> tuple[str, Cell | None, str, Cell | None]:
        """Return level 1 and level 2 as printed, each with its cell where there is one.

        Called when all rows are read: a label can be printed below the rows that it belongs to.
        """
        second = levels.level2.text.strip() if levels.level2 else ""
        first = levels.level1
        group = parent_level(second)
        if group and (first is None or level1_of(first.text) not in ("", group)):
            special = level2_of(second) in _COST_PARTS
            if first is None or (group in self.printed and not special):
                first = self.printed.get(group)
                if first is None:
                    return group, None, second, levels.level2
        return (first.text.strip() if first else ""), first, second, levels.level2
