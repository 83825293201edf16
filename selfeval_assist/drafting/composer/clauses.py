"""Parts of a planned sentence that can be left out or stand alone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from selfeval_assist.drafting.composer.phrases import sentence
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import SLOT, FactTable

_HEADING = re.compile(r"^(?:[\u4e00-\u9fff]{2,10}(?:方面[，,]|目标[:：]))")
_LINK = re.compile(r"^(?:另外|此外|其中|同时)[，,]")
_OPENERS, _CLOSERS = "（“《(", "）”》)"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a sentence says.

    Attributes:
        heading: the level under which it stands, such as ``产出数量方面，``; may be empty.
        text: its own words with id slots.
        mark: the punctuation behind it.
        facts: the ids of the facts that it states.
    """

    heading: str
    text: str
    mark: str
    facts: tuple[str, ...]


def with_ids(plan: SentencePlan) -> str:
    """Return the template of a plan with fact ids in place of slot names."""
    return SLOT.sub(lambda slot: f"<{plan.slots[slot[1]].id}>", plan.template)


def parts_of(plan: SentencePlan, table: FactTable) -> tuple[Part, ...]:
    """Return what a sentence says, one part for each thing: a row, a group, an amount."""
    parts: list[Part] = []
    heading, before = "", ""
    for piece, mark in _pieces(with_ids(plan).rstrip("。")):
        piece = before + piece
        before = ""
        if found := _HEADING.match(piece + mark):
            heading = found[0]
            piece = piece[len(heading) :]
            if not piece:
                continue
        facts = tuple(SLOT.findall(piece))
        last = parts[-1] if parts else None
        if last is not None and heading == last.heading and _goes_on(last, facts, table):
            joined = last.text + last.mark + piece
            parts[-1] = Part(heading, joined, mark, last.facts + facts)
        elif facts:
            parts.append(Part(heading, piece, mark, facts))
        else:
            before = piece + mark
    if before and parts:
        last = parts[-1]
        text = last.text + last.mark + before.rstrip("，；")
        parts[-1] = Part(last.heading, text, "", last.facts)
    return tuple(parts)


def _goes_on(last: Part, facts: tuple[str, ...], table: FactTable) -> bool:
    """Return whether a piece is about what the part before it is about."""
    return not facts or _key(facts[0], table) == _key(last.facts[-1], table)


def joined(parts: Sequence[Part], plan: SentencePlan, table: FactTable) -> SentencePlan | None:
    """Return a sentence of some parts of a plan, or None without any."""
    text, heading = "", ""
    for number, part in enumerate(parts):
        if part.heading != heading:
            text = text.rstrip("，；") + ("；" if text else "")
            text, heading = text + part.heading, part.heading
        piece = _LINK.sub("", part.text) if number == 0 else part.text
        text += piece + (part.mark or "，" if number + 1 < len(parts) else "")
    if not text:
        return None
    return sentence(table, plan.topic, text.rstrip("，；") + "。", cause=plan.cause)


def without(
    plan: SentencePlan, table: FactTable, drop: Callable[[Part], bool]
) -> SentencePlan | None:
    """Return a sentence without some of its parts; None when nothing is left."""
    parts = parts_of(plan, table)
    kept = [part for part in parts if not drop(part)]
    return plan if len(kept) == len(parts) else joined(kept, plan, table)


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return the pieces between commas and semicolons outside brackets, with their marks."""
    pieces, depth, begin = [], 0, 0
    for at, mark in enumerate(text):
        depth += (mark in _OPENERS) - (mark in _CLOSERS)
        if depth <= 0 and mark in "，；":
            pieces.append((text[begin:at], mark))
            begin = at + 1
    return [*pieces, (text[begin:], "")] if begin < len(text) else pieces


def _key(fact_id: str, table: FactTable) -> str:
    """Return what a fact is about: its row, its group, the count of rows, or itself."""
    row = table[fact_id].row if fact_id in table else None
    if row is not None:
        return f"row.{row}"
    first, _, rest = fact_id.partition(".")
    if first in {"group", "goals"}:
        return f"{first}.{rest.partition('.')[0]}"
    return first if first in {"rows", "form", "said"} else fact_id
