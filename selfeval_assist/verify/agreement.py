"""Whether a value agrees with the words beside a quantity and with the values told before it."""

import re
from decimal import Decimal

from selfeval_assist.prose import words
from selfeval_assist.prose.values import Comparator
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify.bases import base_agrees, base_of, of_base
from selfeval_assist.verify.claim import OF, WEAK, Claim
from selfeval_assist.verify.derivations import Derived, of_row
from selfeval_assist.verify.matching import COMPARING, COMPARING_UP, fits
from selfeval_assist.verify.ways import way_before

_ALL = Decimal(100)
_BOUNDS = frozenset(Comparator) - {Comparator.NONE, Comparator.APPROX}
_UP = frozenset({Comparator.GE, Comparator.GT})
_DOWN = frozenset({Comparator.LE, Comparator.LT})
_COMPARANDS = frozenset({"target", "initial", "adjusted"})
_AMOUNTS = frozenset({"initial", "adjusted", "executed"})
_BY = ("前", "底前", "末前", "之前", "以前")
_OF_AIM = ("column.target", "relation.more", "relation.less", "verdict.missed", "verdict.exceeded")
_NOT = ("未", "没有")


def agrees(claim: Claim, derived: Derived) -> bool:
    """Return whether a quantity states a value: number, words and what was told before it.

    Args:
        claim: the quantity.
        derived: a value of the form.
    """
    return fits(claim.mention, derived) and fairly(claim, derived)


def fairly(claim: Claim, derived: Derived) -> bool:
    """Return whether a quantity whose number is a value states it by its words as well."""
    return (
        _says(claim, derived)
        and base_agrees(claim, derived)
        and (_named(claim, derived) or _beside(claim, derived))
        and unopposed(claim, derived)
        and not _share_of_a_share(claim, derived)
    )


def unopposed(claim: Claim, derived: Derived) -> bool:
    """Return whether no bound, unit or frequency beside a quantity says that it is another value.

    Args:
        claim: the quantity.
        derived: a value of the form that has its number.
    """
    bound = derived.name == "target" and claim.mention.value.comparator in _BOUNDS
    return (
        _counts_persons(claim, derived)
        and _on_its_side(claim, derived)
        and _as_often(claim, derived)
        and not _of_other_money(claim, derived)
        and not _breaks(claim, derived)
        and not (bound and not lies_as_said(claim, derived))
        and not (derived.name == "target" and _is_distance(claim))
        and not _points_away(claim, derived)
    )


def _of_other_money(claim: Claim, derived: Derived) -> bool:
    """Return whether words name another source, or budget: 中央补助结余13.57万元 of the whole."""
    whole = derived.owner == "funds" and derived.name in _LEFT and bool(claim.sources)
    budgets = {n for tag in claim.place.cues for n in tag.named("column")} & {"initial", "adjusted"}
    levels = _levels(claim.place.before)
    lines = claim.cells.sources.get(derived.owner, ())
    other = bool(levels and lines) and not levels & (_levels(lines[0]) or levels)
    initial = derived.name == "adjusted" and derived.cell and budgets == {"initial"}
    return whole or other or initial


# 市级财政拨款 is none of 区级财政拨款; what lies below a city is called in many ways
_LEVEL = re.compile(r"(?:中央|[省市区县镇乡])(?=级|财政|资金|拨款|配套|补助)")


def _levels(text: str) -> set[str]:
    return {"县" if name in "区县镇乡" else name for name in _LEVEL.findall(text)}


_LEFT = frozenset({"unspent", "change", "over"})


def _is_distance(claim: Claim) -> bool:
    """Return whether a number is how far another lies from the one before: 较1209人多出14726人."""
    last = claim.last.place
    based = last.clause == claim.place.clause and last.before.endswith(("比", "较"))
    own, word = (*claim.place.cues, *claim.place.tail), claim.word
    listed = word is not None and word not in own and word.has(*_APART)  # 缺口300公顷(1.35万公顷)
    listed = listed and not claim.mention.mark  # 增加不少于1亿元
    return listed or (based and way_before(claim.reading, claim.place) != 0)


