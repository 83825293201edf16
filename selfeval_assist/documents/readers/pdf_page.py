"""One page of a PDF: its ruled lines and its characters, in points from the upper left corner."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from selfeval_assist.documents.readers.lattice import Line

THICK = 3.0
"""Points of the thickest line; what is thicker is a filled area."""
SHORT = 3.0
OBJECTS = 50_000
CHARACTERS = 50_000

_Turn = Callable[[float, float], tuple[float, float]]


class TooMuchError(Exception):
    """A page with more drawings or characters than any form."""


@dataclass(frozen=True, slots=True)
class Character:
    """A character with its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def x(self) -> float:
        """The middle from left to right."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle from top to bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page: horizontal lines, vertical lines, characters, number of pictures."""

    across: tuple[Line, ...]
    down: tuple[Line, ...]
    characters: tuple[Character, ...]
    pictures: int


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
    return Page(tuple(across), tuple(down), tuple(_characters(page, turn)), pictures)


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


def _characters(page: pdfium.PdfPage, turn: _Turn) -> Iterator[Character]:
    text = page.get_textpage()
    count = text.count_chars()
    if count > CHARACTERS:
        raise TooMuchError
    box = raw.FS_RECTF()
    edges = page.get_cropbox()
    corners = turn(edges[0], edges[1]), turn(edges[2], edges[3])
    width, height = (max(corner[at] for corner in corners) for at in (0, 1))
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        if code < 32 or code in (0xFFFE, 0xFFFF):
            continue
        if code == 32 and raw.FPDFText_IsGenerated(text.raw, index):
            continue  # the parser's guess at a gap; gaps are measured later
        # The loose box is as wide as the advance: a comma then leaves no gap behind it.
        raw.FPDFText_GetLooseCharBox(text.raw, index, box)
        (x1, y1), (x2, y2) = turn(box.left, box.bottom), turn(box.right, box.top)
        found = Character(chr(code), min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        # A label over several pages is drawn on each; what falls off the page is not seen.
        if 0 <= found.x <= width and 0 <= found.y <= height:
            yield found
