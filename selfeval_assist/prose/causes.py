"""Whether a text that is asked for a reason gives one."""

import re

from selfeval_assist.prose import words

# A text that talks about the reason, and puts it off (原因待查) or gives it (原因（目标偏低）：…).
_ABOUT = ("原因", "缘由", "成因")
_POINTS = re.compile(
    r"(?:详?见|同|参见|参照)(?:上|下|前|后|左|右|附|表|备注|指标|说明|第?\d)\w{0,8}[。；]?"
)
_JUDGES = ("verdict", "column.target", "generic", "group")
_APART = re.compile("偏差|差异|偏离")
_GIVEN = re.compile(r"原因[^，。；：:]{0,16}[：:是为系]\s*\w")


def gives_reason(text: str) -> bool:
    """Return whether the text of a cell for reasons states one, rather than that one is awaited.

    Words without any causal word are a reason there (部分家长常年在外务工); words about the reason
    itself are none unless a causal word leads to it (原因是…). A place where one is said to stand
    (见上, 详见附件) is none, nor are words that only judge (超额完成, 无偏差).
    """
    if _POINTS.fullmatch(text.strip()) or _only_judges(text):
        return False
    if not words.holds(text, _ABOUT):
        return bool(text.strip())
    return _GIVEN.search(text) is not None or any(tag.has("reason") for tag in words.tags(text))


def _only_judges(text: str) -> bool:
    """Return whether nothing is left of a text without words of judgement."""
    tags, denials = words.tags(text), words.spans(text, "polarity.not")
    apart = [each.span() for each in _APART.finditer(text)] if denials else []
    if not apart and not any(tag.has("verdict") for tag in tags):
        return False
    spans = [*apart, *denials, *((tag.start, tag.end) for tag in tags if tag.has(*_JUDGES))]
    inside = {at for start, end in spans for at in range(start, end)}
    return sum(mark.isalnum() for at, mark in enumerate(text) if at not in inside) < _WORD


_WORD = 2
"""Letters from which on words besides a judgement say something."""
