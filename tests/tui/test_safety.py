"""Nothing typed is lost, no form shuts the door, and keys do what people expect of them."""

from pathlib import Path

import programs
import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable
from tui_steps import until

import selfeval_assist.tui
from selfeval_assist.form import Indicator, SelfEvaluation, paths
from selfeval_assist.tui import run
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.state.related import COPY, origin
from selfeval_assist.tui.widgets.field import Field
from selfeval_assist.tui.words.keys import STEPS
from selfeval_assist.workspace import FormId, Workspace, WorkspaceError

SIZE = (80, 24)


def walk(app: SelfEvalApp) -> Walk:
    assert isinstance(app.screen, Walk)
    return app.screen


async def focus(pilot: Pilot[None], path: str) -> None:
    field = next(field for field in pilot.app.screen.query(Field) if field.path == path)
    field.editor.focus()
    await pilot.pause()


async def opened(app: SelfEvalApp, pilot: Pilot[None], form: SelfEvaluation) -> FormId:
    form_id = app.workspace.create(form, person="陈默")
    app.open_form(form_id)
    await pilot.pause()
    return form_id


async def test_a_form_with_an_unknown_policy_opens_and_says_so(app: SelfEvalApp) -> None:
    row = Indicator(level2="数量指标", name="台数", target="≥5台", actual="3台", weight="20")
    form = SelfEvaluation(policy="elsewhere-2031", indicators=(row,))
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, form)
        assert any("elsewhere-2031" in note.message for note in app._notifications)
        for name in STEPS:
            await walk(app).action_show(name)
            await pilot.pause()
        await walk(app).action_show("drafts")
        await pilot.press("down", "f8")
        await pilot.pause()
        assert walk(app).session.form.policy == "elsewhere-2031"
        await pilot.press("f10")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        assert app.screen.query_one(DataTable).row_count == 1


async def test_enter_in_a_name_goes_on_and_makes_no_line(app: SelfEvalApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, SelfEvaluation())
        await focus(pilot, "project")
        await pilot.press(*"清淤", "enter", *"水务局")
        await pilot.pause()
        form = walk(app).session.form
        assert (form.project, form.department) == ("清淤", "水务局")


async def test_pasted_lines_become_one_in_a_name_and_stay_in_a_text(app: SelfEvalApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, SelfEvaluation())
        for path in ("project", "notes"):
            await focus(pilot, path)
            app.copy_to_clipboard("河道\n清淤")
            await pilot.press("ctrl+v")
            await pilot.pause()
        form = walk(app).session.form
        assert (form.project, form.notes) == ("河道 清淤", "河道\n清淤")


async def test_rows_are_added_from_inside_an_editor_too(app: SelfEvalApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, SelfEvaluation(indicators=(Indicator(name="甲"),)))
        await walk(app).action_show("indicators")
        await focus(pilot, "indicators.0.name")
        await pilot.press("f7")
        await pilot.pause()
        assert [row.name for row in walk(app).session.form.indicators] == ["甲", "甲"]


@pytest.mark.short
async def test_quitting_at_once_keeps_what_was_typed(
    app: SelfEvalApp, workspace: Workspace
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        form_id = await opened(app, pilot, SelfEvaluation())
        await focus(pilot, "project")
        await pilot.press("河", "ctrl+q")
    assert workspace.load(form_id).form.project == "河"


@pytest.mark.short
async def test_a_conflict_keeps_both(app: SelfEvalApp, workspace: Workspace) -> None:
    async with app.run_test(size=SIZE) as pilot:
        form_id = await opened(app, pilot, SelfEvaluation(project="甲"))
        other = paths.put(SelfEvaluation(project="甲"), "notes", "别处写的")
        workspace.save(form_id, other, revision=1, person="李")
        await focus(pilot, "project")
        await pilot.press("乙", "f10")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Home)
    assert workspace.load(form_id).form.notes == "别处写的"
    (mine,) = (each for each in workspace.forms() if each.id != form_id)
    assert "乙" in workspace.load(mine.id).form.project
    assert origin(workspace, mine.id) == COPY
    assert origin(workspace, form_id) == ""


async def test_a_conflict_can_be_left_undecided(app: SelfEvalApp, workspace: Workspace) -> None:
    async with app.run_test(size=SIZE) as pilot:
        form_id = await opened(app, pilot, SelfEvaluation(project="甲"))
        workspace.save(form_id, SelfEvaluation(project="丙"), revision=1, person="李")
        await focus(pilot, "project")
        await pilot.press("乙", "ctrl+q")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert "乙" in walk(app).session.form.project
        assert "保存失败" in str(app.screen.query_one("#status").render())
        app.clear_notifications()
        await pilot.pause(1.5)
        assert not app._notifications, "what was said once is not said by itself again"
        for _ in range(2):
            app.clear_notifications()
            await pilot.press("f2")
            await pilot.pause()
            (said,) = app._notifications
            assert "李" in said.message
            assert "另存为新表" in said.message


