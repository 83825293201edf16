"""Asking what was done: two or three short answers, each a source that goal and completion use."""

from dataclasses import dataclass

from selfeval_assist.form import Said, SelfEvaluation
from selfeval_assist.form.text import clean
from selfeval_assist.review import Task


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        label: what it asks in a few words; under it the answer is kept.
        text: the question.
        example: an answer as it might be.
    """

    label: str
    text: str
    example: str


_DONE = Question(
    "做了什么",
    "这个项目本年度具体做了哪几件事？",
    "改造一楼大厅12个窗口，布设自助终端，接通审批系统",
)
_FOR = Question(
    "为谁做", "这些事是给谁做的，他们因此方便在哪里？", "来大厅办事的群众和企业，不用再跑两个楼"
)
_HOW = Question(
    "怎样做", "是怎样做的：自建、采购还是委托，经过了哪些步骤？", "公开招标采购，施工期间分区开放"
)
_WILL = Question(
    "要做什么", "这笔钱本年度要做哪几件事？", "改造一楼大厅窗口，布设自助终端，接通审批系统"
)
_QUESTIONS: dict[Task, tuple[Question, ...]] = {
    "planned": (_WILL, _FOR),
    "actual": (_DONE, _FOR, _HOW),
}


def questions(task: Task, form: SelfEvaluation) -> tuple[Question, ...]:
    """Return what is still to be asked for a text; nothing that is answered, or typed already.

    Args:
        task: the text.
        form: the form: a typed goal says what is to be done.
    """
    answered = {each.label for each in form.sources}
    typed = {_WILL.label} if form.goal.planned.strip() else set()
    return tuple(each for each in _QUESTIONS.get(task, ()) if each.label not in answered | typed)


def with_answer(form: SelfEvaluation, question: Question, text: str, by: str) -> SelfEvaluation:
    """Return a form that holds an answer as a source; an earlier one to the same question goes."""
    answer = str(clean(text)).strip()
    others = tuple(each for each in form.sources if each.label != question.label)
    if not answer:
        return form
    said = Said(label=question.label, text=answer, by=by)
    return form.model_copy(update={"sources": (*others, said)})
