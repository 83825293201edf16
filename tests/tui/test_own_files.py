"""A policy and a layout of one's own are chosen on the screens; what is wrong is named by key."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Select, Static
from tui_steps import SMALL, opened, until

from selfeval_assist.documents import read_json
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.choose import Pick
from selfeval_assist.tui.dialogs.confirm import Explain
from selfeval_assist.tui.parts.export import Export
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.workspace import Workspace

EXECUTION = """
[execution]
weight = 10
denominator = "adjusted"
formula = "linear"
tolerance = 0.01
explain_below = 95
source = "某市通知第三条"
standing = "V"
"""
POLICY = 'id = "our-city"\nname = "某市办法"\nbased_on = "mof-2020"\n' + EXECUTION
WRONG = POLICY.replace("explain_below", "explain_blow")
LAYOUT = (
    'id = "our-form"\nname = "某市表样"\nbased_on = "central"\n'
    'source = "某市通知附件1"\nstanding = "V"\ntitle = "{year}年度某市自评表"\nyear = ""\n'
)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


async def named(pilot: Pilot[None], path: Path) -> None:
    """Name a file in the dialog that asks for one."""
    await pilot.pause()
    pick = pilot.app.screen
    assert isinstance(pick, Pick)
    pick.query_one("#path", Input).value = str(path)
    await pilot.press("enter")
    await pilot.pause()


async def test_a_policy_of_ones_own_scores_the_form(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation, tmp_path: Path
) -> None:
    file = tmp_path / "本市.toml"
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "head")
        await pilot.press("f6")
        await named(pilot, written(file, WRONG))
        assert isinstance(app.screen, Explain)
        said = str(app.screen.query(Static).first().render())
        assert "本市.toml" in said
        assert "execution.explain_blow：没有这一项" in said
        await pilot.press("escape")
        assert screen.session.form == finished
        await pilot.press("f6")
        await named(pilot, written(file, POLICY))
        assert screen.session.form.policy == str(file)
        assert screen.session.sheet.policy == "our-city"
        chosen = next(each for each in screen.query(Select) if each.value == str(file))
        assert "某市办法（本市.toml）" in str(chosen.query_one("#label", Static).render())
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert screen.session.form == finished


async def test_the_settings_offer_it_for_new_forms(
    app: SelfEvalApp, workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "本市.toml"
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Home)
        await pilot.press("f8")
        await pilot.pause()
        app.screen.query_one("#own", Button).press()
        await named(pilot, written(file, POLICY))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Walk))
        (only,) = workspace.forms()
        assert workspace.load(only.id).form.policy == str(file)


@pytest.mark.parametrize("gone", [False, True], ids=["there", "gone"])
async def test_a_layout_of_ones_own_is_exported(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path, gone: bool
) -> None:
    file, out = tmp_path / "本市表样.toml", tmp_path / "out"
    async with app.run_test(size=(120, 60)) as pilot:
        screen = await opened(app, pilot, finished, "export")
        part = screen.query_one(Export)
        part.query_one("#own", Button).press()
        await named(pilot, written(file, LAYOUT.replace("standing", "standin")))
        assert "standin：没有这一项" in str(app.screen.query(Static).first().render())
        await pilot.press("escape")
        part.query_one("#own", Button).press()
        await named(pilot, written(file, LAYOUT))
        assert part.query_one("#layout", Select).value == str(file)
        if gone:
            file.unlink()
        part.query_one("#folder", Input).value = str(out)
        part.query_one("#write", Button).press()
        await pilot.pause()
        said = str(part.query_one("#written", Static).render())
        assert ("本市表样.toml" in said and "打不开" in said) is gone
        if not gone:
            (kept,) = out.glob("*.json")
            assert read_json(kept) == finished
