"""Keys that come faster than the screen takes them go where a person meant them to go."""

from textual import events
from textual.pilot import Pilot
from textual.widgets import DataTable
from tui_steps import SMALL, field, opened, walk

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.choose import Pick


async def send(app: SelfEvalApp, pilot: Pilot[None], *keys: str) -> None:
    """Send all keys at once, as a terminal does that was held up, and wait until all are taken."""
    for key in keys:
        character = key if len(key) == 1 else None
        app.post_message(events.Key(key, character))
    await pilot.pause()
    while app._keys:
        await pilot.pause()
    await pilot.pause()


async def test_what_follows_a_tab_goes_into_the_next_field(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "head")
        field(app, "department").editor.focus()
        await pilot.pause()
        await send(app, pilot, "ctrl+a", *"甲乙丙", "tab", "ctrl+a", *"丁戊", "tab", "ctrl+a", "己")
        form = screen.session.form
        order = [each.path for each in screen.query("Head Field")]  # type: ignore[attr-defined]
        at = order.index("department")
        texts = [getattr(form, order[at]), getattr(form, order[at + 1])]
        assert texts == ["甲乙丙", "丁戊"]


async def test_what_follows_the_key_of_a_dialog_goes_into_the_dialog(app: SelfEvalApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await send(app, pilot, "f4", *"/nowhere/x.xlsx")
        assert isinstance(app.screen, Pick)
        assert app.focused is not None
        assert getattr(app.focused, "value", "") == "/nowhere/x.xlsx"


async def test_a_step_is_changed_after_the_text_before_it(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "indicators")
        before = screen.session.form.indicators[1].name
        await send(app, pilot, "down", "enter", *"新", "f3", "f4")
        assert screen.session.form.indicators[1].name in {f"新{before}", f"{before}新"}
        assert walk(app).current.id == "indicators"
        assert isinstance(app.focused, DataTable)


async def test_undo_takes_back_what_was_typed_just_before(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "head")
        await send(app, pilot, "tab", *"九九", "ctrl+z")
        assert screen.session.form == finished


async def test_no_character_is_overwritten_by_the_form_as_it_was_before(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "indicators")
        screen.current.reveal("indicators.0.actual")
        await pilot.pause()
        await send(app, pilot, "ctrl+a", *"1234567.89亿元")
        assert screen.session.form.indicators[0].actual.raw == "1234567.89亿元"
        assert field(app, "indicators.0.actual").editor.value == "1234567.89亿元"  # type: ignore[union-attr]
