"""The conversation beside a text without a model: changes, reasons, facts, and reopening."""

import pytest
from talk_steps import answered, last, say, state, talking
from textual.widgets import Static
from tui_steps import LARGE, SMALL, walk

from selfeval_assist.form import SelfEvaluation, paths, rows
from selfeval_assist.review import Action
from selfeval_assist.tui import app as app_module
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.talk import Talk
from selfeval_assist.tui.dialogs.write import Fact
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.state.talking import restore, talk_about, text_of
from selfeval_assist.tui.widgets.card import Turned
from selfeval_assist.tui.widgets.reply import Reply
from selfeval_assist.workspace import Workspace

ACTUAL = "goal.actual"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_change_is_shown_taken_reviewed_and_found_again(
    workspace: Workspace, finished: SelfEvaluation, size: tuple[int, int]
) -> None:
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=size) as pilot:
        screen = await talking(app, pilot, finished)
        session, form_id = screen.talking.session, screen.talking.session.form_id
        first = session.proposals[ACTUAL]
        assert "没有配置模型" in str(screen.query_one("#thread .hint", Static).render())
        await pilot.press("f2")
        await answered(app, pilot)
        assert "陈默：更简短" in last(app)
        assert "［待您决定］ y 采用  n 不用" in last(app)
        assert "下划线是新写的" in last(app)
        assert session.proposals[ACTUAL] == first, "nothing changes before it is taken"
        await pilot.press("y")
        await pilot.pause()
        taken = session.proposals[ACTUAL]
        assert len(text_of(taken)) < len(text_of(first))
        assert "［已采用］" in last(app)
        assert isinstance(app.focused, Reply)
        assert screen.query_one("#thread").size.height >= 8
        await pilot.press("escape", "a")
        await pilot.pause()
        assert walk(app).current.id == "drafts"
        assert list(session.decisions_on(taken)) == [0]
        assert session.form.goal.actual == finished.goal.actual
    assert [each.id for each in workspace.proposals(form_id)] == [first.id, taken.id]

    again = SelfEvalApp(workspace, person="陈默")
    async with again.run_test(size=size) as pilot:
        again.open_form(form_id)
        await pilot.pause()
        await walk(again).action_show("drafts")
        await pilot.pause()
        await pilot.press("down", "f7")
        await pilot.pause()
        assert walk_session(again).proposals[ACTUAL] == taken
        assert "陈默：更简短" in last(again)
        assert "［已采用］" in last(again)


def walk_session(app: SelfEvalApp) -> Session:
    screen = app.screen
    assert isinstance(screen, Talk)
    return screen.talking.session


async def test_what_is_left_is_recorded_and_the_draft_stays(
    workspace: Workspace, finished: SelfEvaluation
) -> None:
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, finished)
        session = screen.talking.session
        first = session.proposals[ACTUAL]
        await say(app, pilot, "更简短")
        await pilot.press("n")
        await pilot.pause()
        assert "［没有采用］" in last(app)
        await say(app, pilot, "突出自助办件量")
        assert "放到了最前面" in last(app)
        await pilot.press("escape")
        await pilot.pause()
        assert walk(app).current.id == "drafts"
        assert session.proposals[ACTUAL] == first
        assert session.form.goal.actual == finished.goal.actual
        made = workspace.decisions(session.form_id)
        assert {each.action for each in made} == {Action.REJECT}
        assert {each.person for each in made} == {"陈默"}
        assert first.id not in {each.proposal for each in made}
    again = Session(workspace, session.form_id, person="陈默", clock=app_module.now)
    assert again.proposals[ACTUAL] != first, "the last one stored"
    restore(again)
    assert again.proposals[ACTUAL] == first
    thread = talk_about(again, "actual")
    assert thread is not None
    assert [each.state for each in thread.turns] == ["没有采用", "没有采用"]
    assert thread.thread.proposal == first


async def test_a_change_is_taken_back_to_a_text_that_was_wanted(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, finished)
        first = text_of(screen.talking.draft)
        await say(app, pilot, "更简短")
        await pilot.press("n")
        await pilot.pause()
        await say(app, pilot, "突出自助办件量")
        await pilot.press("y")
        await pilot.pause()
        await say(app, pilot, "撤销")
        assert "撤销了上一次修改" in last(app)
        await pilot.press("y")
        await pilot.pause()
        assert text_of(screen.talking.session.proposals[ACTUAL]) == first
        await say(app, pilot, "撤销")
        assert "没有可以撤销" in last(app)


async def test_one_can_go_on_from_a_change_that_waits(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, finished)
        await say(app, pilot, "更简短")
        await pilot.press("tab", "f3")
        assert screen.query_one(Reply).text == "突出"
        await pilot.press(*"自助办件量", "enter")
        await answered(app, pilot)
        assert [each.state for each in screen.talking.turns] == ["已接着修改", "待您决定"]
        await pilot.press("y")
        await pilot.pause()
        draft = screen.talking.session.proposals[ACTUAL]
        assert "自助办件量" in draft.sentences[0].text


