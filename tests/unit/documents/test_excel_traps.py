"""What Excel makes of what people type: formulas, percents, dates, text numbers, long fractions."""

# ruff: noqa: E501 (lines of XML)

import datetime
from pathlib import Path

import pytest
from hostile.containers import ROWS, sheet_rows, workbook, zipped

from selfeval_assist.documents import doubts, read
from selfeval_assist.form import SelfEvaluation

STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="{}"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="{}"/></cellXfs></styleSheet>'
)


def cell_reads(
    folder: Path, cell: str, code: str = "General", built_in: int = 0, **sheet: str
) -> SelfEvaluation:
    """Return the form whose actual value is a cell of the given XML."""
    old = '<c t="inlineStr"><is><t>5公里</t></is></c>'
    rows = sheet_rows()
    assert old in rows
    parts = workbook(rows.replace(old, cell), **sheet)
    parts["xl/styles.xml"] = STYLES.format(code.replace('"', "&quot;"), built_in)
    path = folder / "x.xlsx"
    path.write_bytes(zipped(parts))
    (form,) = read(path)
    return form


@pytest.mark.parametrize(
    ("cell", "code", "shown"),
    [
        ('<c s="1"><f>100%</f><v>1</v></c>', "0%", "100%"),
        ("<c><f>100%</f><v>1</v></c>", "General", "100%"),
        ("<c><f>100%</f></c>", "General", "100%"),
        ('<c s="1"><v>1</v></c>', '"="0%', "=100%"),
        ('<c s="1"><v>0.8618</v></c>', "0.00%", "86.18%"),
        ("<c><v>0.30000000000000004</v></c>", "General", "0.3"),
        ("<c><v>1E8</v></c>", "General", "100000000"),
        ('<c s="1"><v>1E8</v></c>', "#,##0.00", "100,000,000.00"),
        ('<c s="1"><v>120000</v></c>', '0!.0,"万"', "12.0万"),
        ('<c s="1"><v>44561</v></c>', 'yyyy"年"m"月"d"日"', "2021年12月31日"),
        ('<c s="1"><v>44561</v></c>', "yyyy-mm-dd;@", "2021年12月31日"),
        ('<c s="1"><v>44561</v></c>', 'yyyy"年"m"月"', "2021年12月"),
        ('<c s="1"><v>44561.5</v></c>', "yyyy/m/d h:mm", "2021年12月31日"),
        ('<c s="1"><v>44561</v></c>', "[$-804]yyyy年m月d日", "2021年12月31日"),
        ('<c t="str"><f>A1&amp;"x"</f><v>完成</v></c>', "General", "完成"),
        ('<c t="inlineStr"><is><t>=100%</t></is></c>', "General", "=100%"),
        ('<c t="inlineStr" s="1"><is><t>95</t></is></c>', '"≥"@', "≥95"),
        ('<c t="inlineStr"><is><r><t>5</t></r><r><t>公里</t></r><rPh><t>gl</t></rPh></is></c>', "@", "5公里"),
        ('<c t="d"><v>2021-12-31</v></c>', "General", "2021-12-31"),
        ("<c><v>00012</v></c>", "General", "12"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_it_is_shown(tmp_path: Path, cell: str, code: str, shown: str) -> None:
    assert cell_reads(tmp_path, cell, code).indicators[0].actual.raw == shown


@pytest.mark.parametrize(
    ("built_in", "shown"),
    [
        (9, "4456100%"), (14, "2021年12月31日"), (27, "2021年12月"), (28, "12月31日"),
        (31, "2021年12月31日"), (36, "2021年12月"), (50, "2021年12月"), (51, "12月31日"),
        (57, "2021年12月"), (58, "12月31日"),
    ],
)  # fmt: skip
def test_formats_that_excel_names_by_number_only(tmp_path: Path, built_in: int, shown: str) -> None:
    form = cell_reads(tmp_path, '<c s="2"><v>44561</v></c>', built_in=built_in)
    assert form.indicators[0].actual.raw == shown


@pytest.mark.parametrize(
    ("cell", "code", "text", "word"),
    [
        ("<c><f>SUM(A1)</f></c>", "General", "", "没有保存计算结果"),
        ('<c t="e"><f>完成</f><v>#NAME?</v></c>', "General", "完成", "当成了公式"),
        ('<c t="e"><v>#DIV/0!</v></c>', "General", "", "#DIV/0!"),
        ('<c t="b"><v>1</v></c>', "General", "是", "逻辑值"),
        ('<c s="1"><v>10</v></c>', "yyyy/m/d", "1900年1月10日", "日期格式"),
        ('<c s="1"><v>0.5</v></c>', "h:mm", "0.5", "时间格式"),
        ("<c><v>1E400</v></c>", "General", "inf", "大得不像"),
        ('<c s="1"><v>1E30</v></c>', "0%", "1e+30", "大得不像"),
    ],
)
def test_what_is_doubtful_is_shown_beside_its_cell(
    tmp_path: Path, cell: str, code: str, text: str, word: str
) -> None:
    form = cell_reads(tmp_path, cell, code)
    assert form.indicators[0].actual.raw == text
    (doubt,) = [doubt for doubt in doubts(form) if word in doubt.sentence]
    assert [(one.path, one.cell, one.text) for one in doubt.originals] == [
        ("indicators.0.actual", "F7", text)
    ]


def test_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    parts = workbook(sheet_rows().replace(
        '<c t="inlineStr"><is><t>5公里</t></is></c>', '<c s="2"><v>43099</v></c>'
    ))  # fmt: skip
    parts["xl/styles.xml"] = STYLES.format("0", 14)
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(
        "<sheets>", '<workbookPr date1904="1"/><sheets>'
    )
    path = tmp_path / "x.xlsx"
    path.write_bytes(zipped(parts))
    expected = datetime.date(1904, 1, 1) + datetime.timedelta(days=43099)
    assert (
        read(path)[0].indicators[0].actual.raw
        == f"{expected:%Y}年{expected.month}月{expected.day}日"
    )


def test_hidden_rows_and_columns_are_read_and_marked(tmp_path: Path) -> None:
    rows = sheet_rows(ROWS[:6]) + sheet_rows(ROWS[6:]).replace("<row>", '<row hidden="1">')
    parts = workbook(rows, before='<cols><col min="8" max="8" hidden="1"/></cols>')
    path = tmp_path / "x.xlsx"
    path.write_bytes(zipped(parts))
    (form,) = read(path)
    assert form.indicators[0].name == "养护里程"
    assert form.funds.total.score.raw == "9"
    sentences = [doubt.sentence for doubt in doubts(form)]
    assert any(sentence.startswith("第 7 行在表中是隐藏的") for sentence in sentences)
    assert any(sentence.startswith("H 列在表中是隐藏的") for sentence in sentences)


def test_a_level_merged_again_behind_a_page_break(tmp_path: Path) -> None:
    more = [["", "", "", f"里程{n}", "≥1", "1", "5", "5"] for n in range(3)]
    parts = workbook(
        sheet_rows([*ROWS, *more]),
        after='<mergeCells><mergeCell ref="B7:B8"/><mergeCell ref="B9:B10"/>'
        '<mergeCell ref="C7:C8"/><mergeCell ref="C9:C10"/></mergeCells>',
    )
    path = tmp_path / "x.xlsx"
    path.write_bytes(zipped(parts))
    (form,) = read(path)
    assert {(row.level1, row.level2) for row in form.indicators} == {("产出指标", "数量指标")}
    assert len(form.indicators) == 4
