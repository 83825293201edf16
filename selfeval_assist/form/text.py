"""Text that came from outside: made safe to show, and made comparable."""

import re
import unicodedata
from typing import Annotated

from pydantic import BeforeValidator

HIDDEN = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
"""Zero-width characters, bidirectional controls, the mark of a byte order: they can hide text."""
# With them go the controls C0 and C1 except tab and newline, which can drive a terminal.
_UNSAFE = dict.fromkeys((*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *HIDDEN))
_TAGS = re.compile(r"</?(?:p|br|div|span|b|i|u|strong|em|font)\b[^<>]{0,200}>", re.IGNORECASE)
# The marks with which a printed form says "nothing here".
_NOTHING = "-—–－―−﹣/／\\＼"
_PUNCTUATION = str.maketrans("", "", "，。；：、！？“”‘’（）《》,.;:!?\"'()<>[]【】")


# Half a character, from a reply of a model cut in two or a file's name in another encoding: no file
# and no database can hold it. The mark shows where it stood.
_HALF = re.compile(r"[\ud800-\udfff]")
_UNREADABLE = "\ufffd"


def clean(value: object) -> object:
    """Remove control, bidirectional and zero-width characters from a string.

    Carriage returns become newlines first, and half a character the mark of one that cannot be
    read. Anything that is not a string is returned as it is, so that pydantic can
    report its type.
    """
    if not isinstance(value, str):
        return value
    if value.isprintable():  # holds none of them, and most cells are
        return value
    whole = _HALF.sub(_UNREADABLE, value)
    return whole.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSAFE)


PENDING_MARK = "【待填"
"""How a place begins that only a person can fill: ``【待填：原因】``."""

Text = Annotated[str, BeforeValidator(clean)]
"""A string without characters that could drive a terminal or hide text."""


def is_nothing(text: str) -> bool:
    """Whether a text is empty or holds only dashes or strokes."""
    return not text[:1].isalnum() and not "".join(text.split()).strip(_NOTHING)


def fold(text: str) -> str:
    """Return text in one width and without surrounding or doubled white space, for comparison."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def squeeze(text: str) -> str:
    """Return folded text without any white space, for matching labels such as ``年初 预算数``."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def strip_tags(text: str) -> str:
    """Return text without the HTML tags that web editors leave in goal cells."""
    return _TAGS.sub("", text)


def essence(text: str) -> str:
    """Return what is left of a text when tags, spaces and punctuation are taken away.

    Two texts with the same essence say the same thing in the same words.
    """
    return squeeze(strip_tags(text)).translate(_PUNCTUATION)
