"""A fact table prepared for looking up what a text says; kept, because screens verify often."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Fact, FactTable
from selfeval_assist.facts.verify.equivalents import magnitude, spellings
from selfeval_assist.facts.verify.naming import aliases
from selfeval_assist.facts.verify.pieces import pieces_of
from selfeval_assist.facts.verify.quantities import chinese, narrowed
from selfeval_assist.facts.verify.scan import longest_first
from selfeval_assist.facts.verify.stated import Statement, statements

_MEASURED = lexicon.WORDS.difference(lexicon.TARGET, lexicon.ACTUAL, lexicon.GOAL, lexicon.COUNT)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One number of one spelling of a fact: what stands before and behind it."""

    before: str
    after: str
    fact: Fact
    subjects: frozenset[str]


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
        planned: whether the facts are those of a planned goal, which knows no results.
        missed: whether a row was not reached or late.
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
    planned: bool
    missed: bool


_RESULTS = ("funds.executed", "score.", "rows.met", "rows.missed", "rows.late")


WHOLE = ("三级指标", "绩效指标")
"""Words for all indicators of a form."""


def scope_of(fact: Fact) -> str:
    """Return the group of indicators that a count is about, such as 数量指标; "" for the form."""
    if fact.kind != "count" or not fact.id.startswith("kind."):
        return ""
    return next((w for w in fact.wordings if w.endswith("指标") and w not in WHOLE), "")


@lru_cache(maxsize=16)
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
    for fact in table:
        own = frozenset(map(narrowed, fact.subjects))
        names |= own
        if fact.row is not None:
            rows.add(own)
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
        for spelling in spellings(fact):
            spoken.update(match[0] for match in chinese(spelling))
            for key, before, after in pieces_of(narrowed(spelling)):
                numbers[key].append(Spelling(before, after, fact, own))
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
        "\n".join((*texts, *(narrowed(f.value) for f in table if f.kind == "words"))),
        frozenset(f.row for f in table if f.row is not None and f.value.endswith("个百分点")),
        frozenset(scope for fact in table if (scope := scope_of(fact))),
        not any(fact.id.startswith(_RESULTS) or fact.id.endswith(".actual") for fact in table),
        "rows.missed" in table or "rows.late" in table,
    )


def _actuals(table: FactTable) -> list[tuple[int, Decimal]]:
    found = []
    for fact in table:
        if fact.row is not None and fact.id.endswith(".actual"):
            number = magnitude(narrowed(fact.value))
            if number is not None:
                found.append((fact.row, number))
    return found
