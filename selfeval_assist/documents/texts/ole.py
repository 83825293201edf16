"""Every stream of an old Office file: its texts, and the files that were put into it as objects."""

import io
import re
from collections.abc import Iterator, Mapping

from xlrd.compdoc import CompDoc, DirNode

from selfeval_assist.documents.texts.piece import Piece
from selfeval_assist.documents.texts.strings import picture_at, strings

SIGN = bytes.fromhex("d0cf11e0a1b11ae1")
_BOOKS = ("workbook", "book")
_FILES = re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|%PDF-|\{\\rtf|Rar!|7z\xbc\xaf")
"""How a file begins that an object holds as it is."""
_HEAD = 4_096
"""Bytes of an object in which its names stand before the file itself."""
_STORAGE, _STREAM = 1, 2


def streams(data: bytes) -> Mapping[str, bytes]:
    """Return all streams by their path, such as ``MBD001/Workbook``.

    Raises:
        Exception: the file is damaged; the parser raises whatever that leads to.
    """
    container = CompDoc(data, logfile=io.StringIO())
    return {
        path: container.get_named_stream(path) or b"" for path in _paths(container.dirlist, 0, "")
    }


def root(data: bytes) -> frozenset[str]:
    """Return what lies in the root of an old Office file, which tells what the file itself is.

    What it holds as objects lies further in, under the names that their own files have.

    Raises:
        Exception: the file is damaged; the parser raises whatever that leads to.
    """
    nodes = CompDoc(data, logfile=io.StringIO()).dirlist
    return frozenset(nodes[child].name for child in nodes[0].children)


def texts(data: bytes) -> Iterator[Piece]:
    """Yield what stands in all streams, those of objects as files; raises as ``streams``."""
    for path, stream in streams(data).items():
        yield from of_stream(path, stream)


def of_stream(path: str, stream: bytes) -> Iterator[Piece]:
    """Yield the texts of a stream, and the file in it where there is one."""
    folder, _, name = path.rpartition("/")
    place = "嵌入的对象" if folder else _place(name)
    if name.lower() in _BOOKS and folder:
        # A workbook in a workbook lies here without a container of its own.
        yield place, stream
    elif found := _FILES.search(stream, 0, _HEAD):
        yield place, stream[found.start() :]
    elif (at := picture_at(stream)) >= 0:
        yield place, stream[at:]
    yield from ((place, text) for text in strings(stream))


def _paths(nodes: list[DirNode], at: int, before: str) -> Iterator[str]:
    for child in nodes[at].children:
        node = nodes[child]
        if node.etype == _STREAM and node.tot_size > 0:
            yield before + node.name
        elif node.etype == _STORAGE:
            yield from _paths(nodes, child, f"{before}{node.name}/")


def _place(name: str) -> str:
    return "文档属性" if name.endswith("SummaryInformation") else f"部件 {name.strip(chr(5))}"
