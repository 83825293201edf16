"""Nothing that a person needs is cut, on any step of any published form, at both sizes."""

from collections.abc import Iterator

import pytest
from kinds import in_time
from textual.pilot import Pilot
from textual.widgets import DataTable, Input, OptionList, Static, TextArea
from tui_cut import bare, cut, out_of_reach, text_of
from tui_pictures import PUBLISHED, SIZES, published
from tui_steps import opened, walk

from selfeval_assist.drafting.texts import kind_of
from selfeval_assist.form import Kind, paths
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.parts.head import PATHS as HEAD
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.widgets.card import Card
from selfeval_assist.tui.words.findings import at_length, in_a_line
from selfeval_assist.tui.words.keys import STEPS
from selfeval_assist.workspace import Workspace

LOOKED_AT = {"80x24": tuple(STEPS), "120x40": ("funds", "indicators", "deviations")}
"""The wide screen gives every other step more room; these have narrower fields on it, and the panel
of scores stands beside them. Every step is looked at on it once, where its picture is taken."""


@pytest.mark.parametrize("name", in_time(PUBLISHED))
async def test_nothing_is_cut(name: str, workspace: Workspace) -> None:
    told: list[str] = []
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=SIZES["80x24"]) as pilot:
        screen = await opened(app, pilot, published(name), "head")
        for size, steps in LOOKED_AT.items():
            if size != "80x24":
                await pilot.resize_terminal(*SIZES[size])
            for step in steps:
                await screen.action_show(step)
                await pilot.pause()
                wanted = list(_meant(step, screen))
                missing = [text for text in wanted if bare(text) not in _held(app)]
                assert not missing, f"{step} does not show {missing}"
                told += [f"{size} {step} {each}" for each in await _looked_over(pilot, step)]
    assert not told, "\n".join(told)


async def _looked_over(pilot: Pilot[None], step: str) -> list[str]:
    """Return what is cut on a step, also after what is hardest on it has been chosen."""
    screen = pilot.app.screen
    assert isinstance(screen, Walk)
    session = screen.session
    found = cut(screen)
    if step == "indicators":
        for row in _hard_rows(session):
            screen.current.reveal(f"indicators.{row}")
            await pilot.pause()
            found += cut(screen)
    elif step == "findings":
        longest = max(session.findings, key=lambda each: len(at_length(each, session.form).plain))
        options = screen.query_one("#found", OptionList)
        shown = [str(option.prompt) for option in options.options]
        options.highlighted = shown.index(in_a_line(longest).plain)
        await pilot.pause()
        found += cut(screen)
    return found + await out_of_reach(pilot)


def _hard_rows(session: Session) -> set[int]:
    """Return the rows with the longest texts, and the first ones whose values cannot be read."""
    rows = session.form.indicators
    if not rows:
        return set()
    every = range(len(rows))
    longest = {
        max(every, key=lambda at: len(rows[at].name)),
        max(every, key=lambda at: len(session.sheet.rows[at].work + session.sheet.rows[at].note)),
    }
    unread = [
        at
        for at in every
        if Kind.UNPARSED in {rows[at].target.value.kind, rows[at].actual.value.kind}
    ]
    return longest | set(unread[:2])


def _meant(step: str, screen: Walk) -> Iterator[str]:
    """Yield the texts of the form that a step is there to show."""
    session, form = screen.session, screen.session.form
    if step == "head":
        for path in HEAD:
            yield from (paths.label(form, path), paths.text(form, path))
    elif step == "funds":
        for line in (form.funds.total, *form.funds.sources):
            yield from (line.name, line.initial.raw, line.adjusted.raw, line.executed.raw)
    elif step == "goals":
        yield from (form.goal.planned, form.goal.actual)
    elif step == "indicators":
        # Of the row that is chosen; the table itself shortens what does not fit.
        at = screen.query_one(DataTable).cursor_row
        for row in form.indicators[at : at + 1]:
            yield from (row.name, row.target.raw, row.actual.raw, row.weight.raw, row.score.raw)
    elif step == "deviations":
        yield from (paths.label(form, f"indicators.{row}") for row in session.deviating)
    elif step == "findings":
        yield from (finding.message for finding in session.findings)
    elif step == "drafts":
        yield from (kind_of(task).title for task in ("planned", "actual", "budget"))


def _held(app: SelfEvalApp) -> str:
    """Return every text that the widgets of the shown part hold."""
    texts: list[str] = []
    for widget in walk(app).current.walk_children():
        if isinstance(widget, Static):
            texts.append(text_of(widget))
        elif isinstance(widget, Input):
            texts.append(widget.value)
        elif isinstance(widget, TextArea):
            texts.append(widget.text)
        elif isinstance(widget, OptionList):
            texts += [str(option.prompt) for option in widget.options]
    return bare("\n".join(texts))


@pytest.mark.parametrize("size", SIZES)
async def test_every_sentence_of_a_long_draft_can_be_read(size: str, workspace: Workspace) -> None:
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=SIZES[size]) as pilot:
        screen = await opened(app, pilot, published("shanghai-maintenance"), "drafts")
        await pilot.press("down", "f8")
        await pilot.pause()
        assert len(screen.query(Card)) > 3
        assert cut(screen) + await out_of_reach(pilot) == []


NARROW = {
    "#status { width: 20 !important; }": ("funds", "#status"),
    "Field > .title { width: 4 !important; }": ("funds", "Static.title"),
    "Part .cells Field { height: 1 !important; min-height: 1 !important; }": ("funds", "Cell"),
    "Footer { width: 40 !important; }": ("funds", "FooterKey"),
    "Indicators DataTable { width: 40 !important; }": ("indicators", "Rows"),
    "#weights { height: 1 !important; width: 20 !important; }": ("indicators", "#weights"),
    "#score { height: 5 !important; }": ("goals", "#score"),
}


@pytest.mark.parametrize("style", NARROW)
async def test_what_is_cut_is_found(style: str, workspace: Workspace) -> None:
    """The check can fail: each of these boxes is made too small."""
    step, widget = NARROW[style]

    class Narrow(SelfEvalApp):
        CSS = style

    app = Narrow(workspace, person="陈默")
    async with app.run_test(size=SIZES["120x40"]) as pilot:
        await opened(app, pilot, published("016"), step)
        await pilot.press("tab")
        assert widget in {each.split(":", 1)[0] for each in cut(app.screen)}


async def test_what_no_field_brings_into_view_is_found(workspace: Workspace) -> None:
    form = paths.put(published("016"), "provenance.notes", tuple(f"第{n}处" for n in range(60)))
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=SIZES["80x24"]) as pilot:
        await opened(app, pilot, form, "head")
        (lost,) = await out_of_reach(pilot)
        assert lost.startswith("#doubts")
