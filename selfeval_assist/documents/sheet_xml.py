"""What the fast reader of workbooks does not tell: size, number formats and typed formulas."""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.number_format import BUILT_IN

ROWS, COLUMNS = 5_000, 200
"""A sheet beyond this is refused: a form has some 60 rows and 12 columns."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_REF = re.compile(r"\$?([A-Z]{1,4})\$?(\d{1,8})")


@dataclass(slots=True)
class SheetXml:
    """Of one sheet, by cell reference: number formats of numeric cells, and formulas.

    ``cached`` holds the references of formula cells that have a stored result.
    """

    formats: dict[str, str] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    cached: set[str] = field(default_factory=set)


def scan(parts: Mapping[str, bytes], name: str) -> Mapping[str, SheetXml]:
    """Return what every sheet of a workbook holds, by sheet name.

    Args:
        parts: the unpacked parts of the workbook.
        name: the file's name, for messages.

    Raises:
        DocumentError: a part is broken, or a sheet is larger than any form.
    """
    try:
        codes = _formats(parts)
        sheets: dict[str, SheetXml] = {}
        for title, part in _sheets(parts):
            if part in parts:
                sheets[title] = _sheet(parts[part], codes, name, title)
    except etree.XMLSyntaxError as error:
        raise DocumentError(
            name, "工作簿的内部结构已损坏", "请用 Excel 或 WPS 打开后另存一份再读"
        ) from error
    return sheets


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1: ``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1: 1 is ``A``, 27 is ``AA``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield (sheet name, name of its part)."""
    targets: dict[str, str] = {}
    for relation in _parse(parts.get("xl/_rels/workbook.xml.rels", b"<none/>")):
        if _tag(relation) == "Relationship":
            target = relation.get("Target", "")
            full = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[relation.get("Id", "")] = posixpath.normpath(full)
    for element in _parse(parts["xl/workbook.xml"]).iter():
        if _tag(element) == "sheet":
            key = element.get(_RELATION) or element.get(_STRICT_RELATION) or ""
            yield element.get("name", ""), targets.get(key, "")


def _formats(parts: Mapping[str, bytes]) -> list[str]:
    """Return the number-format code of every cell style."""
    if "xl/styles.xml" not in parts:
        return []
    root = _parse(parts["xl/styles.xml"])
    own: dict[str, str] = {}
    codes: list[str] = []
    for element in root.iter():
        if _tag(element) == "numFmt":
            own[element.get("numFmtId", "")] = element.get("formatCode", "")
        elif _tag(element) == "cellXfs":
            codes = [xf.get("numFmtId", "0") for xf in element if _tag(xf) == "xf"]
    return [
        own.get(code) or BUILT_IN.get(int(code) if code.isdigit() else 0, "General")
        for code in codes
    ]


def _sheet(data: bytes, codes: list[str], name: str, title: str) -> SheetXml:
    found = SheetXml()
    row = column = 0
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        tag=[f"{{*}}{tag}" for tag in ("dimension", "mergeCell", "row", "c")],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    for event, element in events:
        tag = _tag(element)
        if event == "end" and tag != "c":
            element.clear()
            continue
        if (tag == "c") != (event == "end"):
            continue  # a cell is complete at its end, a row is known at its start
        if tag in ("dimension", "mergeCell"):
            for letters, number in _REF.findall(element.get("ref", "")):
                _within(int(number), column_number(letters), name, title)
        elif tag == "row":
            row = _count(element.get("r"), row + 1)
            column = 0
            _within(row, 1, name, title)
        elif tag == "c":
            match = _REF.fullmatch(element.get("r", ""))
            column = column_number(match[1]) if match else column + 1
            at = int(match[2]) if match else row
            _within(at, column, name, title)
            _cell(element, f"{column_letters(column)}{at}", codes, found)
    return found


def _count(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 9 else default


def _cell(element: etree._Element, ref: str, codes: list[str], found: SheetXml) -> None:
    style = _count(element.get("s"), 0)
    children = {_tag(child): child for child in element}
    value = children.get("v")
    if (formula := children.get("f")) is not None and formula.text:
        found.formulas[ref] = formula.text
        if value is not None and value.text and element.get("t") != "e":
            found.cached.add(ref)
    if element.get("t", "n") == "n" and value is not None and style < len(codes):
        found.formats[ref] = codes[style]


def _within(row: int, column: int, name: str, title: str) -> None:
    if row > ROWS or column > COLUMNS:
        raise DocumentError(
            name,
            f"工作表的范围到第 {row} 行第 {column} 列，超过 {ROWS} 行 {COLUMNS} 列的上限",
            "请删除表外多余的行和列，或把自评表复制到新的工作簿里再读",
            f"工作表“{title}”",
        )
