"""The steps beyond the main job: levels, scores to fill, funds, waivers, deviations, commands."""

from decimal import Decimal
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import DataTable, Input, OptionList, Select

from selfeval_assist.documents import read
from selfeval_assist.form import Indicator, SelfEvaluation, paths
from selfeval_assist.review import Action
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.parts.indicators import Indicators
from selfeval_assist.tui.screens.choose import Choose
from selfeval_assist.tui.screens.dialogs import Confirm, Explain
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.scores import Scores
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.widgets.card import Card
from selfeval_assist.tui.widgets.field import Field
from selfeval_assist.workspace import Workspace

SMALL, LARGE = (80, 24), (120, 40)


def walk(app: SelfEvalApp) -> Walk:
    assert isinstance(app.screen, Walk)
    return app.screen


def field(app: SelfEvalApp, path: str) -> Field:
    return next(field for field in app.screen.query(Field) if field.path == path)


def steps(app: SelfEvalApp) -> list[str]:
    options = app.screen.query_one("#steps", OptionList)
    return [str(option.prompt) for option in options.options]


async def opened(app: SelfEvalApp, pilot: Pilot[None], form: SelfEvaluation, step: str) -> Walk:
    app.open_form(app.workspace.create(form, person="陈默"))
    await pilot.pause()
    walk(app).action_show(step)
    await pilot.pause()
    return walk(app)


async def test_the_level_of_a_new_row_is_chosen(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "indicators")
        await pilot.press("f6")
        await pilot.pause()
        assert isinstance(app.screen, Choose)
        await pilot.press("end", "enter")
        await pilot.pause()
        added = screen.session.form.indicators[11]
        assert (added.kind, added.group) == ("服务对象满意度指标", "满意度指标")
        await pilot.press("f6", "home", "enter")
        await pilot.pause()
        kinds = [row.kind for row in screen.session.form.indicators]
        assert kinds[:4] == ["数量指标"] * 4, "a new row stands behind its own kind"
        assert screen.session.form.indicators[3].name == ""


async def test_another_level_2_takes_its_level_1_along(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, finished, "indicators")
        editor = field(app, "indicators.0.level2").editor
        assert isinstance(editor, Select)
        editor.value = "社会效益指标"
        await pilot.pause()
        row = screen.session.form.indicators[0]
        assert (row.level1, row.level2) == ("效益指标", "社会效益指标")
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert screen.session.form == finished


async def test_an_unknown_level_2_is_shown_and_kept(app: SelfEvalApp) -> None:
    rows = (Indicator(level2="[b]自设[/]", name="甲"), Indicator(level2="数量指标", name="乙"))
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, SelfEvaluation(indicators=rows), "indicators")
        await pilot.press("down", "up", "down", "up")
        await pilot.pause()
        assert field(app, "indicators.0.level2").editor.value == "[b]自设[/]"  # type: ignore[union-attr]
        assert screen.session.form.indicators == rows


async def test_computed_scores_are_filled_after_a_question(app: SelfEvalApp) -> None:
    rows = (
        Indicator(level2="数量指标", name="甲", target="≥10个", actual="5个", weight="40"),
        Indicator(level2="质量指标", name="乙", target="良好", actual="良好", weight="50"),
    )
    form = SelfEvaluation(indicators=rows)
    for name, money in (("initial", "100"), ("adjusted", "100"), ("executed", "90")):
        form = paths.put(form, f"funds.total.{name}", money)
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, form, "indicators")
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.session.form == form
        await pilot.press("ctrl+l", "tab", "enter")
        await pilot.pause()
        filled = screen.session.form
        assert [row.score.raw for row in filled.indicators] == ["20", ""], "words are a person's"
        assert filled.funds.total.score.value == 9
        assert filled.funds.total.rate.raw == "90.00%"
        assert filled.total.raw == "29"
        assert screen.session.sheet.claimed == Decimal(29)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert screen.session.form == form


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_state_fits_into_the_table(
    app: SelfEvalApp, finished: SelfEvaluation, size: tuple[int, int]
) -> None:
    many = finished.model_copy(update={"indicators": finished.indicators * 10})
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot, many, "indicators")
        table = app.screen.query_one("Indicators DataTable", DataTable)
        assert table.virtual_size.width <= table.size.width
        assert str(table.get_row_at(109)[0]) == "110"
        assert str(table.get_row_at(1)[8]) == "未达成"


async def test_the_steps_tell_what_is_left(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, SelfEvaluation(), "head")
        assert steps(app)[0] == "1 基本信息 缺4"
        assert steps(app)[3] == "4 绩效指标 未填"
        await pilot.press("f10")
        await pilot.pause()
        await opened(app, pilot, finished, "head")
        assert steps(app)[:6] == [
            "1 基本信息 已填", "2 项目资金 已填", "3 总体目标 已填", "4 绩效指标 已填",
            "5 偏差说明 待1", "6 检查 错2",
        ]  # fmt: skip


