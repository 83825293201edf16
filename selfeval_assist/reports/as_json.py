"""Reports as JSON for programs; the shape is documented in docs/json.md and stable."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from selfeval_assist.checks import Finding
from selfeval_assist.checks.words import place_name
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.marks import in_form
from selfeval_assist.reports.model import Failed, Report

SCHEMA = 1
"""Number of the shape; it rises when a field changes its meaning or goes away."""


def as_json(reports: Iterable[Report | Failed]) -> str:
    """Return the reports as a JSON array, one element a form; numbers are decimal strings."""
    return json_array(map(json_record, reports))


def json_array(records: Iterable[dict[str, Any]]) -> str:
    """Return records as a JSON array."""
    return json.dumps(list(records), ensure_ascii=False, indent=2)


def json_record(report: Report | Failed) -> dict[str, Any]:
    """Return one form, or what failed, as an element of the array."""
    if isinstance(report, Failed):
        return {"file": report.file, "error": report.error}
    sheet = report.sheet
    return {
        "schema": SCHEMA,
        "file": report.file,
        "form": report.form.project,
        "marks": [{"place": mark.place, "text": mark.text} for mark in in_form(report.form)],
        "policy": report.policy.id,
        "policy_reason": report.choice.reason,
        "policy_others": [other.id for other in report.choice.others],
        "findings": [_finding(report.form, finding) for finding in report.findings],
        "passed_over": report.passed_over,
        "unchecked": [rule.code for rule in report.unchecked],
        "score": {
            "computed": _points(sheet.computed),
            "claimed": _points(sheet.claimed),
            "taken": _points(sheet.taken),
            "undecided": _points(sheet.undecided),
            "total": _points(sheet.total) if sheet.weighted else None,
        },
    }


def _finding(form: SelfEvaluation, finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "where": finding.where,
        "cell": finding.cell,
        "place": place_name(form, finding.where),
        "message": finding.message,
        "facts": dict(finding.facts),
        "basis": finding.basis,
        "standing": finding.standing,
        "waived": finding.waived,
    }


def _points(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
