"""Goal element by element: what the completion text and the indicator rows say about it.

Which row and which clause belong to an element, and what contradicts a row, is decided in
``verify``; here the answers become a table.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from selfeval_assist.checks.view import Row, rows_of
from selfeval_assist.facts import build_stated
from selfeval_assist.facts.model import FactTable
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import essence, strip_tags
from selfeval_assist.prose.clauses import sentences
from selfeval_assist.scoring import ScoreSheet
from selfeval_assist.verify import Violation
from selfeval_assist.verify.pairing import Pair, contradictions, paired, shortfall


class State(StrEnum):
    """What is said about an element of the goal."""

    COVERED = "已对应"
    CONTRADICTED = "有矛盾"
    UNANSWERED = "未回应"
    COPIED = "照抄目标"


NOT_PLANNED = "（预期目标没有写到）"
"""Stands for an element where the goal has none."""


@dataclass(frozen=True, slots=True)
class Link:
    """One element of the planned goal with what stands against it.

    Attributes:
        element: the clause of the planned goal; ``NOT_PLANNED`` where the completion says something
            of a row that no element of the goal speaks of.
        sentence: the part of the completion text that answers it best, or an empty string.
        rows: the indicator rows that measure it, as places in ``form.indicators``.
        state: what is said about it.
        reason: why, in one Chinese sentence.
        missed: whether a row that measures it did not reach its target: words that answer an
            element do not say that it was reached.
        opinion: what a language model adds, marked as such; the code leaves it empty.
    """

    element: str
    sentence: str
    rows: tuple[int, ...]
    state: State
    reason: str
    opinion: str = ""
    missed: bool = False


def consistency(form: SelfEvaluation, sheet: ScoreSheet) -> tuple[Link, ...]:
    """Return the elements of the planned goal in order, each with what answers it.

    Behind them stands what the completion says against rows that no element speaks of.

    Args:
        form: the form.
        sheet: its score sheet, which decides whether a row met its target.
    """
    return table_of(form, build_stated(form, sheet), rows_of(form, sheet))


def table_of(form: SelfEvaluation, facts: FactTable, rows: tuple[Row, ...]) -> tuple[Link, ...]:
    """Return the same for a form whose facts and rows are at hand."""
    goal, done = strip_tags(form.goal.planned), strip_tags(form.goal.actual)
    against = contradictions(goal, done, facts)
    by_index = {row.index: row for row in rows}
    links = [_link(pair, done, against, by_index) for pair in paired(goal, done, facts)]
    told = {row for link in links if link.state is State.CONTRADICTED for row in link.rows}
    return (*links, *_apart(against, told, by_index))


def _link(pair: Pair, done: str, against: Iterable[Violation], rows: dict[int, Row]) -> Link:
    answer = done[pair.answer.start : pair.answer.end].strip() if pair.answer else ""
    measured = [rows[row] for row in pair.rows if row in rows]
    around = (each for each in sentences(done) if pair.answer and each.holds(pair.answer.start))
    sentence = next((done[each.start : each.end] for each in around), "")
    state, reason = _judge(pair, answer, sentence, measured, against)
    missed = any(row.missed for row in measured)
    return Link(pair.text.strip(), answer, pair.rows, state, reason, missed=missed)


def _judge(
    pair: Pair, answer: str, sentence: str, rows: list[Row], against: Iterable[Violation]
) -> tuple[State, str]:
    """Return the state of an element and why."""
    wrong = [each for each in against if set(each.rows) & set(pair.rows)]
    values = f"；{_values(rows)}" if rows else ""
    if wrong:
        return State.CONTRADICTED, f"文字写“{wrong[0].quote}”，而{_values(rows)}"
    if not answer:
        missing = f"{values}，可以据此补写" if rows else "，也没有指标衡量这一项"
        return State.UNANSWERED, f"完成情况没有回应{missing}"
    reached = any(_reached(row, in_words=not pair.measured) for row in rows)
    if essence(answer) == essence(pair.said) and not reached:
        return State.COPIED, f"完成情况照抄了目标{values}"
    if not rows and (short := shortfall(pair.said, answer, sentence)):
        return State.CONTRADICTED, f"目标为 {short[0]}，文字写 {short[1]}，没有说明差额"
    return State.COVERED, "有对应的文字" + (values or "；没有指标衡量这一项，提请考虑补设")


def _reached(row: Row, *, in_words: bool) -> bool:
    """Return whether a row reached its target, so that equal words are true.

    That is a number, or for an element in words the very word that was aimed at.
    """
    if in_words and row.actual.magnitude is None:
        return essence(row.data.actual.raw) == essence(row.data.target.raw)
    return not in_words and row.actual.magnitude is not None and not row.missed


def _apart(against: Iterable[Violation], told: set[int], rows: dict[int, Row]) -> Iterator[Link]:
    """Yield what contradicts rows that no element of the goal speaks of."""
    for each in against:
        left = tuple(row for row in each.rows if row not in told and row in rows)
        if left:
            told |= set(left)
            reason = f"文字写“{each.quote}”，而{_values(rows[row] for row in left)}"
            yield Link(NOT_PLANNED, each.quote, left, State.CONTRADICTED, reason)


def _values(rows: Iterable[Row]) -> str:
    """Return target and actual of rows in words."""
    parts = []
    for row in rows:
        target = row.data.target.raw.strip() or "未填"
        actual = row.data.actual.raw.strip() or "未填"
        verdict = f"，{row.verdict.value}" if row.verdict.value else ""
        parts.append(f"第{row.index + 1}行目标 {target}、完成 {actual}{verdict}")
    return "；".join(parts)
