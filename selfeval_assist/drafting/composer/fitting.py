"""A text that fits its field: parts with wordings from full to short, the least needed first cut.

Every composer text is a list of parts. While the text is too long, the step that costs the reader
least is taken: a part goes on to its next, shorter wording. What was cut too much is given back at
the end where there is room.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from selfeval_assist.drafting.composer.phrases import MOST_FACTS, Phrase, sentence
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable, render
from selfeval_assist.form.text import PENDING_MARK

HEADING = "方面，"
"""How an opening ends that names a level."""
_YIELDS = 5
"""By what the costs of a part are divided that gives way early."""
LONGEST = 130
"""Characters of one template; longer sentences are split between phrases."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a part; no phrases leave it out.

    ``cost`` is what the reader loses against the wording before it.
    """

    phrases: tuple[Phrase, ...]
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a text has to say.

    Attributes:
        topic: what it is about, in a few words.
        wordings: from the fullest to the shortest; costs rise.
        block: parts of the same block that follow each other are woven into common sentences.
        opening: how the first sentence of the block begins.
        heading: how a later sentence begins that starts with this part.
        cause: what a person stated as the reason, when the part gives one.
    """

    topic: str
    wordings: tuple[Wording, ...]
    block: str = ""
    opening: str = ""
    heading: str = ""
    cause: str = ""


def whole(topic: str, *texts: tuple[int, str], cause: str = "") -> Part:
    """Return a part of its own from texts with their costs; an empty text leaves it out."""
    wordings = tuple(
        Wording((Phrase(text, text.count("<")),) if text else (), cost) for cost, text in texts
    )
    return Part(topic, wordings, cause=cause)


