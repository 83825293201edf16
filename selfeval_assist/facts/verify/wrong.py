"""What a person reads about a number that the form does not support."""

from collections.abc import Sequence

from selfeval_assist.facts.model import Violation
from selfeval_assist.facts.verify.fitting import bounded
from selfeval_assist.facts.verify.index import Index, Spelling
from selfeval_assist.facts.verify.pieces import UNIT, bound
from selfeval_assist.facts.verify.quantities import Found
from selfeval_assist.facts.verify.reading import Place, Reading


def violation(
    fitting: Sequence[tuple[Spelling, int]],
    reading: Reading,
    index: Index,
    found: Found,
    place: Place,
) -> Violation:
    """Return what is wrong with a number, and what the form says in its place.

    Args:
        fitting: the facts with this number and unit, each with where it ends.
        reading: the text.
        index: the facts.
        found: the number.
        place: what stands around it.
    """
    start, end = found.start, found.end
    unit = None if found.unit else UNIT.match(reading.masked, end)
    quote = reading.text[start : unit.end() if unit else end]
    instead = _instead(index, place)
    own = reading.text[start:end]
    rule = "chinese_quantity" if found.spoken else "digit"
    if not fitting:
        message = f"表中没有“{quote}”这个数据{instead}，请核对，或说明依据。"
        return Violation(rule, own, start, message)
    titles = "、".join(dict.fromkeys(piece.fact.title for piece, _ in fitting[:3]))
    mark = bound(reading.masked, start)
    if not any(bounded(piece, reading, index, found, close) for piece, close in fitting):
        message = f"表中的“{quote}”（{titles}）是确切的数，与前面的“{mark}”不一致，请核对。"
        return Violation(rule, own, start, message)
    message = f"“{quote}”在表中是{titles}，与这里写的名称或用词不一致{instead}，请核对。"
    return Violation("chinese_quantity" if found.spoken else "label", own, start, message)


def _instead(index: Index, place: Place) -> str:
    """Return what the form says of the name and role at a place, when both are known."""
    if not place.word and not place.names:
        return ""
    for spellings in index.numbers.values():
        for piece in spellings:
            fact = piece.fact
            named = (
                not fact.subjects
                if not place.names
                else any(name in piece.subjects for name in place.names)
            )
            worded = place.word in fact.wordings if place.word else fact.bare
            if named and worded:
                return f"；{fact.title}按表中是{fact.value}"
    return ""
