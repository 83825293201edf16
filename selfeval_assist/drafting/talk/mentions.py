"""What a phrase of a request names: a sentence by its number, quoted words, or a thing."""

import re

_NUMBERS = {mark: at for at, mark in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_N = r"\s*(\d{1,2}|[一二两三四五六七八九十])\s*"
_LISTED = re.compile(rf"第{_N}(?:句?(?:、|和|与|及)第?{_N})*句")
_RANGE = re.compile(rf"第{_N}句?(?:到|至|-|—|~)第?{_N}句")
_ENDS = re.compile(rf"(前|最后|后|末尾)的?(?:这|那)?(?:{_N})?句|末句")
_ONE = re.compile(_N)
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{1,60})[”\"」』]")
_TAIL = re.compile(
    r"(?:的)?(?:相关)?(?:情况|内容|部分|方面|信息|这(?:一)?(?:句|段|项|条|部分)|那(?:一)?(?:句|段)|"
    r"成果|成效|工作|那|一下|吧|了|的|都|也|就)+$"
)
_HEAD = re.compile(r"^(?:一下|关于|有关|对|把|将|这|其中的?|请|帮我|麻烦)+")


def term(text: str) -> str:
    """Return what a phrase is about, without the words around it."""
    if words := words_in_quotes(text):
        return words
    return _TAIL.sub("", _HEAD.sub("", text.strip())).strip(' “”"「」『』')


def sentence_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of the sentences that are named.

    From 1; those counted from the end are negative, -1 for the last.
    """
    if match := _RANGE.search(text):
        first, last = map(_number, match.groups())
        return tuple(range(first, last + 1))
    if match := _LISTED.search(text):
        return tuple(_number(each) for each in _ONE.findall(match[0]))
    if match := _ENDS.search(text):
        many = _number(match[2]) if match[2] else 1
        return tuple(range(1, many + 1) if match[1] == "前" else range(-many, 0))
    return ()


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def words_in_quotes(text: str) -> str:
    """Return the words of a text that are quoted, or empty."""
    match = _QUOTED.search(text)
    return match[1].strip() if match else ""
