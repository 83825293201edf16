"""What a phrase of a request names: a sentence by its number, quoted words, or a thing."""

import re

LAST = -1
"""The number of the last sentence."""

_NUMBER = {mark: at for at, mark in enumerate("一二三四五六七八九十", start=1)}
_SENTENCE = re.compile(r"第\s*(\d{1,2}|[一二三四五六七八九十])\s*句|最后的?(?:这|那)?一?句|末句")
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{1,60})[”\"」』]")
_TAIL = re.compile(
    r"(?:的)?(?:相关)?(?:情况|内容|部分|方面|信息|这(?:一)?(?:句|段|项|条|部分)|那(?:一)?(?:句|段)|"
    r"成果|成效|工作|那|一下|吧|了|的|都|也|就)+$"
)
_HEAD = re.compile(r"^(?:一下|关于|有关|对|把|将|这|其中的?|请|帮我|麻烦)+")


def term(text: str) -> str:
    """Return what a phrase is about, without the words around it."""
    if words := quoted(text):
        return words
    return _TAIL.sub("", _HEAD.sub("", text.strip())).strip(' “”"「」『』')


def sentence_number(text: str) -> int | None:
    """Return the number of the sentence that is named, from 1, or ``LAST``; None without any."""
    match = _SENTENCE.search(text)
    if match is None:
        return None
    if match[1] is None:
        return LAST
    return int(match[1]) if match[1].isdigit() else _NUMBER[match[1]]


def quoted(text: str) -> str:
    """Return the words of a text that are quoted, or empty."""
    match = _QUOTED.search(text)
    return match[1].strip() if match else ""
