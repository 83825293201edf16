"""Print the kinds of inputs that once failed: what was said of each before, and what is now."""

from pathlib import Path
from typing import Any

import yaml

from selfeval_assist.checks import RULES
from selfeval_assist.documents import DocumentError, read
from selfeval_assist.reports import report_on

DATA = Path(__file__).parents[1] / "data"
_EVERYWHERE = ("WGT003", "SCR005")
"""Every one of these small forms has a row with many points, and full marks."""


def kinds() -> list[dict[str, Any]]:
    """Return the kinds, each with its files and what has to be said of them."""
    found: list[dict[str, Any]] = yaml.safe_load((DATA / "cases.yml").read_text(encoding="utf-8"))
    return found


def said(path: Path) -> str:
    """Return the policy, the total and the rules that fire on a file, or why it is not read."""
    try:
        forms = read(path)
    except DocumentError as error:
        return error.problem.partition("：")[0]
    return "; ".join(_form(path, form) for form in forms)


def _form(path: Path, form: Any) -> str:
    report = report_on(path.name, form)
    codes = sorted(
        {
            f"{each.code} {each.severity.value}"
            for each in report.findings
            if each.severity != "I" and each.code not in _EVERYWHERE
        }
    )
    total = format(report.sheet.total, "f")
    return f"{report.policy.id} {total}: {', '.join(codes) or '—'}"


def table() -> str:
    """Return the table as Markdown."""
    lines = [
        "# Inputs that once failed",
        "",
        "`PYTHONPATH=tests python -m bench.cases_table` makes this page of `tests/data/cases`: the",
        "policy, the computed total and the rules at error or warning, without WGT003 and SCR005.",
        "",
        "| kind | before | file | now |",
        "|---|---|---|---|",
    ]
    for kind in kinds():
        before = kind["before"]
        for at, name in enumerate(kind["now"]):
            first = (kind["kind"], before) if not at else ("", "")
            lines.append(f"| {' | '.join(first)} | {name} | {said(DATA / 'cases' / name)} |")
    codes = sorted({word for line in lines for word in line.split() if word in RULES})
    lines += ["", "Rules: " + "; ".join(f"{code} {RULES[code].title}" for code in codes) + "."]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
