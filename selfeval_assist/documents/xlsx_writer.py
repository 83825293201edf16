"""Write a form as a workbook in the official layout."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from selfeval_assist.documents import atomic
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.layout import Box, LayoutName, Plan, choose, plan
from selfeval_assist.documents.xlsx_style import FORMATS, LINE, MARGINS, TALLEST, height
from selfeval_assist.form import SelfEvaluation

LONGEST = 32_767
"""Characters that a cell can hold."""

_A4 = 9
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_xlsx(
    form: SelfEvaluation,
    path: Path,
    *,
    layout: LayoutName | None = None,
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Write a form as .xlsx in the official layout; an existing file is replaced in one step.

    Every cell is a text cell that holds the printed text, so that reading it gives the same form.
    The layout has no place for evidence, waivers, the parts of a deviation and the policy: keep the
    .json file for these. A text on the budget's deviation is appended to 实际完成情况.

    Args:
        form: the form.
        path: the file to write.
        layout: ``central`` or ``shanghai``; None chooses by title and money unit.
        metadata: custom properties of the file, such as the label of texts made by a model.

    Raises:
        DocumentError: the file cannot be written, or a text is too long for a cell.
    """
    laid = _laid_out(form, layout or choose(form))
    for box in laid.boxes:
        if len(box.text) > LONGEST:
            raise DocumentError(
                path.name,
                f"“{box.text[:20]}…”有 {len(box.text)} 个字，超过一个单元格的上限 {LONGEST}",
                "请缩短后再导出",
            )
    atomic.write(path, lambda temporary: _fill(temporary, form, laid, metadata or {}))


def _laid_out(form: SelfEvaluation, layout: LayoutName) -> Plan:
    """Return the plan; goal texts higher than a row can be get as many rows as they need."""
    laid = plan(form, layout)
    goals = [box for box in laid.boxes if box.style == "text" and box.bottom == laid.heading - 1]
    tallest = max((_needs(box, laid) for box in goals), default=0.0)
    return plan(form, layout, math.ceil(tallest / TALLEST)) if tallest > TALLEST else laid


def _needs(box: Box, laid: Plan) -> float:
    return height(box.text, sum(laid.widths[box.left : box.right + 1]), box.style)


def _heights(laid: Plan) -> list[float]:
    """Return the height of every row, so that no text is cut."""
    heights = [LINE + 7] * laid.rows
    for box in sorted(laid.boxes, key=lambda box: box.bottom - box.top):
        rows = range(box.top, box.bottom + 1)
        missing = _needs(box, laid) - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] = min(heights[row] + missing / len(rows), TALLEST)
    return heights


def _fill(path: Path, form: SelfEvaluation, laid: Plan, metadata: Mapping[str, str]) -> None:
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": form.title, "subject": form.project})
        for key, value in metadata.items():
            book.set_custom_property(key, value, "text")
        formats = {style: book.add_format(look) for style, look in FORMATS.items()}
        sheet = book.add_worksheet("自评表")
        for column, width in enumerate(laid.widths):
            sheet.set_column(column, column, width)
        for row, points in enumerate(_heights(laid)):
            sheet.set_row(row, points)
        for box in laid.boxes:
            _put(sheet, box, formats[box.style])
        _page(sheet, laid)


def _put(sheet: Any, box: Box, look: Any) -> None:
    """Write one text as text; the only place that puts text into a sheet.

    ``merge_range`` guesses the type of what it is given, so it gets nothing to guess.
    """
    if (box.top, box.left) != (box.bottom, box.right):
        sheet.merge_range(box.top, box.left, box.bottom, box.right, "", look)
    if box.text:
        sheet.write_string(box.top, box.left, box.text, look)
    else:
        sheet.write_blank(box.top, box.left, None, look)


def _page(sheet: Any, laid: Plan) -> None:
    sheet.set_paper(_A4)
    sheet.set_portrait()
    sheet.set_margins(**MARGINS)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(laid.heading)
    sheet.print_area(0, 0, laid.rows - 1, len(laid.widths) - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)
