"""Reasons that only say again what happened: 年中核减20万元 of a budget that was cut by 20万元."""

from collections.abc import Iterator, Mapping

from selfeval_assist.facts.model import Fact
from selfeval_assist.prose import words
from selfeval_assist.prose.causes import tells_measure
from selfeval_assist.prose.likeness import covered_letters, pairs
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.width import narrowed

_JUDGED = ("verdict", "beside")
"""Words that tell a result; without one, and without a figure, a text repeats none: 资金未到位.

A change alone is one of something (任务增加), and a reason however general.
"""
_COMMON = (*_JUDGED, "relation", "column", "generic", "level", "group", "count")
_BUDGET = "预算调整执行率"
"""What is explained of the budget, as the name of a row is of a row."""
_OWN = 2
"""Letters besides these words, figures and the row's name from which on a text says more."""


def repeating(facts: Mapping[str, Fact]) -> Iterator[str]:
    """Yield the ids of stated reasons that give none: nothing but the result and its figures."""
    for fact in facts.values():
        own, _, role = fact.id.rpartition(".")
        if fact.kind == "cause" and role in {"cause", "text"}:
            name = facts[f"{own}.name"].value if f"{own}.name" in facts else _BUDGET
            if _repeats(narrowed(fact.value), name):
                yield fact.id


def _repeats(text: str, name: str) -> bool:
    tags = words.tags(text)
    figures = mentions(text)
    tells = bool(figures) or any(tag.has(*_JUDGED) for tag in tags)
    if not tells or tells_measure(text) or any(tag.has("reason") for tag in tags):
        return False  # 2024年3月底前完成; 因任务减少，年中调减20万元
    rest = words.without(text, [tag for tag in tags if tag.has(*_COMMON)])
    for each in figures:
        rest = rest[: each.start] + " " * (each.end - each.start) + rest[each.end :]
    return sum(map(str.isalpha, rest)) - covered_letters(rest, frozenset(pairs(name))) < _OWN
