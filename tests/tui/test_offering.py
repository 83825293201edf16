"""What was left unsaved is said in the list and offered; nothing is thrown away by an answer."""

import errno
import os
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Static
from tui_steps import LARGE, SMALL, field, walk

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.app import SelfEvalApp, now
from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.state.left import left
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.widgets.form_list import FormList
from selfeval_assist.workspace import FormId, Workspace, WorkspaceError


def lost(workspace: Workspace, text: str, project: str = "河道清淤") -> FormId:
    """Leave text that lost a conflict; return the form."""
    form = SelfEvaluation(project=project, year=2024)
    form_id = workspace.create(form, person="陈默")
    window = Session(workspace, form_id, person="陈默", clock=now)
    window.put("notes", text)
    workspace.save(form_id, paths.put(form, "unit", "别处"), revision=1, person="李")
    with pytest.raises(WorkspaceError):
        window.save()
    return form_id


def question(app: SelfEvalApp) -> str:
    assert isinstance(app.screen, Confirm)
    return str(app.screen.query(Static).first().render())


def in_sight(app: SelfEvalApp) -> None:
    """The answers can be seen, however long the question is."""
    inside = app.screen.query_one(".box").region
    assert all(inside.contains_region(button.region) for button in app.screen.query(Button))


def said(app: SelfEvalApp) -> list[str]:
    return [note.message for note in app._notifications]


def listed(app: SelfEvalApp) -> list[str]:
    assert isinstance(app.screen, Home)
    table = app.screen.query_one(FormList)
    return [str(table.get_row_at(row)[1]) for row in range(table.row_count)]


async def shown(app: SelfEvalApp, pilot: Pilot[None]) -> None:
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_lost_a_conflict_is_offered_and_becomes_a_form(
    app: SelfEvalApp, workspace: Workspace, size: tuple[int, int]
) -> None:
    form_id = lost(workspace, "输家写的")
    async with app.run_test(size=size) as pilot:
        await shown(app, pilot)
        assert "河道清淤”（2024年度）" in question(app)
        assert "这张表后来又存过别的内容" in question(app)
        in_sight(app)
        await pilot.press("tab", "enter")
        await shown(app, pilot)
        assert "已存为 1 张新表" in said(app)[0]
        assert sorted(listed(app)) == ["河道清淤", "（副本）河道清淤"]
    (new,) = (each.id for each in workspace.forms() if each.id != form_id)
    assert workspace.load(new).form.notes == "输家写的"
    assert workspace.load(form_id).form.notes == ""
    assert left(workspace) == ((), ())


async def test_later_leaves_it_there_and_does_not_ask_again_until_the_next_start(
    app: SelfEvalApp, workspace: Workspace
) -> None:
    lost(workspace, "输家写的")
    async with app.run_test(size=SMALL) as pilot:
        await shown(app, pilot)
        assert question(app)
        await pilot.press("escape", "enter")
        await shown(app, pilot)
        assert walk(app).session.recovered is None
        await pilot.press("f10")
        await shown(app, pilot)
        assert isinstance(app.screen, Home)
    again = SelfEvalApp(workspace, person="陈默")
    async with again.run_test(size=SMALL) as pilot:
        await shown(again, pilot)
        assert "有 1 份内容" in question(again)
        await pilot.press("enter")
    ((found,), _) = left(workspace)
    assert found.form.notes == "输家写的"


async def test_many_are_named_a_few_and_all_are_stored(
    app: SelfEvalApp, workspace: Workspace
) -> None:
    for number in range(7):
        lost(workspace, f"第{number}份", project=f"[项目]{number}" + "很长" * 30)
    async with app.run_test(size=SMALL) as pilot:
        await shown(app, pilot)
        assert "有 7 份内容" in question(app)
        assert "另有 4 份" in question(app)
        in_sight(app)
        await pilot.press("tab", "enter")
        await shown(app, pilot)
        assert len(listed(app)) == 14
    assert {workspace.load(each.id).form.notes for each in workspace.forms()} == {
        "", *(f"第{number}份" for number in range(7))
    }  # fmt: skip


async def test_what_cannot_be_read_is_named_and_kept(
    app: SelfEvalApp, workspace: Workspace
) -> None:
    file = workspace.path.with_name(f"{workspace.path.name}.unsaved-1-0f.json")
    file.write_text('{"process": 1, "form": {"proj', encoding="utf-8")
    async with app.run_test(size=SMALL) as pilot:
        await shown(app, pilot)
        (words,) = said(app)
        assert file.name in words
        assert "读不出来" in words
        await pilot.press("f8", "escape")
        await shown(app, pilot)
        assert said(app).count(words) == 1, "it is named once a start"
    assert file.read_text(encoding="utf-8") == '{"process": 1, "form": {"proj'


async def test_what_cannot_be_stored_is_said_and_stays(
    app: SelfEvalApp, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost(workspace, "输家写的")

    def full(*_: object, **__: object) -> None:
        raise WorkspaceError("磁盘已满")

    async with app.run_test(size=SMALL) as pilot:
        await shown(app, pilot)
        with monkeypatch.context() as patch:
            patch.setattr(workspace, "create", full)
            await pilot.press("tab", "enter")
            await shown(app, pilot)
        assert "磁盘已满" in said(app)
    ((found,), _) = left(workspace)
    assert found.form.notes == "输家写的"


async def test_a_disk_that_takes_no_journal_is_said_once_and_the_work_goes_on(
    app: SelfEvalApp, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with app.run_test(size=SMALL) as pilot:
        app.open_form(workspace.create(SelfEvaluation(), person="陈默"))
        await shown(app, pilot)
        with monkeypatch.context() as patch:
            patch.setattr("selfeval_assist.tui.state.journal.write_private", full)
            field(app, "project").editor.focus()
            for key in "河道":
                await pilot.press(key)
                walk(app)._autosave()
        told = [words for words in said(app) if "磁盘已满" in words]
        assert len(told) == 1
        assert "F2" in told[0]
        await pilot.press("f10")
        await shown(app, pilot)
    (form,) = workspace.forms()
    assert form.project == "河道"
