"""Numbers that count indicators: the names before them, the rest, those called alike."""

import re
from collections.abc import Sequence

from selfeval_assist.facts.verify.index import Index
from selfeval_assist.facts.verify.naming import covers
from selfeval_assist.facts.verify.quantities import Found
from selfeval_assist.facts.verify.reading import Reading, Told
from selfeval_assist.facts.verify.scan import MASK, clause_end, clause_start, sentence_start
from selfeval_assist.facts.verify.tally import said_behind

_UNIT = re.compile(r"(?:项|个|条|类)(?:三级|绩效)?(?:指标)?")
_REST = re.compile(r"(?:其余|其他|其它|剩余|剩下)(?:的)?(?:三级|绩效)?(?:指标)?$")
_CALLED = re.compile(r"(?:项|个|条|类)([^，；。、：:\d均都皆为达的有]{2,20})")
_TOGETHER = re.compile(r"[项个类种者](?:资金|指标)?(?:合计|共|总|相加|[均都])")
_LONG = 4
_ONE = re.compile(r"执行率?$")
_LISTED = re.compile(
    r"(?=[\ue000“])|[^，；。\d]{0,12}[：:]|[^。\d]{0,16}(?:分别是|分别为|即|包括|为|是)"
)


def counts(reading: Reading, index: Index, found: Found, near: int, told: Sequence[Told]) -> bool:
    """Whether a number only counts indicators that the text itself names or that are called so."""
    masked, start, end = reading.masked, found.start, found.end
    if not masked.startswith(("项", "个", "条", "类"), end) or masked.startswith(
        ("个百分", "个月", "个工作", "个小时"), end
    ):
        return False
    if not found.key.isdigit():
        return False
    count = int(found.key)
    if _REST.search(masked, clause_start(masked, start), start):
        begin = sentence_start(masked, start)
        begins = {begin} if "项" in masked[begin:start] else {begin, 0}
        rests = (len(complement(reading, index, b, start, told)) for b in begins)
        return count < len(index.rows) and count in rests
    said = bool(said_behind(reading.plain, end))
    if not said and (called := _CALLED.match(reading.plain, end)):
        rows = _named_so(called[1], index)
        if count > 1 and count in {len(rows), *(len(rows & m) for m in index.members.values())}:
            return True
    if masked.startswith("等", start - 1):
        return False
    if not masked[clause_start(masked, start) : start].strip() and _TOGETHER.match(masked, end):
        clause = clause_start(masked, max(0, clause_start(masked, start) - 1))
        starts = [each.start for each in told if each.amount]
        begin = sentence_start(masked, start)
        if any(count == sum(at >= low for at in starts) > 1 for low in (clause, begin)):
            return True
    if count > 1 and (
        _listed(masked, near, start) == count or (not said and _alike(reading, index, found, near))
    ):
        return True
    if count == 1 and found.spoken and _ONE.search(masked, near, start):
        return True
    if not masked.startswith(("项", "个指标"), end) and not masked.startswith(MASK, start - 1):
        return False
    names = _between(reading, index, near, start)
    alone = found.spoken and masked.startswith(MASK, start - 1)
    if (len(names) > 1 or alone) and count == len(names):
        return True
    stop = _UNIT.match(masked, end)
    listed = _LISTED.match(masked, stop.end() if stop else end)
    if listed is None:
        return False
    close = sentence_end(masked, listed.end())
    return count == len(_between(reading, index, listed.end(), close)) > 0


_LIST = re.compile(r"[、和与及]|以及")


def _listed(masked: str, near: int, start: int) -> int:
    """Return how many things a list right before a count names; 0 where there is none."""
    parts = _LIST.split(masked[near:start])
    return len(parts) if all(len(part.strip()) > 1 for part in parts) else 0


def _alike(reading: Reading, index: Index, found: Found, near: int) -> bool:
    """Whether so many names hold the word right before a count: 满意度两项."""
    ends = {index.canonical[hit.text] for hit in reading.subjects if hit.end == found.start}
    if ends - index.levels:
        return False  # a number behind a full name is its value
    word = reading.plain[near : found.start].removesuffix("指标")
    for length in range(2, min(len(word), 10) + 1):
        rows = [r for r, names in index.rows.items() if any(word[-length:] in n for n in names)]
        if found.key == str(len(rows)):
            return True
    return False


def complement(
    reading: Reading, index: Index, begin: int, at: int, told: Sequence[Told]
) -> frozenset[int]:
    """Return the rows of which nothing is said between two places."""
    names = _between(reading, index, begin, at)
    spoken = {row for row, own in index.rows.items() if own & names}
    spoken |= {min(t.rows) for t in told if begin <= t.start < at and len(t.rows) == 1}
    return frozenset(index.rows).difference(spoken)


def _named_so(word: str, index: Index) -> set[int]:
    """Return the rows whose names hold a word, or else most of its characters in their order."""
    rows = {row for row, names in index.rows.items() if any(word in name for name in names)}
    word = word.removesuffix("指标")
    if rows or len(word) < _LONG:
        return rows
    return {row for row, names in index.rows.items() if covers(word, names)}


def _between(reading: Reading, index: Index, low: int, high: int) -> frozenset[str]:
    return frozenset(
        index.canonical[hit.text] for hit in reading.subjects if low <= hit.start < high
    )


def sentence_end(masked: str, at: int) -> int:
    """Return where the sentence ends in which a place stands."""
    end = clause_end(masked, at)
    while end < len(masked) and masked[end] not in "。！？!?\n":
        end = clause_end(masked, end + 1)
    return end
