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
