"""Numbers that people stated in words: in causes, measures, evidence, notes and words of cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from selfeval_assist.form import Deviation, Indicator
from selfeval_assist.prose import mentions, units, words
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.prose.mentions import Mention
from selfeval_assist.prose.values import Comparator, Kind, Value
from selfeval_assist.prose.width import narrowed
from selfeval_assist.verify import ignored
from selfeval_assist.verify.cells import Cells
from selfeval_assist.verify.claim import Claim
from selfeval_assist.verify.matching import same_day
from selfeval_assist.verify.reading import Reading, noun

_SHARED = 2
"""Pairs of characters that the words around a number must share with the statement."""
_NEAR, _CLOSE = 24, 8
_QUOTED = 6
"""Letters from which on a statement that stands whole in a text is a quotation."""
_ALIKE = 0.6
# 7月首次公开招标流标，8月重新招标: what ends the words of a month
_HEAD = re.compile(r"[^\u4e00-\u9fff]")
_NEXT_YEAR = ("明年", "次年", "来年", "下年", "下一年")
_UP = frozenset({Comparator.GE, Comparator.GT})
_DOWN = frozenset({Comparator.LE, Comparator.LT})
_IN_WORDS = frozenset({Kind.QUALITATIVE, Kind.NARRATIVE, Kind.UNPARSED})


@dataclass(frozen=True, slots=True)
class Statement:
    """A text of a person: a reason (``cause``), or the planned goal (``goal``).

    ``owner`` is whose cell it stands in: ``row.3``, ``funds``, or nobody's.
    """

    text: str
    cause: bool
    units: tuple[str, ...]
    goal: bool = False
    owner: str = ""

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Its numbers, those of list marks left out; ``units`` are those that the form prints."""
        return mentions.mentions(ignored.masked(self.text, ()), self.units)


def texts_of(deviation: Deviation) -> Iterator[tuple[str, bool]]:
    """Yield what a person stated about a deviation, and whether it is a reason."""
    for name in ("cause", "text", "effect", "measure", "owner", "deadline"):
        if text := str(getattr(deviation, name)).strip(" 无/0—-\n\t"):
            yield text, name in {"cause", "text", "effect"}


@lru_cache(maxsize=1024)
def _of_row(row: Indicator, *, planned: bool) -> tuple[tuple[str, bool], ...]:
    """Return the texts of a row, and whether each is a reason."""
    values = (row.target,) if planned else (row.target, row.actual)
    texts = [str(cell) for cell in values if cell.value.kind in _IN_WORDS]
    texts += [row.name, row.evidence.document]
    if row.evidence.survey_date:
        texts.append(f"满意度调查时间{row.evidence.survey_date}")
    return (*(() if planned else texts_of(row.deviation)), *((text, False) for text in texts))


@lru_cache(maxsize=64)
def statements(cells: Cells) -> tuple[Statement, ...]:
    """Return what people stated in a form."""
    form = cells.form
    found = {
        f"row.{at}": _of_row(row, planned=cells.planned) for at, row in enumerate(form.indicators)
    }
    others = [(form.project, False), (form.unit, False), (form.department, False)]
    if not cells.planned:
        found["funds"] = tuple(texts_of(form.funds.deviation))
        others.append((form.notes, True))
    found[""] = tuple(others)
    goal = narrowed("" if cells.planned else form.goal.planned)
    planned = Statement(goal, False, cells.units, goal=True)
    told = [(owner, text, cause) for owner, texts in found.items() for text, cause in texts]
    return planned, *(
        Statement(plain, cause, cells.units, owner=owner)
        for owner, text, cause in (*told, *((owner, text, True) for owner, text in cells.said))
        if (plain := narrowed(text.strip()))
    )


def quoted(cells: Cells, reading: Reading, start: int) -> bool:
    """Return whether a place lies in a statement that stands word for word in the text."""
    whole = (each.text for each in statements(cells) if len(each.text) >= _QUOTED)
    return any(
        at <= start < at + len(text)
        for text in whole
        for at in [reading.plain.find(text, max(0, start - len(text)))]
        if at >= 0
    )


