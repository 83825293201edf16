"""Quantities of one sentence that are two ends and their distance, and so support each other.

48座的任务只做了45座，短下的3座 tells target, result and gap of one row: none of the three needs a
word of its own, so long as no word beside it says that it is another, or points the other way.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from selfeval_assist.prose import words
from selfeval_assist.prose.words import Tag
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify import derivations
from selfeval_assist.verify.claim import Claim
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.matching import all_stated
from selfeval_assist.verify.reading import Place, Reading

_ENDS = (
    (frozenset({"target", "actual"}), frozenset({"gap", "beyond", "days", "months"})),
    (frozenset({"initial", "adjusted"}), frozenset({"change", "change_share"})),
    (
        frozenset({"adjusted", "executed"}),
        frozenset({"unspent", "unspent_share", "over", "over_share"}),
    ),
    (frozenset({"weight", "score"}), frozenset({"lost"})),
    (frozenset({"weight", "total"}), frozenset({"lost"})),
)
"""What lies apart, and what says how far."""
_DISTANCES = frozenset().union(*(apart for _, apart in _ENDS))
_RESULTS = frozenset({"actual", "executed", "score", "total"})
_BEHIND, _REACH, _NEXT = 4, 4, 3
"""Letters behind a distance that may name it (15天富余), before a value that may deny it, and
before one that may say that it is a distance."""
_UP = (
    "relation.more", "relation.raise", "relation.over", "relation.late", "beside.more",
    "beside.late", "verdict.exceeded",
)  # fmt: skip
_DOWN = (
    "relation.less", "relation.cut", "relation.unspent", "relation.early", "relation.lost",
    "beside.less", "beside.early", "beside.unspent", "beside.lost", "verdict.missed",
)  # fmt: skip
_JOINS = "、，和与及以 "


@dataclass(frozen=True, slots=True)
class _Said:
    """A quantity of a sentence with a value that it can be by its number."""

    place: Place
    derived: Derived


def coherent(claim: Claim) -> tuple[Derived, ...]:
    """Return the values that a quantity is, as other quantities of its sentence bear out.

    Args:
        claim: the quantity.
    """
    here = [one for one in claim.reading.places if one.sentence == claim.place.sentence]
    own = next((one for one in here if one.mention.at == claim.mention.at), claim.place)
    mine = [_Said(own, each) for each in all_stated(claim.mention, claim.cells)]
    if missed := tuple(each.derived for each in mine if _denied(claim, each.derived)):
        return missed
    others = [
        _Said(one, each)
        for one in (here if mine else ())
        if one.mention.at != own.mention.at
        for each in all_stated(one.mention, claim.cells)
    ]
    found = (each.derived for each in mine if _borne_out(claim, each, others))
    return tuple(dict.fromkeys(found))


def _denied(claim: Claim, derived: Derived) -> bool:
    """Return whether a date is a target that is said to be missed, and was: 没赶上6月底的节点."""
    row = derived.row
    if derived.name != "target" or derived.value.date is None or row not in claim.place.rows:
        return False
    before = claim.reading.plain[claim.place.clause.start : claim.mention.start]
    denials = words.spans(before, "polarity.not")
    near = bool(denials) and len(before) - denials[-1][1] <= _REACH
    return near and row is not None and claim.cells.verdict(row) in {Verdict.LATE, Verdict.MISSED}


def _borne_out(claim: Claim, own: _Said, others: list[_Said]) -> bool:
    """Return whether a value stands with the others of its owner that belong to it."""
    return any(
        _together(claim, ends, apart, own, others)
        for ends, apart in _ENDS
        if own.derived.name in ends | apart and _fair(claim, own, ends)
    )


def _together(
    claim: Claim, ends: frozenset[str], apart: frozenset[str], own: _Said, others: list[_Said]
) -> bool:
    """Return whether a value and others are both ends of a distance, or one end and the distance.

    Both ends need none where a word says how they lie: 8月，晚于6月底.
    """
    every = [own, *(
        each
        for each in others
        if each.derived.name in ends | apart
        and each.derived.name != own.derived.name
        and _owner(each.derived) == _owner(own.derived)
        and _fair(claim, each, ends)
    )]  # fmt: skip
    names = {each.derived.name for each in every}
    if names & apart and names & ends:
        return names >= ends or _names_row(every)
    compared = own.derived.name not in _RESULTS and names >= ends
    return compared and way(claim.reading, own.place) in _signs(claim, own.derived)


def _signs(claim: Claim, derived: Derived) -> set[int]:
    """Return which way the result of a row lies from its target."""
    values = derivations.of_row(claim.cells, derived.row) if derived.row is not None else ()
    return {sign for each in values if each.name in _DISTANCES if (sign := _sign(each))}


def _names_row(every: list[_Said]) -> bool:
    """Return whether the words beside one of some values call their row, or there is none."""
    row = every[0].derived.row
    return row is None or any(row in each.place.rows for each in every)


def _owner(derived: Derived) -> str:
    """Return whose a value is; points lost and weight of one thing stand under two names."""
    return derived.owner.removeprefix("level.")


def _fair(claim: Claim, said: _Said, ends: frozenset[str]) -> bool:
    """Return whether no word beside a value says that it is another, or points the other way."""
    name, place = said.derived.name, said.place
    if name in _DISTANCES:
        sign = _sign(said.derived)
        return bool(sign) and way(claim.reading, place) == sign
    tags = _tags(claim.reading, place)
    columns = {own for tag in tags for own in tag.named("column")} & ends
    measures = name in _RESULTS and _measures(claim, said)
    return (not columns or name in columns) and not measures


def _sign(derived: Derived) -> int:
    """Return which way a distance points; one of days by the words that it may have."""
    late, early = "relation.late" in derived.senses, "relation.early" in derived.senses
    return derived.sign or late - early


def _tags(reading: Reading, place: Place) -> list[Tag]:
    """Return the words around a value, but those that speak of the one before: 48座的任务做了45座."""
    last = next((p for p in reversed(reading.places) if p.mention.at < place.mention.at), None)
    taken = {tag.start for tag in last.tail} if last else set[int]()
    return [*(tag for tag in place.cues if tag.start not in taken), *place.tail]


def _measures(claim: Claim, said: _Said) -> bool:
    """Return whether the word right before a value says that it is a distance: 短下的45座."""
    start, place = said.place.mention.start, said.place
    before = claim.reading.plain[max(place.clause.start, start - _NEXT) : start]
    names = "".join(claim.cells.names.get(said.derived.row or 0, ()))
    told = any(tag.has("column") and tag.end > start - _REACH for tag in place.cues)
    return not told and any(before[a:b] not in names for a, b in words.spans(before, "way"))


def way(reading: Reading, place: Place) -> int:
    """Return which way the words beside a value say that it differs: 1, -1, or 0 for none.

    Args:
        reading: the text.
        place: the value.
    """
    start = place.mention.start
    begin = start - len(place.before)
    found = [*_ways(reading, begin, place.mention.at)]
    if found:
        return max(found)[1]
    if last := _before(reading, place):
        return way(reading, last)
    behind = _ways(reading, place.mention.end, min(place.mention.end + _BEHIND, place.clause.end))
    return next((sign for _, sign in behind), 0)


def _before(reading: Reading, place: Place) -> Place | None:
    """Return the value before in a list (多出6场、18天), or with which this is compared.

    低于4‰的控制线1.4个千分点.
    """
    last = next((p for p in reversed(reading.places) if p.mention.at < place.mention.at), None)
    if last is None:
        return None
    listed = not reading.plain[last.mention.end : place.mention.start].strip(_JOINS)
    aim = any(tag.has("column") for tag in last.tail) and last.clause == place.clause
    return last if listed or aim else None


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