_APART = ("relation.more", "relation.less")


def _points_away(claim: Claim, derived: Derived) -> bool:
    """Return whether a result lies on the other side of its target than said: 跌破30%, of 33.4%."""
    row, place = derived.row, claim.place
    if derived.name != "target" or row is None or claim.mention.mark:
        return False
    lead_ = place.before
    if words.spans(lead_, "polarity.not") or any(tag.has("column") for tag in place.cues):
        return False
    own = {each.sign for each in of_row(claim.cells, row) if each.name == "gap"} - {0}
    named = any(char in name for name in claim.cells.names[row] for char in lead_[-_NEAR:])
    said = way_before(claim.reading, place)
    return bool(own and said) and said not in own and not named


_NEAR = 3
"""Letters before a target in which a word may say on which side of it the result lies."""


def _share_of_a_share(claim: Claim, derived: Derived) -> bool:
    """Return whether 覆盖率达到100% tells the rate itself, and not that its target is met."""
    if derived.name != "completion" or claim.mention.value.number != _ALL:
        return False
    rates = [c.number for c in claim.cells.of(derived.owner, "actual") if c.value.unit == "%"]
    shared = claim.said("relation.share", "beside.share", "column.target")
    return bool(rates) and _ALL not in rates and not shared


# 每人每年, 元/人·月, 年人均: what a price or a mean is for
_PER = re.compile(r"[每/·*](.)|(.)人?均|(人)均")


def _as_often(claim: Claim, derived: Derived) -> bool:
    """Return whether a value is told for what it is for: 每人每月75元 is none of 每人每年."""
    if derived.row is None or not derived.cell:
        return True
    names = "".join(claim.cells.names[derived.row])
    own, said = _for_each(names + derived.value.unit), _for_each(claim.place.before)
    return not (own - said and said - own)


def _for_each(text: str) -> set[str]:
    return {part for match in _PER.findall(text) for part in match if part in _EACH_OF}


_EACH_OF = frozenset("年季月周天日人户")


_SIDES = {
    "上限": frozenset({Comparator.LE, Comparator.LT}),
    "下限": frozenset({Comparator.GE, Comparator.GT}),
}


def _on_its_side(claim: Claim, derived: Derived) -> bool:
    """Return whether a bound is called by its side: no 上限 where at least so much is wanted."""
    sign = derived.value.comparator
    if derived.name != "target" or sign not in _BOUNDS:
        return True
    said = (_SIDES.get(tag.text, {sign}) for tag in (*claim.place.cues, *claim.place.tail))
    return all(sign in own for own in said)


def _says(claim: Claim, derived: Derived) -> bool:
    """Return whether the words beside a quantity allow it to be a value."""
    compares = claim.mention.mark in COMPARING
    if derived.verb:
        return any(derived.senses & tag.senses for tag in claim.words)
    if _stands_for(claim, derived) or (derived.bare and derived.cell and _bounds(claim)):
        return True
    if derived.name == "target" and claim.mention.value.comparator in _BOUNDS:
        return lies_as_said(claim, derived)
    if claim.cue is None and _needs_no_word(claim, derived):
        return derived.name != "score" or way_before(claim.reading, claim.place) >= 0  # 差的3分
    if derived.sign and _of_the_target(claim, compares=compares):
        return False
    word = claim.word
    return (bool(derived.sign) and compares) if word is None else _word_allows(claim, derived, word)


def _of_the_target(claim: Claim, *, compares: bool) -> bool:
    """Return whether a bound is the target's, no distance: 超过5300元的上限, 目标为不少于150人."""
    ahead = claim.mention.start < claim.mention.at  # 高出目标四分之一以上 is a distance
    bound = ahead and claim.mention.value.comparator in _BOUNDS and not compares
    words = claim.place.cues if bound else claim.place.tail if compares else ()
    return any(tag.has("column.target") for tag in words)


