"""A blank form in a workbook: filled in place by openpyxl, its looks kept."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from decimal import Decimal
from typing import IO, Any

import openpyxl
from openpyxl.formula.translate import Translator
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

from selfeval_assist.documents import grid as grids
from selfeval_assist.documents.blanks.blank import place
from selfeval_assist.documents.blanks.container import container_of
from selfeval_assist.documents.blanks.formulas import (
    Kept,
    UnknownError,
    lowered,
    raised,
    worked_out,
)
from selfeval_assist.documents.figure import figure
from selfeval_assist.documents.grid import Cell, Grid
from selfeval_assist.documents.writers.measure import PADDING, SIZE, height
from selfeval_assist.documents.writers.page import TALLEST

_ROWS, _COLUMNS = 2_000, 200
_WIDTH, _HEIGHT = 8.43, 15.0
"""What a sheet takes for columns and rows that state no measure."""
_DEEP = 20
"""Formulas that refer to formulas, one behind the other."""
_DROPPED = re.compile(r"xl/(?:drawings|charts|media|diagrams|activeX|ctrlProps)/|vbaProject")


class BlankSheet:
    """One sheet of a workbook."""

    def __init__(self, name: str, parts: Mapping[str, bytes], sheet: str) -> None:
        """Open a sheet of the workbook that the parts of a container make."""
        self._name = name
        self._book: Any = openpyxl.load_workbook(container_of(parts))
        self._sheet: Any = self._book[sheet]
        self._kept: list[tuple[Any, str]] = []
        dropped = any(_DROPPED.match(part) or "vbaProject" in part for part in parts)
        self.lost: tuple[str, ...] = (
            ("模板里的图片、图形或宏没有保留，请在导出的文件中核对。",) if dropped else ()
        )

    def grid(self) -> Grid:
        """Return the sheet as it is now; a formula shows nothing."""
        sheet = self._sheet
        rows = range(min(sheet.max_row, _ROWS))
        columns = range(min(sheet.max_column, _COLUMNS))
        spans = [
            (r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1)
            for r in sheet.merged_cells.ranges
        ]
        matrix = [
            [(self._text(row, column), place(row, column)) for column in columns] for row in rows
        ]
        return grids.build(self._name, matrix, spans, sheet.title)

    def _text(self, row: int, column: int) -> str:
        cell = self._sheet.cell(row + 1, column + 1)
        value = getattr(cell, "value", None)
        return "" if value is None or cell.data_type == "f" else str(value)

    def put(self, cell: Cell, text: str, *, counts: bool = False) -> None:
        """Write a cell, never over a formula; the rows grow where the text needs it."""
        target = self._sheet.cell(cell.row + 1, cell.column + 1)
        if target.data_type == "f":
            self._kept += [(target, text)] if text else []
            return
        found = figure(text, target.number_format) if counts else None
        if found is not None and target.number_format != "@":
            target.value, target.number_format = found.value, found.format
            return
        if not text:
            target.value = None
            return
        # A bare value beginning with = would become a formula.
        target.value = text
        target.data_type = "s"
        target.number_format = "@"
        target.quotePrefix = True
        if text.startswith(cell.text[:2].strip() or "\0"):
            return  # a label that stands in the same cell stays, and with it how it runs on
        alignment = copy(target.alignment)
        alignment.wrap_text = True
        target.alignment = alignment
        self._grow(cell, text, float(target.font.sz or SIZE))

    def kept(self) -> Sequence[Kept]:
        """Return the formulas that stayed, with what they come to now."""
        return [
            Kept(cell.coordinate, str(cell.value), self._result(cell, 0), text)
            for cell, text in self._kept
        ]

    def _result(self, cell: Any, depth: int) -> Decimal | None:
        if depth > _DEEP or not isinstance(cell.value, str):
            return None

        def look(ref: str) -> Decimal | str | None:
            other = self._sheet[ref]
            value = getattr(other, "value", None)
            if value is not None and other.data_type == "f":
                result = self._result(other, depth + 1)
                if result is None:
                    raise UnknownError
                return result
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                return Decimal(str(value))
            return None if value is None else str(value)

        return worked_out(cell.value, look)

    def _grow(self, cell: Cell, text: str, size: float) -> None:
        width = sum(self._width(cell.column + 1 + at) for at in range(cell.width))
        rows = [cell.row + 1 + at for at in range(cell.height)]
        heights = {row: self._height(row) for row in rows}
        missing = height(text, width, size) + PADDING - sum(heights.values())
        if missing > 0:
            for row, tall in heights.items():
                self._sheet.row_dimensions[row].height = min(tall + missing / len(rows), TALLEST)

    def _height(self, row: int) -> float:
        sheet = self._sheet
        stated = sheet.row_dimensions[row].height if row in sheet.row_dimensions else None
        return float(stated or sheet.sheet_format.defaultRowHeight or _HEIGHT)

    def _width(self, column: int) -> float:
        for dimension in self._sheet.column_dimensions.values():
            if (dimension.min or 0) <= column <= (dimension.max or 0) and dimension.width:
                return float(dimension.width)
        letter = get_column_letter(column)
        if letter in self._sheet.column_dimensions:
            return float(self._sheet.column_dimensions[letter].width)
        return float(self._sheet.sheet_format.defaultColWidth or _WIDTH)

    def duplicate(self, row: int, shared: Collection[int]) -> None:
        """Insert an empty copy of a row; openpyxl moves the cells, all else is moved here."""
        sheet, source = self._sheet, row + 1
        new = source + 1
        last = sheet.max_row
        heights = {at: sheet.row_dimensions[at].height for at in range(1, last + 1)}
        joined = list(sheet.merged_cells.ranges)
        styles = self._styles(source)
        sheet.insert_rows(new)
        self._lower_formulas(source)
        for at in range(new, last + 2):
            sheet.row_dimensions[at].height = heights.get(source if at == new else at - 1)
        for column, style in styles.items():
            sheet.cell(new, column)._style = style
        self._fit(lambda ranges: _lowered(ranges, source), ())
        self._join(_moved(joined, source, {column + 1 for column in shared}))
        for each in sheet.row_breaks.brk:
            each.id += each.id >= source

    def remove(self, row: int) -> bool:
        """Take out a row, unless a formula names a cell of it or a merged cell begins in it."""
        sheet, gone = self._sheet, row + 1
        joined = list(sheet.merged_cells.ranges)
        if any(each.min_row == gone < each.max_row for each in joined):
            return False
        formulas = [
            (cell, raised(cell.value, gone, sheet.title, here=here))
            for cell, here in self._formulas()
            if not (here and cell.row == gone)
        ]
        if any(made is None for _, made in formulas):
            return False
        for cell, made in formulas:
            cell.value = made
        last = sheet.max_row
        heights = {at: sheet.row_dimensions[at].height for at in range(1, last + 2)}
        sheet.delete_rows(gone)
        for at in range(gone, last + 1):
            sheet.row_dimensions[at].height = heights[at + 1]
        self._fit(lambda ranges: _raised(ranges, gone), joined)
        for each in sheet.row_breaks.brk:
            each.id -= each.id >= gone
        return True

    def _formulas(self) -> Iterator[tuple[Any, bool]]:
        """Yield the cells of the workbook with a formula, and whether they are of this sheet."""
        for each in self._book.worksheets:
            for cell in (cell for row in each.iter_rows() for cell in row):
                if cell.data_type == "f" and isinstance(cell.value, str):
                    yield cell, each is self._sheet

    def _lower_formulas(self, source: int) -> None:
        """Let every formula of the workbook mean the same cells, and copy those of the row."""
        sheet = self._sheet
        for cell, here in self._formulas():
            cell.value = lowered(cell.value, source, sheet.title, here=here)
        for cell in sheet[source]:
            if cell.data_type == "f" and isinstance(cell.value, str):
                below = cell.offset(row=1)
                below.value = Translator(cell.value, cell.coordinate).translate_formula(
                    below.coordinate
                )

    def _styles(self, row: int) -> dict[int, Any]:
        """Return the look of each cell of a row; a merged cell looks like its first one."""
        sheet = self._sheet
        styles = {at: copy(sheet.cell(row, at)._style) for at in range(1, sheet.max_column + 1)}
        for each in sheet.merged_cells.ranges:
            if each.min_row <= row <= each.max_row:
                look = sheet.cell(each.min_row, each.min_col)._style
                styles |= {at: copy(look) for at in range(each.min_col, each.max_col + 1)}
        return styles

    def _join(self, ranges: Collection[CellRange]) -> None:
        """Set the merged cells; the set of openpyxl would draw borders anew for each."""
        made = MultiCellRange()
        made.ranges = set(ranges)
        self._sheet.merged_cells = made

    def _fit(
        self,
        moved: Callable[[Collection[CellRange]], Iterator[CellRange]],
        joined: Collection[CellRange],
    ) -> None:
        """Let merged cells, lists of values and the print area follow rows that have moved."""
        sheet = self._sheet
        self._join(list(moved(joined)))
        for part in (*sheet.data_validations.dataValidation,):
            part.sqref = MultiCellRange(moved(part.sqref.ranges))
        if sheet.print_area:
            areas = str(sheet.print_area).split(",")
            named = [CellRange(area.rsplit("!", 1)[-1].replace("$", "")) for area in areas]
            sheet.print_area = [each.coord for each in moved(named)]

    def merge(self, top: int, bottom: int, column: int) -> None:
        """Merge the cells of a column."""
        made = CellRange(
            min_row=top + 1, max_row=bottom + 1, min_col=column + 1, max_col=column + 1
        )
        self._join([*self._sheet.merged_cells.ranges, made])

    def save(self, file: IO[bytes], metadata: Mapping[str, str], line: str) -> None:
        """Write the workbook."""
        known = {each.name for each in self._book.custom_doc_props.props}
        for name, value in metadata.items():
            if name in known:
                del self._book.custom_doc_props[name]
            self._book.custom_doc_props.append(StringProperty(name=name, value=value))
        if line and not self._sheet.oddHeader.left.text:
            self._sheet.oddHeader.left.text = line.replace("&", "&&")[:250]
        self._book.save(file)


def _moved(ranges: Collection[CellRange], source: int, shared: set[int]) -> list[CellRange]:
    """Return merged cells after a copy of a row was inserted below it."""
    made = list(_lowered(ranges, source, shared))
    covered = {
        column
        for each in ranges
        if each.min_row <= source <= each.max_row
        for column in range(each.min_col, each.max_col + 1)
    }
    for each in ranges:
        if each.min_row == each.max_row == source and each.min_col not in shared:
            copied = CellRange(each.coord)
            copied.shift(row_shift=1)
            made.append(copied)
    for column in shared - covered:
        made.append(CellRange(min_row=source, max_row=source + 1, min_col=column, max_col=column))
    return made


def _lowered(
    ranges: Collection[CellRange], source: int, shared: Collection[int] | None = None
) -> Iterator[CellRange]:
    """Yield ranges after a row was inserted below ``source``.

    A range that ends at that row grows when it is an area (``shared`` is None) or begins in one of
    the shared columns.
    """
    for each in ranges:
        made = CellRange(each.coord)
        if each.min_row > source:
            made.shift(row_shift=1)
        elif each.max_row > source or (
            each.max_row == source and (shared is None or each.min_col in shared)
        ):
            made.expand(down=1)
        yield made


def _raised(ranges: Collection[CellRange], gone: int) -> Iterator[CellRange]:
    """Yield ranges after a row was taken out; those that were in it alone are gone."""
    for each in ranges:
        made = CellRange(each.coord)
        if each.min_row > gone:
            made.shift(row_shift=-1)
        elif each.max_row >= gone:
            if each.min_row == each.max_row:
                continue
            made.shrink(bottom=1)
        yield made
