"""What people stated in words: causes, measures, evidence; a text may repeat their numbers.

A number of a statement is believed only where the text speaks of the same thing, and a reason only
where its words are those of a stated cause.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selfeval_assist.facts.model import FactTable
from selfeval_assist.facts.verify import claims
from selfeval_assist.facts.verify.naming import bigrams
from selfeval_assist.facts.verify.pieces import bound
from selfeval_assist.facts.verify.quantities import Found, narrowed, numbers
from selfeval_assist.facts.verify.scan import clause_end, clause_start

_ENOUGH = 0.6
_NEAR = 4
_CONNECTING = 8
"""Characters of its own that the reason of a slotted sentence may have besides the slot."""
_AROUND = re.compile(r"[^\d，；。]{0,4}?(左右|以上|以下|以内|上下|余|多|之多)")
_DIGITS = re.compile(r"[\d\W_]+")
_MARKS = re.compile(r"[\s\W_]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A text of a person: its label, whether it is the wording in the form, and its numbers."""

    text: str
    label: str
    final: bool
    numbers: tuple[Found, ...]


def statements(table: FactTable) -> tuple[Statement, ...]:
    """Return what people stated, in one width."""
    return tuple(
        Statement(text, fact.label, fact.id.endswith(".text"), tuple(numbers(text)))
        for fact in table
        if fact.kind in {"words", "cause", "name"}
        for text in [narrowed(fact.value)]
    )


def repeats(
    said: Iterable[Statement], text: str, start: int, end: int, key: str, *, known: bool
) -> bool:
    """Whether a number of a text is one of a statement about the same thing.

    Args:
        said: the statements.
        text: the whole text, in one width.
        start: where the number begins.
        end: where it ends.
        key: the number in one spelling.
        known: whether the number is also a value of the form, so that only the very words of the
            statement can mean another thing by it.
    """
    begin, close = clause_start(text, start), clause_end(text, end)
    here = _content(text[begin:close])
    day = key.endswith("@")
    for each in said:
        for found in each.numbers:
            if found.key != key and not (day and found.key.endswith(key)):
                continue
            if not day and _tail(text, end) != _tail(each.text, found.end):
                continue
            if bound(text, start) != bound(each.text, found.start):
                continue
            if _vague(text, end) != _vague(each.text, found.end):
                continue
            if known:
                sides = _beside(text, start, end) & _beside(each.text, found.start, found.end)
                # The wording in the form repeats values of the row; a cause speaks for itself.
                if len(sides) > each.final:
                    return True
                continue
            low, high = clause_start(each.text, found.start), clause_end(each.text, found.end)
            own = _content(each.text[low:high])
            if here & (own | _content(each.label)) and not (day and not _nearest(each, own, here)):
                return True
    return False


def _nearest(each: Statement, own: frozenset[str], here: frozenset[str]) -> bool:
    """Whether no other date of a statement stands with more of the words here.

    7月流标，8月重新招标 does not say that 8月流标.

    Args:
        each: the statement.
        own: the words beside the date in it.
        here: the words beside the date in the text.
    """
    others = (
        _content(each.text[clause_start(each.text, at.start) : clause_end(each.text, at.end)])
        for at in each.numbers
        if at.key.endswith("@")
    )
    return all(len(here & other) <= len(here & own) for other in others)


def _tail(text: str, end: int) -> str:
    """Return the first character of a unit, empty where none stands."""
    mark = text[end : end + 1]
    return mark if mark.isalpha() or mark in {"%", "‰"} else ""


def _vague(text: str, end: int) -> str:
    match = _AROUND.match(text, end)
    return match[1] if match else ""


def _beside(text: str, start: int, end: int) -> frozenset[str]:
    """Return what stands right before a number, and right behind it, each as one piece."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR + 1]
    return frozenset(
        side for side in (f"{before}#", f"#{after}") if len(_MARKS.sub("", side)) >= _NEAR
    )


def _content(text: str) -> frozenset[str]:
    parts = _DIGITS.split(text)
    return frozenset(pair for part in parts for pair in bigrams(part)) - claims.COMMON


def unstated(
    text: str, masked: str, causes: Iterable[str], slots: Iterable[str] = ()
) -> Iterator["re.Match[str]"]:
    """Yield the causal words of a text whose reason is not in the words of a stated cause.

    Args:
        text: the text, in one width.
        masked: the same with names masked.
        causes: what people stated as causes, in one width.
        slots: places in the text where code will put a stated cause.
    """
    marks = tuple(slots)
    known = [bigrams(_MARKS.sub("", cause)) for cause in causes]
    for match in claims.CAUSAL.finditer(masked):
        parts = tuple(_reasons(text, match))
        if any(mark in part for part in parts for mark in marks):
            parts = tuple(_without(part, marks) for part in parts)
            if all(len(part) <= _CONNECTING for part in parts):
                continue
        if not any(_covered(part, known) for part in parts):
            yield match


def _without(part: str, marks: Iterable[str]) -> str:
    for mark in marks:
        part = part.replace(mark, "")
    return part


def _reasons(text: str, match: "re.Match[str]") -> Iterator[str]:
    """Yield where the reason of a causal word may stand: behind it, inside it, or before it."""
    start, end = match.span()
    inner = next((group for group in match.groups() if group), "")
    if inner:
        yield inner
        return
    if claims.BACKWARD.match(match[0]):
        begin = clause_start(text, start)
        if begin == start:
            begin = clause_start(text, max(0, begin - 1))
        yield text[begin:start]
        return
    yield text[end : clause_end(text, end)]


def _covered(part: str, known: list[frozenset[str]]) -> bool:
    pairs = bigrams(_MARKS.sub("", part))
    return bool(pairs) and any(len(pairs & each) >= _ENOUGH * len(pairs) for each in known)
