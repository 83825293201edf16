"""One page of a PDF: its ruled lines and its characters, in points from the upper left corner."""

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from selfeval_assist.documents.readers.lattice import Line
from selfeval_assist.documents.readers.pdf_lines import Character, numbers

THICK = 3.0
"""Points of the thickest line; what is thicker is a filled area."""
SHORT = 3.0
OBJECTS = 50_000
CHARACTERS = 50_000

_Turn = Callable[[float, float], tuple[float, float]]


class TooMuchError(Exception):
    """A page with more drawings or characters than any form."""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page.

    Attributes:
        across: the horizontal lines.
        down: the vertical lines.
        characters: the characters.
        pictures: how many pictures there are.
        numbers: the strings of digits in its plain text, in the order in which the file draws it.
    """

    across: tuple[Line, ...]
    down: tuple[Line, ...]
    characters: tuple[Character, ...]
    pictures: int
    numbers: frozenset[str]


def read_page(page: pdfium.PdfPage) -> Page:
    """Return the lines and characters of a page, turned as the page is shown.

    Raises:
        TooMuchError: there are more of them than on any form.
    """
    if raw.FPDFPage_CountObjects(page.raw) > OBJECTS:
        raise TooMuchError
    turn = _turn(page)
    across: list[Line] = []
    down: list[Line] = []
    pictures = 0
    for count, item in enumerate(page.get_objects(max_depth=4)):
        if count > OBJECTS:
            raise TooMuchError
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        if item.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        for one, other in _strokes(item):
            (x1, y1), (x2, y2) = turn(*one), turn(*other)
            width, height = abs(x2 - x1), abs(y2 - y1)
            if height <= THICK and width > max(SHORT, height):
                across.append(Line((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
            elif width <= THICK and height > SHORT:
                down.append(Line((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
    text = page.get_textpage()
    characters = tuple(_characters(page, text, turn))
    return Page(tuple(across), tuple(down), characters, pictures, numbers(text.get_text_range()))


def _turn(page: pdfium.PdfPage) -> _Turn:
    """Return how a point of the page's own space is shown: the page may be turned."""
    left, bottom, right, top = page.get_cropbox()
    return {
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }.get(page.get_rotation(), lambda x, y: (x - left, top - y))


_Point = tuple[float, float]


def _strokes(item: pdfium.PdfObject) -> Iterator[tuple[_Point, _Point]]:
    """Yield the straight strokes of a path by their two ends, or the box of a thin filled area."""
    left, bottom, right, top = item.get_bounds()
    if min(right - left, top - bottom) <= THICK:
        yield (left, bottom), (right, top)
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
    count = raw.FPDFPath_CountSegments(item.raw)
    if not stroke.value or count > OBJECTS:
        return
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    start: _Point | None = None
    last: _Point | None = None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield last, point
        last = point
        if raw.FPDFPathSegment_GetClose(segment) and start is not None:
            yield point, start


def _characters(page: pdfium.PdfPage, text: pdfium.PdfTextPage, turn: _Turn) -> Iterator[Character]:
    count = text.count_chars()
    if count > CHARACTERS:
        raise TooMuchError
    edges = page.get_cropbox()
    corners = turn(edges[0], edges[1]), turn(edges[2], edges[3])
    width, height = (max(corner[at] for corner in corners) for at in (0, 1))
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        if code < 32 or code in (0xFFFE, 0xFFFF):
            continue
        if code == 32 and raw.FPDFText_IsGenerated(text.raw, index):
            continue  # the parser's guess at a gap; gaps are measured later
        found = _character(text, index, chr(code), turn)
        # A label over several pages is drawn on each; what falls off the page is not seen.
        if 0 <= found.x <= width and 0 <= found.y <= height:
            yield found


def _character(text: pdfium.PdfTextPage, index: int, sign: str, turn: _Turn) -> Character:
    """Return a character as it is shown: the page may be turned, and the text on the page."""
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    # The loose box is as wide as the advance: a comma then leaves no gap behind it.
    raw.FPDFText_GetLooseCharBox(text.raw, index, box)
    raw.FPDFText_GetMatrix(text.raw, index, matrix)
    raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
    one, other = turn(box.left, box.bottom), turn(box.right, box.top)
    (left, right), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    at = turn(x.value, y.value)
    ahead = turn(x.value + matrix.a, y.value + matrix.b)
    turns = round(math.atan2(ahead[1] - at[1], ahead[0] - at[0]) / (math.pi / 2)) % 4
    start, end = ((left, right), (top, bottom), (-right, -left), (-bottom, -top))[turns]
    return Character(
        sign,
        (left + right) / 2,
        (top + bottom) / 2,
        start,
        end,
        (at[1], -at[0], -at[1], at[0])[turns],
        raw.FPDFText_GetFontSize(text.raw, index) * math.hypot(matrix.c, matrix.d),
        turns,
    )
