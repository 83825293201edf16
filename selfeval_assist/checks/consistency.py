"""Goal element by element: what the completion text and the indicator rows say about it.

Similar words put candidates in order and show copies; they never decide whether a goal was
reached. That follows from numbers and verdicts alone, and where these say nothing the table says
so.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from selfeval_assist.checks.quantities import Quantity, clauses, quantities
from selfeval_assist.checks.view import Row, rows_of
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import essence, strip_tags
from selfeval_assist.scoring import ScoreSheet


class State(StrEnum):
    """What is said about an element of the goal."""

    COVERED = "已对应"
    CONTRADICTED = "有矛盾"
    UNANSWERED = "未回应"
    COPIED = "照抄目标"


@dataclass(frozen=True, slots=True)
class Link:
    """One element of the planned goal with what stands against it.

    Attributes:
        element: the clause of the planned goal.
        sentence: the clause of the completion text that answers it best, or an empty string.
        rows: the indicator rows that measure it, as places in ``form.indicators``.
        state: what is said about it.
        reason: why, in one Chinese sentence.
    """

    element: str
    sentence: str
    rows: tuple[int, ...]
    state: State
    reason: str


_ALIKE_CLAUSE = 50
_ALIKE_NAME = 60
_COPY = 95
_MOST_ROWS = 3
_SHORTEST = 5
_NEGATED = re.compile(r"未|尚|没有|不足|仅|低于|推迟|延期|暂缓|部分|取消")
_DONE = re.compile(r"完成|达成|实现|达到|建成|全部|圆满|落实")
_TOPIC = re.compile(r"[\d.,%≥≤><=万亿元不少于低超过达到完成开展实现确保的]")


def consistency(form: SelfEvaluation, sheet: ScoreSheet) -> tuple[Link, ...]:
    """Return one link for every element of the planned goal, in its order.

    Args:
        form: the form.
        sheet: its score sheet, which decides whether a row met its target.
    """
    elements = _elements(form.goal.planned)
    answers = _elements(form.goal.actual)
    rows = rows_of(form, sheet)
    return tuple(_link(element, answers, rows) for element in elements)


def _elements(text: str) -> list[str]:
    """Return the clauses of a text; very short ones stay with the clause before them."""
    found: list[str] = []
    for clause in clauses(strip_tags(text)):
        if found and len(clause) < _SHORTEST and not any(ch.isdigit() for ch in clause):
            found[-1] += f"、{clause}"
        else:
            found.append(clause)
    return found


def _link(element: str, answers: list[str], rows: tuple[Row, ...]) -> Link:
    answer = _best_answer(element, answers)
    matched = _best_rows(element, rows)
    state, reason = _judge(element, answer, matched)
    return Link(element, answer, tuple(row.index for row in matched), state, reason)


def _best_answer(element: str, answers: list[str]) -> str:
    """Return the clause of the completion text that is about the same thing, by its words."""
    found = process.extractOne(
        _topic(element), answers, scorer=fuzz.ratio, processor=None, score_cutoff=_COPY
    )
    if found is None:
        topics = [_topic(answer) for answer in answers]
        best = process.extractOne(
            _topic(element), topics, scorer=_about_the_same, score_cutoff=_ALIKE_CLAUSE
        )
        return answers[best[2]] if best else ""
    return answers[found[2]]


def _topic(text: str) -> str:
    """Return what a clause is about: its words without numbers, signs and verbs of fulfilment."""
    return _TOPIC.sub("", essence(text)) or essence(text)


def _about_the_same(first: str, second: str, **_: object) -> float:
    """Compare two topics; one that stands inside the other counts for more."""
    short, long = sorted((first, second), key=len)
    if len(short) >= _SHORTEST - 1 and short in long:
        return 100.0
    return float(fuzz.ratio(first, second))


def _best_rows(element: str, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    topic = _topic(element)
    names = {place: _topic(row.name) for place, row in enumerate(rows) if row.name}
    found = process.extract(
        topic, names, scorer=_about_the_same, score_cutoff=_ALIKE_NAME, limit=_MOST_ROWS
    )
    return tuple(rows[place] for place in sorted(place for _, _, place in found))


def _judge(element: str, answer: str, rows: tuple[Row, ...]) -> tuple[State, str]:
    """Return the state of an element and why."""
    missed = [row for row in rows if row.missed]
    if not answer:
        if rows:
            return State.UNANSWERED, f"完成情况没有回应；{_values(rows)}，可以据此补写"
        return State.UNANSWERED, "完成情况没有回应，也没有指标衡量这一项"
    if missed and _DONE.search(answer) and not _NEGATED.search(answer):
        for row in missed:
            if not _tells_actual(answer, row):
                return State.CONTRADICTED, f"文字说已完成，而{_values((row,))}，没有达到目标"
    if (conflict := _row_conflict(answer, rows)) is not None:
        figure, row = conflict
        return State.CONTRADICTED, f"文字写 {_shown(figure)}，而{_values((row,))}"
    if (
        essence(answer) == essence(element)
        or fuzz.ratio(essence(answer), essence(element)) >= _COPY
    ):
        return State.COPIED, "完成情况照抄了目标" + (f"；{_values(rows)}" if rows else "")
    if (gap := _shortfall(element, answer)) is not None:
        planned, done = gap
        if not _NEGATED.search(answer):
            why = f"目标为 {_shown(planned)}，文字写完成 {_shown(done)}，没有说明差额"
            return State.CONTRADICTED, why
        return State.COVERED, f"目标为 {_shown(planned)}，完成 {_shown(done)}，差额已写明"
    if rows:
        return State.COVERED, f"有对应的文字；{_values(rows)}"
    return State.COVERED, "有对应的文字；没有指标衡量这一项，提请考虑补设"


def _tells_actual(answer: str, row: Row) -> bool:
    """Return whether a clause names the actual value of a row, so that nothing is hidden."""
    actual = row.actual.magnitude
    return actual is not None and any(figure.agrees(actual) for figure in quantities(answer))


def _row_conflict(answer: str, rows: tuple[Row, ...]) -> tuple[Quantity, Row] | None:
    """Return a number of the text that differs from the row it names, with that row."""
    for row in rows:
        actual = row.actual
        if actual.magnitude is None or not actual.unit or row.name not in answer:
            continue
        own = [figure for figure in quantities(answer) if figure.unit == actual.unit]
        if len(own) == 1 and not own[0].agrees(actual.magnitude):
            return own[0], row
    return None


def _shortfall(element: str, answer: str) -> tuple[Quantity, Quantity] | None:
    """Return planned and done where the text itself names less than the goal, unit by unit."""
    if re.search(r"≤|<|不超过|以内|以下|控制在|降低|减少", element):
        return None
    planned = {figure.unit: figure for figure in quantities(element) if figure.unit}
    for done in quantities(answer):
        goal = planned.get(done.unit)
        if goal is not None and done.amount < goal.amount:
            return goal, done
    return None


def _values(rows: tuple[Row, ...]) -> str:
    """Return target and actual of rows in words."""
    parts = []
    for row in rows:
        target = row.data.target.raw.strip() or "未填"
        actual = row.data.actual.raw.strip() or "未填"
        verdict = f"，{row.verdict.value}" if row.verdict.value else ""
        parts.append(f"第{row.index + 1}行目标 {target}、完成 {actual}{verdict}")
    return "；".join(parts)


def _shown(figure: Quantity) -> str:
    scale = {1: "", 10_000: "万", 10**8: "亿"}[int(figure.multiplier)]
    return f"{format(figure.number, 'f')}{scale}{figure.unit}"
