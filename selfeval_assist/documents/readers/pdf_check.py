"""A PDF looked through before its parser sees it: how much it unpacks to, and what it can hide.

The parser is compiled code that ends the process when memory runs out, so what cannot be bounded
from outside is left to a child process.
"""

import re
import zlib
from collections.abc import Iterator

from selfeval_assist.documents.errors import DocumentError

SIZE = 16 * 1024 * 1024
UNPACKED = 64 * 1024 * 1024
DRAWINGS = 200_000
"""Drawing operators in all pages; a form of three pages has 2,000."""

STREAMS = 5_000

_STREAM = re.compile(rb"stream\r?\n")
_OPERATOR = re.compile(rb"[\d.]\s+(?:re|l|m|c|h|v|y)\b")
_HIDING = re.compile(
    rb"/(?:LZW|LZWDecode|RunLengthDecode|RL|ASCIIHexDecode|ASCII85Decode|Encrypt)\b"
)
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_DRAWS = re.compile(rb"/\S+\s+Do\b")
_HEAD = 1_000
"""Bytes before a stream in which its dictionary is looked for."""


def bounded(data: bytes, name: str) -> bool:
    """Return whether a PDF can be read in this process; otherwise it is for a child.

    Args:
        data: the bytes of the file.
        name: the file's name, for messages.

    Raises:
        DocumentError: it is too large, or unpacks to more than any form.
    """
    if len(data) > SIZE:
        raise DocumentError(
            name, f"PDF 有 {len(data) / 1_000_000:.1f} MB，超过 {SIZE // 1_000_000} MB 的上限",
            "请只保留自评表所在的页再读",
        )  # fmt: skip
    total = drawings = 0
    hiding = _HIDING.search(data) is not None
    for head, content in _streams(data, name):
        total += len(content)
        if total > UNPACKED:
            raise _refused(name, f"解压后超过 {UNPACKED // 1024 // 1024} MB")
        drawings += len(_OPERATOR.findall(content))
        if drawings > DRAWINGS:
            raise _refused(name, f"里面有超过 {DRAWINGS // 10_000} 万条线")
        # Packed twice, or a drawing that draws others, each of which may draw more.
        nested = _FORM.search(head) and _DRAWS.search(content)
        hiding = hiding or bool(nested or _HIDING.search(content) or content[:1] == b"\x78")
    return not hiding


def _refused(name: str, problem: str) -> DocumentError:
    return DocumentError(
        name, f"PDF {problem}，不像一份自评表", "请把其中的表格复制到 Excel 或 WPS，存为 .xlsx 再读"
    )


def _streams(data: bytes, name: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield (what stands before it, content) of all streams, in pieces, unpacked where packed."""
    position = count = 0
    while match := _STREAM.search(data, position):
        count += 1
        if count > STREAMS:
            raise _refused(name, f"里面有超过 {STREAMS} 个数据段")
        end = data.find(b"endstream", match.end())
        position = end + 9 if end > 0 else len(data)
        raw = data[match.end() : position]
        head = data[max(0, match.start() - _HEAD) : match.start()].rpartition(b"obj")[2]
        if raw[:1] != b"\x78":
            yield head, raw
            continue
        unpacker, rest = zlib.decompressobj(), raw
        try:
            while rest and not unpacker.eof:
                yield head, unpacker.decompress(rest, 1024 * 1024)
                rest = unpacker.unconsumed_tail
        except zlib.error:
            yield head, raw
