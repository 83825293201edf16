"""Talking about a text with a model: rewording, failing, stopping, consent, what was sent."""

import json
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from drafting_forms import form_with
from faults.modes import MODES
from faults.server import FaultServer, fault_server
from faults.wire import Call, streamed
from talk_steps import answered, last, say, state, talking, with_model
from textual.widgets import Static
from tui_steps import SMALL, opened, until

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Origin
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.confirm import Explain
from selfeval_assist.tui.dialogs.consent import Consent
from selfeval_assist.tui.dialogs.talk import Talk
from selfeval_assist.tui.widgets.reply import Reply
from selfeval_assist.workspace import Workspace

ACTUAL = "goal.actual"


async def _formal(call: Call) -> None:
    """Write a sentence about the budget, and invent in the other."""
    good = "项目年初批复预算{f.initial}，年中调减{f.change}，全年支出{f.executed}。"
    sentences = [{"text": good}, {"text": "圆满完成，执行率100%。"}]
    await call.send(*streamed(json.dumps({"sentences": sentences}, ensure_ascii=False)))


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FaultServer]:
    monkeypatch.setitem(MODES, "formal", _formal)
    async with fault_server() as running:
        yield running


async def test_a_model_rewords_and_what_it_was_sent_can_be_read(
    workspace: Workspace, server: FaultServer
) -> None:
    app = with_model(workspace, server.url("formal"))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, form_with(indicators=[]))
        assert "数字、人名、电话先遮住" in str(screen.query_one("#thread .hint", Static).render())
        await say(app, pilot, "语气更正式，别写86.96%")
        assert "模型按您的要求重写了这段文字，共 1 句" in last(app)
        assert "1 句没有通过核对" in last(app)
        await pilot.press("y")
        await pilot.pause()
        draft = screen.talking.session.proposals[ACTUAL]
        assert draft.sentences[0].origin is Origin.MODEL
        assert draft.sentences[0].text.startswith("项目年初批复预算500万元")
        await pilot.press("escape", "s")
        await pilot.pause()
        assert isinstance(app.screen, Explain)
        words = str(app.screen.query_one("Static").render())
        assert "语气更正式" in words
        assert "［设定］" in words
        # The port of the server is drawn by lot, and may hold the figures that are looked for.
        words = words.replace(urlsplit(server.url("formal")).netloc, "")
        for secret in ("86.96", "500", "460"):
            assert secret not in words


async def test_before_a_draft_what_would_be_sent_can_be_read(
    workspace: Workspace, server: FaultServer
) -> None:
    app = with_model(workspace, server.url("ok"))
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, form_with(), "drafts")
        await pilot.press("down", "down", "s")
        await pilot.pause()
        words = str(app.screen.query_one("Static").render())
        assert "起草时会请求 m（127.0.0.1" in words
        assert "{f.change}" in words
        assert server.calls == [], "nothing has been sent"


async def test_without_a_model_nothing_is_sent(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "drafts")
        await pilot.press("s")
        await pilot.pause()
        assert "不发送任何内容" in str(app.screen.query_one("Static").render())


async def test_a_failing_model_is_said_and_the_text_stays(
    workspace: Workspace, server: FaultServer
) -> None:
    app = with_model(workspace, server.url("error-500"))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, form_with(indicators=[]))
        await say(app, pilot, "语气更正式")
        assert "文字保持原样" in last(app)
        assert "模型服务自身出错" in last(app)
        assert screen.talking.waiting == ()


async def test_waiting_is_visible_and_can_be_stopped(
    workspace: Workspace, server: FaultServer
) -> None:
    app = with_model(workspace, server.url("stall-headers"))
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, form_with(indicators=[]))
        screen.query_one(Reply).write("语气更正式")
        await pilot.press("enter")
        await until(pilot, lambda: server.calls and "按 Esc 停止" in state(app))
        await pilot.press("f2")
        assert any("还没有答完" in note.message for note in app._notifications)
        await pilot.press("escape")
        await until(pilot, lambda: "已停止" in state(app))
        assert isinstance(app.screen, Talk)
        assert screen.query_one(Reply).text == "语气更正式"
        assert screen.talking.turns == ()
        assert workspace.threads(screen.talking.session.form_id) == ()


async def test_an_endpoint_elsewhere_needs_a_yes(workspace: Workspace) -> None:
    app = with_model(workspace, "https://model.invalid/v1")
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, form_with(indicators=[]))
        screen.query_one(Reply).write("语气更正式")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Consent))
        goes = str(app.screen.query_one("#contents", Static).render())
        assert goes.startswith("── 对话修改  实际完成情况，第 1 次 ──")
        assert "语气更正式" in goes.partition("\n── ")[0]
        assert "现在发送 1 次请求" in str(app.screen.query_one("#summary", Static).render())
        await pilot.press("enter")  # the harmless answer has the focus
        await answered(app, pilot)
        assert app.screen is screen
        assert "要有模型才能做" in last(app)
        assert workspace.consents.of(screen.talking.session.form_id) == ()


async def test_a_classified_form_is_never_sent(workspace: Workspace, server: FaultServer) -> None:
    form = form_with(indicators=[], title="自评表 秘密★1年")
    app = with_model(workspace, server.url("ok"))
    async with app.run_test(size=SMALL) as pilot:
        await talking(app, pilot, form)
        await say(app, pilot, "更简短")
        assert any("密级" in note.message for note in app._notifications)
        assert "更简短" in last(app)
        assert server.calls == []
