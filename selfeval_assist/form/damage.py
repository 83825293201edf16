"""What scanning and copying do to a value: named here, never repaired in silence.

A repair is only offered: the cell keeps its text until a person takes the offer.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Damage:
    """One kind of damage: how it looks, what a person is told, and how to undo it if possible."""

    looks: Callable[[str], object]
    told: str
    undo: Callable[[str], str] | None = None


# No pattern tries a run of characters more than once: a cell can hold 30 000 of them.
# Letters that stand among digits, or where a number belongs. III alone is a grade (III类水质).
_LETTERS = re.compile(
    r"(?<![A-Za-z])[IOl]+(?=[\d.])|(?<=[\d.])[IOl]+(?![A-Za-z])|(?<=第)O"
    r"|(?<![A-Za-z])(?=I*[Ol])[IOl]++(?=$|[%件个次人万])"
)
_DIGITS = str.maketrans("IlO", "110")

_DAMAGES = (
    _Damage(
        lambda text: text.removesuffix("\n").endswith("?"),
        "末尾多出问号",
        lambda text: text.rstrip("?"),
    ),
    _Damage(
        _LETTERS.search,
        "字母 I、O、l 可能是数字 1、0",
        lambda text: _LETTERS.sub(lambda found: found[0].translate(_DIGITS), text),
    ),
    _Damage(re.compile(r"%\d").search, "百分号后又接数字，几个单元格可能粘在一起"),
    # 202110100.00%, but not the decimals of 33.333333%.
    _Damage(
        re.compile(r"(?<![\d.])\d{6,}+(?:\.\d++)?%").search, "百分数过大，几个单元格可能粘在一起"
    ),
    # ≥ and ≤ are both misread as 到, so nothing can be offered.
    _Damage(
        lambda text: text[:1] == "到" and text[1:2].isdecimal(),
        "“到”可能是“≥”或“≤”的误读",
    ),
)


def damage(text: str) -> tuple[str, ...]:
    """Return what looks damaged in a value, in words for people.

    Args:
        text: NFKC text of a value cell.
    """
    return tuple(kind.told for kind in _DAMAGES if kind.looks(text))


def mended(text: str) -> str:
    """Return the text with every damage undone, or an empty string where nothing can be offered.

    Args:
        text: NFKC text of a value cell.
    """
    found = [kind for kind in _DAMAGES if kind.looks(text)]
    if not found or any(kind.undo is None for kind in found):
        return ""
    for kind in found:
        text = kind.undo(text) if kind.undo else text
    return "" if damage(text) else text
