"""What the tests of the conversation share: opening it, saying something, and what is shown."""

from faults.expected import PATIENT
from textual.pilot import Pilot
from textual.widgets import Static
from tui_steps import opened, until

from selfeval_assist.drafting import Endpoint
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.talk import Talk
from selfeval_assist.tui.widgets.card import Turned
from selfeval_assist.tui.widgets.reply import Reply
from selfeval_assist.workspace import Workspace

LIMITS = PATIENT.model_copy(update={"tries": 1})


def with_model(workspace: Workspace, url: str) -> SelfEvalApp:
    """Return the app with a model at an address."""
    endpoint = Endpoint(base_url=url, model="m", limits=LIMITS)
    return SelfEvalApp(workspace, person="陈默", endpoint=endpoint)


def state(app: SelfEvalApp) -> str:
    return str(app.screen.query_one("#state", Static).render())


def last(app: SelfEvalApp) -> str:
    return str(app.screen.query(Turned).last().render())


async def talking(app: SelfEvalApp, pilot: Pilot[None], form: SelfEvaluation) -> Talk:
    """Open the conversation about 实际完成情况; the program's draft is its first text."""
    await opened(app, pilot, form, "drafts")
    await pilot.press("down", "f7")
    await pilot.pause()
    assert isinstance(app.screen, Talk)
    return app.screen


async def answered(app: SelfEvalApp, pilot: Pilot[None]) -> None:
    """Wait until a turn is answered and shown."""
    await pilot.pause()
    await until(pilot, lambda: not (isinstance(app.screen, Talk) and app.screen.busy))
    await pilot.pause()


async def say(app: SelfEvalApp, pilot: Pilot[None], words: str) -> None:
    app.screen.query_one(Reply).write(words)
    app.screen.query_one(Reply).focus()
    await pilot.press("enter")
    await answered(app, pilot)
