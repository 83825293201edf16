"""Write a form as a workbook in a layout."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from selfeval_assist.documents.edge import made, write
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.figure import Figure, figure
from selfeval_assist.documents.writers.breaks import cut
from selfeval_assist.documents.writers.content import BudgetPlace
from selfeval_assist.documents.writers.layout import Box
from selfeval_assist.documents.writers.measure import SIZE
from selfeval_assist.documents.writers.page import FONT, FOOT, MARGIN, Page, fit
from selfeval_assist.documents.writers.xlsx_style import Edge, format_of
from selfeval_assist.documents.writers.xlsx_totals import totals
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.layouts import Layout

LONGEST = 32_767
"""Characters that a cell can hold."""
_HEADER = 250
"""Characters that the line at the head of a page can hold, with its control codes."""

_A4 = 9
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    # The width of a column is counted in digits of this font; at this size one is 7 pixels wide.
    "default_format_properties": {"font_name": FONT, "font_size": SIZE, "font_scheme": "none"},
}


def write_xlsx(
    form: SelfEvaluation,
    path: Path,
    *,
    layout: Layout | None = None,
    budget: BudgetPlace = "append_to_actual",
    metadata: Mapping[str, str] | None = None,
    line: str = "",
) -> None:
    """Write a form as .xlsx in a layout; an existing file is replaced in one step.

    A cell holds the printed text; money, points and counts that are plain numbers are numbers in a
    format that shows them as printed, so that they can be added. Reading it gives the same form.
    The layout has no place for evidence, waivers, the parts of a deviation and the policy: keep the
    .json file for these.

    Args:
        form: the form.
        path: the file to write.
        layout: the printed form; None takes that of the form's policy and place.
        budget: where the text on the budget's deviation is printed, unless the layout says.
        metadata: custom properties of the file, such as the label of texts made by a model.
        line: a line at the head of every page, such as the same label in a draft.

    Raises:
        DocumentError: the file cannot be written, or a text is too long for a cell.
    """
    page = fit(form, layout, budget)
    for box in page.table.boxes:
        if len(box.text) > LONGEST:
            raise DocumentError(
                path.name,
                f"“{box.text[:20]}…”有 {len(box.text)} 个字，超过一个单元格的上限 {LONGEST}",
                "请缩短后再导出",
            )
    data = made(path.name, lambda file: _fill(file, form, page, metadata or {}, line))
    write(path, data)


def _fill(
    file: IO[bytes], form: SelfEvaluation, page: Page, metadata: Mapping[str, str], line: str
) -> None:
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": form.title, "subject": form.project})
        for name, value in metadata.items():
            book.set_custom_property(name, value, "text")
        look = cache(lambda *key: book.add_format(format_of(*key)))
        sheet = book.add_worksheet("自评表")
        for column, width in enumerate(page.widths):
            sheet.set_column(column, column, width)
        for row, points in enumerate(page.heights):
            sheet.set_row(row, points)
        sums = totals(form, page.table)
        for box, open_ in _printed(page):
            found = figure(box.text) if box.style == "number" else None
            code = found.format if found else "@"
            _put(sheet, box, look(box.style, code, open_), found, sums.get(box, ""))
        _print(sheet, page, line)


def _printed(page: Page) -> Iterator[tuple[Box, Edge]]:
    """Yield the boxes with the side on which they have no line.

    The label beside the indicators begins with their headings. These are repeated on each page, and
    a part of a merged cell would be, so that the cell above the label is one of its own.
    """
    pages, heading = page.pages, page.table.heading
    for box in cut(page.table.boxes, pages):
        if len(pages) == 1 or box.style != "side" or box.left or box.bottom < heading:
            yield box, ""
        elif box.top == heading:
            yield replace(box, bottom=heading, text=""), "bottom"
            yield replace(box, top=heading + 1), "top"
        else:
            yield box, "top"


def _put(sheet: Any, box: Box, look: Any, found: Figure | None, formula: str) -> None:
    """Write one text as text, or as the number that it prints; nothing else writes into a sheet.

    ``merge_range`` guesses the type of what it is given, so it gets nothing to guess.
    """
    if (box.top, box.left) != (box.bottom, box.right):
        sheet.merge_range(box.top, box.left, box.bottom, box.right, "", look)
    if found is not None and formula:
        sheet.write_formula(box.top, box.left, formula, look, found.value)
    elif found is not None:
        sheet.write_number(box.top, box.left, found.value, look)
    elif box.text:
        sheet.write_string(box.top, box.left, box.text, look)
    else:
        sheet.write_blank(box.top, box.left, None, look)


def _print(sheet: Any, page: Page, line: str) -> None:
    margin, above = MARGIN / 72, (MARGIN + FOOT) / 72
    sheet.set_paper(_A4)
    if page.across:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_margins(left=margin, right=margin, top=above, bottom=above)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1 if page.one else 0)
    sheet.repeat_rows(page.table.heading)
    sheet.set_h_pagebreaks([rows.start for rows in page.pages[1:]])
    sheet.print_area(0, 0, page.table.rows - 1, len(page.widths) - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页", {"margin": 0.25})
    if line:
        sheet.set_header("&L" + line.replace("&", "&&")[:_HEADER], {"margin": 0.25})
    sheet.hide_gridlines(2)
