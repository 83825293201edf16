"""Drafting with a model on the screens: streaming, failing, stopping, and asking for consent."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from drafting_forms import form_with
from faults.expected import PATIENT
from faults.server import FaultServer, fault_server
from textual.pilot import Pilot

from selfeval_assist.drafting import Endpoint
from selfeval_assist.review import Origin
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.confirm import Confirm
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


async def until(pilot: Pilot[None], screen: Walk, seconds: float = 20) -> None:
    """Wait until a proposal for the budget text is there."""
    async with asyncio.timeout(seconds):
        while "funds.deviation.text" not in screen.session.proposals:
            await pilot.pause(0.05)


async def test_a_models_sentences_are_marked_as_such(
    workspace: Workspace, server: FaultServer
) -> None:
    app = with_model(workspace, server.url("ok"))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_the_budget_text(app, pilot)
        await until(pilot, screen)
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
        await until(pilot, screen)
        proposal = screen.session.proposals["funds.deviation.text"]
        assert {sentence.origin for sentence in proposal.sentences} == {Origin.COMPOSER}
        assert proposal.generation.fallback


async def test_a_draft_can_be_stopped(workspace: Workspace, server: FaultServer) -> None:
    app = with_model(workspace, server.url("stall-headers"))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_the_budget_text(app, pilot)
        await pilot.pause(0.3)
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert "已停止起草" in str(screen.query_one("#state").render())
        assert screen.session.proposals == {}


async def test_an_endpoint_elsewhere_needs_a_yes_first(workspace: Workspace) -> None:
    app = with_model(workspace, "https://model.invalid/v1")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_the_budget_text(app, pilot)
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await pilot.pause()
        assert screen.session.proposals == {}
        assert workspace.settings.get("endpoints") is None
