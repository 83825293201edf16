"""Read a saved web page: its tables with rowspan and colspan, and the text around them."""

import email
import email.policy
import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid
from selfeval_assist.documents.readers.blocks import SPAN, Box, Table
from selfeval_assist.documents.readers.blocks import to_grid as lay_out
from selfeval_assist.documents.readers.decode import decode

TAGS = 300_000
DEPTH = 300
_SILENT = frozenset({"script", "style", "head", "noscript", "template", "select", "textarea"})
_LINES = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt",
    "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "tr", "ul",
})  # fmt: skip
"""Tags that begin and end a line."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def to_grid(data: bytes, name: str, *, mime: bool = False) -> Grid:
    """Return the tables and the text of a page as one grid.

    Nothing that the page refers to is fetched, and no script is run.

    Args:
        data: the bytes of the page.
        name: the file's name, for messages and the provenance.
        mime: the page is the first part of a single-file web page (.mht).

    Raises:
        DocumentError: the page is broken, too large, nested too deeply, or has no table.
    """
    text = decode(_page(data, name) if mime else data, name)
    if text.count("<") > TAGS:
        raise DocumentError(
            name, f"网页里有 {text.count('<')} 个标记，超过 {TAGS}", "请只保存自评表所在的页面再读"
        )
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise DocumentError(
            name, "网页的结构已损坏", "请在浏览器中打开后重新保存，或复制表格到 Excel 再读"
        ) from error
    if _depth(root) > DEPTH:
        raise DocumentError(
            name, f"网页的标记嵌套超过 {DEPTH} 层", "请把表格复制到 Excel 或 WPS，存为 .xlsx 再读"
        )
    blocks = list(_blocks(root))
    if not any(isinstance(block, Table) for block in blocks):
        raise DocumentError(
            name, "网页里没有表格", "有些网页的表格要等脚本运行后才出现，请复制到 Excel 再读"
        )
    return lay_out(blocks, name)


def _page(data: bytes, name: str) -> bytes:
    """Return the page inside a single-file web page."""
    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        if part.get_content_type() == "text/html":
            found = part.get_payload(decode=True)
            if isinstance(found, bytes) and found:
                return found
    raise DocumentError(name, "单个文件网页里没有网页内容", "请在浏览器中重新保存")


def _depth(root: etree._Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _blocks(root: etree._Element) -> Iterator[str | Table]:
    """Yield lines of text and tables in their order."""
    line: list[str] = []
    for piece in _walk(root):
        if isinstance(piece, str) and piece != "\n":
            line.append(piece)
            continue
        if text := _tidy("".join(line)):
            yield text
        line = []
        if not isinstance(piece, str):
            yield from _tables(piece)
    if text := _tidy("".join(line)):
        yield text


def _walk(element: etree._Element) -> Iterator[str | etree._Element]:
    """Yield the pieces of text, a newline where a line ends, and tables without entering them."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag in _SILENT or _HIDDEN.search(element.get("style") or ""):
        return
    if tag in _LINES:
        yield "\n"
    if element.text:
        yield _SPACES.sub(" ", element.text)
    for child in element:
        if child.tag == "table":
            yield child
        else:
            yield from _walk(child)
        if child.tail:
            yield _SPACES.sub(" ", child.tail)
    if tag in _LINES:
        yield "\n"


def _tables(table: etree._Element) -> Iterator[str | Table]:
    """Yield a table, and below it the tables inside its cells that are more than a few words."""
    rows: list[list[Box]] = []
    inner: list[str | Table] = []
    for row in _own(table, ("tr",)):
        boxes = []
        for cell in _own(row, ("td", "th")):
            text, nested = _cell(cell)
            inner += nested
            boxes.append(Box(text, _span(cell, "rowspan"), _span(cell, "colspan")))
        rows.append(boxes)
    caption = next(iter(_own(table, ("caption",))), None)
    if caption is not None:
        yield from _tidy("".join(p for p in _walk(caption) if isinstance(p, str))).split("\n")
    filled = sum(bool(box.text) for boxes in rows for box in boxes)
    if filled and not (inner and filled == 1 and len(rows) == 1):
        yield Table(rows)
    elif filled:
        yield next(box.text for boxes in rows for box in boxes if box.text)
    yield from inner


def _own(parent: etree._Element, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield the rows or cells that belong to a table or row itself, not to a table inside it."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in ("thead", "tbody", "tfoot", "form", "center", "colgroup", "font", "div"):
            yield from _own(child, tags)


def _cell(cell: etree._Element) -> tuple[str, list[str | Table]]:
    """Return the text of a cell and the real tables inside it."""
    words: list[str] = []
    nested: list[str | Table] = []
    for piece in _walk(cell):
        if isinstance(piece, str):
            words.append(piece)
            continue
        parts = list(_tables(piece))
        if any(isinstance(part, Table) and len(part.rows) > 2 for part in parts):
            nested += parts
        else:
            words += [f"\n{text}\n" for text in _flat(parts)]
    return _tidy("".join(words)), nested


def _flat(parts: list[str | Table]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield from (" ".join(box.text for box in boxes if box.text) for boxes in part.rows)


def _span(cell: etree._Element, key: str) -> int:
    digits = re.match(r"\s*(\d{1,9})", cell.get(key) or "")
    return max(1, min(int(digits[1]), SPAN)) if digits else 1


def _tidy(text: str) -> str:
    """Return text without the spaces and empty lines that come from the page's layout."""
    lines = (line.strip(" \xa0\u3000") for line in text.replace("\xa0", " ").split("\n"))
    return "\n".join(line for line in lines if line)
