"""The dialogue about a deviation: one question at a time, with keys only."""

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static
from tui_steps import LARGE, SMALL, opened, walk

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Action
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.cause import Cause
from selfeval_assist.tui.dialogs.write import Write
from selfeval_assist.tui.widgets.card import Card
from selfeval_assist.tui.widgets.field import Field
from selfeval_assist.tui.widgets.reply import Reply
from selfeval_assist.workspace import Workspace

FACT = "7月区划调整后服务的街道由12个变为9个"
WHERE = "indicators.10.deviation"
"""The one row of the example about which nothing has been said."""


def shown(app: SelfEvalApp, where: str) -> str:
    return str(app.screen.query_one(where, Static).render())


async def asking(app: SelfEvalApp, pilot: Pilot[None], form: SelfEvaluation, key: str) -> Cause:
    """Open the dialogue for the first (home) or the last (end) place that needs a reason."""
    await opened(app, pilot, form, "deviations")
    await pilot.press(key, "f7")
    await pilot.pause()
    assert isinstance(app.screen, Cause)
    return app.screen


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_answers_make_the_text_and_the_text_is_reviewed(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await asking(app, pilot, finished, "end")
        session = screen.session
        assert "第 1 问，共 6 问（可以不填）" in shown(app, "#question")
        assert screen.query_one("#result").size.height >= 4
        assert "【待填：“办事群众满意度”未达到目标的原因】" in shown(app, "#text")
        await pilot.press("down", "down", "enter")
        assert paths.text(session.form, f"{WHERE}.category") == "采购或合同"
        assert "不会写进表里" in shown(app, "#help"), "an example is marked as one"
        await pilot.press(*"客观原因", "enter")
        assert "“客观原因”还看不出具体事实" in shown(app, "#question")
        await pilot.press("ctrl+a", "delete", *FACT, "enter")
        assert FACT in shown(app, "#text")
        assert "没有完成的部分" in shown(app, "#question")
        await pilot.press("f4")
        await pilot.press(*"把培训排在上半年", "enter", *"综合科", "enter", *"次年6月底前", "enter")
        await pilot.pause()
        assert screen.question is None
        assert "逐句决定" in shown(app, "#text")
        proposal = session.proposals[f"{WHERE}.text"]
        assert len(list(screen.query(Card))) == len(proposal.sentences) == 3
        stored = workspace.load(session.form_id).form
        assert paths.get(stored, f"{WHERE}.cause") == FACT, "every answer is stored at once"
        old = paths.text(finished, f"{WHERE}.text")
        assert paths.text(stored, f"{WHERE}.text") == old, "the text waits for the person"
        await pilot.press("a")
        await pilot.press("e")
        assert isinstance(app.screen, Write)
        await pilot.press(*"请一并核实", "ctrl+s")
        await pilot.press("a")
        await pilot.pause()
        text = paths.text(session.form, f"{WHERE}.text")
        assert FACT in text
        assert "请一并核实" in text
        assert paths.text(workspace.load(session.form_id).form, f"{WHERE}.text") == text
        made = session.decisions_on(proposal)
        assert [made[at].action for at in range(3)] == [Action.ACCEPT, Action.EDIT, Action.ACCEPT]
        await pilot.press("escape")
        await pilot.pause()
        assert walk(app).current.id == "deviations"
        assert walk(app).current.progress == "已填"
        before = session.travel[0]
        await pilot.press("ctrl+z")
        assert paths.text(session.form, f"{WHERE}.text") == old
        await pilot.press("ctrl+z")
        assert paths.get(session.form, f"{WHERE}.deadline") == ""
        assert session.travel[0] == before - 2


async def test_what_is_still_vague_is_asked_about_only_once_more(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await asking(app, pilot, finished, "end")
        await pilot.press("f4", *"客观原因", "enter")
        assert "客观原因" in shown(app, "#question")
        await pilot.press(*"较多", "enter")
        assert screen.question is not None
        assert screen.question.step == "effect"
        assert screen.session.form.indicators[10].deviation.cause == "客观原因较多"


async def test_escape_keeps_what_was_answered_and_what_is_written(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await asking(app, pilot, finished, "end")
        await pilot.press("enter", *FACT, "escape")
        await pilot.pause()
        assert walk(app).current.id == "deviations"
        stored = workspace.load(screen.session.form_id).form.indicators[10].deviation
        assert (stored.category, stored.cause) == ("政策/任务调整", FACT)
        assert screen.session.proposals == {}, "nothing is proposed before the end"


async def test_an_answer_can_be_gone_back_to_and_taken_back(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await asking(app, pilot, finished, "end")
        await pilot.press("f3")
        assert any("第一问" in note.message for note in app._notifications)
        await pilot.press("f4", *FACT, "enter", "f3")
        assert screen.query_one(Reply).text == FACT
        await pilot.press("ctrl+a", "delete", "enter")
        await pilot.pause()
        assert screen.session.form.indicators[10].deviation.cause == ""
        assert screen.question is not None
        assert screen.question.step == "effect", "a blank answer skips"


async def test_the_budget_and_a_choice_that_can_be_changed(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    form = paths.put(finished, "funds.deviation.effect", "")
    async with app.run_test(size=SMALL) as pilot:
        screen = await asking(app, pilot, form, "home")
        assert screen.row is None
        assert screen.query_one("#choices", OptionList).option_count == 4
        await pilot.press("enter")
        assert screen.query_one(Reply).text == "未执行的70万元结转下年继续使用"
        assert screen.session.form.funds.deviation.effect == ""
        await pilot.press(*"并在3月底前支付", "enter")
        await pilot.pause()
        effect = "未执行的70万元结转下年继续使用并在3月底前支付"
        assert screen.session.form.funds.deviation.effect == effect
        assert screen.question is None, "everything else is answered already"
        proposal = screen.session.proposals["funds.deviation.text"]
        await pilot.press("escape", "f7")
        await pilot.pause()
        assert screen.session.proposals["funds.deviation.text"] == proposal, "no second one"


async def test_a_cause_without_a_measure_is_not_called_explained(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await asking(app, pilot, finished, "end")
        await pilot.press("f4", *FACT, "enter", "escape")
        await pilot.pause()
        places = app.screen.query_one("#places", OptionList)
        last = places.option_count - 1
        assert str(places.get_option_at_index(last).prompt).startswith("［待补充］")
        assert walk(app).current.progress == "待1"
        said = {"measure": "把培训排在上半年", "owner": "综合科", "deadline": "次年6月底前"}
        walk(app).session.put_all({f"{WHERE}.{key}": text for key, text in said.items()})
        await pilot.pause()
        assert str(places.get_option_at_index(last).prompt).startswith("［已说明］")
        assert walk(app).current.progress == "已填"


async def test_what_is_open_is_not_accepted_after_the_questions_either(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await asking(app, pilot, finished, "end")
        await pilot.press(*["f4"] * 6)
        await pilot.pause()
        proposal = screen.session.proposals[f"{WHERE}.text"]
        await pilot.press("a", "a")
        await pilot.pause()
        assert list(screen.session.decisions_on(proposal)) == [0]
        assert any("这一句要由您补充" in note.message for note in app._notifications)
        await pilot.press("r", "r")
        await pilot.pause()
        assert len(screen.session.decisions_on(proposal)) == 3


async def test_a_place_that_deviates_since_is_found(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    where = "indicators.2.deviation"
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "deviations")
        await screen.action_show("indicators")
        screen.session.put("indicators.2.actual", "90项")
        await pilot.pause()
        await screen.show_place(where)
        await pilot.pause()
        await pilot.pause()
        assert screen.current.id == "deviations"
        assert app.focused is not None
        assert any(
            isinstance(node, Field) and node.path.startswith(where)
            for node in app.focused.ancestors
        )


async def test_without_a_deviation_nothing_is_asked(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    form = paths.put(finished, "indicators.10.actual", "96%")
    form = paths.put(form, "indicators.10.score", "10")
    form = paths.put(form, f"{WHERE}.effect", "旧的说明")
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, form, "deviations")
        await pilot.press("end", "f7")
        await pilot.pause()
        assert walk(app).current.id == "deviations"
        assert any("没有需要说明的偏差" in note.message for note in app._notifications)


async def test_hostile_answers_are_text(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    form = paths.put(finished, "indicators.10.name", "[@click=app.quit]满意度[/]")
    form = paths.put(form, f"{WHERE}.measure", "[/x]\x1b[31m红\u202e")
    async with app.run_test(size=SMALL) as pilot:
        screen = await asking(app, pilot, form, "end")
        assert "[@click=app.quit]满意度[/]" in shown(app, "#question")
        await pilot.press("f4", *"[b]8月[link=x]停电[/link]", "enter", *["f4"] * 4)
        await pilot.pause()
        assert screen.question is None
        assert screen.session.form.indicators[10].deviation.cause == "[b]8月[link=x]停电[/link]"
        assert any("[b]8月[link=x]" in str(card.render()) for card in screen.query(Card))
        assert "\x1b" not in app.export_screenshot()
        assert app.is_running
