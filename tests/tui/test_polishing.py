"""Polishing a stated cause on the screens: a diff, one key to take it, one to leave it."""

import json
from collections.abc import AsyncIterator

import pytest
from faults.modes import MODES
from faults.server import FaultServer, fault_server
from faults.wire import Call, streamed
from talk_steps import with_model
from textual.widgets import Static
from tui_steps import SMALL, opened, until

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Action
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.cause import Cause
from selfeval_assist.tui.dialogs.consent import Consent
from selfeval_assist.tui.dialogs.polish import Polish
from selfeval_assist.tui.widgets.reply import Reply
from selfeval_assist.workspace import Workspace

WHERE = "indicators.10.deviation.cause"
STATED = "因为11月大厅搬迁，我们临时场地窗口少，排队时间就长了"
SMOOTH = "因{t1.1}月大厅搬迁，临时场地窗口少，排队时间长。"
NEW = "因11月大厅搬迁，临时场地窗口少，排队时间长"


async def _smooth(call: Call) -> None:
    data = {"sentences": [{"text": SMOOTH, "cites": ["t1"]}]}
    await call.send(*streamed(json.dumps(data, ensure_ascii=False)))


async def _other(call: Call) -> None:
    data = {"sentences": [{"text": SMOOTH.replace("少", "不少"), "cites": ["t1"]}]}
    await call.send(*streamed(json.dumps(data, ensure_ascii=False)))


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FaultServer]:
    monkeypatch.setitem(MODES, "smooth", _smooth)
    monkeypatch.setitem(MODES, "other", _other)
    async with fault_server() as running:
        yield running


def shown(app: SelfEvalApp, where: str) -> str:
    return str(app.screen.query_one(where, Static).render())


@pytest.mark.parametrize(("key", "action", "text"), [
    ("y", Action.ACCEPT, NEW), ("n", Action.REJECT, STATED), ("escape", Action.REJECT, STATED),
])  # fmt: skip
async def test_an_answer_is_polished_taken_or_left(
    workspace: Workspace, server: FaultServer, finished: SelfEvaluation,
    key: str, action: Action, text: str,
) -> None:  # fmt: skip
    app = with_model(workspace, server.url("smooth"))
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "deviations")
        await pilot.press("end", "f7")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, Cause)
        await pilot.press("f4")
        screen.query_one(Reply).write(STATED)
        await pilot.press("f6")
        await until(
            pilot, lambda: isinstance(app.screen, Polish) and "y 采用" in shown(app, "#state")
        )
        assert "与原话相同" in shown(app, "#state")
        assert "我们" in shown(app, "#diff"), "what goes is still to be read"
        await pilot.press(key)
        await pilot.pause()
        assert app.screen is screen
        assert screen.query_one(Reply).text == text
        session = screen.session
        assert paths.text(session.form, WHERE) == text
        (made,) = workspace.decisions(session.form_id)
        assert (made.action, made.person) == (action, "陈默")
        if action is Action.ACCEPT:
            stored = workspace.load(session.form_id).form
            assert paths.text(stored, WHERE) == NEW


async def test_a_typed_cause_is_polished_and_what_differs_is_said(
    workspace: Workspace, server: FaultServer, finished: SelfEvaluation
) -> None:
    app = with_model(workspace, server.url("other"))
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, paths.put(finished, WHERE, STATED), "deviations")
        await pilot.press("end", "f6")
        await until(
            pilot, lambda: isinstance(app.screen, Polish) and "没有可用" in shown(app, "#state")
        )
        assert "您的原话没有动" in shown(app, "#state")
        await pilot.press("y")
        assert isinstance(app.screen, Polish), "there is nothing to take"
        await pilot.press("n")
        await pilot.pause()
        assert not isinstance(app.screen, Polish)


async def test_without_a_model_one_line_says_so(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "deviations")
        await pilot.press("home", "f6")
        await pilot.press("end", "f6")
        told = [note.message for note in app._notifications]
        assert "没有配置模型" in told[0]
        assert "先写下原因" in told[1]


async def test_who_is_asked_sees_the_very_request(
    workspace: Workspace, finished: SelfEvaluation
) -> None:
    app = with_model(workspace, "https://model.invalid/v1")
    async with app.run_test(size=SMALL) as pilot:
        walk = await opened(app, pilot, paths.put(finished, WHERE, STATED), "deviations")
        app.push_screen(Polish(walk.session, app.endpoint, WHERE))
        await until(pilot, lambda: isinstance(app.screen, Consent))
        goes = shown(app, "#contents").partition("\n── ")[0]
        assert goes.startswith("── 润色  第11行“办事群众满意度”")
        assert STATED.replace("11", "{t1.1}") in goes
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is walk)
        assert workspace.consents.of(walk.session.form_id) == ()
