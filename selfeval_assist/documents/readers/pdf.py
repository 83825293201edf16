"""Read a PDF with a text layer: cells from the ruled lines, characters into the cells."""

import re
from bisect import bisect_right
from collections.abc import Sequence

import pypdfium2 as pdfium

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid, Span, build
from selfeval_assist.documents.readers.lattice import Line, Region, cluster, regions
from selfeval_assist.documents.readers.pdf_lines import (
    Character,
    joined,
    lines,
    spaced,
    strange,
)
from selfeval_assist.documents.readers.pdf_page import Page, TooMuchError, read_page

PAGES = 60
LINES = 400
"""Grid lines in one direction on the largest page that is read."""

# Page numbers, and what browsers print above and below a page: when, and from which address.
_MARGIN = re.compile(
    r"第?\s*\d+\s*页(?:[，,]?\s*共\s*\d+\s*页)?|[-—–]?\s*\d+\s*(?:[/／]\s*\d+)?\s*[-—–]?"
    r"|(?:file|https?)://.*|\d{1,4}([-/.])\d{1,2}\1\d{1,4}[,，]?\s*(?:[上下]午\s*)?\d{1,2}:\d{2}.*"
)
_Line = list[tuple[str, str]]
_LOST = "{}的数字“{}”在该页的文字中没有原样出现，可能丢了小数点或错了次序，请对照原件核对。"
_VALUE = re.compile(r"[><=≥≤≧≦═]?\s*[\d,.]+\s*[%％]?")


def to_grid(data: bytes, name: str) -> Grid:
    """Return the tables of a PDF, and the text around them, as one grid.

    Raises:
        DocumentError: the file is damaged, needs a password, is too large, was scanned and holds no
            text, or has no ruled table.
    """
    pages = _pages(data, name)
    if not any(page.characters for page in pages):
        raise DocumentError(
            name,
            "PDF 里没有文字，像是扫描件或图片"
            if any(p.pictures for p in pages)
            else "PDF 里没有文字",
            "请提供电子表格或带文字的 PDF，扫描件须先做文字识别并人工核对",
        )
    xs = cluster(line.at for page in pages for line in page.down)
    matrix: list[_Line] = []
    spans: list[Span] = []
    notes: list[tuple[str, str]] = []
    tables = 0
    shape: frozenset[tuple[int, int]] = frozenset()
    for number, page in enumerate(pages, 1):
        ys = cluster(line.at for line in page.across)
        if max(len(xs), len(ys)) > LINES:
            raise _too_much(name, number)
        found = regions(xs, ys, _long(page.across), _long(page.down))
        tables += bool(found)
        rows, merged, lost = _rows(page, number, xs, ys, found)
        start = len(matrix)
        same = bool(found) and shape == _shape(found, min(region.top for region in found))
        shape = _shape(found, max(region.bottom for region in found)) if found else frozenset()
        if same and matrix and rows and _continues(matrix[-1], rows[0]):
            matrix[-1], lost = _with_rest(matrix[-1], rows[0], lost)
            sentence = f"第 {number} 页的第一行像是上一页最后一行的续行，已合并，请核对。"
            notes += [(ref, sentence) for text, ref in matrix[-1] if text]
            start -= 1
            rows = rows[1:]
        matrix += rows
        spans += [(start + s[0], s[1], start + s[2], s[3]) for s in merged]
        notes += [(ref, _LOST.format(ref, digits)) for ref, digits in lost]
    if not tables:
        raise DocumentError(
            name, "PDF 里没有带框线的表格", "请把其中的表格复制到 Excel 或 WPS，存为 .xlsx 再读"
        )
    return build(name, matrix, spans, notes=tuple(notes))


def _pages(data: bytes, name: str) -> list[Page]:
    try:
        with pdfium.PdfDocument(data) as document:
            if len(document) > PAGES:
                raise DocumentError(
                    name,
                    f"PDF 有 {len(document)} 页，超过 {PAGES} 页",
                    "请只保留自评表所在的页再读",
                )
            pages = []
            for number, page in enumerate(document, 1):
                try:
                    pages.append(read_page(page))
                except TooMuchError as error:
                    raise _too_much(name, number) from error
            return pages
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise DocumentError(name, "PDF 设有打开密码", "请取消密码后再读") from error
        raise DocumentError(name, "PDF 已损坏，打不开", "请重新导出或下载后再读") from error


