"""Facts of one level of the form: how many rows it has and how they stand to their targets."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from selfeval_assist.facts.model import Fact
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.scoring import RowScore, ScoreSheet, Verdict

VERDICTS: dict[str, tuple[str, frozenset[Verdict]]] = {
    "met": ("达到年度指标值的", frozenset({Verdict.MET, Verdict.EXCEEDED})),
    "exceeded": ("超过年度指标值的", frozenset({Verdict.EXCEEDED})),
    "missed": ("未达到年度指标值的", frozenset({Verdict.MISSED})),
    "late": ("未按期完成的", frozenset({Verdict.LATE})),
}
"""What is counted, with the words that introduce the count."""


@dataclass(frozen=True, slots=True)
class Level:
    """Rows that stand together in the form.

    Attributes:
        id: beginning of the ids of its facts, such as ``kind.3`` (3 is its first row).
        label: what it is called: ``数量指标``; never taken from a cell, so that it claims nothing.
        group: the canonical first-level name, or an empty string.
        kind: the canonical second-level name, or an empty string.
        rows: its rows in form order, those without a name left out.
    """

    id: str
    label: str
    group: str
    kind: str
    rows: tuple[int, ...]


def levels_of(form: SelfEvaluation) -> tuple[Level, ...]:
    """Return the second-level groups of a form in order; each label stands for one group only."""
    places: dict[tuple[str, str], list[int]] = {}
    for index, row in enumerate(form.indicators):
        if row.name.strip():
            places.setdefault((row.group, row.kind), []).append(index)
    groups = Counter(group for group, _ in places)
    found: dict[str, Level] = {}
    for (group, kind), rows in places.items():
        label = _label(group, kind, groups)
        if label in found:
            label = f"{group}中的{label}"
        found[label] = Level(f"kind.{rows[0]}", label, group, kind, tuple(rows))
    return tuple(found.values())


def _label(group: str, kind: str, groups: Mapping[str, int]) -> str:
    """Return what a level is called among all groups of a form."""
    if kind:
        return kind
    if not group:
        return "三级指标" if sum(groups.values()) == 1 else "其他指标"
    return group if groups[group] == 1 else f"其他{group}"


def level_facts(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[Fact]:
    """Yield for each level how many rows it has, and how many by verdict."""
    for level in levels_of(form):
        yield from _facts_of(level, [sheet.rows[index] for index in level.rows])


def _facts_of(level: Level, rows: list[RowScore]) -> Iterator[Fact]:
    yield count(f"{level.id}.total", f"{level.label}项数", rows)
    for name, (introduced, wanted) in VERDICTS.items():
        if hits := [row for row in rows if row.verdict in wanted]:
            yield count(f"{level.id}.{name}", f"{introduced}{level.label}", hits)


def count(fact_id: str, label: str, rows: list[RowScore]) -> Fact:
    """Return how many rows there are as a fact that rests on their targets and actual values."""
    value = f"{len(rows)}项"
    numbers = rows_named((row.index for row in rows), every=True)
    return Fact(fact_id, label, value, "count", _sources(rows), f"{numbers}，共{value}")


def common_verdict(fact_id: str, label: str, rows: list[RowScore]) -> Fact:
    """Return as a fact that several rows reached their targets."""
    members: dict[str, list[int]] = {}
    for row in rows:
        members.setdefault(row.verdict.value or "不作数值比较", []).append(row.index)
    work = "、".join(f"{rows_named(at, every=True)}{told}" for told, at in members.items())
    return Fact(fact_id, label, "达到年度指标值", "verdict", _sources(rows), work)


def _sources(rows: list[RowScore]) -> tuple[str, ...]:
    return tuple(f"indicators.{row.index}.{cell}" for row in rows for cell in ("target", "actual"))
