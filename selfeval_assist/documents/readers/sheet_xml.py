"""One sheet of a workbook: its cells as shown, merged regions, hidden rows, all within bounds."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid, Span, build
from selfeval_assist.documents.readers.sheet_cells import (
    SIGNED,
    formula_text,
    number_text,
    sign_of,
    string_text,
)
from selfeval_assist.documents.readers.xml_part import local

ROWS, COLUMNS = 5_000, 200
"""A sheet beyond this is refused: a form has some 60 rows and 12 columns."""
SHEETS = 200
"""Visible sheets of the largest workbook that is read."""
AREA = 200_000
"""Cells of the largest filled rectangle that is read."""

_REF = re.compile(r"\$?([A-Z]{1,4})\$?([1-9]\d{0,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets of a workbook share.

    Attributes:
        name: the file's name.
        strings: the shared strings by the number with which a cell refers to one, as text.
        codes: the number formats of the cell styles, likewise.
        from_1904: days are counted from 1904.
    """

    name: str
    strings: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    from_1904: bool = False


@dataclass(slots=True)
class Cells:
    """The cells of a sheet by (row, column), counted from 0, and the doubts about them.

    ``signed`` are those in which a number was typed behind ``=``.
    """

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    signed: set[str] = field(default_factory=set)

    def doubt(self, ref: str, doubt: str) -> None:
        """Keep what is doubtful about a cell."""
        if doubt == SIGNED:
            self.signed.add(ref)
        elif doubt:
            self.notes.append((ref, f"单元格 {ref} {doubt}"))


def read_sheet(root: etree._Element, title: str, book: Book) -> Grid:
    """Return the grid of a sheet's XML.

    Raises:
        DocumentError: the sheet is larger than any form.
    """
    cells = Cells()
    spans: list[Span] = []
    hidden: set[int] = set()
    for block in root:
        kind = local(block)
        if kind == "sheetData":
            _rows(block, title, book, cells, hidden)
        elif kind == "cols":
            hidden.update(-number for number in _hidden_columns(block))
        elif kind == "dimension":
            _region(block, title, book)
        elif kind == "mergeCells":
            spans += [_region(merge, title, book) for merge in block]
    return lay_out(book.name, title, cells, spans, hidden)


def lay_out(
    file: str,
    title: str,
    cells: Cells,
    spans: Sequence[Span],
    hidden: Collection[int],
) -> Grid:
    """Return a grid of the filled cells of a sheet.

    Args:
        file: the file's name.
        title: the sheet's name.
        cells: the cells and the doubts about them.
        spans: the merged regions.
        hidden: numbers of hidden rows, and of hidden columns as negative numbers, from 1.

    Raises:
        DocumentError: the filled cells reach over more than ``AREA``.
    """
    filled = {place: text for place, text in cells.texts.items() if text}
    ends = [*filled, *[span[2:] for span in spans if span[:2] in filled]]
    height = 1 + max([row for row, _ in ends], default=-1)
    width = 1 + max([column for _, column in ends], default=-1)
    if height * width > AREA:
        raise too_large(file, title, height, width)
    letters = [column_letters(column + 1) for column in range(width)]
    matrix = [
        [(filled.get((row, column), ""), f"{letters[column]}{row + 1}") for column in range(width)]
        for row in range(height)
    ]
    doubts = list(cells.notes)
    if hidden:
        for row, column in filled:
            if row + 1 in hidden or -column - 1 in hidden:
                what = f"第 {row + 1} 行" if row + 1 in hidden else f"{letters[column]} 列"
                ref = f"{letters[column]}{row + 1}"
                doubts.append((ref, f"{what}在表中是隐藏的，已照常读入，请核对是否应当保留。"))
    return build(file, matrix, spans, title, tuple(doubts), frozenset(cells.signed))


def require_few(sheets: int, name: str) -> None:
    """Refuse a workbook with more sheets than a person fills; each takes as long as a form."""
    if sheets > SHEETS:
        raise DocumentError(
            name, f"工作簿里有 {sheets} 张工作表，超过 {SHEETS} 张的上限", "请分成几个文件再读"
        )


