"""Whether a retold clause is still one statement of its material: who does what, in its order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from selfeval_assist.facts.references import DIGITS, REF, Source
from selfeval_assist.prose import words
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.spots import LIST, STOPS, Said

_STOP = re.compile(f"[{STOPS}（）()]")
_SHORT = 2
"""Characters of a piece that may be a word of any text."""
_PHRASE = 4
"""Characters of a piece that says what is done: 供货商按合同追究责任 for 按合同追究供货商责任."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands in a source: its ends, and those of its clause."""

    source: Source
    start: int
    end: int
    clause: tuple[int, int]

    @property
    def last(self) -> bool:
        """Whether the clause ends with the piece."""
        return self.end == self.clause[1]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence that stands in sources, or a number of one, with all its places."""

    start: int
    end: int
    places: tuple[Place, ...]


def pieces(said: Said, sources: Iterable[Source], place: tuple[int, int]) -> list[Piece]:
    """Return the longest pieces of sources in a part of a sentence, in their order.

    Args:
        said: the sentence.
        sources: the texts that it may retell.
        place: the part.
    """
    texts = [(each, DIGITS.sub(lambda m: "\x00" * len(m[0]), each.text)) for each in sources]
    found, (at, end) = list[Piece](), place
    numbers = {each.start: each for each in _numbers(said, sources, place)}
    while at < end:
        piece = numbers.get(at) or _piece(said, at, end, texts)
        found += [piece] if piece else []
        ref = REF.match(said.text, at)
        at = piece.end if piece else ref.end() if ref else at + 1
    return _joined(said, found)


def _numbers(said: Said, sources: Iterable[Source], place: tuple[int, int]) -> Iterator[Piece]:
    """Yield the numbers of sources, each with as much behind it as stands there in its source."""
    known = {each.id: each for each in sources}
    for spot in said.within(*place):
        source = known.get(spot.ref.partition(".")[0])
        if source is not None:
            first, last = source.numbers[int(spot.role) - 1].span()
            unit = _length(said.plain, spot.end, place[1], source.text[last:], start=True)
            yield Piece(spot.start, spot.end + unit, (_at(source, first, last + unit),))


def _piece(said: Said, at: int, end: int, texts: list[tuple[Source, str]]) -> Piece | None:
    """Return the longest piece of a source that begins at a place."""
    size = max((_length(said.plain, at, end, text) for _, text in texts), default=0)
    places = tuple(_all(said.plain[at : at + size], texts)) if size >= _SHORT else ()
    return Piece(at, at + size, places) if places else None


def _length(text: str, at: int, end: int, within: str, *, start: bool = False) -> int:
    """Return how many letters from a place on stand in another text, or at its start."""
    size, held = 0, within.startswith if start else within.__contains__
    while at + size < end and text[at + size].isalnum() and held(text[at : at + size + 1]):
        size += 1
    return size


def _all(piece: str, texts: Iterable[tuple[Source, str]]) -> Iterator[Place]:
    for source, text in texts:
        yield from (_at(source, *m.span()) for m in re.finditer(re.escape(piece), text))


def _at(source: Source, start: int, end: int) -> Place:
    ends = [-1, *(m.start() for m in _STOP.finditer(source.text)), len(source.text)]
    begin = max(each for each in ends if each < start) + 1
    return Place(source, start, end, (begin, min(each for each in ends if each >= end)))


def _joined(said: Said, found: list[Piece]) -> list[Piece]:
    """Return pieces with those put together that stand together in their source too."""
    done = list[Piece]()
    for each in found:
        before = done[-1] if done else None
        joint = said.text[before.end : each.start] if before else None
        both = before and tuple(
            _at(p.source, p.start, q.end)
            for p in before.places
            for q in each.places
            if p.source is q.source and p.end <= q.start and p.source.text[p.end : q.start] == joint
        )
        if before and both:
            done[-1] = Piece(before.start, each.end, both)
        else:
            done.append(each)
    return done


def unfaithful(said: Said, sources: tuple[Source, ...]) -> Iterator[Violation]:
    """Yield what a sentence puts together otherwise than the texts that it cites.

    Two pieces side by side stand so in a text: in its order, with no more left out than what only
    describes the second, or the first ends what its clause says. What is joined by 和 is joined in
    the text too, or says its clause to the end. A name of the form is no piece of a text.
    """
    for place in said.clauses:
        every = pieces(said, sources, place)
        names = said.known.titles
        own = [p for p in every if not any(said.text[p.start : p.end] in name for name in names)]
        ends = {p.clause for each in every for p in each.places if p.last}
        for one, two, three in zip_longest(own, own[1:], own[2:]):
            if two and not _stands(said, one, two, three, ends):
                yield _violation(said, one.start, two.end)
        yield from _replaced(said, own, place)


def _stands(
    said: Said, one: Piece, two: Piece, three: Piece | None, ends: set[tuple[int, int]]
) -> bool:
    """Return whether two neighbours of a sentence stand together in a text as they do here."""
    pairs = [(p, q) for p in one.places for q in two.places]
    between = said.text[one.end : two.start]
    if REF.fullmatch(between):  # 检验费{f.unspent}未支付
        return not any(p.source is q.source and p.end == q.start for p, q in pairs)
    if LIST.fullmatch(between):
        told = "分别" in said.text or any(p.source.kind == "goal" for p in one.places)
        return told or any(_together(p, q) or q.clause in ends for p, q in pairs)
    if between:
        return not any(_exchanged(p, q, between) for p, q in pairs)
    if not _worded(said, one):  # 水库{t4.1}月施工 for 手续{t4.1}月获批，汛后施工
        near = any(_together(p, q) or q.start < p.start or p.last for p, q in pairs)
        return near or any(_next(p) in said.text for p in one.places)
    later = said.text[two.end :]
    return any(
        _follows(p, q, later) and not (q.end == p.start and _drawn(said, p, one, two, three))
        for p, q in pairs
    )


def _drawn(said: Said, place: Place, one: Piece, two: Piece, three: Piece | None) -> bool:
    """Return whether what a text says behind two is drawn before it, and something else with it.

    供货商按合同追究责任 for 按合同追究供货商责任; 没有暂存点 for 暂存点没有专人.
    """
    phrase = REF.sub("", said.text[two.start : two.end])
    denies = said.text[one.start : one.end] in words.of("polarity.not")
    if denies or phrase.startswith("的"):
        return not place.last
    long = len(phrase) >= _PHRASE and not phrase.endswith("的") and place.source.kind != "goal"
    behind = three.places if three is not None and three.start == two.end else ()
    return long and any(place.end == q.start for q in behind)


def _next(place: Place) -> str:
    """Return what the clause of a text goes on with."""
    return place.source.text[place.end : place.clause[1]].lstrip("才方就")[:_SHORT]


def _exchanged(p: Place, q: Place, between: str) -> bool:
    """Return whether two pieces of a clause have changed sides of what stands between them.

    平台经特展传播 for 特展经平台传播; 提出的评审结果, where 质疑 was what was put forward.
    """
    if not _together(p, q) or q.end > p.start:
        return False
    text = p.source.text
    return text[q.end : p.start] == between or (between == "的" and not p.last)


def _worded(said: Said, piece: Piece) -> bool:
    """Return whether a piece is more than a number with its unit, which says when or how many."""
    return len(REF.sub("", said.text[piece.start : piece.end])) >= _SHORT


def _together(p: Place, q: Place) -> bool:
    return p.source is q.source and p.clause == q.clause


def _follows(p: Place, q: Place, later: str) -> bool:
    """Return whether one place of a text may be told right before another.

    Args:
        p: the one.
        q: the other.
        later: what the sentence goes on with.
    """
    text = p.source.text
    if q.start >= p.end or p.source is not q.source:
        dropped = text[p.end : p.clause[1] if not _together(p, q) else q.start]
        if _together(p, q):  # 食品知晓不多 for 食品的抽检情况知晓不多
            first, joint, own = dropped.partition("、")
            if joint and own and any(tag.has("relation") for tag in words.tags(first)):
                return False  # 母猪死亡率下降 for 母猪存栏减少、生猪死亡率下降
            tight = q.end - q.start <= _SHORT or dropped[1 : 1 + _SHORT] in later
            return not dropped.startswith("的") or tight
        return len(dropped) < _SHORT or dropped[:_SHORT] not in later or p.source.kind == "goal"
    if p.source.kind == "goal":
        return not _together(p, q) or p.last or q.end == p.start
    short = q.end - q.start <= _SHORT and _together(p, q)  # 供货 of 供货商
    return p.last or q.end == p.start or short


def _replaced(said: Said, own: list[Piece], place: tuple[int, int]) -> Iterator[Violation]:
    """Yield a name of the form where the text goes on otherwise: 中断平台运行 for 中断上传."""
    if any(spot.ref[0] != "t" for spot in said.within(*place)):
        return
    for each, after in zip_longest(own, own[1:]):
        if not _worded(said, each):
            continue
        behind = said.plain[each.end : after.start if after else place[1]]
        own_ = behind[:_SHORT]
        named = any(own_ in title for title in said.known.titles)
        goes_on = after and any(p.end == q.start for p in each.places for q in after.places)
        told = goes_on or any(
            p.last or p.source.kind == "goal" or own_ in p.source.text[p.end : p.clause[1]]
            for p in each.places
        )
        if len(behind) >= _SHORT and behind.isalpha() and named and not told:
            yield _violation(said, each.start, each.end + _SHORT)


def _violation(said: Said, start: int, end: int) -> Violation:
    told = said.text[start:end]
    message = f"“{told}”的搭配与材料不同（谁、做什么、对什么），请照材料的一句来写。"
    return Violation("distorted", told, start, message)
