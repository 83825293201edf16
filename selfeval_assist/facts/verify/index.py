"""A fact table prepared for looking up what a text says; kept, because screens verify often."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.levels import VERDICTS
from selfeval_assist.facts.model import Fact, FactTable
from selfeval_assist.facts.verify.amounts import Amount, amount_in
from selfeval_assist.facts.verify.derived import derived
from selfeval_assist.facts.verify.equivalents import magnitude, spellings
from selfeval_assist.facts.verify.kinds import kinds_of
from selfeval_assist.facts.verify.naming import aliases
from selfeval_assist.facts.verify.pieces import pieces_of
from selfeval_assist.facts.verify.quantities import chinese, narrowed
from selfeval_assist.facts.verify.scan import longest_first
from selfeval_assist.facts.verify.stated import Statement, statements

_MEASURED = lexicon.WORDS.difference(lexicon.TARGET, lexicon.ACTUAL, lexicon.GOAL, lexicon.COUNT)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One number of one spelling of a fact: what stands before and behind it.

    ``places`` is the number of decimals of a rounded one, None for an exact one.
    """

    before: str
    after: str
    fact: Fact
    subjects: frozenset[str]
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """A prepared table.

    Attributes:
        names: every text of the form that is masked, the longest first.
        canonical: the full name of an indicator by each of its forms.
        numbers: the spellings that hold a number, by the number.
        spoken: spellings in Chinese numerals, as they are.
        verdicts: what code decided about the rows of a name.
        levels: names of first levels, which name no indicator.
        words: the names under which a quoted text stands.
        actuals: the number that a row reached.
        doubled: names that are also introducing words, such as 预算执行率.
        causes: what people stated as causes.
        said: everything that people stated.
        printed: the texts of the form from which a quotation may come.
        rated: rows whose distance from the target is in percent points.
        scopes: the groups of indicators that are counted by themselves, such as 数量指标.
        members: the rows of each group and level, by what it is called.
        rows: the names of each row.
        called: the names of all rows as one text.
        priced: rows whose values are money.
        decided: what code decided about each row.
        planned: whether the facts are those of a planned goal, which knows no results.
        missed: whether a row was not reached or late.
        kinds: the rows of which each thing in ``kinds.KINDS`` is true.
        amounts: what the value of a fact amounts to, by its id.
        scores: the points of each row.
        sources: the columns that a source of money has, by each of its names.
        measured: the values of the facts, for numbers that say about how much.
    """

    names: tuple[str, ...]
    canonical: Mapping[str, str]
    numbers: Mapping[str, tuple[Spelling, ...]]
    spoken: frozenset[str]
    verdicts: Mapping[str, frozenset[str]]
    levels: frozenset[str]
    words: Mapping[str, frozenset[str]]
    actuals: Mapping[int, Decimal]
    doubled: frozenset[str]
    causes: tuple[str, ...]
    said: tuple[Statement, ...]
    printed: str
    rated: frozenset[int]
    scopes: frozenset[str]
    members: Mapping[str, frozenset[int]]
    rows: Mapping[int, frozenset[str]]
    called: str
    priced: frozenset[int]
    decided: Mapping[int, str]
    planned: bool
    missed: bool
    kinds: Mapping[str, frozenset[int]]
    amounts: Mapping[str, Amount]
    scores: Mapping[int, Decimal]
    sources: Mapping[str, frozenset[str]]
    measured: tuple[tuple[Spelling, Amount], ...]


_RESULTS = ("funds.executed", "score.", "rows.met", "rows.missed", "rows.late")


WHOLE = ("三级指标", "绩效指标")
"""Words for all indicators of a form."""


def scope_of(fact: Fact) -> str:
    """Return the group of indicators that a count is about, such as 数量指标; "" for the form."""
    if fact.kind not in {"count", "points"} or not fact.id.startswith("kind."):
        return ""
    label = fact.label.removesuffix("项数")
    label = next((label.removeprefix(w) for w in _INTRODUCED if label.startswith(w)), label)
    return "" if label in WHOLE else label


_INTRODUCED = tuple(words for words, _verdicts in VERDICTS.values())
_ROW = re.compile(r"indicators\.(\d+)\.")


