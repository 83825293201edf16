"""Reasons in a text: only what a person stated supports them.

A causal word whose reason nobody stated is red. What explains without one is found by what it adds
(``additions``).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from selfeval_assist.prose import clauses, words
from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.likeness import covered, pairs, retells
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify.additions import NO_CAUSE, additions
from selfeval_assist.verify.alignment import called
from selfeval_assist.verify.cells import POINTS, Cells
from selfeval_assist.verify.claim import Known
from selfeval_assist.verify.model import GREY, Violation
from selfeval_assist.verify.reading import Reading
from selfeval_assist.verify.statements import statements

_ENOUGH = 0.5
"""Share of a reason's pairs of letters that a stated reason must hold."""
_QUOTED, _WHOLE = 6, 0.8
"""Letters of a clause, and the share of their pairs that a reason has where it is the reason."""
_INFLUENCE, _THEREFORE = "影响", ("因", "从而", "以致", "故")


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
        if not tag.has("reason") or not _explains(reading, cells, known, tag):
            continue
        reason = reason_of(reading.plain, tag)
        if _follows(reading, known, reason):
            continue
        marked.append(reason)
        said = reading.plain[reason.start : reason.end]
        if not pairs(said):
            continue
        if not _is_stated(said, stated):
            message = f"“{tag.text}”引出的原因没有人写明，请核对，或在偏差说明中填写原因。"
            yield Violation("causal", tag.text, tag.start, message)
        elif _of_another(reading, cells, known, reason):
            message = f"“{tag.text}”引出的原因在表中说明的是另一项，请核对。"
            yield Violation("causal", tag.text, tag.start, message, GREY)
    if cells.planned:
        return  # a goal says what is to be done; it explains nothing
    yield from _beside_another(reading, cells, known, marked)
    yield from additions(reading, cells, known, marked)


def _beside_another(
    reading: Reading, cells: Cells, known: Sequence[Known], marked: Sequence[Span]
) -> Iterator[Violation]:
    """Yield clauses that say a row's reason in its words beside another row that departs."""
    for clause in reading.clauses:
        said = reading.plain[clause.start : clause.end].strip(" 。")
        looked = any(s.start <= clause.end and clause.start <= s.end for s in marked)
        whole = len(said) >= _QUOTED and any(
            covered(said, part) >= _WHOLE
            for each in statements(cells)
            if each.cause
            for part in clauses.pieces(each.text, "，。；\n")
        )
        if looked or not whole or called(cells, said):
            continue
        sentence = _sentence(reading, clause.start)
        told = (
            reading.plain[sentence.start : clause.start] + reading.plain[clause.end : sentence.end]
        )
        if called(cells, told) and _of_another(reading, cells, known, clause):
            message = f"“{said}”在表中说明的是另一项，请核对。"
            yield Violation("causal", said, clause.start, message, GREY)


def _is_stated(said: str, stated: str) -> bool:
    """Return whether a person stated a reason, in these words or longer ones."""
    parts = clauses.pieces(stated, "，。；\n")
    return covered(said, stated) >= _ENOUGH or any(retells(said, part) for part in parts)


def _explains(reading: Reading, cells: Cells, known: Sequence[Known], tag: Tag) -> bool:
    """Return whether a causal word stands in a sentence that tells a result, and in no name."""
    clause = clauses.around(reading.clauses, tag.start)
    kind = reading.masked.startswith("的", tag.end) and tag.end + 1 < clause.end  # 导致的事故
    if kind or NO_CAUSE.match(reading.masked, tag.start):
        return False
    if _names_a_kind(reading, clause, tag) or _scores(known, clause, tag):
        return False
    if len(tag.text) > 1 and not tag.has("reason.behind"):
        return True  # 由于, 得益于: nothing else that they may say
    span = _sentence(reading, tag.start)
    told = any(span.holds(one.place.mention.start) for one in known)
    told = told or bool(called(cells, reading.plain[span.start : clause.start]))
    return told or any(each.has("verdict") for each in reading.within(span.start, span.end))


def _names_a_kind(reading: Reading, clause: Span, tag: Tag) -> bool:
    """Return whether a causal word only says which things are meant.

    未发生因故障造成的事故, 由于变更设计的除外, 受慰问的部队共8家.
    """
    before = reading.masked[clause.start : tag.start]
    if any(end == len(before) for _, end in words.spans(before, "aspect.occurs")):
        return bool(words.spans(before, "polarity.not"))
    passive = tag.has("reason.around") and _INFLUENCE not in reading.masked[tag.end : clause.end]
    counted = any(clause.holds(each.mention.at) for each in reading.places)
    return (passive and counted) or reading.masked[: clause.end].endswith("除外")


