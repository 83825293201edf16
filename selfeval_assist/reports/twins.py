"""Forms of one call that hold the results of another project: one was copied from the other."""

import hashlib
from collections.abc import MutableMapping
from typing import NamedTuple

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import essence

_FEWEST_ROWS = 3


class Results(NamedTuple):
    """What two projects do not share by chance, and whose it is."""

    project: str
    file: str
    digest: str


def results_of(form: SelfEvaluation, file: str) -> Results | None:
    """Return the completion text and all rows of a form as a checksum.

    None for a form that says too little to be told from another by it.
    """
    rows = [row for row in form.indicators if row.name.strip() and not row.actual.blank]
    text = essence(form.goal.actual)
    if len(rows) < _FEWEST_ROWS or not text:
        return None
    cells = [text]
    for row in rows:
        cells += [essence(row.name), row.target.raw.strip(), row.actual.raw.strip()]
    digest = hashlib.sha256("\0".join(cells).encode()).hexdigest()
    return Results(form.project.strip(), file, digest)


def copied(results: Results, seen: MutableMapping[str, Results]) -> str:
    """Return what is told of a form with the results of another project, or nothing.

    Args:
        results: those of the form.
        seen: those of the forms before it, by checksum; its own are added.
    """
    first = seen.setdefault(results.digest, results)
    if first.project == results.project:
        return ""
    return (
        f"{results.file} 的“{results.project}”与 {first.file} 的“{first.project}”"
        "实际完成情况和全部指标的完成值完全相同，提请核实是否复制后没有改。"
    )
