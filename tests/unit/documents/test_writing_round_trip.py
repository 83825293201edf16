"""What is written in the official layouts reads back as the same form, in both formats."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
import real_forms
from printed import as_printed, printed

from selfeval_assist.documents import read, read_json, write_xlsx
from selfeval_assist.documents.writers.docx import write_docx
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.form.text import squeeze
from selfeval_assist.layouts import Layout, available, load
from selfeval_assist.resources import folder

Write = Callable[..., None]
Convert = Callable[[Path, str], Path]
FORMATS = [
    pytest.param(".xlsx", write_xlsx, id="xlsx"),
    pytest.param(".docx", write_docx, id="docx"),
]
EXAMPLES = {path.stem: read_json(path) for path in sorted(folder("examples").glob("*.json"))}


def test_the_examples_are_there() -> None:
    assert {"finished", "shanghai-integration", "shanghai-maintenance"} <= set(EXAMPLES)


@pytest.mark.parametrize(("suffix", "write"), FORMATS)
@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("layout", available(), ids=lambda layout: layout.id)
def test_examples_come_back_equal(
    tmp_path: Path, suffix: str, write: Write, name: str, layout: Layout
) -> None:
    path = tmp_path / f"x{suffix}"
    write(EXAMPLES[name], path, layout=layout)
    (again,) = read(path)
    assert printed(again) == printed(as_printed(EXAMPLES[name], layout))
    assert again.provenance.notes == ()


@pytest.mark.every_form
@pytest.mark.parametrize("layout", available(), ids=lambda layout: layout.id)
@pytest.mark.parametrize("name", real_forms.names())
def test_published_forms_come_back_equal_in_every_layout(
    tmp_path: Path, name: str, layout: Layout
) -> None:
    if (name, layout.id) == ("045", "hubei"):
        pytest.skip("its total line holds an initial budget only, for which Hubei has no column")
    form = real_forms.form(name)
    write_xlsx(form, tmp_path / "x.xlsx", layout=layout)
    (again,) = read(tmp_path / "x.xlsx")
    assert printed(again) == printed(as_printed(form, layout))


@pytest.mark.parametrize(("suffix", "write"), FORMATS)
@pytest.mark.parametrize("name", real_forms.names())
def test_published_forms_come_back_equal(
    tmp_path: Path, suffix: str, write: Write, name: str
) -> None:
    form = real_forms.form(name)
    write(form, tmp_path / f"x{suffix}", layout=load("central"))
    (again,) = read(tmp_path / f"x{suffix}")
    assert printed(again) == printed(form)


STARTS = ("=100%", "+1+1", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "=365天", "'x", "<b>x</b> & y")


@pytest.mark.parametrize(("suffix", "write"), FORMATS)
@pytest.mark.parametrize("text", STARTS)
def test_texts_that_look_like_formulas_stay_exact(
    tmp_path: Path, suffix: str, write: Write, text: str
) -> None:
    form = EXAMPLES["finished"]
    for place in ("project", "indicators.0.target", "indicators.0.deviation.text", "goal.planned"):
        form = paths.put(form, place, text)
    write(form, tmp_path / f"x{suffix}")
    (again,) = read(tmp_path / f"x{suffix}")
    assert printed(again) == printed(form)


@pytest.mark.parametrize(("suffix", "write"), FORMATS)
def test_libreoffice_saves_again_without_a_change(
    tmp_path: Path, libreoffice: Convert, suffix: str, write: Write
) -> None:
    form = EXAMPLES["shanghai-maintenance"]
    assert form.indicators[0].target.raw == "=100%"
    source = tmp_path / "in" / f"x{suffix}"
    source.parent.mkdir()
    write(form, source)
    (again,) = read(libreoffice(source, suffix[1:]))
    assert again.indicators[0].target.raw == "=100%"
    assert printed(again) == printed(form)


def test_a_percent_typed_as_a_formula_reads_as_shown(tmp_path: Path, libreoffice: Convert) -> None:
    source = tmp_path / "in" / "x.xlsx"
    source.parent.mkdir()
    write_xlsx(EXAMPLES["shanghai-maintenance"], source)
    book: Any = openpyxl.load_workbook(source)
    typed = next(cell for row in book.active for cell in row if cell.value == "=100%")
    typed.data_type, typed.number_format = "f", "0%"
    book.save(source)
    (again,) = read(libreoffice(source, "xlsx"))
    assert again.indicators[0].target.raw == "100%"


def _pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [squeeze(page.get_textpage().get_text_bounded()) for page in pdf]


@pytest.mark.parametrize(("suffix", "write"), FORMATS)
def test_every_text_is_on_the_printed_pages(
    tmp_path: Path, libreoffice: Convert, suffix: str, write: Write
) -> None:
    form = EXAMPLES["finished"]
    source = tmp_path / "in" / f"x{suffix}"
    source.parent.mkdir()
    write(form, source, line="草稿。含人工智能拟稿")
    pages = _pages(libreoffice(source, "pdf"))
    assert 2 <= len(pages) <= 3
    for number, page in enumerate(pages, 1):
        assert f"第{number}页,共{len(pages)}页" in page
        assert "草稿。含人工智能拟稿" in page
        assert len(page) > 120, "an empty page"
    # The headings stand above the rows on every page that has rows.
    assert sum("三级指标" in page for page in pages) == len(pages) - ("三级指标" not in pages[0])
    everything = "".join(pages)
    for row in form.indicators:
        for text in (row.target.raw, row.actual.raw):
            assert squeeze(text) in everything
        assert squeeze(row.deviation.text)[-8:] in everything
    assert squeeze(form.goal.actual)[-8:] in everything


def _xml(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode("utf-8")


@pytest.mark.parametrize("name", ["finished", "shanghai-maintenance", "shanghai-integration"])
def test_fonts_are_named_and_never_shipped(tmp_path: Path, name: str) -> None:
    write_xlsx(EXAMPLES[name], tmp_path / "x.xlsx")
    write_docx(EXAMPLES[name], tmp_path / "x.docx")
    for path, part in (("x.xlsx", "xl/styles.xml"), ("x.docx", "word/document.xml")):
        text = _xml(tmp_path / path, part)
        assert "宋体" in text
        assert "仿宋" in text
        with zipfile.ZipFile(tmp_path / path) as archive:
            assert not [each for each in archive.namelist() if "font" in each and "embed" in each]
    assert "Calibri" not in _xml(tmp_path / "x.xlsx", "xl/styles.xml")


def test_long_documents_repeat_the_headings_and_keep_rows_together(tmp_path: Path) -> None:
    write_docx(EXAMPLES["finished"], tmp_path / "x.docx")
    made = docx.Document(str(tmp_path / "x.docx"))
    assert len(made.tables) == 2
    heading = made.tables[1].rows[0]._tr
    assert heading.xpath("./w:trPr/w:tblHeader")
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in made.tables[1].rows)
    widths = [column.get(docx.oxml.ns.qn("w:w")) for column in made.tables[0]._tbl.tblGrid]
    assert widths == [column.get(docx.oxml.ns.qn("w:w")) for column in made.tables[1]._tbl.tblGrid]


def test_a_short_form_is_one_table_between_paragraphs(tmp_path: Path) -> None:
    write_docx(EXAMPLES["shanghai-integration"], tmp_path / "x.docx")
    body = docx.Document(str(tmp_path / "x.docx")).element.body
    kinds = [child.tag.rpartition("}")[2] for child in body]
    assert kinds == ["p", "p", "tbl", "p", "sectPr"]


def test_an_empty_form_can_be_written(tmp_path: Path) -> None:
    write_docx(SelfEvaluation(), tmp_path / "x.docx")
    (again,) = read(tmp_path / "x.docx")
    assert printed(again) == printed(SelfEvaluation())


def test_properties_of_a_document(tmp_path: Path) -> None:
    write_docx(EXAMPLES["finished"], tmp_path / "x.docx", metadata={"AIGC": "含 <模型> & 文字"})
    assert "含 &lt;模型&gt; &amp; 文字" in _xml(tmp_path / "x.docx", "docProps/custom.xml")
    assert "custom-properties" in _xml(tmp_path / "x.docx", "[Content_Types].xml")
    assert docx.Document(str(tmp_path / "x.docx")).core_properties.author == ""
