"""Characters of a PDF as lines and text: by baselines, whichever way the text runs.

The box of a glyph tells little: that of ``.`` or ``：`` can be a dot at the foot of the line, and
two fonts in one line have boxes of two heights. All signs of a line share its baseline.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WIDE = 12
"""Characters of a line from which on a short line ends a paragraph."""
_APART = 0.45
"""Part of the larger font within which two baselines are one line: ² is raised by a third."""
_SMALL, _RAISED = 0.8, 0.2
"""How small, and how high above the baseline, the 2 of m² is beside the m, in parts of its font."""
_RAISED_SIGNS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_POWER = re.compile(r"(?:(?<![\d.,])[\d.,]+)?[⁰¹²³⁴-⁹]+")
"""A number with raised digits, ``10²``, which a plain text writes as 102 or as 10 2."""
_SPLIT = re.compile(r"(?<=\d)[ \t]+(?=[.,:])|(?<=\d[.,:])[ \t]+(?=\d)")
"""A gap beside the point of a number: ``99 .8`` in two fonts."""


@dataclass(frozen=True, slots=True)
class Character:
    """A character, in points from the upper left corner of the page.

    Attributes:
        text: the character.
        x: the middle of its box from left to right.
        y: the middle of its box from top to bottom.
        start: where it begins along the direction in which its text runs.
        end: where it ends along that direction.
        base: where its baseline lies across that direction.
        size: the size of its font as printed.
        turns: quarter turns clockwise of its text: 0 runs to the right, 1 down, 2 left, 3 up.
    """

    text: str
    x: float
    y: float
    start: float
    end: float
    base: float
    size: float
    turns: int = 0


def numbers(text: str) -> frozenset[str]:
    """Return the strings of digits in a text, each with the points inside it."""
    plain = unicodedata.normalize("NFKC", text)
    return frozenset(_NUMBER.findall(plain)) | frozenset(_NUMBER.findall(_SPLIT.sub("", plain)))


def lines(characters: Sequence[Character]) -> list[list[Character]]:
    """Return characters by lines, each in the order of reading; texts of one direction together."""
    found: list[list[Character]] = []
    main: Character | None = None  # the largest of the line: its baseline is the line's
    for c in sorted(characters, key=lambda c: (c.turns, c.base, c.start)):
        if main is None or not _in_line(c, main):
            found.append([])
            main = c
        found[-1].append(c)
        if c.size > main.size:
            main = c
    return [sorted(line, key=lambda c: c.start) for line in found]


def _in_line(c: Character, main: Character) -> bool:
    return c.turns == main.turns and abs(c.base - main.base) <= _APART * max(c.size, main.size)


def spaced(line: Sequence[Character]) -> str:
    """Return a line with a space where a gap is, two where it is wide."""
    main = max(line, key=lambda c: c.size)
    pieces = [_sign(line[0], main)]
    for before, after in pairwise(line):
        size = max(before.size, after.size)
        gap = after.start - before.end
        pieces.append((" " if gap > 0.7 * size else "") + (" " if gap > 2.3 * size else ""))
        pieces.append(_sign(after, main))
    return "".join(pieces)


def _sign(c: Character, main: Character) -> str:
    """Return a character, a raised digit as such: 10² must not become 102."""
    small = c.size < _SMALL * main.size and main.base - c.base > _RAISED * main.size
    return c.text.translate(_RAISED_SIGNS) if small else c.text


def joined(found: Sequence[Sequence[Character]], edge: float) -> str:
    """Return the text of a cell; a line that ends well before the edge ends a paragraph.

    Args:
        found: its lines.
        edge: the right edge of the cell, for text that runs to the right.
    """
    text = ""
    for line, after in pairwise([*found, []]):
        text += spaced(line)
        if after:
            text += _between(line, after, edge)
    return text


def _between(line: Sequence[Character], after: Sequence[Character], edge: float) -> str:
    """Return what stands between two lines of a cell: nothing where a word was only wrapped."""
    last = line[-1]
    if last.turns != after[0].turns:
        return "\n"
    widest = max(c.end - c.start for c in line)
    if last.turns == 0 and len(line) > _WIDE and edge - last.end > 4 * widest:
        return "\n"
    return " " if last.text.isascii() and last.text.isalpha() and _is_letter(after[0]) else ""


def _is_letter(c: Character) -> bool:
    return c.text.isascii() and c.text.isalpha()


def strange(found: Sequence[Sequence[Character]], known: frozenset[str]) -> Iterator[str]:
    """Yield the strings of digits in some lines that the plain text of the page does not hold."""
    for line in found:
        pieces = _NUMBER.findall(unicodedata.normalize("NFKC", _POWER.sub(" ", spaced(line))))
        yield from (piece for piece in pieces if piece not in known)