def _too_much(name: str, page: int) -> DocumentError:
    return DocumentError(
        name,
        "页面上的线条或文字过多，不像一份自评表",
        "请把其中的表格复制到 Excel 或 WPS，存为 .xlsx 再读",
        f"第 {page} 页",
    )


def _long(lines: Sequence[Line]) -> Sequence[Line]:
    """Return lines with the pieces of a dashed or interrupted line joined."""
    joined: list[Line] = []
    for line in sorted(lines, key=lambda line: (round(line.at), line.start)):
        last = joined[-1] if joined else None
        if last and abs(last.at - line.at) <= 1 and line.start <= last.end + 2:
            joined[-1] = Line(last.at, last.start, max(last.end, line.end))
        else:
            joined.append(line)
    return joined


def _rows(
    page: Page, number: int, xs: Sequence[float], ys: Sequence[float], found: Sequence[Region]
) -> tuple[list[_Line], list[Span], list[tuple[str, str]]]:
    """Return the rows of a page from top to bottom, the merged regions among them, and doubts.

    A doubt is a cell and a string of digits in it that the plain text of the page does not hold.
    """
    owner = {
        (y, x): region
        for region in found
        for y in range(region.top, region.bottom + 1)
        for x in range(region.left, region.right + 1)
    }
    inside: dict[Region, list[Character]] = {region: [] for region in found}
    outside: list[Character] = []
    for character in page.characters:
        place = (bisect_right(ys, character.y) - 1, bisect_right(xs, character.x) - 1)
        region = owner.get(place)
        (outside if region is None else inside[region]).append(character)
    within = {region: lines(characters) for region, characters in inside.items()}
    texts = {
        region: joined(found, xs[region.right + 1]).strip() for region, found in within.items()
    }
    table_rows = sorted({y for y, _ in owner})
    entries: list[tuple[float, int | str]] = [(ys[y], y) for y in table_rows]
    around = ((line[0].y, spaced(line)) for line in lines(outside))
    # A lone character is left of an upright label that a page cuts off.
    entries += [(y, text) for y, text in around if len(text) > 1 and not _MARGIN.fullmatch(text)]
    rows: list[_Line] = []
    place_of: dict[int, int] = {}
    for _, entry in sorted(entries, key=lambda entry: entry[0]):
        ref = f"第{number}页第{len(rows) + 1}行"
        if isinstance(entry, str):
            rows.append([(entry, ref)])
            continue
        place_of[entry] = len(rows)
        rows.append(
            [
                (texts[region] if region and (entry, x) == (region.top, region.left) else "",
                 f"{ref}第{x + 1}列")
                for x in range(len(xs) - 1)
                for region in (owner.get((entry, x)),)
            ]
        )  # fmt: skip
    spans = [
        (place_of[r.top], r.left, place_of[r.bottom], r.right)
        for r in found
        if r.top != r.bottom or r.left != r.right
    ]
    lost = [
        (f"第{number}页第{place_of[region.top] + 1}行第{region.left + 1}列", digits)
        for region, found in within.items()
        for digits in strange(found, page.numbers)
    ]
    return rows, spans, lost


def _shape(found: Sequence[Region], row: int) -> frozenset[tuple[int, int]]:
    """Return from where to where the cells of a row reach."""
    return frozenset((r.left, r.right) for r in found if r.top <= row <= r.bottom)


def _with_rest(
    above: _Line, below: _Line, lost: Sequence[tuple[str, str]]
) -> tuple[_Line, list[tuple[str, str]]]:
    """Return a row with the rest of its texts from the next page, and doubts under its cells."""
    pairs = list(zip(above, below, strict=True))
    refs = {rest: ref for (_, ref), (_, rest) in pairs}
    joined_row = [(text + more, ref) for (text, ref), (more, _) in pairs]
    return joined_row, [(refs.get(ref, ref), digits) for ref, digits in lost]


def _continues(above: _Line, below: _Line) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before.

    Only cells whose text did not fit go on: few cells, none of them a value, each below text.
    """
    if len(above) != len(below):
        return False
    rest = [at for at, (text, _) in enumerate(below) if text]
    full = [at for at, (text, _) in enumerate(above) if text]
    few, many = sorted((rest, full), key=len)
    short = above if few is full else below
    if not few or len(few) * 2 > len(many) or not set(few) <= set(many):
        return False
    return not any(_VALUE.fullmatch(short[at][0].strip()) for at in few)
