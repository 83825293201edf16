"""Every step at both sizes: nothing breaks, hostile text is only text, and the pictures stay."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import real_forms
from textual.pilot import Pilot
from textual.widgets import DataTable, Input, OptionList, TextArea

from selfeval_assist.form import Indicator, SelfEvaluation, paths
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.parts import STEPS
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.workspace import Workspace

SIZES = [(80, 24), (120, 40)]
PUBLISHED = ("016", "001", "003", "010", "012")
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
            for key in ("f1", "ctrl+g", "ctrl+p", "ctrl+l", "ctrl+r"):
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


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("step", ["funds", "indicators", "findings", "drafts"])
def test_pictures(
    tmp_path: Path,
    finished: SelfEvaluation,
    snap_compare: Callable[..., Any],
    step: str,
    size: tuple[int, int],
) -> None:
    noon = datetime.datetime(2026, 1, 8, 4, tzinfo=datetime.UTC)
    workspace = Workspace.open(tmp_path / "workspace.db", now=lambda: noon)
    app = SelfEvalApp(workspace, person="陈默")

    async def prepare(pilot: Pilot[None]) -> None:
        app.open_form(workspace.create(finished, person="陈默"))
        await pilot.pause()
        await walk(app).action_show(step)
        await pilot.pause()
        if step == "drafts":
            await pilot.press("down", "f8")
            await pilot.pause()
            await pilot.press("a", "r")
            await pilot.pause()
        else:
            app.screen.query_one("#steps", OptionList).focus()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=prepare)
    workspace.close()


@pytest.mark.parametrize(
    ("screen", "size"),
    [
        ("home", (80, 24)),
        ("home", (120, 40)),
        ("settings", (80, 24)),
        ("links", (80, 24)),
        ("scores", (80, 24)),
        ("scores", (120, 40)),
        ("preview", (80, 24)),
        ("export", (80, 24)),
        ("export", (120, 40)),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}x{value[1]}",
)
def test_pictures_of_published_forms(
    tmp_path: Path, snap_compare: Callable[..., Any], screen: str, size: tuple[int, int]
) -> None:
    noon = datetime.datetime(2026, 1, 8, 4, tzinfo=datetime.UTC)
    workspace = Workspace.open(tmp_path / "workspace.db", now=lambda: noon)
    ids = [workspace.create(real_forms.form(each), person="陈默") for each in PUBLISHED]
    app = SelfEvalApp(workspace, person="陈默")

    async def prepare(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await app.workers.wait_for_complete()
        if screen == "settings":
            await pilot.press("f8")
        elif screen != "home":
            app.open_form(ids[0])
            await pilot.pause()
            if screen == "export":
                await walk(app).action_show("export")
                app.screen.query_one("#folder", Input).value = "~/自评表导出"
            else:
                getattr(walk(app), f"action_{screen}")()
        await pilot.pause()
        if isinstance(app.focused, Input):
            app.focused.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=prepare)
    workspace.close()


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
