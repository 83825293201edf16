"""Findings as a person meets them: the worst first, those of one kind together, each basis once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from selfeval_assist.checks import RULES, Finding, Severity
from selfeval_assist.checks.words import place_name
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.reports.policy_text import STANDINGS

_HEAD = frozenset({"title", "year", "project", "department", "unit", "money_unit"})
_SUMS = frozenset({"funds", "total", ""})
"""Where the arithmetic of the whole form stands: what is wrong there changes everything else."""
_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True)
class Said:
    """One finding: where it is, its sentence without that, and its cell in the document.

    ``place`` is empty where the sentence says itself where it is.
    """

    place: str
    sentence: str
    cell: str

    def __str__(self) -> str:
        cell = f"［{self.cell}］" if self.cell else ""
        return f"{self.place}{self.sentence}{cell}"


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule at one severity, in the order of the form.

    Attributes:
        code: the rule.
        title: the rule in a few words; empty where it is unknown.
        severity: of all of them.
        places: where they are, in a few words: ``第1—7行``, ``预期目标、实际完成情况``.
        said: each of them.
    """

    code: str
    title: str
    severity: Severity
    places: str
    said: tuple[Said, ...]


def grouped(form: SelfEvaluation, findings: Iterable[Finding]) -> tuple[Group, ...]:
    """Return findings by what a person does about them.

    Errors come before questions and these before advice; within each what concerns the money and
    the total first, then the order of the form. The findings of one rule stand together at the
    place of its first.
    """
    cells = _positions(form)

    def key(finding: Finding) -> tuple[int, bool, int]:
        top = finding.where.partition(".")[0]
        return (
            _SEVERITIES.index(finding.severity),
            top not in _SUMS,
            -1 if top in _HEAD else cells.get(finding.where, len(cells)),
        )

    ordered = sorted(findings, key=key)
    kinds: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in ordered:
        kinds.setdefault((finding.severity, finding.code), []).append(finding)
    return tuple(_group(form, each) for each in kinds.values())


def bases(findings: Iterable[Finding]) -> dict[str, tuple[str, ...]]:
    """Return each basis of the findings once, with how sure we are of it, and the codes on it."""
    found: dict[str, set[str]] = {}
    for each in sorted(findings, key=lambda finding: finding.code):
        basis = f"{each.basis}（{STANDINGS[each.standing]}）"
        found.setdefault(basis, set()).add(each.code)
    return {basis: tuple(sorted(codes)) for basis, codes in found.items()}


def _group(form: SelfEvaluation, findings: Sequence[Finding]) -> Group:
    first = findings[0]
    title = RULES[first.code].title if first.code in RULES else ""
    rows = [row for each in findings if (row := _row(each.where)) is not None]
    parts = _parts(form, (each.where for each in findings if _row(each.where) is None))
    places = "、".join(dict.fromkeys((*parts, *((rows_named(rows),) if rows else ()))))
    return Group(first.code, title, first.severity, places, tuple(_said(form, e) for e in findings))


def _parts(form: SelfEvaluation, wheres: Iterable[str]) -> Iterator[str]:
    """Yield places in words, what they are part of once: 年度资金总额年初预算数、全年预算数."""
    last = ""
    for where in wheres:
        name, whole = place_name(form, where), where.rpartition(".")[0]
        yield name.removeprefix(place_name(form, whole)) if whole and whole == last else name
        last = whole


def _said(form: SelfEvaluation, finding: Finding) -> Said:
    row, sentence = _row(finding.where), finding.message
    place = "" if row is None else place_name(form, f"indicators.{row}")
    if place and not sentence.startswith(place):
        sentence = f"：{sentence}"
    return Said(place, sentence.removeprefix(place), finding.cell)


def _row(where: str) -> int | None:
    top, _, rest = where.partition(".")
    row = rest.partition(".")[0]
    return int(row) if top == "indicators" and row.isdigit() else None


def _positions(form: SelfEvaluation) -> dict[str, int]:
    """Return the place of every cell, and of every part at its first cell, in reading order."""
    found: dict[str, int] = {}
    for number, leaf in enumerate(paths.leaves(form)):
        while leaf:
            found.setdefault(leaf, number)
            leaf = leaf.rpartition(".")[0]
    return found
