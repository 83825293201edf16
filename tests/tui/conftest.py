"""An isolated workspace for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.resources import folder
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.terminal.in_order import InOrder
from selfeval_assist.workspace import Workspace


@pytest.fixture(autouse=True)
def drawn_before_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pause last until the screen is there; the library's ends before on a busy machine."""
    pause = Pilot.pause

    async def until_drawn(pilot: Pilot[None], delay: float | None = None) -> None:
        await pause(pilot, delay)
        for _ in range(1000):
            if delay is not None or _drawn(pilot.app):
                return
            await pause(pilot, 0.01)

    monkeypatch.setattr(Pilot, "pause", until_drawn)


def _drawn(app: App[None]) -> bool:
    """Whether no key waits, the rules have run and the screen is laid out, or the app ended."""
    if not app.is_running or not app.screen_stack:
        return True
    screen = app.screen
    keys = isinstance(app, InOrder) and app._keys
    rules = isinstance(screen, Walk) and screen.checking
    waiting = keys or rules or screen._layout_required or screen._dirty_widgets
    return not waiting and all(each.is_mounted for each in screen.walk_children(with_self=True))


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
