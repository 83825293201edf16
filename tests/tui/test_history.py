"""The screen of a form's history: versions, differences, restoring, and the verdict."""

import sqlite3

import pytest
from textual.widgets import OptionList, Static

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.screens.history import History
from selfeval_assist.tui.state.history import changed
from selfeval_assist.workspace import FormId, Workspace


@pytest.fixture
def form_id(workspace: Workspace, finished: SelfEvaluation) -> FormId:
    form_id = workspace.create(finished, person="王芳", note="读自 表.xlsx")
    changed_ = paths.put(finished, "notes", "第二版[b]的注[/b]")
    workspace.save(form_id, changed_, revision=1, person="李强")
    workspace.save(form_id, paths.put(changed_, "unit", "新单位"), revision=2, person="李强")
    return form_id


def _shown(app: SelfEvalApp, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).visual)


async def _verified(app: SelfEvalApp) -> None:
    await app.workers.wait_for_complete([each for each in app.workers if each.group == "verifying"])


async def test_versions_are_listed_compared_and_restored(
    app: SelfEvalApp, workspace: Workspace, form_id: FormId, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_form(form_id)
        await pilot.pause()
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert isinstance(app.screen, History)
        await _verified(app)
        assert "3 条操作记录" in _shown(app, "verdict")
        options = app.screen.query_one("#versions", OptionList)
        lines = [str(options.get_option_at_index(at).prompt) for at in range(3)]
        assert [line.split()[0] for line in lines] == ["3", "2", "1"]
        assert "李强" in lines[0]
        assert "读自 表.xlsx" in lines[2]
        assert "新单位" in _shown(app, "changed")
        await pilot.press("down")
        await pilot.pause()
        assert "第二版[b]的注[/b]" in _shown(app, "changed")
        assert "新单位" not in _shown(app, "changed")
        await pilot.press("d")
        await pilot.pause()
        assert "恢复成第 2 版" in _shown(app, "changed")
        await pilot.press("down", "r")
        await pilot.pause()
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert workspace.load(form_id).form == finished
        assert workspace.revisions(form_id)[-1].note == "恢复到第 1 版"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("ctrl+z", "f2")
        await pilot.pause()
        assert workspace.load(form_id).form.unit == "新单位"


async def test_a_record_that_was_tampered_with_is_said(
    app: SelfEvalApp, workspace: Workspace, form_id: FormId
) -> None:
    with sqlite3.connect(workspace.path) as db:
        db.execute("DROP TRIGGER audit_fixed")
        db.execute("UPDATE audit SET person = '别人' WHERE id = 2")
    db.close()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_form(form_id)
        await pilot.pause()
        await pilot.press("ctrl+t")
        await pilot.pause()
        await _verified(app)
        assert "第 2 条操作记录" in _shown(app, "verdict")


def test_rows_that_one_version_lacks_are_differences(finished: SelfEvaluation) -> None:
    fewer = finished.model_copy(update={"indicators": finished.indicators[:-1]})
    gone = [(before, after) for _, before, after in changed(finished, fewer)]
    assert gone
    assert all(before and not after for before, after in gone)
    assert list(changed(finished, finished)) == []
