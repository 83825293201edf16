"""Deciding about a draft: nothing that a person did or wrote goes without a question."""

import pytest
from talk_steps import answered
from textual.pilot import Pilot
from textual.widgets import Static
from tui_steps import LARGE, SMALL, opened, until

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.dialogs.talk import Talk
from selfeval_assist.tui.dialogs.write import Reword
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.widgets.card import Card
from selfeval_assist.tui.widgets.field import Editor

ACTUAL = "goal.actual"


@pytest.fixture
def explained(finished: SelfEvaluation) -> SelfEvaluation:
    """A form of whose completion nothing is left open."""
    where = "indicators.10.deviation"
    form = paths.put(finished, f"{where}.cause", "7月区划调整后服务的街道由12个变为9个")
    return paths.put(form, f"{where}.measure", "把培训排在上半年")


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


def told(app: SelfEvalApp) -> str:
    return [note.message for note in app._notifications][-1]


async def decide_all(pilot: Pilot[None], screen: Walk, key: str) -> None:
    for _ in screen.session.proposals[ACTUAL].sentences:
        await pilot.press(key)
        await pilot.pause()


async def test_what_the_last_decision_replaces_is_said_before_and_after(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    old = finished.goal.actual
    async with app.run_test(size=SMALL) as pilot:
        screen = await drafted(app, pilot, finished)
        last = len(screen.session.proposals[ACTUAL].sentences) - 1
        for at in range(last):
            assert "替换" not in state(screen)
            await pilot.press("a" if at == 0 else "r")
            await pilot.pause()
        said = f"决定完最后一句，将替换表中现有的文字（{len(old)}字），Ctrl+Z 可以撤销"
        assert said in state(screen).replace("\n", "")
        await pilot.press("r")
        await pilot.pause()
        assert f"已替换表中原有的文字（{len(old)}字），Ctrl+Z 可以撤销" in told(app)
        assert "替换" not in state(screen)
        assert screen.session.form.goal.actual != old
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert screen.session.form.goal.actual == old


async def test_rejecting_everything_does_not_claim_to_have_written(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await drafted(app, pilot, finished)
        await decide_all(pilot, screen, "r")
        assert told(app) == "这段文字已逐句决定，没有采用任何一句，表中文字没有改动。"
        assert screen.session.form.goal.actual == finished.goal.actual


async def test_an_empty_field_is_filled_without_a_warning(
    app: SelfEvalApp, explained: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await drafted(app, pilot, paths.put(explained, ACTUAL, ""))
        await decide_all(pilot, screen, "a")
        assert told(app) == "这段文字已逐句决定，接受的内容已写入表中。"
        assert screen.session.form.goal.actual


@pytest.mark.parametrize("key", ["a", "r", "e"])
async def test_what_was_typed_since_goes_only_after_a_question(
    app: SelfEvalApp, explained: SelfEvaluation, key: str
) -> None:
    keys = ("e", *"又核对过", "ctrl+s") if key == "e" else (key,)
    async with app.run_test(size=LARGE) as pilot:
        screen = await drafted(app, pilot, explained)
        await decide_all(pilot, screen, "a")
        session = screen.session
        wrote = session.form.goal.actual
        await pilot.press(*keys)
        await pilot.pause()
        assert app.screen is screen, "the field holds what the decisions wrote"
        session.put(ACTUAL, f"{wrote}本人补记。")
        await pilot.press(*keys)
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "表里的文字已改过" in str(app.screen.query(Static).first().render())
        await pilot.press("enter")
        await pilot.pause()
        assert session.form.goal.actual.endswith("本人补记。")
        await pilot.press(*keys)
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert "本人补记。" not in session.form.goal.actual


async def test_a_text_beside_a_rejected_draft_goes_only_after_a_question(
    app: SelfEvalApp, explained: SelfEvaluation
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await drafted(app, pilot, explained)
        await decide_all(pilot, screen, "r")
        await pilot.press("r", "a")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "不是这份草稿写的" in str(app.screen.query(Static).first().render())
        await pilot.press("escape")
        await pilot.pause()
        assert screen.session.form.goal.actual == explained.goal.actual


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_only_a_person_knows_is_not_accepted_unfilled(
    app: SelfEvalApp, finished: SelfEvaluation, size: tuple[int, int]
) -> None:
    where = "indicators.10.deviation.text"
    async with app.run_test(size=size) as pilot:
        screen = await opened(app, pilot, finished, "drafts")
        await pilot.press("end", "f8")
        await pilot.pause()
        session = screen.session
        proposal = session.proposals[where]
        at = next(at for at, each in enumerate(proposal.sentences) if each.pending)
        await pilot.press(*["down"] * at)
        await pilot.pause()
        assert isinstance(app.focused, Card)
        assert app.focused.index == at, "an arrow leads to the next sentence"
        await pilot.press("a")
        await pilot.pause()
        assert told(app) == "这一句要由您补充：请按 e 修改，或按 r 不用。"
        assert at in session.open_sentences(proposal)
        await pilot.press("e", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, Reword)
        assert "还没有补充" in told(app)
        assert app.screen.query_one(Editor).selected_text.startswith("【待填")
        await pilot.press(*"7月街道调整")
        while "【待填" in app.screen.query_one(Editor).text:
            await pilot.press("ctrl+s")
            await pilot.press(*"把培训提前")
        await pilot.press("ctrl+s")
        await pilot.pause()
        text = session.decisions_on(proposal)[at].text
        assert "7月街道调整" in text
        assert "【待填" not in text


async def test_a_conversation_leaves_the_cursor_on_its_sentence(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "drafts")
        await pilot.press("down", "f8")
        await until(pilot, lambda: isinstance(app.focused, Card))
        await pilot.press("down", "f7")
        await until(pilot, lambda: isinstance(app.screen, Talk))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Talk))
        await pilot.pause()
        assert isinstance(app.focused, Card)
        assert app.focused.index == 1
