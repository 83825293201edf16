"""Judgements in words — reached, exceeded, not reached, late — against what code has decided."""

from collections.abc import Iterator, Sequence

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Violation
from selfeval_assist.facts.verify import claims
from selfeval_assist.facts.verify.index import Index
from selfeval_assist.facts.verify.scan import MASK, Hit, clause_start, sentence_start

# What each verdict of code allows a text to say.
_ALLOWED = {
    "达到": frozenset({"reached", "on time"}),
    "超过": frozenset({"reached", "on time", "exceeded"}),
    "未达": frozenset({"not reached"}),
    "未按": frozenset({"late", "not reached"}),
}

_RATE = lexicon.pattern(frozenset(lexicon.RATE))


def said(words: str) -> str:
    """Return what a judgement says."""
    for name, pattern in (
        ("late", claims.OVERDUE),
        ("on time", claims.ON_TIME),
        ("not reached", claims.NEGATIVE),
        ("exceeded", claims.EXCEEDING),
    ):
        if pattern.search(words):
            return name
    return "reached"


def judgements(masked: str, index: Index, subjects: Sequence[Hit]) -> Iterator[Violation]:
    """Yield judgements that the verdict of the row they are about contradicts."""
    for match in claims.VERDICT.finditer(masked):
        judged = said(match[0])
        name = _about(masked, match.start(), subjects)
        verdicts = index.verdicts.get(name, frozenset())
        if index.planned and len(index.names) and judged not in {"reached", "on time"}:
            message = f"绩效目标写的是计划，“{match[0]}”是完成后的判断，请改写。"
            yield Violation("verdict_word", match[0], match.start(), message)
        elif verdicts and not any(judged in _ALLOWED[verdict[:2]] for verdict in verdicts):
            decided = "、".join(sorted(verdicts))
            message = f"按表中数值，“{name}”{decided}，与“{match[0]}”不一致，请核对。"
            yield Violation("verdict_word", match[0], match.start(), message)


def _about(masked: str, at: int, subjects: Sequence[Hit]) -> str:
    """Return the name that a judgement is about: the last in its clause, sentence or text."""
    for begin in (clause_start(masked, at), sentence_start(masked, at), 0):
        names = [hit for hit in subjects if begin <= hit.start < at]
        if names:
            # 执行率83.5%，未达到…: the judgement is about money, not about a name before it.
            return "" if _RATE.search(masked, names[-1].end, at) else names[-1].text
    return ""


def _of_names(masked: str, at: int, subjects: Sequence[Hit]) -> bool:
    """Whether 均 is said of the names that stand before it, as in 甲和乙均达到."""
    begin = sentence_start(masked, at)
    named = any(begin <= hit.start < at for hit in subjects)
    return named and (masked[at - 1] == MASK or clause_start(masked, at) == at)


def all_done(masked: str, index: Index, subjects: Sequence[Hit]) -> Iterator[Violation]:
    """Yield claims that everything was reached on a form where something was not."""
    for match in claims.ALL_DONE_TEXT.finditer(masked) if index.missed else ():
        clause = clause_start(masked, match.start())
        if match[0][0] in "均都皆" and _of_names(masked, match.start(), subjects):
            continue
        if not claims.PARTIAL.search(masked, clause, match.start()):
            message = f"表中有指标未达到指标值，不能说“{match[0]}”，请核对。"
            yield Violation("all_done", match[0], match.start(), message)