def _stands_for(claim: Claim, derived: Derived) -> bool:
    """Return whether what is right beside a quantity says that it is a value."""
    if _part_of_told(claim, derived):
        return True
    if derived.name in _COMPARANDS and _stands_behind_than(claim):
        return True  # 较150万元的底线多38.6万元
    if derived.name in _COMPARANDS and claim.place.after in OF:
        return True  # 为应参合8755人的99.1%
    if _says_again(claim, derived):
        return True
    if derived.name == "target" and derived.value.date:  # 没赶在九月底前完工
        return claim.place.after.startswith(_BY)
    done = (tag for tag in claim.place.cues if tag.end == claim.mention.start)
    return derived.name == "completion" and any(tag.has("column.actual") for tag in done)


def _says_again(claim: Claim, derived: Derived) -> bool:
    """Return whether a value is the one told last in another way: 八成尚未支出，合40万元."""
    if not claim.last.derived or derived.owner != claim.last.derived[0].owner:
        return False
    share = derived.name == "beyond" and "gap" in claim.last.names  # 超目标315万元，即63%
    return (share and claim.place.before == "即") or f"{derived.name}_share" in claim.last.names


def _part_of_told(claim: Claim, derived: Derived) -> bool:
    """Return whether a source has a part of the amount told last: 剩129.96万元，其中省级46万元."""
    if not derived.owner.startswith("source.") or (claim.cue and not claim.cue.senses <= WEAK):
        return False
    whole = next(
        (o.names for o in reversed(claim.here) if _OF_ALL & {d.owner for d in o.derived}), ()
    )
    return derived.name in whole and derived.owner in claim.sources


_OF_ALL = frozenset({"funds"})


def _stands_behind_than(claim: Claim) -> bool:
    """Return whether 比 or 较 stands right before a quantity, and ends no word or name: 占比."""
    before, start = claim.place.before, claim.mention.start
    names = (name for own in claim.cells.names.values() for name in own)
    word = any(tag.end == start and len(tag.text) > 1 for tag in claim.place.cues)
    return before.endswith(("比", "较")) and not word and not before.endswith(tuple(names))


def _bounds(claim: Claim) -> bool:
    """Return whether the only word beside a quantity is its own bound: 满意度高于92%."""
    place = claim.place
    alone = all(tag.start == claim.mention.start for tag in place.cues) and place.after not in OF
    return claim.mention.mark in COMPARING and alone and not place.after.startswith("的")


def _needs_no_word(claim: Claim, derived: Derived) -> bool:
    """Return whether a value may stand alone: a result, a line of the funds that is named."""
    if derived.bare or (claim.cells.planned and derived.name == "target"):
        return True
    if derived.name == "target":
        return _result_follows(claim, derived) or _result_told(claim, derived)
    if derived.name == "weight":
        return claim.place.after == "得"  # 20分得18分
    if derived.name == "lost" and claim.calls and claim.mention.step < 1:
        return True  # 人员培训0.72分: its score is another
    plain = len((claim.mention.value.number or Decimal(0)).normalize().as_tuple().digits) > 2
    if derived.ratio and plain and not claim.calls and claim.last.names & _AMOUNTS:
        return True  # 若拿520万元作分母，则为82.69%
    return derived.cell and derived.owner in claim.sources  # 县级配套896.25万元


def _result_told(claim: Claim, derived: Derived) -> bool:
    """Return whether the result of the same row is told before: 为92.3%，没有够到95%的线."""
    told = {(each.owner, each.name) for one in claim.here for each in one.derived}
    return derived.value.date is None and (derived.owner, "actual") in told


def _result_follows(claim: Claim, derived: Derived) -> bool:
    """Return whether the result of the same row is told behind: 底线530元，实际执行583元."""
    actual = [cell.number for cell in claim.cells.of(derived.owner, "actual")]
    return any(
        each.mention.value.number in actual
        and each.sentence == claim.place.sentence
        and any(tag.text.startswith("实际") for tag in each.cues)
        for each in claim.reading.places
        if each.mention.start > claim.mention.end
    )


def _word_allows(claim: Claim, derived: Derived, word: Tag) -> bool:
    """Return whether a word says what a value is."""
    base = base_of(claim) if derived.ratio else None
    if base is not None:
        return of_base(claim, derived, base)
    if derived.senses & word.senses or (word.senses <= WEAK and derived.bare):
        return True
    result = derived.cell or derived.bare
    if not result and any(derived.senses & tag.senses for tag in claim.place.cues):
        return True  # 超全年预算2.59%: the base stands between the distance and its value
    return claim.cells.planned and derived.name == "target" and word.has("column.actual")


