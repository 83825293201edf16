"""The two goal texts, under their headings or beside them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.words import GOAL, is_side, meaning
from selfeval_assist.form import Goal
from selfeval_assist.form.text import squeeze

_DONE = re.compile(
    r"(?!.*[\d。，；,;])(?=.*(?:完成|实现|达成|实施|执行))"
    r"(?:.{2,12}(?:情况|综述|概述|说明|总结|小结|结果).{0,4}|.{4,6})"
)
_GOAL_NUMBER = re.compile(r"目标(\d|[一二三四五])")
_COUNTED = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5"}
_SECOND = "目标2："
_INLINE = re.compile(r"\s*([^:：。；，\n]{2,14})[:：]\s*(\S.*)", re.DOTALL)
"""A heading about what was done: no figure and no clause in it, and a word for an account of it."""


def is_goal(row: Row) -> bool:
    """Whether a row holds a heading of the goal block."""
    return any(meaning(cell.text, GOAL) or _inline(cell) for cell in row.own)


def _inline(cell: Cell) -> tuple[str, str] | None:
    """Return what a text is, by the label at its beginning, and the text behind it, or None."""
    match = _INLINE.match(cell.text)
    name = meaning(match[1], GOAL) if match else ""
    return (name, match[2]) if match and name else None


def read_goal(rows: Sequence[Row], reading: Reading, *, declared: bool = False) -> Goal:
    """Return the planned and the actual text.

    Args:
        rows: the rows between the funds and the indicators.
        reading: collects cells and notes.
        declared: the table only plans, so that nothing is missing without an actual text.
    """
    texts: dict[str, list[str]] = {"planned": [], "actual": []}
    headings: dict[str, Cell] = {}
    others: set[int] = set()  # columns of another text: 项目总目标│年度总体目标
    for at, row in enumerate(rows):
        cells = row.own
        inline = [(cell, told) for cell in cells if (told := _inline(cell))]
        both = len({name for _, (name, _) in inline}) == min(len(cells), 2)
        # Beside labels of their own, or beneath them, such words are the text's.
        if inline and both and not headings and len(cells) - len(inline) < 2:
            for cell, (name, text) in inline:
                _keep(cell, name, texts, reading, text)
            continue
        below = rows[at + 1].own if at + 1 < len(rows) else ()
        labels = _labels(cells)
        if len(headings) == len(cells) - 1 == len(labels) + 1 == 2 and is_side(cells[0].text):
            labels = {}  # 年度目标1 at the side of its two texts
        behind = {after for before, after in pairwise(cells) if before in labels}
        values = [
            cell
            for cell in cells
            if cell not in labels and (cell in behind or not is_side(cell.text))
        ]
        if len(headings) == 2 and labels and _stand_under(labels, headings):
            # A text can read like a heading: 年度目标完成情况.
            own = [cell for cell in cells if cell in labels or cell in values]
            _under(row, own, headings, texts, reading)
        elif (other := _other_heading(labels, values, below)) is not None:
            reading.keep(other)
            headings = {name: cell for cell, name in labels.items()} | {"actual": other}
        elif labels and values and not any(cell.column > min(_columns(labels)) for cell in values):
            headings = {name: cell for cell, name in labels.items()}
            others = _columns(values)
        elif labels and values:
            _beside(cells, labels, values, texts, reading)
        elif labels:
            headings = {name: cell for cell, name in labels.items()}
        elif headings:
            own = [cell for cell in values if cell.column not in others]
            _under(row, own, headings, texts, reading)
    for name, title in (("planned", "预期目标"), ("actual", "实际完成情况")):
        # A form without a goal block may have none in its layout; FILL001 knows.
        if rows and not texts[name] and not (declared and name == "actual"):
            reading.note(f"没有读到“{title}”的文字，请补填。")
    return Goal(planned=_joined(texts["planned"]), actual=_joined(texts["actual"]))


def _joined(texts: Sequence[str]) -> str:
    """Return the texts of all goals; the first gets its number where the second has one."""
    if any(text.startswith(_SECOND) for text in texts[1:]):
        texts = [f"目标1：{texts[0]}", *texts[1:]]
    return "\n".join(texts)


def _numbered(heading: str, text: str) -> str:
    """Return a text behind the number of its goal, ``目标2：…`` beside 年度目标2; none for 1."""
    match = _GOAL_NUMBER.search(squeeze(heading))
    number = _COUNTED.get(match[1], match[1]) if match else ""
    return f"目标{number}：{text}" if number not in ("", "1") else text


def _columns(cells: Iterable[Cell]) -> set[int]:
    return {cell.column for cell in cells}


def _labels(cells: Sequence[Cell]) -> dict[Cell, str]:
    """Return the headings among the cells of a row, each with what it means.

    Directly behind a heading stands its text, even one that reads like the heading that follows:
    ``预期目标│目标完成情况│实际完成情况│已完成``.
    """
    found = {cell: name for cell in cells if (name := _label(cell, cells))}
    for before, cell in pairwise(cells):
        behind = cells[cells.index(cell) + 1 :]
        again = any(found.get(other) == found.get(cell) for other in behind)
        if before in found and cell in found and again and found[before] != found[cell]:
            del found[cell]
    return found


def _stand_under(labels: Iterable[Cell], headings: Mapping[str, Cell]) -> bool:
    """Whether all that reads like a heading stands beneath the headings of a row above."""
    columns = _columns(headings.values())
    return all(cell.column in columns for cell in labels)


def _other_heading(
    labels: Mapping[Cell, str], values: Sequence[Cell], below: Sequence[Cell]
) -> Cell | None:
    """Return the heading of the completion text in words that nobody listed, or None.

    It stands right of the one heading that is known, says that something was done, and beneath the
    two stand the texts (or nothing in a blank form): ``年初设定目标│年度总体目标完成情况综述``.
    """
    if list(labels.values()) != ["planned"] or len(values) != 1:
        return None
    (known,), (other,) = labels, values
    columns = {known.column, other.column}
    texts = [cell for cell in below if not is_side(cell.text)]
    beneath = all(cell.column in columns and not meaning(cell.text, GOAL) for cell in texts)
    named = _DONE.fullmatch(squeeze(other.text)) is not None
    return other if named and beneath and other.column > known.column else None


def _label(cell: Cell, cells: Sequence[Cell]) -> str:
    """Return what a heading means; a side label such as 年度总体目标 before one means nothing."""
    name = meaning(cell.text, GOAL)
    if name == "planned" and is_side(cell.text):
        later = cells[cells.index(cell) + 1 :]
        if any(meaning(other.text, GOAL) == "planned" for other in later):
            return ""
    return name


def _beside(
    cells: Sequence[Cell],
    labels: dict[Cell, str],
    values: Sequence[Cell],
    texts: dict[str, list[str]],
    reading: Reading,
) -> None:
    current, heading = "", ""
    for cell in cells:
        if cell in labels:
            current, heading = labels[cell], cell.text
        elif current and cell in values:
            _keep(cell, current, texts, reading, _numbered(heading, cell.text))


def _under(
    row: Row,
    values: Sequence[Cell],
    headings: dict[str, Cell],
    texts: dict[str, list[str]],
    reading: Reading,
) -> None:
    if len(values) == 2 and len(headings) == 2:
        for cell, name in zip(
            values, sorted(headings, key=lambda n: headings[n].column), strict=True
        ):
            _keep(cell, name, texts, reading)
        return
    for cell in values:
        name = max(headings, key=lambda n: (headings[n].column <= cell.column, headings[n].column))
        if cell.column != headings[name].column:
            reading.note("目标栏的文字与表头没有对齐，请核对“预期目标”和“实际完成情况”有没有放反。")
        _keep(cell, name, texts, reading)
    for name, heading in headings.items():
        beneath = row.at(heading.column)
        if not texts[name] and beneath is not None and beneath.blank:
            reading.take(f"goal.{name}", beneath)


def _keep(
    cell: Cell, name: str, texts: dict[str, list[str]], reading: Reading, text: str = ""
) -> None:
    texts[name].append(text or cell.text)
    reading.keep(cell)
    if len(texts[name]) == 1:
        reading.take(f"goal.{name}", cell)
