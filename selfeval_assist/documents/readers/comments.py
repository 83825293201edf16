"""The comments of a workbook's sheets and of a Word document: what an office wrote on a form."""

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from selfeval_assist.documents.grid import Comment
from selfeval_assist.documents.readers.xml_part import local, parse

MOST = 500
"""Comments that are read of a sheet or document; a reviewed form has some ten."""
_THREADED = "[Threaded comment]"
"""How the copy of a threaded comment begins that Excel keeps for older programs."""


def of_sheet(parts: Mapping[str, bytes], part: str, name: str) -> tuple[Comment, ...]:
    """Return the comments on the cells of a sheet.

    Args:
        parts: the parts of the workbook.
        part: that of the sheet, such as ``xl/worksheets/sheet1.xml``.
        name: the file's name, for messages.

    Raises:
        DocumentError: a part is broken.
    """
    folder, file = posixpath.split(part)
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in parts:
        return ()
    found: list[Comment] = []
    for relation in parse(parts[relations], name):
        target = relation.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind, full = relation.get("Type", ""), posixpath.normpath(full)
        if full in parts and kind.endswith("/comments"):
            found += _plain(parse(parts[full], name))
        elif full in parts and kind.endswith("/threadedComment"):
            found += _threaded(parse(parts[full], name), _persons(parts, name))
    return tuple(found[:MOST])


def of_document(parts: Mapping[str, bytes], name: str) -> dict[str, Comment]:
    """Return the comments of a Word document by their numbers; where they stand is not known here.

    Raises:
        DocumentError: the part is broken.
    """
    root = parse(parts.get("word/comments.xml", b"<none/>"), name)
    found: dict[str, Comment] = {}
    for element in root:
        told = {_bare(key): str(value) for key, value in element.attrib.items()}
        lines = [
            "".join(piece.text or "" for piece in paragraph.iter("{*}t"))
            for paragraph in element.iter("{*}p")
        ]
        text = "\n".join(lines).strip()
        if local(element) == "comment" and text and len(found) < MOST:
            made = Comment("", text, told.get("author", ""), told.get("date", "")[:10])
            found[told.get("id", "")] = made
    return found


def numbers_in(element: etree._Element) -> tuple[str, ...]:
    """Return the numbers of the comments that begin or are referred to in a part of a document."""
    marks = element.iter("{*}commentRangeStart", "{*}commentReference")
    values = (
        str(value) for mark in marks for key, value in mark.attrib.items() if _bare(key) == "id"
    )
    return tuple(dict.fromkeys(values))


def _bare(key: object) -> str:
    return str(key).rpartition("}")[2]


def _plain(root: etree._Element) -> Iterator[Comment]:
    authors = [author.text or "" for author in root.iter("{*}author")]
    for comment in root.iter("{*}comment"):
        number = comment.get("authorId", "")
        by = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        text = "".join(piece.text or "" for piece in comment.iter("{*}t")).strip()
        # Excel writes the author's name above the text as well.
        text = text.removeprefix(f"{by}:").removeprefix(f"{by}：").strip()
        if text and not text.startswith(_THREADED):
            yield Comment(comment.get("ref", ""), text, by)


def _threaded(root: etree._Element, persons: Mapping[str, str]) -> Iterator[Comment]:
    for comment in root.iter("{*}threadedComment"):
        text = "".join(piece.text or "" for piece in comment.iter("{*}text")).strip()
        if text:
            by = persons.get(comment.get("personId", ""), "")
            yield Comment(comment.get("ref", ""), text, by, comment.get("dT", "")[:10])


def _persons(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    return {
        person.get("id", ""): person.get("displayName", "")
        for part in parts
        if part.startswith("xl/persons/") and part.endswith(".xml")
        for person in parse(parts[part], name)
    }
