"""An isolated workspace for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.resources import folder
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.workspace import Workspace


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
