"""Word documents, web pages, old workbooks and XML workbooks, as programs and people leave them."""

# ruff: noqa: E501 (lines of XML)

import datetime
from pathlib import Path

import pytest
import xlwt
from hostile.containers import ROWS, document, page, sheet_rows, word_table, workbook, zipped

from selfeval_assist.documents import DocumentError, read
from selfeval_assist.form import SelfEvaluation


def read_one(folder: Path, name: str, data: bytes) -> SelfEvaluation:
    path = folder / name
    path.write_bytes(data)
    (form,) = read(path)
    return form


def test_a_word_table_with_all_that_word_can_put_into_it(tmp_path: Path) -> None:
    body = word_table(ROWS)
    for old, new in {
        "<w:t>道路养护</w:t>": "<w:t>道路</w:t></w:r><w:del><w:r><w:delText>维修</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>养护</w:t></w:r></w:ins><w:r><w:t/>",
        "<w:t>≥5公里</w:t>": '<w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t><w:t>公里</w:t>',
        "<w:t>5公里</w:t>": "<w:t>5公里</w:t></w:r><w:r><w:instrText>PAGE</w:instrText>",
        "<w:p><w:r><w:t>养护里程</w:t></w:r></w:p>": "<w:sdt><w:sdtContent><w:p><w:r><w:t>养护</w:t>"
        "</w:r></w:p></w:sdtContent></w:sdt><w:p><w:r><w:t>里程</w:t></w:r></w:p>",
    }.items():
        assert old in body
        body = body.replace(old, new)
    deleted = "<w:tr><w:trPr><w:del/></w:trPr>" + word_table([["", "", "", "旧"]])[13:-8]
    body = body.replace("</w:tbl>", deleted + "</w:tbl>")
    form = read_one(tmp_path, "x.docx", zipped(document(body)))
    assert form.project == "道路养护"
    assert [(row.name, row.target.raw, row.actual.raw) for row in form.indicators] == [
        ("养护\n里程", "≥5公里", "5公里")
    ]
    assert form.provenance.cells["indicators.0.actual"] == "表1第7行第6列"


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_a_form_inside_a_cell_of_a_table_for_the_layout(tmp_path: Path, suffix: str) -> None:
    if suffix == ".docx":
        outer = f"<w:tbl><w:tr><w:tc>{word_table(ROWS)}<w:p/></w:tc></w:tr></w:tbl>"
        data = zipped(document(outer))
    else:
        inner = page().removeprefix("<html><body>").removesuffix("</body></html>")
        data = f"<table><tr><td>菜单</td><td>{inner}</td></tr></table>".encode()
    form = read_one(tmp_path, f"x{suffix}", data)
    assert (form.project, len(form.indicators)) == ("道路养护", 1)


