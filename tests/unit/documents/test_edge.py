"""What libraries raise ends at the doors of the room; a full disk leaves nothing half-written."""

import errno
import os
import resource
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import blank_forms
import docx
import lxml.html
import openpyxl
import pytest
import xlrd
import xlsxwriter

from selfeval_assist.documents import (
    DocumentError,
    edge,
    read,
    read_all,
    read_json,
    read_text,
    write_json,
    write_xlsx,
)
from selfeval_assist.documents.blanks.fill import fill_template
from selfeval_assist.documents.writers.docx import write_docx
from selfeval_assist.documents.writers.markdown import write_md
from selfeval_assist.form import Goal, SelfEvaluation
from selfeval_assist.resources import folder

EXAMPLE = folder("examples") / "finished.json"
STRICT = {
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": (
        "http://purl.oclc.org/ooxml/officeDocument/extendedProperties"
    ),
    "http://schemas.openxmlformats.org/officeDocument/2006": (
        "http://purl.oclc.org/ooxml/officeDocument"
    ),
    "http://schemas.openxmlformats.org/spreadsheetml/2006": (
        "http://purl.oclc.org/ooxml/spreadsheetml"
    ),
    "http://schemas.openxmlformats.org/wordprocessingml/2006": (
        "http://purl.oclc.org/ooxml/wordprocessingml"
    ),
    "http://schemas.openxmlformats.org/drawingml/2006": "http://purl.oclc.org/ooxml/drawingml",
}
Write = Callable[[SelfEvaluation, Path], object]


@pytest.fixture
def form() -> SelfEvaluation:
    return read(EXAMPLE)[0]


def names(path: Path) -> list[str]:
    return sorted(each.name for each in path.iterdir())


def rewritten(path: Path, changes: dict[str, str], part: str = "") -> Path:
    """Write a container again with other words in a part, or in all of them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            for old, new in changes.items() if part in ("", name) else ():
                data = data.replace(old.encode(), new.encode())
            archive.writestr(name, data)
    return path


def strict(path: Path) -> Path:
    return rewritten(path, STRICT)


def template(path: Path) -> Path:
    return rewritten(
        path,
        {
            "wordprocessingml.document.main": "wordprocessingml.template.main",
            "spreadsheetml.sheet.main": "spreadsheetml.template.main",
        },
        "[Content_Types].xml",
    )


def without_fill(path: Path) -> Path:
    return rewritten(path, {"<fill><patternFill/></fill>": "<fill />"}, "xl/styles.xml")


@pytest.mark.parametrize(
    ("suffix", "make", "change"),
    [
        (".xlsx", blank_forms.workbook, strict),
        (".docx", blank_forms.document, strict),
        (".xlsx", blank_forms.workbook, template),
        (".docx", blank_forms.document, template),
        (".xlsx", blank_forms.workbook, without_fill),
    ],
)
def test_an_odd_blank_is_filled_as_the_usual_one(
    tmp_path: Path, form: SelfEvaluation, suffix: str, make: Any, change: Any
) -> None:
    blank = make(tmp_path / f"blank{suffix}")
    usual = fill_template(blank, form, tmp_path / f"usual{suffix}")
    before = blank.read_bytes()
    assert change(blank).read_bytes() != before
    odd = blank.read_bytes()
    out = tmp_path / f"out{suffix}"
    assert fill_template(blank, form, out) == usual
    assert blank.read_bytes() == odd
    same = [each.model_dump(exclude={"provenance"}) for each in read(out)]
    assert same == [e.model_dump(exclude={"provenance"}) for e in read(tmp_path / f"usual{suffix}")]
    assert read(out)[0].project == form.project
    opened: Any = openpyxl.load_workbook(out) if suffix == ".xlsx" else docx.Document(str(out))
    assert opened is not None


@pytest.mark.parametrize(
    ("suffix", "make", "part"),
    [
        (".xlsx", blank_forms.workbook, "xl/styles.xml"),
        (".xlsx", blank_forms.workbook, "[Content_Types].xml"),
        (".docx", blank_forms.document, "[Content_Types].xml"),
        (".docx", blank_forms.document, "_rels/.rels"),
    ],
)
def test_a_blank_that_a_library_cannot_open_is_refused_by_name(
    tmp_path: Path, form: SelfEvaluation, suffix: str, make: Any, part: str
) -> None:
    blank = make(tmp_path / f"blank{suffix}")
    rewritten(blank, {"<": "<x", "<x?": "<?", "<x/": "</x"}, part)
    out = tmp_path / f"out{suffix}"
    with pytest.raises(DocumentError, match=r"文件“blank\.(xlsx|docx)”.*请"):
        fill_template(blank, form, out)
    assert not out.exists()


def _blank(make: Any, suffix: str) -> Write:
    def fill(form: SelfEvaluation, path: Path) -> object:
        blank = path.parent.parent / f"blank{suffix}"
        return fill_template(blank if blank.exists() else make(blank), form, path)

    return fill


WRITERS: dict[str, tuple[str, Write]] = {
    "xlsx": (".xlsx", write_xlsx),
    "docx": (".docx", write_docx),
    "md": (".md", write_md),
    "json": (".json", write_json),
    "blank xlsx": (".xlsx", _blank(blank_forms.workbook, ".xlsx")),
    "blank docx": (".docx", _blank(blank_forms.document, ".docx")),
}
every_writer = pytest.mark.parametrize(("suffix", "write"), WRITERS.values(), ids=list(WRITERS))


@every_writer
@pytest.mark.parametrize("at", ["write", "fsync", "replace"])
def test_a_disk_that_fills_up_leaves_the_old_file(
    tmp_path: Path, form: SelfEvaluation, monkeypatch: pytest.MonkeyPatch,
    suffix: str, write: Write, at: str,
) -> None:  # fmt: skip
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    out = shelf / f"out{suffix}"
    write(form, out)
    before = out.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    place = {"write": (Path, "write_bytes"), "fsync": (os, "fsync"), "replace": (Path, "replace")}
    monkeypatch.setattr(*place[at], full)
    with pytest.raises(DocumentError, match="磁盘已满"):
        write(form, out)
    assert names(shelf) == [out.name]
    assert out.read_bytes() == before


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A file system of two pages, where the machine lets one be made."""
    path = tmp_path / "tiny"
    path.mkdir()
    size = 2 * os.sysconf("SC_PAGE_SIZE")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("no file system of its own can be made here")
    try:
        yield path
    finally:
        subprocess.run(["umount", str(path)], check=True)


