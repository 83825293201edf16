"""A whole and the parts that a sentence names of it: ``完成89.97万元：编制30万元、审计30万元``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.prose import clauses, units, words
from selfeval_assist.prose.mentions import Mention, mentions
from selfeval_assist.prose.values import Kind
from selfeval_assist.prose.width import narrowed

# Between a whole and its parts: 培训100人次：…, 共3类，分别为…, 23亩（露天20亩、大棚3亩）.
_MARK = re.compile(r"[:：(]|，?分别[为是]?[:：]?|[，。；]?(?:其中|包括)[:：]?")
_CHOICE = ("其中", "包括", "含")  # 其中护士60人次: a choice of the parts
_OPEN = re.compile(r"等$|等(?=[，。；)])|主要")  # 护士60人次、护工30人次等: more parts follow
_EACH = "其中"
_FEWEST = 2
_LIST = 3
_NEARLY = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Whole:
    """A quantity with the parts that a text names of it.

    Attributes:
        whole: the quantity.
        parts: its parts, in its unit.
        choice: whether they need not be all of them (其中).
    """

    whole: Mention
    parts: tuple[Mention, ...]
    choice: bool

    @property
    def total(self) -> Decimal:
        """The sum of the parts."""
        return sum((_number(part) for part in self.parts), Decimal(0))

    @property
    def gap(self) -> Decimal:
        """By how much the parts are too much or too little; 0 within what rounding explains.

        Half a step of the last digit for each part is rounding; a choice may be less.
        """
        apart = self.total - _number(self.whole)
        step = min(each.step for each in (self.whole, *self.parts))
        if abs(apart) * 2 <= step * len(self.parts) or (self.choice and apart < 0):
            return Decimal(0)
        return abs(apart)

    @property
    def short(self) -> Decimal:
        """What a choice of parts that reads like all of them lacks; 0 for any other.

        Three parts or more that make nine tenths of the whole are hardly a few of many.
        """
        whole, lacking = _number(self.whole), _number(self.whole) - self.total
        full = self.choice and len(self.parts) >= _LIST and self.total >= whole * _NEARLY
        step = min(each.step for each in (self.whole, *self.parts))
        return lacking if full and lacking * 2 > step * len(self.parts) else Decimal(0)


def wholes(text: str) -> Iterator[Whole]:
    """Yield the quantities of a text whose parts it lists."""
    plain = narrowed(text)
    for sentence in _sentences(plain):
        marks = list(_MARK.finditer(plain, sentence.start, sentence.end))
        here = [each for each in mentions(plain) if sentence.holds(each.at)] if marks else []
        found = (_whole(plain, mark, sentence.end, here) for mark in marks)
        yield from [each for each in found if each][:1]


def _sentences(text: str) -> Iterator[clauses.Span]:
    """Yield sentences, one that begins with 其中 with the one before it.

    ``全年支付90万元。其中：30万元用于清洗`` is one.
    """
    last: clauses.Span | None = None
    for span in clauses.sentences(text):
        if last is not None and text.startswith(_EACH, span.start):
            last = clauses.Span(last.start, span.end)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _whole(text: str, mark: "re.Match[str]", end: int, told: Sequence[Mention]) -> Whole | None:
    """Return the whole before a mark and the parts behind it, in brackets or to the end."""
    closed = text.find(")", mark.end()) if mark[0] == "(" else -1
    end = closed if closed > 0 else end
    heads = [each for each in told if each.end <= mark.start() and _is_whole(text, each)]
    parts = [each for each in told if mark.end() <= each.start and each.end <= end]
    behind = text[mark.start() : end]
    if behind.count(_EACH) > 1:  # 其中桃树1.5亩，其中苹果树5亩，补助鱼塘3亩: the last is no part
        ends = [mark.start(), *(part.end for part in parts)]
        parts = [part for at, part in zip(ends, parts, strict=False) if _EACH in text[at : part.at]]
    if not heads or _OPEN.search(behind) or not _one_list(text, heads[-1], parts):
        return None
    return Whole(heads[-1], tuple(parts), words.holds(behind, _CHOICE))


def _number(mention: Mention) -> Decimal:
    return mention.value.number or Decimal(0)


def _is_whole(text: str, mention: Mention) -> bool:
    """Return whether a quantity is no distance: 比目标多20人次."""
    start = max(text.rfind(mark, 0, mention.start) for mark in "，；。、：:") + 1
    before = words.tags(text[start : mention.at])
    apart = any(tag.has("relation.more", "relation.less", "beside") for tag in before)
    return mention.value.number is not None and mention.value.kind is not Kind.RATIO and not apart


def _one_list(text: str, whole: Mention, parts: Sequence[Mention]) -> bool:
    """Return whether the parts are one list: each in the unit of the whole, or in none."""
    unit = whole.value.unit
    if not unit or len(parts) < _FEWEST:
        return False
    ends = [whole.end, *(part.end for part in parts)]
    return all(
        (not part.value.unit or units.ratio(part.value.unit, unit) == 1)
        and part.value.number is not None
        and part.value.kind is not Kind.DATE
        and not any(tag.has("relation.sum") for tag in words.tags(text[end : part.at]))
        for end, part in zip(ends, parts, strict=False)
    )
