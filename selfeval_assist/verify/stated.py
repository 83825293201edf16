"""Numbers that people stated in words: in causes, measures, evidence, notes and words of cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from selfeval_assist.form import Deviation
from selfeval_assist.prose import mentions
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.prose.mentions import Mention
from selfeval_assist.prose.values import Kind
from selfeval_assist.prose.width import narrowed
from selfeval_assist.verify.cells import Cells, units_of
from selfeval_assist.verify.fit import same_day
from selfeval_assist.verify.reading import Place, Reading

_SHARED = 2
"""Pairs of characters that the words around a number must share with the statement."""
_NEAR, _CLOSE = 24, 8
_ALIKE = 0.6
_IN_WORDS = frozenset({Kind.QUALITATIVE, Kind.NARRATIVE, Kind.UNPARSED})


# 下一步加强…; 明年补办; 责任科室为设备科; 由设备科在3月底前更换
_MEASURE = re.compile(
    r"措施|下一步|下步|今后|明年|次年|下一?年|将|加强|改进|整改|督促|完善|优化|提前|避免"
    r"|负责|责任(?:科室|部门|单位|人)|由[^，。；]{1,12}[处科部室股办组站](?!的)|补[办配齐购种建测]"
)


def tells_measure(text: str) -> bool:
    """Return whether a text about a deviation says what is done about it."""
    return _MEASURE.search(text) is not None


@dataclass(frozen=True, slots=True)
class Statement:
    """A text of a person with its numbers: a reason (``cause``), or the planned goal (``goal``)."""

    text: str
    cause: bool
    mentions: tuple[Mention, ...]
    goal: bool = False


def texts_of(deviation: Deviation) -> Iterator[tuple[str, bool]]:
    """Yield what a person stated about a deviation, and whether it is a reason."""
    for name in ("cause", "text", "effect", "measure", "owner", "deadline"):
        if text := str(getattr(deviation, name)).strip(" 无/0—-\n\t"):
            yield text, name in {"cause", "text", "effect"}


@lru_cache(maxsize=64)
def statements(cells: Cells) -> tuple[Statement, ...]:
    """Return what people stated in a form."""
    form, found = cells.form, list[tuple[str, bool]]()
    for row in form.indicators:
        found += [] if cells.planned else texts_of(row.deviation)
        values = (row.target,) if cells.planned else (row.target, row.actual)
        texts = [str(cell) for cell in values if cell.value.kind in _IN_WORDS]
        texts += [row.name, row.evidence.document]
        if row.evidence.survey_date:
            texts.append(f"满意度调查时间{row.evidence.survey_date}")
        found += [(text, False) for text in texts]
    if not cells.planned:
        found += texts_of(form.funds.deviation)
        found.append((form.notes, True))
    found += [(form.project, False), (form.unit, False), (form.department, False)]
    found += [(text, True) for text in cells.said]
    units = units_of(cells)
    goal = narrowed("" if cells.planned else form.goal.planned)
    planned = Statement(goal, False, tuple(mentions.mentions(goal, units)), goal=True)
    return planned, *(
        Statement(plain, cause, tuple(mentions.mentions(plain, units)))
        for text, cause in found
        if (plain := narrowed(text.strip()))
    )


def repeated(cells: Cells, reading: Reading, place: Place, *, known: bool) -> bool:
    """Return whether a number is one of a statement about the same thing.

    Args:
        cells: the form's values.
        reading: the text.
        place: the quantity.
        known: whether it is also a value of the form, so that only the very words of the
            statement can mean another thing by it.
    """
    width = _CLOSE if known else _NEAR
    around, own = _words(reading.plain, place.mention, width), place.mention.value
    enough = _ALIKE if known else 0
    for statement in statements(cells):
        if known and statement.goal:
            continue
        for said in statement.mentions:
            value = said.value
            same = (value.number, value.kind is Kind.DATE) == (own.number, own.kind is Kind.DATE)
            same = (
                same
                and (value.unit == own.unit or not value.unit)
                and own.kind is not Kind.UNPARSED
            )
            if own.kind is Kind.DATE:
                same = same and same_day(own, value)
            if same:
                there = _words(statement.text, said, width)
                shared = len(around & there)
                alone = not there and not known  # a deadline in a cell of its own
                if alone or shared >= max(_SHARED, enough * len(around)):
                    return True
    return False


def _words(text: str, mention: Mention, width: int) -> frozenset[str]:
    """Return the pairs of letters on both sides of a number."""
    before = text[max(0, mention.start - width) : mention.start]
    after = text[mention.end : mention.end + width]
    return frozenset(pair for side in (before, after) for pair in pairs(side) if pair.isalpha())
