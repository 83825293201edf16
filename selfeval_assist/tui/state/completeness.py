"""How much of what every form needs is filled in."""

from collections.abc import Iterator

from selfeval_assist.form import SelfEvaluation, paths

HEAD = ("year", "project", "department", "unit")
MONEY = tuple(f"funds.total.{name}" for name in ("initial", "adjusted", "executed"))
GOAL = ("goal.planned", "goal.actual")
ROW = ("name", "target", "actual", "weight", "score")


def completeness(form: SelfEvaluation) -> int:
    """Return how many percent of the cells that every form needs are filled, rounded down.

    A form without indicators counts as if it had one empty row.
    """
    cells = list(_needed(form))
    filled = sum(bool(paths.text(form, path).strip()) for path in cells)
    wanted = len(cells) + (0 if form.indicators else len(ROW))
    return 100 * filled // wanted


def _needed(form: SelfEvaluation) -> Iterator[str]:
    yield from (*HEAD, *MONEY, *GOAL, "total")
    for row in range(len(form.indicators)):
        yield from (f"indicators.{row}.{name}" for name in ROW)
