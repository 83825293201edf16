"""Whether words tell what is still to come: a plan, or a part that is not there yet."""

import re
from functools import lru_cache

from selfeval_assist.prose import words
from selfeval_assist.prose.clauses import pieces
from selfeval_assist.prose.outcome import undone
from selfeval_assist.prose.width import narrowed

# 预计120人, 计划3月完成3.6公里, 待评审, 明年完成; not 计划内120人, 待遇, 争取资金, 准备金
_PLANNED = re.compile(
    r"拟|预计|预期(?=\d)|有望|即将|力争|准备(?!金)|争取(?!到|得|资金)|将(?:于|在|要|会|继续|进一步|逐步)"
    r"|计划(?!内|外|生育|单列|(?:完成|执行)[率比])|待(?!遇|业|岗|机)"
    r"|下一?步|今后|接下来|明年|次年|下一?年度?(?![初末度])"
)
_DATED = re.compile(r"(?:预计|拟)[于在]?\d")
"""Elsewhere in a clause: 二期拟于2025年3月验收."""
_OPEN = re.compile(r"尚未|还未")
_RESULT = ("实际", "已")
"""How a clause with a number begins that tells a result beside a plan: 计划120人，实际96人."""


@lru_cache(maxsize=1024)
def to_come(text: str, target: str = "", name: str = "", *, counted: bool = False) -> str:
    """Return the words of a text that tell what is still to come; "" where it tells a result.

    That is a clause that begins with a plan, and beside a count a part that is not there yet.

    Args:
        text: the text.
        target: what was wanted, of which a verb is the work.
        name: the name of the row.
        counted: whether the text is a count or an amount (6台（尚未到货2台）); a rate may name the
            rest that was missed.
    """
    clauses = [each.strip() for each in pieces(narrowed(text), ",，;；。()（）") if each.strip()]
    planned = next((each for each in clauses if _PLANNED.match(each) or _DATED.search(each)), "")
    if planned and not any(e.startswith(_RESULT) and words.has_digit(e) for e in clauses):
        return planned
    rest = (
        e for at, e in enumerate(clauses) if _OPEN.search(e) or (at and undone(e, target, name))
    )
    return next(rest, "") if counted else ""
