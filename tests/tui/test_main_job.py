"""The main job on the screens, with keys as a person would press them."""

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import DataTable, OptionList
from tui_steps import until

from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Action
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.write import Write
from selfeval_assist.tui.parts.drafts import Drafts
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.widgets.card import Card
from selfeval_assist.tui.widgets.field import Field
from selfeval_assist.workspace import Workspace

SIZE = (120, 40)


async def write(pilot: Pilot[None], path: str, text: str) -> None:
    """Type a text into the field of a path, in place of what stands there."""
    field = next(field for field in pilot.app.screen.query(Field) if field.path == path)
    field.editor.focus()
    await pilot.pause()
    await pilot.press("ctrl+a", "delete")
    await pilot.press(*text)
    await pilot.pause()


def walk(app: SelfEvalApp) -> Walk:
    screen = app.screen
    assert isinstance(screen, Walk)
    return screen


async def open_stored(app: SelfEvalApp, workspace: Workspace, form: SelfEvaluation) -> int:
    form_id = workspace.create(form, person="陈默")
    app.open_form(form_id)
    return form_id


async def test_a_new_form_from_blank(app: SelfEvalApp, workspace: Workspace) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        await write(pilot, "year", "2025")
        await write(pilot, "project", "河道清淤项目")
        await write(pilot, "department", "云岭市水务局")
        await write(pilot, "unit", "云岭市河道管理所")
        await pilot.press("f4")
        await pilot.pause()
        await write(pilot, "funds.total.initial", "120")
        await write(pilot, "funds.total.adjusted", "120")
        await write(pilot, "funds.total.executed", "108")
        assert walk(app).session.sheet.execution.points == 9
        await pilot.press("f4", "f4")
        await pilot.pause()
        await pilot.press("f6", "enter")
        await pilot.pause()
        await write(pilot, "indicators.0.name", "清淤长度")
        await write(pilot, "indicators.0.target", "≥12公里")
        await write(pilot, "indicators.0.actual", "9公里")
        await write(pilot, "indicators.0.weight", "20")
        await pilot.press("f6", "enter")
        await pilot.pause()
        await write(pilot, "indicators.1.name", "验收合格率")
        await write(pilot, "indicators.1.target", "=100%")
        await write(pilot, "indicators.1.actual", "100%")
        await write(pilot, "indicators.1.weight", "20")
        session = walk(app).session
        assert [row.points for row in session.sheet.rows] == [15, 20]
        assert session.sheet.total == 44
        await pilot.press("f2", "f10")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        assert app.screen.query_one(DataTable).row_count == 1
    (summary,) = workspace.forms()
    form = workspace.load(summary.id).form
    assert (form.year, form.project, form.unit) == (2025, "河道清淤项目", "云岭市河道管理所")
    assert [row.name for row in form.indicators] == ["清淤长度", "验收合格率"]
    assert form.indicators[0].level2 == "数量指标"


