"""Counts of indicators: 8项达标, 其余3项, 质量指标2项, A、B两项."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from selfeval_assist.facts.calling import whole_of
from selfeval_assist.prose import units
from selfeval_assist.prose.values import Comparator, Kind, Value
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify import derivations, tallies
from selfeval_assist.verify.alignment import called, parts_of
from selfeval_assist.verify.arithmetic import having
from selfeval_assist.verify.cells import members
from selfeval_assist.verify.claim import OF, Claim
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.matching import fits
from selfeval_assist.verify.reading import WITHIN, Place
from selfeval_assist.verify.verdict_words import said_verdicts

_UNITS = frozenset({"项", "个", "条", "类", "种", "部", "块", "大类", "方面", ""})
_KINDS = _UNITS - {"个", ""}
"""Units in which no row has a value: 三类建设."""
_BEHIND = 14
"""Characters behind a count in which it may be said what is counted."""
_SENSES = {
    "verdict.missed": ("missed", "unmet", "perhaps_unmet", "own_short"),
    "verdict.late": ("late",),
    "verdict.exceeded": ("exceeded",),
    "verdict.met": ("met", "perhaps_met", "own_reached"),
    "verdict.level": ("level",),
    "relation.lost": ("lost", "own_lost"),
    "beside.lost": ("lost", "own_lost"),
    "count.full": ("full",),
    "count.lost": ("lost", "own_lost"),
    "count.open": ("own_open",),
    "count.words": ("words", "unknown"),
    "count.percent": ("percent",),
}
_EVERY = ("各", "均", "都", "实际", "得", "的实际", "的得分", "的分值")
_NONE = ("没有", "无", "未有")
_THESE = ("", "这", "该", "上述", "以上", "其")
COUNT, LISTED = "count", "listed"


def counted(claim: Claim) -> tuple[Derived, ...]:
    """Return the count of indicators that a quantity states, as far as its words say of what."""
    value = claim.mention.value
    if value.unit == "%":
        shared = any(tag.has("relation.share", "beside.share") for tag in claim.place.cues)
        return _share(claim) if shared else ()
    if value.number is None or not _counts_things(claim):
        return ()
    none = value.number == 1 and claim.place.before.endswith(_NONE)  # 没有一项扣分
    if _of_verdict(claim, Decimal(0) if none else value.number):
        return _as_count(value.number)
    if _done(claim):
        return ()  # 完成了八项 counts what was reached, not what was listed
    listed = value.number in {*_listed(claim), *_alike(claim), *_told_before(claim)} - {0}
    return _as_count(value.number, LISTED) if listed or _alone(claim) else ()


def _counts_things(claim: Claim) -> bool:
    """Return whether a number may count things; nobody counts two of them about: 约2项."""
    value = claim.mention.value
    own = any(value.unit in each.units for each in claim.cells.owners.values())
    loose = units.measure_words(value.unit) or (not own and value.kind is Kind.COUNT)
    spoken = claim.mention.spoken and loose  # 培训、工期两样; 两笔, where no row counts 笔
    exact = value.comparator not in {Comparator.APPROX, Comparator.GT, Comparator.LT}
    valued = not value.unit and claim.place.before.endswith("为")  # 上年结转和其他资金均为2
    return (value.unit in _UNITS or spoken) and value.kind is not Kind.DATE and exact and not valued


def _alone(claim: Claim) -> bool:
    """Return whether 一项 only stands behind what it names: 预算执行一项."""
    value, place, behind = claim.mention.value, claim.place, _behind(claim)
    if value.number != 1 or not value.unit or not place.before.strip():
        return False
    if _of_its_row(claim) or _of_its_row(replace(claim, place=_noun_behind(place))):
        return False  # 健身中心1个 is the row's value, or none; 1起重点事故 as well
    if "、" in place.before:
        return False  # A、B、C一项
    named = claim.calls or place.before.endswith("这")  # 培训这一项没拿满
    judged = not named and any(tag.has("verdict", "count") for tag in (*place.cues, *behind))
    valued = any(tag.has("column", "relation.sum") for tag in place.cues)  # 合格率实际完成1项
    level, own = _level(claim, behind)
    counts = own and not place.before.endswith("各") and members(claim.cells, level)
    return not judged and not valued and not counts


def _of_its_row(claim: Claim) -> bool:
    """Return whether a quantity in a unit of its own is one that its row has a value of."""
    return claim.calls and claim.comparable and claim.mention.value.unit not in _KINDS


def _noun_behind(place: Place) -> Place:
    """Return a place that speaks of what the noun right behind it calls."""
    return replace(place, called=place.behind, inherited=False)


def _alike(claim: Claim) -> Iterator[int]:
    """Yield how many rows the words behind call (六项维护工作完成率), or have the value there.

    A、B等7项均达到100%, 5项各6分.
    """
    cells, at = claim.cells, claim.mention.at
    behind = called(cells, claim.reading.plain[claim.mention.end : claim.place.clause.end])
    yield from (len(each.rows) for each in called(cells, claim.place.after.partition("、")[0]))
    yield len(behind) if claim.place.after.startswith(("是", "为")) else 0  # 这3项是A、B和C
    plain, after = claim.reading.plain, [o for o in claim.reading.places if o.mention.start > at]
    if (colon := plain.find("：", at, claim.place.sentence.end)) >= 0:  # 三项均超额：A多68人，…
        listed = [one.rows for one in after if colon < one.mention.start < claim.place.sentence.end]
        yield len({rows for rows in listed if rows})
        yield len(listed)  # 由两部分组成：一般公共预算1873.66万元，其他资金2880万元
    later = next(iter(after), None)
    if later is not None and later.clause == claim.place.clause:
        between = claim.reading.plain[claim.mention.end : later.mention.start]
        if claim.place.before.endswith("等") or between.startswith(_EVERY):
            values = having(cells, cells.rows, later.mention)
            yield from derivations.sizes(cells, {each.row or 0 for each in values})
    elif claim.place.before.endswith("等"):
        words = [row for row in cells.rows if not cells.of(f"row.{row}", "actual")]
        yield from derivations.sizes(cells, words)


def _of_verdict(claim: Claim, number: Decimal) -> bool:
    """Return whether so many rows of a level are what the words beside a number say."""
    if number and _printed_level(claim) == number:
        return True
    behind, here = _behind(claim), claim.here
    wanted = _judged(claim, behind)
    level, own = _level(claim, behind)
    if not wanted and not own and not any(_is_count(one.derived) for one in here):
        total = len(tallies.counts(claim.cells, "whole")["total"])  # 九项内容里唯独A没达标
        return number == total and claim.unit in _KINDS and not claim.calls
    wanted -= {"unmet", "perhaps_unmet", "own_short"} if _late_apart(claim) else {"missed"}
    names = wanted or {"total"}
    if behind and behind[0].has("level") and not here:
        names.add("total")  # 27项三级指标无一扣分
    levels = [level, tallies.TALLY][: 1 + (level == "whole" and _tallies(claim, own=own))]
    return any(_is_one_of(claim, number, each, names) for each in levels)


def _judged(claim: Claim, behind: Sequence[Tag]) -> set[str]:
    """Return what the words around a count, or of the count it is a part of, say is counted."""
    start, end = claim.mention.end, behind[-1].end if behind else 0
    said = [t for t in said_verdicts(claim.reading) if start <= t.start and t.end <= end]
    wanted = _wanted((*claim.place.cues, *behind, *said))
    wanted |= {"perhaps_met"} if _done(claim) else _by_target(claim)
    # 未完成的4项中产出3项、效益1项
    return wanted or (_wanted(claim.place.earlier) if claim.just_counted else set())


def _is_one_of(claim: Claim, number: Decimal, level: str, names: Iterable[str]) -> bool:
    """Return whether a number is how many rows of a level are one of some things, or the rest."""
    counts = tallies.counts(claim.cells, level)
    sizes = {
        len(counts.get(name, ())) for name in names if name in counts or level == tallies.TALLY
    }
    return number in sizes or number in _rest(claim, len(counts["total"]))


def _tallies(claim: Claim, *, own: bool) -> bool:
    """Return whether a sentence counts all by verdict: 三级指标20项全部达到年度指标值."""
    sentence = claim.place.sentence
    judged = any(t.has("verdict") for t in claim.reading.within(sentence.start, sentence.end))
    return judged and (own or any(_is_count(one.derived) for one in claim.here))


def _printed_level(claim: Claim) -> int:
    """Return how many rows the level has that the words before a count print: 投入目标10项."""
    rows = claim.cells.form.indicators
    printed = ((rows[row].level1, rows[row].level2) for row in claim.cells.rows)
    levels = [[narrowed(name).partition("(")[0] for name in own] for own in printed]
    names = {name for own in levels for name in own if name and name in claim.place.before}
    longest = max(names, key=len, default="")
    return sum(longest in own for own in levels) if longest else 0


def _done(claim: Claim) -> bool:
    """Return whether it is said right before a count that so many were reached: 完成了八项."""
    last = claim.place.cues[-1:]
    return bool(last) and last[0].end == claim.mention.start and last[0].has("column.actual")


def _by_target(claim: Claim) -> set[str]:
    """Return what a target word before a count says is counted: 够到年度指标值的8项."""
    aims = [tag for tag in claim.place.cues if tag.has("column.target")]
    if not aims or not claim.place.before.endswith("的"):
        return set()
    denied = any(mark in claim.place.before for mark in "未没不")
    return {"unmet", "own_short"} if denied else {"met", "own_reached"}


def _wanted(tags: Iterable[Tag]) -> set[str]:
    """Return what words say is counted."""
    return {name for tag in tags for sense in tag.senses for name in _SENSES.get(sense, ())}


def _late_apart(claim: Claim) -> bool:
    """Return whether the sentence counts what was late apart: 未达标3项，逾期1项."""
    sentence, plain = claim.place.sentence, claim.reading.plain
    late = (t for t in claim.reading.within(sentence.start, sentence.end) if t.has("verdict.late"))
    lasting = (p for p in claim.reading.places if p.mention.value.kind is Kind.DURATION)
    told = {each.mention.start for each in lasting}  # 逾期51天 tells how late one was
    own = [tag for tag in late if tag.end not in told]
    return any("含" not in plain[tag.start - 2 : tag.start] for tag in own)


def _rest(claim: Claim, total: int) -> set[Decimal]:
    """Return how many rows the counts before leave, and how many stand in no level: 其余3项."""
    words = claim.reading.within(claim.place.clause.start, claim.mention.at)
    if not any(tag.has("relation.rest", "group.rest") for tag in words):
        return set()
    counted = (one.place.mention.value.number for one in claim.here[1:] if _is_count(one.derived))
    others = sum((number or Decimal(0) for number in counted), Decimal(0))
    indicators = claim.cells.form.indicators
    apart = [row for row in claim.cells.rows if not indicators[row].kind]  # 其他指标共16项
    nowhere = [row for row in apart if not indicators[row].group]
    left = total - len(_named_before(claim))
    return {total - others, *map(Decimal, (left, len(apart), len(nowhere)))}


def _named_before(claim: Claim) -> set[int]:
    """Return the rows that the clauses before in a sentence call: 除A外，其余四项."""
    spans = (s for s in claim.reading.clauses if claim.place.sentence.holds(s.start))
    texts = (claim.reading.plain[s.start : s.end] for s in spans if s.end <= claim.mention.at)
    return {row for text in texts for each in called(claim.cells, text) for row in each.rows}


def _share(claim: Claim) -> tuple[Derived, ...]:
    """Return the share of the rows of a level of which the words are true: 达标的占七成多."""
    counts = tallies.counts(claim.cells, _level(claim, _behind(claim))[0])
    total = len(counts["total"])
    for name in _wanted(claim.words) & counts.keys() if total else ():
        value = Value(Kind.RATIO, number=Decimal(len(counts[name])) / total * 100, unit="%")
        derived = Derived("form", "count_share", value, frozenset(), ratio=True)
        if fits(claim.mention, derived):
            return (derived,)
    return ()


def _is_count(derived: Iterable[Derived]) -> bool:
    return any(each.name == COUNT for each in derived)


def _level(claim: Claim, behind: Sequence[Tag]) -> tuple[str, bool]:
    """Return the level that a count is about, and whether its own words name it."""
    within, at = claim.reading.within, claim.mention.at
    own = [*within(claim.own, at), *behind]
    for tags, mine in ((reversed(behind), True), (reversed(own), True), (_before(claim), False)):
        named = (level for tag in tags for level in tag.named("level"))
        special = next((level for level in named if level not in {"whole", "execution"}), "")
        if special:
            return special, mine
    return "whole", any(tag.has("level.whole") for tag in own)


def _before(claim: Claim) -> Iterable[Tag]:
    """Return the known words before a count in its sentence, the nearest first."""
    return reversed(claim.reading.within(claim.place.sentence.start, claim.mention.at))


def _behind(claim: Claim) -> tuple[Tag, ...]:
    """Return the known words between a count and the next value or comma."""
    start, end = claim.mention.end, claim.mention.end + _BEHIND
    later = [o.mention.start for o in claim.reading.places if o.mention.start >= start]
    end = min([claim.place.clause.end, end, *later])
    item = WITHIN.search(claim.reading.plain, start, end)  # 数量指标9项、质量指标8项
    return claim.reading.within(start, item.start() if item else end)


def _listed(claim: Claim) -> set[int]:
    """Return how many things the sentence has just listed: A、B两项, 4个、10个，两类."""
    own = _level(claim, ())[1] or _of_its_row(claim)
    told = 0 if own else len(claim.here)  # 成本指标4项 counts its own rows
    named = claim.reading.within(claim.place.sentence.start, claim.mention.at)
    levels = {level for tag in named for level in tag.named("level")} - {"whole", "execution"}
    listed = {len(parts_of(claim.cells, claim.place.before)), len(claim.place.called), told}
    listed |= {len(levels)} if claim.place.before.strip() in _THESE else set()  # 两类相加46分
    if claim.place.before in OF:  # 分值10分的4项
        listed |= derivations.sizes(claim.cells, claim.last.rows)
    if not own and not any(one.place.counts and not one.rows for one in claim.here):
        listed |= _told(claim)
    listed |= _again(claim)
    return {number for number in listed if number > 1}


def _again(claim: Claim) -> set[int]:
    """Return what the sentence has counted in the same unit: 两级合起来55项，…这两级."""
    told = [one.place.mention.value for one in claim.here if LISTED in one.names]
    return {int(value.number or 0) for value in told if value.unit == claim.unit}


def _told_before(claim: Claim) -> Iterator[int]:
    """Yield of how many rows the sentence before, or the two before, told: …。这两项均达标."""
    if claim.place.before.strip() not in _THESE:
        return
    told: list[frozenset[int]] = []
    earlier = [each for each in claim.reading.sentences if each.end <= claim.mention.at]
    for sentence in reversed(earlier[-2:]):
        here = [one for one in claim.known if sentence.holds(one.place.mention.start)]
        told += [one.rows for one in here]
        yield len(frozenset().union(*told))
        yield sum(not one.place.counts for one in here)  # 这两个数


def _told(claim: Claim) -> set[int]:
    """Return how many things were told with values: A、B各50人，C101人，这三类; 另两项."""
    rows = [one.rows for one in claim.here]
    every, last = frozenset().union(*rows), rows[-1] if rows else frozenset()
    wholes = {
        whole_of(claim.cells.form.indicators, row) for row in every
    }  # 118项里，A12项、B43项，两级
    parts = sum(len(parts_of(claim.cells, one.place.before)) or 1 for one in claim.here)
    return {
        parts,
        len(every),
        len(every - wholes),
        len(every - last) if "另" in claim.place.before else 0,
    }


def _as_count(number: Decimal, name: str = COUNT) -> tuple[Derived, ...]:
    value = Value(Kind.COUNT, number=number, unit="项")
    return (Derived("form", name, value, frozenset()),)
