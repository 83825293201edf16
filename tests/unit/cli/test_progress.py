"""The line that says how far a command over many files is."""

import io
import sys

import pytest

from selfeval_assist.cli_progress import state, with_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_rate_and_time_left_in_words() -> None:
    assert state(0, 300, 0) == "0/300 个文件"
    assert state(100, 300, 50) == "100/300 个文件　2.0 个/秒　还需约 0:01:40"
    assert state(1, 10_000, 2) == "1/10000 个文件　0.5 个/秒　还需约 5:33:18"


def test_it_is_shown_on_a_terminal_and_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    monkeypatch.setenv("TERM", "xterm")
    assert list(with_progress(iter("abc"), 3)) == ["a", "b", "c"]
    assert "3/3 个文件" in shown.getvalue()
    assert shown.getvalue().rstrip().endswith(("\x1b[2K", "\x1b[?25h"))


@pytest.mark.parametrize("hidden", [True, False])
def test_elsewhere_it_is_not(hidden: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", shown := Terminal() if hidden else io.StringIO())
    assert list(with_progress(iter("abc"), 3, hidden=hidden)) == ["a", "b", "c"]
    assert shown.getvalue() == ""
