"""PDFs: cells from ruled lines, rows over a page edge, upright labels, turned pages."""

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from browser.page import chromium_or_skip
from programs import PATIENCE

from selfeval_assist.documents import read
from selfeval_assist.documents.readers import pdf
from selfeval_assist.documents.readers.lattice import Line, Region, cluster, regions
from selfeval_assist.documents.readers.pdf_page import Character, Page
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import squeeze

Convert = Callable[[Path, str], Path]
EXAMPLES = Path(__file__).parents[3] / "examples"


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
        Character(
            sign, 5 + width * column + 10 * at, top + 5, 15 + width * column + 10 * at, top + 15
        )
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
