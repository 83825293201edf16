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
_STOP = frozenset(";；。")
_TOTAL = ("合计", "共计", "总计")
# 合计120人, 共培训120人
_SUM = re.compile(r"(?P<sum>合计|共计|总计|共)(?!同)[\u4e00-\u9fff]{0,6}?(?=\d)")
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
        if abs(apart) * 2 <= self._rounding or (self.choice and apart < 0):
            return Decimal(0)
        return abs(apart)

    @property
    def _rounding(self) -> Decimal:
        """Twice of what rounding explains; whole numbers that are no money are counted."""
        every = (self.whole, *self.parts)
        step = min(each.step for each in every)
        counted = step >= 1 and all(each.value.kind is Kind.COUNT for each in every)
        return Decimal(0) if counted else step * len(self.parts)

    @property
    def short(self) -> Decimal:
        """What a choice of parts that reads like all of them lacks; 0 for any other.

        Three parts or more that make nine tenths of the whole are hardly a few of many.
        """
        whole, lacking = _number(self.whole), _number(self.whole) - self.total
        full = self.choice and len(self.parts) >= _LIST and self.total >= whole * _NEARLY
        return lacking if full and lacking * 2 > self._rounding else Decimal(0)


def wholes(text: str) -> Iterator[Whole]:
    """Yield the quantities of a text whose parts it lists, before them or behind them."""
    plain = narrowed(text)
    for sentence in _sentences(plain):
        marks = list(_MARK.finditer(plain, sentence.start, sentence.end))
        sums = list(_SUM.finditer(plain, sentence.start, sentence.end))
        here = [each for each in mentions(plain) if sentence.holds(each.at)]
        if not (marks or sums) or len(here) <= _FEWEST:
            continue
        yield from _listed(plain, marks, sentence.end, here)
        yield from filter(None, (_summed(plain, each, here) for each in sums))


def _listed(
    text: str, marks: "Sequence[re.Match[str]]", end: int, told: Sequence[Mention]
) -> Iterator[Whole]:
    """Yield the wholes of a sentence with the parts behind them; a part is a whole of none."""
    over = -1
    for mark in marks:
        found = _whole(text, mark, end, told) if mark.start() >= over else None
        if found:
            over = found.parts[-1].end
            yield found


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
    """Return the whole before a mark and the parts behind it, in brackets or to their end."""
    closed = text.find(")", mark.end()) if mark[0] == "(" else -1
    behind = _behind(text, mark, closed if closed > 0 else end, told)
    heads = [each for each in told if each.end <= mark.start() and _is_whole(text, each)]
    parts = _run(text, mark, heads[-1], behind) if heads else []
    if len(parts) < _FEWEST:
        return None
    last = parts[-1].end
    closing = _closing(text, last)
    choice = words.holds(text[mark.start() : last], _CHOICE)
    more = (each for each in behind[len(parts) :] if each.end <= closing)
    left_out = not choice and any(each.value.unit == heads[-1].value.unit for each in more)
    open_ = _OPEN.search(text[mark.start() : last]) or _OPEN.match(text, last)
    return None if open_ or left_out else Whole(heads[-1], tuple(parts), choice)


def _behind(text: str, mark: "re.Match[str]", end: int, told: Sequence[Mention]) -> list[Mention]:
    """Return the quantities behind a mark; where 其中 stands several times, those behind one.

    其中桃树1.5亩，其中苹果树5亩，补助鱼塘3亩: the last is no part.
    """
    found = [each for each in told if mark.end() <= each.start and each.end <= end]
    if text[mark.start() : min(end, _closing(text, mark.end()))].count(_EACH) <= 1:
        return found
    ends = [mark.start(), *(each.end for each in found)]
    return [each for at, each in zip(ends, found, strict=False) if _EACH in text[at : each.at]]


def _closing(text: str, start: int) -> int:
    """Return where the list ends that goes on at a place: at the next semicolon or full stop."""
    found = (text.find(each, start) for each in _STOP)
    return min((at for at in found if at >= 0), default=len(text))


def _run(
    text: str, mark: "re.Match[str]", head: Mention, behind: Sequence[Mention]
) -> list[Mention]:
    """Return the quantities behind a mark that are parts of a whole: one list in its unit.

    A list with commas ends at a semicolon; one with semicolons has to begin with a colon, or what
    follows is another matter: 其中护士40人；惠及老人312人.
    """
    parts: list[Mention] = []
    end, semicolons = mark.end(), False
    for each in behind:
        between = text[end : each.at]
        apart = not _STOP.isdisjoint(between)
        if parts and apart and len(parts) == 1:
            semicolons = mark[0][-1] in ":："
        if (apart and not (parts and semicolons)) or not _alike(text, head, each, between):
            break
        parts.append(each)
        end = each.end
    return parts


def _summed(text: str, sign: "re.Match[str]", told: Sequence[Mention]) -> Whole | None:
    """Return a sum and the parts told before it: 第一期40人、第二期45人，共培训80人.

    Parts that make less may be a few of many, unless the sum is called one (合计).
    """
    whole = next((each for each in told if each.at == sign.end()), None)
    if whole is None or whole.value.number is None or not whole.value.unit:
        return None
    parts: list[Mention] = []
    at = sign.start()
    for each in reversed([m for m in told if m.end <= sign.start()]):
        between = text[each.end : at]
        if not _STOP.isdisjoint(between) or not _alike(text, whole, each, between):
            break
        if words.holds(between, _CHOICE):
            return None
        parts.insert(0, each)
        at = each.at
    start = max(text.rfind(mark, 0, at) for mark in "，。；;,、：:") + 1
    if len(parts) < _FEWEST or words.holds(text[start:at], (*_CHOICE, *_TOTAL)):
        return None
    return Whole(whole, tuple(parts), sign["sum"] not in _TOTAL)


def _number(mention: Mention) -> Decimal:
    return mention.value.number or Decimal(0)


def _is_whole(text: str, mention: Mention) -> bool:
    """Return whether a quantity is no distance: 比目标多20人次."""
    start = max(text.rfind(mark, 0, mention.start) for mark in "，；。、：:") + 1
    before = words.tags(text[start : mention.at])
    apart = any(tag.has("relation.more", "relation.less", "beside") for tag in before)
    return mention.value.number is not None and mention.value.kind is not Kind.RATIO and not apart


def _alike(text: str, whole: Mention, part: Mention, between: str) -> bool:
    """Return whether a quantity may be a part of a whole: in its unit or in none, and no sum."""
    unit, own = whole.value.unit, part.value.unit
    return (
        bool(unit)
        and (not own or units.ratio(own, unit) == 1)
        and part.value.number is not None
        and part.value.kind is not Kind.DATE
        and not any(tag.has("relation.sum") for tag in words.tags(between))
    )
