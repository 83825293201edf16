"""The closed world of a sentence: which of its words nothing accounts for.

Values, names of the form, cited texts and the words of ``words.toml`` are taken away by one scan
that prefers the longest; what is left is what a writer added.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from selfeval_assist.facts.model import FactTable
from selfeval_assist.facts.slots import SLOT
from selfeval_assist.prose import clauses
from selfeval_assist.prose.words import has_digit, pattern

_FILE = Path(__file__).with_name("words.toml")
_RUN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class WordKind:
    """Words that do the same in a sentence.

    Attributes:
        name: what they are called.
        does: what they do.
        example: a sentence with one of them.
        alone: whether a clause without a value may consist of them.
        words: the words.
        goal: whether they may stand in a planned goal only.
        aims: whether a clause of a planned goal may consist of them and names alone.
        grammar: whether they say nothing by themselves; in a text that is read without references
            they do not hide what stands around them.
    """

    name: str
    does: str
    example: str
    alone: bool
    words: tuple[str, ...]
    goal: bool = False
    aims: bool = False
    grammar: bool = False


@cache
def word_kinds() -> tuple[WordKind, ...]:
    """Return the kinds of listed words, in the order of the file."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(WordKind(**{**kind, "words": tuple(kind["words"])}) for kind in data["kind"])


def unaccounted(
    text: str, known: Iterable[str], introducing: Iterable[str] = (), *, goal: bool = False
) -> tuple[tuple[int, str], ...]:
    """Return the words of a sentence that are neither the form's nor listed.

    Args:
        text: a sentence; its slots are accounted for, the values in it if they are known.
        known: names, values, cited texts and other words that may stand anywhere.
        introducing: words that may stand where a value does, such as its label.
        goal: whether the sentence is one of a planned goal.

    Returns:
        Each run with the place where it begins, in text order; empty when every word is accounted
        for.
    """
    kinds = [kind for kind in word_kinds() if (goal or not kind.goal) and not kind.grammar]
    fixed = {*known, *(word for kind in kinds if kind.alone for word in kind.words)}
    anywhere = pattern(frozenset(fixed))
    beside = {*fixed, *introducing, *(word for kind in kinds for word in kind.words)}
    found: list[tuple[int, str]] = []
    # A colon joins a label to its value: 改进措施：<F1>.
    for span in clauses.clauses(text.replace(",", "，")):
        clause = text[span.start : span.end]
        valued = SLOT.search(clause) or has_digit(clause)
        listed = pattern(frozenset(beside)) if valued else anywhere
        rest = listed.sub(_blank, SLOT.sub(_blank, clause))
        found += [
            (span.start + start, clause[start:end])
            for start, end in _whole(clause, (run.span() for run in _RUN.finditer(rest)))
        ]
    return tuple(found)


def _whole(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return runs as they were written: one listed character does not part 经上级批准."""
    whole: list[tuple[int, int]] = []
    for start, end in spans:
        joined = bool(whole) and start - whole[-1][1] == 1 and text[start - 1].isalpha()
        whole.append((whole.pop()[0] if joined else start, end))
    return whole


def names_in(table: FactTable) -> frozenset[str]:
    """Return the names of a form, which may stand in a sentence as they are.

    A unit may be called by the end of its name: 图书馆 for 某市图书馆.
    """
    values = [fact.value for fact in table if fact.kind == "name"]
    units = [table[each].value for each in ("form.unit", "form.department") if each in table]
    ends = [unit[at:] for unit in units for at in range(len(unit) - 1)]
    return frozenset((*table.names, *values, *ends))


def _blank(match: "re.Match[str]") -> str:
    return " " * len(match[0])
