"""Words by what they say (``data/words.toml``), found in a text by one tagger, the longest first.

A word may have several senses: 减少 is a budget cut and a distance below a target. Where the list
ends the answer is "not understood", never "fine": nothing here denies what it does not know.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from itertools import product
from typing import NamedTuple


class Tag(NamedTuple):
    """A word of the list at its place; ``senses`` such as ``column.target`` or ``verdict.met``.

    A tuple, because a text has dozens of them.
    """

    start: int
    end: int
    text: str
    senses: frozenset[str]

    def has(self, *senses: str) -> bool:
        """Whether the word has one of some senses; ``column`` means any sense of that kind."""
        return not _widened(self.senses).isdisjoint(senses)

    def named(self, kind: str) -> list[str]:
        """Return its senses of a kind in one order: 产出指标 of ``level.产出指标``."""
        return sorted(
            name for sense in self.senses for own, _, name in [sense.partition(".")] if own == kind
        )


@lru_cache(maxsize=512)
def _widened(senses: frozenset[str]) -> frozenset[str]:
    """Return senses with the kinds that they are of."""
    return senses | {each.partition(".")[0] for each in senses}


@cache
def _senses() -> Mapping[str, frozenset[str]]:
    """Return the senses of every word."""
    data = resources.files(__package__) / "data" / "words.toml"
    found: dict[str, set[str]] = {}
    for kind, groups in tomllib.loads(data.read_text(encoding="utf-8")).items():
        for name, words in groups.items():
            for word in words:
                found.setdefault(word, set()).add(f"{kind}.{name}")
    return {word: frozenset(senses) for word, senses in found.items()}


def of(*senses: str) -> frozenset[str]:
    """Return the words with one of some senses: ``verdict.missed``, or ``verdict`` for all."""
    return frozenset(
        word for word, own in _senses().items() if not _widened(own).isdisjoint(senses)
    )


def longest_first(words: Iterable[str]) -> tuple[str, ...]:
    """Return distinct words, the longest first."""
    return tuple(sorted({word for word in words if word}, key=lambda word: (-len(word), word)))


def one_of(words: Iterable[str]) -> str:
    """Return words as the text of a pattern that takes the longest at each place."""
    return "|".join(map(re.escape, longest_first(words)))


@lru_cache(maxsize=512)
def pattern(words: frozenset[str]) -> "re.Pattern[str]":
    """Return a pattern that finds the longest of some words at each place; of none, nothing."""
    return re.compile(one_of(words) or "(?!)")


@cache
def alternatives(*senses: str) -> str:
    """Return the words with some senses as the text of a pattern, the longest first."""
    return one_of(of(*senses))


_ALONE = frozenset({"polarity", "aspect", "record", "set", "way"})
"""Kinds whose words only ``spans`` looks for: a word that has other senses has none of theirs."""


@cache
def _tagged() -> Mapping[str, frozenset[str]]:
    """Return the words that the tagger knows with their senses."""
    found = {
        word: frozenset(each for each in senses if each.partition(".")[0] not in _ALONE)
        for word, senses in _senses().items()
    }
    return {word: senses for word, senses in found.items() if senses}


@cache
def _tagger() -> "re.Pattern[str]":
    return pattern(frozenset(_tagged()))


@lru_cache(maxsize=1024)
def tags(text: str) -> tuple[Tag, ...]:
    """Return the known words of a text in their order, the longest at each place."""
    senses = _tagged()
    return tuple(
        Tag(match.start(), match.end(), match[0], senses[match[0]])
        for match in _tagger().finditer(text)
    )


@cache
def finder(*senses: str) -> "re.Pattern[str]":
    """Return the pattern of the words with some senses, the longest first."""
    return pattern(of(*senses))


def spans(text: str, *senses: str) -> list[tuple[int, int]]:
    """Return where words of some senses stand, whatever other words overlap them."""
    return [match.span() for match in finder(*senses).finditer(text)]


def holds(text: str, found: Iterable[str]) -> bool:
    """Return whether one of some words stands in a text."""
    return any(map(text.__contains__, found))


def combined(*parts: Iterable[str]) -> tuple[str, ...]:
    """Return the words that come of a beginning, a middle and an end: 预算, 执行 and 率."""
    return tuple(map("".join, product(*parts)))


def has_digit(text: str) -> bool:
    """Return whether a digit stands in a text."""
    return any(map(str.isdecimal, text))


def has_han(text: str) -> bool:
    """Return whether a Chinese character stands in a text."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def without(text: str, found: Iterable[Tag]) -> str:
    """Return a text with some of its words blanked, every other character in its place."""
    for tag in found:
        text = text[: tag.start] + " " * len(tag.text) + text[tag.end :]
    return text
