"""The elements of a planned goal: its clauses that hold a doing or a measure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfeval_assist.prose import clauses, words
from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.masks import masking
from selfeval_assist.prose.mentions import Mention
from selfeval_assist.prose.values import Kind
from selfeval_assist.prose.words import Tag

_STOPS = "。；;！!？?\n"
# A clause ends at a comma or a colon: 其中：维修教学楼14栋，改造厕所32座.
_CLAUSE = re.compile(r"[^，：:]+[：:]?")
_LIST = re.compile(r"[、和及并与](?!时|其)")
# What a list does not end in: 系统（可研、设计）, 做到“及时、干净”.
_INSIDE = re.compile(r"\([^()]*+\)|“[^“”]*+”|《[^《》]*+》")
# Behind these stands what the whole project is for: 目的是保障图书馆全年免费开放.
_PURPOSE = re.compile(r"目的[是为在]|主要内容[是为]|旨在")
_SHORTEST, _WITH_A_DAY, _COUNTED = 4, 2, 2
"""Letters of a doing, of one beside a day (8月25日前完工) and of what is counted (培训60人次)."""
_FEWEST = 3
"""Parts that a list of doings without any measure must have: 村庄整治、农村改厕、清洁行动."""
_BUDGET = ("column.budget", "column.initial", "column.adjusted")


@dataclass(frozen=True, slots=True)
class Element:
    """One clause of a goal: ``span`` says it; from ``start`` on stands what leads to it."""

    start: int
    span: Span


def elements(text: str, measures: Sequence[Mention]) -> Iterator[Element]:
    """Yield the elements of a goal in their order.

    A time, the budget, a heading, the ground or an opening clause in words belongs to the element
    behind it: ``2025年安排资金360万元，完成小修保养86公里`` is one element.

    Args:
        text: the goal in one width, with names of projects and units blanked.
        measures: its quantities.
    """
    text = _INSIDE.sub(masking, text)
    for sentence in clauses.parted(text, Span(0, len(text)), _STOPS):
        parts = [
            part
            for clause in _CLAUSE.finditer(text, sentence.start, sentence.end)
            for part in _listed(text, Span(*clause.span()), measures)
        ]
        if _counted(parts[-1], measures) or not _PURPOSE.search(text, sentence.start, sentence.end):
            yield from _of_sentence(text, parts, measures)


def _of_sentence(
    text: str, parts: Sequence[Span], measures: Sequence[Mention]
) -> Iterator[Element]:
    start = -1
    for at, part in enumerate(parts):
        start = part.start if start < 0 else start
        if not _leads(text, part, parts[at + 1 :], measures, first=start == part.start):
            yield Element(start, part)
            start = -1


def _within(span: Span, measures: Sequence[Mention]) -> list[Mention]:
    return [each for each in measures if span.holds(each.at)]


def _counted(span: Span, measures: Sequence[Mention]) -> list[Mention]:
    """Return the quantities of a clause that are no times."""
    return [each for each in _within(span, measures) if each.value.kind is not Kind.DATE]


def _listed(text: str, clause: Span, measures: Sequence[Mention]) -> Iterator[Span]:
    """Yield the parts of a list in a clause, where each has a measure or all are long doings."""
    ends = [clause.end]
    ends += [match.start() for match in _LIST.finditer(text, clause.start, clause.end)]
    cuts, parts = sorted(ends), list[Span]()
    begin = clause.start
    for end in cuts:
        part = Span(begin, end)
        if _counted(part, measures) and (
            end == clause.end or _counted(Span(end, clause.end), measures)
        ):
            parts.append(part)
            begin = end + 1
    if begin < clause.end:
        parts.append(Span(begin, clause.end))
    if len(parts) == 1 and not _within(clause, measures):
        named = list(clauses.parted(text, clause, "、"))
        if len(named) >= _FEWEST and all(_letters(text, each) >= _SHORTEST for each in named):
            parts = named
    yield from parts


def _letters(text: str, span: Span) -> int:
    return sum(map(str.isalnum, text[span.start : span.end]))


def _leads(
    text: str, part: Span, later: Sequence[Span], measures: Sequence[Mention], *, first: bool
) -> bool:
    """Return whether a clause is no element of its own, but belongs to the one behind it."""
    counted = _counted(part, measures)
    tags = [tag for tag in words.tags(text) if part.holds(tag.start)]
    heading = text[part.start : part.end].endswith((":", "："))
    if counted:
        money = all(each.value.kind is Kind.AMOUNT for each in counted)
        ahead = heading or any(tag.has(*_BUDGET) for tag in tags)
        return (money and ahead) or _told(text, part, tags, counted) < _COUNTED
    times = _within(part, measures)
    if heading or _told(text, part, tags, times) < (_WITH_A_DAY if times else _SHORTEST):
        return True
    if tags and tags[0].start == part.start and tags[0].has("authority") and later:
        return True
    return first and not times and any(_within(each, measures) for each in later)


def _told(text: str, part: Span, tags: Sequence[Tag], measures: Sequence[Mention]) -> int:
    """Return how many letters of a clause are neither numbers nor words that call nothing."""
    nothing = [
        (tag.start, tag.end)
        for tag in tags
        if tag.has("generic", "level", "group") and len(tag.text) > 1  # 到货 is no 到
    ]
    numbers = [(each.start, each.end) for each in measures]
    skipped = {at for start, end in (*nothing, *numbers) for at in range(start, end)}
    left = [text[at] for at in range(part.start, part.end) if at not in skipped]
    return sum(map(str.isalnum, left))
