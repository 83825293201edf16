"""The key on the settings screen: where it is kept, why it is not used, and letting it go."""

import json

from textual.widgets import Button, Input, Static
from tui_steps import SMALL, until

from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.screens.settings import Settings
from selfeval_assist.tui.state.chosen import endpoint_of, keep_endpoint
from selfeval_assist.workspace import Workspace, beside
from selfeval_assist.workspace.keys import stored_key

AT = "https://model.example/v1"
PLAIN = "http://model.example/v1"


def _text(screen: Settings, name: str) -> str:
    return str(screen.query_one(f"#{name}", Static).render())


async def test_a_key_is_shown_where_it_is_and_can_be_removed(workspace: Workspace) -> None:
    keep_endpoint(workspace, endpoint_of(AT, "m", "sk-secret-1", workspace), person="陈默")
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, Settings))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, Settings)
        assert "密钥文件（仅本人可读）" in _text(screen, "kept")
        assert "sk-secret-1" not in app.export_screenshot()
        screen.query_one("#unkey", Button).press()
        await until(pilot, lambda: stored_key(workspace, AT) is None)
        await pilot.pause()
        assert _text(screen, "kept") == "没有已存的密钥。"
        assert _text(screen, "tested") == f"已删除 {AT} 的密钥。"


async def test_a_key_that_is_not_sent_in_the_open_is_said_and_nothing_is_lost(
    workspace: Workspace,
) -> None:
    keep_endpoint(workspace, endpoint_of(PLAIN, "m", "", workspace), person="陈默")
    keys = beside(workspace.path, "keys.json")
    keys.write_text(json.dumps({PLAIN: "sk-secret-1"}), encoding="utf-8")
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert any("已存的密钥没有使用" in note.message for note in app._notifications)
        assert app.endpoint is None
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, Settings))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, Settings)
        assert "不能用 http:// 明文" in _text(screen, "tested")
        assert screen.query_one("#base_url", Input).value == PLAIN
        assert not screen.action_save()
        screen.query_one("#unkey", Button).press()
        await until(pilot, lambda: stored_key(workspace, PLAIN) is None)
        assert screen.action_save()
        assert app.endpoint is not None
        assert app.endpoint.base_url == PLAIN


async def test_what_was_allowed_can_be_taken_back(workspace: Workspace) -> None:
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, Settings))
        app.screen.query_one("#forget", Button).press()
        await until(pilot, lambda: any(e.action == "withdraw" for e in workspace.events()))
        assert workspace.events()[-1].person == "陈默"
