"""Around the steps: help, the palette, the list of forms, export, widths, keys alone."""

from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import DataTable, Input, OptionList
from tui_steps import LARGE, SMALL, opened, steps, until, walk

from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.app import SelfEvalApp, now
from selfeval_assist.tui.dialogs.confirm import Explain
from selfeval_assist.tui.parts.indicators import Indicators
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.overviews import Scores
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.widgets.card import Card
from selfeval_assist.tui.words.findings import help_on
from selfeval_assist.tui.words.keys import STEPS
from selfeval_assist.workspace import Workspace


def found(app: SelfEvalApp) -> list[str]:
    """Return the first line of what the palette of commands has found."""
    options = app.screen.query_one(OptionList).options
    return [str(option.prompt).splitlines()[0].strip() for option in options]


async def test_every_point_can_be_looked_up(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "head")
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert isinstance(app.screen, Scores)
        shown = "\n".join(str(each.render()) for each in app.screen.query("Static"))
        assert "8 × 546/600 = 7.28" in shown
        assert "10 × 430/500 = 8.6" in shown


async def test_help_names_the_field_and_its_findings(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    form = paths.put(finished, "indicators.0.actual", ">95")
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, form, "indicators")
        screen.current.reveal("indicators.0.actual")
        await pilot.pause()
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, Explain)
        shown = "\n".join(str(each.render()) for each in app.screen.query("Static"))
        assert "实际完成值" in shown
        assert "ACT003" in shown


async def test_help_on_a_cell_keeps_to_its_row(
    workspace: Workspace, finished: SelfEvaluation
) -> None:
    rows = tuple(row for row in finished.indicators if row.kind != "成本指标")
    form = finished.model_copy(update={"indicators": rows, "project": "政务服务系统运维项目"})
    form = paths.put(form, "indicators.0.actual", ">95")
    session = Session(workspace, workspace.create(form, person="陈默"), person="陈默", clock=now)
    assert any(each.where == "indicators" for each in session.findings)
    own = {each.code for each in session.findings if each.where.startswith("indicators.0.actual")}
    whole = {each.code for each in session.findings if each.where == "indicators"}
    shown = help_on(session, "indicators.0.actual")
    assert all(code in shown for code in own)
    assert not any(code in shown for code in whole)


@pytest.mark.parametrize(
    ("step", "keys"),
    [
        ("findings", ("w 确认", "b 同申报表", "t 目标", "m 请模型", "Esc")),
        ("drafts", ("a 接受", "e 修改", "r 不用", "d 重拟", "s 看", "F7", "F8")),
        ("export", ("回车导出", "空白表")),
    ],
)
def test_help_begins_with_the_keys_of_the_step(
    workspace: Workspace, finished: SelfEvaluation, step: str, keys: tuple[str, ...]
) -> None:
    session = Session(
        workspace, workspace.create(finished, person="陈默"), person="陈默", clock=now
    )
    shown, general = help_on(session, "", step), help_on(session, "")
    assert shown.endswith(general)
    assert all(each in shown.removesuffix(general) for each in keys)


async def test_the_palette_speaks_chinese_and_works(
    app: SelfEvalApp, finished: SelfEvaluation, workspace: Workspace
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "head")
        names = [command.title for command in app.get_system_commands(app.screen)]
        assert {"到“检查”", "总览和得分明细", "切换深色和浅色", "退出"} <= set(names)
        assert not any(name.isascii() for name in names)
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"切换深色")
        await until(pilot, lambda: found(app) == ["切换深色和浅色"])
        await pilot.press("enter")
        await until(pilot, lambda: app.theme == "selfeval-light")
    assert workspace.settings.get("theme") == "selfeval-light"


async def test_the_palette_names_the_keys_a_person_chose(
    app: SelfEvalApp, finished: SelfEvaluation, workspace: Workspace
) -> None:
    keymap = {"walk.save": "ctrl+e", "row.down": "ctrl+n", "finding.links": "y"}
    workspace.settings.put("keymap", dict(keymap))
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "indicators")
        helps = {each.title: each.help for each in app.get_system_commands(app.screen)}
        assert helps["保存"] == "Ctrl+E"
        assert helps["下移这一行"] == "Ctrl+N  和下一行对换"
        assert helps["上移这一行"] == "Ctrl+Up  和上一行对换"
        assert helps["目标与指标对照"].startswith("检查一步按 y")
        assert helps["预览整表"] == "Ctrl+R  导出后的样子"


async def test_a_row_is_moved_and_no_hit_is_said_in_chinese(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "indicators")
        assert "Ctrl+↑↓ 移动行" in str(screen.query_one("#weights").render())
        await pilot.press("ctrl+p")
        await pilot.press(*"下移这一行")
        await until(pilot, lambda: found(app) == ["下移这一行"])
        await pilot.press("enter")
        await until(pilot, lambda: screen.session.form.indicators[:2] == finished.indicators[1::-1])
        await pilot.press("ctrl+p")
        await pilot.press(*"没有此令")
        await until(pilot, lambda: found(app) == ["没有找到这样的命令"])