def test_a_title_above_the_table_and_two_forms_in_one_document(tmp_path: Path) -> None:
    title = "<w:p><w:r><w:t>项目支出绩效自评表</w:t></w:r></w:p><w:p><w:r><w:t>（2023年度）</w:t></w:r></w:p>"
    second = word_table(ROWS[2:]).replace("道路养护", "桥梁养护")
    path = tmp_path / "x.docx"
    path.write_bytes(zipped(document(title + word_table(ROWS[2:]) + title + second)))
    assert [(form.title, form.year, form.project) for form in read(path)] == [
        ("项目支出绩效自评表", 2023, "道路养护"),
        ("项目支出绩效自评表", 2023, "桥梁养护"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_page_in_any_encoding_also_named_xls(tmp_path: Path, encoding: str) -> None:
    text = page().replace(
        "<td>道路养护", '<td colspan="7"><p>道路<b>养护</b></p><script>x</script>'
    )
    assert read_one(tmp_path, "x.xls", text.encode(encoding)).project == "道路养护"


def test_hidden_and_spaced_text_of_a_page(tmp_path: Path) -> None:
    text = page().replace(
        "<td>道路养护", '<td>\n  道路养护&nbsp;<span style="display: none">旧</span>'
    )
    assert read_one(tmp_path, "x.html", text.encode()).project == "道路养护"


def test_a_single_file_page(tmp_path: Path) -> None:
    import base64

    head = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
    body = base64.encodebytes(page().encode()).decode()
    data = f"{head}Content-Transfer-Encoding: base64\n\n{body}".encode()
    assert read_one(tmp_path, "x.mht", data).project == "道路养护"


def test_an_old_workbook_shows_percents_dates_merges_and_hidden_rows(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("自评表")
    for row, line in enumerate(ROWS):
        for column, text in enumerate(line):
            sheet.write(row, column, text)
    for column, (value, code) in {
        4: (1, '"="0%'), 5: (datetime.date(2023, 12, 20), "yyyy年m月d日"), 6: (50, "0.0")
    }.items():  # fmt: skip
        sheet.row(7).write(column, value, xlwt.easyxf(num_format_str=code))
    sheet.write(7, 3, "完工率")
    sheet.write_merge(8, 9, 1, 1, "效益指标")
    for row in (8, 9):
        for column, text in enumerate(["社会效益指标", f"甲{row}", "≥1", "1", "5", "5"], 2):
            sheet.write(row, column, text)
    sheet.row(9).hidden = True
    book.save(str(tmp_path / "x.xls"))
    (form,) = read((tmp_path / "x.xls").rename(tmp_path / "x.xlsx"))
    made = form.indicators[1]
    assert (made.target.raw, made.actual.raw, made.weight.raw) == (
        "=100%",
        "2023年12月20日",
        "50.0",
    )
    assert [row.level1 for row in form.indicators] == ["产出指标"] * 2 + ["效益指标"] * 2
    assert any("第 10 行" in note and "隐藏" in note for note in form.provenance.notes)


def test_an_xml_workbook_of_2003(tmp_path: Path) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in line)
        + "</Row>"
        for line in ROWS
    )
    rows = rows.replace(
        '<Cell><Data ss:Type="String">5公里</Data></Cell>',
        '<Cell ss:StyleID="s1"><Data ss:Type="Number">0.95</Data></Cell>',
    ).replace(
        '<Cell><Data ss:Type="String">道路养护',
        '<Cell ss:Index="3" ss:MergeAcross="4"><Data ss:Type="String">道路养护',
    )
    text = (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" '
        f'xmlns:ss="{space}"><Styles><Style ss:ID="s1"><NumberFormat ss:Format="Percent"/></Style>'
        f'</Styles><Worksheet ss:Name="自评表"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    form = read_one(tmp_path, "x.xls", text.encode())
    assert (form.project, form.indicators[0].actual.raw) == ("道路养护", "95.00%")
    assert form.provenance.cells["project"] == "C3"


ESCAPES = "\x1b]0;owned\x07[red]红[/x][@click=app.quit]走[/]\u202e\u200b"


@pytest.mark.parametrize("suffix", [".html", ".txt", ".xlsx"])
def test_escapes_are_gone_and_markup_is_text(tmp_path: Path, suffix: str) -> None:
    rows = [list(line) for line in ROWS]
    rows[2][1] = (
        ESCAPES if suffix != ".xlsx" else ESCAPES.replace("\x1b", "_x001B_").replace("\x07", "")
    )
    data = {
        ".html": lambda: page(rows).encode(),
        ".txt": lambda: "\n".join("\t".join(line) for line in rows).encode(),
        ".xlsx": lambda: zipped(workbook(sheet_rows(rows))),
    }[suffix]()
    assert read_one(tmp_path, f"x{suffix}", data).project.endswith(
        "[red]红[/x][@click=app.quit]走[/]"
    )
    assert not set(read(tmp_path / f"x{suffix}")[0].project) & set("\x1b\x07\u202e\u200b")


def test_macros_links_and_remote_parts_are_left_alone(tmp_path: Path) -> None:
    parts = workbook() | {
        "xl/vbaProject.bin": b"\xd0\xcf macro",
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "xl/worksheets/_rels/sheet1.xml.rels": '<Relationships><Relationship Id="r9" '
        'TargetMode="External" Target="http://127.0.0.1:9/x"/></Relationships>',
    }
    path = tmp_path / "x.xlsm"
    path.write_bytes(zipped(parts))
    before = path.read_bytes()
    assert read(path)[0].project == "道路养护"
    assert path.read_bytes() == before


def test_a_document_without_a_form_names_file_and_sheet(tmp_path: Path) -> None:
    path = tmp_path / "通讯录.xlsx"
    path.write_bytes(zipped(workbook(sheet_rows([["姓名"]]))))
    with pytest.raises(DocumentError, match=r"通讯录.*“自评表”.*没有找到自评表"):
        read(path)