def lies_as_said(claim: Claim, derived: Derived) -> bool:
    """Return whether a result stands to its target as 超过 or 低于 before the target says.

    Args:
        claim: the target as it is told.
        derived: the target.
    """
    mark, actual = claim.mention.mark, claim.cells.of(derived.owner, "actual")
    denied = mark.startswith(_NOT)
    itself = any(tag.has("column.target") for tag in claim.place.cues)  # 目标为超过91
    if itself:
        return _same_bound(claim, derived)
    number, target = actual[0].number if actual else None, derived.value.magnitude
    if number is None or target is None:
        return True
    if denied or mark not in COMPARING:  # 没有超过上限; 满意度达95%以上 tells a result
        return (not denied and _is_aim(claim)) or _keeps(claim, number)
    more = mark in COMPARING_UP
    if number == target:
        return more and actual[0].value.comparator in _BOUNDS
    return (number > target) == more


def _breaks(claim: Claim, derived: Derived) -> bool:
    """Return whether what was spent breaks a bound that is denied: 没有超出329.77万元的预算."""
    spent = [cell.number for cell in claim.cells.of(derived.owner, "executed")]
    denied = claim.mention.mark.startswith(_NOT) and derived.name in {"initial", "adjusted"}
    return denied and any(each is not None and not _keeps(claim, each) for each in spent)


def _is_aim(claim: Claim) -> bool:
    """Return whether words around a bound say that it is the target: 未达到不低于60%的要求."""
    tail = any(tag.has("column.target") for tag in claim.place.tail)
    return claim.cells.planned or tail or claim.said(*_OF_AIM)


def _keeps(claim: Claim, number: Decimal) -> bool:
    """Return whether a number keeps the bound that a quantity is told with."""
    said = claim.mention.value
    bound, told = said.comparator, said.magnitude
    if told is None or bound not in _UP | _DOWN:
        return True
    return number >= told if bound in _UP else number <= told


def _same_bound(claim: Claim, derived: Derived) -> bool:
    """Return whether a target is told with the bound that it has: 目标为超过95% is no ≥95%."""
    said, own = claim.mention.value.comparator, derived.value.comparator
    return own not in _BOUNDS or said not in _BOUNDS or said is own


_USES = {
    "gap": ("target", "actual"), "beyond": ("target", "actual"), "completion": ("target", "actual"),
    "lost": ("weight", "score", "total"), "score_rate": ("weight", "score", "total"),
    "weight": ("score",),
}  # fmt: skip


def _named(claim: Claim, derived: Derived) -> bool:
    """Return whether the words beside a quantity name the row or level whose value it would be."""
    if derived.row is not None:
        named = claim.calls or claim.just_counted is not None  # 某某一项失30分
        return named and derived.row in claim.place.rows
    within = claim.reading.within(claim.own, claim.mention.at)
    return any(tag.has(derived.owner) for tag in within)


def _beside(claim: Claim, derived: Derived) -> bool:
    """Return whether a result is that of the values told beside it, not of another row's."""
    part = claim.reading.plain.rfind("；", 0, claim.mention.start)
    here = [one for one in claim.here if one.place.mention.start > part]
    for column in _USES.get(derived.name, ()):
        told = ({_level_of(d.owner) for d in one.derived if d.name == column} for one in here)
        owners = [each for each in told if each]
        if owners and _level_of(derived.owner) not in owners[-1]:
            return False
    return True


def _level_of(owner: str) -> str:
    return "execution" if owner == "level.execution" else owner


def _counts_persons(claim: Claim, derived: Derived) -> bool:
    """Return whether persons are not told for attendances: 546人 are no 546人次."""
    units = {claim.unit, derived.value.unit}
    if derived.row is None or "人次" not in units or not units & {"人", "名", "位"}:
        return True
    named = any("人次" in name for name in claim.cells.names[derived.row])
    return named == (claim.unit == "人次")
