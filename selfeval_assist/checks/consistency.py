"""Goal element by element: what the completion text and the indicator rows say about it.

Similar words put candidates in order and show copies; they never decide whether a goal was
reached. That follows from numbers and verdicts alone, and where these say nothing the table says
so.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from selfeval_assist.checks.quantities import Quantity, Role, claims, quantities
from selfeval_assist.checks.view import Row, rows_of
from selfeval_assist.checks.words import one_line
from selfeval_assist.form import SelfEvaluation, parse_value
from selfeval_assist.form.text import essence
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
        sentence: the part of the completion text that answers it best, or an empty string.
        rows: the indicator rows that measure it, as places in ``form.indicators``.
        state: what is said about it.
        reason: why, in one Chinese sentence.
        opinion: what a language model adds, marked as such; the code leaves it empty.
    """

    element: str
    sentence: str
    rows: tuple[int, ...]
    state: State
    reason: str
    opinion: str = ""


_ALIKE_CLAUSE = 55
_ALIKE_NAME = 60
_COPY = 95
_MOST_ROWS = 3
_SHORTEST = 4
_NEGATED = re.compile(r"未|尚|没有|不足|仅|低于目标|推迟|延期|逾期|暂缓|部分|取消|差距|相差")
_DONE = re.compile(r"完成|达成|实现|达到|建成|全部|圆满|落实")
_REVERSE = re.compile(r"≤|<|不超过|不高于|不多于|以内|以下|控制在|降低|减少|下降")
_SPLIT = re.compile(r"[。;!?:]|(?<!\d),|,(?!\d{3})")
# A clause that goes on about the one before it.
_GOES_ON = re.compile(
    r"^(?:实际|完成比例|完成率|未达|没有达|达到(?:目标|年度)|超出|超过目标|逾期|提前|相差|比(?:目标|年度)|占|相当于|"
    r"较|其中|同比|即|原因|因|由于|合格率|\d)"
)
_DATE = re.compile(
    r"(?:(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}[日号])?(?:底|末)?(?:前|内|之前|以前)?"
)
# "2025年完成智能化改造：" announces the elements after it and is none itself.
_HEADING = re.compile(
    r"(?:(?<=[。;!?])|^)(?:(?:19|20)\d{2}年|目标\d+)?[^\d。;!?:]{0,30}:(?=[^。;!?])"
)
_FIGURE = re.compile(r"[≥≤><=]?\d[\d.,]*[万亿]?(?:%|元)?")
_SAYS_LITTLE = re.compile(
    r"不(?:少于|低于|超过|高于|多于|小于|大于)|达到|完成|开展|实现|确保|控制在|[总方]?方面|年度|本年|全年|"
    r"数量|计划|目标|实际|为|是|的|了|≥|≤"
)


def consistency(form: SelfEvaluation, sheet: ScoreSheet) -> tuple[Link, ...]:
    """Return the elements of the planned goal in order, each with what answers it.

    Clauses of one sentence that are all copied and that no row measures stay together.

    Args:
        form: the form.
        sheet: its score sheet, which decides whether a row met its target.
    """
    answers = list(_answers(one_line(form.goal.actual)))
    rows = rows_of(form, sheet)
    links: list[Link] = []
    for sentence in re.split(r"[。;!?]", _HEADING.sub("", one_line(form.goal.planned))):
        found = [_link(element, answers, rows) for element in _elements(sentence)]
        links += _joined(found) if all(_bare_copy(link) for link in found) else found
    return tuple(links)


def _elements(text: str) -> Iterator[str]:
    """Yield the clauses of a goal; an enumeration of counted things is split as well."""
    for clause in _SPLIT.split(text):
        parts = clause.split("、")
        counted = [part for part in parts if any(ch.isdigit() for ch in part)]
        if len(counted) > 1 and len(counted) == len(parts):
            yield from parts
        elif clause:
            yield clause


def _answers(text: str) -> Iterator[str]:
    """Yield the parts of a completion text; a clause that goes on stays with the one before."""
    for sentence in re.split(r"[。;!?]", text):
        part = ""
        for clause in _elements(sentence):
            if part and _GOES_ON.match(clause):
                part += f"，{clause}"
            else:
                if part:
                    yield part
                part = clause
        if part:
            yield part


def _bare_copy(link: Link) -> bool:
    return link.state is State.COPIED and not link.rows


def _joined(links: list[Link]) -> list[Link]:
    """Return copied links of one sentence as one."""
    if not links:
        return []
    element = "，".join(link.element for link in links)
    sentence = "，".join(link.sentence for link in links)
    return [Link(element, sentence, (), State.COPIED, links[0].reason)]


def _link(element: str, answers: list[str], rows: tuple[Row, ...]) -> Link:
    matched = _best_rows(element, rows)
    answer = _best_answer(element, answers)
    for row in matched:
        # The text may call the thing as the row does, or only tell the row's value.
        telling = (found for found in answers if _tells_actual(found, row))
        answer = answer or _best_answer(row.name, answers) or next(telling, "")
    state, reason = _judge(element, answer, matched)
    return Link(element, answer, tuple(row.index for row in matched), state, reason)