async def test_what_is_typed_while_a_change_waits_is_the_next_turn(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, finished)
        await say(app, pilot, "更简短")
        assert "直接写就行" in state(app)
        await pilot.press(*"突出any自助办件量")
        reply = screen.query_one(Reply)
        assert reply.text == "突出any自助办件量"
        assert reply.has_focus
        assert "按 y 采用" in state(app)
        assert screen.talking.waiting, "letters within a word decide nothing"
        await pilot.press("shift+tab")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert screen.talking.waiting == ()
        assert reply.text == "突出any自助办件量"


async def test_a_change_is_taken_or_left_by_a_word(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, finished)
        first = text_of(screen.talking.draft)
        for word, taken in (("不用", False), ("就这样", True)):
            await say(app, pilot, "更简短")
            assert screen.talking.waiting
            screen.query_one(Reply).write(word)
            screen.query_one(Reply).focus()
            await pilot.press("enter")
            await pilot.pause()
            assert screen.talking.waiting == ()
            assert (text_of(screen.talking.draft) != first) is taken


async def test_why_is_answered_with_cells_sums_and_rules(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, finished)
        await pilot.press("f5")
        await answered(app, pilot)
        assert "28 − 20 = 8" in last(app)
        assert "实际完成值（填的是“28台”）" in last(app)
        await say(app, pilot, "为什么写窗口人员培训人次比目标少54人次？")
        assert "核对规则" in last(app) or "得分规则" in last(app)
        assert screen.talking.waiting == ()
        shown = screen.query_one("#thread").scroll_offset.y
        await pilot.press("pageup")
        await pilot.pause()
        assert screen.query_one("#thread").scroll_offset.y < shown


async def test_a_fact_needs_its_source_and_is_stored_first(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, finished)
        session = screen.talking.session
        await pilot.press("f4")
        assert isinstance(app.screen, Fact)
        await pilot.press(*"12月20日通过竣工验收", "ctrl+s")
        assert any("请写明依据" in note.message for note in app._notifications)
        assert workspace.statements(session.form_id) == ()
        await pilot.press("enter", *"竣工验收报告", "ctrl+s")
        await answered(app, pilot)
        (statement,) = workspace.statements(session.form_id)
        assert (statement.text, statement.source) == ("12月20日通过竣工验收", "竣工验收报告")
        assert statement.person == "陈默"
        await pilot.press("y")
        await pilot.pause()
        (sentence,) = [
            each for each in session.proposals[ACTUAL].sentences if "竣工验收" in each.text
        ]
        assert "见竣工验收报告" in sentence.text
        assert statement.cited in sentence.basis[0].sources


async def test_a_fact_that_is_said_is_asked_for_its_source(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await talking(app, pilot, finished)
        session = screen.talking.session
        await say(app, pilot, "补充：12月20日通过竣工验收")
        assert "请再说明出处" in last(app)
        assert "写“算了”就不记录" in state(app)
        assert workspace.statements(session.form_id) == ()
        await say(app, pilot, "算了")
        assert "没有记录" in last(app)
        await say(app, pilot, "补充：12月20日通过竣工验收")
        await pilot.press("f4")
        assert isinstance(app.screen, Fact)
        await pilot.press(*"竣工验收报告", "ctrl+s")
        await answered(app, pilot)
        assert [each.source for each in workspace.statements(session.form_id)] == ["竣工验收报告"]


async def test_what_needs_a_model_is_said(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await talking(app, pilot, finished)
        await say(app, pilot, "语气再正式一些")
        assert "要有模型才能做" in last(app)
        assert "更简短" in last(app)
        await say(app, pilot, " ")
        assert len(list(app.screen.query(Turned))) == 1, "blank words are no turn"


async def test_hostile_words_are_text(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    form = paths.put(finished, "indicators.0.name", "[@click=app.quit]终端[/]")
    hostile = "突出[/x]\x1b[31m红\u202e[link=file:///etc/passwd]链接[/link]"
    async with app.run_test(size=SMALL) as pilot:
        await talking(app, pilot, form)
        await say(app, pilot, hostile)
        assert "[link=file:///etc/passwd]链接[/link]" in last(app)
        await say(app, pilot, "为什么写[@click=app.quit]终端[/]")
        assert "[@click=app.quit]终端[/]" in last(app)
        await pilot.press("f4")
        await pilot.press(*"8月1日[b]验收[/x]", "enter", *"[red]报告", "ctrl+s")
        await answered(app, pilot)
        assert "8月1日[b]验收[/x]（见[red]报告）" in last(app)
        assert "\x1b" not in app.export_screenshot()
        assert app.is_running


def test_a_conversation_follows_its_row(workspace: Workspace, finished: SelfEvaluation) -> None:
    form_id = workspace.create(finished, person="陈默")
    session = Session(workspace, form_id, person="陈默", clock=app_module.now)
    thread = talk_about(session, "deviation", 1)
    assert thread is not None
    workspace.save(form_id, rows.move(session.form, 1, 3), revision=session.revision, person="陈默")
    moved = talk_about(
        Session(workspace, form_id, person="陈默", clock=app_module.now), "deviation", 3
    )
    assert moved is not None
    assert moved.draft.id == thread.draft.id
    assert moved.thread.where == "indicators.3.deviation.text"
