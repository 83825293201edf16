"""整改情况: what an office said of a form that it sent back, and what was done about it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from selfeval_assist.checks.returned import places
from selfeval_assist.checks.waivers import covers
from selfeval_assist.documents.edge import write
from selfeval_assist.form import Returned, SelfEvaluation, paths

TITLE = "项目支出绩效自评表整改情况"
COLUMNS = ("序号", "退回意见", "涉及单元格", "整改情况", "整改前", "整改后")
SUFFIXES = (".docx", ".xlsx")
_OPEN = "【待填：怎样整改】"
_FONT = "宋体"
_MARGINS = {"left": 21, "right": 20}
"""Millimetres."""
_WIDTHS = (600, 2900, 1800, 2660, 900, 900)
"""Widths of the columns in twentieths of a point."""
_DIGIT = 120
"""The width of a digit of a sheet, in the same unit."""


def amended(form: SelfEvaluation) -> Iterator[tuple[str, ...]]:
    """Yield a line for each point that the office sent back, in the order of ``COLUMNS``.

    What was done is the reason of the waiver that ticked it off; a point that nobody ticked off is
    to be filled in.
    """
    for number, (where, each) in enumerate(zip(places(form), form.returned, strict=True), start=1):
        now = paths.text(form, each.where) if each.where else ""
        yield str(number), _said(each), _cell(form, each), _done(form, where), each.was, now


def _said(each: Returned) -> str:
    signed = "，".join(part for part in (each.by, each.date) if part)
    return f"{each.text}（{signed}）" if signed else each.text


def _cell(form: SelfEvaluation, each: Returned) -> str:
    place = f"（{each.place}）" if each.place else ""
    return f"{paths.label(form, each.where)}{place}"


def _done(form: SelfEvaluation, where: str) -> str:
    done = (waiver for waiver in form.waivers if covers(waiver, "BACK001", where))
    waiver = next(done, None)
    return f"{waiver.reason}（{waiver.by}，{waiver.date}）" if waiver else _OPEN


def write_amended(form: SelfEvaluation, path: Path) -> None:
    """Write the 整改情况 of a form as .docx or .xlsx, by the suffix of the path.

    Args:
        form: a form with points that the office sent back.
        path: the file; an existing one is replaced in one step.

    Raises:
        DocumentError: the file cannot be written.
    """
    write(path, (_docx if path.suffix == ".docx" else _xlsx)(form))


def _head(form: SelfEvaluation) -> str:
    year = f"（{form.year}年度）" if form.year else ""
    project = form.project or "【待填：项目名称】"
    return f"项目名称：{project}{year}　　实施单位：{form.unit or form.department}"


def _docx(form: SelfEvaluation) -> bytes:
    from selfeval_assist.documents.writers import docx_parts as parts

    plain = parts.fonts(_FONT, 10.5)
    blocks = (
        parts.paragraph(TITLE, parts.fonts(_FONT, 16, bold=True), "center"),
        parts.paragraph(_head(form), plain),
        parts.filled(_WIDTHS, (COLUMNS, *amended(form)), 10.5, _FONT),
        parts.paragraph("", plain),
    )
    return parts.on_a4(blocks, _MARGINS)


def _xlsx(form: SelfEvaluation) -> bytes:
    import xlsxwriter

    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("整改情况")
        font = {"font_name": _FONT, "font_size": 11, "text_wrap": True, "num_format": "@"}
        cell = book.add_format({**font, "border": 1, "valign": "vcenter"})
        head = book.add_format({**font, "border": 1, "bold": True, "align": "center"})
        sheet.write_string(0, 0, TITLE, book.add_format({"bold": True, "font_size": 16}))
        sheet.write_string(1, 0, _head(form))
        for row, line in enumerate((COLUMNS, *amended(form)), start=2):
            for column, text in enumerate(line):
                sheet.write_string(row, column, text, cell if row > 2 else head)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width / _DIGIT)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
    return stream.getvalue()
