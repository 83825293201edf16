"""Where a text puts the form or a row: the grade of the whole (等级为优), the level of a row."""

import re
from collections.abc import Iterator

from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify.alignment import called
from selfeval_assist.verify.cells import Cells, members
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.reading import Reading

_GRADES = frozenset("优良中差")


def grades(reading: Reading, cells: Cells) -> Iterator[Violation]:
    """Yield the grades of the whole form that are another than the form's: 等级为优.

    Args:
        reading: the text.
        cells: the form's values.
    """
    own = cells.form.grade.strip() or cells.sheet.grade
    for tag in reading.tags:
        at = (
            tag.end
            + len(reading.plain[tag.end :])
            - len(reading.plain[tag.end :].lstrip("为是：“"))
        )
        said = reading.plain[at : at + 1]
        if tag.has("column.grade") and own and said in _GRADES and said != own[:1]:
            message = f"表中评价等级为“{own}”，与“{said}”不一致，请核对。"
            yield Violation("grade", said, at, message)


# 数量指标里头，…; 质量指标一项没完成，就是…: a row of the level is named behind
_LEVEL, _INSIDE = ("指标", "类", "方面", "部分"), ("中", "里", "内", "上")
_NAMELY = re.compile(r"\s*(?:即|就是|是|为)|.*的是")


def misplaced(reading: Reading, cells: Cells) -> Iterator[Violation]:
    """Yield levels of which a row is said to be that is of another: 效益指标中展陈设备完好率.

    Args:
        reading: the text.
        cells: the form's values.
    """
    for sentence in reading.sentences:
        tags = reading.within(sentence.start, sentence.end)
        levels = [t for t in tags if t.text.endswith(_LEVEL) and {*t.named("level")} - {"whole"}]
        scope = {row for each in levels for row in members(cells, each.named("level")[0])}
        named = _row_named(reading, cells, levels[0], sentence) if len(levels) == 1 else None
        if named is not None and scope and named not in scope:
            message = f"“{cells.names[named][0]}”不在“{levels[0].text}”中，请核对。"
            yield Violation("level", levels[0].text, levels[0].start, message)


def _row_named(reading: Reading, cells: Cells, level: Tag, sentence: Span) -> int | None:
    """Return the row that the clauses behind a level in its sentence say is one of it."""
    inside = reading.plain.startswith(_INSIDE, level.end)
    for span in reading.clauses:
        text = reading.plain[span.start : span.end]
        namely = _NAMELY.match(text)
        if level.end < span.start < sentence.end and (namely or inside):
            own = called(cells, text[namely.end() if namely else 0 :])
            if len(own) == 1 and len(own[0].rows) == 1:
                return next(iter(own[0].rows))
    return None
