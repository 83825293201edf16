"""Bytes of a text file to text: UTF-8 first, then the Chinese national encoding."""

import codecs

from selfeval_assist.documents.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, name: str) -> str:
    """Return the text of a file.

    Args:
        data: the bytes of the file.
        name: the file's name, for the message.

    Raises:
        DocumentError: the bytes are no text in UTF-8, UTF-16 with a mark, or GB 18030.
    """
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise DocumentError(name, "无法识别文字编码", "请用记事本打开，另存为 UTF-8 编码后再读")
