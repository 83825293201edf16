"""The head and the foot of a form: names, year, money unit, people, grade."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.words import HEAD, MONEY_UNIT, YEAR, label, meaning
from selfeval_assist.form.text import squeeze

_PATHS = {"manager": "people.manager", "filler": "people.filler", "phone": "people.phone"}
_INLINE = re.compile(r"([^\s:：,，;；]{2,14})\s*[:：]")
_GAP = re.compile(r"\s{2,}$")
"""Space before a label: another label of the line, even one that the form has no field for."""
_YEAR_LABEL = re.compile(r"(?:预算|自评|评价|所属)?年度")
_PLAIN_YEAR = re.compile(r"(?:19|20)\d{2}")


def read_labels(rows: Iterable[Row], reading: Reading) -> dict[str, str]:
    """Return the values that stand beside the labels of ``HEAD``, by field path.

    The first value found for a field counts.
    """
    found: dict[str, str] = {}
    for row in rows:
        for name, cell, text in _labelled(row):
            path = _PATHS.get(name, name)
            if found.get(path):
                continue
            if cell is not None:
                reading.take(path, cell)
            found[path] = text.strip()
    return found


def _labelled(row: Row) -> Iterator[tuple[str, Cell | None, str]]:
    """Yield (field, cell, text) for every label of a row: beside it or after its colon."""
    cells = row.own
    for index, cell in enumerate(cells):
        for name, text in _labels(cell.text):
            if text is not None:
                yield name, cell, text
                continue
            beside = cells[index + 1] if index + 1 < len(cells) else None
            if beside is None or meaning(beside.text, HEAD):
                beside = row.at(cell.column + cell.width)
                beside = beside if beside is not None and beside.blank else None
            yield name, beside, beside.text if beside else ""


@lru_cache(maxsize=8192)
def _labels(text: str) -> tuple[tuple[str, str | None], ...]:
    """Return the labels in a text, each with what follows its colon; None for a bare label."""
    if name := meaning(text, HEAD):
        return ((name, None),)
    if ":" not in text and "：" not in text:
        return ()
    marks = [
        (match, name)
        for match in _INLINE.finditer(text)
        if (name := meaning(match[1], HEAD)) or _GAP.search(text[: match.start()])
    ]
    if not marks or not marks[0][1] or text[: marks[0][0].start()].strip():
        return ()
    stops = [match.start() for match, _ in marks[1:]] + [len(text)]
    found = zip(marks, stops, strict=True)
    return tuple((name, text[match.end() : stop]) for (match, name), stop in found if name)


def has_label(row: Row, name: str | None = None) -> bool:
    """Whether a row holds a label of the head (a given one, or any)."""
    return any(name in (None, found) for cell in row.own for found, _ in _labels(cell.text))


def read_year(rows: Iterable[Row], reading: Reading) -> int | None:
    """Return the year that the rows above the project's name print, or None."""
    for row in rows:
        cells = row.own
        if has_label(row, "project"):
            break
        for index, cell in enumerate(cells):
            if meaning(cell.text, HEAD):
                break
            if match := YEAR.search(cell.text):
                reading.take("year", cell)
                return int(match[1])
            if _YEAR_LABEL.fullmatch(label(cell.text)) and index + 1 < len(cells):
                value = cells[index + 1]
                if match := _PLAIN_YEAR.fullmatch(value.text.strip()):
                    reading.take("year", value)
                    return int(match[0])
    reading.note("没有找到“（××××年度）”，年度留空，请补填。")
    return None


def read_money_unit(cells: Iterable[Cell], reading: Reading) -> str:
    """Return 元 or 万元 as printed in a heading such as ``项目资金(元)``."""
    for cell in cells:
        squeezed = squeeze(cell.text)
        if len(squeezed) <= 40 and (match := MONEY_UNIT.search(squeezed)):
            reading.take("money_unit", cell)
            return match[1]
    reading.note("表中没有写明金额单位，暂按“万元”，请核对。")
    return "万元"
