"""Rows that can be told together: the same level, the same value, the same verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from selfeval_assist.facts.model import Fact
from selfeval_assist.form import Indicator, SelfEvaluation


def grouped(
    form: SelfEvaluation, facts: Mapping[str, Fact], role: str
) -> tuple[tuple[int, ...], ...]:
    """Return the rows that have a value of a role, those of equal value together, in form order.

    Args:
        form: the form.
        facts: the facts of its rows, by id.
        role: ``target`` or ``actual``.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for index, row in enumerate(form.indicators):
        if f"row.{index}.{role}" in facts:
            groups.setdefault(_key(index, row, facts, role), []).append(index)
    return tuple(map(tuple, groups.values()))


def _key(index: int, row: Indicator, facts: Mapping[str, Fact], role: str) -> tuple[str, ...]:
    """Return what rows have in common that are told together."""
    fact = facts[f"row.{index}.{role}"]
    level = row.kind or row.level2.strip() or (row.group or row.level1.strip())
    key = [row.group, level, fact.value]
    if row.parent is not None or row.name.strip().startswith("其中"):
        key.append(str(index))  # part of another row
    if role == "actual" and fact.kind != "words":
        others = (facts.get(f"row.{index}.{name}") for name in ("target", "verdict"))
        key += [other.value if other else "" for other in others]
    return tuple(key)


def group_facts(form: SelfEvaluation, facts: Mapping[str, Fact]) -> Iterator[Fact]:
    """Yield, for every group of two or more rows, its common value and how many rows it has."""
    for role, prefix in (("actual", "group"), ("target", "goals")):
        for rows in grouped(form, facts, role):
            if len(rows) > 1:
                members = [facts[f"row.{row}.{role}"] for row in rows]
                yield from _common(f"{prefix}.{rows[0]}", role, members)


def _common(name: str, role: str, members: list[Fact]) -> Iterator[Fact]:
    """Yield what several rows have in common, and how many they are."""
    first, count = members[0], f"{len(members)}项"
    subjects = tuple(dict.fromkeys(name for fact in members for name in fact.subjects))
    sources = tuple(source for fact in members for source in fact.sources)
    yield replace(
        first,
        id=f"{name}.{role}",
        label=f"各项{first.label}",
        sources=sources,
        work=f"{count}相同",
        row=None,
        subjects=subjects,
    )
    work = "、".join(fact.subjects[0] for fact in members) + f"，共{count}"
    counted = Fact(f"{name}.count", "项数", count, "count", sources, work)
    yield replace(counted, subjects=subjects)
