"""Every text of a file with the place where it stands, and of every file that lies inside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.readers.archive import UNPACKED, Parts
from selfeval_assist.documents.readers.decode import decode
from selfeval_assist.documents.readers.kinds import Kind, kind_of
from selfeval_assist.documents.texts.piece import Piece, Placed, Unsearched
from selfeval_assist.documents.texts.strings import is_picture, strings

_DEEPEST = 4
"""Files inside a file inside a file…; an office program makes two of them, by hand three."""
_NEVER_TEXT = (Kind.RTF, Kind.ARCHIVE, Kind.PROGRAM)
_BOOK_STREAM = b"\x09\x08"
"""How the stream of an old workbook begins, which lies bare where it is an object."""


@dataclass(slots=True)
class _Room:
    """What may still be looked at: files inside the file, and bytes of all when unpacked."""

    files: int = 50
    size: int = 2 * UNPACKED

    def take(self, name: str) -> None:
        """Take the room of one more file.

        Raises:
            DocumentError: there is none.
        """
        self.files -= 1
        if self.files < 0 or self.size <= 0:
            raise DocumentError(name, "里面嵌入的文件过多", "请只保留自评表")


def texts(data: bytes, name: str) -> Iterator[Placed | Unsearched]:
    """Yield every text of a file, and what inside it could not be looked through.

    What is damaged is passed over or given as far as it is read. A .json file is a form and nothing
    else: its texts are the form's.

    Args:
        data: the bytes of a file that could be read as forms.
        name: the file's name, for messages.

    Raises:
        DocumentError: the file unpacks to more than the limits, or holds too many files.
    """
    yield from _searched(data, name, "", _Room(), 0)


def of_text(text: str) -> Iterator[Placed]:
    """Yield the lines of a text, and all of it for what stands below each other."""
    yield from ((f"第{number}行", line) for number, line in enumerate(text.splitlines(), start=1))
    yield "全文", text


def _searched(
    data: bytes, name: str, place: str, room: _Room, deep: int
) -> Iterator[Placed | Unsearched]:
    for each in _pieces(data, name, room):
        where = f"{place}，{each[0]}" if place else each[0]
        if isinstance(each, Unsearched):
            yield each._replace(place=where)
            continue
        piece = each[1]
        if isinstance(piece, str):
            yield where, piece
        else:
            yield from _inside(piece, name, where, room, deep + 1)


def _inside(
    data: bytes, name: str, place: str, room: _Room, deep: int
) -> Iterator[Placed | Unsearched]:
    """Yield the texts of a file that lies in another one; a broken one is said and costs no rest.

    Raises:
        DocumentError: there are too many.
    """
    if is_picture(data):
        yield Unsearched(place, picture=True)
        # A drawing of Windows is a picture that keeps its texts as texts.
        yield from ((place, text) for text in strings(data))
        return
    room.take(name)
    if deep > _DEEPEST or kind_of(data) in _NEVER_TEXT:
        yield Unsearched(place, picture=False)
        return
    try:
        yield from _searched(data, name, place, room, deep)
    except Exception:  # parsers of outside files raise whatever a broken record leads to
        yield Unsearched(place, picture=False)


def _pieces(data: bytes, name: str, room: _Room) -> Iterator[Piece | Unsearched]:
    match kind_of(data):
        case Kind.ZIP:
            from selfeval_assist.documents.texts import office

            parts = Parts(data, name, min(UNPACKED, room.size))
            yield from office.texts(parts)
            room.size -= parts.unpacked
        case Kind.OLE:
            from selfeval_assist.documents.texts import ole, xls

            whole = any(book in ole.streams(data) for book in xls.BOOK)
            yield from xls.texts(data) if whole else ole.texts(data)
        case Kind.PDF:
            from selfeval_assist.documents.texts import pdf

            yield from pdf.texts(data)
        case Kind.XML:
            from selfeval_assist.documents.texts import office

            yield from office.part_texts(data, "")
        case Kind.HTML | Kind.MHTML as kind:
            from selfeval_assist.documents.texts import page

            yield from page.texts(data, name, mime=kind is Kind.MHTML)
        case Kind.TEXT if data.startswith(_BOOK_STREAM):
            from selfeval_assist.documents.texts import xls

            yield from xls.texts(data)
        case _ if b"\0" in data:
            yield from (("内容", text) for text in strings(data))
        case Kind.TEXT | Kind.JSON:
            yield from of_text(decode(data, name))
