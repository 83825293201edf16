"""The parts of a Word document that python-docx has no call for: tables, fields, properties."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from io import BytesIO
from typing import cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from lxml import etree

# What XML cannot hold; no cell of a form needs it.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile(r"(\n|\t)")
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def element(tag: str, **attributes: object) -> BaseOxmlElement:
    """Return an element of the main namespace: ``element("gridSpan", val=3)``."""
    made = cast(BaseOxmlElement, OxmlElement(f"w:{tag}"))
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def nested(tag: str, *children: BaseOxmlElement | None, **attributes: object) -> BaseOxmlElement:
    """Return an element with children; None among them is left out."""
    made = element(tag, **attributes)
    made.extend(child for child in children if child is not None)
    return made


def fonts(font: str, size: float, *, bold: bool = False) -> BaseOxmlElement:
    """Return run properties that name a font for all scripts; ``size`` is in points."""
    return nested(
        "rPr",
        element("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font, hint="eastAsia"),
        element("b") if bold else None,
        element("sz", val=round(size * 2)),
        element("szCs", val=round(size * 2)),
    )


def texts(text: str) -> list[BaseOxmlElement]:
    """Return the children of a run for a text: line breaks and tabs become their elements."""
    made: list[BaseOxmlElement] = []
    for part in _BREAKS.split(_IMPOSSIBLE.sub("", text)):
        if part in ("\n", "\t"):
            made.append(element("br" if part == "\n" else "tab"))
        elif part:
            piece = element("t")
            piece.text = part
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            made.append(piece)
    return made


def paragraph(
    text: str,
    look: BaseOxmlElement,
    align: str = "left",
    line: float | None = None,
    *,
    first: float = 0,
    kept: bool = False,
    above: bool = False,
) -> BaseOxmlElement:
    """Return a paragraph without space around it.

    Args:
        text: the text, as text.
        look: the run properties.
        align: ``left``, ``center``, ``right`` or ``both``.
        line: the height of a line in points, whatever the font; None leaves it to the font.
        first: by how many points the first line is indented.
        kept: whether it stays on the page of what follows, as a heading does.
        above: whether a page begins with it.
    """
    # Word would set Chinese and Latin text apart and snap lines to a grid; widths are computed.
    plain = [element(name, val=0) for name in ("autoSpaceDE", "autoSpaceDN", "snapToGrid")]
    spacing = element("spacing", before=0, after=0, **_exactly(line))
    mark = nested("rPr", *deepcopy(look))
    return nested(
        "p",
        nested(
            "pPr",
            element("keepNext") if kept else None,
            element("pageBreakBefore") if above else None,
            *plain,
            spacing,
            element("ind", firstLine=round(first * 20)) if first else None,
            element("jc", val=align),
            mark,
        ),
        nested("r", deepcopy(look), *texts(text)) if text else None,
    )


def _exactly(line: float | None) -> dict[str, object]:
    if line is None:
        return {"line": 240, "lineRule": "auto"}
    return {"line": round(line * 20), "lineRule": "exact"}


def on_a4(
    blocks: Iterable[BaseOxmlElement], sides: Mapping[str, float], *, across: bool = False
) -> bytes:
    """Return a Word document of some blocks on A4.

    Args:
        blocks: paragraphs and tables, in order.
        sides: millimetres of the margins that are not those of the program, by side.
        across: whether the page lies across.
    """
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if across:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    for side, wide in sides.items():
        setattr(section, f"{side}_margin", Mm(wide))
    for block in blocks:
        document.element.body.sectPr.addprevious(block)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def fields(pieces: Iterable[str], look: BaseOxmlElement) -> BaseOxmlElement:
    """Return a centred paragraph; a piece such as ``PAGE`` or ``NUMPAGES`` is a field."""
    made = paragraph("", look, "center")
    for piece in pieces:
        if piece.isascii():
            run = nested("r", deepcopy(look), *texts("1"))
            made.append(nested("fldSimple", run, instr=f" {piece} "))
        else:
            made.append(nested("r", deepcopy(look), *texts(piece)))
    return made


def table(widths: Sequence[int]) -> BaseOxmlElement:
    """Return an empty table with single borders; widths are in twentieths of a point."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = nested("tblBorders", *(_border(side) for side in sides))
    inside = (("top", 25), ("left", 45), ("bottom", 25), ("right", 45))
    margins = nested("tblCellMar", *(element(s, w=width, type="dxa") for s, width in inside))
    return nested(
        "tbl",
        nested(
            "tblPr",
            element("tblW", w=sum(widths), type="dxa"),
            element("jc", val="center"),
            borders,
            element("tblLayout", type="fixed"),
            margins,
        ),
        nested("tblGrid", *(element("gridCol", w=width) for width in widths)),
    )


