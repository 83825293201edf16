"""Deciding about a draft: nothing that a person did or wrote goes without a question."""

import pytest
from talk_steps import answered
from textual.pilot import Pilot
from textual.widgets import Static
from tui_steps import LARGE, SMALL, opened

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.widgets.card import Card

ACTUAL = "goal.actual"


def state(screen: Walk) -> str:
    return str(screen.query_one("#state", Static).render())


async def drafted(app: SelfEvalApp, pilot: Pilot[None], form: SelfEvaluation) -> Walk:
    """Open a form and draft 实际完成情况."""
    screen = await opened(app, pilot, form, "drafts")
    await pilot.press("down", "f8")
    await pilot.pause()
    assert isinstance(app.focused, Card)
    return screen


@pytest.mark.parametrize("key", ["d", "f8"])
async def test_a_draft_with_decisions_goes_only_after_a_question(
    app: SelfEvalApp, finished: SelfEvaluation, key: str
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await drafted(app, pilot, finished)
        session = screen.session
        untouched = session.proposals[ACTUAL]
        await pilot.press(key)
        await pilot.pause()
        first = session.proposals[ACTUAL]
        assert app.screen is screen, "nothing is lost, so nothing is asked"
        assert first.id != untouched.id
        await pilot.press("a", key)
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "决定了 1 句" in str(app.screen.query(Static).first().render())
        await pilot.press("enter")
        await pilot.pause()
        assert session.proposals[ACTUAL] == first, "the harmless answer comes first"
        assert list(session.decisions_on(first)) == [0]
        await pilot.press(key, "tab", "enter")
        await pilot.pause()
        assert session.proposals[ACTUAL].id != first.id


async def test_a_draft_with_a_conversation_goes_only_after_a_question(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await drafted(app, pilot, finished)
        await pilot.press("f7", "f2")
        await answered(app, pilot)
        await pilot.press("y", "escape")
        await pilot.pause()
        kept = screen.session.proposals[ACTUAL]
        await pilot.press("d")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "谈过 1 轮" in str(app.screen.query(Static).first().render())
        await pilot.press("escape")
        await pilot.pause()
        assert screen.session.proposals[ACTUAL] == kept


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_name_of_the_text_stays_in_sight(
    app: SelfEvalApp, finished: SelfEvaluation, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await drafted(app, pilot, finished)
        await pilot.press(*["down"] * 5)
        await pilot.pause()
        assert state(screen).startswith("实际完成情况\n")
        assert screen.query_one("#state").region in screen.current.region
