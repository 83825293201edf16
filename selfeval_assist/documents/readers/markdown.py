"""Markdown as ``writers/markdown.py`` writes it: tables and labels as a grid, texts by headings.

A heading of the second level that is no block of the form is the name of a further text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from selfeval_assist.documents.grid import build, in_text
from selfeval_assist.documents.recognise import recognise
from selfeval_assist.documents.writers.markdown import (
    BLANK,
    BLOCKS,
    BUDGET,
    DEVIATIONS,
    FUNDS,
    GOAL,
    NOTES,
    NOTHING,
    NUMBER,
    PARTS,
    VALUES,
)
from selfeval_assist.form import SelfEvaluation, paths

_FORM = re.compile(r"^(?=# )", re.MULTILINE)
_TABLE = re.compile(r"^\|.*\|\s*$", re.MULTILINE)
_HEADING = re.compile(r"(#{1,3})\s+(.*)")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_CELL = re.compile(r"((?:[^|\\]|\\.?)*+)(\||$)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_QUOTE = re.compile(r"^(?:>[ \t]*)+")
_PAIR = re.compile(r"\*\*(.+?)\*\*：(.*)")
_PAIRS = re.compile(r"　(?=\*\*)")
_LABEL = re.compile(r"\*\*(.+)\*\*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ROW = re.compile(r"第(\d+)行(?:　.*)?")
_PART = {title: key for key, title in PARTS}
_TEXT = ".deviation.text"


def is_markdown(text: str) -> bool:
    """Whether a text has a heading and a table of Markdown."""
    return _FORM.search(text) is not None and _TABLE.search(text) is not None


def read_markdown(text: str, name: str) -> tuple[SelfEvaluation, ...]:
    r"""Return the forms in a text of Markdown, each below a heading of the first level.

    Args:
        text: the text; its lines end in ``\n``.
        name: what it is called in the provenance.
    """
    found: list[SelfEvaluation] = []
    before = 0
    for part in _FORM.split(text):
        lines = part.split("\n")
        page = _Page()
        for number, line in enumerate(lines, before + 1):
            _take(page, line.strip(" \t"), number)
        before += len(lines) - 1
        forms = recognise(build(name, [*_rows(page)]))
        found += (_with_texts(form, page) for form in forms)
    return tuple(found)


@dataclass
class _Page:
    """What was read of one form.

    Attributes:
        rows: cells with their places; those of a text of the goal hold its path instead.
        texts: the lines of each text by its path.
        places: where each text begins.
        block: the heading of the second level above the line that is read.
        path: the text to which it belongs; empty for none.
        numbered: whether the rows of the table above begin with their number; None for no table.
    """

    rows: list[list[tuple[str, str]]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    block: str = ""
    path: str = ""
    numbered: bool | None = None


def _take(page: _Page, line: str, at: int) -> None:
    """Take up one line."""
    if not line.startswith("|"):
        page.numbered = None
    if match := _HEADING.fullmatch(line):
        _heading(page, len(match[1]), _plain(match[2]), at)
    elif line.startswith("|"):
        _table(page, line, at)
    elif pairs := _pairs(line):
        _labels(page, pairs, at)
    elif page.block == GOAL and line != NOTHING and (match := _LABEL.fullmatch(line)):
        page.path = "goal.actual" if "goal.planned" in page.texts else "goal.planned"
        page.texts[page.path] = []
        page.places[page.path] = place = in_text(at, 1)
        page.rows.append([(_plain(match[1]), place), (page.path, place)])
    elif line := _QUOTE.sub("", line):
        _running(page, line, at)


def _heading(page: _Page, level: int, text: str, at: int) -> None:
    page.path = ""
    if level == 3 and page.block == DEVIATIONS:
        match = _ROW.fullmatch(text)
        page.path = f"indicators.{int(match[1]) - 1}{_TEXT}" if match else ""
        page.path = f"funds{_TEXT}" if text == BUDGET else page.path
    elif level == 2:
        page.block = text
        if text == NOTES:
            page.path = "notes"
        elif text not in BLOCKS and not text.startswith(FUNDS):
            page.path = f"texts.{text}"
    if not page.path and text != DEVIATIONS:
        _row(page, [text], at)


def _row(page: _Page, cells: Sequence[str], at: int, first: int = 1) -> None:
    page.rows.append([(cell, in_text(at, column)) for column, cell in enumerate(cells, first)])


def _table(page: _Page, line: str, at: int) -> None:
    """Take up a line of a table; the running number of a row is no cell of the form."""
    cells = [_cell(cell) for cell, end in _CELL.findall(line[1:]) if end]
    if page.numbered is None:
        page.numbered = cells[:1] == [NUMBER]
    if page.numbered and len(cells) > 1 and cells[0] != NUMBER and not cells[0].isdigit():
        cells[1] = cells[1] or cells[0]  # 合计 of a row that has no number
    if not _RULE.fullmatch(line):
        _row(page, cells[page.numbered :], at, 1 + page.numbered)


def _labels(page: _Page, pairs: Sequence[tuple[str, str]], at: int) -> None:
    """Take up labels with their values: parts of a deviation, or cells of the form."""
    if page.path.endswith(_TEXT) and all(name in _PART for name, _ in pairs):
        for name, text in pairs:
            page.texts[f"{page.path.removesuffix('text')}{_PART[name]}"] = [text]
    else:
        page.path = ""
        _row(page, [*chain(*pairs)], at)


def _running(page: _Page, line: str, at: int) -> None:
    """Take up a line of a text; what stands below no heading of a text is a cell of its own."""
    if line == NOTHING:
        return
    if not page.path:
        _row(page, [_plain(_LABEL.sub(r"\1", line))], at)
    elif page.path not in page.texts and page.block == DEVIATIONS and VALUES.fullmatch(line):
        page.texts[page.path] = []
    else:
        page.texts.setdefault(page.path, []).append("" if line == BLANK else _plain(line))
        page.places.setdefault(page.path, in_text(at, 1))


def _rows(page: _Page) -> Iterator[list[tuple[str, str]]]:
    """Yield the cells; those of a text of the goal with the text."""
    for row in page.rows:
        yield [("\n".join(page.texts.get(text, [text])), place) for text, place in row]


def _with_texts(form: SelfEvaluation, page: _Page) -> SelfEvaluation:
    """Return a form with its texts as they stand in the document, each with its place."""
    notes = list(form.provenance.notes)
    cells = dict(form.provenance.cells)
    for path, lines in page.texts.items():
        try:
            form = paths.put(form, path, "\n".join(lines))
        except (KeyError, ValueError):
            notes.append(f"“{'；'.join(lines)[:20]}”没有对应的栏目，没有读入。")
            continue
        if path in page.places and lines:
            cells[path] = page.places[path]
    found = form.provenance.model_copy(update={"notes": tuple(notes), "cells": cells})
    return form.model_copy(update={"provenance": found})


def _pairs(line: str) -> list[tuple[str, str]]:
    """Return labels with their values: ``**总分**：96　**评价等级**：优``; none of other lines."""
    matches = [_PAIR.fullmatch(piece) for piece in _PAIRS.split(line.removeprefix("- "))]
    found = [(_plain(each[1]), _cell(each[2])) for each in matches if each]
    return found if len(found) == len(matches) else []


def _cell(text: str) -> str:
    text = text.strip()
    return "" if text == NOTHING else "\n".join(map(_plain, _BREAK.split(text)))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
