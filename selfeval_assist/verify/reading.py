"""A text read: its quantities with the words that say whose and what each of them is."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile
from operator import attrgetter

from selfeval_assist.prose import clauses, mentions, words
from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.mentions import Mention
from selfeval_assist.prose.units import POINTS as PERCENT_POINTS
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify import ignored
from selfeval_assist.verify.alignment import Called, Names, called_by_name, names_of
from selfeval_assist.verify.cells import Cells

BLANK = "\ue000"
_COUNTERS = frozenset({"项", "条", "类", "种", "部", "块", "大类", "方面"})
_NEGATIVE = tuple(words.of("polarity.not"))
_MONEY_NOUNS = ("column.fund", "relation.unspent")
DENIED_SPENT = frozenset({"relation.unspent"})
"""What a word for spending says where it is denied: 没有执行."""
_AHEAD = 10
"""Characters behind a number in which what is counted may be named: 120项政务服务事项."""
_FAR = 16
# 完成了28台, 达到约90%: what may stand between a short word and its value
_LINK = frozenset("了出去掉约为是达到至")
# 15分钟)的目标, 20万元已被核减: what may stand between a value and the word behind it
_TAIL = re.compile(r"[)）]?(?:的|为|中的?|被|已被?|尚|全部)?")


@dataclass(frozen=True)
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

    @cached_property
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
        clauses: its clauses.
        sentences: its sentences.
        places: its quantities, in order.
    """

    text: str
    plain: str
    masked: str
    tags: tuple[Tag, ...]
    clauses: tuple[Span, ...]
    sentences: tuple[Span, ...]
    places: tuple[Place, ...] = field(default=())

    def within(self, start: int, end: int) -> tuple[Tag, ...]:
        """Return the known words between two places."""
        first = bisect_left(self.tags, start, key=_START)
        last = bisect_left(self.tags, end, first, key=_START)
        found = self.tags[first:last]
        return found[:-1] if found and found[-1].end > end else found


_START: "attrgetter[int]" = attrgetter("start")


def read(text: str, cells: Cells) -> Reading:
    """Return a text as it speaks of a form; the values of the form do not change that."""
    return _read(text, names_of(cells), cells.called, cells.units)


@lru_cache(maxsize=64)
def _read(
    text: str, names: Names, quiet: tuple[str, ...], units_of_form: tuple[str, ...]
) -> Reading:
    plain = narrowed(text)
    masked = ignored.masked(plain, [*(name for own in names.of.values() for name in own), *quiet])
    spans = tuple(clauses.clauses(masked)), tuple(clauses.sentences(masked))
    reading = Reading(text, plain, masked, tuple(_denied(masked)), *spans)
    told = mentions.mentions(masked, units_of_form)
    lasts = [-1, *(each.end for each in told)]
    ends = [*(each.start for each in told[1:]), len(plain)]
    placed = [_place(reading, names, *around) for around in zip(told, lasts, ends, strict=False)]
    return replace(reading, places=tuple(_zipped(reading, names, _elided(placed))))


def _denied(masked: str) -> Iterator[Tag]:
    """Yield the known words; money that was not spent is left: 没有执行, 尚未能支付."""
    for tag in words.tags(masked):
        left = tag.has("column.executed") and masked[: tag.start].endswith(_NEGATIVE)
        yield tag._replace(senses=DENIED_SPENT) if left else tag


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


