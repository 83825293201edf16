"""A unit's blank with formulas: they stay, count the added rows, and a difference is told."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from selfeval_assist.documents import read, read_json
from selfeval_assist.documents.blanks.fill import fill_template
from selfeval_assist.documents.blanks.formulas import lowered, worked_out
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.resources import folder

Convert = Callable[[Path, str], Path]
BLANK = Path(__file__).parents[2] / "data" / "documents" / "blanks" / "formulas.xlsx"
"""D6:F6 add the sources, H6 and I6 work out rate and points, G19 and H19 the total."""
FINISHED = read_json(folder("examples") / "finished.json")


def filled(tmp_path: Path, form: SelfEvaluation) -> tuple[Any, tuple[str, ...]]:
    """Return the sheet of the filled blank, and what was told."""
    (tmp_path / "in").mkdir(exist_ok=True)
    notes = fill_template(BLANK, form, tmp_path / "in" / "out.xlsx")
    return openpyxl.load_workbook(tmp_path / "in" / "out.xlsx").active, notes


def test_formulas_stay_and_count_the_added_rows(tmp_path: Path, libreoffice: Convert) -> None:
    sheet, notes = filled(tmp_path, FINISHED)
    total = next(cell.row for cell in sheet["A"] if cell.value == "总分")
    assert sheet["D6"].value == "=SUM(D7:D9)"
    assert sheet["H6"].value == "=IF(E6=0,0,F6/E6)"
    assert sheet.cell(total, 7).value == f"=SUM(G13:G{total - 1})+G6"
    assert sheet.cell(total, 8).value == f"=SUM(H13:H{total - 1})+I6"
    assert not [note for note in notes if "公式" in note or "总分" in note or "预算数" in note]
    made = libreoffice(tmp_path / "in" / "out.xlsx", "xlsx")
    values: Any = openpyxl.load_workbook(made, data_only=True).active
    assert values["D6"].value == 520
    assert values["H6"].value == pytest.approx(0.86)
    assert values.cell(total, 8).value == pytest.approx(96.66)
    (again,) = read(made)
    assert again.funds.total.rate.raw == "86.00%"
    assert again.total.value == FINISHED.total.value


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("total", "97", "算得 96.66；表中的是“97”"),
        ("funds.total.executed", "431", "算得 430；表中的是“431”"),
        ("funds.total.rate", "87%", "算得 86%；表中的是“87%”"),
    ],
)
def test_a_result_that_differs_is_told_and_the_formula_stays(
    tmp_path: Path, path: str, text: str, told: str
) -> None:
    sheet, notes = filled(tmp_path, paths.put(FINISHED, path, text))
    (note,) = [note for note in notes if "公式" in note]
    assert told in note
    assert note.startswith("模板的单元格 ")
    assert sheet["F6"].value == "=SUM(F7:F9)"


def test_a_formula_that_cannot_be_worked_out_is_told(tmp_path: Path) -> None:
    book: Any = openpyxl.load_workbook(BLANK)
    book.active["I6"] = "=VLOOKUP(H6,填报说明!A1:B9,2)"
    book.save(tmp_path / "blank.xlsx")
    notes = fill_template(tmp_path / "blank.xlsx", FINISHED, tmp_path / "out.xlsx")
    told = [note for note in notes if "算不出来" in note]
    assert any("单元格 I6 " in note for note in told)
    sheet: Any = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet["I6"].value == "=VLOOKUP(H6,填报说明!A1:B9,2)"


def test_figures_of_a_blank_are_numbers_where_its_cells_are(tmp_path: Path) -> None:
    book: Any = openpyxl.load_workbook(BLANK)
    book.active["E7"].number_format = "@"
    book.active["F7"].number_format = "#,##0.00"
    book.save(tmp_path / "blank.xlsx")
    form = paths.put(FINISHED, "people.phone", "13800000000")
    fill_template(tmp_path / "blank.xlsx", form, tmp_path / "out.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert (sheet["D7"].value, sheet["D7"].number_format) == (520, "0.00")
    assert (sheet["E7"].value, sheet["E7"].data_type) == ("500.00", "s")
    assert (sheet["F7"].value, sheet["F7"].number_format) == (430, "#,##0.00")
    words = {cell.value for row in sheet for cell in row if cell.data_type == "s"}
    # A column of the table that holds words too holds no figures: they would stand apart.
    assert {"≥20台", "28台", "=100%", "92.3%"} <= words


CELLS: Mapping[str, Decimal | str] = {
    "A1": Decimal(3), "A2": Decimal("0.5"), "A3": "无", "A5": Decimal(0),
}  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=SUM(A1:A4)+A1*2", "9.5"),
        ("=-A1+(A1-A2)/2", "-1.75"),
        ("=ROUND(A1/7,2)", "0.43"),
        ("=MIN(10,ROUND($A$1*95%,1))", "2.9"),
        ("=IF(A5=0,0,A1/A5)", "0"),
        ("=IFERROR(A1/A5,1)", "1"),
        ("=MAX(A1,A2,7)", "7"),
        ("=IF(A1>=3,ABS(-2),5)", "2"),
        ("=A1/A5", None),
        ("=A3+1", None),
        ("=VLOOKUP(A1,A1:A4,1)", None),
        ("=Sheet2!A1", None),
        ("=总分", None),
        ("=A:A", None),
        ("=SUM(A1:XFD9999)", None),
        ("=(((", None),
        ("=" + "(" * 200 + "1" + ")" * 200, None),
    ],
)
def test_what_a_formula_comes_to(formula: str, result: str | None) -> None:
    assert worked_out(formula, CELLS.get) == (None if result is None else Decimal(result))


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("=SUM(H13:H18)+I6", "=SUM(H13:H19)+I6"),
        ("=SUM(H13:H17)+H19", "=SUM(H13:H17)+H20"),
        ("=$H$19*2", "=$H$20*2"),
        ("=其他!H19+Sheet1!H19", "=其他!H19+Sheet1!H20"),
        ("=LOG10(H19)+率19", "=LOG10(H20)+率19"),
        ('="H19"&H3', '="H19"&H3'),
    ],
)
def test_a_formula_behind_an_added_row(formula: str, after: str) -> None:
    assert lowered(formula, 18, "Sheet1", here=True) == after


def test_a_formula_of_another_sheet_means_the_same_cells() -> None:
    assert lowered("=Sheet1!H19+H19", 18, "Sheet1", here=False) == "=Sheet1!H20+H19"