def filled(
    widths: Sequence[int],
    lines: Iterable[Sequence[str]],
    size: float,
    font: str,
    aligned: Sequence[str] = (),
    grouped: int = 0,
) -> BaseOxmlElement:
    """Return a table of texts; its first line is the heading, in bold and on every page.

    Args:
        widths: the widths of the columns, in twentieths of a point.
        lines: the heading and the rows.
        size: points of the font.
        font: its name.
        aligned: where the texts of each column stand; all at the left by default.
        grouped: the first columns in which a text that repeats the one above is printed once; a
            text with nothing behind it in them, such as 总分, takes their place.
    """
    made = table(widths)
    sides = aligned or ["left"] * len(widths)
    sides = [*["center"] * grouped, *sides[grouped:]]
    above: Sequence[str] = ()
    for number, line in enumerate(lines):
        look = fonts(font, size, bold=not number)
        head = None if number else element("tblHeader")
        row = nested("tr", nested("trPr", element("cantSplit"), head))
        for at, span, merged in _cells(line, above, grouped if number else 0):
            text = "" if merged == "continue" else line[at]
            side = sides[at] if number else "center"
            place = cell_place(widths[at : at + span], merged)
            row.append(nested("tc", place, paragraph(text, look, side)))
        made.append(row)
        above = line
    return made


def _cells(
    line: Sequence[str], above: Sequence[str], grouped: int
) -> Iterator[tuple[int, int, str]]:
    """Yield first column, number of columns and way of joining rows of the cells of a line."""
    wide = next((at for at, text in enumerate(line) if at and text), 1)
    wide = wide if wide > grouped > 0 else 1
    for at in (0, *range(wide, len(line))):
        again = bool(line[at]) and line[: at + 1] == above[: at + 1]
        merged = ("continue" if again else "restart") if at < grouped else ""
        yield at, 1 if at else wide, merged


def cell_place(widths: Sequence[int], merged: str) -> BaseOxmlElement:
    """Return the properties of a cell.

    Args:
        widths: those of its columns, in twentieths of a point.
        merged: ``restart`` or ``continue`` where it joins rows.
    """
    return nested(
        "tcPr",
        element("tcW", w=sum(widths), type="dxa"),
        element("gridSpan", val=len(widths)) if len(widths) > 1 else None,
        element("vMerge", val=merged) if merged else None,
        element("vAlign", val="center"),
    )


def _border(side: str) -> BaseOxmlElement:
    return element(side, val="single", sz=4, space=0, color="000000")


def custom_properties(document: Document, values: Mapping[str, str]) -> None:
    """Give a document properties of its own, shown under 文件 → 属性 → 自定义."""
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={"vt": _VALUES})
    for number, (name, value) in enumerate(values.items(), 2):
        entry = etree.SubElement(root, f"{{{_CUSTOM}}}property")
        for key, text in (("fmtid", _FORMAT_ID), ("pid", str(number)), ("name", name)):
            entry.set(key, _IMPOSSIBLE.sub("", text))
        etree.SubElement(entry, f"{{{_VALUES}}}lpwstr").text = _IMPOSSIBLE.sub("", value)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _TYPE, data, package)
    package.relate_to(part, _RELATION)
