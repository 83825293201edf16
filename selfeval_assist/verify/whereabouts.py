"""Where money came from, went and why it was changed: only a text that speaks of it says so."""

import re
from collections.abc import Iterator

from selfeval_assist.facts.references import REF, Source, title_of
from selfeval_assist.facts.words import word_kinds
from selfeval_assist.prose import words
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.own_words import left_over, money_told
from selfeval_assist.verify.retold import COPIED, REASON, Retold, run_length
from selfeval_assist.verify.spots import OPEN, Said, Spot, blank

_AMOUNTS = frozenset({"initial", "adjusted", "executed", "change", "unspent", "over"})
# what an amount is said to be, to be for, or to have become
_EVERY = "全部|全额|均|都|皆"
_WHERE = re.compile(
    rf"(?:的|主要|计划|拟|将|专项|重点|分别|一律|也|其中|已|{_EVERY})*"
    r"(?:用[于作在来]|投[向入](?=到)|花在|来自|来源于?|出自|源于|为|是|系|属于?|涉及|包括|形成|结转|收回|上缴|缴回|退回|转[入至])"
)
_ALL = re.compile(_EVERY)
# what a text has to speak of to say it of an amount
_SPOKEN = {
    "change": ("relation.cut", "relation.raise", "column.adjusted", "column.budget"),
    "unspent": ("relation.unspent", "column.executed"),
}


def misspent(told: Retold) -> Iterator[Violation]:
    """Yield what no text says of an amount that is told: what it is for, or why it changed."""
    said = told.said
    for spot in said.spots:
        if spot.ref[:2] != "f." or spot.role not in _AMOUNTS:
            continue
        for start, end in _said_of(said, spot):
            own = REF.sub(blank, said.plain[start:end])
            if own.strip() and not _is_stated(told, spot, start, own):
                quote = said.text[start:end].strip()
                message = f"“{quote}”说的是{{{spot.ref}}}的用途或来源去向，材料没有这样写，请删去。"
                yield Violation("whereabouts", quote, start, message)
    yield from _misexplained(told)


def _said_of(said: Said, spot: Spot) -> Iterator[tuple[int, int]]:
    """Yield what is said of an amount behind it, in its clause or in those that go on with it."""
    for start, end in said.clauses:
        if end <= spot.start:
            continue
        begin = spot.end if start <= spot.start else start
        here = begin == spot.end
        rest = money_told(said.known).sub(blank, said.plain[begin:end]).strip(" ）)")
        if here and not rest:
            continue
        amounts = any(each.ref[0] in "fpr" for each in said.within(begin, end))
        where = _WHERE.match(said.plain, begin)
        if where or (
            here and not amounts and left_over(rest, _grammar() | words.of("relation"), ())
        ):
            yield begin, end
        return


def _is_stated(told: Retold, spot: Spot, at: int, own: str) -> bool:
    """Return whether the project's name, or one cited text that speaks of an amount, says it."""
    known = told.said.known
    form = known.table.form
    lead = _WHERE.match(own)
    rest = own[lead.end() :] if lead else own
    every = _ALL.search(own)
    if form and spot.role not in _SPOKEN:  # of a part of the money the name says nothing
        for name in (title_of(form.project), title_of(form.unit)):
            rest = _without(rest, name)
    whole = lead is not None and lead[0][-1] in "为是系属于"
    return any(
        not left_over(rest, _grammar(), (text,))
        and not (every and every[0] not in text)
        and not (whole and _leaves_out(text, rest))
        for text in ("", *(one.text for one in told.sources if _speaks(told, one, spot, rest)))
    )


def _leaves_out(text: str, rest: str) -> bool:
    """Return whether a text names several parts of an amount, and not all of them are told."""
    every = (part for part in re.split("[；;]|另有", text) if _tells(part, _SPOKEN["unspent"]))
    parts = [part for part in every if not _tells(part, _SPOKEN["change"][:2])]
    told = (any(part[n : n + 2] in rest for n in range(len(part) - 1)) for part in parts)
    return len(parts) > 1 and not all(told)


def _without(text: str, name: str) -> str:
    """Return a text without the long pieces of a name, and one short one beside them."""
    at, bare = 0, text
    while at < len(text):
        if (size := run_length(text, at, name)) >= COPIED:
            bare = bare[:at] + " " * size + bare[at + size :]
        at += max(size, 1)
    left = left_over(bare, _grammar(), ())
    short = len(left) == 1 and bare != text and bare[slice(*left[0])] in name
    return "" if short and left[0][1] - left[0][0] <= _SHORT else bare


_SHORT = 2


def _speaks(told: Retold, source: Source, spot: Spot, rest: str) -> bool:
    """Return whether a text speaks of an amount; a measure has to be told with the money's name."""
    if told.said.known.planned:
        return True
    wanted = _SPOKEN.get(spot.role, ("column", "relation"))
    if source.kind == "measure":
        return source.row is None and _tells(rest, wanted[:1])
    return source.kind != "goal" and source.row is None and _tells(source.text, wanted)


def _tells(text: str, senses: tuple[str, ...]) -> bool:
    return any(tag.has(*senses) for tag in words.tags(text))


def _grammar() -> frozenset[str]:
    kinds = (kind for kind in word_kinds() if kind.grammar or (kind.alone and not kind.goal))
    own = {word for kind in kinds for word in kind.words}
    return frozenset(own | words.of("column") | {"部分", "款项", "原因"})


def _misexplained(told: Retold) -> Iterator[Violation]:
    """Yield a reason for a change of the budget that rests on a text about something else."""
    said = told.said
    causes = [one for one in told.sources if one.kind in {"cause", "told", "said", "done"}]
    if not causes or any(_tells(one.text, _SPOKEN["change"]) for one in causes):
        return
    for tag in words.tags(said.plain):
        spot = _explained(said, tag.start) if tag.has(*REASON) else None
        if spot is not None and spot.role == "change" and not OPEN.match(said.text, tag.end):
            message = f"所引材料没有说为什么调整预算，不能写成{{{spot.ref}}}的原因，请删去。"
            yield Violation("causal", tag.text, tag.start, message)


def _explained(said: Said, at: int) -> Spot | None:
    """Return the amount that a reason is given for: one behind it in its clause, or the last."""
    end = next((b for a, b in said.clauses if a <= at < b), at)
    begin = next((a for a, b in said.segments if a <= at < b), 0)
    money = [spot for spot in said.within(begin, end) if spot.ref[0] != "t"]
    behind = [spot for spot in money if spot.start > at]
    return behind[0] if behind else money[-1] if money else None
