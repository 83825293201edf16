"""A text read: its quantities with the words that say whose and what each of them is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from selfeval_assist.prose import clauses, mentions, words
from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.mentions import Mention
from selfeval_assist.prose.units import POINTS as PERCENT_POINTS
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify import ignored
from selfeval_assist.verify.alignment import Called, called
from selfeval_assist.verify.cells import Cells, units_of

BLANK = "\ue000"
_COUNTERS = frozenset({"项", "条", "类", "种", "部", "大类", "方面"})
_AHEAD = 10
"""Characters behind a number in which what is counted may be named: 120项政务服务事项."""
_FAR = 16
# 完成了28台, 达到约90%: what may stand between a short word and its value
_LINK = re.compile(r"[了出约为是达到至]{0,2}")
_COMPARED = re.compile(r"[比较]")  # 比计划多建1.5米
# 15分钟)的目标, 20万元已被核减: what may stand between a value and the word behind it
_TAIL = re.compile(r"[)）]?(?:的|中的?|被|已被?|尚|全部)?")


@dataclass(frozen=True, slots=True)
class Place:
    """A quantity with what the words around it say.

    Attributes:
        mention: the quantity.
        clause: its clause.
        sentence: its sentence.
        before: the words between the value before it, or the begin of its clause, and it.
        after: the words behind it, up to the next value or stop.
        called: the rows that these words call, one entry for each part of a list.
        inherited: whether they were called by an earlier clause.
        cues: what the words say the value is, the nearest last.
        tail: what the words right behind it say it is.
        earlier: what the words of its clause before ``before`` say.
        behind: the rows that the noun right behind calls: 12头猪.
        part: where its part of a list before 分别 stands, or None.
    """

    mention: Mention
    clause: Span
    sentence: Span
    before: str
    after: str
    called: tuple[Called, ...] = ()
    inherited: bool = False
    cues: tuple[Tag, ...] = ()
    tail: tuple[Tag, ...] = ()
    earlier: tuple[Tag, ...] = ()
    behind: tuple[Called, ...] = ()
    part: tuple[int, int] | None = None

    @property
    def counts(self) -> bool:
        """Whether it counts things that are named beside it: 三项, 两类."""
        return self.mention.value.unit in _COUNTERS

    @property
    def rows(self) -> frozenset[int]:
        """All rows that are called."""
        return frozenset().union(*(each.rows for each in self.called))


@dataclass(frozen=True, eq=False)
class Reading:
    """A text with its quantities, words and parts.

    Attributes:
        text: the text as given.
        plain: the same in one width.
        masked: the same with everything blanked that claims nothing.
        tags: its known words.
        places: its quantities, in order.
    """

    text: str
    plain: str
    masked: str
    tags: tuple[Tag, ...]
    places: tuple[Place, ...] = field(default=())

    def within(self, start: int, end: int) -> tuple[Tag, ...]:
        """Return the known words between two places."""
        return tuple(tag for tag in self.tags if start <= tag.start and tag.end <= end)


@lru_cache(maxsize=256)
def read(text: str, cells: Cells) -> Reading:
    """Return a text as it speaks of a form."""
    plain = narrowed(text)
    masked = ignored.masked(
        plain, [*(name for names in cells.names.values() for name in names), *cells.called]
    )
    reading = Reading(text, plain, masked, words.tags(masked))
    spans = [*clauses.clauses(masked)], [*clauses.sentences(masked)]
    found: list[Place] = []
    for mention in mentions.mentions(masked, units_of(cells)):
        found.append(_place(reading, cells, mention, spans, found))
    ends = [place.mention.start for place in found[1:]] + [len(plain)]
    placed = [_behind(reading, cells, each, end) for each, end in zip(found, ends, strict=False)]
    return replace(reading, places=tuple(_zipped(reading, cells, _elided(placed))))


def _elided(places: list[Place]) -> list[Place]:
    """Return the places; in a list the last one says the unit of all: 高出6个、10个和5个百分点."""
    found: list[Place] = []
    for place in reversed(places):
        value, after = place.mention.value, found[-1].mention.value if found else None
        listed = place.after.strip() in {"、", "和", "及", "与"}
        if listed and value.unit == "个" and after is not None and after.unit == PERCENT_POINTS:
            value = replace(value, kind=after.kind, unit=after.unit)
            place = replace(place, mention=replace(place.mention, value=value))
        found.append(place)
    return found[::-1]


def _span(spans: list[Span], place: int) -> Span:
    return next((span for span in spans if span.holds(place)), Span(place, place))


def _place(
    reading: Reading,
    cells: Cells,
    mention: Mention,
    spans: tuple[list[Span], list[Span]],
    found: list[Place],
) -> Place:
    clause, sentence = _span(spans[0], mention.at), _span(spans[1], mention.at)
    start = max(clause.start, found[-1].mention.end if found else 0)
    before = reading.plain[start : mention.start]
    if found and found[-1].mention.end >= clause.start and before.count("、") == 1:
        before = before.partition("、")[2]  # 4个示范村、202个村庄: 示范村 belongs to the 4
    cues = _cues(reading, start, mention.at)
    earlier = reading.within(clause.start, start)
    own = called(cells, before) or _called_ahead(reading, cells, start, sentence, found)
    return Place(mention, clause, sentence, before, "", own, False, cues, (), earlier)


def _called_ahead(
    reading: Reading, cells: Cells, start: int, sentence: Span, found: list[Place]
) -> tuple[Called, ...]:
    """Return the rows that the last clause since the last value calls: A和B得到提高，各得15分."""
    since = max(sentence.start, found[-1].mention.end if found else 0)
    parts = list(clauses.clauses(reading.plain[since:start]))
    every = (called(cells, reading.plain[since + p.start : since + p.end]) for p in reversed(parts))
    return next((found for found in every if found), ())


def _cues(reading: Reading, start: int, at: int) -> tuple[Tag, ...]:
    """Return the words that say what a value is; short ones only right before it."""
    found = []
    compared = _COMPARED.search(reading.masked, max(0, start - _FAR), at)
    for tag in reading.within(start, at):
        between = reading.masked[tag.end : at]
        near = _LINK.fullmatch(between) or (len(between) < 3 and compared)
        if tag.has("column", "relation", "verdict") or (tag.has("beside") and near):
            found.append(tag)
    return tuple(found)


def _behind(reading: Reading, cells: Cells, place: Place, end: int) -> Place:
    """Return a place with what stands behind it."""
    start = place.mention.end
    stop = min(end, place.clause.end, start + _AHEAD)
    after = reading.plain[start:stop]
    lead = _TAIL.match(reading.masked, start)
    first = lead.end() if lead else start
    tail = tuple(
        tag
        for tag in reading.within(start, min(first + 6, len(reading.plain)))
        if tag.start <= first and tag.has("column", "relation", "group") and tag.end < end
    )
    own = place.called
    if not own and after.strip():
        own = called(cells, after)
    elif own and (also := called(cells, after)):
        both = frozenset().union(*(each.rows for each in also)) & place.rows
        own = (Called(both),) if both and len(own) == 1 else own
    noun = called(cells, _NOUN.split(after)[0]) if place.called else ()
    return replace(place, after=after, tail=tail, called=own, behind=noun)


# 202个村庄、3061户厕所: what ends a noun behind a value
_NOUN = re.compile(r"[、和与及的()（）]")
# A、B和C: the parts of a list before 分别
_PART = re.compile(r"(?:(?!和|及|与|以及)[^、，；：:])+")


def _zipped(reading: Reading, cells: Cells, places: list[Place]) -> Iterator[Place]:
    """Yield the places; behind 分别 each takes its part of the list before it."""
    given: dict[int, Place] = {}
    for tag in reading.tags:
        if tag.has("group.zip"):
            given |= {each.mention.at: each for each in _given(reading, cells, places, tag)}
    for place in places:
        yield given.get(place.mention.at, place)


def _given(reading: Reading, cells: Cells, places: list[Place], tag: Tag) -> Iterator[Place]:
    """Yield the places behind 分别 with what the list before it calls, one after the other."""
    here = [each for each in places if each.sentence.holds(tag.start)]
    behind = [each for each in here if each.mention.start >= tag.end]
    earlier = [each for each in here if each.mention.end <= tag.start]
    parts = _parts(reading, earlier, tag)
    lists: list[tuple[Called, ...]]
    if earlier and earlier[-1].counts and earlier[-1].mention.value.number == len(cells.rows):
        parts = []
        lists = [(Called(frozenset({row})),) for row in cells.rows]  # 五项指标得分依次为
    elif parts:
        lists = [called(cells, reading.plain[begin:end]) for begin, end in parts]
    else:
        lists = [one.called for one in earlier if one.called and not one.counts][-len(behind) :]
    for own, part, place in zip(lists, [*parts, *(None for _ in lists)], behind, strict=False):
        yield replace(place, called=own or place.called, part=part)


def _parts(reading: Reading, earlier: list[Place], tag: Tag) -> list[tuple[int, int]]:
    """Return where the parts of the list before 分别 stand, none where it is no list.

    A、B两项均未达标，分别得7分和9分: the count says where the list ends, and how long it is.
    """
    values = [each for each in earlier if not each.counts]
    sentence = max(s.start for s in clauses.sentences(reading.masked) if s.start <= tag.start)
    start, end, number = (values[-1].mention.end if values else sentence), tag.start, 0
    if earlier and earlier[-1].counts:
        end, number = earlier[-1].mention.start, int(earlier[-1].mention.value.number or 0)
    parts = [match.span() for match in _PART.finditer(reading.plain, start, end)][-number:]
    return parts if len(parts) > 1 else []
