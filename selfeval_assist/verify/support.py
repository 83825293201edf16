"""The values of the form that a quantity may state, by whose they are."""

from collections.abc import Sequence
from decimal import Decimal

from selfeval_assist.prose import units
from selfeval_assist.verify import derivations, told
from selfeval_assist.verify.agreement import (
    base_agrees,
    beside,
    counts_persons,
    rounds_another,
)
from selfeval_assist.verify.cells import POINTS, Cells
from selfeval_assist.verify.cues import MONEY, calls, cue, says
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.fit import fits
from selfeval_assist.verify.reading import Place, Reading
from selfeval_assist.verify.told import Told


def of_rows(
    reading: Reading, cells: Cells, place: Place, known: Sequence[Told]
) -> tuple[Derived, ...]:
    """Return the values of the called rows; every part of a list must have one."""
    if summed := _summed(cells, place):
        return summed
    if len(place.called) > 1 and together(place):
        return ()
    groups = []
    for part in place.called:
        good = tuple(
            derived
            for row in sorted(part.rows)
            for derived in derivations.of_row(cells, row)
            if fits(place.mention, derived)
            and says(place, derived, cells)
            and beside(place, derived, known)
            and counts_persons(cells, place, derived)
            and not rounds_another(cells, place, derived)
        )
        groups.append(good)
    if not groups or not (all(groups) or (place.inherited and any(groups))):
        return ()
    return tuple(derived for group in groups for derived in group)


def together(place: Place) -> bool:
    """Return whether a word beside a quantity says that it is a sum."""
    return any(tag.has("relation.sum") or tag.text == "共扣" for tag in place.cues)


def _summed(cells: Cells, place: Place) -> tuple[Derived, ...]:
    """Return the sum of what the called rows reached: 蔬菜共23亩, A和B合计25593万元."""
    if len(place.rows) < 2 or not together(place):
        return ()
    word = cue(place, cells)
    names = {
        "lost": ("relation.lost", "beside.lost"),
        "score": ("column.score", "column.total", "beside.score"),
        "weight": ("column.weight",),
    }
    wanted = next((n for n, senses in names.items() if word and word.has(*senses)), "")
    wanted = wanted or ("target" if cells.planned else "actual")
    own = [
        derived
        for row in sorted(place.rows)
        for derived in derivations.of_row(cells, row)
        if derived.name == wanted
    ]
    values = [derived.value for derived in own if derived.value.number is not None]
    good = any(told.states(place, total) for total in told.sums(values))
    return tuple(own) if good else ()


def of_money(
    reading: Reading, cells: Cells, place: Place, known: Sequence[Told]
) -> tuple[Derived, ...]:
    """Return the values of the funds block that a quantity may state."""
    if place.mention.value.unit not in {"元", "%", ""} and not place.mention.vague:
        return ()
    word = cue(place, cells)
    about = (
        word is not None
        and bool(word.senses & MONEY)
        and not word.has("beside.more", "beside.less")
    )
    if place.called and not about and (calls(place) or word is not None):
        return ()
    owners = _sources(reading, cells, place) or ["funds"]
    named = owners != ["funds"]
    for offered in (owners, [] if named else list(cells.sources)):
        good = tuple(
            derived
            for owner in offered
            for derived in derivations.of_funds(cells, owner)
            if fits(place.mention, derived)
            and (named or not derived.name.endswith("_part"))
            and says(place, derived, cells)
            and base_agrees(reading, place, derived, known)
        )
        exact = tuple(each for each in good if each.value.number == place.mention.value.number)
        if good and (exact or not _exact_elsewhere(cells, place)):
            return exact or good
    return ()


def _exact_elsewhere(cells: Cells, place: Place) -> bool:
    """Return whether an amount is another cell to the cent, so that it rounds none."""
    number = place.mention.value.number
    if place.mention.value.unit == "%":
        return False
    owners = ("funds", *cells.sources)
    return any(cell.number == number for owner in owners for cell in cells.of(owner))


def _sources(reading: Reading, cells: Cells, place: Place) -> list[str]:
    """Return the lines of the funds block that the sentence names before a quantity."""
    said = reading.plain[place.sentence.start : place.mention.start]
    at = {owner: max(said.rfind(name) for name in names) for owner, names in cells.sources.items()}
    last = max(at.values(), default=-1)
    return [owner for owner, found in at.items() if found == last >= 0] + (
        ["funds"] if last >= 0 else []
    )


