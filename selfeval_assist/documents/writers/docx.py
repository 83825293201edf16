"""Write a form as a Word document in a layout."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt

from selfeval_assist.documents.edge import made, write
from selfeval_assist.documents.writers.breaks import cut, pages_of, repeats
from selfeval_assist.documents.writers.content import BudgetPlace
from selfeval_assist.documents.writers.docx_parts import (
    cell_place,
    custom_properties,
    element,
    fields,
    fonts,
    nested,
    paragraph,
    table,
)
from selfeval_assist.documents.writers.layout import Box, Style
from selfeval_assist.documents.writers.measure import SIZE
from selfeval_assist.documents.writers.page import (
    FONT,
    FONTS,
    FOOT,
    LOWEST,
    MARGIN,
    SIZES,
    Page,
    fit,
    heights_of,
    points,
)
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.layouts import Layout

_SMALLEST = 9.0
"""Points of the smallest print: 小五, below which a form is hard to read on paper."""
_LOOSE: tuple[Style, ...] = ("title", "year", "note")
"""Texts that stand above or below the table, as paragraphs."""
_THREAD = 1.0
"""Points of the line between the tables of two pages."""
_LEADING = 1.3
"""Height of a line by the size of its font; fixed, so that pages break alike everywhere."""
_INSIDE = 1.25
"""Points that a cell keeps free above and below its text."""
_LINE = 1.0
"""Points that the line below a row takes, and what programs differ in."""
_KEPT = 0.5
"""Part of a page up to which a row is kept together."""


def write_docx(
    form: SelfEvaluation,
    path: Path,
    *,
    layout: Layout | None = None,
    budget: BudgetPlace = "append_to_actual",
    metadata: Mapping[str, str] | None = None,
    line: str = "",
) -> None:
    """Write a form as .docx in a layout; an existing file is replaced in one step.

    Each page is a table of its own, with the headings and with the labels that go on from the page
    before, because Word prints these once.

    Args:
        form: the form.
        path: the file to write.
        layout: the printed form; None takes that of the form's policy and place.
        budget: where the text on the budget's deviation is printed, unless the layout says.
        metadata: custom properties of the file, such as the label of texts made by a model.
        line: a line at the head of every page, such as the same label in a draft.

    Raises:
        DocumentError: the file cannot be written.
    """
    page = fit(form, layout, budget)
    write(path, made(path.name, lambda file: _document(form, page, metadata, line).save(file)))


def _document(
    form: SelfEvaluation, page: Page, metadata: Mapping[str, str] | None, line: str
) -> Document:
    document = docx.Document()
    _without_thumbnail(document)
    document.core_properties.title = form.title[:255]
    document.core_properties.subject = form.project[:255]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    if metadata:
        custom_properties(document, metadata)
    _page(document, page, line)
    body = document.element.body
    for part in _body(page):
        body.insert(len(body) - 1, part)
    return document


def _without_thumbnail(document: Document) -> None:
    """Take out the picture of another document's page that python-docx's empty one comes with."""
    relations = document.part.package.rels
    for key in [key for key, each in relations.items() if each.reltype.endswith("/thumbnail")]:
        del relations[key]


def _page(document: Document, page: Page, line: str) -> None:
    section = document.sections[0]
    width, tall = (842, 595) if page.across else (595, 842)
    section.page_width, section.page_height = Pt(width), Pt(tall)
    section.orientation = WD_ORIENT.LANDSCAPE if page.across else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Pt(MARGIN)
    section.top_margin = section.bottom_margin = Pt(MARGIN + FOOT)
    section.header_distance = section.footer_distance = Pt(MARGIN / 2)
    look = fonts(FONT, _SMALLEST)
    footer = section.footer.paragraphs[0]._p
    footer.getparent().replace(footer, fields(("第 ", "PAGE", " 页，共 ", "NUMPAGES", " 页"), look))
    if line:
        header = section.header.paragraphs[0]._p
        header.getparent().replace(header, paragraph(line, look))


def _body(page: Page) -> Iterator[BaseOxmlElement]:
    """Yield the paragraphs and tables of the document: a table a page, each with the headings."""
    size, heights, pages = _sized(page)
    loose = [box for box in page.table.boxes if box.style in _LOOSE]
    boxed = [box for box in page.table.boxes if box.style not in _LOOSE]
    first, end = min(box.top for box in boxed), max(box.bottom for box in boxed) + 1
    for box in loose:
        if box.top < first:
            large = SIZES.get(box.style, size)
            align = "left" if box.style == "note" else "center"
            yield paragraph(box.text, _look(box.style, large), align, large * 1.6)
    for rows in pages:
        if rows.start:
            yield paragraph("", fonts(FONT, 1), line=_THREAD, above=True)
        if rows := range(max(rows.start, first), min(rows.stop, end)):
            yield _table(page, boxed, rows, size, heights)
    below = [box for box in loose if box.top >= end]
    for box in below:
        yield paragraph(box.text, _look(box.style, size), line=size * _LEADING)
    if not below:
        yield paragraph("", fonts(FONT, 1), line=_THREAD)


def _sized(page: Page) -> tuple[float, Sequence[float], Sequence[range]]:
    """Return the size of the print, the heights of the rows in it, and the rows of each page.

    The print is a little smaller where the form then fits one page.
    """
    size = max(_SMALLEST, int(SIZE * page.scale * 2) / 2)
    while True:
        heights = _heights(page, size)
        pages = pages_of(page.table, heights, page.room[1] - _THREAD)
        smaller = size - 0.5
        if len(pages) == 1 or smaller < _SMALLEST:
            return size, heights, pages
        size = smaller


def _heights(page: Page, size: float) -> Sequence[float]:
    digits = [width / 20 / (size / 2) for width in _twentieths(page)]
    line = size * _LEADING
    heights = heights_of(page.table, digits, line, 2 * _INSIDE, LOWEST * page.scale)
    return [each + _LINE for each in heights]


def _look(style: Style, size: float) -> BaseOxmlElement:
    return fonts(FONTS.get(style, FONT), size, bold=style in ("title", "head"))


def _table(
    page: Page, boxes: Sequence[Box], rows: range, size: float, heights: Sequence[float]
) -> BaseOxmlElement:
    """Return the table of a page; a box that spans rows goes on as an empty merged cell."""
    widths = _twentieths(page)
    made = table(widths)
    heading = page.table.heading
    again = repeats(page.table, rows.start)
    boxes = list(_with_headings(boxes, heading, rows) if again else cut(boxes, [rows]))
    for row in [heading, *rows] if again else rows:
        across = sorted((b for b in boxes if b.top <= row <= b.bottom), key=lambda b: b.left)
        properties = nested(
            "trPr",
            element("cantSplit") if heights[row] < page.room[1] * _KEPT else None,
            element("trHeight", val=round(LOWEST * page.scale * 20), hRule="atLeast"),
            element("tblHeader") if again and row == heading else None,
        )
        made.append(nested("tr", properties, *(_cell(box, row, widths, size) for box in across)))
    return made


def _with_headings(boxes: Sequence[Box], heading: int, rows: range) -> Iterator[Box]:
    """Yield the boxes of a page's rows below the headings; what begins with these goes on."""
    for box in boxes:
        if box.top == heading:
            yield replace(box, bottom=max(heading, min(box.bottom, rows.stop - 1)))
        else:
            yield from cut([box], [rows])


def _twentieths(page: Page) -> list[int]:
    """Return the width of each column so that together they fill the page."""
    whole = points(page.widths)
    return [round(page.room[0] * 20 * points([width]) / whole) for width in page.widths]


def _cell(box: Box, row: int, widths: Sequence[int], size: float) -> BaseOxmlElement:
    starts = row == box.top
    merged = ("restart" if starts else "continue") if box.bottom > box.top else ""
    align = "left" if box.style == "text" else "center"
    text = box.text if starts else ""
    place = cell_place(widths[box.left : box.right + 1], merged)
    return nested("tc", place, paragraph(text, _look(box.style, size), align, size * _LEADING))
