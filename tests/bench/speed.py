"""How long checking takes, beside what reading the file costs anybody."""

import statistics
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from time import perf_counter

import openpyxl
from python_calamine import CalamineWorkbook

from selfeval_assist.checks import check
from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation, paths

EXAMPLE = Path(__file__).parents[2] / "examples" / "shanghai-maintenance.xlsx"
ROWS = 30
ROUNDS = 60
BATCH = 10
"""Checks in a row, so that the openpyxl read before them does not slow every one of them."""

AGAIN, EDITED, RETYPED = "check again", "check, one cell edited", "check, completion edited"

Times = Mapping[str, list[float]]
"""Seconds of every round, by what was done."""


def measure() -> Times:
    """Return the seconds of each way, all taken in turn so that a busy machine hits them alike."""
    form = thirty_rows()
    cells, texts = _edits(form, "indicators.{at}.actual"), _edits(form, "goal.actual")
    ways: dict[str, Callable[[], object]] = {
        AGAIN: lambda: [check(form) for _ in range(BATCH)],
        EDITED: lambda: [check(each) for each in islice(cells, BATCH)],
        RETYPED: lambda: [check(each) for each in islice(texts, BATCH)],
        "xlsx to findings": lambda: [check(each) for each in read(EXAMPLE)],
        "calamine": _calamine,
        "openpyxl": _openpyxl,
    }
    times: dict[str, list[float]] = {way: [] for way in ways}
    for work in ways.values():
        work()
    for _ in range(ROUNDS):
        for way, work in ways.items():
            start = perf_counter()
            work()
            times[way].append(perf_counter() - start)
    one = {way: [taken / BATCH for taken in times[way]] for way in (AGAIN, EDITED, RETYPED)}
    return times | one


def _edits(form: SelfEvaluation, path: str) -> Iterator[SelfEvaluation]:
    """Return forms with one cell changed, each in another way; they are made beforehand."""
    return iter(
        [
            paths.put(form, path.format(at=at % ROWS), f"完成{at}项，达到年度指标值的{at % 90}%")
            for at in range((ROUNDS + 1) * BATCH)
        ]
    )


def thirty_rows() -> SelfEvaluation:
    """Return the example with rows repeated up to thirty."""
    form, *_ = read(EXAMPLE)
    rows = (form.indicators * ROWS)[:ROWS]
    return form.model_copy(update={"indicators": rows})


def _calamine() -> object:
    book = CalamineWorkbook.from_path(str(EXAMPLE))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _openpyxl() -> object:
    book = openpyxl.load_workbook(EXAMPLE, data_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def report(times: Times) -> str:
    """Return the figures as lines of text."""
    lines = [f"{'milliseconds':26}{'minimum':>10}{'median':>10}{'a second':>10}"]
    for way, taken in times.items():
        least, middle = min(taken), statistics.median(taken)
        lines.append(f"{way:26}{1000 * least:10.3f}{1000 * middle:10.3f}{1 / middle:10.0f}")
    for edit in (EDITED, RETYPED):
        ratio = statistics.median(times[edit]) / statistics.median(times[AGAIN])
        lines.append(f"{edit + ' / again':38}{ratio:8.2f} (medians)")
    for other in ("calamine", "openpyxl"):
        path, base = times["xlsx to findings"], times[other]
        least = min(path) / min(base)
        middle = statistics.median(path) / statistics.median(base)
        lines.append(
            f"{'xlsx to findings / ' + other:30}{least:8.2f} (minima){middle:8.2f} (medians)"
        )
    return "\n".join(lines)