def too_large(file: str, title: str, rows: int, columns: int) -> DocumentError:
    """Return the error for a sheet that reaches further than any form."""
    return DocumentError(
        file,
        f"工作表的范围到第 {rows} 行第 {columns} 列，超过 {ROWS} 行 {COLUMNS} 列"
        f"或 {AREA // 10_000} 万格的上限",
        "请删除表外多余的行和列，或把自评表复制到新的工作簿里再读",
        f"工作表“{title}”",
    )


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1: ``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1: 1 is ``A``, 27 is ``AA``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def rich_text(element: etree._Element) -> str:
    """Return the text of a string item: its runs, without phonetic hints."""
    text = ""
    for child in element:
        kind = local(child)
        if kind == "t":
            text += child.text or ""
        elif kind == "r":
            text += "".join(piece.text or "" for piece in child if local(piece) == "t")
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _rows(block: etree._Element, title: str, book: Book, cells: Cells, hidden: set[int]) -> None:
    row = 0
    for line in block:
        row = _count(line.get("r"), 0) or row + 1
        if row > ROWS:
            raise too_large(book.name, title, row, 1)
        if line.get("hidden") in ("1", "true"):
            hidden.add(row)
        column = 0
        for cell in line:
            column += 1
            if not len(cell):
                continue
            if at := _place(cell.get("r", "")):
                row, column = at
            if column > COLUMNS or row > ROWS:
                raise too_large(book.name, title, row, column)
            text, doubt = _text(cell, book)
            cells.texts[row - 1, column - 1] = text
            if doubt:
                cells.doubt(f"{column_letters(column)}{row}", doubt)


@lru_cache(maxsize=16384)
def _place(ref: str) -> tuple[int, int] | None:
    """Return the row and the column of a reference such as ``B7``, from 1."""
    match = _REF.fullmatch(ref)
    return (int(match[2]), column_number(match[1])) if match else None


def _text(cell: etree._Element, book: Book) -> tuple[str, str]:
    """Return the text that a cell shows, and a doubt about it (or an empty string)."""
    value = formula = ""
    inline = None
    for child in cell:
        kind = local(child)
        if kind == "v":
            value = child.text or ""
        elif kind == "f":
            formula = child.text or ""
        elif kind == "is":
            inline = child
    kind = cell.get("t", "n")
    code = book.codes.get(cell.get("s", "0"), "General")
    if formula:
        typed = formula_text(formula, "" if kind == "e" else value, code)
        if typed is not None:
            return typed
    if inline is not None:
        return string_text(rich_text(inline), code), ""
    if kind == "s":
        return string_text(book.strings.get(value, ""), code), ""
    if kind == "n" and value:
        try:
            number = float(value)
        except ValueError:
            return value, ""
        text, doubt = number_text(number, code, book.from_1904)
        return text, doubt or sign_of(formula)
    if kind == "b":
        return ("是" if value == "1" else "否"), "是逻辑值，请核对。"
    if kind == "e":
        return "", f"是错误值 {value}，已留空，请核对。"
    return string_text(value, code), ""


def _count(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else default


def _region(element: etree._Element, title: str, book: Book) -> Span:
    """Return the region that an element's ``ref`` names, checked against the limits."""
    first, _, last = element.get("ref", "").partition(":")
    top, left = _place(first) or (1, 1)
    bottom, right = _place(last) or (top, left)
    if max(top, bottom) > ROWS or max(left, right) > COLUMNS:
        raise too_large(book.name, title, max(top, bottom), max(left, right))
    return (top - 1, left - 1, bottom - 1, right - 1)


def _hidden_columns(block: etree._Element) -> Iterator[int]:
    for element in block:
        if element.get("hidden") in ("1", "true"):
            last = min(_count(element.get("max"), 0), COLUMNS)
            yield from range(_count(element.get("min"), 1), last + 1)
