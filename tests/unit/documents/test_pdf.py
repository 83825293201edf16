"""PDFs: cells from ruled lines, rows over a page edge, upright labels, turned pages."""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pdf_bytes
import pytest
import xlsxwriter
from browser.page import chromium_or_skip
from programs import PATIENCE

from selfeval_assist.documents import read
from selfeval_assist.documents.readers import pdf
from selfeval_assist.documents.readers.lattice import Line, Region, cluster, regions
from selfeval_assist.documents.readers.pdf_lines import Character, lines, numbers, spaced
from selfeval_assist.documents.readers.pdf_page import Page
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import squeeze

Convert = Callable[[Path, str], Path]
EXAMPLES = Path(__file__).parents[3] / "examples"
TWO_FONTS = Path(__file__).parents[2] / "data" / "documents" / "pdf" / "finished-two-fonts.pdf"
"""The finished example, printed in a font for words and another one for figures and points."""


def assert_same_cells(again: SelfEvaluation, form: SelfEvaluation) -> None:
    """Compare but for spaces where a line was wrapped: a page does not tell them."""
    assert again.project == form.project
    assert again.total == form.total
    assert [line.model_dump() for line in (again.funds.total, *again.funds.sources)] == [
        line.model_dump() for line in (form.funds.total, *form.funds.sources)
    ]
    keys = ("level1", "level2", "name", "target", "actual", "weight", "score")
    assert [[squeeze(str(getattr(row, key))) for key in keys] for row in again.indicators] == [
        [squeeze(str(getattr(row, key))) for key in keys] for row in form.indicators
    ]
    assert again.goal.planned.replace("\n", "") == form.goal.planned.replace("\n", "")


@pytest.mark.parametrize("name", ["shanghai-maintenance", "finished"])
def test_a_printed_example_comes_back(name: str, libreoffice: Convert) -> None:
    (form,) = read(EXAMPLES / f"{name}.xlsx")
    (again,) = read(libreoffice(EXAMPLES / f"{name}.xlsx", "pdf"))
    assert_same_cells(again, form)


