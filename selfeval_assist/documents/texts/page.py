"""Every text of a saved web page: also its title, comments, hidden parts and attributes."""

import binascii
import email
import email.header
import email.policy
import re
from collections.abc import Iterator
from html import unescape

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.readers.decode import decode
from selfeval_assist.documents.texts.piece import Piece

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|big|code|em|font|i|ins|label|mark|o:p|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_CELL = re.compile(r"</t[dh]\b[^<>]*>\s*<t[dh]\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<!--|-->|<[^<>]*>")
_VALUE = re.compile(r"""[\w:-]\s{0,4}=\s{0,4}(?:"([^"<>]*)"|'([^'<>]*)')""")


def texts(data: bytes, name: str, *, mime: bool) -> Iterator[Piece]:
    """Yield every text of a page, or of all parts of a single-file one, and its pictures and files.

    Raises:
        DocumentError: the encoding cannot be told.
    """
    if not mime:
        yield from _page(decode(data, name))
        return
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        for value in part.values():
            yield "网页的信头", _header(str(value))
        content = part.get_payload(decode=True)
        if part.get_content_maintype() == "text" and isinstance(content, bytes) and content:
            try:
                yield from _page(decode(content, name))
            except DocumentError:
                continue
        elif isinstance(content, bytes) and content:
            yield "网页里的文件", content


def _inline(address: str) -> Piece:
    """Return what an address holds by itself: ``data:image/png;base64,iVBOR…`` a picture."""
    head, _, body = address.partition(",")
    try:
        data = binascii.a2b_base64(body.encode()) if head.endswith(";base64") else b""
    except ValueError:
        data = b""
    return ("网页里的文件", data) if data else ("网页的属性", address)


def _header(value: str) -> str:
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except (ValueError, LookupError):
        return value


def _page(text: str) -> Iterator[Piece]:
    for match in _VALUE.finditer(text):
        value = unescape(match[1] or match[2] or "")
        yield _inline(value) if value.startswith("data:") else ("网页的属性", value)
    shown = _TAG.sub("\n", _INLINE.sub("", _CELL.sub("\t", " ".join(text.split("\n")))))
    for line in shown.split("\n"):
        if line.strip():
            yield "网页", unescape(line)
