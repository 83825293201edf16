"""Read a workbook: every visible sheet a grid, every cell the text that the sheet shows."""

import posixpath
from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid
from selfeval_assist.documents.readers.comments import of_sheet
from selfeval_assist.documents.readers.number_format import BUILT_IN
from selfeval_assist.documents.readers.sheet_xml import Book, read_sheet, require_few, rich_text
from selfeval_assist.documents.readers.xml_part import local, parse

_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_VISIBLE = ("", "visible")


def to_grids(parts: Mapping[str, bytes], name: str) -> list[Grid]:
    """Return the visible sheets of a workbook as grids of shown text; hidden ones stay empty.

    Args:
        parts: the unpacked parts of the workbook.
        name: the file's name, for messages and the provenance.

    Raises:
        DocumentError: a part is broken, or a sheet is larger than any form.
    """
    workbook = parse(parts["xl/workbook.xml"], name)
    properties = next((e for e in workbook if local(e) == "workbookPr"), None)
    book = Book(
        name,
        _strings(parts, name),
        _formats(parts, name),
        properties is not None and properties.get("date1904") in ("1", "true"),
    )
    targets = _targets(parts, name)
    listed = [sheet for block in workbook if local(block) == "sheets" for sheet in block]
    sheets = [
        (part, sheet.get("name", ""))
        for sheet in listed
        if (part := targets.get(_relation(sheet), "")) in parts
        and sheet.get("state", "") in _VISIBLE
    ]
    require_few(len(sheets), name)
    roots = ((parse(parts[part], name), part, title) for part, title in sheets)
    grids = [
        replace(read_sheet(root, title, book), comments=of_sheet(parts, part, name))
        for root, part, title in roots
        if local(root) == "worksheet"
    ]
    if not grids:
        raise DocumentError(name, "没有可见的工作表", "请取消工作表的隐藏后另存再读")
    hidden = [sheet for sheet in listed if sheet.get("state", "") not in _VISIBLE]
    return grids + [Grid(name, (), each.get("name", ""), shown=False) for each in hidden]


def _relation(sheet: etree._Element) -> str:
    return next((str(sheet.attrib[key]) for key in _RELATIONS if key in sheet.attrib), "")


def _targets(parts: Mapping[str, bytes], name: str) -> Mapping[str, str]:
    """Return the parts that the workbook refers to, by the id of the relation."""
    targets: dict[str, str] = {}
    for relation in parse(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), name):
        target = relation.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        targets[relation.get("Id", "")] = posixpath.normpath(full)
    return targets


def _strings(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Return the shared strings by their numbers, as cells write them."""
    root = parse(parts.get("xl/sharedStrings.xml", b"<sst/>"), name)
    items = (rich_text(item) for item in root if local(item) == "si")
    return {str(at): text for at, text in enumerate(items)}


def _formats(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Return the number-format codes of the cell styles by their numbers, as cells write them."""
    own: dict[str, str] = {}
    codes: list[str] = []
    for block in parse(parts.get("xl/styles.xml", b"<styleSheet/>"), name):
        if local(block) == "numFmts":
            own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in block}
        elif local(block) == "cellXfs":
            codes = [xf.get("numFmtId", "0") for xf in block]
    return {str(at): own.get(code) or _built_in(code) for at, code in enumerate(codes)}


def _built_in(code: str) -> str:
    return BUILT_IN.get(int(code) if code.isdecimal() and len(code) < 9 else 0, "General")
