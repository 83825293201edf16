"""What differs between systems, imitated: what Windows would be given and asked."""

import asyncio
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval_assist.system import from_disk, on_disk, on_stop, own_group


def test_a_group_of_its_own_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0x200, raising=False)
    assert own_group() == {"creationflags": 0x200}


def test_a_group_of_its_own_elsewhere() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getsid(0) == os.getpid())"],
        capture_output=True, text=True, check=True, timeout=60, **own_group(),
    )  # fmt: skip
    assert done.stdout.strip() == "True"


def test_signals_are_not_asked_for_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    loop = asyncio.new_event_loop()
    monkeypatch.setattr(loop, "add_signal_handler", lambda *_: pytest.fail("not there"))
    on_stop(loop, lambda: None)
    loop.close()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("自评表.xlsx".encode(), "自评表.xlsx"),
        ("自评表.xlsx".encode("gb18030"), "自评表.xlsx"),
        (b"plain.xlsx", "plain.xlsx"),
        ("目录/表".encode(), "目录/表"),
    ],
)
def test_a_name_is_read_whatever_its_bytes(data: bytes, name: str) -> None:
    assert from_disk(data.decode("ascii", "surrogateescape")) == name


def test_a_name_in_a_sentence_is_read_and_the_sentence_kept() -> None:
    name = "自评表.xlsx".encode("gb18030").decode("ascii", "surrogateescape")
    assert from_disk(f"文件“{name}”：不存在") == "文件“自评表.xlsx”：不存在"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_without_such_bytes_stays(text: str) -> None:
    assert from_disk(text) == text


@given(st.text())
def test_any_text_can_be_written_afterwards(text: str) -> None:
    from_disk(text).encode("utf-8")


def test_half_a_character_in_a_name_is_shown_as_one_that_is_missing() -> None:
    assert from_disk("表\ud800\udce8\udca1\udca8") == "表\ufffd表"


def test_a_name_reaches_the_disk_in_utf8_without_a_locale() -> None:
    code = (
        "import os, sys\n"
        "from selfeval_assist.system import from_disk, on_disk\n"
        "name = on_disk('\\u8868')\n"
        "assert sys.getfilesystemencoding() == 'ascii'\n"
        "assert os.fsencode(name) == '\\u8868'.encode('utf-8')\n"
        "assert from_disk(name) == '\\u8868'\n"
    )
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)
    assert on_disk("表") == "表"
