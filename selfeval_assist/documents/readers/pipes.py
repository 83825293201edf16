"""Tables whose cells stand between pipes: Markdown, and what chat programs make of a table."""

import re

from selfeval_assist.documents.grid import in_text

_BAR = re.compile(r"(?<!\\)[|│┃｜]")
_RULE = re.compile(r"[\s:|│┃｜+\-—─━┼├┤┌┐└┘┬┴╋]*")
"""A line between rows: ``|---|:--:|`` or ``├──┼──┤``."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MOST = 2
"""One line in so many has to hold bars; the rest may be a title above the table."""


def cells_between_pipes(text: str) -> list[list[tuple[str, str]]]:
    r"""Return the cells of a text with their places, or nothing without pipes.

    Bars at both ends of a line bound it and are no cells; ``\\|`` is a bar in a cell, ``<br>`` a
    line break. A line without bars is one cell.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]
    told = [(number, line) for number, line in lines if line and not _RULE.fullmatch(line)]
    barred = sum(len(_BAR.findall(line)) > 1 for _, line in told)
    if barred == 0 or barred * _MOST < len(told):
        return []
    return [
        [(cell, in_text(number, at)) for at, cell in enumerate(_cells(line), 1)]
        for number, line in told
    ]


def _cells(line: str) -> list[str]:
    parts = _BAR.split(line)
    if len(parts) > 1 and not parts[0].strip():
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1].strip():
        parts = parts[:-1]
    return [_BREAK.sub("\n", part.strip().replace("\\|", "|")) for part in parts]