def _members(facts: Iterable[Fact]) -> dict[str, frozenset[int]]:
    """Return the rows of each second-level group and each first level."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for fact in facts:
        rows = {int(match[1]) for source in fact.sources if (match := _ROW.match(source))}
        if fact.id.startswith("kind.") and fact.id.endswith(".total"):
            found[scope_of(fact)] |= rows
        elif fact.id.startswith("level."):
            for name in fact.subjects:
                found[name if name.endswith("指标") else f"{name}指标"] |= rows
    return {name: frozenset(rows) for name, rows in found.items() if name}


@lru_cache(maxsize=32)
def index_of(table: FactTable) -> Index:
    """Return a table prepared for look-up."""
    numbers: defaultdict[str, list[Spelling]] = defaultdict(list)
    words: defaultdict[str, set[str]] = defaultdict(set)
    spoken: set[str] = set()
    names = {narrowed(name) for name in table.names}
    verdicts: defaultdict[str, set[str]] = defaultdict(set)
    levels: set[str] = set()
    rows: set[frozenset[str]] = set()
    texts = set(names)
    called: dict[int, frozenset[str]] = {}
    facts = (*table, *derived(table))
    for fact in facts:
        own = frozenset(map(narrowed, fact.subjects))
        names |= own
        if fact.row is not None:
            rows.add(own)
            called.setdefault(fact.row, own)
        if fact.id.startswith("level."):
            levels |= own
        if fact.kind in {"name", "words", "cause"}:
            texts.add(narrowed(fact.value))
            if fact.kind == "words" and own:
                words[narrowed(fact.value)] |= own
            continue
        if fact.kind == "verdict":
            for name in own:
                verdicts[name].add(fact.value)
        for spelling, places in spellings(fact):
            spoken.update(match[0] for match in chinese(spelling))
            for key, before, after in pieces_of(narrowed(spelling)):
                numbers[key].append(Spelling(before, after, fact, own, places))
    amounts = tuple(_amounts(facts))
    canonical = {name: name for name in names} | dict(aliases(names, rows))
    doubled = {name[1:-1] for name in names if name.startswith("“")} & _MEASURED
    return Index(
        longest_first(text for text in (*canonical, *texts) if len(text) >= 2),
        canonical,
        {number: tuple(found) for number, found in numbers.items()},
        frozenset(spoken),
        {short: frozenset(verdicts.get(name, ())) for short, name in canonical.items()},
        frozenset(levels).difference(*rows),
        {text: frozenset(owners) for text, owners in words.items()},
        dict(_actuals(table)),
        frozenset(doubled),
        tuple(narrowed(f.value) for f in table if f.kind == "cause" and len(f.value) >= 2),
        statements(table),
        "\n".join(
            (
                *texts,
                *(narrowed(f.value) for f in table if _printed(f)),
            )
        ),
        frozenset(f.row for f in table if f.row is not None and f.value.endswith("个百分点")),
        frozenset(scope for fact in table if (scope := scope_of(fact))),
        _members(table),
        called,
        "\n".join(sorted({name for own in called.values() for name in own})),
        frozenset(f.row for f in table if f.row is not None and f.kind == "amount"),
        {f.row: f.value for f in table if f.row is not None and f.kind == "verdict"},
        not any(fact.id.startswith(_RESULTS) or fact.id.endswith(".actual") for fact in table),
        "rows.missed" in table or "rows.late" in table,
        kinds_of(table),
        {fact.id: amount for fact, amount in amounts},
        {f.row: a.value for f, a in amounts if f.row is not None and f.id.endswith(".score")},
        _columns(facts),
        tuple(_measured(amounts)),
    )


def _printed(fact: Fact) -> bool:
    """Whether the words of a value are the form's: quoted ones, and 较上年增长 of a change."""
    return fact.kind == "words" or bool(lexicon.same_change(fact.value))


def _columns(facts: Iterable[Fact]) -> dict[str, frozenset[str]]:
    """Return which columns each source of money has."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.id.startswith("funds.source."):
            for name in fact.subjects:
                found[narrowed(name)].add(fact.id.split(".")[3])
    return {name: frozenset(columns) for name, columns in found.items()}


_COUNTED_IN = {"amount", "quantity", "points", "rate", "count"}


def _amounts(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Amount]]:
    for fact in facts:
        if fact.kind in _COUNTED_IN and (amount := amount_in(narrowed(fact.value))):
            yield fact, amount


def _measured(amounts: Iterable[tuple[Fact, Amount]]) -> Iterator[tuple[Spelling, Amount]]:
    for fact, amount in amounts:
        if fact.kind in {"amount", "quantity", "rate"} and "至" not in fact.value:
            own = frozenset(map(narrowed, fact.subjects))
            yield Spelling("", amount.unit, fact, own), amount


def _actuals(table: FactTable) -> list[tuple[int, Decimal]]:
    found = []
    for fact in table:
        if fact.row is not None and fact.id.endswith(".actual"):
            number = magnitude(narrowed(fact.value))
            if number is not None:
                found.append((fact.row, number))
    return found
