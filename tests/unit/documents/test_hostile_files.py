"""Files that are not what they say, or that try to exhaust the machine."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from selfeval_assist.documents import DocumentError, read, write_xlsx
from selfeval_assist.documents.readers import office
from selfeval_assist.documents.readers.archive import unpack
from selfeval_assist.form import SelfEvaluation


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """What LibreOffice makes of a file is looked at in test_office."""
    monkeypatch.setattr(office, "_program", lambda: "")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "x.xlsx"
    write_xlsx(SelfEvaluation(project="道路养护"), path)
    return path


def replaced(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Write the workbook again with some bytes of a part replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def refused(path: Path, *parts: str) -> None:
    """Assert that a file is refused, by name."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(DocumentError) as error:
        read(path)
    message = str(error.value)
    assert path.name in message
    for part in parts:
        assert part in message
    if before is not None:
        assert path.read_bytes() == before


SHEET = "xl/worksheets/sheet1.xml"


def test_a_zip_bomb(workbook: Path) -> None:
    bomb = b"<sheetData><!--" + b" " * (70 * 1024 * 1024) + b"-->"
    refused(replaced(workbook, SHEET, b"<sheetData>", bomb), "不像一份正常的工作簿")


def test_a_zip_bomb_that_lies_about_its_size(workbook: Path) -> None:
    path = replaced(workbook, SHEET, b"<sheetData>", b"<sheetData>" + b" " * (70 * 1024 * 1024))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo(SHEET).file_size
    lied = bytes(data).replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path.write_bytes(lied)
    refused(path)


def test_a_picture_that_nobody_reads_is_not_unpacked(workbook: Path) -> None:
    with zipfile.ZipFile(workbook, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.xml", b" " * (70 * 1024 * 1024))
    assert read(workbook)[0].project == "道路养护"
    with pytest.raises(DocumentError, match="不像一份正常的工作簿"):
        unpack(workbook.read_bytes(), workbook.name)


def test_too_many_parts(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}.xml", "")
    refused(path, "2001 个部件")


def test_two_parts_of_one_name(workbook: Path) -> None:
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.writestr(SHEET.upper(), b"<worksheet/>")
    refused(workbook, "重名")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<dimension ref="', b'<dimension ref="A1:XFD1048576"/><dimension ref="'),
        (
            b"</sheetData>",
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
        (b"</sheetData>", b'<row r="9999"/></sheetData>'),
        (b"</sheetData>", b'<row r="40"><c r="ZZ40"><v>1</v></c></row></sheetData>'),
        (b'<mergeCell ref="', b'<mergeCell ref="A1:XFD1048576"/><mergeCell ref="'),
    ],
)
def test_a_sheet_larger_than_any_form(workbook: Path, old: bytes, new: bytes) -> None:
    refused(replaced(workbook, SHEET, old, new), "工作表“自评表”", "上限", "删除表外多余的行和列")


def test_entities_are_not_expanded(workbook: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    old = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    path = replaced(workbook, "xl/sharedStrings.xml", old, old + laughs + b"]>")
    path = replaced(path, "xl/sharedStrings.xml", "道路养护".encode(), b"&j;")
    try:
        forms = read(path)
    except DocumentError:
        return
    assert all(len(form.project) < 1000 for form in forms)


@pytest.mark.parametrize("size", [30, 400, 2000])
def test_a_cut_off_file(workbook: Path, size: int) -> None:
    workbook.write_bytes(workbook.read_bytes()[:size])
    refused(workbook, "损坏")


def test_a_broken_part(workbook: Path) -> None:
    refused(replaced(workbook, SHEET, b"</sheetData>", b"</sheet"), "损坏")


@pytest.mark.parametrize(
    ("name", "data", "parts"),
    [
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), ("旧版 Office", "另存为 .xlsx")),
        (
            "b.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            ("密码",),
        ),
        ("c.pdf", b"%PDF-1.7\n", ("PDF", "损坏")),
        ("d.xls", b"\r\n<html><table></table></html>", ("网页里没有表格",)),
        ("e.xls", b'<?xml version="1.0"?><Workbook/>', ("XML",)),
        ("f.rtf", b"{\\rtf1}", ("RTF",)),
        ("g.png", b"\x89PNG\r\n\x1a\n" + bytes(20), ("图片",)),
        ("h.txt", b"", ("文件是空的",)),
        ("i.txt", bytes(range(256)), ("文字编码",)),
        ("j.xlsx", b"PK\x03\x04" + bytes(50), ("损坏",)),
    ],
)
def test_what_is_not_read_today(
    tmp_path: Path, name: str, data: bytes, parts: tuple[str, ...]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    refused(path, *parts)


@pytest.mark.parametrize(
    ("part", "word"),
    [("ppt/a.xml", ".pptx"), ("content.xml", "OpenDocument"), ("x.xml", "没有工作簿")],
)
def test_other_containers(tmp_path: Path, part: str, word: str) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<x/>")
    refused(path, word, "目前可以读取 .xlsx、.xls")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    refused(tmp_path / "无.xlsx", "文件不存在")
    refused(tmp_path, "文件夹")


def test_a_huge_text(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("a\n" * 1_500_000, encoding="utf-8")
    refused(path, "超过 2000000")
    with path.open("wb") as file:
        file.truncate(40_000_000)
    refused(path, "40.0 MB")


def test_a_text_in_the_national_encoding(tmp_path: Path, sample: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(sample.encode("gb18030"))
    assert [len(form.indicators) for form in read(path)] == [12, 27]


def test_a_workbook_named_txt_is_a_workbook(workbook: Path) -> None:
    path = workbook.rename(workbook.with_suffix(".txt"))
    assert read(path)[0].project == "道路养护"


def test_an_escape_in_a_cell_does_not_reach_the_form(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book.active["C3"] = "x_x001B_]0;owned_x0007_"
    book.save(workbook)
    project = read(workbook)[0].project
    assert not set(project) & {"\x1b", "\x07"}
