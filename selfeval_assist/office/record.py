"""What a batch keeps of each form: enough for every table and report, none of which reads it again.

Money is in 万元; all figures are decimal strings.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfeval_assist.form import MoneyUnit, Number, SelfEvaluation, paths
from selfeval_assist.form.money import convert, in_unit
from selfeval_assist.office.each import shown
from selfeval_assist.office.pieces import Kind, Piece
from selfeval_assist.office.tasks import Options, Task, json_text, policy_named
from selfeval_assist.scoring import ScoreSheet, Verdict
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.scoring.score import grade_of

if TYPE_CHECKING:
    from selfeval_assist.reports import Report

_WORST = 3
"""Deviations that are named."""
_MISSED = (Verdict.MISSED, Verdict.LATE)
_SHORTEST = 12
"""Characters of a text below which nothing follows from two being alike."""


def record_task(options: Options) -> Task:
    """Return the task that makes the record of a form."""
    from selfeval_assist.reports import report_on

    policy = policy_named(options.get("policy", ""))

    def keep(file: Path, form: SelfEvaluation) -> Iterator[Piece]:
        report = report_on(shown(file), form, policy)
        if not report.clean:
            yield Piece(Kind.FOUND)
        yield Piece(Kind.OUT, json_text(record_of(report)))

    return keep


def record_of(report: "Report") -> dict[str, Any]:
    """Return the record of a checked form."""
    from selfeval_assist.reports import json_record

    form, sheet, total = report.form, report.sheet, report.form.funds.total
    score = sheet.claimed if sheet.claimed is not None else _computed(sheet)
    return {
        "check": json_record(report),
        "unit": " ".join(form.unit.split()),
        "department": " ".join(form.department.split()),
        "project": " ".join(form.project.split()),
        "year": form.year,
        "initial": _ten_thousands(total.initial, form.money_unit),
        "adjusted": _ten_thousands(total.adjusted, form.money_unit),
        "executed": _ten_thousands(total.executed, form.money_unit),
        "rate": None if sheet.execution.rate is None else plain(rounded(sheet.execution.rate, 2)),
        "score": None if score is None else plain(score),
        "computed": None if _computed(sheet) is None else plain(sheet.total),
        "grade": sheet.grade or ("" if score is None else grade_of(score, report.policy)),
        "rows": len(sheet.rows),
        "full": all(row.claimed == row.weight for row in sheet.rows if row.weight),
        "deviations": [*_deviations(form, sheet)],
        "texts": [*_texts(form)],
    }


def _computed(sheet: ScoreSheet) -> Decimal | None:
    return sheet.total if sheet.weighted else None


def _ten_thousands(cell: Number, unit: MoneyUnit) -> str | None:
    amount = in_unit(cell, unit)
    return None if amount is None else plain(convert(amount, unit, "万元"))


def _deviations(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[str]:
    """Yield the rows that lost most, in words."""
    missed = [row for row in sheet.rows if row.verdict in _MISSED]
    lost = {
        row.index: (row.weight or Decimal(0)) - (row.points or row.claimed or Decimal(0))
        for row in missed
    }
    for row in sorted(missed, key=lambda each: -lost[each.index])[:_WORST]:
        cells = form.indicators[row.index]
        name = " ".join(cells.name.split())
        yield f"{name}：目标 {cells.target.raw.strip()}，完成 {cells.actual.raw.strip()}"


def _texts(form: SelfEvaluation) -> Iterator[dict[str, str]]:
    """Yield the texts that units copy from each other, with the places where they stand."""
    found = {"goal.planned": form.goal.planned, "goal.actual": form.goal.actual}
    found |= {
        f"indicators.{number}.deviation.text": row.deviation.text
        for number, row in enumerate(form.indicators)
    }
    for path, text in found.items():
        if len("".join(text.split())) >= _SHORTEST:
            yield {
                "kind": path.split(".")[-1] if path.startswith("goal") else "cause",
                "place": paths.label(form, path),
                "cell": form.provenance.cells.get(path, ""),
                "text": text,
            }
