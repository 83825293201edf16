"""Which way the words beside a value say that something differs from another: more or less.

The known words for it, and single characters that say so in whatever word they stand (短下, 多跑).
"""

from collections.abc import Iterator

from selfeval_assist.prose import words
from selfeval_assist.verify.reading import Place, Reading

_BEHIND = 4
"""Letters behind a value that may name a distance: 15天富余."""
_UP = (
    "relation.more", "relation.raise", "relation.over", "relation.late", "beside.more",
    "beside.late", "verdict.exceeded",
)  # fmt: skip
_DOWN = (
    "relation.less", "relation.cut", "relation.unspent", "relation.early", "relation.lost",
    "beside.less", "beside.early", "beside.unspent", "beside.lost", "verdict.missed",
)  # fmt: skip
POINTING = (*_UP, *_DOWN)
"""What known words say that point a way."""
_JOINS = "、，和与及以 "


def way(reading: Reading, place: Place) -> int:
    """Return which way the words beside a value say that it differs: 1, -1, or 0 for none.

    Args:
        reading: the text.
        place: the value.
    """
    if before := way_before(reading, place):
        return before
    last, end = last_before(reading, place), place.mention.end
    if last and (is_listed(reading, last, place) or _is_compared(last, place)):
        return way(reading, last)
    behind = _ways(reading, end, min(end + _BEHIND, place.clause.end))
    return next((sign for at, sign in behind if at == end), 0)  # 15天富余


def way_before(reading: Reading, place: Place) -> int:
    """Return which way the words right before a value say that something differs, or 0."""
    start = place.mention.start
    found = [*_ways(reading, start - len(lead(place)), place.mention.at)]
    return max(found)[1] if found else 0


def lead(place: Place) -> str:
    """Return the words before a value in its part of a list: 两项均不足：收入1093万元."""
    return place.before.rpartition("：")[2]


def is_listed(reading: Reading, last: Place, place: Place) -> bool:
    """Return whether a value follows another in a list: 多出6场、18天、260册."""
    return not reading.plain[last.mention.end : place.mention.start].strip(_JOINS)


def _is_compared(last: Place, place: Place) -> bool:
    """Return whether a value is measured by the one before: 低于4‰的控制线1.4个千分点."""
    return any(tag.has("column") for tag in last.tail) and last.clause == place.clause


def _ways(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where words between two places point which way."""
    taken: set[int] = set()
    for tag in reading.within(start, end):
        taken |= set(range(tag.start, tag.end)) if len(tag.text) > 1 else set()
        if tag.has(*_UP) or tag.has(*_DOWN):
            yield tag.start, tag.has(*_UP) - tag.has(*_DOWN)
    text = reading.masked[start:end]
    for sense, sign in (("way.up", 1), ("way.down", -1)):
        for at, _ in words.spans(text, sense):
            if start + at not in taken:
                yield start + at, sign


def last_before(reading: Reading, place: Place) -> Place | None:
    """Return the value before another one."""
    return next((p for p in reversed(reading.places) if p.mention.at < place.mention.at), None)
