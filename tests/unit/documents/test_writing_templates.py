"""A unit's own blank form, filled in place: values in their cells, looks kept, nothing dropped."""

import hashlib
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import blank_forms
import docx
import openpyxl
import pytest
import real_forms
from docx.oxml.ns import qn

from selfeval_assist.documents import DocumentError, read, read_json
from selfeval_assist.documents.blanks.fill import fill_template
from selfeval_assist.form import Deviation, SelfEvaluation, paths
from selfeval_assist.resources import folder

EXAMPLES = {path.stem: read_json(path) for path in sorted(folder("examples").glob("*.json"))}
FINISHED = EXAMPLES["finished"]
Make = Callable[..., Path]
OTHERWISE = {"062": "第9行“资助学生满意度”一级指标"}
"""That form prints 服务对象满意度指标 as a part of 效益指标, the template as one of 满意度指标."""
KINDS = [
    pytest.param(".xlsx", blank_forms.workbook, id="xlsx"),
    pytest.param(".docx", blank_forms.document, id="docx"),
]


def rows(form: SelfEvaluation) -> list[tuple[str, ...]]:
    """Return the indicators that hold something, in any order."""
    return sorted(
        (r.group, r.kind, r.name, *map(str, (r.target, r.actual, r.weight, r.score)))
        for r in form.indicators
        if r.name
    )


def reasons(form: SelfEvaluation) -> list[tuple[str, str]]:
    """Return the reasons for deviations, in any order."""
    return sorted((r.name, r.deviation.text) for r in form.indicators if r.name)


def money(form: SelfEvaluation) -> list[list[str]]:
    """Return the funds lines; what a template prints where the form has nothing does not count."""
    lines = (form.funds.total, *form.funds.sources)
    keys = ("name", "initial", "adjusted", "executed", "weight", "rate", "score")
    return [
        ["" if str(v) == "—" else str(v) for v in map(line.__getattribute__, keys)]
        for line in lines
    ]


@pytest.mark.parametrize(("suffix", "make"), KINDS)
@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("levels", [True, False])
def test_examples_fill_a_template(
    tmp_path: Path, suffix: str, make: Make, name: str, levels: bool
) -> None:
    form = EXAMPLES[name]
    template = make(tmp_path / f"blank{suffix}", levels=levels, money=form.money_unit)
    before = hashlib.sha256(template.read_bytes()).digest()
    notes = fill_template(template, form, tmp_path / f"out{suffix}")
    assert hashlib.sha256(template.read_bytes()).digest() == before
    (again,) = read(tmp_path / f"out{suffix}")
    assert (again.project, again.year, again.department, again.unit) == (
        form.project, form.year, form.department, form.unit,
    )  # fmt: skip
    assert money(again) == money(form)
    assert again.goal.planned == form.goal.planned
    assert again.goal.actual.startswith(form.goal.actual)
    assert rows(again) == rows(form)
    assert reasons(again) == reasons(form)
    assert again.total == form.total
    assert again.people.phone == form.people.phone
    absent = [part for part in ("评价等级", "项目负责人") if name == "finished"]
    assert notes == (
        (f"以下内容没有写入模板，请手工补填：{'、'.join(absent)}。",) if absent else ()
    )


@pytest.mark.every_form
@pytest.mark.parametrize(("suffix", "make"), KINDS)
@pytest.mark.parametrize("name", real_forms.names())
def test_published_forms_fill_a_template_without_loss(
    tmp_path: Path, suffix: str, make: Make, name: str
) -> None:
    template = make(tmp_path / f"blank{suffix}")
    notes = fill_template(template, real_forms.form(name), tmp_path / f"out{suffix}")
    lost = [note for note in notes if "没有写入" in note]
    known = OTHERWISE.get(name)
    assert lost == ([f"以下内容没有写入模板，请手工补填：{known}。"] if known else [])


def _workbook(tmp_path: Path, form: SelfEvaluation, **options: Any) -> Any:
    template = blank_forms.workbook(tmp_path / "blank.xlsx", **options)
    fill_template(template, form, tmp_path / "out.xlsx")
    return openpyxl.load_workbook(tmp_path / "out.xlsx")


def test_a_workbook_keeps_its_looks(tmp_path: Path) -> None:
    book = _workbook(tmp_path, EXAMPLES["shanghai-maintenance"])
    sheet = book["自评表"]
    assert book["填表说明"]["A1"].value == "请如实填写。"
    assert sheet["A1"].font.name == "黑体"
    found = [cell for line in sheet.iter_rows() for cell in line if cell.value == "=100%"]
    assert len(found) > 20
    for cell in found:
        assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)
        assert cell.font.name == "楷体"
        assert cell.fill.fgColor.rgb == "FFEEF3FA"
        assert cell.border.left.color.rgb == "FF336699"
        assert cell.alignment.horizontal == "center"
    assert sheet.column_dimensions["D"].width == 24
    last = next(c.row for c in sheet["A"] if str(c.value).startswith("注："))
    assert sheet.print_area.endswith(f"$I${last}")
    assert sheet.page_setup.orientation == "landscape"


