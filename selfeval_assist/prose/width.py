"""One width for digits and signs, every character kept in its place."""

import re

# A comma is punctuation unless digits stand on both sides.
_PUNCTUATION = re.compile(r"(?<!\d),|,(?!\d)")
_WIDE = "０１２３４５６７８９％．＝＞＜～（）×*⋅・≧≦"
_NARROW = "0123456789%.=><~()····≥≤"
_WIDTH = str.maketrans(_WIDE, _NARROW)
_ANY = frozenset(_WIDE)


def narrowed(text: str) -> str:
    """Return text with full-width digits and signs made narrow, every character in its place."""
    if not _ANY.isdisjoint(text):  # seldom, and translating is slow
        text = text.translate(_WIDTH)
    return _PUNCTUATION.sub("，", text) if "," in text else text
