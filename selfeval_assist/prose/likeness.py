"""How alike two texts are, by the pairs of neighbouring characters they share."""

from functools import lru_cache


@lru_cache(maxsize=8192)
def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters of a text, punctuation and spaces left out."""
    kept = "".join(char if char.isalnum() else " " for char in text)
    return frozenset(
        kept[at : at + 2] for at in range(len(kept) - 1) if kept[at : at + 2].isalnum()
    )


def covered(part: str, whole: str) -> float:
    """Return which share (0 to 1) of the pairs of ``part`` occur in ``whole``; 0 for no pairs."""
    own = pairs(part)
    return len(own & pairs(whole)) / len(own) if own else 0.0


def covered_letters(text: str, known: frozenset[str]) -> int:
    """Return how many letters of a text stand in one of some pairs of letters."""
    inside: set[int] = set()
    for at in range(len(text) - 1):
        if text[at : at + 2] in known:
            inside |= {at, at + 1}
    return len(inside)


_RETOLD, _LETTERS = 0.6, 4
"""Share of the letters of a short way to say something, and how many at least, that the long way
has in the same order."""


@lru_cache(maxsize=4096)
def retells(part: str, whole: str) -> bool:
    """Return whether another text has most letters of one in their order: 业主委员会 of 业委会."""
    letters = [char for char in part if char.isalpha()]
    least = max(_RETOLD * len(letters), _LETTERS)
    if sum(char in whole for char in letters) < least:
        return False
    row = [0] * (len(whole) + 1)
    for letter in letters:
        before = row
        row = [0]
        for at, char in enumerate(whole):
            longest = before[at] + 1 if char == letter else max(before[at + 1], row[at])
            row.append(longest)
    return row[-1] >= least
