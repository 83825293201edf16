"""Every screen and dialog beside the walk at both sizes, over published forms.

The command palette is the library's: how it looks depends on how fast it found what it shows.
"""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.widgets import Static
from tui_pictures import SIZES, Album, album, published
from tui_steps import walk

from selfeval_assist.tui.dialogs.choose import Files, Pick
from selfeval_assist.tui.widgets.reply import Reply

LISTED = ("001", "003", "010", "012", "040", "shanghai-maintenance", "016")
"""The last one is at the top of the list."""


async def over(pictures: Album, name: str, *keys: str) -> None:
    """Take a picture of what some keys open, and close it again."""
    await pictures.press(*keys)
    await pictures.take(name)
    await pictures.press("escape")


@pytest.mark.parametrize("size", SIZES)
async def test_first_run(size: str, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    async with album(tmp_path, size, snapshot) as pictures:
        await pictures.take("welcome")
        await over(pictures, "how-to", "f1")
        await over(pictures, "paste", "f5")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for made in ("自评表/2024/绿化养护自评表.xlsx", "自评表/2025年委托业务项目自评表.docx"):
        Path(made).parent.mkdir(parents=True, exist_ok=True)
        Path(made).touch()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.usefixtures("files")
async def test_list(size: str, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    async with album(tmp_path, size, snapshot, map(published, LISTED)) as pictures:
        await pictures.take("forms")
        await over(pictures, "name", "f7")
        await over(pictures, "archive", "delete")
        await pictures.press("delete", "tab", "enter", "f9")
        await pictures.take("archived")
        await pictures.press("f9")
        pictures.app.push_screen(Pick(Path("自评表")))
        await pictures.press()
        pictures.app.screen.query_one(Files).focus()
        # Where the folder is differs from machine to machine.
        pictures.app.screen.query_one("#place", Static).update("/home/chenmo/自评表")
        await over(pictures, "pick", "down")
        await pictures.press("f8")
        await pictures.take("settings")
        await over(pictures, "keys", "f6")


@pytest.mark.parametrize("size", SIZES)
async def test_over_a_form(size: str, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    forms = [published("shanghai-maintenance")]
    async with album(tmp_path, size, snapshot, forms) as pictures:
        await pictures.press("enter")
        await pictures.app.workers.wait_for_complete()
        await over(pictures, "explain", "f1")
        await over(pictures, "overview", "ctrl+g")
        await over(pictures, "preview", "ctrl+r")
        await walk(pictures.app).action_show("indicators")
        await over(pictures, "level-of-a-row", "f6")
        await over(pictures, "fill", "ctrl+l")
        await walk(pictures.app).action_show("findings")
        await over(pictures, "links", "t")
        await over(pictures, "waive", "w")


@pytest.mark.parametrize("size", SIZES)
async def test_asking_and_talking(size: str, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    async with album(tmp_path, size, snapshot, [published("012")]) as pictures:
        await pictures.press("enter")
        await pictures.app.workers.wait_for_complete()
        await walk(pictures.app).action_show("deviations")
        await pictures.press("f7")
        await pictures.take("cause")
        await pictures.press("down", "enter", *"全年参保人数比预算时少118人", "enter")
        await pictures.take("cause-answered")
        await pictures.press(*["f4"] * 6)
        await pictures.take("cause-done")
        await pictures.press("escape")
        await walk(pictures.app).action_show("drafts")
        await pictures.press("down", "f7")
        await pictures.take("talk")
        pictures.app.screen.query_one(Reply).focus()
        await pictures.press(*"更简短", "enter")
        await pictures.take("talk-answered")
        await over(pictures, "fact", "f4")