@pytest.mark.browser
def test_a_page_printed_from_a_browser_comes_back(libreoffice: Convert, tmp_path: Path) -> None:
    program = chromium_or_skip("读取浏览器打印的 PDF")
    book = EXAMPLES / "shanghai-maintenance.xlsx"
    page, printed = libreoffice(book, "html"), tmp_path / "printed.pdf"
    subprocess.run(
        [program, "--headless", "--no-sandbox", f"--print-to-pdf={printed}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    ((form,), (again,)) = read(book), read(printed)
    assert_same_cells(again, form)


def test_grid_lines_and_merged_cells() -> None:
    xs, ys = cluster([0, 0.5, 10, 20, 20.4]), cluster([0, 10, 20, 30])
    across = [Line(0, 0, 20), Line(10, 10, 20), Line(20, 0, 20), Line(30, 0, 20)]
    down = [Line(0, 0, 30), Line(10, 0, 20), Line(20, 0, 30)]
    assert regions(xs, ys, across, down) == [
        Region(0, 0, 1, 0), Region(0, 1, 0, 1), Region(1, 1, 1, 1), Region(2, 0, 2, 1),
    ]  # fmt: skip


def test_a_box_without_sides_is_no_cell() -> None:
    across, down = (
        [Line(0, 0, 20), Line(10, 0, 20), Line(20, 0, 20)],
        [Line(0, 0, 10), Line(20, 0, 10)],
    )
    assert regions([0, 20], [0, 10, 20], across, down) == [Region(0, 0, 0, 0)]


def drawn(rows: Sequence[Sequence[str]]) -> Page:
    """Return a page with a ruled table, each character 10 points wide."""
    width = 200
    columns = max(map(len, rows))
    xs = [width * at for at in range(columns + 1)]
    ys = [50 + 20 * at for at in range(len(rows) + 1)]
    characters = [
        Character(sign, left + 5, top + 10, left, left + 10, top + 13, 10)
        for top, row in zip(ys, rows, strict=False)
        for column, text in enumerate(row)
        for at, sign in enumerate(text)
        for left in (5 + width * column + 10 * at,)
    ]
    return Page(
        tuple(Line(y, 0, xs[-1]) for y in ys),
        tuple(Line(x, ys[0], ys[-1]) for x in xs),
        tuple(characters),
        0,
        numbers(" ".join(text for row in rows for text in row)),
    )


HEAD = ["三级指标", "年度指标值", "实际完成值", "分值", "得分"]


def test_a_row_over_the_page_edge_is_joined_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    first = drawn(
        [HEAD, ["养护里程", "≥5公里", "5公里", "20", "20"], ["路面修", "≥5", "6", "30", "30"]]
    )
    second = drawn([["补处数", "", "", "", ""], ["满意度", "≥90%", "95%", "40", "40"]])
    monkeypatch.setattr(pdf, "_pages", lambda data, name: [first, second])
    grid = pdf.to_grid(b"", "x.pdf")
    texts = [[cell.text for cell in row.cells] for row in grid.rows]
    assert texts[2] == ["路面修补处数", "≥5", "6", "30", "30"]
    assert texts[3][0] == "满意度"
    assert all("第 2 页" in note for _, note in grid.notes)
    assert (
        "第1页第3行第1列",
        "第 2 页的第一行像是上一页最后一行的续行，已合并，请核对。",
    ) in grid.notes


def test_a_short_row_behind_a_page_edge_stays_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    first = drawn([HEAD, ["补助家畜", "192", "190", "10", "9"]])
    second = drawn([["其中：羊", "180只", "178只", "", ""]])
    monkeypatch.setattr(pdf, "_pages", lambda data, name: [first, second])
    assert [row.cells[0].text for row in pdf.to_grid(b"", "x.pdf").rows][-1] == "其中：羊"


def test_a_form_printed_in_two_fonts_keeps_its_points() -> None:
    (form,), (again,) = read(EXAMPLES / "finished.xlsx"), read(TWO_FONTS)
    assert_same_cells(again, form)
    assert "系统可用率99.8%" in again.goal.actual
    assert again.goal.actual.replace("\n", "").startswith(form.goal.actual.replace("\n", ""))


CELLS = {
    "points in a font of small boxes": [("F4", 10, "1,234.56", 0)],
    "two fonts": [("F1", 10, "99", 0), ("F4", 10, ".", 0), ("F2", 10, "8%", 0)],
    "two sizes": [("F1", 10, "99", 0), ("F2", 7, ".", 0), ("F3", 12, "8", 0)],
    "raised": [("F1", 10, "12 m", 0), ("F1", 6, "2", 4)],
    "raised behind a number": [("F1", 10, "10", 0), ("F1", 6, "2", 3.5), ("F1", 10, " km", 0)],
    "lowered": [("F1", 10, "CO", 0), ("F1", 6, "2", -2), ("F1", 10, " 3.5 t", 0)],
    "colon": [("F4", 10, "12", 0), ("F1", 10, ":", 0), ("F4", 10, "30", 0)],
}
READ = {
    "points in a font of small boxes": "1,234.56",
    "two fonts": "99.8%",
    "two sizes": "99.8",
    "raised": "12 m²",
    "raised behind a number": "10² km",
    "lowered": "CO2 3.5 t",
    "colon": "12:30",
}
WAYS = {
    "upright": ("1 0 0 1", (60, 300), 0),
    "half the size": (".5 0 0 .5", (60, 300), 0),
    "twice as wide": ("2 0 0 1", (60, 300), 0),
    "running up": ("0 1 -1 0", (80, 210), 90),
    "running down": ("0 -1 1 0", (80, 380), 270),
    "upside down": ("-1 0 0 -1", (220, 300), 180),
    "a little askew": (".9997 .0244 -.0244 .9997", (60, 300), 0),
}
"""Matrix, place, and the turn of the page with which the text is shown upright."""


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("cell", CELLS)
def test_signs_of_a_line_stay_in_their_order(cell: str, way: str, rotate: int) -> None:
    matrix, (x, y), upright = WAYS[way]
    content = pdf_bytes.ruled((50, 250, 450), (200, 390)) + pdf_bytes.text(
        x, y, CELLS[cell], matrix
    )
    grid = pdf.to_grid(pdf_bytes.page(content, rotate=rotate), "x.pdf")
    assert [each.text for row in grid.rows for each in row] == [READ[cell]]
    if rotate == upright:  # the plain text is no witness of what stands on its head
        assert grid.notes == ()


def test_fonts_and_raised_signs_of_an_office_program(tmp_path: Path, libreoffice: Convert) -> None:
    path = tmp_path / "in" / "x.xlsx"
    path.parent.mkdir()
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, 1, 24)
        words, figures = (
            book.add_format({"font_name": name, "font_size": size})
            for name, size in (("Noto Serif CJK SC", 11), ("DejaVu Sans Mono", 9))
        )
        raised = book.add_format({"font_script": 1})
        border = book.add_format({"border": 1, "text_wrap": True})
        row = (words, "系统可用率：", figures, "99", words, ".", figures, "8", words, "％")
        sheet.write_rich_string(0, 0, *row, border)
        sheet.write_rich_string(0, 1, words, "面积1,234.5 m", raised, "2", words, "·次", border)
    grid = pdf.to_grid(libreoffice(path, "pdf").read_bytes(), "x.pdf")
    assert [each.text for line in grid.rows for each in line] == [
        "系统可用率：99.8％",
        "面积1,234.5 m²·次",
    ]
    assert grid.notes == ()


def test_two_lines_close_together_stay_two() -> None:
    content = pdf_bytes.ruled((50, 250, 450), (200, 390))
    content += pdf_bytes.text(60, 300, [("F1", 10, "99.5 m", 0), ("F1", 6, "2", 4)])
    content += pdf_bytes.text(60, 289, [("F1", 10, "80", 0), ("F1", 6, "3", 4)])
    grid = pdf.to_grid(pdf_bytes.page(content), "x.pdf")
    assert [each.text for row in grid.rows for each in row] == ["99.5 m²80³"]


def test_a_number_that_the_page_does_not_hold_is_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn([HEAD, ["系统可用率", "≥99.5%", "99.8%", "20", "20"]])
    fallen = tuple(
        replace(c, base=c.base + 6) if c.text == "." and 400 < c.x < 600 else c
        for c in page.characters
    )
    monkeypatch.setattr(pdf, "_pages", lambda data, name: [replace(page, characters=fallen)])
    grid = pdf.to_grid(b"", "x.pdf")
    assert [ref for ref, _ in grid.notes] == ["第1页第2行第3列"] * 2
    assert all(ref in note for ref, note in grid.notes)
    assert "“99”" in grid.notes[0][1]


def test_a_doubt_of_a_continued_row_names_the_row_that_it_continues(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = drawn([HEAD, ["路面修", "≥5", "6", "30", "30"]])
    second = replace(drawn([["补99处", "", "", "", ""]]), numbers=frozenset())
    monkeypatch.setattr(pdf, "_pages", lambda data, name: [first, second])
    grid = pdf.to_grid(b"", "x.pdf")
    assert any(ref == "第1页第2行第1列" and "“99”" in note for ref, note in grid.notes)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("99 .8%", {"99", "8", "99.8"}),
        ("1,200.50元", {"1,200.50"}),
        ("８．６万", {"8.6"}),
        ("8\r\n.5", {"8", "5"}),
        ("12：30", {"12:30"}),
    ],
)
def test_the_numbers_of_a_plain_text(text: str, found: set[str]) -> None:
    assert numbers(text) == found


def test_lines_of_each_direction_are_apart() -> None:
    across = [Character(sign, at, 5, at, at + 1, 5, 1) for at, sign in enumerate("12")]
    up = [Character(sign, 0, 9 - at, at - 9, at - 8, 5, 1, 3) for at, sign in enumerate("34")]
    assert [spaced(line) for line in lines([*up, *across])] == ["12", "34"]
