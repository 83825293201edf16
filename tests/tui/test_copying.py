"""The clipboard, the printed preview and the overview."""

from textual.widgets import Footer, OptionList
from tui_steps import LARGE, SMALL, field, opened, until

from selfeval_assist.documents.writers.layout import lay_out
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.choose import Choose
from selfeval_assist.tui.screens.overviews import Preview, Scores
from selfeval_assist.tui.widgets.card import Card
from selfeval_assist.tui.words.preview import printed


async def test_one_key_copies_a_cell_a_row_a_text(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "goals")
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert app.clipboard == finished.goal.planned
        await screen.action_show("indicators")
        await pilot.pause()
        await pilot.press("down", "ctrl+c")
        await pilot.pause()
        assert app.clipboard.split("\t")[2:5] == ["窗口人员培训人次", "≥600人次", "546人次"]
        assert "\n" not in app.clipboard
        field(app, "indicators.1.actual").editor.focus()
        await pilot.pause()
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert app.clipboard == "546人次"


async def test_a_whole_column_is_copied(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    form = paths.put(finished, "indicators.2.actual", "120\n项")
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, form, "indicators")
        field(app, "indicators.0.actual").editor.focus()
        await pilot.pause()
        await pilot.press("f12")
        await pilot.pause()
        cells = app.clipboard.split("\n")
        assert len(cells) == len(form.indicators), "one line a row, whatever a cell holds"
        assert cells[:3] == ["28台", "546人次", "120 项"]
        screen.current.start()
        await pilot.press("f12")
        await pilot.pause()
        assert isinstance(app.screen, Choose)
        await pilot.press("end", "up", "up", "enter")
        await pilot.pause()
        assert app.clipboard.split("\n")[1] == "7.28"


async def test_nothing_is_copied_where_nothing_stands(app: SelfEvalApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, SelfEvaluation(), "head")
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert app.clipboard == ""
        assert any("没有可以复制" in note.message for note in app._notifications)


async def test_a_sentence_and_a_finding_are_copied(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, finished, "findings")
        await pilot.press("ctrl+c")
        await pilot.pause()
        messages = [finding.message for finding in screen.session.findings]
        assert app.clipboard in messages
        await pilot.press("f8", "down", "f8")
        await pilot.pause()
        assert isinstance(app.focused, Card)
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert app.clipboard == screen.session.proposals["goal.actual"].sentences[0].text


def test_the_preview_holds_every_text_in_straight_lines(finished: SelfEvaluation) -> None:
    from rich.cells import cell_len

    hostile = paths.put(finished, "indicators.0.name", "[@click=app.quit]甲e\u0301\u0301[/]")
    for form in (finished, hostile, SelfEvaluation()):
        text = printed(form)
        assert len({cell_len(line) for line in text.split("\n")}) == 1
        bare = "".join(ch for ch in text if ch not in "─│┌┐└┘├┤┬┴┼ \n")
        for box in lay_out(form).boxes:
            first = "".join(box.text.split())[:2]
            assert first in bare


async def test_the_preview_can_be_scrolled_and_left(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "head")
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert isinstance(app.screen, Preview)
        assert app.screen.query_one("#lead").region.y == 0
        assert app.screen.query_one(Footer).region.height == 1
        box = app.focused
        assert box is not None
        await pilot.press("right", "down", "pagedown")
        await until(pilot, lambda: box.scroll_x > 0 and box.scroll_y > 0)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, Preview)


async def test_the_overview_says_what_is_lost_and_whether_it_is_explained(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "head")
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert isinstance(app.screen, Scores)
        gaps = str(app.screen.query_one("#gaps").render())
        assert "预算执行率 86%" in gaps
        assert "2 窗口人员培训人次  少 0.72 分  已说明原因" in gaps
        assert "11 办事群众满意度  少 0.28 分  还没有说明原因" in gaps


async def test_steps_of_undo_and_the_time_of_saving_are_shown(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "indicators")
        status = app.screen.query_one("#status")
        assert "撤销" not in str(status.render())
        await pilot.press("f9", "f9", "ctrl+z")
        await pilot.pause()
        assert "撤销1 重做1" in str(status.render())
        await pilot.press("f2")
        await pilot.pause()
        text = str(status.render())
        assert "已保存 " in text
        assert text.split("已保存 ")[1][2] == ":"
        assert status.size.width >= len(text.encode("gbk"))
        assert app.screen.query_one("#steps", OptionList).option_count == 8
