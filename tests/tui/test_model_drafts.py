"""Drafting with a model on the screens: streaming, failing, stopping, and asking for consent."""

from collections.abc import AsyncIterator

import pytest
from drafting_forms import form_with
from faults.expected import PATIENT
from faults.server import FaultServer, fault_server
from textual.pilot import Pilot
from tui_steps import SMALL, opened, until

from selfeval_assist.drafting import Endpoint
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Origin
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.consent import Consent
from selfeval_assist.tui.parts.drafts import Drafts
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.workspace import Workspace

LIMITS = PATIENT.model_copy(update={"tries": 1})


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with fault_server() as running:
        yield running


def with_model(workspace: Workspace, url: str) -> SelfEvalApp:
    endpoint = Endpoint(base_url=url, model="m", limits=LIMITS)
    return SelfEvalApp(workspace, person="陈默", endpoint=endpoint)


async def at_the_budget_text(app: SelfEvalApp, pilot: Pilot[None]) -> Walk:
    """Open a form at the step of the drafts with the budget text chosen, and start drafting."""
    app.open_form(app.workspace.create(form_with(), person="陈默"))
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, Walk)
    await screen.action_show("drafts")
    await pilot.pause()
    await pilot.press("down", "down", "f8")
    return screen


async def drafted(pilot: Pilot[None], screen: Walk) -> None:
    """Wait until a proposal for the budget text is there."""
    await until(pilot, lambda: "funds.deviation.text" in screen.session.proposals)


async def test_a_models_sentences_are_marked_as_such(
    workspace: Workspace, server: FaultServer
) -> None:
    app = with_model(workspace, server.url("ok"))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_the_budget_text(app, pilot)
        await drafted(pilot, screen)
        proposal = screen.session.proposals["funds.deviation.text"]
        assert any(sentence.origin is Origin.MODEL for sentence in proposal.sentences)
        assert proposal.generation.model == "m"
        await pilot.pause()
        assert "模型拟稿" in app.export_screenshot()


async def test_a_failing_model_leaves_the_composers_text(
    workspace: Workspace, server: FaultServer
) -> None:
    app = with_model(workspace, server.url("error-500"))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_the_budget_text(app, pilot)
        await drafted(pilot, screen)
        proposal = screen.session.proposals["funds.deviation.text"]
        assert {sentence.origin for sentence in proposal.sentences} == {Origin.COMPOSER}
        assert proposal.generation.fallback


async def test_a_draft_can_be_stopped(workspace: Workspace, server: FaultServer) -> None:
    app = with_model(workspace, server.url("stall-headers"))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_the_budget_text(app, pilot)
        await until(pilot, lambda: server.calls)
        await pilot.press("escape")
        await until(pilot, lambda: "已停止起草" in str(screen.query_one("#state").render()))
        assert screen.session.proposals == {}


async def test_an_endpoint_elsewhere_needs_a_yes_first(workspace: Workspace) -> None:
    app = with_model(workspace, "https://model.invalid/v1")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_the_budget_text(app, pilot)
        await pilot.pause()
        assert isinstance(app.screen, Consent)
        await pilot.press("enter")
        await pilot.pause()
        assert screen.session.proposals == {}
        assert workspace.consents.of(screen.session.form_id) == ()


async def test_what_was_done_is_asked_and_kept_with_the_form(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        walk = await opened(app, pilot, finished, "drafts")
        part = walk.query_one(Drafts)
        await pilot.press("down")
        part.action_interview()
        await pilot.pause()
        await pilot.press(*"改造大厅窗口", "ctrl+s")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        (said,) = part.session.form.sources
        assert (said.label, said.text) == ("做了什么", "改造大厅窗口")
        assert said.by == part.session.person
