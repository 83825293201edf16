"""The rows of a form as parts of a text: level by level, all of them where there is room.

Where there is none, a level is told by its count and its most important rows, and in the end by
its count alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.drafting.composer.fitting import HEADING, Part, Wording
from selfeval_assist.drafting.composer.phrases import Phrase
from selfeval_assist.facts.levels import Level
from selfeval_assist.form.vocabulary import BENEFIT, COST, OUTPUT, SATISFACTION

_HEADINGS = {
    "数量指标": "数量",
    "质量指标": "质量",
    "时效指标": "时效",
    "成本指标": "成本",
    "经济成本指标": "经济成本",
    "社会成本指标": "社会成本",
    "生态环境成本指标": "生态环境成本",
    "经济效益指标": "经济效益",
    "社会效益指标": "社会效益",
    "生态效益指标": "生态效益",
    "可持续影响指标": "可持续影响",
    "服务对象满意度指标": "满意度",
    OUTPUT: "产出",
    BENEFIT: "效益",
    COST: "成本",
    SATISFACTION: "满意度",
}

# What the reader loses, from the first thing to go to the last.
PROOF, DETAIL, COUNTED, SILENT = 5, 10, 40, 48
_NAMED = {8: 16, 6: 18, 5: 19, 4: 20, 3: 22, 2: 28, 1: 30}
"""How many rows are named beside a count, and what is lost by naming so few."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about rows with a common value.

    ``plain`` is said with fewer words and figures; the weight (points) ranks what is named.
    """

    full: Phrase
    plain: Phrase
    weight: Decimal


def heading(level: Level, *, group: bool = False) -> str:
    """Return how a sentence about a level begins: 质量方面，; empty for an unknown level."""
    name = level.group if group else level.kind or level.group
    return f"{_HEADINGS[name]}{HEADING}" if name in _HEADINGS else ""


def level_part(
    level: Level,
    told: Iterable[Told],
    head: str,
    *,
    opening: str,
    count: Phrase | None,
    silent: bool,
) -> Part:
    """Return one level as a part.

    Args:
        level: the level.
        told: what its rows say, in form order.
        head: what stands between a count and the rows named after it: ``，如``.
        opening: how the first sentence of its block begins.
        count: the level told by its count alone; None where that is not wanted.
        silent: whether the level may be left out in the end.
    """
    every = list(told)
    wordings = [Wording(tuple(each.full for each in every))]
    plain = tuple(each.plain for each in every)
    if plain != wordings[0].phrases:
        wordings.append(Wording(plain, DETAIL))
    if count is not None:
        for most, cost in _NAMED.items():
            if len(every) > most:
                chosen = [each.plain for each in _weightiest(every, most)]
                texts = "，".join(phrase.text for phrase in chosen)
                facts = count.facts + sum(phrase.facts for phrase in chosen)
                wordings.append(Wording((Phrase(f"{count.text}{head}{texts}", facts),), cost))
        wordings.append(Wording((count,), COUNTED))
    if silent:
        wordings.append(Wording((), SILENT))
    block = level.group or "其他"
    if level.group == SATISFACTION and all("满意" in each.full.text for each in every):
        return Part(level.label, tuple(wordings), block)
    return Part(level.label, tuple(wordings), block, opening, heading(level))


def _weightiest(told: list[Told], most: int) -> list[Told]:
    """Return the rows with the most points, in form order."""
    ranked = sorted(range(len(told)), key=lambda at: (-told[at].weight, at))[:most]
    return [told[at] for at in sorted(ranked)]


def openings(levels: Iterable[Level], opening: Callable[[Level, bool], str]) -> Mapping[str, str]:
    """Return how the first sentence of each block begins, by first-level name.

    Args:
        levels: the levels that are told.
        opening: the opening for a level; True when its block has several levels.
    """
    blocks: dict[str, list[Level]] = {}
    for level in levels:
        blocks.setdefault(level.group, []).append(level)
    return {group: opening(members[0], len(members) > 1) for group, members in blocks.items()}
