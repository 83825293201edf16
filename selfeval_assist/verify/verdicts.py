"""Judgements in words — reached, exceeded, not reached, late — against what scoring decided."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from selfeval_assist.prose.words import Tag
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify import derivations
from selfeval_assist.verify.alignment import called
from selfeval_assist.verify.cells import Cells
from selfeval_assist.verify.counting import COUNT, LISTED
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.reading import Reading
from selfeval_assist.verify.told import Told

_ALLOWED = {
    Verdict.MET: frozenset({"verdict.met", "verdict.ontime", "verdict.level"}),
    Verdict.EXCEEDED: frozenset({"verdict.met", "verdict.exceeded", "verdict.ontime"}),
    Verdict.MISSED: frozenset({"verdict.missed", "verdict.ontime"}),
    Verdict.LATE: frozenset({"verdict.late", "verdict.missed"}),
}
_SAID = {
    Verdict.MET: "达到年度指标值", Verdict.EXCEEDED: "超过年度指标值",
    Verdict.MISSED: "未达到年度指标值", Verdict.LATE: "未按期完成",
}  # fmt: skip
_EVERY = ("group.all", "group.each", "level.whole")


def judgements(reading: Reading, cells: Cells, known: Sequence[Told]) -> Iterator[Violation]:
    """Yield judgements that the verdicts of the rows they speak of contradict."""
    for tag in claims(reading):
        if _counts(reading, tag, known):
            continue
        if cells.planned:
            if not tag.has("verdict.met", "verdict.ontime", "count.full"):
                message = f"绩效目标写的是计划，“{tag.text}”是完成后的判断，请改写。"
                yield Violation("verdict_word", tag.text, tag.start, message)
            continue
        rows, every = _spoken_of(reading, cells, tag, known)
        wrong = [row for row in rows if _contradicts(cells, row, tag, every=every)]
        if not wrong or (not every and len(wrong) < len(rows)):
            continue
        names = "、".join(f"“{cells.names[row][0]}”" for row in wrong[:3])
        decided = _SAID[cells.verdict(wrong[0])]
        message = f"按表中数值，{names}{decided}，与“{tag.text}”不一致，请核对。"
        rule = "all_done" if every else "verdict_word"
        yield Violation(rule, tag.text, tag.start, message, rows=tuple(wrong))


_NEGATIVE = ("未", "没", "没有", "未能", "没能", "尚未", "不", "不及", "无一")
_BETWEEN = 4


def claims(reading: Reading) -> Iterator[Tag]:
    """Yield the judgements of a text, those put together of a verb and its object among them.

    完成了年度目标 is a judgement, 完成目标的91% is not; 少于目标 and 突破控制数 compare.
    """
    for tag in reading.tags:
        if not tag.has("verdict", "count.full"):
            continue
        if _value_follows(reading, tag) and not tag.has("verdict.missed"):
            continue
        if not reading.masked[: tag.start].endswith(_NEGATIVE):
            yield tag
        elif tag.has("verdict.missed"):  # 不低于目标
            yield Tag(tag.start, tag.end, tag.text, frozenset({"verdict.met"}))
    yield from _finished(reading)
    said = [tag for tag in reading.tags if tag.has("column", "relation", "verdict")]
    for verb, target in pairwise(said):
        apart = _between(reading, verb.end, target.start)
        if (
            verb.has("verdict")
            or not target.has("column.target")
            or len(apart) > _BETWEEN
            or (apart and not apart.isalpha())
            or "的" in apart
        ):
            continue
        if _value_follows(reading, target):
            continue
        denied = reading.masked[: verb.start].endswith(_NEGATIVE)
        sense = _put_together(verb, denied=denied)
        if reading.masked[: verb.start].endswith("或") and sense == "compare.more":
            sense = "compare.not_less"  # 达到或超过年度指标值
        if sense:
            yield Tag(
                verb.start, target.end, reading.text[verb.start : target.end], frozenset({sense})
            )


def _finished(reading: Reading) -> Iterator[Tag]:
    """Yield 完成 at the end of a clause: 年度任务已完成, 数量指标全部完成."""
    ends = {end for _start, end in _clauses(reading)}
    for tag in reading.tags:
        if (
            tag.has("column.actual")
            and tag.text.endswith(("完成", "实现", "达到"))
            and tag.end in ends
        ) and not reading.masked[: tag.start].endswith((*_NEGATIVE, "前", "底", "末", "内")):
            yield Tag(tag.start, tag.end, tag.text, frozenset({"verdict.met"}))


def _between(reading: Reading, start: int, end: int) -> str:
    """Return the words between a verb and its object without the value: 超出90万元的控制数."""
    for place in reading.places:
        if 0 <= place.mention.start - start <= 3 and place.mention.end <= end:
            return reading.masked[place.mention.end : end].removeprefix("的")
    return reading.masked[start:end]


def _value_follows(reading: Reading, target: Tag) -> bool:
    """Return whether a target word only leads to its value: 达到目标的91%, 超过目标3台."""
    return any(0 <= each.mention.start - target.end <= 3 for each in reading.places)


def _put_together(verb: Tag, *, denied: bool) -> str:
    if verb.has("column.actual"):
        return "verdict.missed" if denied else "verdict.met"
    if verb.has("relation.more"):
        return "compare.not_more" if denied else "compare.more"
    if verb.has("relation.less"):
        return "compare.not_less" if denied else "compare.less"
    return ""


def _compared(cells: Cells, row: int, tag: Tag) -> bool:
    """Return whether a comparison with the target is not that of the values."""
    own = {cell.column: cell.number for cell in cells.of(f"row.{row}", "target", "actual")}
    target, actual = own.get("target"), own.get("actual")
    if target is None or actual is None:
        return False
    says = {
        "compare.more": actual > target, "compare.less": actual < target,
        "compare.not_more": actual <= target, "compare.not_less": actual >= target,
    }  # fmt: skip
    return not any(says[sense] for sense in tag.senses)


def _contradicts(cells: Cells, row: int, tag: Tag, *, every: bool) -> bool:
    if every and tag.has("verdict.met") and cells.verdict(row) in {Verdict.MISSED, Verdict.LATE}:
        return True  # 各项任务均按期完成
    if tag.has("compare"):
        return _compared(cells, row, tag)
    if tag.has("count.full"):
        return row in derivations.counts(cells, "whole")["lost"]
    allowed = _ALLOWED.get(cells.verdict(row))
    return allowed is not None and not any(sense in allowed for sense in tag.senses)


def _counts(reading: Reading, tag: Tag, known: Sequence[Told]) -> bool:
    """Return whether a judgement only says what a count beside it counts: 8项达标."""
    for one in known:
        mention = one.place.mention
        near = (
            mention.start - 6 <= tag.end <= mention.start
            or mention.end <= tag.start <= mention.end + 8
        )
        between = reading.masked[min(tag.end, mention.end) : max(tag.start, mention.start)]
        if any(each.name == LISTED for each in one.derived):
            continue
        counted = any(each.name == COUNT for each in one.derived)
        if any(word in between for word in ("都", "均", "全部", "皆")):
            continue
        if near and "，" not in between and (counted or mention.value.unit in {"项", "个", "条"}):
            return True
    return False


def _spoken_of(
    reading: Reading, cells: Cells, tag: Tag, known: Sequence[Told]
) -> tuple[list[int], bool]:
    """Return the rows that a judgement speaks of, and whether it speaks of every one of them."""
    clause = next((c for c in _clauses(reading) if c[0] <= tag.start < c[1]), (0, tag.start))
    before = reading.plain[clause[0] : tag.start]
    words = reading.within(clause[0], tag.end)
    rest = any(each.has("group.rest", "group.except") for each in words)
    if any(each.has("group.few") for each in words):
        return [], False
    level = _level(words)
    every = any(each.has(*_EVERY) for each in words) or level is not None
    if rest:
        spoken = _rows_before(reading, cells, tag, known)
        scope = derivations.members(cells, level or "whole")
        return [row for row in scope if row not in spoken], True
    for each in words:
        if each.has(
            "level", "column.target"
        ):  # 年度目标任务, 数量指标 calls its level, not every row with 数量 in its name
            before = before.replace(each.text, " ")
    if together := _told_together(known, tag, clause[0]):
        return together, True
    own = called(cells, before) if before.strip() else ()
    several = "等指标" in before  # A、B等指标均已达到 speaks of A and B
    if own and (several or not any(each.has("level.whole") for each in words)):
        rows = sorted(frozenset().union(*(each.rows for each in own)))
        return rows, len(own) > 1
    if listed := _listed(known, tag, clause[0]):
        return listed, True
    if every and (level or any(each.has("group.all", "level.whole") for each in words)):
        return list(derivations.members(cells, level or "whole")), True
    part = max(reading.masked.rfind(mark, 0, tag.start) for mark in "。；;\n")
    near = [one for one in known if part < one.place.mention.start < tag.start]
    if not near and (named := _level(reading.within(part + 1, tag.start))):
        return list(derivations.members(cells, named)), False
    if any(each.has("group.each") for each in words):
        return sorted({row for one in near for row in _rows(one)}), True
    last = near or [one for one in known if one.place.mention.start < tag.start]
    return (sorted(_rows(last[-1])), False) if last else ([], False)


def _told_together(known: Sequence[Told], tag: Tag, start: int) -> list[int]:
    """Return the rows of the sentence that tells as many as 三项 before a judgement counts."""
    here = [
        one.place.mention.value for one in known if start <= one.place.mention.start < tag.start
    ]
    if not here or here[-1].unit not in {"项", "个"}:
        return []
    told: dict[int, set[int]] = {}
    for one in known:
        if one.place.mention.start < start:
            told.setdefault(one.place.sentence.start, set()).update(_rows(one))
    return next((sorted(rows) for rows in told.values() if 1 < len(rows) == here[-1].number), [])


def _listed(known: Sequence[Told], tag: Tag, start: int) -> list[int]:
    """Return the rows that 两项 before a judgement means: those told before it."""
    here = [one for one in known if start <= one.place.mention.start < tag.start]
    number = here[-1].place.mention.value.number if here else None
    if number is None or here[-1].place.mention.value.unit not in {"项", "个"}:
        return []
    rows = [row for one in known if one.place.mention.start < start for row in sorted(_rows(one))]
    return rows[-int(number) :] if 1 < number <= len(rows) else []


def _clauses(reading: Reading) -> Iterator[tuple[int, int]]:
    start = 0
    for at, char in enumerate(reading.masked):
        if char in "，；;。！!？?\n":
            yield start, at
            start = at + 1
    yield start, len(reading.masked)


def _level(words: Sequence[Tag]) -> str | None:
    said = [s.partition(".")[2] for tag in words for s in tag.senses if s.startswith("level.")]
    narrow = [level for level in said if level not in {"whole", "execution"}]
    return narrow[-1] if narrow else None


def _rows(one: Told) -> frozenset[int]:
    """Return the rows that a told quantity is of; none where it is money of the budget."""
    rows = frozenset(each.row for each in one.derived if each.row is not None)
    return rows if one.derived else one.place.rows


def _rows_before(reading: Reading, cells: Cells, tag: Tag, known: Sequence[Told]) -> frozenset[int]:
    """Return the rows that the text names before a judgement: what 其余 and 除…外 leave out."""
    rows = {row for one in known if one.place.mention.start < tag.start for row in _rows(one)}
    for start, end in _clauses(reading):
        if start >= tag.start:
            break
        for each in called(cells, reading.plain[start : min(end, tag.start)]):
            rows |= each.rows
    return frozenset(rows)
