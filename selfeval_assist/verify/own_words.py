"""The closed world of a writer's own words, and what a sentence takes from the texts it cites."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from selfeval_assist.facts.lexicon import WORDS
from selfeval_assist.facts.references import DIGITS, REF, Known, Source
from selfeval_assist.facts.words import word_kinds
from selfeval_assist.prose import words
from selfeval_assist.prose.masks import longest_first, mask
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.spots import Said, listed

_RUN = re.compile(r"[^\W_]+")
# {t3.1}月: what follows the number of a text is held against the text by ``called``
_NUMBERED = re.compile(r"\{t\d+\.\d+\}[\w%‰]?")
_REASON = ("reason.ahead", "reason.behind", "reason.around")
_OPEN = re.compile(r"【待填[^】]*】?")
_ASKED = re.compile(r"问卷|调查|测评|审计|批[准复]|研究")
_LISTED = ("column", "relation", "beside", "verdict", "group", "level", "count", "idiom")
_NOT = "不未无没非否"
_COPIED = 4
"""Characters from which on a run out of a text is taken from it, whatever else it could be."""


def unowned(said: Said, cites: Iterable[str]) -> Iterator[Violation]:
    """Yield the words of a sentence that neither the form nor a cited text nor a list holds.

    Also numbers that are written out, reasons that rest on no text, and texts about another row
    than the one that is spoken of.

    Args:
        said: the sentence.
        cites: the ids of the texts that it says it rests on; those whose numbers it uses count too.
    """
    known = said.known
    used = {spot.ref.partition(".")[0] for spot in said.spots if spot.ref.startswith("t")}
    sources = [
        known.sources[each]
        for each in dict.fromkeys((*cites, *sorted(used)))
        if each in known.sources
    ]
    text = _OPEN.sub(_blank, said.text)
    bare, _ = mask(REF.sub(_blank, text), known.titles)
    yield from _numbers(bare, sources)
    taken = _taken(text, sources)
    yield from _strangers(text, said, taken)
    yield from _rests(said, text, taken, sources)


def _numbers(bare: str, sources: list[Source]) -> Iterator[Violation]:
    """Yield quantities outside references; one in words may be copied from a cited text."""
    for match in re.finditer(r"[\d０-９]+(?:[.,][\d]+)*[%％‰]?", bare):
        message = f"“{match[0]}”是直接写出的数字，请改用引用；没有对应引用的数不要写。"
        yield Violation("digit", match[0], match.start(), message)
    for each in mentions(narrowed(bare)):
        written = bare[each.at : each.end]
        if DIGITS.search(written) or any(written in source.text for source in sources):
            continue
        message = f"“{written}”是数量，请改用引用，或写明它出自哪一条材料。"
        yield Violation("digit", written, each.at, message)


def _taken(text: str, sources: list[Source]) -> list[Source | None]:
    """Return for every character the source from which it was taken, the longest run first."""
    taken: list[Source | None] = [None] * len(text)
    at = 0
    while at < len(text):
        best, source = 1, None
        for each in sources:
            plain = DIGITS.sub("\x00", each.text)
            size = best
            while (
                at + size < len(text)
                and text[at : at + size + 1] in plain
                and text[at + size].isalnum()
            ):
                size += 1
            if size > best or (size > 1 and source is None and text[at : at + size] in plain):
                best, source = size, each
        if (
            source is not None
            and best > 1
            and text[at : at + best] in DIGITS.sub("\x00", source.text)
        ):
            taken[at : at + best] = [source] * best
            at += best
        else:
            at += 1
    return taken


def _strangers(text: str, said: Said, taken: list[Source | None]) -> Iterator[Violation]:
    """Yield what is left when all is taken away that is accounted for."""
    known = said.known
    cited = any(taken)
    surveyed = any(spot.role == "survey" for spot in said.spots)
    for start, end in said.clauses:
        clause = text[start:end]
        valued = REF.search(clause) is not None
        listed_here = _pattern(
            valued=valued or cited, goal=known.planned, reasons=cited, surveyed=surveyed
        )
        left = REF.sub(_blank, _NUMBERED.sub(_blank, clause))
        # 未支出 is a word of its own before 支出 is one of a cited text
        left = listed_here.sub(
            lambda match: _blank(match) if match[0][0] in _NOT else match[0], left
        )
        pairs = zip(left, taken[start:end], strict=True)
        left = "".join(char if source is None else " " for char, source in pairs)
        left = listed_here.sub(_blank, _without_names(left, known))
        for run in _RUN.finditer(left):
            if _belongs(run[0], said.text, start + run.start(), taken):
                continue
            message = f"“{run[0]}”不是材料中的内容，请删去或改用材料中的说法。"
            yield Violation("unsupported", run[0], start + run.start(), message)


def _blank(match: "re.Match[str]") -> str:
    return " " * len(match[0])


def _belongs(run: str, text: str, at: int, taken: list[Source | None]) -> bool:
    """Return whether a single character is one of the text beside which it stands: 局内 of 我局."""
    beside = (taken[at - 1] if at else None, taken[at + 1] if at + 1 < len(taken) else None)
    source = next((each for each in beside if each is not None), None)
    return len(run) == 1 and run not in _NOT and source is not None and run in source.text


def _without_names(text: str, known: Known) -> str:
    """Return text without pieces of names of two characters or more."""
    for name in known.titles:
        text = text.replace(name, " " * len(name))
    joined = "\x00".join(known.titles)
    at, kept = 0, list(text)
    while at < len(text):
        size = 1
        while at + size < len(text) and text[at : at + size + 1] in joined:
            size += 1
        if size > 1 and text[at : at + size].isalnum():
            kept[at : at + size] = " " * size
        at += size
    return "".join(kept)


@cache
def _pattern(*, valued: bool, goal: bool, reasons: bool, surveyed: bool) -> "re.Pattern[str]":
    """Return the listed words that a clause may hold, the longest at each place."""
    kinds = [kind for kind in word_kinds() if goal or not kind.goal]
    own = {word for kind in kinds if kind.alone or valued for word in kind.words}
    own |= words.of("verdict", "group", "level", "count")
    if valued:
        own |= WORDS | words.of(*_LISTED)
    if reasons:
        own |= words.of(*_REASON)
    own = {word for word in own if surveyed or not _ASKED.search(word)}
    return re.compile("|".join(map(re.escape, longest_first(own))))


def _rests(
    said: Said, text: str, taken: list[Source | None], sources: list[Source]
) -> Iterator[Violation]:
    """Yield reasons that rest on nothing, and what was said of another row."""
    before: set[int] = set()
    for start, end in said.segments:
        used = {
            source.id: source
            for at in range(start, end)
            if (source := taken[at]) is not None and _run_of(taken, at) >= _COPIED
        }
        rows = {
            spot.fact.row
            for spot in said.within(start, end)
            if spot.fact.row is not None and spot.ref[0] == "r"
        }
        rows |= {row for each in listed(text[start:end], said.known) for row in each}
        if said.known.row is not None:
            rows.add(said.known.row)
        reason = next((tag for tag in words.tags(text[start:end]) if tag.has(*_REASON)), None)
        if reason and not used:
            message = f"“{reason.text}”引出了原因，而所引材料没有写明，请删去或注明出处。"
            yield Violation("causal", reason.text, start + reason.start, message)
        for each in used.values():
            if each.row is not None and each.row not in (rows or before):
                named = said.known.names.get(each.row, "")
                message = f"{each.id}说的是“{named}”，不能用在别的指标上。"
                yield Violation("elsewhere", each.id, start, message)
        before = rows or before


def _run_of(taken: list[Source | None], at: int) -> int:
    """Return how long the run out of one source is in which a place lies."""
    source, begin, end = taken[at], at, at
    while begin > 0 and taken[begin - 1] is source:
        begin -= 1
    while end + 1 < len(taken) and taken[end + 1] is source:
        end += 1
    return end - begin + 1
