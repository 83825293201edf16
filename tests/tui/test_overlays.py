"""A box over other widgets loses no wide character, wherever the widgets below it begin and end."""

import pytest
import real_forms
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Select
from textual.widgets._select import SelectOverlay
from textual.widgets._toast import Toast
from tui_steps import SMALL, opened

from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.words.keys import STEPS

WORDS = "没有可以重做的操作，请检查路径和文件名"


def drawn(pilot: Pilot[None]) -> str:
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


@pytest.mark.parametrize("blank", ["", " "], ids=["even", "odd"])
async def test_a_notice_is_whole_over_every_step(app: SelfEvalApp, blank: str) -> None:
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        screen = await opened(app, pilot, real_forms.form("016"), "head")
        for step in STEPS:
            await screen.action_show(step)
            app.clear_notifications()
            app.notify(f"{blank}{WORDS}", markup=False)
            await pilot.pause()
            await pilot.pause()
            lines = [line.split("▌")[-1].strip() for line in drawn(pilot).splitlines()]
            assert WORDS in "".join(line for line in lines if line and line in f" {WORDS}"), step


async def test_what_changes_below_a_notice_does_not_cut_it(app: SelfEvalApp) -> None:
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        screen = await opened(app, pilot, real_forms.form("016"), "indicators")
        app.notify(WORDS, markup=False)
        await pilot.pause()
        await pilot.pause()
        compositor = screen._compositor
        box = screen.query_one(Toast).region
        for column in range(4, 12):
            compositor._dirty_regions.clear()
            compositor._dirty_regions.add(Region(box.x - 9, box.y, 9 + column, box.height))
            update = compositor.render_partial_update()
            assert update is not None
            assert WORDS[:16] in update.render_segments(app.console)


async def test_an_open_list_is_whole_over_the_fields_below(app: SelfEvalApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, real_forms.form("016"), "indicators")
        screen.current.query(Select).first().action_show_overlay()
        await pilot.pause()
        await pilot.pause()
        options = screen.current.query(SelectOverlay).first().options
        for option in options[1:6]:
            assert str(option.prompt) in drawn(pilot)
