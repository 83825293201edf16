"""What is said while a model writes."""

from selfeval_assist.drafting import Chunk, Event, FellBack, Rejected, Waiting


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
