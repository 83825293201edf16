"""Forms of one call that hold the results of another project: one was copied from the other."""

from collections.abc import MutableMapping

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import essence

Results = tuple[str, tuple[tuple[str, str, str], ...]]
"""The completion text and every row with its name, target and actual value."""
_FEWEST_ROWS = 3


def twin_of(form: SelfEvaluation, file: str, seen: MutableMapping[Results, str]) -> str:
    """Return the form of another project that was seen before with the same results, or "".

    Args:
        form: the form.
        file: how its file is called.
        seen: what was seen; the form is added to it.
    """
    results = _results(form)
    if results is None:
        return ""
    own = f"“{form.project.strip()}”"
    before = seen.setdefault(results, f"{file} 的{own}")
    return "" if before.endswith(own) else before


def _results(form: SelfEvaluation) -> Results | None:
    """Return what two projects do not share by chance; None for a form that says too little."""
    rows = [row for row in form.indicators if row.name.strip() and not row.actual.blank]
    text = essence(form.goal.actual)
    if len(rows) < _FEWEST_ROWS or not text:
        return None
    cells = ((row.name, row.target.raw, row.actual.raw) for row in rows)
    return text, tuple((essence(a), b.strip(), c.strip()) for a, b, c in cells)
