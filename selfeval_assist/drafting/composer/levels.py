"""From phrases to sentences: level by level, never more facts than a reader can hold."""

from collections.abc import Iterable

from selfeval_assist.drafting.composer.phrases import MOST_FACTS, Phrase, sentence
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable

_LONGEST = 130
"""Characters of one template; longer sentences are split between levels."""

_MORE = ("另外，", "此外，")


def by_level(
    table: FactTable, phrases: Iterable[tuple[str, Phrase]], joint: str
) -> list[SentencePlan]:
    """Return sentences for phrases given with their headings, in order.

    Args:
        table: the facts.
        phrases: heading and phrase; equal headings that follow each other are told together.
        joint: what stands between a heading and its first phrase: ``方面，`` or ``目标：``.
    """
    levels: list[tuple[str, list[Phrase]]] = []
    for heading, phrase in phrases:
        if not levels or levels[-1][0] != heading:
            levels.append((heading, []))
        levels[-1][1].append(phrase)
    plans: list[SentencePlan] = []
    topics: list[str] = []
    units: list[Phrase] = []
    for heading, pieces in levels:
        for number, unit in enumerate(_units(pieces)):
            opening = f"{heading}{joint}" if heading else ""
            opening = opening if number == 0 else _MORE[number % 2]
            unit = Phrase(opening + unit.text, unit.facts)
            if units and not _fits([*units, unit]):
                plans.append(_sentence(table, topics, units))
                topics, units = [], []
            units.append(unit)
            topics.append(heading)
    if units:
        plans.append(_sentence(table, topics, units))
    return plans


def _units(pieces: list[Phrase]) -> list[Phrase]:
    """Return the phrases of one level, packed into parts of at most six facts."""
    packs: list[list[Phrase]] = []
    for piece in pieces:
        if packs and _fits([*packs[-1], piece]):
            packs[-1].append(piece)
        else:
            packs.append([piece])
    return [Phrase(_joined(pack), sum(piece.facts for piece in pack)) for pack in packs]


def _joined(pack: list[Phrase]) -> str:
    texts = [piece.text for piece in pack]
    return ("；" if any("，" in text for text in texts) else "，").join(texts)


def _fits(phrases: list[Phrase]) -> bool:
    facts = sum(phrase.facts for phrase in phrases)
    return facts <= MOST_FACTS and sum(len(phrase.text) for phrase in phrases) <= _LONGEST


def _sentence(table: FactTable, topics: list[str], units: list[Phrase]) -> SentencePlan:
    topic = "、".join(dict.fromkeys(filter(None, topics))) or "绩效指标"
    return sentence(table, topic, "；".join(unit.text for unit in units) + "。")
