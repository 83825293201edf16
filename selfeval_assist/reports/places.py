"""Findings as a person meets them: in the order of the form, and each basis once."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from selfeval_assist.checks import Finding, Severity
from selfeval_assist.checks.words import place_name
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.reports.policy_text import STANDINGS

_HEAD = frozenset({"title", "year", "project", "department", "unit", "money_unit"})
_ROWS, _WHOLE = 3, 4
_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True)
class Place:
    """The findings on one part of a form, the worst first.

    ``name`` is the part in words and ``row`` whether it is an indicator row.
    """

    name: str
    row: bool
    findings: tuple[Finding, ...]

    def sentence(self, finding: Finding) -> str:
        """Return the message of a finding without the name of the row that stands above it."""
        return finding.message.removeprefix(self.name) if self.row else finding.message


def by_place(form: SelfEvaluation, findings: Iterable[Finding]) -> tuple[Place, ...]:
    """Return findings by the part they stand in.

    The parts come in the order of the form: head, funds, goal, each indicator row, and last what
    concerns the form as a whole. Within a part the order is that of severity, then of the cells.
    """

    def key(finding: Finding) -> tuple[int, int]:
        return _rank(finding.where)

    cells = _positions(form)
    ordered = sorted(
        findings,
        key=lambda each: (
            *key(each),
            _SEVERITIES.index(each.severity),
            cells.get(each.where, len(cells)),
        ),
    )
    return tuple(
        Place(_name(form, rank), rank[0] == _ROWS, tuple(group))
        for rank, group in groupby(ordered, key=key)
    )


def bases(findings: Iterable[Finding]) -> dict[str, tuple[str, ...]]:
    """Return each basis of the findings once, with how sure we are of it, and the codes on it."""
    found: dict[str, set[str]] = {}
    for each in sorted(findings, key=lambda finding: finding.code):
        basis = f"{each.basis}（{STANDINGS[each.standing]}）"
        found.setdefault(basis, set()).add(each.code)
    return {basis: tuple(sorted(codes)) for basis, codes in found.items()}


def _positions(form: SelfEvaluation) -> dict[str, int]:
    """Return the place of every cell, and of every part at its first cell, in reading order."""
    found: dict[str, int] = {}
    for number, leaf in enumerate(paths.leaves(form)):
        while leaf:
            found.setdefault(leaf, number)
            leaf = leaf.rpartition(".")[0]
    return found


def _rank(where: str) -> tuple[int, int]:
    """Return the number of the part of the form in which a path lies, and of the row in it."""
    top, _, rest = where.partition(".")
    row = rest.partition(".")[0]
    if top in _HEAD:
        return 0, 0
    if top in {"funds", "goal"}:
        return (1 if top == "funds" else 2), 0
    return (_ROWS, int(row)) if top == "indicators" and row.isdigit() else (_WHOLE, 0)


def _name(form: SelfEvaluation, rank: tuple[int, int]) -> str:
    part, row = rank
    if part == 0:
        return "表头"
    return place_name(form, ("", "funds", "goal", f"indicators.{row}", "")[part])
