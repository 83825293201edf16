"""What the tests of the screens share: opening a form at a step and finding its fields."""

import asyncio
from collections.abc import Callable

from programs import PATIENCE
from textual.pilot import Pilot
from textual.widgets import OptionList

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.widgets.field import Field

SMALL, LARGE = (80, 24), (120, 40)


def walk(app: SelfEvalApp) -> Walk:
    assert isinstance(app.screen, Walk)
    return app.screen


def field(app: SelfEvalApp, path: str) -> Field:
    return next(field for field in app.screen.query(Field) if field.path == path)


def steps(app: SelfEvalApp) -> list[str]:
    options = app.screen.query_one("#steps", OptionList)
    return [str(option.prompt) for option in options.options]


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until something holds on the screens, which takes long on a busy machine."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await pilot.pause(0.02)


async def opened(app: SelfEvalApp, pilot: Pilot[None], form: SelfEvaluation, step: str) -> Walk:
    app.open_form(app.workspace.create(form, person="陈默"))
    await pilot.pause()
    await walk(app).action_show(step)
    await app.workers.wait_for_complete()
    await pilot.pause()
    return walk(app)
