"""What is left of a model's answer when everything that is not the sentence is taken away."""

import re

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
# Some chat templates open the thinking themselves, so that only its end shows up.
_STRAY_END = re.compile(r"\A.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_OPENINGS = ("<think", "<thinking", "<reasoning")
_FENCE = re.compile(r"\A```\w*\n(.*?)\n?```\Z", re.DOTALL)
_SLOT = re.compile(r"(?:<|＜|&lt;)\s*[Ff]\s*(\d{1,2})\s*(?:>|＞|&gt;)")
_LEAD = re.compile(r"\A(?:句子|改写|输出|答案?|正文)\s*[:：]\s*")
_QUOTES = (("“", "”"), ('"', '"'), ("「", "」"))
_ENDS = "。！？；”』」）"


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
    told = raw.lower()
    begun = max(told.rfind(f"{opening}>") for opening in _OPENINGS)
    return begun >= 0 and told.rfind("</") < begun


def unfenced(text: str) -> str:
    """Return text without a Markdown fence around it."""
    text = text.strip()
    fenced = _FENCE.match(text)
    return fenced[1].strip() if fenced else text


def sentence(raw: str) -> str:
    """Return the one sentence of an answer: no thinking, fence, heading, quotes or line breaks.

    Slots in other spellings (``＜F1＞``, ``&lt;f1&gt;``) become ``<F1>``. Nothing is added but a
    full stop at the end.
    """
    text = unfenced(visible(raw))
    text = _LEAD.sub("", text)
    for opening, closing in _QUOTES:
        inner = text[1:-1]
        if len(text) > 2 and text.startswith(opening) and text.endswith(closing):
            text = inner if opening not in inner else text
    text = "".join(line.strip() for line in text.splitlines())
    text = _SLOT.sub(r"<F\1>", text)
    return text if not text or text[-1] in _ENDS else text + "。"
