"""What a text says the other way round than a person stated it: 已拨付 for 未拨付, 增加 for 减少.

Only where a sentence speaks of what a reason in the form is about: it shares some pairs of letters
with it, and has the letters before what is turned.
"""

from collections.abc import Iterator
from functools import lru_cache

from selfeval_assist.facts.lexicon import CHANGE_WORD, RISE
from selfeval_assist.prose import clauses, words
from selfeval_assist.prose.causes import says_no_more
from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.verify.cells import Cells
from selfeval_assist.verify.model import GREY, RED, Violation
from selfeval_assist.verify.reading import Reading
from selfeval_assist.verify.statements import statements

_SHARED, _REACH, _NEXT = 4, 14, 5
"""Pairs that a sentence must share with a reason; letters in which a subject stands before what is
said of it, and before a change of it."""
_SIDES = {"前": "后", "后": "前"}
_NO_TIME = frozenset("以之最今滞落先目提年底")
"""Letters that make a word with 前 and 后 that names no event."""
_NUMBER = "0123456789.万亿元%"


def opposed(reading: Reading, cells: Cells) -> Iterator[Violation]:
    """Yield what a text says the other way round than a reason that stands in the form.

    Args:
        reading: a text about what was done.
        cells: the form's values.
    """
    reasons = [each for each in statements(cells) if each.cause]
    for sentence in reading.sentences:
        if _later(reading, cells, sentence):
            continue
        text = reading.plain[sentence.start : sentence.end]
        own = pairs(text)
        for each in reasons:
            alike = len(own & pairs(each.text)) >= _SHARED and each.text not in text
            if found := next(_opposite(text, each.text), None) if alike else None:
                start, end = sentence.start + found.start, sentence.start + found.end
                quote = reading.text[start:end]
                message = f"表中写的是“{each.text}”，与“{quote}”不一致，请核对。"
                row = each.owner.removeprefix("row.")
                rows = (int(row),) if row.isdecimal() else ()
                yield Violation(
                    "opposed", quote, start, message, rows=rows, funds=each.owner == "funds"
                )


def exchanged(reading: Reading, cells: Cells) -> Iterator[Violation]:
    """Yield clauses that tell a reason of the form with another word in it.

    One that turns it round is red (覆盖充足 for 覆盖不足); others are asked about (停产 for 外迁).

    Args:
        reading: a text about what was done.
        cells: the form's values.
    """
    reasons = [each for each in statements(cells) if each.cause and each.owner]
    parts = [part for each in reasons for part in clauses.pieces(each.text, "，。；、\n")]
    for clause in reading.clauses:
        said = reading.plain[clause.start : clause.end].rstrip(" 。")
        known = any(said in part or part in said for part in parts)
        found = [] if known else [each for part in parts if (each := _exchange(said, part))]
        yield from _told_otherwise(reading, clause, found)


def _told_otherwise(
    reading: Reading, clause: Span, found: list[tuple[Span, str, bool]]
) -> Iterator[Violation]:
    """Yield the shortest of the words that a clause has instead of those of a reason."""
    span, part, turned = min(
        found, key=lambda each: each[0].end - each[0].start, default=(Span(0, 0), "", False)
    )
    own = Span(clause.start + span.start, clause.start + span.end)
    valued = any(own.holds(each.mention.at) for each in reading.places)
    if part and not valued:  # a number is judged as one
        quote = reading.text[own.start : own.end]
        message = f"表中写的是“{part}”，与“{quote}”不一致，请核对。"
        yield Violation("opposed", quote, own.start, message, RED if turned else GREY)


def _exchange(said: str, part: str) -> tuple[Span, str, bool] | None:
    """Return where a clause has another word than a part of a reason, and whether it turns it."""
    begin, end = part.find(said[:_HEAD]), part.rfind(said[-2:]) + 2
    if begin < 0:
        return None
    other = part[begin:]
    head = _alike(said, other)
    other = other[head : max(end - begin, head)] if end > 1 else other[head:]
    own = said[head:]
    tail = _alike(own[::-1], other[::-1])
    tail = tail if tail > 1 else 0
    own, other = own[: len(own) - tail], other[: len(other) - tail]
    alike = min((head + tail) / len(said) - 0.1, (head + tail) / len(part))
    judges = says_no_more(own, "verdict", "column")
    if not own or not other or judges or alike < _ALIKE:
        return None
    turned = _sign(own) != _sign(other)
    differ = [set(one) - set(two) - _PARTICLES for one, two in ((own, other), (other, own))]
    if not turned and any(len(each) < _WORD for each in differ):
        return None
    return Span(head, head + len(own)), part, turned


