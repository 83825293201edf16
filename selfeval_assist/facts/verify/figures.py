"""Every number of a text against the facts: its unit, its bound, its name and its role."""

import re
from collections.abc import Sequence

from selfeval_assist.facts.model import Violation
from selfeval_assist.facts.verify.amounts import amount_of
from selfeval_assist.facts.verify.counting import counts
from selfeval_assist.facts.verify.ends import end_of, exact_enough
from selfeval_assist.facts.verify.fitting import all_named, bounded, fits_count, said
from selfeval_assist.facts.verify.index import Index, Spelling
from selfeval_assist.facts.verify.pieces import bound
from selfeval_assist.facts.verify.quantities import Found, numbers
from selfeval_assist.facts.verify.reading import Place, Reading, Told, place_of
from selfeval_assist.facts.verify.relations import follows
from selfeval_assist.facts.verify.scan import clause_start
from selfeval_assist.facts.verify.stated import repeats
from selfeval_assist.facts.verify.sums import several, sums
from selfeval_assist.facts.verify.tally import of_indicators, said_behind, tallies
from selfeval_assist.facts.verify.vague import about, restated
from selfeval_assist.facts.verify.wrong import violation

Fitting = list[tuple[Spelling, int]]


def figures(reading: Reading, index: Index) -> tuple[list[Violation], tuple[Told, ...]]:
    """Return the numbers of a text that no fact supports, and those that one does.

    Args:
        reading: the text.
        index: the facts.
    """
    wrong: list[Violation] = []
    told: list[Told] = []
    previous = 0
    for found in numbers(reading.masked):
        near = max(clause_start(reading.masked, found.start), previous)
        fitting = _fitting(reading, index, found)
        previous = max((end for _, end in fitting), default=found.end)
        good = _believed(fitting, reading, index, found, near, told)
        if good:
            rows = frozenset(piece.fact.row for piece in good if piece.fact.row is not None)
            amount = amount_of(reading.masked, found)
            told.append(Told(found.start, previous, rows, tuple(good), amount))
        elif _otherwise(fitting, reading, index, found, near, told):
            amount = amount_of(reading.masked, found)
            end = amount.end if amount else found.end
            told.append(Told(found.start, end, frozenset(), (), amount))
        else:
            place = place_of(reading, index, found, found.end, near, told)
            wrong.append(violation(fitting, reading, index, found, place))
    return wrong, tuple(told)


def _fitting(reading: Reading, index: Index, found: Found) -> Fitting:
    """Return the facts with a number and its unit, each with where it ends in the text."""
    exact = [
        (each, end)
        for each in (index.numbers.get(found.key, ()) if found.key else ())
        if (end := end_of(each, reading.masked, found))
        and exact_enough(each, reading.masked, found)
    ]
    return [*exact, *about(reading.masked, index, found)]


def _believed(
    fitting: Fitting,
    reading: Reading,
    index: Index,
    found: Found,
    near: int,
    told: Sequence[Told],
) -> list[Spelling]:
    """Return the facts that a number may be; for every name that it belongs to there is one."""
    good: list[Spelling] = []
    places: dict[int, Place] = {}
    behind = said_behind(reading.plain, found.end)
    indicators = of_indicators(reading.plain, found.start, found.end)
    for piece, end in fitting:
        if not bounded(piece, reading, index, found, end):
            continue
        if end not in places:
            places[end] = place_of(reading, index, found, end, near, told)
        if indicators and piece.fact.row is not None and not places[end].close:
            continue  # 数量指标1项 is no value of a row that counts in 项
        if fits_count(piece, reading.masked, found.start, end, near, behind) and said(
            piece, places[end], index, found
        ):
            good.append(piece)
    if not good:
        return []
    place = next(iter(places.values()))
    parts = place.word in _SUMMED and several(reading, found, told)
    rows = any(piece.fact.row is not None for piece in good)
    if parts and rows and not sums(reading, index, found, near, told):
        return []
    good = good if place.close else _same_row(good, index, told, each=place.word in _EACH)
    return good if good and all_named(place, good) else []


_SUMMED = frozenset({"合计", "总计", "共计"})
_EACH = frozenset({"各得", "均得"})


def _same_row(
    good: list[Spelling], index: Index, told: Sequence[Told], *, each: bool
) -> list[Spelling]:
    """Return the facts without those of a twin: a row called as the one just spoken of.

    After 各得 only the rows just spoken of are meant (``each``).
    """
    last = next((one for one in reversed(told) if one.pieces), None)
    if last is not None and each and last.rows:
        return [piece for piece in good if piece.fact.row is None or piece.fact.row in last.rows]
    if last is None or len(last.rows) != 1:
        return good
    (row,) = last.rows
    return [
        piece
        for piece in good
        if piece.fact.row in {None, row} or not index.rows[piece.fact.row or 0] & index.rows[row]
    ]


def _otherwise(
    fitting: Fitting,
    reading: Reading,
    index: Index,
    found: Found,
    near: int,
    told: Sequence[Told],
) -> bool:
    """Whether a number is something other than a value of the form, and true as that."""
    if found.spoken and _spoken(reading, index, found):
        return True
    if not found.key and reading.plain[found.start : found.end] in index.printed:
        return True
    if repeats(index.said, reading.plain, found.start, found.end, found.key, known=bool(fitting)):
        return True
    if restated(reading.masked, found, told[-1] if told else None):
        return True
    if not _plain(reading.masked, found):
        return False
    if _each_of(reading, found, fitting, told):
        return True
    return (
        counts(reading, index, found, near, told)
        or tallies(reading, index, found)
        or sums(reading, index, found, near, told)
        or follows(reading, index, found, near, told, fitting)
    )


def _each_of(reading: Reading, found: Found, fitting: Fitting, told: Sequence[Told]) -> bool:
    """Whether a number is what each of several counted indicators scores: 10项指标各2.8分."""
    last = told[-1].amount if told else None
    if last is None or last.unit not in {"项", "个"}:
        return False
    between = reading.plain[last.end : found.start]
    each = re.fullmatch(r"(?:三级|绩效)?(?:指标)?[各均]得?", between)
    return bool(each) and any(piece.fact.id.endswith(".score") for piece, _end in fitting)


_VAGUE = re.compile(r"[^\d，；。]{0,4}?(?:左右|以上|以下|以内|上下|之多|余|多(?=[，。；]))")


def _plain(masked: str, found: Found) -> bool:
    """Whether a number is written as an exact one; 约 is left to those who can round."""
    return bound(masked, found.start) == "" and not _VAGUE.match(masked, found.end)


def _spoken(reading: Reading, index: Index, found: Found) -> bool:
    return any(
        reading.masked.startswith(text, found.start) and len(text) >= found.end - found.start
        for text in index.spoken
    )
