"""Grades of the whole form that a text tells: 等级为优."""

from collections.abc import Iterator

from selfeval_assist.verify.cells import Cells
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
