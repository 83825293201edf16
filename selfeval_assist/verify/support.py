"""The values of the form that a quantity may state, by whose they are."""

from collections.abc import Iterable, Sequence
from itertools import islice, product

from selfeval_assist.prose import units, words
from selfeval_assist.prose.values import Comparator
from selfeval_assist.verify import arithmetic, derivations
from selfeval_assist.verify.agreement import agrees, fairly
from selfeval_assist.verify.alignment import Called
from selfeval_assist.verify.cells import POINTS, members
from selfeval_assist.verify.claim import MONEY, OF, Claim, named_last
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.matching import of_rows_stated
from selfeval_assist.verify.reading import Place

Found = tuple[Derived, ...]
_RARE = 3
"""Digits of a share from which on few values can be it."""
_PLAIN = 4
"""Digits of a number from which on hardly any other value is the same."""
_EACH = ("各", "各得", "各占", "每项")
RATES = frozenset({"rate", "initial_rate"})


def _good(claim: Claim, offered: Iterable[Derived]) -> Found:
    return tuple(derived for derived in offered if agrees(claim, derived))


def of_rows(claim: Claim) -> Found:
    """Return the values of the called rows; every part of a list must have one."""
    place = claim.place
    if found := summed(claim):
        return found
    if len(place.called) > 1 and together(claim):
        return ()
    groups = [_of_part(claim, part.rows) for part in place.called]
    if not all(groups) and (claim.said_of_each or not place.inherited):
        return ()
    return tuple(derived for group in groups for derived in group)


def _of_part(claim: Claim, rows: frozenset[int]) -> Found:
    stated = of_rows_stated(claim.mention, claim.cells)
    own = [each for each in stated if each.row in rows]
    number = claim.mention.value.magnitude
    exact = {each.row for each in own if each.cell and each.value.magnitude == number}
    return tuple(  # 12千米 is the target 12000米, and no rounding of 11580米
        each
        for each in own
        if (each.row not in exact or not each.cell or each.value.magnitude == number)
        and fairly(claim, each)
    )


def together(claim: Claim) -> bool:
    """Return whether a word beside a quantity says that it is a sum."""
    return any(tag.has("relation.sum") for tag in claim.place.cues)


_SUMMED = {
    "target": ("column.target",),
    "lost": ("relation.lost", "beside.lost"),
    "score": ("column.score", "column.total", "beside.score"),
    "weight": ("column.weight",),
}
_MOST = 64


def summed(claim: Claim) -> Found:
    """Return the sum of what the called rows reached: 蔬菜共23亩, A和B两项合计25593万元.

    Of points also that of the rows told before: A5分得4.18分，B8分得7.4分，合计失分1.42分.
    """
    listed = claim.just_counted.called if claim.just_counted else ()
    last = claim.last.place.mention.value.number
    again = claim.place.inherited and len(claim.last.rows) > 1  # 计划33套，实装29套
    again = again and all(each.value.number != last for each in claim.last.derived)
    if not together(claim) and not again and not _counts(claim, listed):
        return ()
    groups = [[part.rows for part in own] for own in (listed, claim.place.called)]
    told = [one for one in claim.here if one.place.mention.value.unit == POINTS]
    if claim.unit == POINTS and all(one.rows for one in told):
        groups.append([*{one.rows: None for one in told}])
    return next((found for group in groups if (found := _sum_of(claim, group))), ())


def _counts(claim: Claim, listed: Sequence[Called]) -> bool:
    """Return whether a count says of how many listed rows a value is: A和B两类设施33套."""
    number = claim.just_counted and claim.just_counted.mention.value.number
    return len(listed) > 1 and len(listed) == number


def _sum_of(claim: Claim, parts: list[frozenset[int]]) -> Found:
    """Return the sum of what some rows, one of each part of a list, reached."""
    rows = frozenset().union(*parts)
    if len(rows) < 2:
        return ()
    named = tuple(n for n, senses in _SUMMED.items() if claim.cue and claim.cue.has(*senses))
    plain = "target" if claim.cells.planned else "actual"
    wanted = named or (tuple(_SUMMED) if claim.unit == POINTS else (plain,))
    choices = (rows, *islice(product(*map(sorted, parts)), _MOST))
    sums = (_column(claim, choice, name, len(parts)) for name in wanted for choice in choices)
    return next((own for own in sums if own), ())


def _column(claim: Claim, rows: Iterable[int], name: str, parts: int) -> Found:
    """Return the values of a column of some rows, if a quantity is their sum.

    Args:
        claim: the quantity.
        rows: the rows.
        name: the column.
        parts: how many things are listed, each of which has a value in the sum.
    """
    values = derivations.of_rows(claim.cells, set(rows))
    own = tuple(each for each in values if each.name == name and _adds(claim, each))
    totals = arithmetic.sums([each.value for each in own], claim.unit)
    fair = len(own) >= max(parts, 2) and any(arithmetic.states(claim, total) for total in totals)
    return own if fair else ()