def _place(reading: Reading, names: Names, mention: Mention, last: int, end: int) -> Place:
    """Return a quantity with what the words around it say.

    Args:
        reading: the text with its words.
        names: the names of the form's rows.
        mention: the quantity.
        last: where the quantity before it ends, or -1.
        end: where the one behind it begins, or the end of the text.
    """
    clause = clauses.around(reading.clauses, mention.at)
    sentence = clauses.around(reading.sentences, mention.at)
    start = max(clause.start, last)
    before = reading.plain[start : mention.start]
    if last >= clause.start and before.count("、") == 1:
        before = before.partition("、")[2]  # 4个示范村、202个村庄: 示范村 belongs to the 4
    after = reading.plain[mention.end : min(end, clause.end, mention.end + _AHEAD)]
    own = called_by_name(names, before) or _called_ahead(
        reading, names, Span(max(sentence.start, last), start)
    )
    return Place(
        mention,
        clause,
        sentence,
        before,
        after,
        _agreed(names, own, WITHIN.split(after)[0]),
        cues=_cues(reading, start, mention.at),
        tail=_tail(reading, mention.end, end),
        earlier=reading.within(clause.start, start),
        behind=called_by_name(names, noun(after)) if own else (),
    )


def _called_ahead(reading: Reading, names: Names, since: Span) -> tuple[Called, ...]:
    """Return the rows that the last clause since the last value calls: A和B得到提高，各得15分."""
    text = reading.plain[since.start : since.end]
    parts = (text[span.start : span.end] for span in reversed([*clauses.clauses(text)]))
    return next((found for part in parts if (found := called_by_name(names, part))), ())


def _cues(reading: Reading, start: int, at: int) -> tuple[Tag, ...]:
    """Return the words that say what a value is; short ones only right before it."""
    found = []
    compared = words.holds(reading.masked[max(0, start - _FAR) : at], "比较")  # 比计划多建1.5米
    for tag in reading.within(start, at):
        between = reading.masked[tag.end : at]
        near = len(between) < 3 and (compared or _LINK.issuperset(between))
        if tag.has("column", "relation", "verdict") or (tag.has("beside") and near):
            found.append(tag)
    return tuple(found)


def _lead(masked: str, start: int) -> int:
    """Return where the words begin that say what the value before is."""
    lead = _TAIL.match(masked, start)
    return lead.end() if lead else start


def _tail(reading: Reading, start: int, end: int) -> tuple[Tag, ...]:
    """Return what the words right behind a value, up to the next one, say that it is."""
    first = _lead(reading.masked, start)
    linked = first if reading.masked[start:first].endswith("的") else -1
    near = [t for t in reading.within(start, first + 6) if t.has("column", "relation", "group")]
    near = [tag for tag in near if tag.end < end or tag.start == linked]  # 530元的上限5300元
    tail = [tag for tag in near if tag.start <= first]
    return (*tail, *_left(near, tail[-1])) if tail else _money(reading.plain, start, near)


def _left(near: list[Tag], last: Tag) -> Iterator[Tag]:
    """Yield that money is left where the words behind a value go on so: 42.11%的资金没有执行."""
    for tag in near:
        if tag.senses == DENIED_SPENT and tag.start <= last.end + len("没有"):
            yield tag


def _money(plain: str, start: int, near: list[Tag]) -> tuple[Tag, ...]:
    """Return the noun for money behind a value: 三十万元救助资金."""
    nouns = (tag for tag in near[:1] if tag.has(*_MONEY_NOUNS))
    return tuple(tag for tag in nouns if plain[start : tag.start].isalpha())


def _agreed(names: Names, own: tuple[Called, ...], after: str) -> tuple[Called, ...]:
    """Return the rows that the words before a value and those behind it call, as far as both do."""
    also = called_by_name(names, after)
    if not own or not also or len(own) > 1:
        return own or also
    both = frozenset().union(*(each.rows for each in also)) & own[0].rows
    return (Called(both),) if both else own


# 775台农机具里有拖拉机301台; 775台(其中拖拉机…; (8月，晚于6月底)和…: what ends the words of a value
WITHIN = re.compile(r"[、)]|\(?其中|里(?!程)|[中内](?=[有含]|包括)")
# 202个村庄、3061户厕所: what ends a noun behind a value
_NOUN = "、和与及的()（）"


def noun(after: str) -> str:
    """Return the noun with which the words behind a value begin."""
    return "".join(takewhile(lambda char: char not in _NOUN, after))


