"""Writing as Windows does it: what must be open for writing, and what another program holds."""

import errno
import fcntl
import os
import stat
from pathlib import Path

import blank_forms
import pytest

from selfeval_assist.documents import DocumentError, atomic, read
from selfeval_assist.reports.demo import demo
from selfeval_assist.reports.export import SUFFIXES, export_form
from selfeval_assist.resources import folder

FINISHED = folder("examples") / "finished.json"


@pytest.fixture
def like_windows(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Refuse to write through by a handle that may only read; return the handles written."""
    real, written = os.fsync, []

    def fsync(handle: int) -> None:
        if fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise PermissionError(errno.EACCES, "Permission denied")
        real(handle)
        written.append(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return written


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_written_through(
    suffix: str, tmp_path: Path, like_windows: list[int]
) -> None:
    (form,) = read(FINISHED)
    (out,) = export_form(form, tmp_path / f"out{suffix}", overwrite=False)
    assert out.stat().st_size
    assert like_windows


@pytest.mark.parametrize("make", [blank_forms.workbook, blank_forms.document])
def test_a_filled_template_is_written_through(
    make: object, tmp_path: Path, like_windows: list[int]
) -> None:
    suffix = ".xlsx" if make is blank_forms.workbook else ".docx"
    assert callable(make)
    template = make(tmp_path / f"blank{suffix}")
    (form,) = read(FINISHED)
    export_form(
        form, tmp_path / f"out{suffix}", overwrite=False, template=template, tell=lambda _: None
    )
    assert like_windows


def test_the_demonstration_is_written_through(tmp_path: Path, like_windows: list[int]) -> None:
    assert list(demo(tmp_path))
    assert len(like_windows) == len(list(tmp_path.iterdir())) == 9


@pytest.fixture
def open_in_excel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to replace a file, as Windows does while a program holds it."""

    def replace(self: Path, target: Path) -> Path:
        error = PermissionError(errno.EACCES, "Access is denied", str(self), 5, str(target))
        raise error

    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.usefixtures("open_in_excel")
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_is_open_elsewhere_stays_as_it_is(suffix: str, tmp_path: Path) -> None:
    (form,) = read(FINISHED)
    out = tmp_path / f"out{suffix}"
    out.write_bytes(b"what the person has open")
    with pytest.raises(DocumentError, match=f"out{suffix}.*正被其他程序打开.*请先关闭它"):
        export_form(form, out, overwrite=True)
    assert out.read_bytes() == b"what the person has open"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.usefixtures("open_in_excel")
def test_a_refusal_where_no_file_stands_is_no_open_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="没有权限"):
        atomic.write(tmp_path / "new", lambda path: None)
    assert not list(tmp_path.iterdir())


def test_the_mode_comes_last(tmp_path: Path) -> None:
    """A file that may only be read is replaced, not filled; the new one may only be read again."""
    out = tmp_path / "out"
    out.write_bytes(b"old")
    out.chmod(0o444)

    def fill(path: Path) -> None:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.write_bytes(b"new")

    atomic.write(out, fill)
    assert out.read_bytes() == b"new"
    assert stat.S_IMODE(out.stat().st_mode) == 0o444
