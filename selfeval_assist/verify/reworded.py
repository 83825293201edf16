"""What a sentence changes of the texts that it cites: how many, which act, done or planned."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from selfeval_assist.facts.references import REF, Source
from selfeval_assist.prose import words
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.spots import LIST, OPEN, Said, blank

# 部分农户, 两处施工便道: how many of what, and what; 一处 is no more than the thing itself
_MANY = re.compile(
    r"(?P<many>部分|少数|个别|[二两三四五六七八九十几数][处户家名所座])(?P<of>[^\W\d_]{2})"
    r"|(?P<core>基本)(?P<what>[^\W\d_]{4})"
)
_SOME = frozenset({"部分", "少数", "个别", "一些", "有些", "有的"})
_ALL = re.compile(r"全部|全数|悉数|所有|大部分|多数|无一例外|一律|[均皆都](?![衡匀市])")
_TOTAL = re.compile(f"{_ALL.pattern}|一并|一齐")
# 放弃或推迟: one of two acts is another statement
_EITHER = re.compile(r"(?P<one>[^\W\d_]{2})或者?(?P<two>[^\W\d_]{2})")
_PLANS = re.compile(r"(?:计划|预计|拟|将)(?=[于在])")
# a measure is still to come, and may be told as planned
_PAST = frozenset({"cause", "done", "told"})
_HALF, _LETTERS = 2, 2


def reworded(
    said: Said, sources: Sequence[Source], used: Callable[[int, int], list[Source]]
) -> Iterator[Violation]:
    """Yield what a sentence adds to, leaves out of or changes in the words of its sources.

    Args:
        said: the sentence.
        sources: the texts that it cites.
        used: the sources of which the part between two places has a run.
    """
    text = OPEN.sub(blank, said.text)
    if not used(0, len(text)):
        return
    for source in sources:
        yield from _lost(text, source)
    stated = "\x00".join(each.text for each in sources if each.kind != "goal")
    together = "\x00".join(each.text for each in sources)
    for place in said.clauses:
        own = used(*place) or _numbered(said, place)
        if own and all(spot.ref[0] == "t" for spot in said.within(*place)):
            yield from _added(text, place, together, past={each.kind for each in own} <= _PAST)
            yield from (
                _joined(said, place, stated) if {each.kind for each in own} - {"goal"} else ()
            )


def _numbered(said: Said, place: tuple[int, int]) -> list[Source]:
    """Return the sources of the numbers in a part of a sentence."""
    owners = (spot.ref.partition(".")[0] for spot in said.within(*place))
    return [said.known.sources[each] for each in owners if each in said.known.sources]


def all_of_a_date(said: Said) -> Iterator[Violation]:
    """Yield that all was done where a clause only has a date: 于{r6.actual}全部拨付到位.

    The date says when, and nothing of how much.
    """
    own = (*said.known.titles, *(each.text for each in said.known.sources.values()))
    for start, end in said.clauses:
        spots, match = said.within(start, end), _ALL.search(said.plain, start, end)
        dated = [spot for spot in spots if spot.fact.kind == "date"]
        if match and len(dated) == len(spots) == 1 and not any(match[0] in each for each in own):
            yield _violation("added", match[0], said.text, f"材料没有写“{match[0]}”")


def _lost(text: str, source: Source) -> Iterator[Violation]:
    """Yield a quantity of a source, or one of two acts, that is left out beside what it is of.

    A goal is shortened, but what it limits stays limited.
    """
    for match in _MANY.finditer(source.text):
        many, of = match["many"] or match["core"], match["of"] or match["what"]
        alike = _SOME if many in _SOME else {many}
        limits = source.kind != "goal" or match["core"] or many in _SOME
        if limits and of in text and not any(each in text for each in alike):
            yield _violation("quantity", of, text, f"材料写的是“{match[0]}”，“{many}”不能去掉")
    yield from _one_of_two(text, source) if source.kind != "goal" else ()


def _one_of_two(text: str, source: Source) -> Iterator[Violation]:
    """Yield one of two acts of a source that is told without the other."""
    for match in _EITHER.finditer(source.text):
        told = [each for each in (match["one"], match["two"]) if each in text]
        if len(told) == 1:
            yield _violation("act", told[0], text, f"材料写的是“{match[0]}”，不能只写一项")


def _added(text: str, place: tuple[int, int], source: str, *, past: bool) -> Iterator[Violation]:
    """Yield a quantity or a plan that is no source's."""
    clause = text[slice(*place)]
    plans = _PLANS.finditer(clause) if past else ()
    judged = any(tag.has("verdict") for tag in words.tags(clause))
    every = () if judged or _TOTAL.search(source) else _ALL.finditer(clause)
    for match in (*every, *plans):
        if match[0] not in source:
            yield _violation("added", match[0], text, f"材料没有写“{match[0]}”")


def _joined(said: Said, place: tuple[int, int], source: str) -> Iterator[Violation]:
    """Yield a part of a list in a retold clause that is mostly not the source's: 和用地手续影响."""
    start, end = place
    clause = REF.sub(blank, said.plain[start:end])
    for joint in LIST.finditer(clause):
        behind = LIST.split(clause[joint.end() :])[0]
        own = "".join(filter(str.isalpha, _without_reasons(behind)))
        if len(own) >= _LETTERS and _covered(own, (source, *said.known.titles)) * _HALF < len(own):
            message = f"“{own}”不是材料中的内容"
            yield _violation("unsupported", own, said.text, message)


def _without_reasons(text: str) -> str:
    for tag in words.tags(text):
        if tag.has("reason", "reason.ahead", "reason.behind", "reason.around"):
            text = text[: tag.start] + " " * len(tag.text) + text[tag.end :]
    return text


def _covered(own: str, texts: Iterable[str]) -> int:
    """Return how many letters stand in a pair of one of some texts."""
    texts = tuple(texts)
    pairs = [at for at in range(len(own) - 1) if any(own[at : at + 2] in text for text in texts)]
    return len({place for at in pairs for place in (at, at + 1)})


def _violation(rule: str, quote: str, text: str, message: str) -> Violation:
    return Violation(rule, quote, max(text.find(quote), 0), f"{message}，请照材料改写。")
