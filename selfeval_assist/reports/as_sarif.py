"""Findings as SARIF 2.1.0, which code-review tools and editors show.

A document has one run; a form is an artifact, and a cell a logical location in it.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from selfeval_assist import __version__
from selfeval_assist.checks import RULES, Finding, Severity
from selfeval_assist.checks.words import place_name
from selfeval_assist.reports.model import Report

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif_results(report: Report) -> Iterator[dict[str, Any]]:
    """Yield the findings of one form as results."""
    for finding in report.findings:
        yield _result(report, finding)


def _result(report: Report, finding: Finding) -> dict[str, Any]:
    place = place_name(report.form, finding.where)
    logical = {"name": finding.cell or place, "fullyQualifiedName": finding.where, "kind": "member"}
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": _address(report.file)}},
                "logicalLocations": [logical],
                "message": {"text": place},
            }
        ],
    }
    if finding.waived:
        found["suppressions"] = [{"kind": "external", "status": "accepted"}]
    return found


def _address(file: str) -> str:
    """Return a file as a relative reference of a URI, or as a URI where its path is absolute."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def sarif_frame(failed: Iterable[str] = ()) -> tuple[str, str]:
    """Return what stands before and behind the results.

    Args:
        failed: why files gave nothing; used only for what stands behind.
    """
    rules = [
        {
            "id": rule.code,
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": rule.explain},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {"basis": rule.basis, "standing": rule.standing},
        }
        for rule in RULES.values()
    ]
    driver = {"name": "selfeval-assist", "version": __version__, "language": "zh-CN"}
    tool = json.dumps({"driver": {**driver, "rules": rules}}, ensure_ascii=False)
    notes = [{"level": "error", "message": {"text": each}} for each in failed]
    ended = [{"executionSuccessful": not notes, "toolExecutionNotifications": notes}]
    invocations = json.dumps(ended, ensure_ascii=False)
    head = f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{"tool": {tool},\n"results": ['
    return head, f'],\n"invocations": {invocations}}}]}}'
