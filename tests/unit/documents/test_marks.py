"""Marks of classification: found wherever a file can hold them, and never in a mere sentence."""

from pathlib import Path

import every_form
import pytest
import yaml
from hostile.containers import document, page, sheet_rows, workbook, zipped
from marked_files import PLACES, SPELLINGS

from selfeval_assist.documents import read, read_text
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.form.marks import find, in_form, may_hold

CASES = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "marks" / "spellings.yml").read_text(encoding="utf-8")
)
NONE = CASES["none"]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("place", PLACES)
def test_a_mark_is_found_in_every_place(place: str, spelling: str, tmp_path: Path) -> None:
    suffix, make = PLACES[place]
    path = tmp_path / f"自评表{suffix}"
    path.write_bytes(make(spelling))
    for form in read(path):
        assert form.provenance.marks, (place, spelling)
        assert form.provenance.marks[0].place
        assert in_form(form)


@pytest.mark.parametrize("place", PLACES)
def test_a_file_without_a_mark_has_none(place: str, tmp_path: Path) -> None:
    suffix, make = PLACES[place]
    path = tmp_path / f"自评表{suffix}"
    path.write_bytes(make("保密工作"))
    for form in read(path):
        assert in_form(form) == ()


@pytest.mark.parametrize("spelling", CASES["marks"])
def test_a_spelling_is_a_mark(spelling: str) -> None:
    assert find(spelling)


@pytest.mark.parametrize("sentence", NONE)
def test_a_word_of_a_sentence_is_no_mark(sentence: str) -> None:
    assert find(sentence) == ""


@pytest.mark.parametrize(
    ("name", "marked"),
    [("机密项目自评表", True), ("自评表（秘密）", True), ("2023_绝密_自评", True),
     ("自评表机密", True),
     ("商业秘密保护项目", False), ("保密工作经费自评表", False), ("保守国家秘密", False)],
)  # fmt: skip
def test_the_name_of_a_file(name: str, marked: bool, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(PLACES["xlsx: a row above"][1](""))
    (form,) = read(path)
    assert bool(form.provenance.marks) is marked


def test_ordinary_forms_go_through() -> None:
    forms = list(every_form.forms().values())
    assert len(forms) >= 34
    assert [form.project for form in forms if in_form(form)] == []
    # Each of them with sentences that hold the bare words, in five fields.
    fields = ("project", "goal.planned", "goal.actual", "notes", "indicators.0.name")
    varied = [
        paths.put(form, fields[at % 5], NONE[(7 * at + step) % len(NONE)])
        for at, form in enumerate(forms)
        for step in range(6)
    ]
    assert len(varied) >= 200
    assert sum(bool(in_form(form)) for form in varied) <= len(varied) // 100


@pytest.mark.parametrize("place", ["xlsx: a hidden sheet", "xls: a hidden sheet"])
def test_a_hidden_sheet_is_named_as_not_read(place: str, tmp_path: Path) -> None:
    suffix, make = PLACES[place]
    path = tmp_path / f"自评表{suffix}"
    path.write_bytes(make("说明"))
    (form,) = read(path)
    hidden = [each.place for each in form.provenance.unread if "隐藏" in each.text]
    assert hidden == ["工作表“封面”" if suffix == ".xlsx" else "工作表“说明”"]


def test_a_pasted_table_is_looked_through_too() -> None:
    text = PLACES["text: the first line"][1]("机密★10年").decode()
    (form,) = read_text(text, "粘贴的表格")
    assert [mark.text for mark in form.provenance.marks] == ["机密★10年"]


@pytest.mark.parametrize("place", [each for each in PLACES if "row below" not in each])
def test_one_place_is_one_line(place: str, tmp_path: Path) -> None:
    suffix, make = PLACES[place]
    path = tmp_path / f"自评表{suffix}"
    path.write_bytes(make("机密★10年"))
    for form in read(path):
        held = {*(mark for mark in in_form(form) if mark.place != "文件名")}
        at = [paths.label(form, path) for path in paths.leaves(form)]
        assert len([mark for mark in held if mark.place not in at]) == 1, held


def test_a_kept_form_whose_document_was_not_searched_keeps_what_was_passed_over() -> None:
    form = SelfEvaluation.model_validate(
        {"provenance": {"unread": [{"place": "A1", "text": "机密★10年"}]}}
    )
    assert [(mark.place, mark.text) for mark in in_form(form)] == [("A1", "机密★10年")]


def test_what_cannot_be_searched_is_a_mark_of_its_own(tmp_path: Path) -> None:
    parts = {f"xl/embeddings/{at}.xlsx": zipped({}) for at in range(60)}
    path = tmp_path / "x.xlsx"
    path.write_bytes(zipped({**workbook(), **parts}))
    (form,) = read(path)
    assert [mark.text for mark in in_form(form)] == ["没有查看完"]


@pytest.mark.parametrize(
    "inside",
    [b"PK\x03\x04 no zip", b"Rar!\x1a\x07", b"{\\rtf1}", b"%PDF-1.4 no pdf",
     bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), b"\x09\x08\x10\x00\x00\x06\x05\x00"],
)  # fmt: skip
def test_a_file_inside_that_cannot_be_searched_costs_not_what_stands_behind_it(
    inside: bytes, tmp_path: Path
) -> None:
    parts = {
        "xl/embeddings/oleObject1.bin": inside,
        "xl/embeddings/z.xlsx": zipped(workbook(sheet_rows([["机密★10年"]]))),
    }
    path = tmp_path / "x.xlsx"
    path.write_bytes(zipped({**workbook(), **parts}))
    (form,) = read(path)
    assert [mark.text for mark in in_form(form)] == ["没有查看完", "机密★10年"]
    assert form.provenance.marks[0].place == "嵌入的文件"


PNG, JPEG = b"\x89PNG\r\n\x1a\n" + bytes(50), b"\xff\xd8\xff\xe0"
GIF = '<body><img src="data:image/gif;base64,R0lGODlhAQABAAAA">'
PICTURED = {
    "xlsx": zipped({**workbook(), "xl/media/image1.png": PNG, "xl/media/image2.jpeg": JPEG}),
    "docx": zipped({**document(), "word/media/image1.emf": b"\1\0\0\0" + bytes(36) + b" EMF"}),
    "html": page().replace("<body>", GIF).encode(),
}  # fmt: skip


@pytest.mark.parametrize("kind", PICTURED)
def test_pictures_are_named_once_as_not_searched_and_are_no_mark(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"自评表.{kind}"
    path.write_bytes(PICTURED[kind])
    for form in read(path):
        assert in_form(form) == ()
        (said,) = [each.text for each in form.provenance.unread if "图片" in each.text]
        assert "没有查看" in said
        assert ("2 幅" in said) is (kind == "xlsx")


def test_every_mark_has_a_letter_by_which_texts_are_told_apart() -> None:
    assert all(may_hold(spelling) for spelling in CASES["marks"] if "期限" not in spelling)


def test_no_mark_is_of_plain_letters_alone() -> None:
    """Parts of a file that hold nothing else are not searched."""
    assert not any(find(letters) for letters in ("SECRET", "TOP SECRET 10Y", "*3", "confidential"))
    assert all(not spelling.isascii() for spelling in CASES["marks"])
