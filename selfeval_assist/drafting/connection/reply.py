"""What is left of a model's answer when thinking and fences are taken away."""

import re

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
# Some chat templates open the thinking themselves, so that only its end shows up.
_STRAY_END = re.compile(r"\A.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_OPENINGS = ("<think", "<thinking", "<reasoning")
_FENCE = re.compile(r"\A```\w*\n(.*?)\n?```\Z", re.DOTALL)


def visible(raw: str) -> str:
    """Return the text of an answer without the model's thinking, closed or not.

    A tag that has only begun at the end of a stream is held back.
    """
    text = _STRAY_END.sub("", _THINKING.sub("", raw)) if "<" in raw else raw
    tail = text.rfind("<")
    if tail >= 0 and any(opening.startswith(text[tail:].lower()) for opening in _OPENINGS):
        text = text[:tail]
    return text.lstrip()


def thinks_on(raw: str) -> bool:
    """Return whether an answer has stopped in the middle of thinking.

    Until that ends with a ``>`` nothing more can be seen, and ``visible`` need not read it again.
    """
    if "<" not in raw:
        return False
    told = raw.lower()
    begun = max(told.rfind(f"{opening}>") for opening in _OPENINGS)
    return begun >= 0 and told.rfind("</") < begun


def unfenced(text: str) -> str:
    """Return text without a Markdown fence around it."""
    text = text.strip()
    fenced = _FENCE.match(text)
    return fenced[1].strip() if fenced else text
