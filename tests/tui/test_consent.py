"""The one screen before a form goes to a model: what it shows, what is chosen, what is recorded."""

import pytest
from drafting_forms import form_with
from textual.pilot import Pilot
from textual.widgets import OptionList, Static
from tui_steps import LARGE, SMALL, opened, until

from selfeval_assist.drafting import Endpoint, Leave, Outgoing
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.consent import Consent
from selfeval_assist.workspace import Workspace

NAME = "李明劳模创新工作室"
AT = Endpoint(base_url="https://model.invalid/v1", model="qwen3")
SAID = "由李明到场，电话13812345678。"


def _form() -> SelfEvaluation:
    form = form_with(people={"filler": "李明"}, project=NAME)
    return paths.put(form, "indicators.0.deviation.text", SAID)


async def _asked(app: SelfEvalApp, pilot: Pilot[None], step: str, key: str) -> Consent:
    await opened(app, pilot, _form(), step)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, Consent))
    await pilot.pause()
    assert isinstance(app.screen, Consent)
    return app.screen


def _shown(screen: Consent) -> str:
    return "\n".join(str(each.render()) for each in screen.query(Static))


def _choices(screen: Consent) -> list[str]:
    return [str(each.prompt) for each in screen.query_one(OptionList).options]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_it_shows_where_to_what_and_what_is_masked(
    workspace: Workspace, size: tuple[int, int]
) -> None:
    app = SelfEvalApp(workspace, person="陈默", endpoint=AT)
    async with app.run_test(size=size) as pilot:
        screen = await _asked(app, pilot, "findings", "m")
        shown = _shown(screen)
        assert "model.invalid，模型 qwen3" in shown
        assert "密级标志：没有发现" in shown
        assert "李明→［人名A］" in shown
        assert "13812345678→［电话A］" in shown
        assert "由［人名A］到场，电话［电话A］。" in shown, "as it is sent"
        assert _choices(screen) == [f"［遮住］“{NAME}”：其中的人名“李明”是名称的一部分"]
        picture = app.export_screenshot(simplify=True)
        assert "qwen3" in picture, "it begins at the top"
        await pilot.press("escape")
        await pilot.pause()
        assert workspace.consents.of(workspace.forms()[0].id) == ()


async def test_what_is_chosen_is_recorded_and_not_asked_again(workspace: Workspace) -> None:
    app = SelfEvalApp(workspace, person="陈默", endpoint=AT)
    async with app.run_test(size=SMALL) as pilot:
        screen = await _asked(app, pilot, "drafts", "f8")
        assert "现在发送 1 次请求" in _shown(screen)
        contents = screen.query_one("#contents", Static)
        assert NAME not in str(contents.render())
        await pilot.press("space")
        assert NAME in str(contents.render()), "what is shown is what would be sent now"
        await pilot.press("space")
        assert NAME not in str(contents.render())
        await pilot.press("space")
        assert _choices(screen)[0].startswith("［照发］")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not app.workers)
        number = workspace.forms()[0].id
        (allowed,) = workspace.consents.of(number)
        assert (allowed.address, allowed.model, allowed.use) == (AT.base_url, AT.model, "draft")
        assert (allowed.send, allowed.leave_out) == ((NAME,), ())
        line = next(each for each in workspace.events(number) if each.action == "allow")
        assert line.person == "陈默"
        await pilot.press("d")
        await until(pilot, lambda: not app.workers)
        assert not isinstance(app.screen, Consent)


async def test_nothing_chosen_is_allowed_with_the_masks(workspace: Workspace) -> None:
    app = SelfEvalApp(workspace, person="陈默", endpoint=AT)
    async with app.run_test(size=SMALL) as pilot:
        await _asked(app, pilot, "findings", "m")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not app.workers)
        session = app.screen.session  # type: ignore[attr-defined]
        assert session.leave(Outgoing(session.scored_form, AT, "read")) == Leave()
