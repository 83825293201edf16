"""Which rows a count of indicators may mean: those met, missed, late, with full points."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.facts.totals import standings, tallied
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify.cells import Cells, members
from selfeval_assist.verify.derivations import of_row

TALLY = "tally"
"""The level of the rows that a text counts by verdict: none blank or damaged, none of 其中."""
_COUNTED = {
    "met": frozenset({Verdict.MET, Verdict.EXCEEDED}),
    "exceeded": frozenset({Verdict.EXCEEDED}),
    "missed": frozenset({Verdict.MISSED}),
    "late": frozenset({Verdict.LATE}),
    "unmet": frozenset({Verdict.MISSED, Verdict.LATE}),
    "level": frozenset({Verdict.MET}),
    "unknown": frozenset({Verdict.UNKNOWN}),
}


@lru_cache(maxsize=512)
def counts(cells: Cells, level: str) -> dict[str, frozenset[int]]:
    """Return the rows of a level, or of the tally, by what is counted: all, met, missed."""
    rows = frozenset(tallied(cells.form, cells.sheet) if level == TALLY else members(cells, level))
    found = {name: _judged(cells, rows, wanted) for name, wanted in _COUNTED.items()}
    lost = _lost(cells, rows)
    full = frozenset(row for row, points in lost.items() if not points)
    less = frozenset(lost) - full
    short = found["unknown"] & less  # 较健全, with points lost
    targets = {row: cells.of(f"row.{row}", "target") for row in rows}
    return {
        **(_standing(cells, rows) if level == TALLY else {}),
        **found,
        "perhaps_met": found["met"] | (found["unknown"] - short),
        "perhaps_unmet": found["unmet"] | short,
        "total": rows,
        "full": full,
        "lost": less,
        "words": frozenset(row for row in rows if not targets[row]),
        "percent": frozenset(r for r in rows if any(c.value.unit == "%" for c in targets[r])),
    }


def _judged(cells: Cells, rows: frozenset[int], wanted: frozenset[Verdict]) -> frozenset[int]:
    return frozenset(row for row in rows if cells.verdict(row) in wanted)


def _lost(cells: Cells, rows: Iterable[int]) -> dict[int, Decimal | None]:
    """Return the points that rows lost."""
    every = ((row, each) for row in rows for each in of_row(cells, row))
    return {row: each.value.number for row, each in every if each.name == "lost"}


def _standing(cells: Cells, rows: frozenset[int]) -> dict[str, frozenset[int]]:
    """Return how a text sorts the rows that it counts; of a level such a share means nothing."""
    told = standings(cells.form, cells.sheet)
    return {f"own_{name}": rows & {at.index for at in each} for name, each in told.items()}
