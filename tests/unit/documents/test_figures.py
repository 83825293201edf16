"""Numbers of an export are numbers: SUM works, and every cell shows what was printed."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import real_forms
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import printed

from selfeval_assist.documents import read, read_json, write_xlsx
from selfeval_assist.documents.figure import figure
from selfeval_assist.documents.readers.number_format import shown
from selfeval_assist.form import FundLine, Number, SelfEvaluation, paths
from selfeval_assist.layouts import load
from selfeval_assist.resources import folder

Convert = Callable[[Path, str], Path]
FORMS = {
    **{name: real_forms.form(name) for name in real_forms.names()},
    **{path.stem: read_json(path) for path in sorted(folder("examples").glob("*.json"))},
}
FINISHED = FORMS["finished"]


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("520.00", 520.0, "0.00"),
        ("14,376,992.00", 14376992.0, "#,##0.00"),
        ("0", 0.0, "0"),
        ("86.00%", 0.86, "0.00%"),
        ("99.8%", 0.998, "0.0%"),
        ("-5", -5.0, "0"),
        ("0.1", 0.1, "0.0"),
    ],
)
def test_a_plain_number_and_its_format(text: str, value: float, code: str) -> None:
    found = figure(text)
    assert found is not None
    assert (found.value, found.format) == (value, code)
    assert shown(found.value, found.format) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "=100%",
            "≥98%",
            "20台",
            "007",
            "—",
            "",
            "1,20",
            "1.2.3",
            "１２",
            " 5",
            "+5",
            "-0",
            "5分",
        ),
        *("1e5", "12345678901234567", "0.12345678901", "123456789.123456789", "NaN", "Infinity"),
    ],
)
def test_what_a_number_would_not_show_as_printed_stays_text(text: str) -> None:
    assert figure(text) is None


@settings(max_examples=300)
@given(
    st.decimals(-(10**13), 10**13, places=4, allow_nan=False),
    st.sampled_from(["{:.0f}", "{:.2f}", "{:,.2f}", "{:,.0f}", "{:.4f}", "{:.1f}%", "{:,.2f}%"]),
)
def test_a_figure_shows_its_text_and_is_its_decimal(number: Decimal, how: str) -> None:
    text = how.format(number)
    found = figure(text)
    if found is not None:
        assert shown(found.value, found.format) == text
        exact = Number(text).value
        assert exact is not None
        assert Decimal(repr(found.value)) == exact / (100 if "%" in text else 1)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("layout", ["central", "shanghai", "cost"])
def test_every_form_comes_back_and_its_money_adds_up(
    tmp_path: Path, name: str, layout: str
) -> None:
    write_xlsx(FORMS[name], tmp_path / "x.xlsx", layout=load(layout))
    (again,) = read(tmp_path / "x.xlsx")
    if layout != "cost":  # that one orders the rows anew
        assert printed(again) == printed(FORMS[name])
    sheet: Any = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    for at, line in enumerate(again.funds.sources):
        for key in ("initial", "adjusted", "executed"):
            cell = sheet[again.provenance.cells[f"funds.sources.{at}.{key}"]]
            if figure(getattr(line, key).raw):
                assert cell.data_type == "n"


MONEY = st.one_of(
    st.sampled_from(["", "—", "0", "150万", "100", "1,000", "0.5"]),
    st.decimals(0, 10**9, places=2).map(str),
    st.decimals(0, 10**9, places=2).map("{:,}".format),
)
VALUES = st.one_of(
    MONEY,
    st.sampled_from(["=100%", "≥98%", "见附件", "007", "稳定"]),
    st.decimals(0, 200, places=2).map("{}%".format),
)


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[MONEY] * 3), st.tuples(*[VALUES] * 8))
def test_any_numbers_come_back(
    tmp_path_factory: pytest.TempPathFactory, money: tuple[str, ...], values: tuple[str, ...]
) -> None:
    path = tmp_path_factory.mktemp("figures") / "x.xlsx"
    form = paths.put(FORMS["finished"], "total", "96.66")
    keys = ("initial", "adjusted", "executed")
    line = FundLine.model_validate({"name": "年度资金总额", **dict(zip(keys, money, strict=True))})
    form = paths.put(form, "funds.total", line)
    for row, (target, actual) in enumerate(zip(values[:4], values[4:], strict=True)):
        form = paths.put(form, f"indicators.{row}.target", target)
        form = paths.put(form, f"indicators.{row}.actual", actual)
    write_xlsx(form, path)
    (again,) = read(path)
    assert [str(getattr(again.funds.total, key)) for key in keys] == list(money)
    assert [row.target.raw for row in again.indicators[:4]] == list(values[:4])
    assert [row.actual.raw for row in again.indicators[:4]] == list(values[4:])


def _total(path: Path, form: SelfEvaluation) -> tuple[Any, Any]:
    """Return the cells of the weight and the score in the row of the total."""
    write_xlsx(form, path)
    sheet: Any = openpyxl.load_workbook(path).active
    cells = read(path)[0].provenance.cells
    row = sheet[cells["total"]].row
    column = sheet[cells["indicators.0.weight"]].column
    return sheet.cell(row, column), sheet[cells["total"]]


def test_the_total_is_a_sum_with_its_value(tmp_path: Path) -> None:
    weight, score = _total(tmp_path / "x.xlsx", FINISHED)
    assert (weight.data_type, score.data_type) == ("f", "f")
    stored: Any = openpyxl.load_workbook(tmp_path / "x.xlsx", data_only=True).active
    assert stored[score.coordinate].value == 96.66
    assert stored[weight.coordinate].value == 100


def test_a_total_that_was_printed_otherwise_is_kept(tmp_path: Path) -> None:
    form = paths.put(paths.put(FINISHED, "total", "97"), "full", "110")
    weight, score = _total(tmp_path / "x.xlsx", form)
    assert (weight.value, score.value) == (110, 97)
    (again,) = read(tmp_path / "x.xlsx")
    assert (again.full.raw, again.total.raw) == ("110", "97")


def test_sums_over_an_export_work(tmp_path: Path, libreoffice: Convert) -> None:
    path = tmp_path / "in" / "x.xlsx"
    path.parent.mkdir()
    write_xlsx(FINISHED, path)
    cells = read(path)[0].provenance.cells
    book: Any = openpyxl.load_workbook(path)
    rows = f"{cells['indicators.0.score']}:{cells['indicators.10.score']}"
    money = [cells[f"funds.total.{key}"] for key in ("executed", "adjusted")]
    book.active["Z1"] = f"=SUM({rows})"
    book.active["Z2"] = f"={money[0]}/{money[1]}"
    book.save(path)
    made: Any = openpyxl.load_workbook(libreoffice(path, "xlsx"), data_only=True).active
    assert made["Z1"].value == pytest.approx(88.06)
    assert made["Z2"].value == pytest.approx(0.86)
    assert made[cells["total"]].value == pytest.approx(96.66)
