"""Rules and the state of an installation as JSON; docs/json.md describes both."""

from typing import TYPE_CHECKING, Any

from selfeval_assist.checks import Rule

if TYPE_CHECKING:
    from selfeval_assist.reports.doctor import Diagnosis


def rule_record(rule: Rule) -> dict[str, Any]:
    """Return a rule: what it says, on what basis, what it replaces and what it needs."""
    return {
        "code": rule.code,
        "title": rule.title,
        "severity": rule.severity.value,
        "kind": rule.kind,
        "message": rule.message,
        "basis": rule.basis,
        "standing": rule.standing,
        "supersedes": list(rule.supersedes),
        "needs": rule.needs or rule.partly,
        "explain": rule.explain,
    }


def doctor_record(found: "Diagnosis") -> dict[str, Any]:
    """Return what the doctor found: whether all is well, and each check."""
    return {
        "well": found.well,
        "checks": [
            {
                "name": each.name,
                "standing": each.standing,
                "told": each.told,
                "advice": each.advice,
            }
            for each in found.checks
        ],
    }
