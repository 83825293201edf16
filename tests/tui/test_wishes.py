"""Natural wishes on the screen: said, shown as a diff, taken or left by key and by word."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from talk_steps import answered, last, say, state
from textual.pilot import Pilot
from tui_steps import SMALL
from wishes import Case, cases, proposal

from selfeval_assist.tui import app as app_module
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.talk import Talk
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.state.talking import Talking
from selfeval_assist.tui.widgets.reply import Reply
from selfeval_assist.workspace import Workspace

EVERY = {each.id: each for each in cases()}
SAID = ("w04", "w05", "w09", "w16", "w18", "w19", "w22")
"""Wishes of each kind whose change is shown before it is taken."""


def begun(workspace: Workspace, case: Case) -> Talking:
    """Return the conversation about the draft of a wish, stored as the screens would."""
    form_id = workspace.create(case.form, person="陈默")
    session = Session(workspace, form_id, person="陈默", clock=app_module.now)
    session.propose(proposal(case.draft))
    return Talking(session, session.proposals[proposal(case.draft).where])


@asynccontextmanager
async def shown(app: SelfEvalApp, talking: Talking, case: Case) -> AsyncIterator[Pilot[None]]:
    """Show the conversation, and say what comes before the wish."""
    async with app.run_test(size=SMALL) as pilot:
        await app.push_screen(Talk(talking, None))
        await pilot.pause()
        for each in case.before:
            await say(app, pilot, each["wish"])
            assert "待您决定" in last(app)
            if each["state"] == "accepted":
                await pilot.press("y")
                await pilot.pause()
        yield pilot


def texts(talking: Talking) -> list[str]:
    return [each.text for each in talking.draft.sentences]


@pytest.mark.parametrize("how", ["y", "行，就用这个"])
@pytest.mark.parametrize("name", SAID)
async def test_a_wish_is_shown_and_taken(
    app: SelfEvalApp, workspace: Workspace, name: str, how: str
) -> None:
    case = EVERY[name]
    talking = begun(workspace, case)
    async with shown(app, talking, case) as pilot:
        now = texts(talking)
        await say(app, pilot, case.wish)
        assert "［待您决定］" in last(app)
        assert texts(talking) == now, "nothing changes before it is taken"
        await _decide(app, pilot, how)
        assert texts(talking) == case.texts
        assert "已采用" in state(app)


@pytest.mark.parametrize("how", ["n", "算了，还是原来的好", "不用了"])
async def test_a_wish_is_shown_and_left(app: SelfEvalApp, workspace: Workspace, how: str) -> None:
    case = EVERY["w10"]
    talking = begun(workspace, case)
    first = texts(talking)
    async with shown(app, talking, case) as pilot:
        await say(app, pilot, case.wish)
        await _decide(app, pilot, how)
        assert texts(talking) == first
        assert talking.waiting == ()
        assert "没有采用" in state(app)


@pytest.mark.parametrize("name", ["w35", "w40"])
async def test_a_change_that_was_taken_is_taken_back(
    app: SelfEvalApp, workspace: Workspace, name: str
) -> None:
    case = EVERY[name]
    talking = begun(workspace, case)
    first = texts(talking)
    async with shown(app, talking, case) as pilot:
        assert texts(talking) != first
        await say(app, pilot, case.wish)
        await pilot.press("y")
        await pilot.pause()
        assert texts(talking) == first == case.texts


@pytest.mark.parametrize("name", ["w36", "w39"])
async def test_an_answer_that_decides_nothing_says_so(
    app: SelfEvalApp, workspace: Workspace, name: str
) -> None:
    case = EVERY[name]
    talking = begun(workspace, case)
    first = texts(talking)
    async with shown(app, talking, case) as pilot:
        waiting = talking.waiting
        await say(app, pilot, case.wish)
        assert all(words in last(app) for words in case.says)
        assert (texts(talking), talking.waiting) == (first, waiting)


async def _decide(app: SelfEvalApp, pilot: Pilot[None], how: str) -> None:
    if len(how) == 1:
        await pilot.press(how)
        await pilot.pause()
        return
    app.screen.query_one(Reply).write(how)
    app.screen.query_one(Reply).focus()
    await pilot.press("enter")
    await answered(app, pilot)
