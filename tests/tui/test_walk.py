"""The steps beyond the main job: levels, scores to fill, funds, waivers, deviations."""

from decimal import Decimal

import pytest
from textual.events import Paste
from textual.widgets import DataTable, OptionList, Select, Static
from tui_steps import LARGE, SMALL, field, opened, steps, walk

from selfeval_assist.form import Indicator, SelfEvaluation, paths
from selfeval_assist.review import Action
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.choose import Choose
from selfeval_assist.tui.dialogs.confirm import Confirm


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
        await pilot.press("ctrl+l", "enter")
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


async def test_without_rows_there_is_nothing_to_fill(app: SelfEvalApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, SelfEvaluation(), "indicators")
        await pilot.press("ctrl+l")
        await pilot.pause()
        (said,) = {note.message for note in app._notifications}
        assert said == "还没有指标行，请先按 F6 新增。"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_state_fits_into_the_table(
    app: SelfEvalApp, finished: SelfEvaluation, size: tuple[int, int]
) -> None:
    many = finished.model_copy(update={"indicators": finished.indicators * 10})
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot, many, "indicators")
        table = app.screen.query_one("Indicators DataTable", DataTable)
        assert table.virtual_size.width <= table.size.width
        assert str(table.get_row_at(109)[0]).strip() == "110"
        assert str(table.get_row_at(1)[8]) == "未达成"


async def test_home_and_end_choose_the_first_and_the_last_row(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(app, pilot, finished, "indicators")
        table = app.screen.query_one("Indicators DataTable", DataTable)
        await pilot.press("end")
        assert (table.cursor_row, table.scroll_x) == (len(finished.indicators) - 1, 0)
        await pilot.press("home")
        assert (table.cursor_row, table.scroll_x) == (0, 0)


async def test_a_large_window_shows_whole_names_and_dates(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    form = paths.put(finished, "indicators.0.name", "自助服务终端和智能叫号系统部署数量")
    form = paths.put(form, "indicators.0.actual", "2025年12月31日前完成")
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot, form, "indicators")
        table = app.screen.query_one("Indicators DataTable", DataTable)
        await pilot.resize_terminal(200, 60)
        await pilot.pause()
        await pilot.pause()
        cells = [str(cell).split("\n")[-1] for cell in table.get_row_at(0)]
        assert (cells[2], cells[4]) == (
            "自助服务终端和智能叫号系统部署数量",
            "2025年12月31日前完成",
        )
        assert table.virtual_size.width <= table.size.width


async def test_copied_rows_are_pasted_into_the_table(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    text = "数量指标\t[b]台数[/b]\t≥5台\t5台\t10\t10\n质量指标\t合格率\t100%\t100%\t8\t8\n"
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "indicators")
        await pilot.press("down")
        app.screen.query_one("Indicators DataTable").post_message(Paste(text))
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await pilot.pause()
        rows = screen.session.form.indicators
        assert [row.name for row in rows[2:4]] == ["[b]台数[/b]", "合格率"]
        assert rows[:2] + rows[4:] == finished.indicators
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert screen.session.form == finished


async def test_what_holds_no_rows_is_said(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "indicators")
        app.copy_to_clipboard("乱写\t的")
        await pilot.press("ctrl+v")
        await pilot.pause()
        assert any("单行请选中一格再粘贴" in note.message for note in app._notifications)
        assert screen.session.form == finished


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
        why = screen.query_one("#why-policy", Static)
        assert "没有认出地区" in str(why.content)
        editor.value = "hubei-20"
        await pilot.pause()
        assert not str(why.content)
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
        # Accepted ones stand behind the open ones, and before the rules that were not checked.
        found = screen.query_one("#found", OptionList)
        found.highlighted = len(screen.session.findings) - 1
        await pilot.press("w")
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


async def test_without_points_no_total_is_shown_or_written(app: SelfEvalApp) -> None:
    row = Indicator(level2="数量指标", name="培训期数", target="≥5期", actual="6期")
    form = SelfEvaluation(project="某项目", indicators=(row,))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot, form, "head")
        shown = str(screen.query_one("#score", Static).render())
        assert "核算 —" in shown
        assert "各行没有分值" in shown
        assert "核算 —" in str(screen.query_one("#status", Static).render())
        assert "total" not in screen.session.to_fill()