async def test_the_example_is_changed_drafted_reviewed_and_reopened(
    workspace: Workspace, finished: SelfEvaluation
) -> None:
    first = SelfEvalApp(workspace, person="陈默")
    async with first.run_test(size=SIZE) as pilot:
        form_id = await open_stored(first, workspace, finished)
        await pilot.pause()
        session = walk(first).session
        before = session.sheet.total
        await walk(first).action_show("indicators")
        await pilot.pause()
        table = first.screen.query_one("Indicators DataTable", DataTable)
        table.move_cursor(row=2)
        await pilot.pause()
        await write(pilot, "indicators.2.actual", "90项")
        assert session.form.indicators[2].actual.raw == "90项"
        assert session.sheet.rows[2].points == 6
        assert session.sheet.total == before - 2
        assert {f.code for f in session.findings if f.where.startswith("indicators.2")} >= {
            "DEV001", "SCR006",
        }  # fmt: skip
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("down")
        await pilot.press("f8")
        await pilot.pause()
        await pilot.pause()
        proposal = session.proposals["goal.actual"]
        assert len(proposal.sentences) > 3
        assert isinstance(first.focused, Card)
        await pilot.press("a")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(first.screen, Write)
        await pilot.press(*"全年支出已核对")
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("r")
        await pilot.pause()
        made = session.decisions_on(proposal)
        assert [made[i].action for i in range(3)] == [Action.ACCEPT, Action.EDIT, Action.REJECT]
        assert made[1].text.endswith("全年支出已核对")
        assert session.form.goal.actual == finished.goal.actual, "undecided text is not written"
        await pilot.press("f2", "f10")
        await pilot.pause()

    again = SelfEvalApp(workspace, person="陈默")
    async with again.run_test(size=SIZE) as pilot:
        again.open_form(form_id)
        await pilot.pause()
        session = walk(again).session
        assert session.form.indicators[2].actual.raw == "90项"
        proposal = session.proposals["goal.actual"]
        assert sorted(session.decisions_on(proposal)) == [0, 1, 2]
        await walk(again).action_show("drafts")
        await pilot.pause()
        await pilot.press("down")
        await pilot.pause()
        await until(pilot, lambda: len(again.screen.query(Card)) == len(proposal.sentences))
        for index in session.open_sentences(proposal):
            await walk(again).query_one(Drafts).settle(proposal, index, Action.REJECT)
        await pilot.pause()
        text = session.form.goal.actual
        assert text.startswith(proposal.sentences[0].text)
        assert "全年支出已核对。" in text
        assert proposal.sentences[2].text not in text
    assert workspace.load(form_id).form.goal.actual == text
    assert [d.action for d in workspace.decisions(form_id)][:3] == [
        Action.ACCEPT, Action.EDIT, Action.REJECT,
    ]  # fmt: skip


async def test_undo_and_redo(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await open_stored(app, workspace, finished)
        await pilot.pause()
        await write(pilot, "project", "新名称")
        session = walk(app).session
        assert session.form.project == "新名称"
        while session.form.project != finished.project:
            await pilot.press("ctrl+z")
            await pilot.pause()
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert session.form.project != finished.project


async def test_a_finding_leads_to_its_field(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await open_stored(app, workspace, finished)
        await pilot.pause()
        await pilot.press("f5")
        await pilot.pause()
        await until(pilot, lambda: app.screen.query("#found"))
        findings = app.screen.query_one("#found", OptionList)
        session = walk(app).session
        assert findings.option_count == len(session.findings) + len(session.unchecked)
        assert session.findings
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        focused = app.focused
        assert focused is not None
        field = next(node for node in focused.ancestors if isinstance(node, Field))
        assert field.path.startswith("indicators.10.deviation")


async def test_a_finding_can_be_waived_with_a_reason(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await open_stored(app, workspace, finished)
        await pilot.pause()
        await pilot.press("f5", "w")
        await pilot.pause()
        await pilot.press(*"已电话核实")
        await pilot.press("ctrl+s")
        await pilot.pause()
        session = walk(app).session
        assert session.form.waivers[0].reason == "已电话核实"
        assert any(finding.waived for finding in session.findings)


async def test_a_cause_is_stated_and_the_text_follows(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await open_stored(app, workspace, finished)
        await pilot.pause()
        await walk(app).action_show("deviations")
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        await write(pilot, "indicators.10.deviation.cause", "年底大厅搬迁排队时间变长")
        preview = app.screen.query_one("#preview").render()
        assert "年底大厅搬迁排队时间变长" in str(preview)


async def test_export_warns_and_writes(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation, tmp_path: Path
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await open_stored(app, workspace, finished)
        await pilot.pause()
        await walk(app).action_show("export")
        await pilot.pause()
        assert "待填" in str(app.screen.query_one("#warnings").render())
        folder = app.screen.query_one("#folder")
        folder.value = str(tmp_path / "out")  # type: ignore[attr-defined]  # an Input
        await pilot.press("enter")
        await pilot.pause()
        assert "已导出" in str(app.screen.query_one("#written").render())
    (form,) = read(next((tmp_path / "out").glob("*.json")))
    assert form.project == finished.project


async def test_a_file_that_cannot_be_read_is_named(app: SelfEvalApp, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        home = app.screen
        assert isinstance(home, Home)
        home.take(bad)
        await pilot.pause()
        assert any("bad.json" in note.message for note in app._notifications)
