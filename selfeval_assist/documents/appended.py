"""The reason of the budget's deviation at the end of another text, there and back.

The central layout has no cell for it, so it is printed behind the completion text or the 注. A
heading of its own tells a reader of the file, and this program, where it begins.
"""

import re

_HEADING = "预算偏差说明："
_REASON = re.compile(r"(?:\A|\n)[^\S\n]*预算偏差说明[：:](?P<reason>.*)\Z", re.DOTALL)


def joined(text: str, reason: str) -> str:
    """Return a text with the budget's reason behind it; one that holds it already stays."""
    reason = reason.strip()
    if not reason or reason in text:
        return text
    return f"{text}\n{_HEADING}{reason}" if text else f"{_HEADING}{reason}"


def parted(text: str) -> tuple[str, str]:
    """Return a text without the budget's reason, and the reason; an empty one where none stands."""
    match = _REASON.search(text)
    return (text[: match.start()], match["reason"].strip()) if match else (text, "")
