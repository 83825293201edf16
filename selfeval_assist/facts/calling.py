"""How a row is called in prose, alone and as a part of another one."""

from collections.abc import Sequence
from dataclasses import replace

from selfeval_assist.facts import spelling
from selfeval_assist.facts.framing import Clause, clause
from selfeval_assist.facts.model import FactKind
from selfeval_assist.facts.names import begins, ends, named, unit_of_head
from selfeval_assist.form import Comparator, Indicator, Value
from selfeval_assist.scoring.direction import comparator_of

_CEILINGS = frozenset({Comparator.LE, Comparator.LT})


def whole_of(rows: Sequence[Indicator], index: int) -> int | None:
    """Return the row that a row is a part of, or None: its own mark, or 其中 before its name."""
    if rows[index].parent is not None:
        return rows[index].parent
    if not spelling.is_part(rows[index]):
        return None
    return next((at for at in range(index - 1, -1, -1) if not spelling.is_part(rows[at])), None)


def clause_of(
    row: Indicator, kind: FactKind, value: str, planned: bool, whole: Indicator | None = None
) -> Clause:
    """Return the clause that a row makes with its value.

    Args:
        row: the row.
        kind: the kind of the value.
        value: the value as it is told.
        planned: whether it is the target.
        whole: the row that it is a part of, whose words are not repeated; or None.
    """
    ceiling = planned and comparator_of(row) in _CEILINGS
    name, part = spelling.told_name(row), whole is not None
    found = clause(name, kind, value, planned=planned, ceiling=ceiling, part=part)
    if not planned and kind == "words" and (found.first or found.bare):
        found = replace(found, subject=_qualified(found.subject, name, row))
    if whole is None or found.first:
        return found
    same = clause(spelling.told_name(whole), kind, value, planned=planned).subject
    return replace(found, subject=_apart(found.subject, same))


def _qualified(subject: str, name: str, row: Indicator) -> str:
    """Return what did not happen with the qualifier of the target: 较大及以上安全事故.

    A denial without it says more than anybody looked for.
    """
    _, told, wanted = spelling.plain_words(row.target.raw).rpartition("发生")
    if not told or not wanted.endswith(name) or not subject.endswith(name):
        return subject
    return subject.removesuffix(name) + wanted


def _apart(part: str, whole: str) -> str:
    """Return the name of a part without the deed and the bracket that the whole has too."""
    at = part.rfind("（") if part.endswith("）") else len(part)
    bracket = part[at:] if whole.endswith(part[at:]) else ""
    own, other = part.removesuffix(bracket), whole.removesuffix(bracket)
    if (deed := ends("deed", own)) and deed == ends("deed", other) and len(own) > len(deed):
        own = own.removesuffix(deed)
    if (deed := begins("deed", own)) and deed == begins("deed", other) and len(own) > len(deed):
        own = own.removeprefix(deed)
    return own.removesuffix("的") or part


def lent_unit(row: Indicator, value: Value, typed: str) -> str:
    """Return the unit of a bare number from the name of its row or from the form's texts, or "".

    Args:
        row: the row.
        value: its target or its actual value.
        typed: the texts.
    """
    name = named(spelling.told_name(row))
    if row.unit.strip() or value.number is None or name.shape not in _COUNTABLE:
        return ""
    both = (row.target.value, row.actual.value)
    if given := next((each.unit for each in both if each.unit), ""):
        return given if "/" not in given else ""
    numbers = [spelling.quantity(each.number, each, "") for each in both if each.number is not None]
    found = (spelling.counted_by(number, name.text, typed) for number in numbers)
    return unit_of_head(name) or next(filter(None, found), "")


_COUNTABLE = frozenset({"count", "deed", "thing", "aim"})


def called(row: Indicator, told: list[str]) -> tuple[str, ...]:
    """Return what a row may be called by: its name, the one as printed, and those in clauses."""
    names = spelling.subjects_of(row.name)
    wide = spelling.prose_name(names[0])
    unit = spelling.in_name(row)
    short = wide.removesuffix(f"（{unit}）") if unit else wide
    return tuple(dict.fromkeys((short, wide, *names, *filter(None, told))))
