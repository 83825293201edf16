"""What is told as done or as what came of it: only a text that says so bears it out."""

import re
from collections.abc import Iterator

from selfeval_assist.prose import words
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.retold import COPIED, DONE, Retold, Run

_PLANNED = re.compile(r"年初|目标|计划|要求|预期|拟|应当")
# 已在质保期满后支付: a time may still be to come
_WHEN = re.compile(r"[在于待年月日期前后]|\{")


def untimely(each: Retold) -> Iterator[Violation]:
    """Yield what a sentence says was done, or came of something, and no text says so."""
    for start, end in each.said.clauses if each.sources else ():
        yield from _done(each, start, end)
    yield from _follows(each)


def _done(each: Retold, start: int, end: int) -> Iterator[Violation]:
    """Yield what a source plans, or leaves open, and a clause says was done."""
    if any(spot.ref[0] != "t" for spot in each.said.within(start, end)) or each.said.known.planned:
        return
    own = each.long(start, end) or each.mostly(start, end)
    told = all(run.source.kind in {"done", "told"} for run in own)  # says what was done
    for mark in () if told else DONE.finditer(each.text, start, end):
        if not _is_done(each, mark, own, end):
            message = f"材料没有写“{mark[0]}”，请照材料改写。"
            yield Violation("tense", mark[0], mark.start(), message)
    names = "\x00".join(each.said.known.titles)
    goal = next(
        (
            run
            for run in each.long(start, end)
            if run.source.kind == "goal" and each.text[run.start : run.end] not in names
        ),
        None,
    )
    if goal and not _PLANNED.search(each.text, 0, end):
        words_ = each.text[goal.start : goal.end]
        message = f"“{words_}”出自年初目标，没有材料说已经做到，请写明是目标，或删去。"
        yield Violation("goal", words_, goal.start, message)


def _is_done(each: Retold, mark: "re.Match[str]", own: list[Run], end: int) -> bool:
    """Return whether what a clause says was done is told so: with such a mark, or as a fact.

    Args:
        each: the sentence.
        mark: what says so.
        own: the runs of its clause.
        end: where the clause ends.
    """
    facts = all(run.source.kind in {"cause", "effect", "told", "done"} for run in own)
    around = each.text[mark.start() - 1 : mark.end() + 1]  # 年事已高
    copied = len(around) > 2 and any(around in one.text for one in each.sources)
    if copied or (mark[0] == "了" and facts) or _goes_on(each, mark.end(), end):
        return True
    what = each.text[mark.end() :][:1] if mark[0] in {"已", "业经"} else ""
    marks = re.compile("已|业经|(?<![除为])了" if mark[0] in {"已", "业经", "了"} else mark[0])
    return any(
        marks.search(clause) and (what in clause or what == "有")
        for run in own
        for clause in _clause(each, run)
    )


def _clause(each: Retold, run: Run) -> Iterator[str]:
    """Yield the clauses of its source in which a run stands."""
    told = each.text[run.start : run.end]
    yield from (one for one in re.split("[，,；;。]", run.source.text) if told in one)


def _goes_on(each: Retold, at: int, end: int) -> bool:
    """Return whether all behind 已 is a stated cause's, which is a fact: 已按规定退出保障范围."""
    behind = each.text[at:end].strip()
    texts = (one.text for one in each.sources if one.kind == "cause")
    return (
        len(behind) >= COPIED
        and not _WHEN.search(behind)
        and any(
            behind in clause and not _PLANNED.search(clause)
            for text in texts
            for clause in re.split("[，,；;。]", text)
        )
    )


def _follows(each: Retold) -> Iterator[Violation]:
    """Yield a result told as what came of a measure that is still to be taken, or of another row.

    与住建部门会商施工时序，改造管网{r2.actual}; 更新设备{r2.actual}后，达标率{r5.actual}.
    """
    said = each.said
    results = [spot for spot in said.spots if spot.role in _RESULTS and not said.known.planned]
    for start, end in said.segments:
        behind = [spot.start for spot in results if start <= spot.start < end]
        after = _AFTER.search(said.text, start, end)
        if after and behind and behind[-1] > after.end():
            message = "“后”把一项结果说成了另一项的成效，材料没有写，请分开写。"
            yield Violation("effect", "后", after.end() - 1, message)
        first = next(_to_come(each, start, end), None)
        if first is None or not behind or first.start > behind[-1]:
            continue
        if not _TO_COME.search(said.text, start, behind[-1]):
            told = each.text[first.start : first.end]
            message = f"“{told}”是今后的措施，不能写成已经做了、带来了后面的结果。"
            yield Violation("tense", first.source.id, first.start, message)


def _to_come(each: Retold, start: int, end: int) -> Iterator[Run]:
    """Yield what a part of a sentence tells of measures that are still to be taken."""
    for run in each.long(start, end):
        if run.source.kind == "measure" and not any(map(DONE.search, _clause(each, run))):
            yield run


_RESULTS = frozenset({"actual", "executed"})
_AFTER = re.compile(r"\{r\d+\.actual\}[^，,；;。{}]{0,4}后(?=[，,])")
_TO_COME = re.compile(f"{words.alternatives('polarity.planned')}|将|措施|计划|下一步|今后|整改")