def yielding(part: Part) -> Part:
    """Return a part that gives way before the rows of the form do, as in a text of few words.

    What is left of it last stands.
    """
    *early, last = part.wordings
    own = (*(replace(each, cost=each.cost // _YIELDS) for each in early), last)
    return replace(part, wordings=own)


def fit(table: FactTable, parts: Sequence[Part], limit: int) -> list[SentencePlan]:
    """Return the sentences of a text that has at most ``limit`` characters.

    A text whose parts are all at their shortest and still too long loses whole parts from the end;
    parts whose last wording is empty make sure that this does not happen.
    """
    level = [0] * len(parts)
    taken: list[int] = []
    plans = _assembled(table, parts, level)
    while length(plans) > limit:
        steps = [
            (part.wordings[level[at] + 1].cost, -_size(part.wordings[level[at]]), at)
            for at, part in enumerate(parts)
            if level[at] + 1 < len(part.wordings)
        ]
        if not steps:
            break
        at = min(steps)[2]
        level[at] += 1
        taken.append(at)
        plans = _assembled(table, parts, level)
    for at in reversed(taken):
        level[at] -= 1
        fuller = _assembled(table, parts, level)
        if length(fuller) <= limit:
            plans = fuller
        else:
            level[at] += 1
    while length(plans) > limit:
        plans = plans[:-1]
    return plans


def possible(table: FactTable, parts: Sequence[Part], limit: int, most: int) -> bool:
    """Return whether parts fit when no step is taken that costs more than ``most``."""
    level = [
        max(at for at, wording in enumerate(part.wordings) if not at or wording.cost <= most)
        for part in parts
    ]
    return length(_assembled(table, parts, level)) <= limit


def length(plans: Sequence[SentencePlan]) -> int:
    """Return how many characters sentences have in the field.

    A request gets a full stop when it is accepted as it stands.
    """
    return sum(len(render(each.template, each.slots)) + each.pending for each in plans)


def _size(wording: Wording) -> int:
    return sum(len(phrase.text) for phrase in wording.phrases)


def _assembled(table: FactTable, parts: Sequence[Part], level: Sequence[int]) -> list[SentencePlan]:
    """Return the sentences for one choice of wordings."""
    plans: list[SentencePlan] = []
    said = [
        (part, wording.phrases)
        for part, at in zip(parts, level, strict=True)
        if (wording := part.wordings[at]).phrases
    ]
    start = 0
    while start < len(said):
        end = start + 1
        block = said[start][0].block
        while end < len(said) and block and said[end][0].block == block:
            end += 1
        plans += _block(table, said[start:end])
        start = end
    return plans


def _block(table: FactTable, said: Sequence[tuple[Part, tuple[Phrase, ...]]]) -> list[SentencePlan]:
    """Return the sentences of parts that belong together."""
    first = said[0][0]
    if not first.block:
        return [_own(table, first, unit.text) for unit in _units(said[0][1])]
    plans: list[SentencePlan] = []
    pieces: list[tuple[Part, Phrase]] = []
    goes_on = False
    for part, phrases in said:
        for number, unit in enumerate(_units(phrases)):
            if pieces and (number or not _fits([*(each for _, each in pieces), unit])):
                plans.append(_woven(table, pieces, not plans, goes_on=goes_on))
                pieces, goes_on = [], number > 0
            pieces.append((part, unit))
    return [*plans, _woven(table, pieces, not plans, goes_on=goes_on)]


def _woven(
    table: FactTable, pieces: list[tuple[Part, Phrase]], is_first: bool, *, goes_on: bool
) -> SentencePlan:
    """Return one sentence of a block; what goes on about the same thing needs no heading."""
    first, topics = pieces[0][0], dict.fromkeys(part.topic for part, _ in pieces)
    opened = is_first and (len(topics) > 1 or not first.opening.endswith(HEADING))
    # Without an opening for all of them, each level says that it begins.
    headings = [first.opening if opened else "" if goes_on else first.heading]
    for (before, _), (part, _) in pairwise(pieces):
        headings.append("" if opened or part is before else part.heading)
    said = (
        phrase.text if _names_itself(part, heading, phrase) else heading + phrase.text
        for heading, (part, phrase) in zip(headings, pieces, strict=True)
    )
    return sentence(table, "、".join(topics), f"{'；'.join(said)}。")


def _names_itself(part: Part, heading: str, phrase: Phrase) -> bool:
    """Return whether a text names its level itself."""
    return heading.endswith(HEADING) and phrase.text.startswith(part.topic)


def _units(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return phrases packed into pieces that one sentence can hold."""
    packs: list[list[Phrase]] = []
    for phrase in _families(phrases):
        if packs and _fits([*packs[-1], phrase]):
            packs[-1].append(phrase)
        else:
            packs.append([phrase])
    return [Phrase(_joined(pack), sum(each.facts for each in pack)) for pack in packs]


def _families(phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """Yield phrases, those of parts of a row with it: 补助养殖192只，其中羊180只、猪12头.

    A part whose whole is not told before it stands by itself.
    """
    last: Phrase | None = None
    for phrase in phrases:
        if last is not None and phrase.whole is not None and phrase.whole in {last.row, last.whole}:
            joint = "，其中" if last.whole is None else "、"
            last = Phrase(
                f"{last.text}{joint}{phrase.text}",
                last.facts + phrase.facts,
                last.row,
                phrase.whole,
            )
            continue
        if last is not None:
            yield last
        last = replace(phrase, whole=None)
    if last is not None:
        yield last


def _joined(pack: Sequence[Phrase]) -> str:
    texts = [phrase.text for phrase in pack]
    return ("；" if any("，" in text for text in texts) else "，").join(texts)


def _fits(phrases: Sequence[Phrase]) -> bool:
    facts = sum(phrase.facts for phrase in phrases)
    return facts <= MOST_FACTS and sum(len(phrase.text) for phrase in phrases) <= LONGEST


def _own(table: FactTable, part: Part, text: str) -> SentencePlan:
    """Return a sentence of a part that stands by itself; a request is closed as it is."""
    pending = PENDING_MARK in text
    template = text if text.endswith("】") else f"{text}。"
    return sentence(table, part.topic, template, cause=part.cause, pending=pending)
