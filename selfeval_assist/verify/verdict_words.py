"""The words of a text that judge: reached, exceeded, missed, late, more than the target."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from selfeval_assist.prose import clauses, words
from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.values import Kind
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify.reading import Reading

_NEGATIVE = (*words.of("polarity.not"), "不及", "无一")
_BEFOREHAND = ("前", "底", "末", "内")  # 年底前完成 says when, not that it is done
_BEYOND = ("超过", "突破")
_DONE = ("完成", "实现")
_FRAMES = (
    ("column.target", ("与", "和", "同", "跟"), ("set.same",), "verdict.level"),
    ("column.weight", ("与", "和", "同", "跟"), ("set.same",), "count.full"),
    ("column.target", ("等于",), (), "verdict.level"),
    ("column.target", ("按",), ("aspect.done",), "verdict.met"),
    ("column.target", ("在",), ("set.above",), "compare.not_less"),
    ("column.target", ("在",), ("set.below",), "compare.not_more"),
    ("column.target", ("在",), ("set.inside",), "verdict.met"),
    ("column.target", ("比", "较"), ("relation.more", "beside.more"), "compare.more"),
    ("column.target", ("比", "较"), ("relation.less", "beside.less"), "compare.less"),
    ("column.target", ("比", "较"), ("relation.early", "beside.early"), "compare.early"),
    ("column.target", ("比", "较"), ("relation.late", "beside.late"), "compare.late"),
)
"""A noun, what stands before and behind it, and what that says of the result."""
_HELD = {
    "set.under": ("compare.less", "compare.not_less"),
    "set.over": ("compare.more", "compare.not_more"),
    "set.reach": ("verdict.met", "verdict.missed"),
}
"""What verbs say with what was set as their object, and what they say where they are denied."""
_BETWEEN, _NEXT, _LONG = 4, 3, 12


@lru_cache(maxsize=64)
def said_verdicts(reading: Reading) -> tuple[Tag, ...]:
    """Yield the judgements of a text, those put together of a verb and its object among them.

    完成了年度目标 is a judgement, 完成目标的91% is not; 少于目标 and 突破控制数 compare.
    """
    said = (*_plain(reading), *_finished(reading), *_with_object(reading), *_in_time(reading))
    said = (*said, *_framed(reading))
    places = {at for tag in said for at in range(tag.start, tag.end)}
    said = (*said, *(t for t in _held(reading) if places.isdisjoint(range(t.start, t.end))))
    return tuple(_either(reading, tag) for tag in said if not _is_aim(reading, tag))


def _is_aim(reading: Reading, tag: Tag) -> bool:
    """Return whether a word is what was aimed at, and judges nothing: 目标为完成，实际为80%."""
    at = tag.start - 1
    links = reading.masked[max(0, at) : tag.start] in {"为", "是"}
    return links and any(t.has("column.target") for t in reading.tags if t.end in {at, tag.start})


def _either(reading: Reading, tag: Tag) -> Tag:
    """Return a judgement; behind 达到或 it says no more than what stands before."""
    either = tag.has("verdict.exceeded", "compare.more") and reading.masked[: tag.start].endswith(
        "或"
    )
    return tag._replace(senses=frozenset({"verdict.met"})) if either else tag


def _plain(reading: Reading) -> Iterator[Tag]:
    """Yield the words that judge by themselves."""
    for tag in reading.tags:
        if not tag.has("verdict", "count.full"):
            continue
        missed = tag.has("verdict.missed") or tag.text.endswith(_BEYOND)  # 没有超过5300元
        if not denied(reading, tag) and (missed or not _value_follows(reading, tag)):
            yield tag
        elif denied(reading, tag) and tag.has("verdict.missed"):  # 不低于目标
            yield tag._replace(senses=frozenset({"verdict.met"}))
        elif denied(reading, tag) and tag.has("verdict.met") and not tag.has("group.all"):  # 没达标
            yield tag._replace(senses=frozenset({"verdict.missed"}))


def _with_object(reading: Reading) -> Iterator[Tag]:
    """Yield verbs with the target as their object."""
    said = [
        tag
        for tag in reading.tags
        if tag.has("column", "relation", "verdict") and not tag.has("column.initial")  # 年初目标
    ]
    for verb, target in pairwise(said):
        sense = _put_together(verb, denied=denied(reading, verb))
        if sense and _belong_together(reading, verb, target):
            text = reading.text[verb.start : target.end]
            yield Tag(verb.start, target.end, text, frozenset({sense}))


def _framed(reading: Reading) -> Iterator[Tag]:
    """Yield what stands around a target and says how a result lies: 与目标相同, 在目标之上."""
    for noun in reading.tags:
        for sense, before, behind, says in _FRAMES:
            begin = max(reading.masked.rfind(mark, 0, noun.start) for mark in before)
            end = _framed_to(reading, noun, behind)
            near = begin >= 0 and noun.start - begin <= _BETWEEN
            if near and noun.has(sense) and end and not reading.masked[:begin].endswith(_NEGATIVE):
                yield Tag(begin, end, reading.text[begin:end], frozenset({says}))


def _framed_to(reading: Reading, noun: Tag, behind: tuple[str, ...]) -> int:
    """Return where the words behind a noun end that say how a result lies to it; 0 for none."""
    if not behind or _value_follows(reading, noun):
        return 0 if behind else noun.end
    spans = words.spans(reading.masked[noun.end : noun.end + _NEXT + 1], *behind)[:1]
    near = spans and spans[0][0] <= (0 if behind[0].startswith("set") else 1)  # 比目标略多
    ends = noun.end + spans[0][1] if near else 0
    return 0 if any(0 <= p.mention.start - ends <= 1 for p in reading.places if ends) else ends


def _in_time(reading: Reading) -> Iterator[Tag]:
    """Yield that something is ready and in time, so that all of it was done: 如期办完."""
    for tag in reading.tags:
        clause = clauses.around(reading.clauses, tag.start)
        behind = reading.masked[tag.end : clause.end]
        if tag.has("verdict.ontime") and not denied(reading, tag):
            for start, end in words.spans(behind, "aspect.done")[:1]:
                text = reading.text[tag.start : tag.end + end]
                if start <= _BETWEEN:
                    yield Tag(tag.start, tag.end + end, text, frozenset({"verdict.met"}))


def denied(reading: Reading, tag: Tag) -> bool:
    """Return whether a word that denies stands right before a word."""
    return reading.masked[: tag.start].endswith(_NEGATIVE)


def _finished(reading: Reading) -> Iterator[Tag]:
    """Yield 完成 at the end of a clause (年度任务已完成); 于8月完成 only says when."""
    ends = {span.end for span in reading.clauses}
    dated = {each.clause.end for each in reading.places if each.mention.value.kind is Kind.DATE}
    for tag in reading.tags:
        done = tag.text.removesuffix("了").endswith((*_DONE, "达到"))
        verb = tag.has("column.actual") and done
        before = reading.masked[: tag.start]
        open_ = before.endswith(_BEFOREHAND) or _undone(reading, tag)
        if verb and tag.end in ends - dated and not open_:
            yield Tag(tag.start, tag.end, tag.text, frozenset({"verdict.met"}))


def _undone(reading: Reading, verb: Tag) -> bool:
    """Return whether a verb is denied: 未完成, 没有全部完成, 未能按期完成."""
    beside = (t for t in reading.tags if t.end == verb.start and t.has("group.all", "verdict.late"))
    first = next(beside, verb)
    return first.has("verdict.late") or denied(reading, first)


def _belong_together(reading: Reading, verb: Tag, target: Tag) -> bool:
    """Return whether a verb has a target word as its object: 超出90万元的控制数."""
    if not target.has("column.target") or _value_follows(reading, target):
        return False
    if target.text.endswith("限") and verb.text.endswith(_DONE):
        return False  # 完成时限 is a noun: a limit is kept, it is not done
    between = reading.masked[verb.end : target.start].removeprefix("年初")
    for place in reading.places:
        if 0 <= place.mention.start - verb.end <= _NEXT and place.mention.end <= target.start:
            between = reading.masked[place.mention.end : target.start].removeprefix("的")
            break
    plain = not between or between.isalpha()
    return plain and len(between) <= _BETWEEN and "的" not in between


def _held(reading: Reading) -> Iterator[Tag]:
    """Yield verbs with what was set as their object: 达到了年初定下的要求, 守住指标规定的界限."""
    for clause in reading.clauses:
        words_of_it = reading.masked[clause.start : clause.end]
        for start, end in words.spans(words_of_it, *_HELD):
            verb, rest = words_of_it[start:end], words_of_it[end:]
            kind = next(each for each in _HELD if words.spans(verb, each))
            if _was_set(rest, any_noun=kind != "set.reach") and not _counted(reading, clause, end):
                sense = _HELD[kind][words_of_it[:start].endswith(_NEGATIVE)]
                at = clause.start + start
                text = reading.text[at : clause.end]
                yield Tag(at, clause.end, text, frozenset({sense}))


def _counted(reading: Reading, clause: Span, start: int) -> bool:
    """Return whether a quantity stands in a clause behind a place."""
    behind = Span(clause.start + start, clause.end)
    return any(behind.holds(each.mention.at) for each in reading.places)


def _was_set(rest: str, *, any_noun: bool) -> bool:
    """Return whether the end of a clause says what had been set: 了年初定下的要求."""
    tags = words.tags(rest)
    if len(rest) > _LONG or any(tag.has("relation", "verdict", "reason") for tag in tags):
        return False
    aim = any(tag.has("column.target") and tag.end == len(rest) for tag in tags)
    planned = bool(words.spans(rest, "set.before")) or any(tag.has("column.target") for tag in tags)
    noun = any_noun or any(end == len(rest) for _, end in words.spans(rest, "set.noun"))
    return (aim and "的" in rest) or (planned and noun)


def _value_follows(reading: Reading, target: Tag) -> bool:
    """Return whether a target word only leads to its value: 达到目标的91%, 超过目标3台."""
    return any(
        0 <= each.mention.start - target.end <= _NEXT and each.clause.holds(target.start)
        for each in reading.places
    )


def _put_together(verb: Tag, *, denied: bool) -> str:
    """Return what a verb says of its object, the target."""
    if verb.has("verdict"):
        return ""
    for sense, plain, opposite in (
        ("column.actual", "verdict.met", "verdict.missed"),
        ("relation.more", "compare.more", "compare.not_more"),
        ("relation.less", "compare.less", "compare.not_less"),
        ("relation.late", "compare.late", "compare.early"),
        ("relation.early", "compare.early", "compare.late"),
    ):
        if verb.has(sense):
            return opposite if denied else plain
    return ""