def _adds(claim: Claim, derived: Derived) -> bool:
    """Return whether a value has a unit in which it can be added to others of a quantity's."""
    own = derived.value.unit
    alike = own == claim.unit or units.ratio(own, claim.unit) is not None
    return bool(derived.value.number) and (alike or not claim.unit)


def of_money(claim: Claim) -> Found:
    """Return the values of the funds block that a quantity may state."""
    if claim.unit not in {"元", "%", ""} and not claim.mention.vague:
        return ()
    if claim.sources:
        own = derivations.of_lines(claim.cells, claim.sources)
        return _of_sources(claim) or _of_lines(claim, own)
    return _of_row_or_whole(claim)


def _of_row_or_whole(claim: Claim) -> Found:
    """Return the values of the funds block where the words of a quantity name no source."""
    word, cells = claim.cue, claim.cells
    about = word and word.senses & MONEY and not word.has("beside.more", "beside.less")
    if not claim.calls:  # 支出较预算多出2.6%
        about = about or any(tag.senses & MONEY for tag in claim.place.cues)
    calls = claim.calls and claim.comparable  # 全年可用500万元 calls no 系统可用率
    if claim.place.called and not about and (calls or word is not None):
        return _exact(claim, derivations.of_lines(cells, ("funds",), parts=False))
    said = claim.reading.plain[claim.place.sentence.start : claim.mention.start]
    named = [*named_last(cells, said), "funds"]
    if whole := _of_lines(claim, derivations.of_lines(cells, named, parts=len(named) > 1)):
        return whole
    if {c.column for c in cells.of("funds") if c.number} >= _COMPLETE:
        return ()
    lines = [own for own, names in cells.sources.items() if not words.spans(names[0], *_LEFT)]
    return _of_lines(claim, derivations.of_lines(cells, lines, parts=False))


def _of_sources(claim: Claim) -> Found:
    """Return the amounts of a column of several sources that a quantity is the sum of."""
    named = claim.cells.sources.items()
    owners = [own for own, names in named if words.holds(claim.place.before, names)]
    values = [*derivations.of_lines(claim.cells, owners)] if together(claim) else []
    columns = ([e for e in values if e.name == name] for name in (*_AMOUNTS, "unspent", "change"))
    return next(
        (
            tuple(own)
            for own in columns
            if len(own) == len(owners) > 1
            and any(
                arithmetic.states(claim, total) for total in arithmetic.sums([e.value for e in own])
            )
        ),
        (),
    )


_AMOUNTS = ("executed", "adjusted", "initial")


def _exact(claim: Claim, offered: Iterable[Derived]) -> Found:
    """Return the amounts that a long number is to its last digit: 经费支出329998.60元."""
    number, plain = claim.mention.value.number, arithmetic.digits(claim.mention) >= _PLAIN
    spent = any(tag.senses & MONEY for tag in claim.place.cues)
    cells = (e for e in offered if plain and e.cell and (e.bare if spent else e.name == "adjusted"))
    same = (each for each in cells if each.value.number == number)
    return _good(claim, same) if claim.unit == "元" else ()


_COMPLETE = {"adjusted", "executed"}
_LEFT = ("relation.unspent", "relation.cut")
"""What the lines that a form prints below the amounts are called: 结余结转数, 财政收回数."""


def _of_lines(claim: Claim, offered: Iterable[Derived]) -> Found:
    """Return the good values of lines of the funds block; an exact cell is no rounded one."""
    good, number = _good(claim, offered), claim.mention.value.number
    exact = tuple(each for each in good if each.value.number == number)
    owners = ("funds", *claim.cells.sources)
    about = claim.mention.value.comparator is Comparator.APPROX  # 约2596万元 is no 2596万元
    elsewhere = not about and any(
        cell.number == number and (cell.value.unit == "%") == (claim.unit == "%")
        for own in owners
        for cell in claim.cells.of(own)
    )
    return exact or (() if elsewhere else good)


def of_each(claim: Claim) -> Found:
    """Return the value that each row of a level, or of a count, has: 效益指标两项各得15分."""
    beside = _counted_beside(claim)
    each = claim.place.before.endswith((*_EACH, "均得", "均为", "都是"))
    place = beside or (claim.here[-1].place if each and claim.here else None)
    number, counts = (place.mention.value.number, place.counts) if place else (None, False)
    if not each and (number or 0) < 2:
        return ()
    level = next(iter(levels_said(claim)), "whole")
    rows = members(claim.cells, level)
    same = tuple(
        one for one in arithmetic.having(claim.cells, rows, claim.mention) if _meant(claim, one)
    )
    own = {one.row or 0 for one in same}
    if place and len(place.called) > 1 and not place.rows <= own:
        return ()  # A、B两项均为100%, and B is not
    every = level != "whole" and own == set(rows)
    return same if every or (counts and number in derivations.sizes(claim.cells, own)) else ()