def _best_answer(element: str, answers: list[str]) -> str:
    """Return the part of the completion text that is about the same thing, by its words."""
    if element in answers:
        return element
    topic = _topic(element)
    scored = ((_likeness(topic, _topic(answer)), answer) for answer in answers)
    likeness, answer = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
    return answer if likeness >= _ALIKE_CLAUSE else ""


def _best_rows(element: str, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows whose name is about the element, or whose deadline stands in it."""
    topic = _topic(element)
    scored = [(_likeness(topic, _topic(row.name)), row) for row in rows if row.name]
    best = sorted(scored, key=lambda pair: -pair[0])[:_MOST_ROWS]
    chosen = {row.index for likeness, row in best if likeness >= _ALIKE_NAME}
    return tuple(
        row
        for row in rows
        if row.index in chosen
        or (row.target.precision in {"day", "month"} and _names_day(element, row.target.date))
    )


def _topic(text: str) -> str:
    """Return what a clause is about: its words without numbers, dates and verbs of fulfilment."""
    text = text.partition("，")[0]
    bare = _SAYS_LITTLE.sub("", _FIGURE.sub("", _DATE.sub("", text)))
    return essence(bare)


def _likeness(first: str, second: str) -> float:
    """Return how alike two topics are, 0–100; one that stands inside the other counts for all."""
    short, long = sorted((first, second), key=len)
    if len(short) < _SHORTEST:
        return 100.0 if first == second and first else 0.0
    if short in long:
        return 100.0
    # 购置护理床 and 护理床购置: pairs of characters do not mind the order of words.
    pairs, others = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (short, long))
    return max(float(fuzz.ratio(first, second)), 100 * len(pairs & others) / len(pairs))


def _judge(element: str, answer: str, rows: tuple[Row, ...]) -> tuple[State, str]:
    """Return the state of an element and why."""
    if not answer:
        if rows:
            return State.UNANSWERED, f"完成情况没有回应；{_values(rows)}，可以据此补写"
        return State.UNANSWERED, "完成情况没有回应，也没有指标衡量这一项"
    same = essence(answer) == essence(element) or fuzz.ratio(answer, element) >= _COPY
    if missed := [row for row in rows if row.missed and _hidden(answer, row)]:
        return State.CONTRADICTED, f"文字没有写明差额，而{_values(missed)}"
    if (conflict := _row_conflict(answer, rows)) is not None:
        figure, row = conflict
        return State.CONTRADICTED, f"文字写 {_shown(figure)}，而{_values((row,))}"
    if same:
        return State.COPIED, "完成情况照抄了目标" + (f"；{_values(rows)}" if rows else "")
    if (gap := _shortfall(element, answer)) is not None:
        planned, done = (_shown(figure) for figure in gap)
        if not _tells_gap(answer) and _DONE.search(answer):
            return State.CONTRADICTED, f"目标为 {planned}，文字写完成 {done}，没有说明差额"
        return State.COVERED, f"目标为 {planned}，文字写 {done}"
    if rows:
        return State.COVERED, f"有对应的文字；{_values(rows)}"
    return State.COVERED, "有对应的文字；没有指标衡量这一项，提请考虑补设"


def _hidden(answer: str, row: Row) -> bool:
    """Return whether an answer passes over that a row missed its target."""
    return not (_tells_gap(answer) or _tells_actual(answer, row))


def _tells_gap(answer: str) -> bool:
    """Return whether an answer says that, or how far, something is away from the goal."""
    if _NEGATED.search(answer):
        return True
    return any(figure.role is Role.GAP for figure in quantities(answer))


def _tells_actual(answer: str, row: Row) -> bool:
    """Return whether an answer names the actual value of a row: its day, or number and unit."""
    actual = row.actual
    if actual.magnitude is None or actual.upper is not None:
        return _names_day(answer, actual.date)
    return any(
        figure.agrees(actual.magnitude) and (not actual.unit or figure.unit == actual.unit)
        for figure in claims(quantities(answer), row.name)
    )


def _names_day(text: str, day: datetime.date | None) -> bool:
    """Return whether a text names a day; where it names no year, month and day decide."""
    if day is None:
        return False
    for match in _DATE.finditer(text):
        value = parse_value(match[0])
        if value.date is None:
            continue
        if value.date == day:
            return True
        if value.yearless and (value.date.month, value.date.day) == (day.month, day.day):
            return True
    return False


def _row_conflict(answer: str, rows: tuple[Row, ...]) -> tuple[Quantity, Row] | None:
    """Return a number of the text that differs from the row it names, with that row."""
    for row in rows:
        actual = row.actual
        if actual.magnitude is None or not actual.unit or row.name not in answer:
            continue
        told = claims(quantities(answer), row.name)
        own = [figure for figure in told if figure.unit == actual.unit]
        if len(own) == 1 and not own[0].agrees(actual.magnitude):
            return own[0], row
    return None


def _shortfall(element: str, answer: str) -> tuple[Quantity, Quantity] | None:
    """Return planned and done where the text itself names less than the goal.

    Numbers of one unit are compared, a value with a value and a growth with a growth.
    """
    if _REVERSE.search(element):
        return None
    planned = {(each.unit, each.role): each for each in quantities(element) if each.unit}
    for done in quantities(answer):
        goal = planned.get((done.unit, done.role))
        if goal is not None and done.amount < goal.amount:
            return goal, done
    return None


def _values(rows: Iterable[Row]) -> str:
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
