"""Blank forms as five places hand them out: filled where they have a place, and nothing else lost.

The files in ``tests/data/documents/blanks`` are blanks; formulas.xlsx has tests of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from selfeval_assist.documents import read, read_json
from selfeval_assist.documents.blanks.fill import fill_template
from selfeval_assist.form import Indicator, SelfEvaluation, paths
from selfeval_assist.form.target_parts import joined_target
from selfeval_assist.resources import folder

BLANKS = Path(__file__).parents[2] / "data" / "documents" / "blanks"
FINISHED = read_json(folder("examples") / "finished.json")
FILES = ("central.xlsx", "sichuan.xlsx", "hubei.xlsx", "yunnan.docx", "transition.docx")
# What is printed to be replaced: 指标1：, ……, the free year, a hint for the grade, a dash.
PLACEHOLDER = re.compile(r"指标\d：?|…+|（自评等级）|[—/]|10|")
YEAR = re.compile(r"(?:20)?\s+(?=年度)")


def filled(name: str, tmp_path: Path, form: SelfEvaluation = FINISHED) -> tuple[Path, str]:
    """Return the filled blank and what was told."""
    out = tmp_path / f"out{Path(name).suffix}"
    return out, "\n".join(fill_template(BLANKS / name, form, out))


def cells(path: Path) -> Iterator[str]:
    """Yield the text of every cell and paragraph."""
    if path.suffix == ".xlsx":
        sheet: Any = openpyxl.load_workbook(path).active
        yield from (str(c.value) for row in sheet for c in row if c.value is not None)
        return
    document = docx.Document(str(path))
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            yield from (cell.text for cell in dict.fromkeys(row.cells))


@pytest.mark.parametrize("name", FILES)
def test_no_printed_word_is_overwritten(name: str, tmp_path: Path) -> None:
    out, told = filled(name, tmp_path)
    assert "已换成" not in told
    printed = [YEAR.sub("2025", text) for text in cells(BLANKS / name)]
    labels = Counter(text for text in printed if not PLACEHOLDER.fullmatch(text.strip()))
    after = [re.sub(r"\s+", "", text) for text in cells(out)]
    for label in labels:
        # 填报人：          联系电话： keeps its labels with the values between them.
        parts = [re.sub(r"\s+", "", part) for part in re.split(r"(?<=：)\s+", label)]
        assert any(all(part in text for part in parts) for text in after), label


def meaning(row: Indicator) -> tuple[str, ...]:
    """Return a row with its target in one cell, whatever columns it was printed in."""
    whole = joined_target(row)
    cells = (whole.target, whole.actual, whole.score)
    return (row.group, row.kind, row.name, *map(str, cells), row.deviation.text)


@pytest.mark.parametrize("name", FILES)
def test_every_value_that_has_a_place_is_in_it(name: str, tmp_path: Path) -> None:
    out, _ = filled(name, tmp_path)
    (again,) = read(out)
    bare = paths.put(FINISHED, "notes", "")
    rows = [meaning(row) for row in bare.indicators]
    if name == "sichuan.xlsx":  # it has no column for the reasons, and no text that gathers them
        rows = [(*row[:-1], "") for row in rows]
    assert [meaning(row) for row in again.indicators if row.name.strip()] == rows
    assert (again.project, again.year, again.department, again.unit) == (
        bare.project, bare.year, bare.department, bare.unit,
    )  # fmt: skip
    assert again.total.value == bare.total.value
    assert again.funds.deviation.text == bare.funds.deviation.text
    unit = 10_000 if again.money_unit == "元" else 1
    for key in ("adjusted", "executed"):
        mine = getattr(bare.funds.total, key).value
        assert getattr(again.funds.total, key).value == mine * unit
    if name != "hubei.xlsx":
        assert again.goal == bare.goal


LEFT = {
    "central.xlsx": ("评价等级、项目负责人、填报人、联系电话。",),
    "sichuan.xlsx": ("评价等级、第1、2、6、11行的偏差原因分析及改进措施。",),
    "hubei.xlsx": ("预期目标、", "实际完成情况、", "第1—11行的分值。", "年初预算数", "分值"),
    "yunnan.docx": ("手工补填：项目负责人。", "已由万元换算"),
    "transition.docx": ("“当年财政拨款”，已在其后加行", "评价等级、填报人。"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_found_no_place_is_told_and_nothing_else(name: str, tmp_path: Path) -> None:
    _, told = filled(name, tmp_path)
    assert all(words in told for words in LEFT[name])
    lines = {"hubei.xlsx": 1, "central.xlsx": 1, "sichuan.xlsx": 1}
    assert len(told.splitlines()) == lines.get(name, 2)


def test_a_typed_target_is_split_into_sign_number_and_unit(tmp_path: Path) -> None:
    for name in ("sichuan.xlsx", "yunnan.docx"):
        (again,) = read(filled(name, tmp_path)[0])
        parts = {row.name: (row.nature, row.target.raw, row.unit) for row in again.indicators}
        assert parts["自助服务终端部署数量"] == ("≥", "20", "台")
        assert parts["项目总成本"] == ("≤", "500", "万元")
        assert parts["项目完工时间"] == ("", "2025年9月30日前", "")


def test_a_name_and_a_number_share_a_cell(tmp_path: Path) -> None:
    (again,) = read(filled("transition.docx", tmp_path)[0])
    assert (again.people.manager, again.people.phone) == ("周岚", "0000-1234567")


def test_the_label_of_another_field_is_no_value(tmp_path: Path) -> None:
    out, _ = filled("sichuan.xlsx", tmp_path)
    sheet: Any = openpyxl.load_workbook(out).active
    row = next(cell.row for cell in sheet["A"] if cell.value == "项目负责人：")
    line = {cell.column_letter: cell.value for cell in sheet[row] if cell.value is not None}
    assert line == {
        "A": "项目负责人：", "B": "周岚", "D": "财务负责人：", "G": "填表人：",
        "H": "陈默", "I": "联系电话：", "J": "0000-1234567",
    }  # fmt: skip
    (blank,) = read(BLANKS / "sichuan.xlsx")
    assert blank.people.manager == ""


def test_levels_that_a_blank_leaves_free_are_printed_once_a_run(tmp_path: Path) -> None:
    sheet: Any = openpyxl.load_workbook(filled("hubei.xlsx", tmp_path)[0]).active
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert sheet["B9"].value == "数量指标"
    assert "B9:B11" in merged
    assert sheet["B15"].value == "成本指标"
    assert sheet["A9"].value == "产出指标\n（40分）"
