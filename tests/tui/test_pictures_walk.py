"""Every step of the walk at both sizes, each with published forms that are hard on it."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from tui_pictures import SIZES, album, published
from tui_steps import walk

from selfeval_assist.tui.parts import export
from selfeval_assist.tui.words.keys import STEPS

WALKS = {
    # 其中 rows, points only on their parents, a template's star before the names
    "016": ("indicators", "findings", "export"),
    # a long project name, a reason on nearly every row
    "040": ("head", "deviations", "drafts"),
    # five sources of money
    "045": ("funds",),
    # no funds, no points, the longest names of rows
    "071": ("indicators",),
    # 元, cells of its file that the reader doubted
    "shanghai-integration": ("head",),
    # 元, 27 rows, long texts
    "shanghai-maintenance": ("funds", "goals", "indicators"),
}


@pytest.fixture(autouse=True)
def documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are exported into the same folder on every machine."""
    monkeypatch.setattr(export, "user_documents_path", lambda: Path("/home/chenmo/Documents"))


def test_every_step_has_a_picture() -> None:
    assert {step for steps in WALKS.values() for step in steps} == set(STEPS)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", WALKS)
async def test_step(name: str, size: str, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    steps = WALKS[name]
    async with album(tmp_path, size, snapshot, [published(name)]) as pictures:
        await pictures.press("enter")
        for step in steps:
            await pictures.app.workers.wait_for_complete()
            await walk(pictures.app).action_show(step)
            await pictures.press()
            if step == "drafts":
                await pictures.press("down", "f8")
                await pictures.press("a", "r")
            elif step == "indicators" and name == "016":
                # A 其中 row, whose points are counted with its parent's.
                await pictures.press("down", "down")
            await pictures.take(step)
