"""A screen that is taken down while rules still run over its form is left alone by them."""

import asyncio

import pytest
from tui_steps import SMALL, opened

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.app import SelfEvalApp


async def test_rules_that_end_after_their_screen_change_nothing(
    app: SelfEvalApp, finished: SelfEvaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, go_on = asyncio.Event(), asyncio.Event()
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "head")
        look = screen.session.look

        async def held() -> None:
            running.set()
            await go_on.wait()
            await look()

        monkeypatch.setattr(screen.session, "look", held)
        rules = asyncio.create_task(screen._look())
        await running.wait()
        await screen.remove_children()
        go_on.set()
        await rules
        assert not screen.query("#title")
