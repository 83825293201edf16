"""Every quantity of a text against the values of the form that its words call."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.prose.values import Kind
from selfeval_assist.verify import counting, derivations, told
from selfeval_assist.verify.alignment import Called
from selfeval_assist.verify.cells import Cells
from selfeval_assist.verify.contradiction import contradicted_by, contradicts_funds
from selfeval_assist.verify.cues import MONEY, cue, led_by
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.fit import fits
from selfeval_assist.verify.model import GREY, RED, Violation
from selfeval_assist.verify.reading import Place, Reading
from selfeval_assist.verify.stated import repeated
from selfeval_assist.verify.support import (
    comparable,
    of_each,
    of_money,
    of_points,
    of_rows,
    together,
    unnamed,
)
from selfeval_assist.verify.told import Told


@lru_cache(maxsize=64)
def numbers(reading: Reading, cells: Cells) -> tuple[tuple[Violation, ...], tuple[Told, ...]]:
    """Return the quantities that nothing supports, and what the others state.

    Args:
        reading: the text.
        cells: the form's values.
    """
    wrong: list[Violation] = []
    known: list[Told] = []
    for each in reading.places:
        place = replace(_inherited(each, known), led=led_by(each, known, cells))
        found = _support(reading, cells, place, known)
        if found is None:
            wrong.append(_violation(reading, cells, place))
        known.append(Told(place, found or ()))
    return tuple(wrong), tuple(known)


def _inherited(place: Place, known: Sequence[Told]) -> Place:
    """Return a place; one whose words call no row speaks of the row that was told last."""
    if place.called:
        return place
    for one in reversed(known):
        rows = frozenset(each.row for each in one.derived if each.row is not None)
        if rows or one.place.called:
            called = (Called(rows),) if rows else one.place.called
            return replace(place, called=called, inherited=True)
    return place


def _support(
    reading: Reading, cells: Cells, place: Place, known: Sequence[Told]
) -> tuple[Derived, ...] | None:
    """Return the values that a quantity states, () where only words support it, or None."""
    if _adds_up(place, known):
        return () if told.follows(reading, cells, place, known, cue(place, cells)) else None
    for offered in (of_rows, of_money, of_each, of_points, unnamed, counting.counted):
        found = offered(reading, cells, place, known)
        if found:
            return found
    if told.follows(reading, cells, place, known, cue(place, cells)):
        return ()
    known_value = any(fits(place.mention, derived) for derived in _everything(cells))
    if (
        _calendar(place)
        or _year(reading, cells, place)
        or repeated(cells, reading, place, known=known_value)
    ):
        return ()
    return None


def _adds_up(place: Place, known: Sequence[Told]) -> bool:
    """Return whether a quantity has to be the sum of what was told: 扣2分、扣1分，共扣3分."""
    if not together(place):
        return False
    here = [
        one
        for one in known
        if one.place.sentence == place.sentence
        and one.place.mention.value.unit == place.mention.value.unit
    ]
    names = [one.names for one in here]
    return len(here) > 1 and bool(frozenset.intersection(*names))


def _calendar(place: Place) -> bool:
    """Return whether a duration is the year itself, which nobody has to prove."""
    value = place.mention.value
    return value.kind is Kind.DURATION and (value.number, value.unit) in {
        (Decimal(12), "个月"),
        (Decimal(1), "年"),
    }


def _year(reading: Reading, cells: Cells, place: Place) -> bool:
    """Return whether a date is the form's year or its end."""
    day, year = place.mention.value.date, cells.form.year
    if day is None or year is None or place.mention.value.kind is not Kind.DATE:
        return False
    if not place.mention.value.yearless and day.year != year:
        return False
    ends = any(
        tag.text in {"截至", "截止"}
        for tag in reading.within(place.clause.start, place.mention.start)
    )
    return place.mention.value.precision == "year" or (ends and day.month == 12)


def _everything(cells: Cells) -> Iterator[Derived]:
    for row in cells.rows:
        yield from derivations.of_row(cells, row)
    for owner in ("funds", *cells.sources):
        yield from derivations.of_funds(cells, owner)
    for level in ("whole", "execution", *_levels(cells)):
        yield from derivations.of_level(cells, level)
    yield from derivations.of_form(cells)


def _levels(cells: Cells) -> Iterable[str]:
    rows = cells.form.indicators
    return sorted({rows[row].group for row in cells.rows} | {rows[row].kind for row in cells.rows})


def _violation(reading: Reading, cells: Cells, place: Place) -> Violation:
    """Return what to say of a quantity that its words do not support."""
    mention = place.mention
    quote = reading.text[mention.start : mention.end]
    elsewhere = [derived for derived in _everything(cells) if fits(mention, derived)]
    rows = contradicted_by(reading, cells, place, elsewhere)
    funds = contradicts_funds(cells, place)
    rule, grade = "elsewhere", GREY
    if elsewhere:
        names = list(dict.fromkeys(_title(cells, derived) for derived in elsewhere))[:2]
        message = f"“{quote}”在表中是{'、'.join(names)}，与这里的说法对不上，请核对。"
    elif _understood(cells, place):
        rule, grade, message = "number", RED, f"表中没有“{quote}”，请核对。"
    else:
        rule = "unread"
        message = f"“{quote}”没有在表中找到出处，程序也没能由表中的数算出，请核对。"
    return Violation(rule, quote, mention.start, message, grade, rows, funds)


def _understood(cells: Cells, place: Place) -> bool:
    """Return whether it is plain whose value a quantity claims to be, so that it must be there."""
    tags = (*place.cues, *place.earlier)
    if any(tag.has("relation.mean", "relation.sum", "relation.rest") for tag in tags):
        return False
    if place.mention.value.kind is Kind.DATE or place.mention.value.unit in {"项", "个", "类"}:
        return place.mention.value.kind is Kind.DATE
    word = cue(place, cells)
    money = (
        word is not None and bool(word.senses & MONEY) and place.mention.value.unit in {"元", "%"}
    )
    return money or (bool(place.called) and comparable(cells, replace(place, inherited=False)))


_TITLES = {
    "target": "年度指标值", "actual": "实际完成值", "weight": "分值", "score": "得分",
    "gap": "与年度指标值的差距", "completion": "完成比例", "beyond": "与年度指标值相差的比例",
    "days": "相差的天数", "lost": "扣分", "score_rate": "得分率", "initial": "年初预算数",
    "adjusted": "全年预算数", "executed": "全年执行数", "rate": "执行率", "total": "总分",
    "initial_rate": "占年初预算的比例", "change": "预算调整数", "unspent": "未执行金额",
}  # fmt: skip


def _title(cells: Cells, derived: Derived) -> str:
    title = _TITLES.get(derived.name, "别处的数")
    return f"“{cells.names[derived.row][0]}”的{title}" if derived.row is not None else title