# A、B和C: the parts of a list before 分别
_PART = re.compile(r"(?:(?!和|及|与|以及)[^、，；：:])+")


def _zipped(reading: Reading, names: Names, places: list[Place]) -> Iterator[Place]:
    """Yield the places; behind 分别 each takes its part of the list before it."""
    given: dict[int, Place] = {}
    for tag in reading.tags:
        if tag.has("group.zip"):
            given |= {each.mention.at: each for each in _given(reading, names, places, tag)}
    for place in places:
        yield given.get(place.mention.at, place)


def _given(reading: Reading, names: Names, places: list[Place], tag: Tag) -> Iterator[Place]:
    """Yield the places behind 分别 with what the list before it calls, one after the other."""
    here = [each for each in places if each.sentence.holds(tag.start)]
    behind = [each for each in here if each.mention.start >= tag.end]
    earlier = [each for each in here if each.mention.end <= tag.start]
    given = _lists(reading, names, earlier, behind, tag)
    for (own, part), place in zip(given, behind, strict=False):
        listed = place is not behind[0] and not place.before.strip(_JOINS)
        words_ = replace(place, before=behind[0].before, cues=behind[0].cues) if listed else place
        yield replace(words_, called=own or place.called, part=part)


_JOINS = "、，和与及以"
_Given = tuple[tuple[Called, ...], tuple[int, int] | None]


def _lists(
    reading: Reading, names: Names, earlier: list[Place], behind: list[Place], tag: Tag
) -> list[_Given]:
    """Return what each value behind 分别 is given, and where its part of the list stands."""
    if earlier and earlier[-1].counts and earlier[-1].mention.value.number == len(names.of):
        return [((Called(frozenset({row})),), None) for row in names.of]  # 五项指标得分依次为
    if listed := [one.called for one in earlier if 1 < len(one.called) == len(behind)]:
        return [((each,), None) for each in listed[-1]]  # A、B均完成，分值依次为10分、5分
    if parts := _parts(reading, earlier, tag)[-_in_a_row(reading, behind) :]:
        return [(called_by_name(names, reading.plain[slice(*span)]), span) for span in parts]
    told = [one.called for one in earlier if one.called and not one.counts]
    return [(own, None) for own in told[-len(behind) :]]


def _counts_here(reading: Reading, place: Place, tag: Tag) -> bool:
    """Return whether a quantity counts the list before 分别: A、B两项, A、B、C三个数量指标."""
    behind = reading.within(place.mention.end, tag.start)
    return place.counts or any(t.start == place.mention.end and t.has("level") for t in behind)


def _in_a_row(reading: Reading, behind: list[Place]) -> int:
    """Return how many values follow each other with nothing but 、 and 和 between them, or 0.

    从结果看，A、B分别得27分、9分: as many parts of the list before are given.
    """
    gaps = (reading.plain[a.mention.end : b.mention.start] for a, b in pairwise(behind))
    after = sum(1 for _ in takewhile(lambda gap: not gap.strip(_JOINS), gaps))
    return after and after + 1


def _parts(reading: Reading, earlier: list[Place], tag: Tag) -> list[tuple[int, int]]:
    """Return where the parts of the list before 分别 stand, none where it is no list.

    A、B两项均未达标，分别得7分和9分: the count says where the list ends, and how long it is.
    """
    counts = bool(earlier) and _counts_here(reading, earlier[-1], tag)
    values = [each for each in (earlier[:-1] if counts else earlier) if not each.counts]
    sentence = max(s.start for s in reading.sentences if s.start <= tag.start)
    start, end, number = (values[-1].mention.end if values else sentence), tag.start, 0
    if counts:
        end, number = earlier[-1].mention.start, int(earlier[-1].mention.value.number or 0)
    parts = [match.span() for match in _PART.finditer(reading.plain, start, end)][-number:]
    return parts if len(parts) > 1 else []
