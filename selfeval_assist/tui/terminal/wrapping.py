"""Where a line of Chinese may be broken: between words, never inside an amount.

What belongs together is found by rule: closing marks stay with what they close and opening marks
with what they open, Latin words and numbers are whole, and so is a number with its unit. Where a
run of Chinese falls into words is a guess of BudouX, a small model that knows no dictionary.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from budoux import Parser

_OPENING = "“‘（《〈【「『〔"
_CLOSING = "”’）》〉】」』〕，。；：？！、…—·％℃"
_PIECE = re.compile(rf"[{_OPENING}]*[^\s{_OPENING}{_CLOSING}]*[{_CLOSING}]*\s*")
"""What stands between two marks, with the marks; nothing of it depends on what is around it."""
# The sets are of what lies below Chinese: one of all signs of Chinese takes long to compile.
_TOKEN = re.compile(
    r"(?P<amount>[\x00-@\[-`{-\u2e7f]*\d(?:[%‰]|[万亿千百]*[^\x00-\u2e7f])?)"
    r"|(?P<other>[\x00-\u2e7f]+)|(?P<words>[^\x00-\u2e7f]+)"
)
"""A number with the first sign of its unit (36.8万元, 12月), a Latin word, a run of Chinese."""
_SMALL = re.compile(
    rf"[{_OPENING}]*(?:[!-\u1fff]+|[^{_OPENING}{_CLOSING}])?[{_CLOSING}]*\s*", re.DOTALL
)
"""A sign with its marks, or a number without its unit: what falls out of a chunk that is too wide
for a narrow cell."""
_UNIT = 1
"""Words of one sign behind an amount that may still be of its unit, as in 600人次."""


def chunks(text: str, width: int) -> Iterator[tuple[int, int, str]]:
    """Yield what is not to be broken: begin, end and text of each chunk; together all of the text.

    White space stands at the end of a chunk.

    Args:
        text: one line of text, as long as it is.
        width: the columns of the screen; a chunk that is wider falls into smaller ones.
    """
    at = 0
    for piece in _PIECE.findall(text):
        for length in _lengths(piece):
            for part in _fitting(text[at : at + length], width):
                yield at, at + len(part), part
                at += len(part)


def _fitting(chunk: str, width: int) -> list[str]:
    return (
        [chunk] if cell_len(chunk.rstrip()) <= width else list(filter(None, _SMALL.findall(chunk)))
    )


@lru_cache(maxsize=4096)
def _lengths(piece: str) -> tuple[int, ...]:
    """Return the lengths of the chunks of a piece: of several keys all but one know theirs."""
    inner = piece.strip(_OPENING + _CLOSING + " \t\n\r\u3000\xa0")
    begin = piece.find(inner) if inner else 0
    found: list[int] = []
    behind = False
    for token in _TOKEN.finditer(inner):
        if not token["words"]:
            found.append(len(token[0]))
            behind = bool(token["amount"])
            continue
        for at, word in enumerate(_words(token[0])):
            if behind and at < _UNIT and len(word) == 1:
                found[-1] += 1
            else:
                found.append(len(word))
        behind = False
    if not found:
        return (len(piece),) if piece else ()
    rest = len(piece) - begin - sum(found)
    found[0] += begin
    found[-1] += rest
    return tuple(found)


def _words(run: str) -> list[str]:
    """Return the words of a run of Chinese; two signs are one."""
    return [run] if len(run) < 3 else _parser().parse(run)


@cache
def _parser() -> "Parser":
    # Loaded for the first text that is longer than its line.
    from budoux import load_default_simplified_chinese_parser

    return load_default_simplified_chinese_parser()
