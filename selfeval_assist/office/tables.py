"""The tables of a batch as workbooks; which columns they have stands in columns.toml."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from selfeval_assist.documents.writers.measure import height

_LAST = 1_000_000
"""Rows of a sheet; what is more stands on the next one."""
_LONGEST = 32_767
"""Characters that a cell holds."""
_FONT_SIZE = 11
_FONT = {"font_name": "宋体", "font_size": _FONT_SIZE}
_TALLEST = 409
"""Points of the tallest row of a workbook."""
_FORMATS = {"text": "@", "count": "0", "money": "#,##0.00", "points": "0.00"}
_OPTIONS = {
    # Each row is on the disk when the next one begins: a table may have a million.
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class Column(BaseModel):
    """One column of a table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    field: str
    width: int
    kind: Literal["text", "count", "money", "points"] = "text"
    choices: tuple[str, ...] = ()


@cache
def columns() -> dict[str, tuple[Column, ...]]:
    """Return the columns of every table by its name."""
    data = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
    return {name: tuple(map(Column.model_validate, every)) for name, every in data.items()}


def write_table(path: Path, name: str, title: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a table as a workbook.

    Args:
        path: the file.
        name: the name of the table in columns.toml.
        title: what its sheet is called.
        rows: the values of each row by the fields of its columns.

    Raises:
        OSError: the file cannot be written.
    """
    with written(path) as (book, looks):
        _fill_book(book, columns()[name], title, rows, looks)


@contextmanager
def written(path: Path) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield a workbook that is written at the end, and its formats by kind of value, and ``head``.

    Raises:
        OSError: the file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    try:
        with xlsxwriter.Workbook(path, _OPTIONS) as book:
            looks = {
                kind: book.add_format(
                    {**_FONT, "border": 1, "valign": "top", "num_format": code}
                    | ({"text_wrap": True, "quote_prefix": True} if kind == "text" else {})
                )
                for kind, code in _FORMATS.items()
            }
            head = {**_FONT, "border": 1, "bold": True, "text_wrap": True, "valign": "vcenter"}
            yield book, looks | {"head": book.add_format(head)}
    except FileCreateError as error:
        # It holds the error of the system.
        cause = next(iter(error.args), None)
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


def _fill_book(
    book: Any, every: tuple[Column, ...], title: str, rows: Iterable[Mapping[str, Any]], looks: Any
) -> None:
    left: Iterator[Mapping[str, Any]] = iter(rows)
    more, number = True, 1
    while more:
        sheet = book.add_worksheet(title if number == 1 else f"{title}{number}")
        more = _fill(sheet, every, left, looks)
        number += 1


def begin(sheet: Any, heads: Iterable[tuple[str, int]], looks: Any) -> None:
    """Set up a page across and write the headings of its columns, with their widths."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    titles = list(heads)
    tall(sheet, 0, titles)
    for place, (title, width) in enumerate(titles):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, looks["head"])


def tall(sheet: Any, line: int, cells: Iterable[tuple[Any, int]]) -> None:
    """Give a row the height that its texts need: not every program works it out when it opens.

    Args:
        sheet: the sheet; nothing is written into the row yet.
        line: the row, counted from 0.
        cells: its texts with the widths of their columns.
    """
    points = max(height(str(text), width, _FONT_SIZE) for text, width in cells)
    sheet.set_row(line, min(points, _TALLEST))


def _fill(sheet: Any, every: tuple[Column, ...], rows: Any, looks: Any) -> bool:
    """Fill a sheet; return whether there may be rows for another."""
    begin(sheet, ((column.title, column.width) for column in every), looks)
    line = 0
    for line, row in enumerate(rows, start=1):
        texts = [(row.get(each.field) or "", each.width) for each in every if each.kind == "text"]
        tall(sheet, line, texts)
        for place, column in enumerate(every):
            put(sheet, (line, place), row.get(column.field), looks, column.kind)
        if line == _LAST:
            break
    for place, column in enumerate(every):
        if column.choices and line:
            offered = {"validate": "list", "source": list(column.choices), "ignore_blank": True}
            sheet.data_validation(1, place, line, place, offered | {"error_type": "information"})
    sheet.autofilter(0, 0, max(line, 1), len(every) - 1)
    return line == _LAST


def put(sheet: Any, at: tuple[int, int], value: Any, looks: Any, kind: str) -> None:
    """Write one value: a text as text, whatever it begins with, a figure as a number.

    Args:
        sheet: the sheet.
        at: line and column, counted from 0.
        value: the value; None and an empty text leave the cell blank.
        looks: the formats by kind, as ``written`` gives them.
        kind: text, count, money or points.
    """
    if value is None or value == "":
        sheet.write_blank(*at, None, looks[kind])
    elif kind == "text":
        sheet.write_string(*at, str(value)[:_LONGEST], looks[kind])
    else:
        # A workbook knows no other numbers than floats; nothing is worked out with this one.
        sheet.write_number(*at, float(Decimal(str(value))), looks[kind])
