"""What is broken or gone costs no more than itself."""

import datetime

from textual.widgets import OptionList, Static

from selfeval_assist.form import SelfEvaluation, Unread
from selfeval_assist.review import Origin, Proposal, Sentence
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.state.session import Session
from selfeval_assist.workspace import Workspace

AT = datetime.datetime(2024, 1, 10, tzinfo=datetime.UTC)


def test_a_draft_that_cannot_be_read_costs_no_other(
    workspace: Workspace, finished: SelfEvaluation
) -> None:
    form_id = workspace.create(finished, person="王芳")
    sentences = (Sentence(text="已完成。", origin=Origin.COMPOSER),)
    draft = Proposal(id="p", task="actual", where="goal.actual", sentences=sentences, created=AT)
    workspace.propose(form_id, draft)
    with workspace._database.writing() as db:
        db.execute("INSERT INTO proposal VALUES ('p2', ?, 1, '{\"id\": 5}', '')", (form_id,))
    session = Session(workspace, form_id, person="王芳", clock=lambda: AT)
    assert session.proposals == {"goal.actual": draft}
    assert ["草稿读不出来" in str(each) for each in session.unread] == [True]


async def test_a_step_that_is_gone_when_the_app_ends_is_no_error(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    form_id = workspace.create(finished, person="王芳")
    async with app.run_test() as pilot:
        app.open_form(form_id)
        await pilot.pause()
        assert isinstance(app.screen, Walk)
        part = await app.screen.parts.load("drafts")
        await part.remove()
        await app.screen.action_show("drafts")
        assert app.screen.parts.current != "drafts"


async def test_what_was_seen_and_not_read_stands_behind_the_findings(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    unread = (Unread(place="图片", text="（2 幅图片：图里的文字程序看不到，没有查看）"),)
    source = finished.provenance.model_copy(update={"unread": unread})
    form_id = workspace.create(finished.model_copy(update={"provenance": source}), person="王芳")
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_form(form_id)
        await pilot.pause()
        await pilot.press("f5")
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        options = app.screen.query_one("#found", OptionList)
        last = options.get_option_at_index(options.option_count - 1)
        assert "没有读入 1 处" in str(last.prompt)
        assert "2 幅图片" in str(app.screen.query_one("#explain", Static).visual)