def _meant(claim: Claim, derived: Derived) -> bool:
    """Return whether the words beside a value say no other column: 满分均为5分 is no score."""
    if derived.name == "target":
        return claim.cells.planned or claim.said("column.target")
    named = {name for tag in claim.place.cues for name in tag.named("column")}
    named &= {"weight", "score"}
    return not named or derived.name in named


def _counted_beside(claim: Claim) -> Place | None:
    """Return the count of those that have a value: 四项的实际值是100%, 分值10分的4项."""
    later = next((o for o in claim.reading.places if o.mention.start >= claim.mention.end), None)
    if later is not None and later.counts and later.before in OF:
        return later
    column = any(tag.has("column") for tag in claim.place.cues)
    return claim.just_counted if column and not claim.calls else None


def of_points(claim: Claim) -> Found:
    """Return the points of levels, of the execution and of the whole form."""
    if claim.place.before.endswith(_EACH) or not _of_points(claim):
        return ()
    near = levels_said(claim, claim.own)
    rated = bool(claim.known) and bool(claim.known[-1].names & RATES)
    levels = ["execution"] if rated else near if claim.calls else levels_said(claim)
    total = claim.cue is not None and claim.cue.has("column.total") and "whole" not in near
    offered: list[Derived] = []
    if total or not (rated or claim.calls or near):
        levels = [*levels, "whole"]
        offered += derivations.of_form(claim.cells)
    offered += [each for level in levels for each in derivations.of_level(claim.cells, level)]
    return _good(claim, offered)


def _of_points(claim: Claim) -> bool:
    """Return whether a quantity is of points, or a share that may be one of points."""
    scored = claim.cue is not None and "得分" in claim.cue.text
    return claim.unit == POINTS or (claim.unit == "%" and (scored or bool(levels_said(claim))))


def levels_said(claim: Claim, start: int | None = None) -> list[str]:
    """Return the level named last before a quantity in its sentence, or behind ``start``."""
    begin, end = claim.place.sentence.start if start is None else start, claim.mention.at
    if claim.place.part is not None:  # its part of a list before 分别
        begin, end = claim.place.part
    said = [tag for tag in claim.reading.within(begin, end) if tag.has("level")]
    here = [tag for tag in said if tag.start >= claim.own] or said
    special = [tag for tag in here if tag.named("level") != ["whole"]]  # 产出类四项指标满分40分
    return (special or said)[-1].named("level") if said else []


def unnamed(claim: Claim) -> Found:
    """Return the only values of the form that a quantity can be where no row is called."""
    if claim.unit in {POINTS, "项"} or _about_other(claim) or _about_own(claim):
        return ()
    stated = of_rows_stated(claim.mention, claim.cells)
    good = tuple(each for each in stated if _may_be_any(claim, each) and fairly(claim, each))
    return good if len({derived.row for derived in good}) == 1 else ()


def _may_be_any(claim: Claim, derived: Derived) -> bool:
    """Return whether a value is plain enough to be meant where no row is called."""
    word = claim.cue
    if word is not None and word.senses & MONEY and claim.unit == "元":
        return derived.value.unit == "元"  # 每名学员的培训开支1893元
    if derived.cell and claim.unit and _is_bare(claim, derived):
        return False  # 100天 is no bare 100 of any row
    if derived.value.unit == "%" and arithmetic.digits(claim.mention) < _RARE:
        return False
    beside = (tag for tag in claim.place.cues if tag.end == claim.mention.start)
    if derived.name == "actual" and any(tag.has("column.target") for tag in beside):
        return False  # 任务11580米
    # 系统验收合格率目标100%，实际28台: its own result is meant, not that of another row
    own = word is not None and word.has("column.target", "column.actual")
    return derived.ratio or (derived.cell and not (own and claim.place.inherited))


def _is_bare(claim: Claim, derived: Derived) -> bool:
    unit = derived.value.unit
    return not unit or (unit.startswith("/") and claim.unit != "元")


def _about_own(claim: Claim) -> bool:
    """Return whether words claim a value for the row they call: 系统验收合格率28台."""
    names = (name for row in claim.place.rows for name in claim.cells.names[row])
    whole = any(name in claim.place.before for name in names)
    return claim.calls and (claim.comparable or whole)


def _about_other(claim: Claim) -> bool:
    """Return whether the words speak of money, or of what follows from the row told last."""
    word = claim.cue
    cells = (claim.cells.of(f"row.{row}", "target", "actual") for row in claim.place.rows)
    same = any(cell.value.unit == claim.unit for own in cells for cell in own)
    return word is not None and (
        (bool(word.senses & MONEY) and arithmetic.digits(claim.mention) < _PLAIN)
        or (same and word.has("relation", "beside"))
        or word.has("column.total", "column.weight", "column.score")
    )
