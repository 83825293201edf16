"""An error in any room, one after the other: the screens go on with everything it does not meet."""

import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from drafting_forms import sheet_of
from kinds import in_time
from planting import MARK, ROOMS, SECRET, PlantedError, Room, marked, plant
from textual.pilot import Pilot
from textual.widgets import DataTable, Input, OptionList, Static
from tui_steps import LARGE, field, walk

from selfeval_assist.documents import read_json
from selfeval_assist.facts import deviating_rows
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.app import SelfEvalApp, ended
from selfeval_assist.tui.dialogs.cards import Cards
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.state.standing import standing
from selfeval_assist.tui.terminal import surviving
from selfeval_assist.tui.widgets.form_list import FormList
from selfeval_assist.tui.words.keys import STEPS
from selfeval_assist.tui.words.live import points
from selfeval_assist.workspace import FormId, Workspace

pytestmark = pytest.mark.plants_errors

UNIT = "第二实验小学"


@pytest.fixture
def few(finished: SelfEvaluation) -> SelfEvaluation:
    """A form of two rows, one of which has to be explained, so that it is soon on the screen."""
    missed = finished.indicators[deviating_rows(finished, sheet_of(finished))[0]]
    rows = (finished.indicators[0], missed.model_copy(update={"parent": None}))
    return finished.model_copy(update={"indicators": rows, "waivers": ()})


def seen(app: SelfEvalApp) -> str:
    """Return what can be read on the screen and in its notices."""
    texts = [str(each.render()) for each in app.screen.query(Static)]
    for each in app.screen.query(OptionList):
        texts += [str(option.prompt) for option in each.options]
    for table in app.screen.query(DataTable):
        texts += [str(cell) for at in range(table.row_count) for cell in table.get_row_at(at)]
    texts += [each.message for each in app._notifications]
    return "\n".join(texts)


async def settled(app: SelfEvalApp, pilot: Pilot[None]) -> str:
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()
    return seen(app)


async def walked(app: SelfEvalApp, pilot: Pilot[None], out: Path) -> str:
    """Edit, go through every step and screen, draft, decide and export; return what is read."""
    texts = [await settled(app, pilot)]
    editor = field(app, "unit").editor
    editor.focus()
    await pilot.press("ctrl+a", *UNIT)
    await pilot.press("f2")
    for name in STEPS:
        await walk(app).action_show(name)
        texts.append(await settled(app, pilot))
    for key in ("ctrl+g", "ctrl+r"):
        await pilot.press(key)
        texts.append(await settled(app, pilot))
        await pilot.press("escape")
        await pilot.pause()
    await walk(app).action_show("drafts")
    await pilot.press("f8")
    texts.append(await settled(app, pilot))
    for card in list(app.screen.query_one(Cards).children)[:1]:
        card.focus()
        await pilot.press("a")
    texts.append(await settled(app, pilot))
    await walk(app).action_show("export")
    await pilot.pause()
    app.screen.query_one("#folder", Input).value = str(out)
    await pilot.click("#write")
    texts.append(await settled(app, pilot))
    return "\n".join(texts)


@pytest.mark.parametrize("room", in_time(ROOMS), ids=lambda room: room.room)
async def test_the_rest_works_on_the_screens(
    app: SelfEvalApp,
    workspace: Workspace,
    few: SelfEvaluation,
    tmp_path: Path,
    reports: Path,
    monkeypatch: pytest.MonkeyPatch,
    room: Room,
) -> None:
    poisoned = workspace.create(marked(few), person="陈默")
    sound = workspace.create(few, person="陈默")
    total = points(standing(few).total)
    with monkeypatch.context() as patch:
        plant(patch, room.target)
        async with app.run_test(size=LARGE) as pilot:
            await settled(app, pilot)
            assert lines(app)[few.project][3] == total
            assert lines(app)[MARK][-1].startswith(room.line)
            app.open_form(poisoned)
            if room.opens:
                told = await walked(app, pilot, tmp_path / "out")
                assert room.screens in told
                assert isinstance(app.screen, Walk)
                assert app.screen.session.undo()
                assert app.screen.session.redo()
                await pilot.press("f10")
            else:
                assert room.screens in await settled(app, pilot)
            await settled(app, pilot)
            assert isinstance(app.screen, Home)
            app.open_form(sound)
            await settled(app, pilot)
            assert isinstance(app.screen, Walk)
            assert total in seen(app)
        assert ended(app) == 0
    assert workspace.load(sound).form == few
    stored = workspace.load(poisoned).form
    assert stored.project == MARK
    if room.opens:
        assert stored.unit == UNIT
        assert read_json(tmp_path / "out" / f"{MARK}.json") == stored
    assert_told(reports)


def assert_told(reports: Path) -> None:
    """A report names the error; none, also of what follows from it, holds anything of the form."""
    left = [path.read_text(encoding="utf-8") for path in reports.rglob("*.txt")]
    assert any("PlantedError" in text for text in left)
    assert not any(MARK in text for text in left)


def lines(app: SelfEvalApp) -> dict[str, list[str]]:
    """Return the lines of the list by the name of the form."""
    table = app.screen.query_one(FormList)
    rows = ([str(cell) for cell in table.get_row_at(at)] for at in range(table.row_count))
    return {row[1]: row for row in rows}


async def test_where_the_screens_cannot_go_on_everything_typed_is_kept(
    app: SelfEvalApp,
    workspace: Workspace,
    finished: SelfEvaluation,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    form = workspace.create(marked(finished), person="陈默")

    async def fail_again_and_again(pilot: Pilot[None]) -> None:
        app.open_form(form)
        await settled(app, pilot)
        walk(app).session.put("unit", UNIT)
        assert not walk(app).session.saved
        for _ in range(surviving._AGAIN):
            app._handle_exception(PlantedError(SECRET))
        await pilot.pause()

    await crashed(app, fail_again_and_again)
    assert ended(app) == 2
    line = capsys.readouterr().err
    assert line.startswith("程序出错，没有做完（PlantedError")
    assert line.count("\n") == 1
    assert "内容已保存" in line
    assert MARK not in line
    assert workspace.load(form).form.unit == UNIT


async def crashed(app: SelfEvalApp, steps: Callable[[Pilot[None]], Awaitable[None]]) -> None:
    """Run steps until the app ends over an error, which a pilot hands on to its test."""
    with contextlib.suppress(PlantedError):
        async with app.run_test(size=LARGE) as pilot:
            await steps(pilot)
        pytest.fail("the app has gone on")


async def test_a_start_that_fails_is_one_line(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Workspace) -> dict[str, str]:
        raise PlantedError(SECRET)

    monkeypatch.setattr("selfeval_assist.tui.state.chosen.stored_keymap", broken)
    app = SelfEvalApp(lambda: workspace)
    await crashed(app, Pilot.pause)
    assert ended(app) == 2
    assert capsys.readouterr().err.count("\n") == 1


async def test_a_worker_that_fails_is_said_and_the_screens_stay(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    workspace.create(finished, person="陈默")

    async def broken() -> None:
        raise PlantedError(SECRET)

    async with app.run_test(size=LARGE) as pilot:
        app.screen.run_worker(broken(), exit_on_error=True)
        await pilot.pause()
        await pilot.pause()
        assert "无法完成这一步：程序出错（PlantedError" in seen(app)
        assert SECRET not in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Walk)
    assert workspace.load(FormId(1)).form == finished
