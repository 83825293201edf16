"""What is said about a draft, and while a model writes."""

from selfeval_assist.drafting import Chunk, Event, FellBack, Rejected, Waiting
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import TASK_TITLES, Task


def name_of(form: SelfEvaluation, task: Task, row: int | None) -> str:
    """Return what a text is called: its task, or the row whose deviation it explains."""
    if row is None:
        return TASK_TITLES[task]
    return paths.label(form, f"indicators.{row}") + "偏差说明"


def redraft_question(decided: int, turns: int) -> str:
    """Return what a person is asked before a draft with work in it is replaced.

    Args:
        decided: how many of its sentences are decided.
        turns: how many turns its conversation has.
    """
    work = [f"决定了 {decided} 句"] if decided else []
    work += [f"谈过 {turns} 轮"] if turns else []
    return (
        f"这份草稿您已经{'、'.join(work)}。重新起草会换成新稿，要从头逐句决定，也不能撤销。\n"
        "已写进表里的文字不变；以前的决定和对话仍有记录。"
    )


def in_words(event: Event) -> str:
    """Return what a person reads about an event of a draft, in Chinese; about most, nothing."""
    match event:
        case Chunk(sentence=number, text=text):
            return f"正在写第 {number + 1} 句：{text}"
        case Waiting(seconds=seconds, why=why):
            return f"{why}，{seconds:.0f} 秒后再试。按 Esc 停止。"
        case Rejected(attempt=attempt, violations=violations):
            reasons = "；".join(violation.message for violation in violations)
            return f"第 {attempt} 次拟稿未通过校验：{reasons}"
        case FellBack(reason=reason):
            return f"{reason}，这一句改用程序拟稿。"
        case _:
            return ""