async def test_sources_of_money_can_be_named_added_and_removed(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "funds")
        before = screen.session.form.funds.sources
        await pilot.press("f6")
        await pilot.pause()
        await pilot.pause()
        await pilot.press(*"单位资金")
        await pilot.pause()
        assert [s.name for s in screen.session.form.funds.sources][-1] == "单位资金"
        field(app, f"funds.sources.{len(before)}.executed").editor.focus()
        await pilot.pause()
        await pilot.press("f9")
        await pilot.pause()
        assert screen.session.form.funds.sources == before
        assert len(app.screen.query("#sources Grid")) == len(before)


async def test_a_policy_can_be_chosen(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, finished, "head")
        editor = field(app, "policy").editor
        assert isinstance(editor, Select)
        editor.value = "hubei-20"
        await pilot.pause()
        assert screen.session.policy.id == "hubei-20"
        assert screen.session.sheet.policy == "hubei-20"


async def test_a_waiver_can_be_taken_back(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "findings")
        await pilot.press("w")
        await pilot.pause()
        await pilot.press(*"已核实", "ctrl+s")
        await pilot.pause()
        assert screen.session.form.waivers
        await pilot.press("end", "w")
        await pilot.pause()
        assert screen.session.form.waivers == ()


async def test_the_final_text_of_a_deviation_can_be_written_by_hand(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, finished, "deviations")
        await pilot.press("end")
        await pilot.pause()
        field(app, "indicators.10.deviation.text").editor.focus()
        await pilot.pause()
        await pilot.press("ctrl+a", *"大厅搬迁")
        await pilot.pause()
        assert screen.session.form.indicators[10].deviation.text == "大厅搬迁"


async def test_a_reason_on_a_row_that_needs_none_can_be_reached(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    form = paths.put(finished, "indicators.2.deviation.text", "无")
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, form, "deviations")
        part = screen.current
        assert part.reveal("indicators.2.deviation.text")
        await pilot.pause()
        await pilot.pause()
        assert field(app, "indicators.2.deviation.text").has_focus_within


async def test_a_draft_follows_its_row(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, finished, "drafts")
        session = screen.session
        session.propose(session.compose("deviation", 1))
        session.move_row(1, 0)
        (where,) = session.proposals
        assert where == "indicators.0.deviation.text"
        session.save()
        form_id = session.form_id
        await pilot.press("f10")
        await pilot.pause()
        app.open_form(form_id)
        await pilot.pause()
        session = walk(app).session
        draft = session.proposals["indicators.0.deviation.text"]
        other = session.form.indicators[1].deviation
        for index in range(len(draft.sentences)):
            session.decide(draft, index, Action.ACCEPT)
        assert session.form.indicators[0].deviation.text.startswith(draft.sentences[0].text)
        assert session.form.indicators[1].deviation == other
        session.remove_row(0)
        assert session.proposals == {}


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


async def test_the_palette_speaks_chinese_and_works(
    app: SelfEvalApp, finished: SelfEvaluation, workspace: Workspace
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, finished, "head")
        names = [command.title for command in app.get_system_commands(app.screen)]
        assert {"到“检查”", "得分明细", "切换深色和浅色", "退出"} <= set(names)
        assert not any(name.isascii() for name in names)
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"切换深色")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert app.theme == "selfeval-light"
    assert workspace.settings.get("theme") == "selfeval-light"


async def test_a_name_is_asked_once_and_kept(workspace: Workspace) -> None:
    app = SelfEvalApp(workspace)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f7", "ctrl+a", *"陈默", "ctrl+s")
        await pilot.pause()
        assert app.person == "陈默"
        await pilot.press("f2")
        await pilot.pause()
        assert walk(app).session.person == "陈默"
    assert SelfEvalApp(workspace).person == "陈默"


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
        await pilot.press("tab", "enter")
        await pilot.pause()
        (new,) = read(next((tmp_path / "交").glob("*.json")))
        assert new.notes == "第二次"


async def test_what_the_reader_doubted_is_shown(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    doubtful = paths.put(finished, "provenance.notes", ("第3行[/x]的列可能错位",))
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, doubtful, "head")
        assert "第3行[/x]的列可能错位" in str(app.screen.query_one("#doubts").render())


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
        await pilot.press("f4", "tab")
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
        await pilot.press("ctrl+l", "tab", "enter")
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
        await pilot.press("enter")
        await pilot.pause()
        shown = [
            each.binding.description for each in app.active_bindings.values() if each.binding.show
        ]
        assert "收起" in shown
        assert not any(description.isascii() for description in shown if description)