def test_added_rows_move_the_merged_cells_and_heights_below(tmp_path: Path) -> None:
    sheet = _workbook(tmp_path, EXAMPLES["shanghai-maintenance"])["自评表"]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    total = next(c.row for c in sheet["A"] if c.value == "总分")
    assert f"A{total}:F{total}" in merged
    heading = next(c.row for c in sheet["B"] if c.value == "一级指标")
    assert f"A{heading}:A{total - 1}" in merged
    ranges = [each for each in sheet.merged_cells.ranges if each.min_row >= heading]
    places = [(r, c) for each in ranges for r, c in each.cells]
    assert len(places) == len(set(places)), "merged cells overlap"
    numbers = [c.row for c in sheet["C"] if c.value == "质量指标"]
    assert len(numbers) == 1
    assert any(each.min_row == numbers[0] and each.size["rows"] > 2 for each in ranges)
    assert sheet.row_dimensions[total].height == 22


def test_placeholders_that_no_indicator_takes_are_blanked(tmp_path: Path) -> None:
    sheet = _workbook(tmp_path, FINISHED)["自评表"]
    texts = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value]
    assert not [text for text in texts if text.startswith("指标") and text[2:3].isdigit()]
    assert "……" not in texts
    assert "（2025年度）" in texts


def test_long_texts_make_their_rows_higher(tmp_path: Path) -> None:
    sheet = _workbook(tmp_path, FINISHED)["自评表"]
    goal = next(c.row for c in sheet["B"] if c.value == FINISHED.goal.planned)
    assert sheet.row_dimensions[goal].height > 100


def test_a_document_keeps_its_looks(tmp_path: Path) -> None:
    template = blank_forms.document(tmp_path / "blank.docx")
    fill_template(template, EXAMPLES["shanghai-maintenance"], tmp_path / "out.docx")
    made = docx.Document(str(tmp_path / "out.docx"))
    assert made.tables[0].style.name == "Table Grid"
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[:2] == ["项目支出绩效自评表", "（2021年度）"]
    assert texts[-1] == "注：其他资金包括自有资金。"
    runs = [run for run in made.element.body.iter(qn("w:r")) if "=100%" in "".join(run.itertext())]
    assert len(runs) > 20
    for run in runs:
        assert run.rPr.rFonts.get(qn("w:eastAsia")) == "楷体"
        assert run.rPr.sz.get(qn("w:val")) == "18"


@pytest.mark.parametrize(("suffix", "make"), KINDS)
def test_money_is_converted_and_said(tmp_path: Path, suffix: str, make: Make) -> None:
    form = EXAMPLES["shanghai-integration"]
    template = make(tmp_path / f"blank{suffix}", money="万元")
    notes = fill_template(template, form, tmp_path / f"out{suffix}")
    (again,) = read(tmp_path / f"out{suffix}")
    assert again.funds.total.executed.raw == "1,437.6992"
    assert notes == ("模板的金额单位是万元，已由元换算，请核对。",)


@pytest.mark.parametrize(("suffix", "make"), KINDS)
def test_sign_and_unit_without_columns_join_the_value(
    tmp_path: Path, suffix: str, make: Make
) -> None:
    form = FINISHED
    for place, text in (("nature", "≥"), ("unit", "台"), ("target", "20"), ("actual", "28")):
        form = paths.put(form, f"indicators.0.{place}", text)
    notes = fill_template(make(tmp_path / f"b{suffix}"), form, tmp_path / f"out{suffix}")
    row = read(tmp_path / f"out{suffix}")[0].indicators[0]
    assert (row.target.raw, row.actual.raw) == ("≥20台", "28台")
    assert not [note for note in notes if "第1行" in note]


