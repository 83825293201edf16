"""The texts that stand in rows of their own: the 注, what a layout names, and others.

Those for which the form has no field become a part of the remarks, behind their label.
"""

from collections.abc import Sequence

from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.head import has_label
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.words import (
    NOTES,
    NOTES_START,
    is_page,
    is_report,
    is_side,
    label,
    printed,
)
from selfeval_assist.form import SelfEvaluation

NOTES_PATH, REASONS = "notes", "reasons"


def read_texts(rows: Sequence[Row], reading: Reading) -> dict[str, str]:
    """Return the texts below the table by their paths; ``reasons`` are those of the rows.

    Args:
        rows: the rows behind the table, and those between goal and table that ``is_text`` names.
        reading: collects cells and notes.
    """
    found: dict[str, list[str]] = {NOTES_PATH: []}
    for row in rows:
        cells = [cell for cell in row.own if not is_side(cell.text)]
        if not cells or has_label(row) or has_label(row, "total"):
            continue
        if all(is_page(cell.text) for cell in cells):
            continue
        path, text = _text(cells, begun=bool(found[NOTES_PATH]))
        if not text.strip():
            for cell in () if is_report(cells[0].text) else cells[:1]:
                reading.note(
                    f"{cell.ref} 起的一行“{cell.text.strip()[:20]}”没有对应的栏目，没有读入。"
                )
            continue
        reading.keep(*cells)
        if path != REASONS and not found.get(path):
            reading.take(path, cells[-1])
        found.setdefault(path, []).append(text.strip())
    return {path: "\n".join(lines) for path, lines in found.items()}


def is_text(row: Row) -> bool:
    """Whether a row is a text of its own behind its label, such as 项目实施内容及过程概述."""
    return len(row.own) in (1, 2) and is_report(row.own[0].text)


def _text(cells: Sequence[Cell], *, begun: bool) -> tuple[str, str]:
    """Return where a row's text belongs, and the text."""
    first, behind = cells[0], "".join(cell.text for cell in cells[1:])
    if match := NOTES_START.match(first.text):
        return NOTES_PATH, first.text[match.end() :] + behind
    if behind and NOTES.fullmatch(first.text):
        return NOTES_PATH, behind
    if is_report(first.text):
        path = printed("texts").get(label(first.text), "")
        if path in (NOTES_PATH, REASONS) or (path and path.split(".")[0] in _FIELDS):
            return path, behind
        return NOTES_PATH, f"{_flat(first.text)}：{behind}" if behind else ""
    return NOTES_PATH, first.text if begun and len(cells) == 1 else ""


_FIELDS = SelfEvaluation.model_fields


def _flat(text: str) -> str:
    return "".join(text.split())