def of_each(
    reading: Reading, cells: Cells, place: Place, known: Sequence[Told]
) -> tuple[Derived, ...]:
    """Return the value that each row of a level has: 效益指标两项各得15分."""
    if not any(place.before.endswith(mark) for mark in ("各", "各得", "各占", "每项", "均得")):
        return ()
    levels = _levels_said(reading, place)
    found = []
    for row in derivations.members(cells, levels[-1]) if levels else ():
        own = [
            each
            for each in derivations.of_row(cells, row)
            if each.name in {"weight", "score"} and fits(place.mention, each)
        ]
        if not own:
            return ()
        found += own
    return tuple(found)


def of_points(
    reading: Reading, cells: Cells, place: Place, known: Sequence[Told]
) -> tuple[Derived, ...]:
    """Return the points of levels, of the execution and of the whole form."""
    if place.mention.value.unit not in {POINTS, "%"}:
        return ()
    spoken = cue(place, cells)
    if place.mention.value.unit == "%" and not (
        (spoken and "得分" in spoken.text) or _levels_said(reading, place)
    ):
        return ()
    offered: list[Derived] = []
    for level in _levels_said(reading, place):
        offered += derivations.of_level(cells, level)
    own = place.mention.at - len(place.before)
    if known and any(each.name in {"rate", "initial_rate"} for each in known[-1].derived):
        offered = list(derivations.of_level(cells, "execution"))
    word = cue(place, cells)
    total = word is not None and word.has("column.total")
    after_rate = bool(offered) and known and known[-1].names & {"rate", "initial_rate"}
    if (total and "whole" not in _levels_said(reading, place, own)) or not (
        after_rate or calls(place) or _levels_said(reading, place, own)
    ):
        offered += derivations.of_form(cells)
        offered += derivations.of_level(cells, "whole")
    return tuple(
        derived
        for derived in offered
        if fits(place.mention, derived)
        and says(place, derived, cells)
        and beside(place, derived, known)
    )


def _levels_said(reading: Reading, place: Place, start: int | None = None) -> list[str]:
    """Return the level named last before a quantity in its sentence."""
    if place.part is not None:  # its part of a list before 分别
        said = [tag for tag in reading.within(*place.part) if tag.has("level")]
    else:
        begin = place.sentence.start if start is None else start
        said = [tag for tag in reading.within(begin, place.mention.at) if tag.has("level")]
    return (
        [sense.partition(".")[2] for sense in said[-1].senses if sense.startswith("level.")]
        if said
        else []
    )


def unnamed(
    reading: Reading, cells: Cells, place: Place, known: Sequence[Told]
) -> tuple[Derived, ...]:
    """Return the only values of the form that a quantity can be where no row is called."""
    if place.mention.value.unit in {POINTS, "项"} or comparable(cells, place):
        return ()
    if calls(place) and any(name in place.before for r in place.rows for name in cells.names[r]):
        return ()  # 系统验收合格率28台: the name is whole, so the value is claimed to be its
    word = cue(place, cells)
    same = any(
        cell.value.unit == place.mention.value.unit
        for row in place.rows
        for cell in cells.of(f"row.{row}", "target", "actual")
    )
    if word is not None and (word.senses & MONEY or (same and word.has("relation", "beside"))):
        return ()
    # 系统验收合格率目标100%，实际28台: its own result is meant, not that of another row
    own = place.inherited and word is not None and word.has("column.target", "column.actual")
    good = tuple(
        derived
        for row in cells.rows
        for derived in derivations.of_row(cells, row)
        if ((derived.cell and not own) or derived.ratio)
        and (derived.value.unit != "%" or _precise(place))
        and fits(place.mention, derived)
        and says(place, derived, cells)
        and beside(place, derived, known)
    )
    return good if len({derived.row for derived in good}) == 1 else ()


def _precise(place: Place) -> bool:
    """Return whether a share has three digits, so that few values can be it."""
    number = place.mention.value.number or Decimal(0)
    return len(number.normalize().as_tuple().digits) > 2


def comparable(cells: Cells, place: Place) -> bool:
    """Return whether words call a row that has values in the unit of a quantity."""
    unit = place.mention.value.unit
    return calls(place) and any(
        unit == "%"
        or not unit
        or not cell.value.unit
        or cell.value.unit == unit
        or units.ratio(cell.value.unit, unit) is not None
        for row in place.rows
        for cell in cells.of(f"row.{row}", "target", "actual")
    )