@pytest.mark.parametrize(("suffix", "make"), KINDS)
def test_what_finds_no_place_is_told_or_refused(tmp_path: Path, suffix: str, make: Make) -> None:
    form = FINISHED.model_copy(update={"notes": "另见附件三。"})
    template, out = make(tmp_path / f"b{suffix}"), tmp_path / f"out{suffix}"
    notes = fill_template(template, form, out)
    assert any("注" in note and "手工补填" in note for note in notes)
    out.unlink()
    with pytest.raises(DocumentError, match="手工补填"):
        fill_template(template, form, out, strict=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [template.name]


@pytest.mark.parametrize(("suffix", "make"), KINDS)
def test_the_budgets_reason_joins_the_completion_text(
    tmp_path: Path, suffix: str, make: Make
) -> None:
    form = paths.put(FINISHED, "funds.deviation", Deviation(text="尾款跨年支付。"))
    fill_template(make(tmp_path / f"b{suffix}"), form, tmp_path / f"out{suffix}")
    (again,) = read(tmp_path / f"out{suffix}")
    assert again.funds.deviation.text == "尾款跨年支付。"
    assert again.goal.actual == form.goal.actual


@pytest.mark.parametrize(("suffix", "make"), KINDS)
def test_the_label_of_a_model_is_in_the_properties_and_on_the_pages(
    tmp_path: Path, suffix: str, make: Make
) -> None:
    out = tmp_path / f"out{suffix}"
    fill_template(
        make(tmp_path / f"b{suffix}"),
        FINISHED,
        out,
        metadata={"标识": "模型拟稿"},
        line="草稿 & 标识",
    )
    with zipfile.ZipFile(out) as archive:
        assert "模型拟稿" in archive.read("docProps/custom.xml").decode("utf-8")
        parts = [
            archive.read(name).decode("utf-8") for name in archive.namelist() if ".xml" in name
        ]
    assert any("草稿 &" in unescape(part) for part in parts)


def _cut(template: Path, text: str) -> None:
    """Remove a label from a template."""
    if template.suffix == ".xlsx":
        book = openpyxl.load_workbook(template)
        for line in book["自评表"].iter_rows():
            for cell in line:
                if cell.value == text:
                    cell.value = "其他"
        book.save(template)
        return
    made = docx.Document(str(template))
    for run in made.element.body.iter(qn("w:t")):
        if run.text == text:
            run.text = "其他"
    made.save(str(template))


@pytest.mark.parametrize(("suffix", "make"), KINDS)
@pytest.mark.parametrize(
    ("cut", "named"),
    [
        ("项目名称", "项目名称"),
        ("三级指标", "三级指标"),
        ("实际完成值", "实际完成值"),
    ],
)
def test_a_missing_label_is_named(
    tmp_path: Path, suffix: str, make: Make, cut: str, named: str
) -> None:
    template = make(tmp_path / f"blank{suffix}")
    _cut(template, cut)
    with pytest.raises(DocumentError, match=named):
        fill_template(template, FINISHED, tmp_path / f"out{suffix}")
    assert not (tmp_path / f"out{suffix}").exists()


@pytest.mark.parametrize(("suffix", "make"), KINDS)
@pytest.mark.parametrize(
    ("cut", "named"),
    [("实际完成情况", "实际完成情况"), ("全年执行数（B）", "全年执行数"), ("分值", "分值")],
)
def test_what_a_template_can_lack_is_told(
    tmp_path: Path, suffix: str, make: Make, cut: str, named: str
) -> None:
    template = make(tmp_path / f"blank{suffix}")
    _cut(template, cut)
    notes = fill_template(template, FINISHED, tmp_path / f"out{suffix}")
    assert any("没有写入模板" in note and named in note for note in notes)
    (again,) = read(tmp_path / f"out{suffix}")
    assert again.project == FINISHED.project
    assert len([row for row in again.indicators if row.name]) == len(FINISHED.indicators)


def test_what_cannot_be_a_template_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "x.xlsx").write_bytes(b"not a workbook")
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    template = blank_forms.workbook(tmp_path / "blank.xlsx")
    (tmp_path / "wrong.docx").write_bytes(template.read_bytes())
    for name, goal, words in (
        ("x.pdf", tmp_path / "o.pdf", "xlsx 或 .docx"),
        ("x.xlsx", out, "已损坏"),
        ("empty.xlsx", out, "没有找到自评表"),
        ("none.xlsx", out, "打不开"),
        ("wrong.docx", tmp_path / "o.docx", "内容与文件名不符"),
        ("blank.xlsx", tmp_path / "o.docx", "也应以 .xlsx 结尾"),
        ("blank.xlsx", template, "就是模板本身"),
        ("blank.xlsx", tmp_path / "none" / "o.xlsx", "路径不存在"),
    ):
        with pytest.raises(DocumentError, match=words):
            fill_template(tmp_path / name, FINISHED, goal)


@pytest.mark.parametrize(("suffix", "make"), KINDS)
def test_a_source_that_the_template_lacks_gets_a_row(
    tmp_path: Path, suffix: str, make: Make
) -> None:
    source = FINISHED.funds.sources[0].model_copy(update={"name": "中央专项债券"})
    form = paths.put(FINISHED, "funds.sources", (*FINISHED.funds.sources, source))
    notes = fill_template(make(tmp_path / f"b{suffix}"), form, tmp_path / f"out{suffix}")
    (again,) = read(tmp_path / f"out{suffix}")
    assert money(again) == money(form)
    assert any("中央专项债券" in note and "加行" in note for note in notes)
    assert rows(again) == rows(form)
