"""Deviations, cause first: the short dialogue before a text is written.

Pure logic over the form: what to ask next follows from what stands in it, and an answer is a new
form. Nothing is proposed as an answer; examples show the kind of words, choices are the person's.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import get_args

from selfeval_assist.drafting.cause import questions as words
from selfeval_assist.drafting.cause.questions import Asked, Situation, Step
from selfeval_assist.drafting.composer.deviation import NEW_TARGET
from selfeval_assist.drafting.composer.money import changed_how
from selfeval_assist.drafting.composing import compose
from selfeval_assist.facts import FactTable, build_facts
from selfeval_assist.facts.deviating import deviates, exceeds
from selfeval_assist.facts.rows import category as fitting
from selfeval_assist.form import CauseCategory, Deviation, SelfEvaluation, paths
from selfeval_assist.form.text import fold
from selfeval_assist.policies import Policy, policy_for
from selfeval_assist.prose.words import has_digit, holds
from selfeval_assist.review import Task
from selfeval_assist.scoring import ScoreSheet, Verdict

_FACT = re.compile(r"\d|《|[一二三四五六七八九十]+[月日号次个台期批]")
_GENERIC = (
    "工作需要", "客观原因", "实际情况", "疫情", "历史原因", "特殊原因", "不可控", "种种原因",
    "进度较慢", "进度滞后", "进度缓慢", "重视不够",
)  # fmt: skip
_LOOSE = re.compile(r"^(?:进一步|今后|以后|继续)*(?:加强|强化|完善|规范|提高|提升|做好|改进|加大)")
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be picked: what is put into the form, and how it is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a deviation.

    Attributes:
        step: what is asked for.
        path: the field path that the answer fills.
        text: the question in Chinese.
        hint: how to answer it well.
        example: words of the kind wanted; never put into the form.
        choices: answers to pick from; empty for free words.
        free: whether other words than the choices are admitted.
        needed: whether a reviewer sends the form back without it.
        answer: what stands in the form now.
        settled: whether the answer is there and specific enough.
    """

    step: Step
    path: str
    text: str
    hint: str
    example: str
    choices: tuple[Choice, ...] = ()
    free: bool = True
    needed: bool = True
    answer: str = ""
    settled: bool = False


def questions(
    form: SelfEvaluation, sheet: ScoreSheet, row: int | None, policy: Policy | None = None
) -> tuple[Question, ...]:
    """Return everything to be asked about a deviation in order, with the present answers.

    Args:
        form: the form.
        sheet: its score sheet.
        row: the indicator row, from 0; None for the budget.
        policy: the policy; by default the form's own.

    Returns:
        Nothing for a row, or a budget, without a deviation.
    """
    situation = situation_of(form, sheet, row, policy)
    if situation is None:
        return ()
    table = build_facts(form, sheet)
    where = "funds.deviation" if row is None else f"indicators.{row}.deviation"
    deviation: Deviation = paths.get(form, where)
    filled = _filled(form, table, row)
    found = []
    for step in words.STEPS:
        if situation in _WITHOUT.get(step, ()):
            continue
        answer = str(getattr(deviation, step)).strip()
        asked, settled = _asked(step, situation, deviation, answer)
        found.append(
            Question(
                step=step,
                path=f"{where}.{step}",
                text=filled(asked.text.replace("{answer}", _shown(answer))),
                hint=asked.hint,
                example=asked.example,
                choices=_choices(step, situation, table, row),
                free=step != "category",
                needed=situation not in _OPTIONAL.get(step, ()),
                answer=answer,
                settled=settled,
            )
        )
    return tuple(found)


def next_question(
    form: SelfEvaluation,
    sheet: ScoreSheet,
    row: int | None,
    *,
    skipped: Collection[str] = (),
    policy: Policy | None = None,
) -> Question | None:
    """Return the first question without a sufficient answer, or None when nothing is left to ask.

    An answer too vague to check is asked about once more; a person who has nothing to add skips.

    Args:
        form: the form.
        sheet: its score sheet.
        row: the indicator row, from 0; None for the budget.
        skipped: paths that the person does not want to fill now.
        policy: the policy; by default the form's own.
    """
    open_ones = (each for each in questions(form, sheet, row, policy) if not each.settled)
    return next((each for each in open_ones if each.path not in skipped), None)


def answer(form: SelfEvaluation, question: Question, value: str) -> SelfEvaluation:
    """Return the form with a person's answer in its place.

    Args:
        form: the form.
        question: what was asked.
        value: the person's words, or the value of a choice; blank takes the answer back.

    Raises:
        ValueError: a closed question got something else than one of its choices; the message is
            Chinese and for the person.
    """
    said = value.strip()
    if said and not question.free and said not in {each.value for each in question.choices}:
        options = "、".join(each.label for each in question.choices)
        raise ValueError(f"“{said[:20]}”不在可选的原因类别中，请选择：{options}。")
    return paths.put(form, question.path, said)


