"""Whether a number in the goal's texts is about the row or fund that it was held against."""

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from selfeval_assist.checks.registry import Subject
from selfeval_assist.form import Indicator, Kind, Value
from selfeval_assist.form.money import in_yuan
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.prose.mentions import Mention, mentions
from selfeval_assist.prose.units import measure_words, same_unit
from selfeval_assist.prose.width import narrowed
from selfeval_assist.verify import Violation

# 每千人4批次, 每公里补助1000元: a number for one of something
_EACH_BEFORE = re.compile(r"[每均][\u4e00-\u9fff]{0,6}$")
_IN_BRACKETS = re.compile(r"\((?:单位[::]?)?([^()]+)\)$")
_NOUN = re.compile(r"[\u4e00-\u9fff]{2}")


def about_rows(found: Iterable[Violation], subject: Subject, column: str) -> list[Violation]:
    """Return those violations whose number claims to be the value of their row.

    One in another unit, one for each of something (4批次/千人), one of a row whose value is words,
    and the parts of a row that are told one by one (CT1台、DSA1台 of 2台) do not.

    Args:
        found: what ``verify`` found in one text; each names a row.
        subject: the form.
        column: the cell that the text was held against: ``target`` or ``actual``.
    """
    goal = subject.form.goal
    text = narrowed(goal.planned if column == "target" else goal.actual)
    kept = [each for each in found if _of_row(_row(subject, each), each, text, column)]
    told: dict[int, list[Decimal]] = defaultdict(list)
    for each in kept:
        told[each.rows[0]] += [m.value.magnitude or Decimal(0) for m in _quoted(each)]
    whole = {
        at
        for at, parts in told.items()
        if len(parts) > 1
        and sum(parts) == getattr(subject.form.indicators[at], column).value.magnitude
    }
    return [each for each in kept if each.rows[0] not in whole]


def _row(subject: Subject, each: Violation) -> Indicator:
    return subject.form.indicators[each.rows[0]]


def _quoted(each: Violation) -> tuple[Mention, ...]:
    return mentions(narrowed(each.quote))


def _of_row(row: Indicator, each: Violation, text: str, column: str) -> bool:
    said = next(iter(_quoted(each)), None)
    value: Value = getattr(row, column).value
    # A number beside words that were reached is another thing's; 3次 beside 无上访 is said of them.
    if said and column == "target" and value.number is None and value.kind is not Kind.DATE:
        return False
    if said is None or said.value.kind is Kind.DATE or not said.value.unit:
        return True
    # 均 in the row's own name counts for nothing of each: 设备年均使用率76%
    name = narrowed(row.name).strip()
    behind, before = (
        text[each.start + len(each.quote) :],
        text[: each.start].replace(name or " ", " "),
    )
    unit = _unit(row, value)
    if "/" not in unit and (behind.startswith("/") or _EACH_BEFORE.search(before)):
        return False
    return not unit or unit == said.value.unit or _counts(row, unit, said.value.unit, behind)


def _counts(row: Indicator, unit: str, said: str, behind: str) -> bool:
    """Return whether another unit counts the same: 3期 as 3次, but not 14个大项 as 1次."""
    if not measure_words(unit, said):
        return same_unit(unit, said)
    noun = _NOUN.match(behind)
    return noun is None or bool(pairs(noun[0]) & pairs(narrowed(row.name)))


def _unit(row: Indicator, value: Value) -> str:
    """Return the unit of a row: of its cells, of its column, or in brackets behind its name."""
    in_name = _IN_BRACKETS.search(narrowed(row.name).strip())
    units = (value.unit, row.target.value.unit, row.actual.value.unit, row.unit.strip())
    return next(filter(None, units), in_name[1] if in_name else "")


def adds_up(each: Violation, subject: Subject) -> bool:
    """Return whether an amount and its neighbours in the text give a sum of the funds block.

    1912.6万元, 318.4万元 and 49万元 of 2280万元: what the money was spent on.
    """
    form = subject.form
    lines = (form.funds.total, *form.funds.sources)
    cells = (cell for line in lines for cell in (line.adjusted, line.executed))
    sums = {amount for cell in cells if (amount := in_yuan(cell, form.money_unit))}
    told = [m for m in mentions(narrowed(form.goal.actual)) if m.value.unit == "元"]
    ends = range(len(told) + 1)
    return any(
        sum((m.value.magnitude or Decimal(0) for m in told[first:last]), Decimal(0)) in sums
        for first in ends
        for last in ends[first + 2 :]
        if told[first].at < each.start + len(each.quote) and told[last - 1].end > each.start
    )
