"""Chinese numerals: ``九十五``, ``壹佰万``, ``1亿2千万``, ``两百``."""

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.prose.decimals import decimal_of

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"万": 10_000, "萬": 10_000, "亿": 10**8}

DIGITS = "".join(_DIGITS)
CHARACTERS = DIGITS + "".join(_PLACES) + "".join(_GROUPS)
"""Every character that can stand in a Chinese numeral."""

_TOKEN = re.compile(rf"\d+(?:\.\d+)?|[{CHARACTERS}]")


_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def figures(text: str) -> list[str]:
    """Return the numbers in digits of a text as they are written."""
    return _FIGURE.findall(text)


def chinese_number(text: str) -> Decimal | None:
    """Return the number that a Chinese or mixed numeral means, or None when it is not one.

    ``壹佰万`` is 1 000 000, ``1亿2千万`` is 120 000 000, ``一二三`` is None: digits in a row
    without place words are a code or a year, not a quantity.
    """
    tokens = _TOKEN.findall(text)
    if not tokens or "".join(tokens) != text:
        return None
    total = Decimal(0)
    for part, group in _sections(tokens):
        number = _below_ten_thousand(part)
        if number is None or (group and not part and not total):
            return None
        # 万 inside 亿 multiplies all that stands before it: 一万亿.
        inside = total and group and total < group
        total = (total + number) * group if inside else total + number * (group or 1)
    return total


def _sections(tokens: list[str]) -> Iterator[tuple[list[str], int]]:
    """Yield what stands before each 万 and 亿 with that group, and the rest with 0."""
    part: list[str] = []
    for token in tokens:
        if token in _GROUPS:
            yield part, _GROUPS[token]
            part = []
        else:
            part.append(token)
    yield part, 0


def _below_ten_thousand(tokens: list[str]) -> Decimal | None:
    """Return what numerals without 万 and 亿 mean; None for digits in a row. Nothing is 0."""
    section, pending = Decimal(0), None
    for token in tokens:
        if token in _PLACES:
            section += (Decimal(1) if pending is None else pending) * _PLACES[token]
            pending = None
            continue
        number = Decimal(_DIGITS[token]) if token in _DIGITS else decimal_of(token)
        if number is None or pending:
            return None
        pending = number
    return section + (pending or 0)


_MULTIPLIERS = {"": 1, "百": 100, "千": 1000} | {
    f"{small}{large}": scale * size
    for small, scale in (("", 1), ("十", 10), ("百", 100), ("千", 1000))
    for large, size in (("万", 10_000), ("亿", 10**8))
}


def multiplier(text: str) -> Decimal:
    """Return what stands behind digits as a factor: 万 is 10 000, 千万 is 10 000 000."""
    return Decimal(_MULTIPLIERS[text])


def place(text: str) -> Decimal:
    """Return the unit of the last printed place: 0.1 for ``92.3``, 1 for ``120``."""
    return Decimal(1).scaleb(-len(text.partition(".")[2]))