def repeated(claim: Claim, *, known: bool) -> bool:
    """Return whether a number is one of a statement about the same thing.

    Args:
        claim: the quantity.
        known: whether it is also a value of the form, so that only the very words of the
            statement can mean another thing by it.
    """
    width, enough = (_CLOSE, _ALIKE) if known else (_NEAR, 0)
    plain = claim.reading.plain
    around = _words(plain, claim.mention, width)
    own = _before(words.without(plain, claim.reading.tags), claim.mention)
    beside, least = own | pairs(noun(claim.place.after)), max(_SHARED, enough * len(around))
    return not _of_other_line(claim) and any(
        len(around & there) >= least or not (there or known)
        for statement in statements(claim.cells)
        if not (known and statement.goal)
        for said in statement.mentions
        if _same_thing(claim, statement, said)
        for there in [_words(statement.text, said, width)]  # none: a deadline in a cell of its own
        if there or _of_year(claim, said.value)
        if not known or _alike_before(plain, claim.mention, statement.text, said)
        if _is_called(statement, said, there and own, beside)
    )


def _of_other_line(claim: Claim) -> bool:
    """Return whether an amount is said of one source and is the change of another alone."""
    changes = {}
    for owner in claim.cells.sources if claim.unit == "元" else ():
        own = {c.column: c.number for c in claim.cells.of(owner, "initial", "adjusted")}
        changes[owner] = abs((own.get("adjusted") or 0) - (own.get("initial") or 0))
    having = [owner for owner, each in changes.items() if each == claim.mention.value.number]
    return bool(having and claim.sources) and not set(having) & set(claim.sources)


def _is_called(
    statement: Statement, said: Mention, own: frozenset[str], near: frozenset[str]
) -> bool:
    """Return whether a number may be one of a statement by the letters before and beside it.

    企业军转干部50人 repeats nothing of 伤残军人50人；企业军转干部101人.
    """
    if own and not own & _words(statement.text, said, _CLOSE):
        return False
    value = said.value
    shared = len(near & _before(statement.text, said))
    others = (
        each
        for each in statement.mentions
        if each.value.unit == value.unit and each.value.number != value.number
    )
    return all(len(near & _before(statement.text, each)) <= shared for each in others)


def _alike_before(text: str, mention: Mention, other: str, said: Mention) -> bool:
    """Return whether the letters right before a number agree: 少8台 does not repeat 多8台."""
    before = other[max(0, said.start - 2) : said.start]
    own = text[max(0, mention.start - 2) : mention.start]
    ways = [{part[a:b] for a, b in words.spans(part, "way")} for part in (before, own)]
    return not before.isalpha() or own == before or ways[0] == ways[1]


def _same_thing(claim: Claim, statement: Statement, said: Mention) -> bool:
    """Return whether a number is that of a statement, and counts the same: no 3个单元 of 3栋楼."""
    if not _same(claim.mention.value, said.value):
        return False
    noun_ = noun(claim.place.after)[:2]
    other = claim.unit != said.value.unit and claim.mention.value.kind is Kind.COUNT
    return not (other and len(noun_) == 2 and words.has_han(noun_)) or noun_ in statement.text


def _of_year(claim: Claim, said: Value) -> bool:
    """Return whether a month without a year is one of the form's: 3月 is no 2026年3月31日."""
    own, year = claim.mention.value, claim.cells.form.year
    if not own.yearless or said.date is None or said.yearless or year is None:
        return True
    return said.date.year == year + claim.place.before.endswith(_NEXT_YEAR)


def _same(own: Value, said: Value) -> bool:
    if own.kind is Kind.DATE:
        return same_day(own, said)
    if own.kind is Kind.UNPARSED or said.kind is Kind.DATE:
        return False
    opposed = {own.comparator in _UP, said.comparator in _UP} == {True, False}
    bounded = own.comparator in _UP | _DOWN and said.comparator in _UP | _DOWN
    alike = said.unit in {own.unit, ""} or (
        units.ratio(own.unit, said.unit) == 1 and "/" not in own.unit + said.unit  # 50名 of 50人
    )
    return own.number == said.number and alike and not (bounded and opposed)


def _before(text: str, mention: Mention) -> frozenset[str]:
    """Return the pairs of letters right before a number: 伤残军人50人 is no 企业军转干部101人."""
    near = reversed(text[max(0, mention.start - _CLOSE) : mention.start])
    return pairs("".join(takewhile(words.has_han, near))[::-1])  # 烈士遗属50人、企业军转干部


def _words(text: str, mention: Mention, width: int) -> frozenset[str]:
    """Return the pairs of letters on both sides of a number; between two days, its own phrase."""
    before = text[max(0, mention.start - width) : mention.start]
    after = text[mention.end : mention.end + width]
    if mention.value.kind is Kind.DATE:  # 7月首次公开招标流标，8月重新招标
        before = _HEAD.split(before)[-1] if "月" in before else before
        after = after.partition("月")[0]
    return frozenset(pair for side in (before, after) for pair in pairs(side) if pair.isalpha())
