"""A paper of an office in Word: title, headings 一、 and （一）, text, tables, unit and date.

Fonts, sizes and margins are those of GB/T 9704-2012; fonts are named, never shipped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import docx
from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from selfeval_assist.documents.edge import made
from selfeval_assist.documents.writers import docx_parts as parts

Style = Literal["title", "heading", "subheading", "text", "caption", "signed"]
WIDTH = 8840
"""Twentieths of a point between the margins: what the columns of a table add up to."""
_MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""Millimetres."""
_SIZE, _LINE, _TABLE = 16.0, 28.0, 10.5
"""Points of 三号, of a line, and of the print in tables (五号)."""
_FONTS: dict[Style, tuple[str, float]] = {
    "title": ("方正小标宋简体", 22.0),
    "heading": ("黑体", _SIZE),
    "subheading": ("楷体", _SIZE),
    "text": ("仿宋", _SIZE),
    "caption": ("黑体", 12.0),
    "signed": ("仿宋", _SIZE),
}
_ALIGNED: dict[Style, str] = {"title": "center", "caption": "center", "signed": "right"}
_KEPT: tuple[Style, ...] = ("title", "heading", "subheading", "caption", "signed")


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, or several where the text has line breaks."""

    text: str
    style: Style = "text"


@dataclass(frozen=True, slots=True)
class Lines:
    """A table: the heading, then its rows.

    Attributes:
        widths: the width of each column, as shares of the page.
        lines: the heading and the rows.
        left: the numbers of the columns whose texts stand at the left, the others in the middle.
        grouped: the first columns in which a text that repeats the one above is printed once.
    """

    widths: tuple[int, ...]
    lines: tuple[tuple[str, ...], ...]
    left: tuple[int, ...] = ()
    grouped: int = 0


Block = Words | Lines


def paper(
    name: str,
    blocks: Sequence[Block],
    *,
    metadata: Mapping[str, str] | None = None,
    line: str = "",
) -> bytes:
    """Return a paper as a Word document on A4, with its pages numbered.

    Args:
        name: the name of the file to be, for the message of an error.
        blocks: what stands on it, in order.
        metadata: custom properties of the file, such as the label of texts made by a model.
        line: a line at the head of every page, such as the same label in a draft.

    Raises:
        DocumentError: it cannot be made.
    """
    return made(name, lambda file: _document(blocks, metadata or {}, line).save(file))


def _document(blocks: Sequence[Block], metadata: Mapping[str, str], line: str) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, wide in _MARGINS.items():
        setattr(section, f"{side}_margin", Mm(wide))
    properties = document.core_properties
    properties.title = next((each.text for each in blocks if isinstance(each, Words)), "")[:255]
    properties.author = properties.comments = ""
    if metadata:
        parts.custom_properties(document, metadata)
    foot = section.footer.paragraphs[0]._p
    foot.getparent().replace(foot, parts.fields(("— ", "PAGE", " —"), _look("宋体", 14)))
    if line:
        head = section.header.paragraphs[0]._p
        head.getparent().replace(head, parts.paragraph(line, _look("仿宋", 9)))
    end = document.element.body.sectPr
    for block in blocks:
        for part in _parts(block):
            end.addprevious(part)
    return document


def _look(font: str, size: float) -> BaseOxmlElement:
    return parts.fonts(font, size)


def _parts(block: Block) -> list[BaseOxmlElement]:
    """Return the paragraphs of a block, or its table with a line below."""
    if isinstance(block, Lines):
        whole = sum(block.widths)
        widths = [WIDTH * each // whole for each in block.widths]
        aligned = ["left" if at in block.left else "center" for at in range(len(widths))]
        table = parts.filled(widths, block.lines, _TABLE, "宋体", aligned, block.grouped)
        return [table, parts.paragraph("", _look("仿宋", _TABLE), line=_LINE / 2)]
    font, size = _FONTS[block.style]
    return [
        parts.paragraph(
            text.strip(),
            _look(font, size),
            _ALIGNED.get(block.style, "both"),
            max(_LINE, size * 1.5),
            first=0 if block.style in _ALIGNED else 2 * size,
            kept=block.style in _KEPT,
        )
        for text in block.text.split("\n")
        if text.strip()
    ]
