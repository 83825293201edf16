"""The header or footer of a sheet as it is printed, without the codes of its format."""

import re

_PART = re.compile(r"&[LCR]", re.IGNORECASE)
_CODE = re.compile(r'&(?:"[^"]{0,100}"|K[0-9A-Fa-f+-]{4,6}|\d{1,3}|[A-Za-z])')


def printed(text: str) -> str:
    """Return a header whose left, middle and right part are lines: ``&C&"宋体"&12机密`` is 机密."""
    return _CODE.sub("", _PART.sub("\n", text)).replace("&&", "&")
