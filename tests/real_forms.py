"""Published forms as models: facts transcribed from what public bodies printed."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.money import assumed_unit

FOLDER = Path(__file__).parent / "data" / "forms"


def names() -> tuple[str, ...]:
    """Return the numbers of the forms."""
    return tuple(path.stem for path in sorted(FOLDER.glob("[0-9]*.json")))


@cache
def facts(name: str) -> dict[str, Any]:
    """Return a form's transcribed facts."""
    data: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return data


@cache
def form(name: str) -> SelfEvaluation:
    """Return a published form as a model; every cell keeps its printed text."""
    data = facts(name)
    total, *sources = [
        {("name" if key == "line" else key): value for key, value in line.items()}
        for line in data["funds"] or [{}]
    ]
    # Where the table has no end, the row at which the transcription broke off is not the form's.
    rows = [_row(row) for row in data["indicators"] if data["total"] or not _cut(row)]
    printed = SelfEvaluation.model_validate(
        {
            "year": data["year"],
            "project": data["project"],
            "department": data["department"],
            "unit": data["unit"],
            "funds": {"total": total, "sources": sources},
            "goal": {"planned": data["goal"], "actual": data["actual"]},
            "indicators": _with_parents(rows),
            "total": data["total"],
            "provenance": {"file": f"{name}.json"},
        }
    )
    return printed.model_copy(update={"money_unit": assumed_unit(printed.funds)[0]})


def _cut(row: dict[str, str]) -> bool:
    return "(cut)" in row["l3"] + row["target"]


def _row(row: dict[str, str]) -> dict[str, Any]:
    return {
        "level1": row["l1"],
        "level2": row["l2"],
        "name": row["l3"],
        "target": row["target"],
        "actual": row["actual"],
        "weight": row["weight"],
        "score": row["score"],
        "deviation": {"text": row["deviation"]},
    }


def _with_parents(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Point the rows that begin with 其中 to the row above them that does not."""
    parent = None
    for index, row in enumerate(rows):
        if re.match(r"其中", row["name"]):
            row["parent"] = parent
        else:
            parent = index
    return rows
