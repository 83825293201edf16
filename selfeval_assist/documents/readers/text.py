"""Read the text dump of a table: tabs, pipes or commas between cells, one row a line."""

import csv
import io
import re

from selfeval_assist.documents.edge import reading
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid, build, in_text
from selfeval_assist.documents.marks import with_marks
from selfeval_assist.documents.readers.markdown import is_markdown, read_markdown
from selfeval_assist.documents.readers.pipes import cells_between_pipes
from selfeval_assist.documents.recognise import NO_FORM, recognise
from selfeval_assist.documents.texts.every import of_text
from selfeval_assist.form import SelfEvaluation

LIMIT = 2_000_000
"""Characters of the longest text that is read; two forms have 6,000."""

PASTE_AGAIN = "请在 Excel 中选中整张表复制后粘贴，单元格之间应以制表符或竖线“|”隔开"
"""What to do about a pasted text that holds no form."""
ANOTHER_FILE = (
    "请确认选对了文件；文字文件里单元格之间应以制表符、竖线“|”或逗号隔开，表中一行占一行，"
    "以空格隔开或每格占一行的分不出哪些格是空的；"
    "也可以改用原来的 Excel 或 Word 文件"
)
"""What to do about a text file that holds no form."""

_COMMAS = 4
"""Commas that most lines of a comma-separated table have at least; prose has fewer."""

# A sheet quotes a cell that holds a line break when it is copied. An unclosed quote is text.
_CELL = re.compile(r'"((?:[^"]|""){0,8000})"(?=[\t\n]|\Z)|([^\t\n]*)')


def read_text(text: str, name: str, advice: str = PASTE_AGAIN) -> tuple[SelfEvaluation, ...]:
    """Return the forms in a text whose cells are separated by tabs.

    Args:
        text: the text, as read from a file or pasted.
        name: what to call it in messages and in the provenance.
        advice: what the person is told to do where it holds no form.

    Returns:
        One form for each table found, in their order. Cells are named ``第12行第3列``.

    Raises:
        DocumentError: the text is too long or holds no form.
    """
    if len(text) > LIMIT:
        raise DocumentError(
            name, f"文字有 {len(text)} 个字符，超过 {LIMIT}", "请只保留自评表的部分再读"
        )
    with reading(name):
        forms = _forms(text.removeprefix("\ufeff").replace("\r\n", "\n"), name)
    if not forms:
        raise DocumentError(name, NO_FORM, advice)
    return with_marks(forms, of_text(text), name)


def _forms(text: str, name: str) -> tuple[SelfEvaluation, ...]:
    found = read_markdown(text, name) if is_markdown(text) else ()
    return found or recognise(to_grid(text, name))


def to_grid(text: str, name: str) -> Grid:
    """Return the cells of a text with tabs, or else pipes or commas, between them.

    Quoted cells may hold line breaks.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\t" not in text and (matrix := cells_between_pipes(text) or _commas(text)):
        return build(name, matrix)
    matrix = [[]]
    line, at = 1, 0
    while True:
        match = _CELL.match(text, at)
        quoted = match[1] if match is not None else None
        value = quoted.replace('""', '"') if quoted is not None else match[2] if match else ""
        matrix[-1].append((value, in_text(line, len(matrix[-1]) + 1)))
        line += value.count("\n")
        at = match.end() if match is not None else len(text)
        if at >= len(text):
            break
        if text[at] == "\n":
            line += 1
            matrix.append([])
        at += 1
    return build(name, matrix)


def _commas(text: str) -> list[list[tuple[str, str]]]:
    """Return the cells of a comma-separated text; empty when it is none."""
    lines = csv.reader(io.StringIO(text), strict=True)
    matrix: list[list[tuple[str, str]]] = []
    line = 1
    try:
        for row in lines:
            matrix.append([(cell, in_text(line, at)) for at, cell in enumerate(row, 1)])
            line = lines.line_num + 1
    except csv.Error:
        return []
    wide = sum(len(row) > _COMMAS for row in matrix)
    return matrix if wide * 2 > len(matrix) else []
