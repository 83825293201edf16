"""What a sheet shows for a number: ``1`` with the format ``0%`` is ``100%``.

A subset of the number-format language: digits, decimals, thousands, percent, scaling, literal text.
A format beyond it shows the plain number.
"""

import re
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.documents.readers.sheet_dates import BUILT_IN_DATES
from selfeval_assist.prose.decimals import rounded

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 43: "#,##0.00",
    44: "#,##0.00", 49: "@",
} | BUILT_IN_DATES  # fmt: skip
"""Formats that a workbook names by number only."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|!(?P<marked>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<general>General|G/通用格式)"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_BEYOND = set("EeyYmMdDhHsS/@")


def plain(number: float | int) -> str:
    """Return a number without any format, as a sheet shows it in a wide cell (15 digits)."""
    text = f"{number:.15g}" if isinstance(number, float) else str(number)
    if "e" in text:
        text = format(Decimal(text), "f")
    return "0" if text == "-0" else text


def shown(number: float | int, code: str) -> str:
    """Return the text that a sheet shows for a number under a format code."""
    sections = _sections(code)
    value = Decimal(plain(number))
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    else:
        section = sections[0]
    tokens = _tokens(section)
    if tokens is None:
        return plain(number)
    return _fill(value, tokens)


def shown_text(text: str, code: str) -> str:
    """Return the text that a sheet shows for a string under a format with ``@`` in it."""
    section = next((part for part in reversed(_sections(code)) if "@" in part), "@")
    pieces = (
        text
        if match[0] == "@"
        else match["quoted"] or match["escaped"] or match["marked"] or (match["other"] or "")
        for match in _TOKEN.finditer(section)
    )
    return "".join(pieces)


@lru_cache(maxsize=512)
def _sections(code: str) -> list[str]:
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    return parts or [code]


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[tuple[str, str], ...] | None:
    """Return the pieces of a section as (kind, text), or None when it is beyond the subset."""
    found: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(section):
        kind, text = match.lastgroup, match[0]
        if kind == "general":
            return None
        if kind in ("quoted", "escaped", "marked"):
            found.append(("text", match[kind]))
        elif kind == "bracket":
            if match["bracket"].startswith("$"):
                found.append(("text", match["bracket"][1:].split("-")[0]))
        elif kind in ("digit", "point", "comma", "percent"):
            found.append((kind, text))
        elif kind == "other":
            if text in _BEYOND:
                return None
            found.append(("text", text))
    return tuple(found) if any(kind == "digit" for kind, _ in found) else None


def _fill(value: Decimal, tokens: tuple[tuple[str, str], ...]) -> str:
    """Return the number written into the pieces of a format."""
    digits = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((at for at, (kind, _) in enumerate(tokens) if kind == "point"), None)
    whole = [at for at in digits if point is None or at < point]
    fraction = [at for at in digits if point is not None and at > point]
    commas = [at for at, (kind, _) in enumerate(tokens) if kind == "comma"]
    last = digits[-1]
    scaling = sum(1 for at in commas if at > last)
    grouped = any(whole and whole[0] < at < whole[-1] for at in commas)
    percent = sum(1 for kind, _ in tokens if kind == "percent")
    value = value * Decimal(100) ** percent / Decimal(1000) ** scaling
    value = rounded(value, len(fraction))
    sign = "-" if value < 0 else ""
    left, _, right = format(abs(value), "f").partition(".")
    needed = sum(tokens[at][1] == "0" for at in whole)
    left = left.lstrip("0").rjust(needed, "0")
    optional = [tokens[at][1] == "#" for at in fraction]
    while right and right[-1] == "0" and optional[len(right) - 1]:
        right = right[:-1]
    return sign + _laid_out(left, right, tokens, whole, point, grouped)


def _laid_out(
    left: str,
    right: str,
    tokens: tuple[tuple[str, str], ...],
    whole: list[int],
    point: int | None,
    grouped: bool,
) -> str:
    """Return literals and digits in order; the first place takes all digits that are left over."""
    places: dict[int, str] = {}
    rest = left
    for at in reversed(whole[1:]):
        places[at], rest = rest[-1:], rest[:-1]
    if whole:
        places[whole[0]] = rest
    if grouped:
        places = {whole[0]: f"{int(left or 0):,}" if left else ""}
    out: list[str] = []
    decimals = iter(right)
    for at, (kind, text) in enumerate(tokens):
        if kind in ("text", "percent"):
            out.append(text)
        elif kind == "point" and right:
            out.append(".")
        elif kind == "digit":
            out.append(places.get(at, "") if at in whole else next(decimals, ""))
    return "".join(out)