def text_of(
    form: SelfEvaluation, sheet: ScoreSheet, row: int | None, policy: Policy | None = None
) -> str:
    """Return the text that follows from the answers so far; what is missing stands as 待填."""
    task: Task = "budget" if row is None else "deviation"
    proposal = compose(task, form, sheet, row=row, policy=policy)
    return "".join(sentence.text for sentence in proposal.sentences)


def situation_of(
    form: SelfEvaluation, sheet: ScoreSheet, row: int | None, policy: Policy | None = None
) -> Situation | None:
    """Return what kind of deviation a row or the budget has, or None without one."""
    policy = policy or policy_for(form)
    if row is None:
        rate = sheet.execution.rate
        if rate is not None and rate < policy.execution.explain_below:
            return "low"
        return "changed" if "funds.change" in build_facts(form, sheet) else None
    score = sheet.rows[row]
    if not deviates(score, form.indicators[row], policy):
        return None
    if exceeds(score, form.indicators[row], policy):
        return "over"
    found: dict[Verdict, Situation] = {Verdict.MISSED: "missed", Verdict.LATE: "late"}
    return found.get(score.verdict, "lost")


# What corrects a target set too low is the next target; nobody has to be charged with it.
_WITHOUT: dict[Step, tuple[Situation, ...]] = {
    "owner": ("over", "changed"),
    "deadline": ("over", "changed"),
}
_OPTIONAL: dict[Step, tuple[Situation, ...]] = {
    "category": ("missed", "late", "over", "lost", "changed", "low"),
    "effect": ("missed", "late", "over", "lost", "changed"),
    "measure": ("changed",),
}


def _asked(
    step: Step, situation: Situation, deviation: Deviation, answer: str
) -> tuple[Asked, bool]:
    """Return the words of a question, and whether its answer will do."""
    if step == "cause":
        if answer and vague(answer):
            return words.VAGUE_CAUSE, False
        return words.CAUSE[deviation.category], bool(answer)
    if step == "measure":
        if situation == "over":
            return words.MEASURE[situation], holds(answer, NEW_TARGET)
        if _LOOSE.match(answer) and not has_digit(answer):
            return words.VAGUE_MEASURE, False
        return words.MEASURE[situation], bool(answer)
    by_situation = {"category": words.CATEGORY, "effect": words.EFFECT}
    if step in by_situation:
        return by_situation[step][situation], bool(answer)
    return (words.OWNER if step == "owner" else words.DEADLINE), bool(answer)


def vague(cause: str) -> bool:
    """Return whether a stated cause names no fact that a reviewer could check."""
    if _FACT.search(fold(cause)):
        return False
    return len(cause) < _SHORT or holds(cause, _GENERIC)


def _filled(form: SelfEvaluation, table: FactTable, row: int | None) -> Callable[[str], str]:
    """Return what puts the name, the size and the money left into a question."""
    left = _amount(table, "funds.unspent")
    name, size = "预算", _budget_size(table)
    if row is not None:
        name = form.indicators[row].name.strip() or f"第{row + 1}行指标"
        size = _row_size(table, row)

    def fill(text: str) -> str:
        for mark, value in (("{name}", name), ("{size}", size), ("{left}", left or "资金")):
            text = text.replace(mark, value)
        return text

    return fill


def _row_size(table: FactTable, row: int) -> str:
    """Return how far a row lies from its target: 目标不少于18公里，实际16.2公里."""
    target, actual = (
        table[name].value if (name := f"row.{row}.{role}") in table else "未填"
        for role in ("target", "actual")
    )
    return f"目标{target}，实际{actual}"


def _budget_size(table: FactTable) -> str:
    """Return what is to be explained about the budget, with its figures."""
    parts = []
    if change := _amount(table, "funds.change"):
        parts.append(f"预算{changed_how(table)}{change}")
    if "funds.rate" in table:
        parts.append(f"执行率{table['funds.rate'].value}")
    return "，".join(parts)


def _choices(
    step: Step, situation: Situation, table: FactTable, row: int | None
) -> tuple[Choice, ...]:
    if step == "category":
        sign = _sign(table, situation, row)
        every: tuple[CauseCategory, ...] = tuple(each for each in get_args(CauseCategory) if each)
        first = words.FIRST.get(situation)
        ordered = sorted(every, key=lambda each: each != first)
        return tuple(Choice(each, fitting(each, sign)) for each in ordered)
    left = _amount(table, "funds.unspent")
    if step == "effect" and situation == "low" and left:
        return tuple(Choice(said.replace("{left}", left), label) for label, said in words.LEFT)
    return ()


def _amount(table: FactTable, fact_id: str) -> str:
    """Return an amount, in 万元 where the table has it, or an empty string."""
    return next((table[name].value for name in (f"{fact_id}.wan", fact_id) if name in table), "")


def _sign(table: FactTable, situation: Situation, row: int | None) -> int:
    """Return 1 for more than planned, -1 for less, 0 for neither."""
    if row is None:
        if "funds.change" not in table:
            return 0
        return 1 if table["funds.change"].direction == "up" else -1
    return {"over": 1, "missed": -1}.get(situation, 0)


def _shown(answer: str) -> str:
    return answer if len(answer) <= 30 else f"{answer[:30]}…"