def _alike(one: str, other: str) -> int:
    """Return how many letters two texts begin alike with."""
    pairs_ = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs_ if a != b), min(len(one), len(other)))


def _sign(text: str) -> int:
    """Return 1 where a word denies or lessens something, and 0 where it does not, or both."""
    return len(words.spans(text, "polarity.not", "way.down")) % 2


_HEAD, _ALIKE, _WORD = 4, 0.5, 2
"""Letters with which a clause and a reason begin alike; the share that they have alike; letters of
a word that make it another."""
_PARTICLES = frozenset("了的着过已也就")


def _later(reading: Reading, cells: Cells, sentence: Span) -> bool:
    """Return whether a sentence tells what is to be done in a year to come."""
    here = (each.mention.value for each in reading.places if sentence.holds(each.mention.at))
    dates = (value.date for value in here if value.date and not value.yearless)
    return any(date.year > (cells.form.year or date.year) for date in dates)


def _opposite(text: str, stated: str) -> Iterator[Span]:
    """Yield where a text says the opposite of a reason about the same subject."""
    yield from _denied_or_not(text, stated)
    yield from _otherwise_changed(text, stated)
    for at, mark in enumerate(text[1:], start=1):
        day = text[at - 1]
        event = mark in _SIDES and words.has_han(day) and day not in _NO_TIME
        if event and day + _SIDES[mark] in stated and day + mark not in stated:  # 汛前 for 汛后
            yield Span(at - 1, at + 1)


def _denied_or_not(text: str, stated: str) -> Iterator[Span]:
    """Yield what a text says and the reason denies (审批已完成 for 审批未完成), or the reverse."""
    own, others = ({head for _, head, _ in _denials(each)} for each in (text, stated))
    for subject, head, _ in _denials(stated):
        if head not in own and (at := _asserted(text, subject, head)) >= 0:
            yield Span(at, at + len(head))
    for subject, head, span in _denials(text):
        if head not in others and _asserted(stated, subject, head) >= 0:
            yield span


def _otherwise_changed(text: str, stated: str) -> Iterator[Span]:
    """Yield that something rose of which the reason says that it fell, or the reverse."""
    ways = {(subject, up) for subject, up, _ in _changes(stated)}
    for subject, up, span in _changes(text):
        if (subject, not up) in ways and (subject, up) not in ways:
            yield span


@lru_cache(maxsize=512)
def _denials(text: str) -> tuple[tuple[str, str, Span], ...]:
    """Return what a text denies of which subject, each by two letters: 审批 and 完成."""
    longer = [tag for tag in words.tags(text) if tag.has("neutral", "group")]
    found = []
    for start, end in words.spans(text, "polarity.not"):
        head, subject = text[end : end + 2], text[:start].rstrip(_NUMBER)[-2:]
        inside = any(tag.start <= start < tag.end for tag in longer)
        if not inside and len(head + subject) == 4 and all(map(words.has_han, head + subject)):
            found.append((subject, head, Span(start, end + 2)))
    return tuple(found)


def _asserted(text: str, subject: str, head: str) -> int:
    """Return where a text says something of a subject and does not deny it, or -1."""
    at = text.find(head)
    while at >= 0:
        before = text[max(0, at - _REACH) : at]
        between = before[before.rfind(subject) :] if subject in before else ""
        denied = words.spans(between, "polarity.not") or text.startswith("不", at + len(head))
        if between and not denied:
            return at
        at = text.find(head, at + 1)
    return -1


@lru_cache(maxsize=512)
def _changes(text: str) -> tuple[tuple[str, bool, Span], ...]:
    """Return which subjects a text says to have risen or fallen, each by two letters."""
    found = []
    for match in CHANGE_WORD.finditer(text):
        before = text[max(0, match.start() - _NEXT) : match.start()]
        if len(match[0]) > 1 and not words.spans(before, "polarity.not"):
            found += [
                (before[at : at + 2], match[0] in RISE, Span(*match.span()))
                for at in range(len(before) - 1)
                if before[at : at + 2].isalpha()
            ]
    return tuple(found)
