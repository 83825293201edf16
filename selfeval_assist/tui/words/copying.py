"""Which text a key copies: a cell, a row, or a whole column, as a finance system takes it."""

from selfeval_assist.form import Indicator, SelfEvaluation, paths
from selfeval_assist.scoring.arithmetic import plain
from selfeval_assist.tui.state.session import Session

COMPUTED = "points"
"""The column of the computed scores, which no cell of the form holds."""
COLUMNS = ("name", "target", "actual", "weight", "score", COMPUTED, "deviation.text", "level2")
_ROW = ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation.text")


def title(name: str) -> str:
    """Return how a person calls a column."""
    if name == COMPUTED:
        return "核算得分"
    info = Indicator.model_fields[name.partition(".")[0]]
    return info.title or name


def column(session: Session, name: str) -> str:
    """Return a column of the indicator table, one line a row.

    Args:
        session: the open form.
        name: a field of an indicator, such as ``actual`` or ``deviation.text``, or ``COMPUTED``.
    """
    if name == COMPUTED:
        return "\n".join(plain(row.points) for row in session.sheet.rows)
    count = len(session.form.indicators)
    return "\n".join(_line(session.form, f"indicators.{row}.{name}") for row in range(count))


def row(form: SelfEvaluation, index: int) -> str:
    """Return a row of the indicator table with tabs between the cells."""
    return "\t".join(_line(form, f"indicators.{index}.{name}") for name in _ROW)


def _line(form: SelfEvaluation, path: str) -> str:
    """Return a cell without what would make a second line or cell of it."""
    return " ".join(paths.text(form, path).split())
