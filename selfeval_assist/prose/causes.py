"""Whether a text that is asked for a reason gives one."""

import re

from selfeval_assist.prose import words

# A text that talks about the reason, and puts it off (原因待查) or gives it (原因（目标偏低）：…).
_ABOUT = ("原因", "缘由", "成因")
_GIVEN = re.compile(r"原因[^，。；：:]{0,16}[：:是为系]\s*\w")


def gives_reason(text: str) -> bool:
    """Return whether the text of a cell for reasons states one, rather than that one is awaited.

    Words without any causal word are a reason there (部分家长常年在外务工); words about the reason
    itself are none unless a causal word leads to it (原因是…).
    """
    if not words.holds(text, _ABOUT):
        return bool(text.strip())
    return _GIVEN.search(text) is not None or any(tag.has("reason") for tag in words.tags(text))
