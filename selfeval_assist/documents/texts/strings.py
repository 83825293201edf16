"""The texts in bytes whose format nobody knows here, and whether bytes are a picture."""

import re
from collections.abc import Iterator

from selfeval_assist.form.marks import may_hold

_PICTURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"\xd7\xcd\xc6\x9a", b"\0\0\x01\0",
)  # fmt: skip
"""How PNG, JPEG, GIF, both kinds of TIFF, WMF and ICO begin."""
_INSIDE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff[\xdb\xe0-\xef]|GIF8[79]a")
"""A picture somewhere in a stream of records."""
_BETWEEN = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]+")
"""What stands between two texts in a binary file and in no text."""
_ENCODINGS = ("utf-8", "gb18030")


def is_picture(data: bytes) -> bool:
    """Whether the bytes of a file are a picture."""
    # EMF and WebP have their sign behind a size, BMP only two letters and its own length.
    return (
        data.startswith(_PICTURES)
        or data[40:44] == b" EMF"
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or (data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data))
    )


def picture_at(data: bytes) -> int:
    """Return where a picture begins among the records of a stream, or -1."""
    found = _INSIDE.search(data)
    return found.start() if found else -1


def strings(data: bytes) -> Iterator[str]:
    """Yield the texts in bytes of an unknown format: in UTF-16 from both bytes on, UTF-8, GB 18030.

    Only what may hold a mark is yielded: a megabyte of noise has no other text worth a look.
    """
    for start in (0, 1):
        # Half a character at the end is no text.
        wide = data[start : start + (len(data) - start) // 2 * 2].decode("utf-16-le", "replace")
        yield from _pieces(wide)
    for piece in data.split(b"\0"):
        for encoding in _ENCODINGS:
            try:
                text = piece.decode(encoding)
            except UnicodeDecodeError:
                continue
            yield from _pieces(text)
            break


def _pieces(text: str) -> Iterator[str]:
    if may_hold(text):
        yield from filter(may_hold, _BETWEEN.split(text))
