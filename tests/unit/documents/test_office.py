"""Kinds that only office programs read: converted where LibreOffice is, else said what to do.

Real files of WPS were not at hand: .wps and .et are files of LibreOffice under those names.
"""

import os
import shutil
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile.compound import compound
from marked_files import PLACES
from programs import PATIENCE

from selfeval_assist.documents import read
from selfeval_assist.documents.batch import read_all
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.readers import office
from selfeval_assist.documents.texts import ole
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.reports.export import export_form
from selfeval_assist.resources import folder

Convert = Callable[[Path, str], Path]
FINISHED = folder("examples") / "finished.xlsx"
LETTER = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "WordDocument".encode("utf-16-le")
posix = pytest.mark.skipif(os.name == "nt", reason="a script stands in for LibreOffice")


def refused(path: Path, *parts: str) -> None:
    """Assert that a file is refused, with these words."""
    with pytest.raises(DocumentError) as error:
        read(path)
    assert [part for part in (path.name, *parts) if part not in str(error.value)] == []


@pytest.mark.parametrize("stream", ["WordDocument", "PowerPoint Document", "EncryptedPackage"])
def test_a_workbook_is_told_by_its_own_streams_and_not_by_those_of_an_object(
    stream: str, tmp_path: Path
) -> None:
    book = ole.streams(PLACES["xls: a row above"][1]("说明"))["Workbook"]
    inside, own = {f"MBD01/{stream}": b"x" * 600}, {stream: b"x" * 600}
    data = compound({"Workbook": book, **inside})
    assert stream.encode("utf-16-le") in data
    assert office.foreign(data) is None
    path = tmp_path / "表.xls"
    path.write_bytes(data)
    (form,) = read(path)
    assert form.indicators
    (outcome,) = read_all([path], seconds=PATIENCE)
    assert outcome.forms == (form,), outcome.error
    path.write_bytes(compound(own))
    refused(path, {"W": "Word 文档", "P": "演示文稿", "E": "密码"}[stream[0]])


def test_a_batch_reads_each_file_once_and_never_in_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(path.name) or b"")
    path = tmp_path / "表.xlsx"
    shutil.copy(FINISHED, path)
    (outcome,) = read_all([path], seconds=PATIENCE)
    assert outcome.forms
    assert opened == []


@pytest.fixture
def word(tmp_path: Path) -> Path:
    """The finished example as a Word file of this product."""
    (made,) = export_form(read(FINISHED)[0], tmp_path / "finished.docx", overwrite=False)
    return made


@pytest.mark.parametrize(
    ("kind", "name"), [("doc", "表.doc"), ("doc", "表.wps"), ("rtf", "表"), ("odt", "表.odt")]
)
def test_letters_are_read_through_libreoffice(
    kind: str,
    name: str,
    word: Path,
    libreoffice: Convert,
    without_provenance: Callable[[SelfEvaluation], SelfEvaluation],
    tmp_path: Path,
) -> None:
    other = libreoffice(word, kind).rename(tmp_path / name)
    before = other.read_bytes()
    assert without_provenance(read(other)[0]) == without_provenance(read(word)[0])
    assert other.read_bytes() == before


@pytest.mark.parametrize(("kind", "name"), [("ods", "表.ods"), ("xls", "表.et")])
def test_sheets_are_read_too(
    kind: str,
    name: str,
    libreoffice: Convert,
    without_provenance: Callable[[SelfEvaluation], SelfEvaluation],
    tmp_path: Path,
) -> None:
    other = libreoffice(FINISHED, kind).rename(tmp_path / name)
    assert without_provenance(read(other)[0]) == without_provenance(read(FINISHED)[0])


@pytest.mark.parametrize("data", [LETTER, b"{\\rtf1 x}"])
def test_without_libreoffice_it_is_said_what_to_do(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_program", lambda: "")
    path = tmp_path / "表.doc"
    path.write_bytes(data)
    refused(path, "LibreOffice", "另存为 .docx")
    (outcome,) = read_all([path])
    assert "另存为 .docx" in str(outcome.error)


def ended(pid: int) -> None:
    """Wait until a process is gone, or is but a name that nobody has fetched yet."""
    for _ in range(PATIENCE * 10):
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout.strip()
        if not state or state.startswith("Z"):
            return
        time.sleep(0.1)
    pytest.fail("the process goes on")


def stand_in(tmp_path: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a script be what is taken for LibreOffice."""
    script = tmp_path / "soffice"
    script.write_text(f"#!{sys.executable}\n{body}", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office, "_program", lambda: str(script))


@posix
def test_a_conversion_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "note"
    body = "import subprocess\nchild = subprocess.Popen(['sleep', '600'])\n"
    body += f"open({str(note)!r}, 'w').write(str(child.pid))\nchild.wait()\n"
    stand_in(tmp_path, body, monkeypatch)
    monkeypatch.setattr(office, "SECONDS", 3.0)
    path = tmp_path / "表.doc"
    path.write_bytes(LETTER)
    refused(path, "已停止", "另存为 .docx")
    ended(int(note.read_text()))


@posix
def test_a_conversion_that_gives_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, "", monkeypatch)
    path = tmp_path / "表.doc"
    path.write_bytes(LETTER)
    refused(path, "没有读出来")


@posix
def test_a_conversion_reaches_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not office._without_network():
        pytest.skip("这个系统不允许本用户断开子进程的网络")
    met = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def wait() -> None:
            try:
                server.accept()[0].close()
            except OSError:
                return
            met.set()

        threading.Thread(target=wait, daemon=True).start()
        body = f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 5)\n"
        stand_in(tmp_path, body, monkeypatch)
        path = tmp_path / "表.doc"
        path.write_bytes(LETTER)
        refused(path, "没有读出来")
        assert not met.is_set()
        socket.create_connection(("127.0.0.1", port), 5).close()  # the server did listen
        assert met.wait(5)
