"""Reasons in a text: only what a person stated supports them.

Two ways to find one. A causal word whose reason nobody stated is red. And where a text tells a
result that departs from its target, a clause without any number whose words stand nowhere in the
form most likely explains it (厂家供货滞后，设备未到位): no list knows all such ways, so it is grey.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from selfeval_assist.prose import clauses, words
from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.likeness import covered, pairs
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import Tag
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify.alignment import called
from selfeval_assist.verify.cells import Cells
from selfeval_assist.verify.claim import Known
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.reading import Reading
from selfeval_assist.verify.statements import statements

_ENOUGH = 0.5
"""Share of a reason's pairs of letters that a stated reason must hold."""
_UNKNOWN = 5
"""Letters of a clause that stand nowhere in the form, from which on it says something new."""
_INFLUENCE = "影响"
_DEPARTS = frozenset({Verdict.MISSED, Verdict.LATE, Verdict.EXCEEDED})
_MONEY = frozenset({"unspent", "change", "over", "unspent_of_initial", "rate", "initial_rate"})
# 因村施策, 因病致贫: four characters of their own, no reason of anything.
_FOUR = re.compile(r"因[\u4e00-\u9fff]{1,3}(?=[，、。；的]|$)")


def reasons(
    reading: Reading, cells: Cells, known: Sequence[Known], causes: Sequence[str]
) -> Iterator[Violation]:
    """Yield reasons that nobody stated.

    Args:
        reading: the text.
        cells: the form's values.
        known: what the text told.
        causes: further reasons that a person stated.
    """
    stated = "\n".join((_stated(cells), *map(narrowed, causes)))
    marked: list[Span] = []
    for tag in reading.tags:
        if not tag.has("reason") or not _explains(reading, known, tag):
            continue
        reason = reason_of(reading.plain, tag)
        marked.append(reason)
        said = reading.plain[reason.start : reason.end]
        if pairs(said) and covered(said, stated) < _ENOUGH:
            message = f"“{tag.text}”引出的原因没有人写明，请核对，或在偏差说明中填写原因。"
            yield Violation("causal", tag.text, tag.start, message)
    if cells.planned:
        return  # a goal says what is to be done; it explains nothing
    vocabulary = stated + "\n" + _vocabulary(cells)
    yield from _unexplained(reading, cells, known, vocabulary, marked)


def _explains(reading: Reading, known: Sequence[Known], tag: Tag) -> bool:
    """Return whether a causal word stands in a sentence that tells a result, and in no name."""
    if _FOUR.match(reading.masked, tag.start) or reading.masked.startswith("的", tag.end):
        return False
    if len(tag.text) > 1 and not tag.has("reason.behind"):
        return True  # 由于, 得益于: nothing else that they may say
    span = _sentence(reading, tag.start)
    told = any(span.holds(one.place.mention.start) for one in known)
    return told or any(each.has("verdict") for each in reading.within(span.start, span.end))


def _sentence(reading: Reading, place: int) -> Span:
    return clauses.around(reading.sentences, place)


@lru_cache(maxsize=64)
def _stated(cells: Cells) -> str:
    return "\n".join(each.text for each in statements(cells) if each.cause)


@lru_cache(maxsize=64)
def _vocabulary(cells: Cells) -> str:
    """Return every text of the form that is not a reason."""
    names = [name for own in cells.names.values() for name in own]
    sources = [name for own in cells.sources.values() for name in own]
    texts = [each.text for each in statements(cells)]
    return narrowed("\n".join((*names, *sources, *texts)))


def reason_of(plain: str, tag: Tag) -> Span:
    """Return where the words stand that a causal word gives as the reason."""
    spans = list(clauses.clauses(plain))
    at = next((i for i, span in enumerate(spans) if span.holds(tag.start)), 0)
    own = spans[at] if spans else Span(0, 0)
    if tag.has("reason.behind"):
        if own.start == tag.start and at:
            return spans[at - 1]
        return Span(own.start, tag.start)
    end = own.end
    if tag.has("reason.around"):
        found = plain.find(_INFLUENCE, tag.end, end)
        begins = tag.start == own.start  # 受疫情防控限制，…
        return Span(tag.end, found if found > 0 else end if begins else tag.end)
    return Span(tag.end, end)


def _unexplained(
    reading: Reading, cells: Cells, known: Sequence[Known], vocabulary: str, marked: Sequence[Span]
) -> Iterator[Violation]:
    """Yield clauses beside a departing result whose words stand nowhere in the form."""
    told = [one.place.mention.start for one in known]
    departing = [one.place.sentence for one in known if _departs(cells, one)]
    for clause in reading.clauses:
        if not any(sentence.holds(clause.start) for sentence in departing):
            continue
        reason = any(s.start <= clause.end and clause.start <= s.end for s in marked)
        if (
            not reason
            and not any(map(clause.holds, told))
            and _new(reading, cells, clause, vocabulary)
        ):
            quote = reading.text[clause.start : clause.end]
            message = f"“{quote}”像是在说明原因，但表中没有出处，请人工核对。"
            yield Violation("words", quote, clause.start, message, "grey")


def _departs(cells: Cells, one: Known) -> bool:
    rows = {each.row for each in one.derived if each.row is not None}
    if any(cells.verdict(row) in _DEPARTS for row in rows):
        return True
    return any(each.name in _MONEY and each.value.number for each in one.derived)


def _new(reading: Reading, cells: Cells, clause: Span, vocabulary: str) -> bool:
    """Return whether a clause says something in words that the form does not hold."""
    text = reading.masked[clause.start : clause.end]
    text = words.without(text, words.tags(text))
    pairs_of = ((at, text[at : at + 2]) for at in range(len(text) - 1))
    names = {c for each in called(cells, text) for row in each.rows for c in cells.names[row][0]}
    new = [at for at, pair in pairs_of if pair.isalpha() and pair not in vocabulary]
    new = [at for at in new if not set(text[at : at + 2]) <= names]  # 护栏 and 修复 of one name
    return len({*new, *(at + 1 for at in new)}) >= _UNKNOWN
