"""Whatever a form holds, no step breaks: hostile text is only text, long text wraps, rows stay."""

from pathlib import Path

import pytest
from textual.widgets import DataTable, Input, OptionList, TextArea

from selfeval_assist.form import Indicator, SelfEvaluation, paths
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.words.keys import STEPS
from selfeval_assist.workspace import Workspace

SIZES = [(80, 24), (120, 40)]
HOSTILE = (
    "[/x]",
    "=100%[a=1]",
    "[@click=app.quit]退出[/]",
    "[link=file:///etc/passwd]链接[/link]",
    "\x1b]0;title\x07\x1b[31m红\u202e",
)


def enumerate_hostile() -> list[tuple[str, str]]:
    return list(zip(("base_url", "model", *HOSTILE[:3]), HOSTILE, strict=True))


def walk(app: SelfEvalApp) -> Walk:
    assert isinstance(app.screen, Walk)
    return app.screen


async def test_hostile_text_is_shown_as_text(
    workspace: Workspace, finished: SelfEvaluation
) -> None:
    """Every kind of cell holds every hostile text once; each step and dialog shows them."""
    form = finished
    heads = ("project", "department", "unit", "notes", "grade")
    names = ("name", "target", "actual", "deviation.cause", "level2")
    for at, text in enumerate(HOSTILE):
        form = paths.put(form, heads[at], text)
        form = paths.put(form, "goal.planned", form.goal.planned + text)
        form = paths.put(form, "goal.actual", form.goal.actual + text)
        for offset, name in enumerate(names):
            form = paths.put(form, f"indicators.{at}.{name}", HOSTILE[(at + offset) % 5])
    form = paths.put(form, "indicators.10.name", HOSTILE[1])
    form = paths.put(form, "funds.sources.0.name", HOSTILE[2])
    form = paths.put(form, "provenance.notes", HOSTILE)
    app = SelfEvalApp(workspace, person=HOSTILE[4])
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_form(workspace.create(form, person="陈默"))
        await pilot.pause()
        for step in STEPS:
            await walk(app).action_show(step)
            await pilot.pause()
            if step == "drafts":
                for _ in range(app.screen.query_one("#jobs", OptionList).option_count):
                    await pilot.press("f8")
                    await pilot.pause()
                    walk(app).query_one("#jobs", OptionList).focus()
                    await pilot.press("down")
            assert "\x1b" not in app.export_screenshot()
            # The overview, the preview and the scores to fill in are the same on every step.
            once = ("ctrl+g", "ctrl+l", "ctrl+r") if step == "indicators" else ()
            for key in ("f1", "ctrl+p", *once):
                await pilot.press(key)
                await pilot.pause()
                await pilot.press("escape")
                await pilot.pause()
        walk(app).action_links()
        await pilot.pause()
        links = app.screen.query_one(DataTable)
        shown = [str(cell) for row in range(links.row_count) for cell in links.get_row_at(row)]
        assert "[@click=app.quit]" in "".join(shown).replace("\n", "")
        await pilot.press("escape")
        await pilot.pause()
        assert app.is_running
        await pilot.press("f10")
        await pilot.pause()
        assert "\x1b" not in app.export_screenshot()
        for name in ("endpoint", "policy", "theme", "keymap"):
            workspace.settings.put(name, dict(enumerate_hostile()), person="陈默")
        for keys in (("f8",), ("f6",), ("escape", "escape", "f9")):
            await pilot.press(*keys)
            await pilot.pause()
            assert "\x1b" not in app.export_screenshot()
        assert app.is_running


@pytest.mark.parametrize("size", SIZES)
async def test_long_chinese_texts_wrap_inside_their_editor(
    workspace: Workspace, finished: SelfEvaluation, size: tuple[int, int]
) -> None:
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=size) as pilot:
        app.open_form(workspace.create(finished, person="陈默"))
        await pilot.pause()
        await walk(app).action_show("goals")
        await pilot.pause()
        for area in app.screen.query("Goals TextArea").results(TextArea):
            assert area.wrapped_document.height > 1
            for line in range(area.document.line_count):
                for section in area.wrapped_document.get_sections(line):
                    assert section[:1] not in "，。；：、）”", "a closing mark begins a line"


async def test_typing_stays_in_its_own_row(workspace: Workspace, finished: SelfEvaluation) -> None:
    """A quick change of rows neither loses what was typed nor puts it elsewhere."""
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_form(workspace.create(finished, person="陈默"))
        await pilot.pause()
        screen = walk(app)
        await screen.action_show("indicators")
        await pilot.pause()
        part = screen.current
        part.reveal("indicators.0.actual")
        await pilot.pause()
        focused = app.focused
        assert isinstance(focused, Input)
        focused.value = "29台"
        part.reveal("indicators.1.actual")
        await pilot.pause()
        rows = screen.session.form.indicators
        assert (rows[0].actual.raw, rows[1].actual.raw) == ("29台", "546人次")


async def test_a_hundred_rows(workspace: Workspace) -> None:
    rows = tuple(
        Indicator(level1="产出指标", level2="数量指标", name=f"指标{n}", target="≥5", actual="5")
        for n in range(100)
    )  # fmt: skip
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_form(workspace.create(SelfEvaluation(indicators=rows), person="陈默"))
        await pilot.pause()
        await walk(app).action_show("indicators")
        await pilot.pause()
        await pilot.press(*["down"] * 30, "f7")
        await pilot.pause()
        assert len(walk(app).session.form.indicators) == 101
        await pilot.press("f9", "ctrl+up")
        await pilot.pause()
        assert len(walk(app).session.form.indicators) == 100


async def test_rows_stand_under_the_heading_of_their_level(
    workspace: Workspace, finished: SelfEvaluation
) -> None:
    app = SelfEvalApp(workspace, person="陈默")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_form(workspace.create(finished, person="陈默"))
        await pilot.pause()
        await walk(app).action_show("indicators")
        await pilot.pause()
        table = app.screen.query_one(DataTable)

        def headings() -> list[str]:
            cells = [str(table.get_row_at(row)[2]) for row in range(table.row_count)]
            return [cell.split("\n")[0] for cell in cells if "\n" in cell]

        assert headings() == ["产出指标", "效益指标", "满意度指标"]
        last = len(finished.indicators) - 1
        walk(app).session.move_row(last, 0)
        await pilot.pause()
        assert headings()[:2] == ["满意度指标", "产出指标"]
        walk(app).session.undo()
        await pilot.pause()
        assert headings() == ["产出指标", "效益指标", "满意度指标"]


async def test_a_file_with_a_hostile_name_is_named_harmlessly(
    app: SelfEvalApp, tmp_path: Path
) -> None:
    bad = tmp_path / "\x1b[31m红[b].json"
    bad.write_text("{", encoding="utf-8")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Home)
        app.screen.take(bad)
        await pilot.pause()
        assert "[b].json" in str(next(iter(app._notifications)).message)
        assert "\x1b" not in app.export_screenshot()
