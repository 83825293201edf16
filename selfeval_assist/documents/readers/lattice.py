"""Cells from ruled lines: where lines cross there are cells, where a border lacks they are one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TOLERANCE = 2.5
"""Points within which two lines are the same grid line; table borders are up to 2 points wide."""


@dataclass(frozen=True, slots=True)
class Line:
    """A ruled line: where it lies across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Region:
    """One cell: the rows and columns of the lattice that it covers, both ends inclusive."""

    top: int
    left: int
    bottom: int
    right: int


def cluster(positions: Iterable[float]) -> list[float]:
    """Return the grid lines of some positions: those closer than the tolerance are one."""
    groups: list[list[float]] = []
    for position in sorted(positions):
        if groups and position - groups[-1][-1] <= TOLERANCE:
            groups[-1].append(position)
        else:
            groups.append([position])
    return [sum(group) / len(group) for group in groups]


def regions(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Line], down: Sequence[Line]
) -> list[Region]:
    """Return the cells of a lattice.

    Args:
        xs: the vertical grid lines from left to right.
        ys: the horizontal grid lines from top to bottom.
        across: the horizontal lines.
        down: the vertical lines.

    Returns:
        The cells row by row. Boxes in rows that no two vertical lines bound are no cells.
    """
    walls = _covered(down, xs, ys)
    floors = _covered(across, ys, xs)
    taken: set[tuple[int, int]] = set()
    found: list[Region] = []
    for row in range(len(ys) - 1):
        sides = [column for column in range(len(xs)) if (column, row) in walls]
        if len(sides) < 2:
            continue
        for column in range(sides[0], sides[-1]):
            if (row, column) in taken:
                continue
            right = column
            while right + 1 < sides[-1] and not (
                (right + 1, row) in walls or (row, right + 1) in taken
            ):
                right += 1
            bottom = row
            while bottom + 2 < len(ys) and _open_below(bottom, column, right, walls, floors):
                bottom += 1
            taken.update((y, x) for y in range(row, bottom + 1) for x in range(column, right + 1))
            found.append(Region(row, column, bottom, right))
    return found


def _open_below(
    row: int,
    left: int,
    right: int,
    walls: set[tuple[int, int]],
    floors: set[tuple[int, int]],
) -> bool:
    """Whether no line runs below a row of boxes, and the row beneath has the same two sides."""
    if any((row + 1, column) in floors for column in range(left, right + 1)):
        return False
    inside = any((column, row + 1) in walls for column in range(left + 1, right + 1))
    return (left, row + 1) in walls and (right + 1, row + 1) in walls and not inside


def _covered(
    lines: Sequence[Line], positions: Sequence[float], steps: Sequence[float]
) -> set[tuple[int, int]]:
    """Return (grid line, step) pairs: the steps along each grid line that a drawn line covers."""
    found: set[tuple[int, int]] = set()
    for line in lines:
        index = min(range(len(positions)), key=lambda at: abs(positions[at] - line.at))
        if abs(positions[index] - line.at) > TOLERANCE:
            continue
        for step in range(len(steps) - 1):
            middle = (steps[step] + steps[step + 1]) / 2
            if line.start - TOLERANCE <= middle <= line.end + TOLERANCE:
                found.add((index, step))
    return found