def _scores(known: Sequence[Known], clause: Span, tag: Tag) -> bool:
    """Return whether a clause draws from the form no more than its points: 故总分98分."""
    told = [one for one in known if clause.holds(one.place.mention.at)]
    points = (one.derived and one.place.mention.value.unit == POINTS for one in told)
    return tag.has("reason.behind") and bool(told) and all(points)


def _follows(reading: Reading, known: Sequence[Known], reason: Span) -> bool:
    """Return whether a sentence draws a value of the form from others of the same row or funds.

    支出608万元，因此预算执行率为95%: arithmetic is no cause. Words that stand there besides are
    judged as any other.
    """
    span = _sentence(reading, reason.start)
    told = [one for one in known if span.holds(one.place.mention.start)]
    inside = [one for one in told if reason.holds(one.place.mention.start)]
    every = (each.owner for one in told for each in one.derived)
    owners = {owner if owner.startswith("row.") else "funds" for owner in every}
    both = 0 < len(inside) < len(told)
    return both and len(owners) == 1 and all(one.derived for one in told)


def _sentence(reading: Reading, place: int) -> Span:
    return clauses.around(reading.sentences, place)


def _of_another(reading: Reading, cells: Cells, known: Sequence[Known], reason: Span) -> bool:
    """Return whether a reason stands only in cells of other rows than its sentence speaks of."""
    told = _explained(reading, cells, known, reason)
    said = reading.plain[reason.start : reason.end]
    stated = [each for each in statements(cells) if each.cause]
    owners = {each.owner for each in stated if _is_stated(said, each.text)}
    alike = {f"row.{row}": names for row, names in cells.names.items()}
    names = {alike.get(owner) for owner in told} - {None}
    same = told & owners or any(alike.get(owner) in names for owner in owners)
    return bool(told and owners) and "" not in owners and not same


def _explained(reading: Reading, cells: Cells, known: Sequence[Known], reason: Span) -> set[str]:
    """Return the owners that the part of a sentence around a reason, or the last before, tells."""
    part = max(reading.plain.rfind(mark, 0, reason.start) for mark in "；;。\n") + 1
    end = _sentence(reading, reason.start).end
    rest = " " * (reason.end - reason.start)
    plain = reading.plain[: reason.start] + rest + reading.plain[reason.end :]
    texts = (plain[s.start : s.end] for s in reading.clauses if part <= s.start < end)
    named = {f"row.{row}" for text in texts for each in called(cells, text) for row in each.rows}
    told = [
        (one.place.mention.start, _owners(one))
        for one in known
        if one.place.mention.start < end and not reason.holds(one.place.mention.start)
    ]
    here = named.union(*(owners for at, owners in told if part <= at))
    before = (owners for at, owners in reversed(told) if at < part and owners)
    return here or next(before, set())


def _owners(one: Known) -> set[str]:
    """Return whose value a quantity is, or whose its own words call."""
    called_here = set() if one.place.inherited else one.place.rows
    return {each.owner for each in one.derived} | {f"row.{row}" for row in called_here}


@lru_cache(maxsize=64)
def _stated(cells: Cells) -> str:
    return "\n".join(each.text for each in statements(cells) if each.cause)


def reason_of(plain: str, tag: Tag) -> Span:
    """Return where the words stand that a causal word gives as the reason."""
    spans = list(clauses.clauses(plain))
    at = next((i for i, span in enumerate(spans) if span.holds(tag.start)), 0)
    own = spans[at] if spans else Span(0, 0)
    if tag.has("reason.behind"):
        if at and (own.start == tag.start or tag.text.startswith(_THEREFORE)):
            return spans[at - 1]  # …，参观人次因此超出目标
        return Span(own.start, tag.start)
    if tag.end == own.end and at + 1 < len(spans):
        return spans[at + 1]  # 究其原因，是…
    return _reason_behind(plain, tag, own)


def _reason_behind(plain: str, tag: Tag, own: Span) -> Span:
    """Return where the reason stands behind a causal word in its clause."""
    end = own.end
    if tag.has("reason.around"):
        found = plain.find(_INFLUENCE, tag.end, end)
        begins = tag.start == own.start  # 受疫情防控限制，…
        return Span(tag.end, found if found > 0 else end if begins else tag.end)
    return Span(tag.end, end)
