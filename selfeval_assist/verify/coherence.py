"""Quantities of one sentence that are two ends and their distance, and so support each other.

48座的任务只做了45座，短下的3座 tells target, result and gap of one row: none of the three needs a
word of its own, so long as the words beside it say which end it is, or which way it lies.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from selfeval_assist.prose import units, words
from selfeval_assist.prose.words import Tag
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify import derivations
from selfeval_assist.verify.agreement import unopposed
from selfeval_assist.verify.claim import MONEY, OF, Claim
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.matching import all_stated
from selfeval_assist.verify.reading import Place, Reading
from selfeval_assist.verify.ways import POINTING, is_listed, last_before, lead, way, way_before


@dataclass(frozen=True, slots=True)
class _Family:
    """A base and a result, what says how far they lie apart, and what calls a number the base."""

    base: str
    result: str
    apart: frozenset[str]
    called: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """All values of it."""
        return self.apart | {self.base, self.result}


_FAMILIES = tuple(
    _Family(base, result, frozenset(apart), frozenset(called))
    for base, result, apart, called in (
        ("target", "actual", {"gap", "beyond", "days", "months"}, {"target"}),
        ("initial", "adjusted", {"change", "change_share"}, {"initial"}),
        ("adjusted", "executed", {"unspent", "unspent_share", "over"}, {"adjusted", "budget"}),
        ("weight", "score", {"lost"}, {"weight"}),
        ("weight", "total", {"lost"}, {"weight"}),
    )
)
_OWNERS = ("row.", "source.", "funds", "execution", "form")
_BEHIND, _REACH, _NEXT = 4, 4, 3
"""Letters behind a base that may name it (6月30日这个期限), before a value that may deny it, and
before one that may say that it is a distance."""
# 比12000米, 距100%, 晚于6月底, 由150万元; 差2个百分点到100%
_FROM, _AS_FAR = ("比", "较", "距", "离", "由", "从", "于"), "到"
_THIS, _BY = ("这", "该"), ("前", "底前", "末前", "之前", "以前")


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
    if any(tag.has("relation.sum", "group.together") for tag in claim.place.cues):
        return ()
    here = [one for one in claim.reading.places if _part(claim.reading, one) == _of(claim)]
    own = next((one for one in here if one.mention.at == claim.mention.at), claim.place)
    mine = [_Said(own, each) for each in _exact(claim, own) if _may_be(claim, each)]
    missed = tuple(each.derived for each in mine if _denied(claim, each.derived))
    others = [*_others(claim, here)] if mine and not missed else []
    found = (each.derived for each in mine if _borne_out(claim, each, others))
    return missed or tuple(dict.fromkeys(found))


def _others(claim: Claim, here: list[Place]) -> Iterator[_Said]:
    """Yield what the other quantities of its part of a sentence can be by their numbers."""
    for one in here:
        rows = one.rows if one.called else None
        for each in _exact(claim, one) if one.mention.at != claim.mention.at else ():
            if each.row is None or rows is None or each.row in rows:
                yield _Said(one, each)


def _of(claim: Claim) -> tuple[int, int]:
    return _part(claim.reading, claim.place)


def _part(reading: Reading, place: Place) -> tuple[int, int]:
    """Return in which sentence, and which part of it between semicolons, a value stands."""
    return place.sentence.start, reading.plain.rfind("；", 0, place.mention.start)


def _exact(claim: Claim, place: Place) -> Iterator[Derived]:
    """Yield what a quantity is by its number; none that it would round (12千米 for 11580米)."""
    number, unit = place.mention.value.number, place.mention.value.unit
    for each in all_stated(place.mention, claim.cells):
        if place.counts and each.value.unit != unit:
            continue  # 未达标3项 is no gap of 3个
        factor, own = units.ratio(each.value.unit, unit), each.value.number
        if number is None or factor is None or own is None or each.ratio or own * factor == number:
            yield each


def _may_be(claim: Claim, derived: Derived) -> bool:
    """Return whether a quantity may be a value by the row that its words call, and their bounds."""
    row, rows = derived.row, claim.place.rows
    tags, last = words.tags(claim.place.before), claim.last.place
    zipped = any(tag.has("group.zip") for tag in (*claim.place.earlier, *claim.place.cues, *tags))
    if not zipped and not any(map(str.isalpha, words.without(claim.place.before, tags))):
        rows |= last.rows  # 波形护栏一项任务12000米: 任务 calls no row of its own
    if row is not None and not rows and claim.cue and claim.cue.senses & MONEY:
        return False  # 比年初预算520万元少支出70万元 tells no row of 430万元
    shared = derived.ratio and claim.place.before.endswith(OF)  # 执行数的16.5%
    return (row is None or not rows or row in rows) and unopposed(claim, derived) and not shared


def _denied(claim: Claim, derived: Derived) -> bool:
    """Return whether a target is said to be missed, and was: 没赶上6月底的节点, 没到100%."""
    row = derived.row
    if derived.name != "target" or row not in claim.place.rows:
        return False
    before = claim.reading.plain[claim.place.clause.start : claim.mention.start]
    denials = words.spans(before, "polarity.not")
    near = bool(denials) and len(before) - denials[-1][1] <= _REACH
    return near and row is not None and claim.cells.verdict(row) in {Verdict.LATE, Verdict.MISSED}


def _borne_out(claim: Claim, own: _Said, others: list[_Said]) -> bool:
    """Return whether a value stands with the others of its owner that belong to it."""
    return any(
        _together(claim, family, own, others)
        for family in _FAMILIES
        if own.derived.name in family.names and _fair(claim, own, family)
    )


def _together(claim: Claim, family: _Family, own: _Said, others: list[_Said]) -> bool:
    """Return whether a value and others are both ends of a distance, or one end and the distance.

    Both ends need none where a word says how they lie: 8月，晚于6月底. Of money, and of points of
    no row, all three have to be told.
    """
    names = {own.derived.name} | {
        each.derived.name
        for each in others
        if each.derived.name in family.names
        and each.derived.name != own.derived.name
        and _owner(each.derived) == _owner(own.derived)
        and _fair(claim, each, family)
    }
    ends = names & {family.base, family.result}
    unread = not any(tag.has(*POINTING) for tag in own.place.cues)
    alone = unread and own.derived.name in family.apart and own.derived.row in claim.place.rows
    if alone or (names & family.apart and ends):  # 围栏长出1.5米 needs no other
        return len(ends) > 1 or own.derived.row is not None
    if len(ends) < 2 or own.derived.row is None:
        return False
    if own.derived.name == "weight":
        return _is_left(claim.reading, own.place, family)  # 该项20分，自评得3.85分
    measured = way(claim.reading, own.place) in _signs(claim, own.derived)
    last = last_before(claim.reading, own.place)
    aimed = last is not None and any(tag.has("column.target") for tag in last.tail)
    return measured or (aimed and own.derived.name == family.result)  # 4次的任务演了3次


def _signs(claim: Claim, derived: Derived) -> set[int]:
    """Return which way the result of a row lies from its target."""
    values = derivations.of_row(claim.cells, derived.row) if derived.row is not None else ()
    return {_sign(each) for each in values if each.name in _FAMILIES[0].apart} - {0}


def _owner(derived: Derived) -> str:
    """Return whose a value is; points lost and weight of one thing stand under two names."""
    return derived.owner.removeprefix("level.")


def _fair(claim: Claim, said: _Said, family: _Family) -> bool:
    """Return whether the words beside a value say of it what it is in its family, or nothing."""
    name, place = said.derived.name, said.place
    if not _owner(said.derived).startswith(_OWNERS) or not _of_its_owner(claim, said):
        return False
    tags = _tags(claim.reading, place)
    if name in family.apart:
        based = not way_before(claim.reading, place) and _is_base(
            claim.reading, place, tags, family
        )
        return not based and _points(claim, said)
    columns = {own for tag in tags for own in tag.named("column")}
    columns &= {family.base, family.result} if said.derived.row is not None else _MONEY
    if columns and name not in columns:
        return False
    base = _is_base(claim.reading, place, tags, family)
    return base if name == family.base else not base and not _measures(claim, said)


_MONEY = frozenset({"initial", "adjusted", "executed", "weight", "score", "total"})


def _of_its_owner(claim: Claim, said: _Said) -> bool:
    """Return whether the words of a sentence speak of the whole form, or of the execution."""
    owner, place = _owner(said.derived), said.place
    if owner == "form":
        return said.derived.name != "total" or any(t.has("column.total") for t in place.cues)
    here = claim.reading.within(place.sentence.start, place.mention.at)
    return owner != "execution" or any(tag.has("level.execution") for tag in here)


def _points(claim: Claim, said: _Said) -> bool:
    """Return whether the words beside a distance point its way, and call it no base."""
    derived, tags = said.derived, _tags(claim.reading, said.place)
    aimed = any(tag.has("column.target") for tag in tags if tag.start >= said.place.mention.end)
    sign = _sign(derived)
    if aimed or not sign or way(claim.reading, said.place) != sign:
        return False
    senses = {sense for tag in tags if tag.has(*POINTING) for sense in tag.senses}
    return derived.row is not None or not senses or bool(senses & derived.senses)


def _sign(derived: Derived) -> int:
    """Return which way a distance points; one of days by the words that it may have."""
    late, early = "relation.late" in derived.senses, "relation.early" in derived.senses
    return derived.sign or late - early


def _tags(reading: Reading, place: Place) -> list[Tag]:
    """Return the words around a value, but those of the one before: 48座的任务做了45座."""
    last = last_before(reading, place)
    taken = {tag.start for tag in last.tail} if last else set[int]()
    return [*(tag for tag in place.cues if tag.start not in taken), *place.tail]


def _is_base(reading: Reading, place: Place, tags: list[Tag], family: _Family) -> bool:
    """Return whether the words beside a value say that others are measured by it."""
    start, after = place.mention.start, place.after
    if any(family.result in tag.named("column") for tag in place.tail):
        return False  # 任务11月15日完成
    behind = reading.within(place.mention.end, place.mention.end + _BEHIND)
    linked = [*place.tail, *(behind if after.startswith(_THIS) else ())]  # 6月30日这个期限
    called = [tag for tag in (*tags, *linked) if family.called.intersection(tag.named("column"))]
    if place.mention.mark or any(tag.start > start for tag in called):
        return True  # 不低于98%, 10分钟的限值
    return bool(called) or _is_limit(reading, place) or _is_left(reading, place, family)


def _is_limit(reading: Reading, place: Place) -> bool:
    """Return whether a date is one by which something has to be done: 11月30日之前."""
    ends = place.after.startswith(_BY) or reading.plain[: place.mention.end].endswith(_BY)
    return ends and place.mention.value.date is not None


def _is_left(reading: Reading, place: Place, family: _Family) -> bool:
    """Return whether others are measured from a value on: 比12000米, 距100%; 15分得13分."""
    end = place.mention.end
    scored = any(tag.has("column.score") for tag in reading.within(end, end + _NEXT))
    word = any(t.end == place.mention.start and not t.text.endswith("于") for t in place.cues)
    moved = place.before.endswith(_FROM) or place.before.strip() == _AS_FAR
    return (scored and family.base == "weight") or (moved and not word)


def _measures(claim: Claim, said: _Said) -> bool:
    """Return whether the words before a value call it a distance: 短下的45座, 超出目标45座."""
    at, place = said.place.mention.at, said.place
    begin = at - len(lead(place))
    names = "".join(claim.cells.names.get(said.derived.row or 0, ()))
    own = [tag for tag in place.cues if tag.start >= begin and tag.text not in names]
    pointing = [tag.end for tag in own if tag.has(*POINTING)]
    results = [tag.start for tag in own if tag.has(*_RESULTS)]
    if max(results, default=-1) >= max(pointing, default=0):
        return False  # 缩短至12分钟
    before = claim.reading.plain[max(begin, at - _NEXT) : at]
    beside = any(before[a:b] not in names for a, b in words.spans(before, "way"))
    last = last_before(claim.reading, place)
    listed = last is not None and is_listed(claim.reading, last, place)
    return bool(pointing) or beside or (listed and way(claim.reading, place) != 0)


_RESULTS = ("column.actual", "column.executed", "column.score", "column.total", "column.adjusted")
