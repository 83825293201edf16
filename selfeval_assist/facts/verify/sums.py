"""Numbers that are the sum of others: 23亩（露天20亩、大棚3亩）, 甲5台、乙3台，合计8台."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from selfeval_assist.facts.verify.amounts import Amount, amount_of
from selfeval_assist.facts.verify.index import Index
from selfeval_assist.facts.verify.naming import own_words
from selfeval_assist.facts.verify.quantities import Found, numbers
from selfeval_assist.facts.verify.reading import Reading, Told
from selfeval_assist.facts.verify.scan import sentence_start

_BRACKET = re.compile(r"[（(](?P<parts>[^（）()\n]*)[)）]")
_PART = re.compile(r"[；;：:]|其中")
_WHOLE = re.compile(r"(?:合计|共计|共|总计|总共|合共|总和为?)[^，；。\d]{0,6}$")
_POINTS = re.compile(r"(?:合计|共计?|总计|满分|得|扣)[^，；。\d]{0,4}$")
_JOINED = re.compile(r"合计|共|总计|[\d一二两三四五六七八九十][项个类]")


def sums(reading: Reading, index: Index, found: Found, near: int, told: Sequence[Told]) -> bool:
    """Whether a number adds up what the text names: in brackets behind it, or before 合计.

    The parts have to be supported themselves; those behind it are judged in their turn. A word
    before 合计 that several names share, such as 蔬菜, means all of them.
    """
    masked = reading.masked
    whole = amount_of(masked, found)
    if whole is None:
        return False
    if match := _BRACKET.match(masked, whole.end):
        start, end = match.span("parts")
        inside = (each for each in numbers(masked[:end]) if each.start >= start)
        parts = [amount for each in inside if (amount := amount_of(masked, each))]
        if _adds_up(whole, parts):
            return True
    begin = sentence_start(masked, found.start)
    if whole.unit == "分" and _together(reading, near, found.start):
        rows = _spoken_of(reading, index, begin, found.start, told)
        if _points(index, rows, whole, masked[near : found.start]):
            return True
    if whole.unit == "分" and _times(reading, begin, told) == whole.value:
        return True
    if not (match := _WHOLE.search(masked, begin, found.start)):
        return False
    before = [(each.start, each.amount) for each in told if each.start >= begin and each.amount]
    before += _in_names(reading, begin, found.start)
    before = [part for part in before if part[1].unit == whole.unit]
    edges = {begin, *(m.end() for m in _PART.finditer(masked, begin, found.start))}
    if any(_adds_up(whole, [amount for at, amount in before if at >= edge]) for edge in edges):
        return True
    named = _named(reading, index, begin, match.start())
    word = own_words(reading.plain[near : match.start()])
    called = _sharing(index, word) if len(word) > 1 and not named else []
    if _adds_up(whole, _reached(index, named), len(named)):
        return True
    return _adds_up(whole, [part for part in _reached(index, called) if part.value < whole.value])


def _together(reading: Reading, near: int, start: int) -> bool:
    """Whether points are of several rows: 合计 or a count before them, or no name at all."""
    before = reading.masked[near:start]
    if "各" in before or not _POINTS.search(before):
        return False
    named = any(near <= hit.start < start for hit in reading.subjects)
    own = own_words(reading.plain[near:start].replace("满分", ""))
    return bool(_JOINED.search(before)) or not (named or own)


def _times(reading: Reading, begin: int, told: Sequence[Told]) -> Decimal | None:
    """Return so many times so many points: 10项指标各2.8分，合计28分."""
    pair = [each for each in told if each.start >= begin][-2:]
    if len(pair) < 2 or pair[0].amount is None or pair[1].amount is None:
        return None
    count, each = pair[0].amount, pair[1].amount
    between = reading.plain[count.end : pair[1].start]
    good = count.unit in {"项", "个"} and each.unit == "分" and re.search("[各均]得?$", between)
    return count.value * each.value if good else None


def several(reading: Reading, found: Found, told: Sequence[Told]) -> bool:
    """Whether the sentence tells at least two values in the unit of a number before it."""
    whole = amount_of(reading.masked, found)
    begin = sentence_start(reading.masked, found.start)
    units = [each.amount.unit for each in told if each.start >= begin and each.amount]
    return whole is not None and units.count(whole.unit) > 1


def _reached(index: Index, rows: Iterable[int]) -> list[Amount]:
    found = (index.amounts.get(f"row.{row}.actual") for row in rows)
    return [amount for amount in found if amount is not None]


def _in_names(reading: Reading, low: int, high: int) -> list[tuple[int, Amount]]:
    """Return the numbers inside names, such as 伤残军人50人, each with where it stands."""
    hits = [hit for hit in reading.subjects if low <= hit.start < high]
    return [
        (hit.start + found.start, amount)
        for hit in hits
        for found in numbers(reading.plain[hit.start : hit.end + 2])
        if hit.start + found.start < hit.end
        and (amount := amount_of(reading.plain[hit.start :], found))
    ]


def _adds_up(whole: Amount, parts: Sequence[Amount], count: int = 2) -> bool:
    """Whether parts of one unit, so many at least and more than one, make a whole."""
    return (
        len(parts) >= max(count, 2)
        and {part.unit for part in parts} == {whole.unit}
        and sum(part.value for part in parts) == whole.value
    )


def _named(reading: Reading, index: Index, low: int, high: int) -> list[int]:
    """Return the rows that are called by name between two places, each name of one row only."""
    names = [index.canonical[h.text] for h in reading.subjects if low <= h.start < high]
    rows = [[row for row, own in index.rows.items() if name in own] for name in names]
    return [found[0] for found in rows if len(found) == 1]


def _sharing(index: Index, word: str) -> list[int]:
    """Return the rows whose names hold a word."""
    return [row for row, own in index.rows.items() if any(word in name for name in own)]


def _spoken_of(
    reading: Reading, index: Index, begin: int, at: int, told: Sequence[Told]
) -> Iterable[list[int]]:
    """Yield the rows that points may add up: those named, or those that share the first word."""
    yield _named(reading, index, begin, at)
    first = re.match(r"[^\W\d]{2,10}?(?=指标|[\d一二两三四五六七八九])", reading.plain[begin:at])
    if first:
        yield _sharing(index, first[0])


def _points(index: Index, groups: Iterable[list[int]], whole: Amount, before: str) -> bool:
    """Whether the rows of a group scored so many points together, or lost them."""
    column = "lost" if "扣" in before else "score"
    for group in groups:
        found = (index.amounts.get(f"row.{row}.{column}") for row in group)
        if _adds_up(whole, [amount for amount in found if amount is not None], len(group)):
            return True
    return False
