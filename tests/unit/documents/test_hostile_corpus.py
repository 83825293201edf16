"""Every file of the corpus is a named error, soon and in little memory; the file stays as it is."""

import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile.corpus import READ, REFUSED

from selfeval_assist.checks import check

# Loaded before the forks, so that each measures its file and not the loading.
from selfeval_assist.documents import DocumentError, read
from selfeval_assist.documents.readers import docx, html, office, pdf, xls, xlsx, xml2003

SECONDS = 60
"""Of the processor; a slow one takes three for the worst file, and what is not bounded minutes."""
KILOBYTES = 400 * 1024
"""Above what the program takes before it reads, which grows with the tests that ran before."""


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """What LibreOffice makes of a file is looked at in test_office."""
    monkeypatch.setattr(office, "_program", lambda: "")


def apart(path: Path, work: Callable[[Path], str]) -> tuple[str, float, int]:
    """Return what work on a file says in a fork, its processor seconds and added kilobytes."""
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            said = work(path)
        except DocumentError as error:
            said = str(error)
        except BaseException as error:
            said = f"crash: {error!r}"
        os.write(
            send, f"{before} {said[:2000]}".encode()
        )  # a pipe that nobody empties yet holds 64 KB
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    # Of the processor: on a busy machine the clock measures the neighbours.
    taken = used.ru_utime + used.ru_stime
    os.close(send)
    with os.fdopen(receive, encoding="utf-8") as pipe:
        before, _, said = pipe.read().partition(" ")
    if status:
        return f"ended with {status}", taken, used.ru_maxrss
    return said, taken, used.ru_maxrss - int(before)


@pytest.mark.parametrize("name", REFUSED)
def test_a_named_error_in_bounds(tmp_path: Path, name: str) -> None:
    build, word = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(build())
    before = path.stat()
    said, seconds, kilobytes = apart(path, lambda path: f"{len(read(path))} forms read")
    assert f"文件“{name}”" in said
    assert word in said
    assert seconds < SECONDS
    assert kilobytes < KILOBYTES
    after = path.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def checked(path: Path) -> str:
    """Return the findings of the forms in a file that has been read, as text."""
    return "\n".join(str(finding) for form in read(path) for finding in check(form))


@pytest.mark.parametrize("name", READ)
def test_an_odd_file_is_read_and_checked_in_bounds(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(READ[name]())
    said, seconds, kilobytes = apart(path, checked)
    assert "code=" in said
    assert seconds < SECONDS
    assert kilobytes < KILOBYTES


def test_numbers_beyond_any_sheet_stay_in_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(READ["largest and least.xls"]())
    odd = read(path)[1]
    named = {finding.cell: finding.where for finding in check(odd) if finding.code == "VAL002"}
    assert named == {
        "C5": "funds.total.initial",
        "D5": "funds.total.adjusted",
        "E5": "funds.total.executed",
    }


def test_the_corpus_is_large() -> None:
    assert len(REFUSED) >= 60
    assert all((docx, html, pdf, xls, xlsx, xml2003))
