"""Counts of indicators: 8项达标, 其余3项, 质量指标2项, A、B两项."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from selfeval_assist.prose.values import Comparator, Kind, Value
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify import derivations
from selfeval_assist.verify.alignment import LIST, called
from selfeval_assist.verify.cells import Cells
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.fit import fits
from selfeval_assist.verify.reading import Place, Reading

if TYPE_CHECKING:
    from selfeval_assist.verify.told import Told

_UNITS = frozenset({"项", "个", "条", "类", "种", "部", "大类", "方面", ""})
_BEHIND = 14
_SENSES = {
    "verdict.missed": ("missed", "unmet"),
    "verdict.late": ("late",),
    "verdict.exceeded": ("exceeded",),
    "verdict.met": ("met",),
    "verdict.level": ("level",),
    "relation.lost": ("lost",),
    "beside.lost": ("lost",),
    "count.full": ("full",),
    "count.lost": ("lost",),
    "count.words": ("words", "unknown"),
    "count.percent": ("percent",),
}
COUNT, LISTED = "count", "listed"


def counted(
    reading: Reading, cells: Cells, place: Place, known: Sequence["Told"]
) -> tuple[Derived, ...]:
    """Return the count of indicators that a quantity states, as far as its words say of what."""
    value = place.mention.value
    if value.unit == "%":
        shared = any(tag.has("relation.share", "beside.share") for tag in place.cues)
        return _share(reading, cells, place, known) if shared else ()
    if value.unit not in _UNITS or value.number is None or value.kind is Kind.DATE:
        return ()
    if any(tag.has("beside.more", "beside.less") for tag in place.cues):
        return ()  # 比目标多2: a distance
    if value.comparator in {Comparator.APPROX, Comparator.GT, Comparator.LT}:
        return ()  # 约2项: nobody counts two things about
    if found := _of_verdict(reading, cells, place, known):
        return found
    alike = {len(each.rows) for each in called(cells, place.after)}  # 六项维护工作完成率
    judged = any(tag.has("verdict", "count") for tag in (*place.cues, *_behind(reading, place)))
    valued = any(tag.has("column", "relation.sum") for tag in place.cues)  # 合格率实际完成1项
    bare = place.before.strip() and not judged and not valued
    alone = value.number == 1 and value.unit and bare  # 预算执行一项
    listed = value.number in _listed(place, known) | alike | _alike(reading, cells, place)
    return _as_count(value.number, LISTED) if listed or alone else ()


def _alike(reading: Reading, cells: Cells, place: Place) -> set[int]:
    """Return how many rows have the value that follows: A、B等7项均达到100%."""
    if not place.before.endswith("等"):
        return set()
    later = [each for each in reading.places if each.mention.start > place.mention.at]
    if later and later[0].clause == place.clause:
        column = "target" if cells.planned else "actual"
        rows = [
            row
            for row in cells.rows
            for derived in derivations.of_row(cells, row)
            if derived.name == column and fits(later[0].mention, derived)
        ]
    else:
        rows = [row for row in cells.rows if not cells.of(f"row.{row}", "actual")]
    levels = {cells.form.indicators[row].kind for row in rows} | {""}
    sizes = {len([r for r in rows if cells.form.indicators[r].kind == level]) for level in levels}
    groups = {cells.form.indicators[row].level1 for row in rows}  # 投入目标(28分): as printed
    sizes |= {len([r for r in rows if cells.form.indicators[r].level1 == each]) for each in groups}
    return sizes | {len(rows)}


def _of_verdict(
    reading: Reading, cells: Cells, place: Place, known: Sequence["Told"]
) -> tuple[Derived, ...]:
    """Return the count of the rows of a level of which the words beside a number are true."""
    behind = _behind(reading, place)
    wanted = [
        name for tag in (*place.cues, *behind) for s in tag.senses for name in _SENSES.get(s, ())
    ]
    if behind and behind[-1].has("column.actual") and behind[-1].end >= place.clause.end:
        wanted.append("met")  # 余下八项均已达到
    earlier = [one for one in known if one.place.sentence == place.sentence]
    level, own = _level(reading, place, behind)
    counts_before = any(each.name == COUNT for one in earlier for each in one.derived)
    if not wanted and not own and not counts_before:
        return ()
    whole = reading.within(place.sentence.start, place.sentence.end)
    if any(
        tag.has("verdict.late") and "含" not in reading.plain[tag.start - 2 : tag.start]
        for tag in whole
    ):  # 未达标3项，逾期1项 are counted apart
        wanted = [name for name in wanted if name != "unmet"]
    counts = derivations.counts(cells, level)
    names = set(wanted) if wanted else {"total"}
    if behind and behind[0].has("level") and not earlier:
        names.add("total")  # 27项三级指标无一扣分
    number = place.mention.value.number or Decimal(0)
    if any(len(counts[name]) == number for name in names):
        return _as_count(number)
    of_rest = any(
        tag.has("relation.rest", "group.rest")
        for tag in reading.within(place.clause.start, place.mention.at)
    )
    others = sum(one.place.mention.value.number or 0 for one in earlier[1:] if _is_count(one))
    indicators = cells.form.indicators
    apart = [row for row in cells.rows if not indicators[row].kind]  # 其他指标共16项
    nowhere = [row for row in apart if not indicators[row].group]
    left = {len(counts["total"]) - others, len(apart), len(nowhere)}
    return _as_count(number) if of_rest and number in left else ()


def _share(
    reading: Reading, cells: Cells, place: Place, known: Sequence["Told"]
) -> tuple[Derived, ...]:
    """Return the share of the rows of a level of which the words are true: 达标的占七成多."""
    behind = _behind(reading, place)
    tags = (*place.earlier, *place.cues)
    wanted = {name for tag in tags for s in tag.senses for name in _SENSES.get(s, ())}
    counts = derivations.counts(cells, _level(reading, place, behind)[0])
    total = len(counts["total"])
    for name in wanted if total else ():
        value = Value(Kind.RATIO, number=Decimal(len(counts[name])) / total * 100, unit="%")
        derived = Derived("form", "count_share", value, frozenset(), ratio=True)
        if fits(place.mention, derived):
            return (derived,)
    return ()


def _is_count(one: "Told") -> bool:
    return any(each.name == COUNT for each in one.derived)


def _level(reading: Reading, place: Place, behind: Sequence[Tag]) -> tuple[str, bool]:
    """Return the level that a count is about, and whether its own words name it."""
    start = place.mention.at - len(place.before)
    for tags, own in (
        (behind, True),
        (reading.within(start, place.mention.at), True),
        (reading.within(place.sentence.start, place.mention.at), False),
    ):
        said = [s.partition(".")[2] for tag in tags for s in tag.senses if s.startswith("level.")]
        said = [level for level in said if level != "execution"]
        if said:
            narrow = [level for level in said if level != "whole"]
            return (narrow or said)[-1], own
    return "whole", False


def _behind(reading: Reading, place: Place) -> tuple[Tag, ...]:
    """Return the known words between a count and the next value or comma."""
    later = [each.mention.start for each in reading.places if each.mention.start > place.mention.at]
    end = min([place.clause.end, place.mention.end + _BEHIND, *later])
    return reading.within(place.mention.end, end)


def _listed(place: Place, known: Sequence["Told"]) -> set[int]:
    """Return how many things the sentence has just listed: A、B两项, 4个、10个，两类."""
    parts = [part for part in LIST.split(place.before) if part.strip()]
    here = [one for one in known if one.place.sentence == place.sentence]
    listed = {len(parts), len(place.called)}
    return {number for number in listed | {len(here)} if number > 1}


def _as_count(number: Decimal, name: str = COUNT) -> tuple[Derived, ...]:
    value = Value(Kind.COUNT, number=number, unit="项")
    return (Derived("form", name, value, frozenset()),)
