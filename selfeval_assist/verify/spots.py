"""A sentence with references, taken apart: each reference with the words that speak of it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from selfeval_assist.facts import Fact
from selfeval_assist.facts.references import REF, Known
from selfeval_assist.prose import words
from selfeval_assist.prose.likeness import pairs

STOPS = "，,；;。！？!?：:\n"
_CLAUSE = re.compile(f"[^{STOPS}]+")
_SEGMENT = re.compile(r"[^；;。！？!?\n]+")
_BEHIND = re.compile(f"[{STOPS}、（(]|{REF.pattern}")
# words that say what a value is, not whose it is
_SAYS = ("column", "relation", "beside", "verdict", "generic", "group", "reason", "neutral")
LIST = re.compile(r"、|以及|和|与|及(?!时|其|格)")


@dataclass(frozen=True, slots=True)
class Spot:
    """One reference in a sentence.

    Attributes:
        ref: its id.
        fact: what it stands for.
        start, end: its place.
        near: the words before it in its clause, since the last reference.
        far: the words before those, since the last reference of the sentence.
        after: the words behind it, until the clause, the list or the next reference goes on.
    """

    ref: str
    fact: Fact
    start: int
    end: int
    near: str
    far: str
    after: str

    @property
    def role(self) -> str:
        """What the value is of its row: ``actual`` of ``r3.actual``."""
        return self.ref.partition(".")[2]


@dataclass(frozen=True, eq=False)
class Said:
    """A sentence with references; ``spots`` leave out references that do not exist."""

    text: str
    known: Known

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """The references in their order."""
        return tuple(_spots(self.text, self.known))

    def within(self, start: int, end: int) -> list[Spot]:
        """Return the references between two places."""
        return [spot for spot in self.spots if start <= spot.start < end]

    def before(self, spot: Spot) -> Spot | None:
        """Return the reference before another one."""
        return next((each for each in reversed(self.spots) if each.end <= spot.start), None)

    def name_of(self, spot: Spot) -> str:
        """Return how the row of a reference is called; "" for one of no row."""
        return self.known.names.get(spot.fact.row, "") if spot.fact.row is not None else ""

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """What stands between commas and stops, as places."""
        return tuple(match.span() for match in _CLAUSE.finditer(self.text))

    @cached_property
    def segments(self) -> tuple[tuple[int, int], ...]:
        """What stands between semicolons and stops, as places."""
        return tuple(match.span() for match in _SEGMENT.finditer(self.text))


def _spots(text: str, known: Known) -> Iterator[Spot]:
    end = 0
    for match in REF.finditer(text):
        fact = known.values.get(match[1])
        if fact is not None:
            before = text[end : match.start()]
            near = re.split(f"[{STOPS}]", before)[-1]
            far = before[: len(before) - len(near)]
            behind = text[match.end() :]
            stop = _BEHIND.search(behind)
            after = behind[: stop.start()] if stop else behind
            yield Spot(match[1], fact, *match.span(), near, far, after)
        end = match.end()


def called(
    text: str, known: Known, topic: str = "", among: frozenset[int] | None = None
) -> frozenset[int]:
    """Return the rows that words call, by the rare pairs of characters of their names.

    Args:
        text: the words.
        known: the rows.
        topic: further words, such as the end of a list or what the sentence is about; they decide
            between the rows that the words alone leave open.
        among: the rows that can be meant; by default all.

    Returns:
        The rows; ties are kept, and words that call nothing give none.
    """
    if among is None and (whole := _whole(text, known)):
        return _decided(whole, topic, known)
    found = _scores(text, known)
    if among is not None:
        found = {row: score for row, score in found.items() if row in among}
    best = max(found.values(), default=0.0)
    if best < _LEAST and not topic:
        return _by_character(text, known)
    near = frozenset(row for row, score in found.items() if score >= _TIE * best)
    rows = _decided(near, topic, known)
    return rows if best >= _LEAST or len(rows) < len(near) else _by_character(text, known)


_NAMED = 4
"""Characters from which on a word that is in a name calls it, whatever else it says."""
_SHORT = 3
"""Characters up to which a name may be a word of any text."""
_LEAST, _TIE = 0.3, 0.85
"""A pair that more than three names have calls none of them; scores so near are alike."""


def _whole(text: str, known: Known) -> frozenset[int]:
    """Return the rows whose name stands in a text and goes on to no longer one."""
    names = known.names
    name = max((n for n in names.values() if len(n) > _SHORT and n in text), key=len, default="")
    if not name:
        return frozenset()
    own = frozenset(row for row, each in names.items() if each == name)
    # 资助困难教师 goes on to 资助困难教师及学生, whatever 困难教师 is
    scores = _scores(text, known)
    most = max((scores.get(row, 0) for row in own), default=0)
    longer = {row: scores[row] for row in scores if scores[row] > most and name in names[row]}
    best = max(longer.values(), default=0)
    return frozenset(row for row in longer if longer[row] >= _TIE * best) or own


def _decided(rows: frozenset[int], topic: str, known: Known) -> frozenset[int]:
    """Return those of some rows that further words call best; all where these call none."""
    if len(rows) < 2 or not topic:
        return rows
    scores = {row: score for row, score in _scores(topic, known).items() if row in rows}
    best = max(scores.values(), default=0.0)
    return frozenset(row for row, score in scores.items() if score >= _TIE * best) or rows


def _by_character(text: str, known: Known) -> frozenset[int]:
    """Return the only row that one character, or a name cut short, calls: 羊, 安防 of 安全防范."""
    left = "".join(filter(str.isalnum, _blanked(text, known)))
    if not left or len(left) > _CUT:
        return frozenset()
    rows = [row for row, name in known.names.items() if shortens(left, name)]
    return frozenset(rows) if len(rows) == 1 else frozenset()


_CUT = 3
"""Characters of a name cut short, at most."""


def shortens(word: str, text: str) -> bool:
    """Return whether a word is some of a text cut short: 师生 of 教师及学生, 安防 of 安全防范."""
    return re.search(r"\w{0,2}".join(map(re.escape, word)), text) is not None


def listed(text: str, known: Known, tail: str = "") -> tuple[frozenset[int], ...]:
    """Return the rows that the parts of a list call: 甲、乙和丙, 甲、乙维护工作完成率.

    A name that is itself a list (优抚对象、官兵满意率) stands as a whole; the end of a list belongs
    to all its parts. ``tail`` is what stands behind the list.
    """
    parts = _parts(text, known)
    behind = ["|".join((*parts[at + 1 :], tail)) for at in range(len(parts))]
    found = (called(part, known, more) for part, more in zip(parts, behind, strict=True) if part)
    return tuple(rows for rows in found if rows)


def _parts(text: str, known: Known) -> list[str]:
    """Return the parts of a list; what joins two words of a name joins no parts."""
    names, parts, at = "\x00".join(known.names.values()), list[str](), 0
    for joint in LIST.finditer(text):
        if text[max(0, joint.start() - 1) : joint.end() + 1] not in names:
            parts.append(text[at : joint.start()])
            at = joint.end()
    return [*parts, text[at:]]


def _scores(text: str, known: Known) -> dict[int, float]:
    """Return how much words call each row: a pair that many names have calls each of them less."""
    own, rare = pairs(_joins_alike(_blanked(text, known))), _rarity(known)
    found: dict[int, float] = {}
    for row, its in _by_row(known).items():
        if shared := own & its:
            found[row] = sum(1 / rare[pair] for pair in shared)
    return found


@lru_cache(maxsize=64)
def _by_row(known: Known) -> dict[int, frozenset[str]]:
    return {row: pairs(_joins_alike(name)) for row, name in known.names.items()}


def _joins_alike(text: str) -> str:
    """Return words with one sign for all that joins a list: 教师和学生 is 教师及学生."""
    return re.sub("[和及与]", "和", text)


@lru_cache(maxsize=64)
def _rarity(known: Known) -> Counter[str]:
    """Return in how many names each pair of characters stands."""
    return Counter(pair for its in _by_row(known).values() for pair in its)


def _blanked(text: str, known: Known) -> str:
    """Return words without those that only say what a value is, unless a name goes on with them."""
    names = known.names.values()
    text = REF.sub(" ", text).replace("方面", "  ")
    for tag in words.tags(text):
        alone = tag.text == text.strip(f"{STOPS}、 ")
        if alone and tag.has("neutral", "column.budget", "column.executed"):
            continue  # 安全, 下达: a part of a list, or what 方面 is put behind
        around = (text[max(0, tag.start - 1) : tag.end], text[tag.start : tag.end + 1])
        longer = any(
            len(a) > len(tag.text) and a.strip() == a and any(a in n for n in names) for a in around
        )
        whole = len(tag.text) >= _NAMED and any(tag.text in name for name in names)
        if tag.has(*_SAYS) and not longer and not whole:
            text = text[: tag.start] + " " * len(tag.text) + text[tag.end :]
    return text
