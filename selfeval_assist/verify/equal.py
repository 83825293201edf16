"""Values that a sentence says are the same: 与全年预算数相同, 年初预算和全年预算同为, 与此一致."""

import re
from collections.abc import Iterable, Iterator

from selfeval_assist.facts.references import Known
from selfeval_assist.prose import words
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.spots import Said, Spot, listed

_SAME = re.compile(
    r"(?:与|同|和|跟)(?P<what>[^，,；;。！？!?、{}]{1,12}?)(?P<same>相同|一致|相等|相符|持平|等同)"
)
_JOINT = re.compile(r"(?:均|同|都|皆)(?:为|是|达到?)?$")
_POINTS = re.compile(r"^(?:此|之|前者|上述|前述|其)$")
_AMOUNTS = {
    "f.initial": "column.initial",
    "f.adjusted": "column.adjusted",
    "f.executed": "column.executed",
}


def same(said: Said) -> Iterator[tuple[int, int, bool]]:
    """Yield where a sentence says that values are the same, and whether they are.

    Only what is said of values of the form; what cannot be told is left out.
    """
    for start, end in said.clauses:
        for match in _SAME.finditer(said.text, start, end):
            left = _left(said, start, match.start())
            right = _right(said, match)
            if left and right:
                values = {*left, *right}
                yield *match.span(), len(values) == 1 and None not in values


def unequal(said: Said) -> Iterator[Violation]:
    """Yield what a sentence says is the same and is not."""
    for start, end, holds in same(said):
        if not holds:
            told = said.text[start:end]
            message = f"“{told}”与表中的值不符，请改写。"
            yield Violation("unequal", told, start, message)


def amounts_in(text: str) -> tuple[str, ...]:
    """Return the references of the amounts that words name: 年初预算和全年预算."""
    found = (
        ref
        for tag in words.tags(text)
        for ref, sense in _AMOUNTS.items()
        if tag.has(sense) and not tag.text.startswith("后")
    )
    return tuple(dict.fromkeys(found))


def jointly(said: Said, spot: Spot) -> tuple[str, ...]:
    """Return the amounts that a value is given for at once; none where for one alone."""
    if not _JOINT.search(spot.near):
        return ()
    own = amounts_in(spot.near) or amounts_in(re.split("[；;。]", spot.far)[-1])
    return own if len(own) > 1 else ()


def told_along(text: str, known: Known) -> frozenset[str]:
    """Return the references that a sentence says with the value of another one.

    年初预算和全年预算均为{f.initial} says f.adjusted too, 甲、乙均为{r4.actual} that of r5.
    """
    said, found = Said(text, known), set[str]()
    for spot in said.spots:
        near = amounts_in(spot.near)
        rows = listed(spot.near, known) if spot.ref[0] == "r" else ()
        refs = [f"r{row}.{spot.role}" for each in rows if len(each) == 1 for row in each]
        refs += jointly(said, spot) or (near if spot.ref.startswith("f.") else ())
        found |= {ref for ref in refs if all_equal(said, (ref,), spot.fact.value)}
        found |= _amounts_of(spot, known)
    for start, end, holds in same(said):
        found |= set(amounts_in(said.text[start:end])) if holds else set()
    return frozenset(found)


def _amounts_of(spot: Spot, known: Known) -> set[str]:
    """Return the amounts of the form that a number of a text is: {t2.2}万元 is {f.change}."""
    source = known.sources.get(spot.ref.partition(".")[0])
    behind = source.text[source.numbers[int(spot.role) - 1].start() :] if source else ""
    amounts = ((ref, fact.value) for ref, fact in known.values.items() if ref.startswith("f."))
    return {ref for ref, value in amounts if not value[-1:].isdigit() and behind.startswith(value)}


def all_equal(said: Said, refs: Iterable[str], value: str) -> bool:
    """Return whether every reference is there and has a value."""
    values = said.known.values
    return all(ref in values and values[ref].value == value for ref in refs)


def _values(said: Said, refs: Iterable[str]) -> list[str | None]:
    known = said.known.values
    return [known[ref].value if ref in known else None for ref in refs]


def _left(said: Said, start: int, end: int) -> list[str | None]:
    """Return the values of what is compared: those named before, else the last one told."""
    text = said.text[start:end]
    if refs := amounts_in(text):
        return _values(said, refs)
    rows = {row for each in listed(text, said.known) for row in each} if text.strip() else set()
    inside = said.within(start, end)
    if rows and not inside:
        role = "target" if said.known.planned or "目标" in text else "actual"
        return _values(said, (f"r{row}.{role}" for row in sorted(rows)))
    before = [spot.fact.value for spot in said.spots if spot.end <= end]
    return [*before[-1:]]


def _right(said: Said, match: "re.Match[str]") -> list[str | None]:
    """Return the values of what something is compared with."""
    budget = words.tags(match["what"])[:1]
    both = ("f.initial", "f.adjusted") if budget and budget[0].has("column.budget") else ()
    if refs := amounts_in(match["what"]) or both:  # the budget that did not change is one
        return _values(said, refs)
    if _POINTS.match(match["what"].strip()):
        start = next((a for a, b in said.clauses if a <= match.start() < b), 0)
        before = [spot.fact.value for spot in said.spots if spot.end <= start]
        return [*before[-1:]]
    return _of_row(said, match)


def _of_row(said: Said, match: "re.Match[str]") -> list[str | None]:
    """Return the value of the only row with which something is compared."""
    rows = {row for each in listed(match["what"], said.known) for row in each}
    role = "target" if said.known.planned or "目标" in said.text[: match.end()] else "actual"
    return _values(said, (f"r{row}.{role}" for row in sorted(rows))) if len(rows) == 1 else []
