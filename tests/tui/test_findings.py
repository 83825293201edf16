"""What was not checked, what a model thinks, and the goal beside what answers it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from faults.expected import PATIENT
from faults.modes import MODES
from faults.server import FaultServer, fault_server
from faults.wire import Call, streamed
from textual.pilot import Pilot
from textual.widgets import DataTable, OptionList, Static
from tui_steps import LARGE, SMALL, opened, until, walk

from selfeval_assist.checks import Checked, State
from selfeval_assist.drafting import Endpoint, Leave, Outgoing
from selfeval_assist.form import Mark, SelfEvaluation, paths
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.choose import Choose, Pick
from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.dialogs.consent import Consent
from selfeval_assist.tui.parts.findings import Findings
from selfeval_assist.tui.screens.overviews import Links
from selfeval_assist.tui.state.related import link, linked
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.state.taken_over import begun_again
from selfeval_assist.workspace import Workspace

LIMITS = PATIENT.model_copy(update={"tries": 1})


def lines(app: SelfEvalApp) -> list[str]:
    return [str(each.prompt) for each in app.screen.query_one("#found", OptionList).options]


async def test_what_was_not_checked_stands_at_the_end_with_why(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "findings")
        shown = lines(app)
        count = len(screen.session.findings)
        assert not any("未检查" in line or "部分未查" in line for line in shown[:count])
        assert any(line.startswith("未检查 ACT011") for line in shown[count:])
        assert any(line.startswith("部分未查 FUND010") for line in shown[count:])
        await pilot.press("end")
        await pilot.pause()
        assert "没有检查" in str(app.screen.query_one("#explain").render())
        await pilot.press("enter")
        await pilot.pause()
        assert walk(app).current.id == "findings"
        assert f"未检查 {len(screen.session.unchecked)}" in str(
            app.screen.query_one("#sums").render()
        )


async def test_last_years_form_is_compared_with(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    old = workspace.create(finished, person="陈默")
    new = begun_again(finished)
    for row, before in enumerate(finished.indicators):
        new = paths.put(new, f"indicators.{row}.actual", before.actual.raw)
    form_id = workspace.create(new, person="陈默")
    link(workspace, form_id, old, "last_year", person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        app.open_form(form_id)
        await pilot.pause()
        session = walk(app).session
        assert "ACT011" in {finding.code for finding in session.findings}
        assert "ACT011" not in {rule.code for rule in session.unchecked}


async def test_the_approved_declaration_is_read_and_compared_with(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation, tmp_path: Path
) -> None:
    approved = paths.put(finished, "indicators.0.target", "≥999台")
    file = tmp_path / "申报表.json"
    file.write_text(approved.model_dump_json(), encoding="utf-8")
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "findings")
        assert "WGT005" in {rule.code for rule in screen.session.unchecked}
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(app.screen, Choose)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Pick)
        await pilot.press(*str(file), "enter")
        await pilot.pause()
        await app.workers.wait_for_complete()
        found = [each for each in screen.session.findings if each.code == "WGT005"]
        assert found
        assert "999" in found[0].message
        assert "WGT005" not in {rule.code for rule in screen.session.unchecked}
        form_id = screen.session.form_id
    assert linked(workspace, form_id, "declaration") == approved
    again = Session(workspace, form_id, person="陈默", clock=screen.session.clock)
    assert "WGT005" in {each.code for each in again.findings}


async def test_a_list_of_remarks_becomes_findings_that_are_ticked_off(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path
) -> None:
    file = tmp_path / "意见.txt"
    file.write_text("1.第3行得分有误\n2.宣传不够\n", encoding="utf-8")
    async with app.run_test(size=SMALL) as pilot:
        session = (await opened(app, pilot, finished, "findings")).session
        await pilot.press("b", "end", "enter")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press(*str(file), "enter")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        back = [each.where for each in session.findings if each.code == "BACK001"]
        assert back == ["indicators.2.score", "returned.1"]
        app.screen.query_one("#found", OptionList).highlighted = next(
            at for at, line in enumerate(lines(app)) if "第3行得分有误" in line
        )
        await pilot.press("w", *"ok", "enter")
        await pilot.pause()
        waived = {each.where: each.waived for each in session.findings if each.code == "BACK001"}
        assert waived == {"indicators.2.score": True, "returned.1": False}
        for _ in range(2):
            assert session.undo()
        assert not session.form.returned


async def test_a_wrong_comparison_is_asked_about_and_can_be_taken_back(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation, tmp_path: Path
) -> None:
    file = tmp_path / "申报表.json"
    other = paths.put(finished, "project", "[b]另一个[/b]项目")
    file.write_text(other.model_dump_json(), encoding="utf-8")
    async with app.run_test(size=SMALL) as pilot:
        session = (await opened(app, pilot, finished, "findings")).session
        for answer, expected in ((("escape",), None), (("tab", "enter"), other)):
            await pilot.press("b", "enter")
            await pilot.pause()
            await pilot.press(*str(file), "enter")
            await until(pilot, lambda: isinstance(app.screen, Confirm))
            shown = "".join(str(each.render()) for each in app.screen.query("Static"))
            assert "“[b]另一个[/b]项目”，与本表不同" in shown
            await pilot.press(*answer)
            await app.workers.wait_for_complete()
            assert session.declaration == expected
        await pilot.press("b", "end", "up", "enter")
        await pilot.pause()
        assert session.declaration is None
        assert "WGT005" in {rule.code for rule in session.unchecked}
        assert any("未检查 WGT005" in line for line in lines(app))
    assert linked(workspace, session.form_id, "declaration") is None


async def test_a_file_that_cannot_be_compared_with_changes_nothing(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path
) -> None:
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK nothing")
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "findings")
        await pilot.press("b", "enter")
        await pilot.pause()
        await pilot.press(*str(file), "enter")
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert screen.session.declaration is None
        assert any("broken.xlsx" in note.message for note in app._notifications)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_goal_stands_beside_what_answers_it(
    app: SelfEvalApp, finished: SelfEvaluation, size: tuple[int, int]
) -> None:
    form = paths.put(finished, "goal.actual", "部署自助服务终端28台，培训窗口人员600人次。")
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot, form, "findings")
        await pilot.press("t")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, Links)
        table = app.screen.query_one(DataTable)
        states = [str(table.get_row_at(row)[3]).strip() for row in range(table.row_count)]
        assert State.UNANSWERED in states
        assert State.CONTRADICTED in states
        assert table.virtual_size.width <= table.size.width
        await pilot.press("enter")
        await pilot.pause()
        assert walk(app).current.id in {"goals", "indicators"}
        await pilot.press("escape")
        await pilot.pause()
        assert walk(app).current.id == "findings"


async def _opinion(call: Call) -> None:
    """Quote a reason to the rule on causes and measures; say nothing to the other rules."""
    found = []
    if "偏差原因和改进措施" in call.body["messages"][-1]["content"]:
        found = [{"line": 2, "field": "reason", "quote": "[b]大厅搬迁", "missing": ["措施"]}]
    await call.send(*streamed(json.dumps({"findings": found}, ensure_ascii=False)))


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FaultServer]:
    monkeypatch.setitem(MODES, "opinion", _opinion)
    async with fault_server() as running:
        yield running


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await until(pilot, lambda: not pilot.app.workers)
    await pilot.pause()


async def test_without_a_model_nothing_is_asked(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "findings")
        await pilot.press("m")
        await pilot.pause()
        assert any("没有配置模型" in note.message for note in app._notifications)
        assert not screen.session.asked


async def test_a_reader_elsewhere_is_asked_about_first(
    workspace: Workspace, finished: SelfEvaluation
) -> None:
    endpoint = Endpoint(base_url="https://model.example/v1", model="m", limits=LIMITS)
    app = SelfEvalApp(workspace, person="陈默", endpoint=endpoint)
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "findings")
        await pilot.press("m")
        await pilot.pause()
        assert isinstance(app.screen, Consent)
        await pilot.press("escape")
        await pilot.pause()
        drafts, reads = (Outgoing(finished, endpoint, use) for use in ("draft", "read"))
        assert screen.session.leave(reads) is None
        screen.session.allow(drafts)
        assert screen.session.leave(drafts) == Leave()
        assert screen.session.leave(reads) is None, "drafting sends no values, reading does"


async def test_a_models_opinion_is_marked_and_can_be_accepted(
    workspace: Workspace, finished: SelfEvaluation, server: FaultServer
) -> None:
    form = paths.put(finished, "indicators.1.deviation", {"text": "因[b]大厅搬迁少办两期。"})
    endpoint = Endpoint(base_url=server.url("opinion"), model="m", limits=LIMITS)
    app = SelfEvalApp(workspace, person="陈默", endpoint=endpoint)
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, form, "findings")
        session = screen.session
        await pilot.press("m")
        await settled(pilot)
        (opinion,) = session.opinions
        assert session.asked
        at = next(n for n, line in enumerate(lines(app)) if "模型意见" in line)
        assert "[b]大厅搬迁" in lines(app)[at]
        assert not any(rule.kind == "language" for rule in session.unchecked)
        screen.query_one("#found", OptionList).highlighted = at
        await pilot.press("w")
        await pilot.pause()
        await pilot.press(*"措施见附件", "ctrl+s")
        await pilot.pause()
        assert session.opinions[0].waived
        assert not any(each.code == "WVR001" for each in session.findings)
        assert not session.asked, "the form has changed since"
        assert opinion.code == "DEV002"


async def test_a_mark_keeps_the_form_from_a_model_until_a_person_says_why_not(
    workspace: Workspace, finished: SelfEvaluation, server: FaultServer
) -> None:
    form = paths.put(finished, "provenance.marks", (Mark(place="页眉", text="机密★10年"),))
    endpoint = Endpoint(base_url=server.url("opinion"), model="m", limits=LIMITS)
    app = SelfEvalApp(workspace, person="陈默", endpoint=endpoint)
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, form, "findings")
        await pilot.press("m")
        await settled(pilot)
        assert server.calls == []
        screen.query_one(Findings).action_lift()
        await pilot.pause()
        assert any("页眉：机密★10年" in str(each.render()) for each in app.screen.query(Static))
        await pilot.press(*"样表", "ctrl+s")
        await pilot.pause()
        (lifted,) = screen.session.form.lifted
        assert (lifted.text, lifted.reason, lifted.by) == ("机密★10年", "样表", "陈默")
        await pilot.press("m")
        await settled(pilot)
        assert server.calls


async def test_a_model_that_fails_is_said_and_nothing_is_taken(
    workspace: Workspace, finished: SelfEvaluation, server: FaultServer
) -> None:
    endpoint = Endpoint(base_url=server.url("error-500"), model="m", limits=LIMITS)
    app = SelfEvalApp(workspace, person="陈默", endpoint=endpoint)
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "findings")
        await pilot.press("m")
        await settled(pilot)
        assert not screen.session.opinions
        left = {rule.code for rule in screen.session.unchecked}
        assert {"DEV002", "IND009"} <= left, "what was not answered stays unchecked"
        assert any("没有得到答复" in note.message for note in app._notifications)


async def test_reading_can_be_stopped(
    workspace: Workspace, finished: SelfEvaluation, server: FaultServer
) -> None:
    endpoint = Endpoint(base_url=server.url("stall-headers"), model="m", limits=LIMITS)
    app = SelfEvalApp(workspace, person="陈默", endpoint=endpoint)
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "findings")
        await pilot.press("m")
        await until(pilot, lambda: "正在阅读" in str(app.screen.query_one("#sums").render()))
        await pilot.press("escape")
        await pilot.pause()
        assert "正在阅读" not in str(app.screen.query_one("#sums").render())
        assert not screen.session.asked


async def test_half_a_form_in_which_nothing_is_found_has_not_passed(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    clean = finished.model_copy(update={"waivers": ()})
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, clean, "findings")
        screen.session._checked = Checked(())
        assert screen.current.progress == "通过"
        half = paths.put(clean, "goal.planned", "")
        screen.session.judge(half)
        screen.session._checked = Checked(())
        assert screen.current.progress == "未填完"
