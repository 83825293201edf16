"""Which process is meant, without asking a clock."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from selfeval_assist import system

_WAIT = "import sys; print('up', flush=True); sys.stdin.read()"


@contextmanager
def running() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", _WAIT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


WAYS = [system.began] + ([system._began_by_ps] if shutil.which("ps") else [])


@pytest.mark.skipif(sys.platform == "win32", reason="imitated below")
@pytest.mark.parametrize("began", WAYS)
def test_a_process_is_known_until_it_ends(began: Callable[[int], str | None]) -> None:
    with running() as process:
        first = began(process.pid)
        assert first
        assert began(process.pid) == first
        process.send_signal(signal.SIGKILL)
        # It has ended and nobody has asked how: its number is still taken.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert began(process.pid) is None
        process.wait()
        assert began(process.pid) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")
def test_two_processes_of_one_number_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number comes again, with another start or after another boot."""
    stat = "7 (a (b) S) S 1 7 7 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 {start} 1 1"
    files = {"boot_id": "b1", "stat": stat.format(start=11)}
    monkeypatch.setattr(
        "pathlib.Path.read_text",
        lambda self, **_: files["stat" if self.name == "stat" else "boot_id"],
    )
    seen = {system.began(7)}
    files["stat"] = stat.format(start=12)
    seen.add(system.began(7))
    files["boot_id"] = "b2"
    seen.add(system.began(7))
    assert len(seen) == 3


class _Kernel:
    """What Windows says of three: one runs, one has ended and is still held, one is not there."""

    def __init__(self) -> None:
        self.open = 0
        self.codes = {10: 259, 11: 1}

        def opened(rights: int, inherit: bool, number: int) -> int:
            assert rights == 0x1000
            self.open += number in self.codes
            return number if number in self.codes else 0

        self.OpenProcess = opened

    def GetExitCodeProcess(self, handle: ctypes.c_void_p, code: object) -> int:  # noqa: N802
        code._obj.value = self.codes[handle.value or 0]  # type: ignore[attr-defined]
        return 1

    def GetProcessTimes(self, handle: ctypes.c_void_p, created: object, *_: object) -> int:  # noqa: N802
        created._obj.value = 133_000_000_000_000_000 + (handle.value or 0)  # type: ignore[attr-defined]
        return 1

    def CloseHandle(self, handle: ctypes.c_void_p) -> int:  # noqa: N802
        self.open -= 1
        return 1


def test_on_windows_a_process_is_asked_for_without_a_signal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There ``os.kill(number, 0)`` would end the process."""
    kernel = _Kernel()
    monkeypatch.setattr(system.sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", type("Windll", (), {"kernel32": kernel}), raising=False)
    monkeypatch.delattr(os, "kill")
    assert system.began(10) == "133000000000000010"
    assert system.began(11) is None
    assert system.began(12) is None
    assert kernel.open == 0, "every handle is closed"