@every_writer
def test_a_really_full_disk(tiny: Path, form: SelfEvaluation, suffix: str, write: Write) -> None:
    out = tiny / f"out{suffix}"
    out.write_bytes(b"old")
    ballast = tiny / "ballast"
    ballast.write_bytes(bytes(os.sysconf("SC_PAGE_SIZE")))
    with pytest.raises(DocumentError, match="磁盘已满"):
        write(form, out)
    assert names(tiny) == ["ballast", out.name]
    assert out.read_bytes() == b"old"


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "blank xlsx"])
def test_a_file_that_may_not_grow(tmp_path: Path, form: SelfEvaluation, name: str) -> None:
    # openpyxl keeps a sheet in a temporary file while it writes, which may not grow either.
    suffix, write = WRITERS[name]
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    out = shelf / f"out{suffix}"
    write(form, out)
    before = out.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(DocumentError, match="无法写入"):
            write(form, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert names(shelf) == [out.name]
    assert out.read_bytes() == before


@every_writer
def test_half_a_character_in_a_text_is_written_as_a_mark(
    tmp_path: Path, form: SelfEvaluation, suffix: str, write: Write
) -> None:
    goal = Goal(planned=form.goal.planned, actual=form.goal.actual + "完成\ud83d")
    assert goal.actual.endswith("完成\ufffd")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    write(form.model_copy(update={"goal": goal}), shelf / f"out{suffix}")
    assert (shelf / f"out{suffix}").stat().st_size


@pytest.mark.parametrize("name", ["xlsx", "json"])
def test_half_a_character_past_the_models_is_refused(
    tmp_path: Path, form: SelfEvaluation, name: str
) -> None:
    suffix, write = WRITERS[name]
    goal = Goal.model_construct(planned="完成\ud83d", actual="")
    with pytest.raises(DocumentError, match="不完整的字符"):
        write(form.model_copy(update={"goal": goal}), tmp_path / f"out{suffix}")
    assert not names(tmp_path)


def test_a_name_in_the_national_encoding_is_told_as_it_reads(tmp_path: Path) -> None:
    bad, good = (
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name.encode("gbk")))
        for name in ("坏表.txt", "好表.json")
    )
    bad.write_text("没有表", encoding="utf-8")
    good.write_bytes(EXAMPLE.read_bytes())
    with pytest.raises(DocumentError, match=r"文件“坏表\.txt”"):
        read(bad)
    assert read(good)[0].project
    first, second = read_all([bad, good])
    assert "文件“坏表.txt”" in str(first.error)
    assert second.forms


def test_half_a_character_in_a_name_can_be_told() -> None:
    assert str(DocumentError("表\ud83d.xlsx", "打不开\udc80")).encode()


def _broken(kind: type[Exception]) -> Callable[..., Any]:
    def broken(*_: object, **__: object) -> Any:
        raise kind("planted")

    return broken


@pytest.mark.parametrize("kind", [KeyError, ZeroDivisionError, RecursionError, MemoryError])
def test_whatever_a_library_raises_is_a_named_error(
    tmp_path: Path, form: SelfEvaluation, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    book = blank_forms.workbook(tmp_path / "blank.xlsx")
    document = blank_forms.document(tmp_path / "blank.docx")
    page = tmp_path / "page.html"
    page.write_text("<html><table><tr><td>x</td></tr></table></html>", encoding="utf-8")
    old = tmp_path / "old.xls"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    mime = tmp_path / "page.mht"
    mime.write_bytes(b"MIME-Version: 1.0\n\n")
    text = "项目名称\t道路养护"
    for owner, name, door in (
        (openpyxl, "load_workbook", lambda: fill_template(book, form, tmp_path / "out.xlsx")),
        (docx, "Document", lambda: fill_template(document, form, tmp_path / "out.docx")),
        (docx, "Document", lambda: write_docx(form, tmp_path / "out.docx")),
        (xlsxwriter, "Workbook", lambda: write_xlsx(form, tmp_path / "out.xlsx")),
        (zipfile, "ZipFile", lambda: read(book)),
        (lxml.html, "document_fromstring", lambda: read(page)),
        (BytesParser, "parsebytes", lambda: read(mime)),
        (xlrd, "open_workbook", lambda: read(old)),
        (SelfEvaluation, "model_validate", lambda: read_json(EXAMPLE)),
        (SelfEvaluation, "model_validate", lambda: read_text(text, "粘贴的文字")),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, _broken(kind))
            with pytest.raises(DocumentError) as error:
                door()
        assert error.value.advice
    assert not list(tmp_path.glob("out*"))


def test_an_error_that_is_told_already_passes_as_it_is() -> None:
    told = DocumentError("x.xlsx", "文件是空的", "请选择填好的自评表", "A1")
    with pytest.raises(DocumentError) as error, edge.reading("y.xlsx"):
        raise told
    assert error.value is told
