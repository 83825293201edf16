"""What the tests that take pictures share: published forms, a clock that stands still, an album."""

import datetime
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import real_forms
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Input, TextArea
from tui_cut import cut

from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.resources import folder
from selfeval_assist.tui import app as app_module
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.workspace import Workspace

NOON = datetime.datetime(2026, 1, 8, 4, tzinfo=datetime.UTC)
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
SHANGHAI = ("shanghai-integration", "shanghai-maintenance")
"""Two published forms in 元 that are shipped as examples."""
PUBLISHED = (*real_forms.names(), *SHANGHAI)


@cache
def published(name: str) -> SelfEvaluation:
    """Return a published form by its number, or by the name of the example it is shipped as."""
    if name in real_forms.names():
        return real_forms.form(name)
    (form,) = read(folder("examples") / f"{name}.json")
    return form


class Album:
    """The pictures of one app; what differs from the stored ones is said at the end, by name."""

    def __init__(self, app: SelfEvalApp, pilot: Pilot[None], snapshot: SnapshotAssertion) -> None:
        self.app = app
        self.pilot = pilot
        self._snapshot = snapshot.use_extension(SVGImageExtension)
        self.different: list[str] = []
        self.cut: dict[str, list[str]] = {}

    async def take(self, name: str) -> None:
        """Take a picture of what is shown now; note also what is cut on it."""
        # A tree of folders waits for the next folder to be opened, as long as it is there.
        ending = [worker for worker in self.app.workers if worker.name != "_loader"]
        if ending:
            await self.app.workers.wait_for_complete(ending)
        for editor in self.app.screen.query("Input, TextArea"):
            assert isinstance(editor, (Input, TextArea))
            editor.cursor_blink = False
        await self.pilot.pause()
        await self.pilot.wait_for_scheduled_animations()
        await self.pilot.pause()
        picture = self.app.export_screenshot(title=self.app.title, simplify=True)
        if self._snapshot(name=name) != picture:
            self.different.append(name)
        if found := cut(self.app.screen):
            self.cut[name] = found

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()


@asynccontextmanager
async def album(
    path: Path,
    size: str,
    snapshot: SnapshotAssertion,
    forms: Iterable[SelfEvaluation] = (),
) -> AsyncIterator[Album]:
    """Show a list of forms in a size, with the clock at noon, for pictures to be taken.

    Args:
        path: where the workspace is made.
        size: a name in ``SIZES``.
        snapshot: the stored pictures.
        forms: what is in the list, the last one at the top.
    """
    before, app_module.now = app_module.now, lambda: NOON
    try:
        with Workspace.open(path / "workspace.db", now=lambda: NOON) as workspace:
            for form in forms:
                workspace.create(form, person="陈默")
            app = SelfEvalApp(workspace, person="陈默")
            async with app.run_test(size=SIZES[size]) as pilot:
                await pilot.pause()
                taken = Album(app, pilot, snapshot)
                yield taken
    finally:
        app_module.now = before
    assert not taken.different, f"look at {taken.different}, then --snapshot-update"
    assert not taken.cut
