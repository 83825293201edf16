"""The texts that stand in rows of their own: the 注, what a layout names, and others.

Those for which the form has no field become a part of the remarks, behind their label; a small
table among the blocks, such as 资金管理情况 or 年度主要任务, becomes a further text by its name.
"""

import re
from collections.abc import Sequence

from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.head import has_label
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.words import (
    GOAL,
    NOTES,
    NOTES_START,
    is_budget_reason,
    is_page,
    is_report,
    is_short,
    is_side,
    label,
    meaning,
    number,
    printed,
)
from selfeval_assist.form import SelfEvaluation

NOTES_PATH, REASONS, BUDGET = "notes", "reasons", "funds.deviation.text"
_INLINE = re.compile(r"\s*([^:：。；;，,]{2,20})[:：]\s*(?=\S)")
_OF_ROWS = re.compile("偏差|未完成")
"""How the label of a text begins that gives the reasons of the rows: 未完成原因分析."""
_SENTENCE = "。；"


def read_texts(above: Sequence[Row], foot: Sequence[Row], reading: Reading) -> dict[str, str]:
    """Return the texts beside the blocks by their paths; ``reasons`` are those of the rows.

    Args:
        above: the rows above the table that are no lines of money and not of the goal.
        foot: the rows behind the table.
        reading: collects cells and notes.
    """
    found: dict[str, list[str]] = {NOTES_PATH: []}
    for row in (*above, *foot):
        cells = [cell for cell in row.own if not is_side(cell.text)]
        if not cells or has_label(row) or has_label(row, "total"):
            continue
        if all(is_page(cell.text) for cell in cells):
            continue
        begun = bool(found[NOTES_PATH]) or (
            row in above and cells[0].text.rstrip()[-1:] in _SENTENCE
        )
        path, text = _text(cells, begun=begun)
        if not text.strip():
            if path == BUDGET:
                reading.take(path, row.at(cells[0].column + cells[0].width))
            elif row not in above and not is_report(cells[0].text):
                reading.note(_lost(cells[0]))
            continue
        reading.keep(*cells)
        if not found.get(path):
            reading.take(path, cells[-1])
        found.setdefault(path, []).append(text.strip())
    return {path: "\n".join(lines) for path, lines in found.items()}


def _lost(cell: Cell) -> str:
    return f"{cell.ref} 起的一行“{cell.text.strip()[:20]}”没有对应的栏目，没有读入。"


def is_text(row: Row) -> bool:
    """Whether a row is a 注, or a text of its own behind its label, such as 评价结论."""
    own = row.own
    if len(own) == 1 and (NOTES_START.match(own[0].text) or _budget_inline(own[0].text)):
        return True
    noted = len(own) == 2 and NOTES.fullmatch(own[0].text) is not None
    return noted or (len(own) in (1, 2) and is_report(own[0].text))


def _budget_inline(text: str) -> "re.Match[str] | None":
    """Return the label with which a text says that it is the reason of the budget, or None."""
    match = _INLINE.match(text)
    return match if match and is_budget_reason(match[1]) else None


def _text(cells: Sequence[Cell], *, begun: bool) -> tuple[str, str]:
    """Return where a row's text belongs, and the text."""
    first, behind = cells[0], "".join(cell.text for cell in cells[1:])
    if match := NOTES_START.match(first.text):
        return NOTES_PATH, first.text[match.end() :] + behind
    if behind and NOTES.fullmatch(first.text):
        return NOTES_PATH, behind
    if is_budget_reason(first.text):
        return BUDGET, behind
    if match := _budget_inline(first.text):
        return BUDGET, first.text[match.end() :] + behind
    if is_report(first.text):
        path = printed("texts").get(label(first.text), "")
        path = path or (REASONS if _OF_ROWS.match(label(first.text)) else "")
        if path in (NOTES_PATH, REASONS) or (path and path.split(".")[0] in _FIELDS):
            return path, behind
        return NOTES_PATH, f"{_flat(first.text)}：{behind}" if behind else ""
    return NOTES_PATH, first.text if begun and len(cells) == 1 else ""


_FIELDS = SelfEvaluation.model_fields


def _flat(text: str) -> str:
    return "".join(text.split())


class Tables:
    """The small tables among some rows, each the heading row and the rows below it.

    Attributes:
        rest: the rows that are of none of them.
        texts: their texts by path, a line for each row.
    """

    def __init__(self, rows: Sequence[Row], reading: Reading) -> None:
        """Take the tables out of rows; ``reading`` collects their cells."""
        self.rest: list[Row] = []
        self.texts: dict[str, str] = {}
        at, planned = 0, False
        while at < len(rows):
            body = _body(rows, at, planned)
            planned = planned or "planned" in _goal(rows[at].own)
            if not body:
                self.rest.append(rows[at])
                at += 1
                continue
            title, *headings = rows[at].own
            path = f"texts.{_flat(title.text)}"
            for row in (rows[at], *body):
                reading.keep(*row.own)
            reading.take(path, body[0].own[0])
            lines = [headings, *(row.own for row in body)]
            self.texts[path] = "\n".join(map(_line, lines))
            at += 1 + len(body)


def _goal(cells: Sequence[Cell]) -> set[str]:
    return {meaning(cell.text, GOAL) for cell in cells} - {""}


def _body(rows: Sequence[Row], at: int, planned: bool) -> list[Row]:
    """Return the rows of the table whose headings stand in a row, or none.

    Its headings are two or more words behind the name of the table at the side, or three without
    one above a text; each row below has a name and a text. The goal's own headings are no table.

    Args:
        rows: the rows.
        at: the position of the heading.
        planned: whether the goal's headings stand above.
    """
    own = rows[at].own
    known = _goal(own[1:])
    if len(own) < 3 or not all(is_short(cell.text) for cell in own):
        return []
    if "planned" in known or ("actual" in known and not planned and len(own) < 4):
        return []
    starts = {cell.column for cell in own}
    edge = own[0].column + own[0].width
    body: list[Row] = []
    told = True
    for row in rows[at + 1 :]:
        cells = row.own
        aside = bool(cells) and cells[0].column >= edge  # the name at the side goes on
        under = bool(cells) and {cell.column for cell in cells} <= starts
        if len(cells) < 2 or not (aside or under) or _goal(cells) or is_text(row):
            break
        if number(cells[1].text).looks_numeric:
            break
        told = (told and aside) or not all(is_short(cell.text) for cell in cells)
        body.append(row)
    return body if told else []


def _line(cells: Sequence[Cell]) -> str:
    """Return a row of a small table as a line, its name first: ``换灯：更换200盏；已更换180盏``."""
    texts = [_flat(cell.text) for cell in cells]
    running = len(texts) > 2 and texts[0].isdigit()
    name = f"{texts.pop(0)}、" if running else ""
    return f"{name}{texts[0]}：{'；'.join(texts[1:])}"
