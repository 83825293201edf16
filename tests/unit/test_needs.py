"""A test without its program is skipped on a laptop and fails where all must be there."""

import sys

import needs
import pytest
from _pytest.outcomes import Failed, Skipped


@pytest.mark.parametrize("value", [None, "", "0"])
def test_elsewhere_it_is_skipped_and_told(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv(needs.ALL, raising=False)
    if value is not None:
        monkeypatch.setenv(needs.ALL, value)
    with pytest.raises(Skipped, match=r"没有找到 no-such-a、no-such-b.*missing.*打印"):
        needs.program("no-such-a", "no-such-b", untested="打印")
    with pytest.raises(Skipped, match=r"no_such\.module"):
        needs.module("no_such.module", "打印")


def test_where_all_must_be_there_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(needs.ALL, "1")
    with pytest.raises(Failed, match="打印"):
        needs.program("no-such-program", untested="打印")
    with pytest.raises(Failed, match="打印"):
        needs.module("no_such.module", "打印")


def test_what_is_there_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(needs.ALL, "1")
    assert needs.program("no-such-program", sys.executable, untested="") == sys.executable
    needs.module("json", "")
