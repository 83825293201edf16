"""Every text of a file with the place where it stands, whatever kind of file it is."""

from collections.abc import Iterator

from selfeval_assist.documents.readers.decode import decode
from selfeval_assist.documents.readers.kinds import Kind, kind_of

Placed = tuple[str, str]
"""The place of a text in words for a person, and the text; tabs part the cells of a row."""


def texts(data: bytes, name: str) -> Iterator[Placed]:
    """Yield every text of a file; what is damaged is passed over or given as far as it is read.

    A .json file is a form and nothing else: its texts are the form's.

    Args:
        data: the bytes of a file that could be read as forms.
        name: the file's name, for messages.

    Raises:
        DocumentError: the file unpacks to more than the limits.
    """
    match kind_of(data):
        case Kind.ZIP:
            from selfeval_assist.documents.texts import office

            yield from office.texts(data, name)
        case Kind.OLE:
            from selfeval_assist.documents.texts import xls

            yield from xls.texts(data)
        case Kind.PDF:
            from selfeval_assist.documents.texts import pdf

            yield from pdf.texts(data)
        case Kind.XML:
            from selfeval_assist.documents.texts import office

            yield from office.part_texts(data, "")
        case Kind.HTML | Kind.MHTML as kind:
            from selfeval_assist.documents.texts import page

            yield from page.texts(data, name, mime=kind is Kind.MHTML)
        case Kind.TEXT:
            yield from of_text(decode(data, name))


def of_text(text: str) -> Iterator[Placed]:
    """Yield the lines of a text, and all of it for what stands below each other."""
    yield from ((f"第{number}行", line) for number, line in enumerate(text.splitlines(), start=1))
    yield "全文", text
