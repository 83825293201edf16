"""The two sample forms from the text dump to the score sheet and through a workbook."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from selfeval_assist.checks import check
from selfeval_assist.documents import read, read_json, read_text, write_xlsx
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.resources import folder
from selfeval_assist.scoring import Basis, score

SOURCE = folder("examples") / "source" / "two-forms.txt"
EXPECTED = Path(__file__).parent.parent / "data" / "samples"


@pytest.fixture(scope="module")
def forms() -> tuple[SelfEvaluation, ...]:
    return read_text(SOURCE.read_text(encoding="utf-8"), SOURCE.name)


@pytest.mark.parametrize("index", [0, 1])
def test_every_row_is_read(forms: tuple[SelfEvaluation, ...], index: int) -> None:
    with (EXPECTED / f"form{index + 1}.tsv").open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]
    rows = [
        (r.level1, r.level2, r.name, r.target.raw, r.actual.raw, r.weight.raw, r.score.raw)
        for r in forms[index].indicators
    ]
    assert rows == expected
    assert all(row.deviation.text == "" for row in forms[index].indicators)


def test_head_and_funds_are_read(forms: tuple[SelfEvaluation, ...]) -> None:
    one, two = forms
    assert (one.project, two.project) == (
        "上海人社政务信息系统整合项目",
        "劳动保障管理信息系统(运维)",
    )
    for form in forms:
        assert (form.year, form.money_unit) == (2021, "元")
        assert form.title == "财政项目支出绩效自评表"
        assert form.department == "上海市人力资源和社会保障局"
        assert form.unit == "上海市人力资源和社会保障局信息中心"
        assert [line.name for line in form.funds.sources] == [
            "当年财政拨款", "上年结转资金", "其他资金",
        ]  # fmt: skip
        assert form.total.raw == "100"
    line = one.funds.total
    assert (line.initial.raw, line.adjusted.raw, line.executed.raw) == (
        "14692992.00", "14376992.00", "14,376,992",
    )  # fmt: skip
    assert (line.weight.raw, line.rate.raw, line.score.raw) == ("10", "100.00%", "10")
    assert line.executed.value == Decimal(14376992) == line.adjusted.value
    assert [source.executed.raw for source in one.funds.sources] == ["", "", ""]
    assert one.goal.planned.startswith("<p>")
    assert one.goal.planned == one.goal.actual
    assert len(two.goal.planned) == 134


@pytest.mark.parametrize("index", [0, 1])
def test_the_score_sheet(forms: tuple[SelfEvaluation, ...], index: int) -> None:
    form = forms[index]
    sheet = score(form, policy_for(form))
    computed = [row.points for row in sheet.rows if row.basis is Basis.COMPUTED]
    assert sum(points for points in computed if points is not None) == 55
    assert (sheet.taken, sheet.undecided) == (35, 0)
    assert sheet.execution.points == 10
    assert (sheet.total, sheet.claimed) == (100, 100)
    assert all("档" in row.work for row in sheet.rows if row.basis is Basis.TAKEN)


def test_text_to_form_to_workbook_to_form(
    forms: tuple[SelfEvaluation, ...], tmp_path: Path
) -> None:
    for number, form in enumerate(forms):
        path = tmp_path / f"{number}.xlsx"
        write_xlsx(form, path)
        (again,) = read(path)
        assert without_places(again) == without_places(form)
        assert [f.code for f in check(again)] == [f.code for f in check(form)]


def test_the_examples_are_what_the_importer_and_exporter_make(
    forms: tuple[SelfEvaluation, ...],
) -> None:
    for form in forms:
        (example,) = [
            read_json(path)
            for path in folder("examples").glob("*.json")
            if read_json(path).project == form.project
        ]
        (workbook,) = [
            stored
            for path in folder("examples").glob("*.xlsx")
            for stored in read(path)
            if stored.project == form.project
        ]
        assert without_places(example) == without_places(form)
        assert without_places(workbook) == without_places(form)


@pytest.mark.parametrize("path", sorted(folder("examples").glob("*.xlsx")), ids=lambda p: p.stem)
def test_an_example_workbook_is_what_is_written_now(path: Path, tmp_path: Path) -> None:
    """Figures as numbers among it: ``selfeval-assist export examples/*.json`` makes them anew."""
    (form,) = read(path.with_suffix(".json"))
    write_xlsx(form, tmp_path / path.name)
    assert cells(path) == cells(tmp_path / path.name)


def cells(path: Path) -> list[tuple[str, str, object]]:
    """Return place, type and content of every cell of a workbook that holds something."""
    sheet: Any = openpyxl.load_workbook(path).active
    filled = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return [(cell.coordinate, cell.data_type, cell.value) for cell in filled]


def without_places(form: SelfEvaluation) -> dict[str, object]:
    """Return a form's content without where it was read: every printed text as it stands."""
    return form.model_dump(exclude={"provenance"})
