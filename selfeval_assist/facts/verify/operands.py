"""Results told right beside what they are worked out from: 满分30分，得28.5分，得分率95%.

A result that is true of something else in the form is wrong there, although the form holds it.
"""

import re
from collections.abc import Iterator, Sequence

from selfeval_assist.facts.model import Violation
from selfeval_assist.facts.verify.apart import contradicted, part_start
from selfeval_assist.facts.verify.index import Index, Spelling
from selfeval_assist.facts.verify.naming import covers, own_words
from selfeval_assist.facts.verify.reading import Reading, Told

_ENDS = ("actual", "target")
RESULTS: dict[str, tuple[tuple[str, str], ...]] = {
    "rate": (("score", "weight"), ("executed", "adjusted")),
    "lost": (("score", "weight"),),
    "initial_rate": (("executed", "initial"),),
    "unspent.share": (("unspent", "adjusted"), ("executed", "adjusted")),
    "over.share": (("over", "adjusted"), ("executed", "adjusted")),
    "unspent": (("executed", "adjusted"),),
    "over": (("executed", "adjusted"),),
    "change": (("initial", "adjusted"),),
    "change_percent": (("change", "initial"), ("initial", "adjusted")),
    "gap": (_ENDS,),
    "completion": (_ENDS,),
    "share": (_ENDS,),
    "times": (_ENDS,),
    "overshoot": (("gap", "target"), _ENDS),
    "below": (("gap", "target"), _ENDS),
    "apart": (("gap", "target"), _ENDS),
}
"""From which two facts of the same thing a fact is worked out, by the ends of their ids."""
_TAIL = re.compile(rf"\.({'|'.join(sorted(map(re.escape, RESULTS), key=len, reverse=True))})$")
# Ids that do not end in what they are.
_SAME = {
    "score.execution": "score.execution.score", "score.execution.full": "score.execution.weight",
    "score.total": "score.total.score", "score.full": "score.total.weight",
}  # fmt: skip
_SHARED_OUT = re.compile(r"分别|[均各都]")


def beside(reading: Reading, index: Index, told: Sequence[Told]) -> Iterator[Violation]:
    """Yield the results of a text that are not those of the operands told right before them.

    Args:
        reading: the text.
        index: the facts.
        told: the numbers of the text that are supported, in their order.
    """
    for at, result in enumerate(told):
        pairs = [_operands(reading, piece, result, told[:at]) for piece in result.pieces]
        if pair := pairs and all(pairs) and pairs[0]:
            yield _violation(reading, index, result, pair)
        elif two := contradicted(reading, told, at):
            yield _violation(reading, index, result, (*two, frozenset()))


Pair = tuple[Told, Told, frozenset[str]]


def _operands(
    reading: Reading, piece: Spelling, result: Told, before: Sequence[Told]
) -> Pair | None:
    """Return the operands told before a result, and of what they are; None where it is theirs."""
    name, tail = _split(piece)
    begin = part_start(reading.masked, result.start)
    if not tail or _SHARED_OUT.search(reading.masked, begin, result.start):
        return None
    near = [each for each in before if each.start >= begin]
    for one, other in RESULTS[tail]:
        for last in reversed(near):
            for first in reversed(near[: near.index(last)]):
                of = (_of(first, one) & _of(last, other)) | (_of(first, other) & _of(last, one))
                if of:
                    theirs = name in of or _named(reading, piece, last.end, result.start)
                    return None if theirs else (first, last, of)
    return None


def _split(piece: Spelling) -> tuple[str, str]:
    """Return of what a fact is a result, and which; "" for a fact that is none."""
    fact_id = piece.fact.id.removesuffix(".wan")
    match = _TAIL.search(fact_id)
    return (fact_id[: match.start()], match[1]) if match else (fact_id, "")


def _of(told: Told, end: str) -> frozenset[str]:
    """Return of what a value told is the score, the target or what else an end says."""
    ids = (piece.fact.id.removesuffix(".wan") for piece in told.pieces)
    ids = (_SAME.get(fact_id, fact_id) for fact_id in ids)
    return frozenset(i.removesuffix(f".{end}") for i in ids if i.endswith(f".{end}"))


def _named(reading: Reading, piece: Spelling, low: int, high: int) -> bool:
    """Whether a result is of something else that is called between the operands and it."""
    if any(low <= hit.start < high for hit in reading.subjects):
        return True
    own = own_words(reading.plain[low:high])
    return len(own) > 1 and (not piece.subjects or covers(own, piece.subjects))


def _violation(reading: Reading, index: Index, result: Told, pair: Pair) -> Violation:
    first, last, of = pair
    quote = reading.text[result.start : result.end]
    one, other = (reading.text[each.start : each.end] for each in (first, last))
    tails = {tail for piece in result.pieces for tail in (_split(piece)[1],)}
    ids = {f"{name}.{tail}" for name in of for tail in tails}
    facts = (piece.fact for pieces in index.numbers.values() for piece in pieces)
    right = next((f"，按表中是{fact.value}" for fact in facts if fact.id in ids), "")
    if first is last:
        return Violation("label", quote, result.start, f"“{one}”与“{quote}”不一致，请核对。")
    message = f"由文中的“{one}”和“{other}”得不出“{quote}”{right}，请核对。"
    return Violation("label", quote, result.start, message)
