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
def beijing() -> Iterator[None]:
    """Times are shown as on the person's clock; the pictures need one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        _read_the_zone()
        yield
    _read_the_zone()


def _read_the_zone() -> None:
    """Let the C library see what TZ says now; Windows has no such call."""
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