async def test_typing_is_saved_in_a_pause_as_one_version(
    app: SelfEvalApp, workspace: Workspace
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        form_id = await opened(app, pilot, SelfEvaluation())
        await focus(pilot, "project")
        await pilot.press(*"河道清淤项目")
        assert "未保存" in str(app.screen.query_one("#status").render())
        await until(pilot, lambda: "已保存" in str(app.screen.query_one("#status").render()))
    assert workspace.load(form_id).form.project == "河道清淤项目"
    assert len(workspace.revisions(form_id)) <= 3


async def test_escape_leads_back_to_the_findings(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, finished)
        await app.workers.wait_for_complete()
        await pilot.press("f5")
        await until(pilot, lambda: walk(app).current.id == "findings")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: walk(app).current.id != "findings")
        assert "Esc" in str(app.screen.query_one("#status").render())
        await pilot.press("escape")
        await pilot.pause()
        assert walk(app).current.id == "findings"


def test_without_a_terminal_nothing_is_drawn(tmp_path: Path) -> None:
    done = programs.run("--workspace", tmp_path / "w.db")
    assert done.returncode == 2
    assert "不是终端" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_a_file_that_is_no_workspace_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selfeval_assist.tui, "in_terminal", lambda: True)
    path = tmp_path / "workspace.db"
    path.write_text("not a database", encoding="utf-8")
    assert run(None, workspace=path) == 2
    assert "工作区" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "not a database"


@pytest.mark.short
async def test_a_full_disk_is_said_and_nothing_ends(
    app: SelfEvalApp, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise WorkspaceError("磁盘已满")

    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, SelfEvaluation(project="甲"))
        for name in ("save", "create", "propose", "decide", "archive"):
            monkeypatch.setattr(workspace, name, full)
        await focus(pilot, "project")
        await pilot.press("乙", "f2", "f8", "f8", "f10")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        await pilot.press("f2", "f6", "delete", "tab", "enter")
        await pilot.pause()
        assert app.is_running
        assert {note.message for note in app._notifications} == {"磁盘已满"}


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("selfeval_assist.tui.app", ["pydantic", "sqlite3", "selfeval_assist.form"]),
        (
            "selfeval_assist.tui.screens.home",
            ["selfeval_assist.drafting", "langchain_core", "openai", "xlsxwriter", "lxml"],
        ),
    ],
    ids=["first picture", "list"],
)
def test_a_picture_is_painted_without_what_only_the_next_one_needs(
    module: str, forbidden: list[str]
) -> None:
    code = (
        f"import sys, {module};sys.exit(','.join(m for m in {forbidden} if m in sys.modules) or 0)"
    )
    done = programs.python(code)
    assert done.returncode == 0, done.stderr


def test_no_input_method_protocol_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    # This process has loaded the package, which sets it.
    monkeypatch.delenv("TEXTUAL_DISABLE_KITTY_KEY", raising=False)
    code = (
        "import selfeval_assist.tui.app, textual.constants as c;"
        "raise SystemExit(0 if c.DISABLE_KITTY_KEY else 1)"
    )
    assert programs.python(code).returncode == 0


async def test_an_impossible_year_is_said_to_be_left_out(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        form_id = await opened(app, pilot, finished)
        await focus(pilot, "year")
        await pilot.press("ctrl+a", "delete", *"9999", "tab", *"改")
        status = app.screen.query_one("#status")
        await until(pilot, lambda: str(status.render()).startswith("年度“9999”读不出来，没有保存"))
        assert "改" in workspace.load(form_id).form.project
        await pilot.press("f10")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await pilot.pause()
        problem = app.screen.query_one("Head .problem")
        assert problem.display
        await focus(pilot, "year")
        await pilot.press("ctrl+a", "delete", *"2026", "f10")
        await pilot.pause()
        assert isinstance(app.screen, Home)
    assert workspace.load(form_id).form.year == 2026


async def test_a_number_in_words_is_asked_for_in_figures(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, paths.put(finished, "funds.total.executed", "约一百"))
        await walk(app).action_show("funds")
        await pilot.pause()
        shown = [str(each.render()) for each in app.screen.query(".problem")]
        assert "读不出数字：约一百。请用阿拉伯数字填写。" in shown