async def test_the_same_message_stands_once(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await opened(app, pilot, finished, "head")
        await pilot.press(*["ctrl+y"] * 5, "ctrl+z")
        await pilot.pause()
        assert sorted(note.message for note in app._notifications) == [
            "没有可以撤销的操作。",
            "没有可以重做的操作。",
        ]


async def test_steps_fit_after_every_size_and_a_small_window_is_said(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "drafts")
        await pilot.press("down", "f8")
        list_ = screen.query_one("#steps", OptionList)
        status = screen.query_one("#status")
        for size in ((60, 20), (40, 12), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.pause()
            assert list_.virtual_size.height == len(STEPS), "a step wraps"
            small = size[0] < 80
            assert ("请放大到至少 80 列 24 行" in str(status.render())) == small
            assert ("F10 返回" in str(status.render())) == small
        assert list_.region.height == len(STEPS)
        assert list_.render_line(6).text.strip() == "7 起草与审阅 待1"
        await pilot.resize_terminal(60, 20)
        await pilot.press("f10")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        state = str(app.screen.query_one("#state").render())
        assert state.splitlines() == ["窗口太小：请放大到至少 80 列 24 行", "F8 设置  F10 退出"]


async def test_examples_are_not_loaded_twice(app: SelfEvalApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f6", "f6")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        assert app.screen.query_one(DataTable).row_count == 3


async def test_search_narrows_the_list(app: SelfEvalApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f6", "slash", *"运维", "enter")
        await pilot.pause()
        assert app.screen.query_one(DataTable).row_count == 1
        await pilot.press("enter")
        await pilot.pause()
        assert "运维" in walk(app).session.form.project


async def test_export_replaces_only_when_told(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "export")
        screen.query_one("#folder", Input).value = str(tmp_path / "交")
        await pilot.press("enter")
        await pilot.pause()
        screen.session.put("notes", "第二次")
        await pilot.pause(0.3)  # a button rests after it was pressed
        await pilot.press("enter")
        await pilot.pause()
        (old,) = read(next((tmp_path / "交").glob("*.json")))
        assert old.notes == finished.notes
        await pilot.pause()
        await pilot.press("tab", "tab", "enter")  # past the button of the report
        await pilot.pause()
        (new,) = read(next((tmp_path / "交").glob("*.json")))
        assert new.notes == "第二次"


async def test_what_the_reader_doubted_is_shown(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    doubtful = paths.put(finished, "provenance.notes", ("第3行[/x]的列可能错位", "B2 像是日期"))
    doubtful = paths.put(doubtful, "provenance.cells", {"project": "B2"})
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, doubtful, "head")
        shown = str(app.screen.query_one("#doubts").render())
        assert "第3行[/x]的列可能错位" in shown
        assert f"B2 像是日期［B2 读作项目名称“{finished.project}”］" in shown


async def test_a_wider_window_gets_wider_columns(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "indicators")
        await pilot.press("down", "down")
        await pilot.resize_terminal(*LARGE)
        await pilot.pause()
        await pilot.pause()
        part = screen.query_one(Indicators)
        assert part.row == 2
        assert str(part.query_one(DataTable).get_row_at(0)[2]) != "自助服务终…"


async def test_the_list_of_texts_follows_the_decisions(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "drafts")
        jobs = screen.query_one("#jobs", OptionList)
        count = len(screen.session.compose("deviation", 1).sentences)
        await pilot.press("down", "down", "down", "down", "f8")
        await pilot.pause()
        assert str(jobs.get_option_at_index(4).prompt).startswith(f"［还有 {count} 句待定］")
        assert steps(app)[6] == "7 起草与审阅 待1"
        await pilot.press(*"a" * count)
        await pilot.pause()
        assert str(jobs.get_option_at_index(4).prompt).startswith("［已审阅］")
        assert steps(app)[6] == "7 起草与审阅"


async def test_a_form_is_filled_with_keys_alone(app: SelfEvalApp) -> None:
    """Only what a person presses; Pilot itself cannot press Chinese punctuation."""
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        for text in ("2025", "河道清淤项目", "云岭市水务局", "云岭市河道管理所"):
            await pilot.press(*text, "enter")
        await pilot.press("f4")
        for text in ("120", "120", "108", "10"):
            await pilot.press(*text, "enter")
        await pilot.press("f4", *"清淤12公里", "tab", *"完成9公里", "f4")
        for level, texts in (
            (0, ("清淤长度", "≥12公里", "9公里", "50")),
            (1, ("验收合格率", "=100%", "100%", "40")),
        ):
            await pilot.press("f6")
            await pilot.pause()
            await pilot.press("home", *["down"] * level, "enter")
            await pilot.pause()
            await pilot.pause()
            for text in texts:
                await pilot.press(*text, "enter")
        await pilot.press("ctrl+l", "enter")
        await pilot.pause()
        await pilot.press("f4")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("tab", "tab", "tab", *"汛期停工20天")
        await pilot.pause()
        form = walk(app).session.form
        assert (form.year, form.project) == (2025, "河道清淤项目")
        assert (form.department, form.unit) == ("云岭市水务局", "云岭市河道管理所")
        assert (form.goal.planned, form.goal.actual) == ("清淤12公里", "完成9公里")
        assert [row.kind for row in form.indicators] == ["数量指标", "质量指标"]
        assert [row.score.raw for row in form.indicators] == ["37.5", "40"]
        assert (form.funds.total.score.raw, form.total.raw) == ("9", "86.5")
        assert form.indicators[0].deviation.cause == "汛期停工20天"
        await pilot.press("f5")
        await pilot.pause()
        assert walk(app).current.id == "findings"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_sentence_to_decide_about_is_in_view(
    app: SelfEvalApp, finished: SelfEvaluation, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await opened(app, pilot, finished, "drafts")
        await pilot.press("down", "f8")
        await pilot.pause()
        for _ in range(len(screen.session.proposals["goal.actual"].sentences)):
            await pilot.pause()
            focused = app.focused
            assert isinstance(focused, Card)
            assert focused.region in screen.current.region
            await pilot.press("a")
            await pilot.pause()


async def test_no_key_of_a_list_is_english(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "funds")
        await pilot.press("shift+tab", "enter")
        await pilot.pause()
        shown = [
            each.binding.description for each in app.active_bindings.values() if each.binding.show
        ]
        assert "收起" in shown
        assert not any(description.isascii() for description in shown if description)
