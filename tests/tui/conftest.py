"""An isolated workspace for every test, and a clock that stands still where it would be seen."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.resources import folder
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.workspace import Workspace


@pytest.fixture(autouse=True)
def beijing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times are shown as on the person's clock; the pictures need one."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "workspace.db") as opened:
        yield opened


@pytest.fixture
def app(workspace: Workspace) -> SelfEvalApp:
    return SelfEvalApp(workspace, person="陈默")


@pytest.fixture(scope="session")
def finished() -> SelfEvaluation:
    (form,) = read(folder("examples") / "finished.json")
    return form
