"""The head and the foot of a form: names, year, money unit, people, grade."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.words import (
    FIGURES,
    HEAD,
    MONEY_UNIT,
    YEAR,
    is_label,
    meaning,
    number,
)
from selfeval_assist.form import Funds
from selfeval_assist.form.money import assumed_unit
from selfeval_assist.form.text import squeeze

PATHS = {
    "ministry": "department",
    "reporter": "unit",
    "manager": "people.manager",
    "filler": "people.filler",
    "phone": "people.phone",
    "full": "total",
}
"""The paths of fields that are not called as their labels are."""
_LATER = defaultdict(int, {"full": 1, "ministry": 1, "reporter": 1})
_INLINE = re.compile(r"([^\s:：,，;；]{2,14})\s*[:：]")
_UNITS = ("元", "万元")
_GAP = re.compile(r"\s\s$")
"""Space before a label: another label of the line, even one that the form has no field for."""
_PLAIN_YEAR = re.compile(r"((?:19|20)\d{2})年?度?")


_OF_NUMBERS = "0123456789-() （）"
_SHORTEST_NUMBER = 6
_Labelled = tuple[str, Cell | None, str, str]
_FREE = " _＿\u3000\t\n"
"""What a form prints where a figure is to be written by hand."""


def read_labels(
    rows: Iterable[Row], reading: Reading, known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the values that stand beside the labels of ``HEAD``, by field path.

    Args:
        rows: the rows of the head or the foot.
        reading: collects cells and notes.
        known: what was found before; the first value found for a field counts.
    """
    found = dict(known or {})
    labelled = [(each, here) for here in map(list, map(_labelled, rows)) for each in here]
    # 总分 is what can be reached where 自评得分 stands beside it; who distributes or reports comes
    # last, and a label in a line of text behind one that has a cell.
    for (name, cell, text, piece), here in sorted(labelled, key=_rank):
        both = name == "full" and any(other == "total" for other, *_ in here)
        path = name if both else PATHS.get(name, name)
        value = text.strip(_FREE) if name in FIGURES else text.strip()
        for each, part in _shared(path, value):
            if found.get(each) or (each in found and not part) or not _fits(each, part):
                continue
            if cell is not None and piece:
                reading.take_piece(each, cell, piece)
            elif cell is not None:
                reading.take(each, cell)
            found[each] = part
    return found


def _rank(labelled: tuple[_Labelled, Sequence[_Labelled]]) -> tuple[int, bool]:
    (name, _, _, piece), _ = labelled
    return _LATER[name], bool(piece)


def _shared(path: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of a cell with their parts of its text: 张三 and 0551-6500000 of one."""
    first, *others = path.split()
    if not others:
        yield path, text
        return
    name, telephone = _with_number(text)
    yield first, name
    yield from ((each, telephone) for each in others)


def _with_number(text: str) -> tuple[str, str]:
    """Return the name in a cell and the telephone number behind it, if there is one."""
    before = text.rstrip(_OF_NUMBERS)
    telephone = text[len(before) :].lstrip("-() （）")
    if len(telephone) < _SHORTEST_NUMBER:
        return text, ""
    return text.removesuffix(telephone).rstrip("+").strip(" 、,，/;；"), telephone.strip()


def _fits(path: str, text: str) -> bool:
    """Whether a text can be the value of a field; one that a figure belongs in may be blank."""
    if path == "year":
        return not text or _PLAIN_YEAR.fullmatch(squeeze(text)) is not None
    return path not in ("total", "full") or number(text).blank or number(text).looks_numeric


def _labelled(row: Row) -> Iterator[_Labelled]:
    """Yield (field, cell, text, piece) for every label of a row: beside it or after its colon.

    The piece is what the label and its text are of the text of their cell, if that holds both.
    """
    cells = row.own
    for index, cell in enumerate(cells):
        for name, text, piece in _labels(cell.text):
            if text is not None:
                yield name, cell, text, piece
                continue
            beside = cells[index + 1] if index + 1 < len(cells) else None
            if beside is None or is_label(beside.text):
                beside = row.at(cell.column + cell.width)
                beside = beside if beside is not None and beside.blank else None
            yield name, beside, beside.text if beside else "", ""


@lru_cache(maxsize=8192)
def _labels(text: str) -> tuple[tuple[str, str | None, str], ...]:
    """Return the labels in a text, each with what follows its colon, and both together.

    What follows a bare label is None.
    """
    if name := meaning(text, HEAD):
        return ((name, None, ""),)
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
    return tuple(
        (name, text[match.end() : stop], text[match.start() : stop])
        for (match, name), stop in found
        if name
    )


def has_label(row: Row, name: str | None = None) -> bool:
    """Whether a row holds a label of the head: a given one, or any that is followed by words."""
    return any(
        found == name if name else found not in FIGURES
        for cell in row.own
        for found, *_ in _labels(cell.text)
    )


def read_year(rows: Iterable[Row], beside: str, reading: Reading) -> int | None:
    """Return the year that the rows above the project's name print, or None.

    Args:
        rows: the rows of the head.
        beside: what stands beside the label 年度, for a head that prints the year nowhere else.
        reading: collects cells and notes.
    """
    for row in rows:
        cells = row.own
        if has_label(row, "project"):
            break
        for cell in cells:
            if meaning(cell.text, HEAD) not in ("", *FIGURES):
                break
            if match := YEAR.search(cell.text):
                reading.take_piece("year", cell, match[0])
                return int(match[1])
    if match := _PLAIN_YEAR.fullmatch(squeeze(beside)):
        return int(match[1])
    reading.note("没有找到“（××××年度）”，年度留空，请补填。")
    return None


def read_money_unit(cells: Iterable[Cell], funds: Funds, reading: Reading) -> str:
    """Return 元 or 万元 as printed in a heading such as ``项目资金(元)``, or as the amounts say."""
    before: Cell | None = None
    for cell in cells:
        squeezed = squeeze(cell.text)
        if squeezed in _UNITS and before and squeeze(before.text).rstrip(":").endswith("单位"):
            reading.keep(before)
            reading.take("money_unit", cell)
            return squeezed
        before = cell
        if len(squeezed) <= 40 and (match := MONEY_UNIT.search(squeezed)):
            reading.take_piece("money_unit", cell, match[0])
            return match[1]
    unit, why = assumed_unit(funds)
    reading.note(f"表中没有写明金额单位，{why}，请核对。")
    return unit
