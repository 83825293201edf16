"""Sums over departments: exact, traceable to their forms, of nothing that nobody stated."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from selfeval_assist.cli import FINDINGS, run
from selfeval_assist.office.gathering import Brief
from selfeval_assist.office.rollup import NAMELESS, departments
from selfeval_assist.resources import folder

FINISHED = json.loads((folder("examples") / "finished.json").read_text(encoding="utf-8"))
MONEY = ("initial", "adjusted", "executed")


def brief(number: int, department: str = "甲局", **figures: str | None) -> Brief:
    known = {name: None if text is None else Decimal(text) for name, text in figures.items()}
    empty: dict[str, Decimal | None] = dict.fromkeys((*MONEY, "score", "rate"))
    return Brief(
        number=number, file=f"{number}.json", department=department, unit="乙", project="丙",
        grade="", full=False, errors=0, warnings=0, **(empty | known),
    )  # fmt: skip


def test_a_rate_is_weighted_by_money_and_only_over_forms_that_say_both() -> None:
    (found,) = departments([
        brief(0, adjusted="100", executed="50", score="90"),
        brief(1, adjusted="900", executed="900", score="100"),
        brief(2, adjusted="1000", score="60"),
        brief(3, executed="7"),
    ])  # fmt: skip
    assert found.rate == Decimal("95.00")
    assert found.mean == Decimal("83.33")
    assert found.weighted == Decimal("79.50")
    assert [form.number for form in found.without("executed")] == [2]
    assert found.initial is None


def amounts() -> SearchStrategy[str | None]:
    return st.none() | st.decimals("0", "99999999", places=4, allow_nan=False).map(str)


@given(st.lists(st.tuples(st.sampled_from(["甲局", "乙局", ""]), amounts(), amounts())))
def test_departments_hold_every_form_once_and_their_sums_are_that_of_all(
    forms: list[tuple[str, str | None, str | None]],
) -> None:
    briefs = [
        brief(number, name, adjusted=budget, executed=spent)
        for number, (name, budget, spent) in enumerate(forms)
    ]
    every = departments(briefs)
    assert sorted(each.number for one in every for each in one.forms) == [*range(len(forms))]
    for field in MONEY:
        stated = [getattr(each, field) for each in briefs if getattr(each, field) is not None]
        sums = [getattr(each, field) for each in every if getattr(each, field) is not None]
        assert sum(sums, Decimal(0)) == sum(stated, Decimal(0))
    assert all(each.name == NAMELESS or each.forms[0].department for each in every)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """Three departments, one of them with a name that no sheet takes; one form without money."""
    root = tmp_path / "报送"
    root.mkdir()
    names = ["甲/局:[一]", "甲/局:[一]", "=乙局", "", "汇总"]
    for number, name in enumerate(names):
        data = FINISHED | {"department": name, "project": f"项目{number}"}
        if number == 1:
            data |= {"funds": {}}
        (root / f"{number}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert run(["batch", str(root), "--into", str(tmp_path / "结果")]) == FINDINGS
    return tmp_path / "结果"


def test_every_sum_is_a_formula_over_the_forms_it_names(results: Path) -> None:
    book = openpyxl.load_workbook(results / "部门汇总.xlsx")
    values = openpyxl.load_workbook(results / "部门汇总.xlsx", data_only=True)
    assert book.sheetnames == ["汇总", "甲局一", "=乙局", "（未写明主管部门）", "汇总-2"]
    own = book["甲局一"]
    assert own["E4"].value == "=SUM(E2:E3)"
    assert values["甲局一"]["E4"].value == 500
    assert [own[f"J{line}"].value for line in (2, 3)] == ["0.json", "1.json"]
    notes = [str(cell.value) for cell in own["B"][4:]]
    assert "没有全年预算数、未计入的：1.json" in notes
    assert book["汇总"]["D2"].value == "='甲局一'!E4"
    assert values["汇总"]["D6"].value == 2000
    assert values["汇总"]["A3"].value == "=乙局"


def test_another_program_works_out_the_same_sums(
    results: Path, libreoffice: Callable[[Path, str], Path]
) -> None:
    written = openpyxl.load_workbook(results / "部门汇总.xlsx", data_only=True)
    without = openpyxl.load_workbook(results / "部门汇总.xlsx")
    without.save(results / "只有公式.xlsx")  # openpyxl keeps no values of formulas
    worked = openpyxl.load_workbook(libreoffice(results / "只有公式.xlsx", "xlsx"), data_only=True)
    for sheet in written:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    assert worked[sheet.title][cell.coordinate].value == pytest.approx(cell.value)


def test_every_number_of_the_report_is_one_of_the_sums(results: Path) -> None:
    text = "\n".join(
        each.text for each in docx.Document(str(results / "汇总分析报告.docx")).paragraphs
    )
    assert "自评表5份，写明的主管部门3个" in text
    told = "全年预算合计2000万元（4份写明），全年执行合计1720万元（4份写明），"
    assert f"{told}按金额计算的执行率为86%" in text
    assert "没有全年预算数、未计入的1份：项目1" in text
    assert set(re.findall(r"合计([\d.]+)万元", text)) == {
        "2080",
        "2000",
        "1720",
        "520",
        "500",
        "430",
    }
