"""The closed world of a writer's own words, and what a sentence takes from the texts it cites."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from selfeval_assist.facts.lexicon import WORDS
from selfeval_assist.facts.references import DIGITS, REF, Source
from selfeval_assist.facts.words import word_kinds
from selfeval_assist.prose import words
from selfeval_assist.prose.masks import mask
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.spots import Said, listed

_RUN = re.compile(r"[^\W_]+")
# {t3.1}月: what follows the number of a text is held against the text by ``called``
_NUMBERED = re.compile(r"\{t\d+\.\d+\}[\w%‰]?")
_REASON = ("reason.ahead", "reason.behind", "reason.around")
_OPEN = re.compile(r"【待填[^】]*】?")
_ASKED = re.compile(r"问卷|调查|测评|审计|批准|(?<!年初)批复(?!预算)|研究")
_LISTED = ("column", "relation", "beside", "verdict", "group", "level", "count", "idiom")
_NOT = "不未无没非否"
_LONGEST = 14
"""Characters of the longest listed word."""
_UNCHANGED = frozenset({"未作调整", "没有调整", "未调整"})
# brackets hold a clause of their own: （人员不足）
_CLAUSE = re.compile(r"[^，,；;。！？!?：:\n（）()]+")
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
    yield from _strangers(text, said, sources)
    yield from _rests(said, text, taken)


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
    plain = [(each, DIGITS.sub("\x00", each.text)) for each in sources]
    at = 0
    while at < len(text):
        size, source = max(
            ((_run(text, at, words_), each) for each, words_ in plain),
            key=lambda found: found[0],
            default=(0, None),
        )
        if size > 1:
            taken[at : at + size] = [source] * size
        at += max(size, 1)
    return taken


def _run(text: str, at: int, within: str) -> int:
    """Return how many letters from a place on stand in another text, in one piece."""
    size = 0
    while at + size < len(text) and text[at + size].isalnum():
        if text[at : at + size + 1] not in within:
            break
        size += 1
    return size


def _strangers(text: str, said: Said, sources: list[Source]) -> Iterator[Violation]:
    """Yield what is left when all is taken away that is accounted for."""
    known = said.known
    cited = [DIGITS.sub("\x00", each.text) for each in sources]
    names = "\x00".join(known.titles)
    surveyed = any(spot.role == "survey" for spot in said.spots)
    unchanged = "f.change" not in known.values
    called = [known.names[s.fact.row] for s in said.spots if s.fact.row in known.names]
    bare = REF.sub(_blank, _NUMBERED.sub(_blank, text))
    for name in known.titles:
        bare = bare.replace(name, " " * len(name)) if len(name) > _COPIED else bare
    for match in _CLAUSE.finditer(bare):
        valued = REF.search(text[match.start() : match.end()]) is not None
        own = _listed(
            valued=valued or bool(cited), goal=known.planned, reasons=bool(cited),
            surveyed=surveyed, unchanged=unchanged,
        )  # fmt: skip
        clause = match[0]
        for start, end in left_over(clause, own, (names, *cited)):
            run = clause[start:end]
            if not _belongs(run, (*cited, *called)):
                message = f"“{run}”不是材料中的内容，请删去或改用材料中的说法。"
                yield Violation("unsupported", run, match.start() + start, message)
        if not valued and not cited and _claims(clause, own):
            message = f"“{clause.strip()}”没有值也没有出处，请写出值或删去。"
            yield Violation("unsupported", clause, match.start(), message)


def left_over(clause: str, own: frozenset[str], texts: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the runs of a clause that listed words and pieces of texts leave over at best."""
    size = len(clause)
    cost, step = [0] * (size + 1), [1] * size
    for at in range(size - 1, -1, -1):
        cost[at] = cost[at + 1] + clause[at].isalnum()
        for length in _pieces(clause, at, own, texts):
            if cost[at + length] < cost[at]:
                cost[at], step[at] = cost[at + length], length
    bare, at = list(clause), 0
    while at < size:
        if cost[at] == cost[at + step[at]]:
            bare[at : at + step[at]] = " " * step[at]
        at += step[at]
    return [match.span() for match in _RUN.finditer("".join(bare))]


def _pieces(clause: str, at: int, own: frozenset[str], texts: tuple[str, ...]) -> Iterator[int]:
    """Yield the lengths of what is accounted for from a place on."""
    if not clause[at].isalnum():
        return
    yield from range(2, max((_run(clause, at, text) for text in texts), default=0) + 1)
    most = min(_LONGEST, len(clause) - at)
    yield from (n for n in range(1, most + 1) if clause[at : at + n] in own)


def _claims(clause: str, own: frozenset[str]) -> bool:
    """Return whether a clause without value or source says something with pieces of names alone."""
    bare = clause.strip()
    return bool(bare) and not any(word in bare for word in own)


def _blank(match: "re.Match[str]") -> str:
    return " " * len(match[0])


def _belongs(run: str, texts: Iterable[str]) -> bool:
    """Return whether a single character is one of a text: 局内 of 我局."""
    return len(run) == 1 and run not in _NOT and any(run in text for text in texts)


@cache
def _listed(
    *, valued: bool, goal: bool, reasons: bool, surveyed: bool, unchanged: bool
) -> frozenset[str]:
    """Return the listed words that a clause may hold."""
    kinds = [kind for kind in word_kinds() if goal or not kind.goal]
    own = {word for kind in kinds if kind.alone or valued for word in kind.words}
    own |= words.of("verdict", "group", "level", "count") | {"的"}
    if valued:
        own |= WORDS | words.of(*_LISTED)
    if reasons:
        own |= words.of(*_REASON)
    if unchanged:
        own |= _UNCHANGED
    return frozenset(word for word in own if surveyed or not _ASKED.search(word))


def _rests(said: Said, text: str, taken: list[Source | None]) -> Iterator[Violation]:
    """Yield reasons that rest on nothing, and what was said of another row."""
    before: set[int] = set()
    for start, end in said.segments:
        used = _used(taken, start, end)
        rows = _spoken_of(said, start, end)
        reason = next((tag for tag in words.tags(text[start:end]) if tag.has(*_REASON)), None)
        if reason and all(each.kind == "goal" for each in used):
            message = f"“{reason.text}”引出了原因，而所引材料没有写明，请删去或注明出处。"
            yield Violation("causal", reason.text, start + reason.start, message)
        for each in used:
            if each.row is not None and each.row not in (rows or before):
                named = said.known.names.get(each.row, "")
                message = f"{each.id}说的是“{named}”，不能用在别的指标上。"
                yield Violation("elsewhere", each.id, start, message)
        before = rows or before


def _used(taken: list[Source | None], start: int, end: int) -> list[Source]:
    """Return the sources of which a part of a sentence has a run long enough to be theirs."""
    long = (taken[at] for at in range(start, end) if _run_of(taken, at) >= _COPIED)
    return list({source.id: source for source in long if source is not None}.values())


def _spoken_of(said: Said, start: int, end: int) -> set[int]:
    """Return the rows that a part of a sentence speaks of."""
    values = (spot.fact.row for spot in said.within(start, end) if spot.ref[0] == "r")
    rows = {row for row in (*values, said.known.row) if row is not None}
    named = (row for each in listed(said.text[start:end], said.known) for row in each)
    return rows | set(named)


def _run_of(taken: list[Source | None], at: int) -> int:
    """Return how long the run out of one source is in which a place lies."""
    source, begin, end = taken[at], at, at
    while begin > 0 and taken[begin - 1] is source:
        begin -= 1
    while end + 1 < len(taken) and taken[end + 1] is source:
        end += 1
    return end - begin + 1
