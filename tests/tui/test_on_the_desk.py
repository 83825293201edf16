"""What stood in a clerk's way, each with the keys that a clerk would press.

The numbers are those of the points in the order of the issue about the desk.
"""

from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Button, Input, Static
from textual.widgets._toast import ToastRack
from tui_steps import LARGE, SMALL, field, opened, steps, until, walk

from selfeval_assist.documents import write_json
from selfeval_assist.form import FundLine, Funds, Indicator, SelfEvaluation
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.dialogs.write import Write
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.widgets.field import Field
from selfeval_assist.workspace import Workspace

ROW = Indicator(level2="数量指标", name="台数", target="≥10台", actual="5台", weight="40")


def told(app: SelfEvalApp) -> list[str]:
    return [str(each.message) for each in app._notifications]


def focused(app: SelfEvalApp) -> str:
    """Return the path of the focused field."""
    held = app.focused
    around = held.ancestors_with_self if held else ()
    return next((each.path for each in around if isinstance(each, Field)), "")


async def test_1_the_page_of_money_opens_on_the_first_amount(app: SelfEvalApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f2", "f4", *"120", "enter", *"110", "enter", *"99")
        await pilot.pause()
        total = walk(app).session.form.funds.total
        assert (total.initial.raw, total.adjusted.raw, total.executed.raw) == ("120", "110", "99")


async def test_1_what_is_typed_on_the_table_begins_in_the_first_empty_cell(
    app: SelfEvalApp,
) -> None:
    row = ROW.model_copy(update={"actual": type(ROW.actual)("")})
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, SelfEvaluation(indicators=(row,)), "indicators")
        await pilot.press(*"12台")
        await pilot.pause()
        assert screen.session.form.indicators[0].actual.raw == "12台"
        assert focused(app) == "indicators.0.actual"


async def test_1_a_text_that_nothing_takes_is_said(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "indicators")
        await pilot.press("台")
        await pilot.pause()
        assert any("已经填全" in each for each in told(app))
        await pilot.press("escape", "台")
        await pilot.pause()
        assert any("刚才的字没有记下" in each for each in told(app))
        assert screen.session.form == finished


async def test_2_arrows_move_in_a_dialog_and_enter_does_what_is_coloured(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    workspace.create(finished, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("delete")
        await pilot.pause()

        def coloured() -> list[str]:
            lit = app.get_css_variables()["primary"].lower()
            buttons = app.screen.query(Button)
            return [each.id or "" for each in buttons if each.styles.background.hex.lower() == lit]

        assert coloured() == ["no"]
        await pilot.press("right")
        await pilot.pause()
        assert coloured() == ["yes"]
        await pilot.press("left", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        assert workspace.forms()
        await pilot.press("delete", "down", "enter")
        await pilot.pause()
        assert not workspace.forms()


async def test_2_enter_takes_what_was_written(app: SelfEvalApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f7", "ctrl+a", *"周岚", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        assert app.person == "周岚"


async def test_3_a_remark_goes_when_its_cause_goes(app: SelfEvalApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, SelfEvaluation(year=2025), "head")

        def said() -> str:
            shown = [each for each in screen.query(".problem") if each.display]
            status = str(screen.query_one("#status", Static).render())
            return status + "".join(str(each.render()) for each in shown)  # type: ignore[attr-defined]

        await pilot.press("end", "5")
        await pilot.pause()
        assert "没有保存：年度" in said()
        await pilot.press("backspace")
        await pilot.pause()
        assert screen.session.form.year == 2025
        assert "没有保存" not in said()


async def test_4_ctrl_a_selects_all_everywhere(app: SelfEvalApp, finished: SelfEvaluation) -> None:
    async with app.run_test(size=SMALL) as pilot:
        for way in (("f4",), ("f8",), ("slash",)):
            await pilot.press(*way)
            await pilot.pause()
            line = app.focused
            assert isinstance(line, Input)
            await pilot.press(*"甲乙丙", "ctrl+a", "丁")
            await pilot.pause()
            assert line.value == "丁"
            await pilot.press("escape")
            await pilot.pause()


async def test_5_score_rate_and_total_are_offered_when_a_row_is_complete(app: SelfEvalApp) -> None:
    total = FundLine(name="年度资金总额", initial="100", adjusted="100", executed="90")
    row = ROW.model_copy(update={"weight": type(ROW.weight)("")})
    form = SelfEvaluation(funds=Funds(total=total), indicators=(row,))
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, form, "indicators")
        editor = field(app, "indicators.0.score").editor
        assert isinstance(editor, Input)
        assert editor.placeholder == ""
        field(app, "indicators.0.weight").editor.focus()
        await pilot.press(*"40")
        await pilot.pause()
        assert editor.placeholder == "20 回车填入"
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert screen.session.form.indicators[0].score.raw == "20"
        field(app, "total").editor.focus()
        await pilot.press("enter")
        await pilot.pause()
        assert screen.session.form.total.raw == "29"
        await screen.action_show("funds")
        for name in ("weight", "rate", "score"):
            field(app, f"funds.total.{name}").editor.focus()
            await pilot.press("enter")
            await pilot.pause()
        done = screen.session.form.funds.total
        assert (done.weight.raw, done.rate.raw, done.score.raw) == ("10", "90.00%", "9")


async def test_5_a_score_of_the_persons_own_is_never_replaced(app: SelfEvalApp) -> None:
    row = ROW.model_copy(update={"score": type(ROW.score)("35")})
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, SelfEvaluation(indicators=(row,)), "indicators")
        field(app, "indicators.0.score").editor.focus()
        await pilot.press("enter")
        await pilot.pause()
        assert screen.session.form.indicators[0].score.raw == "35"


async def test_6_the_policy_is_shown_with_its_reason(app: SelfEvalApp) -> None:
    form = SelfEvaluation(department="上海市交通委员会", unit="上海市道路运输局")
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, form, "head")
        said = str(screen.query_one("#why-policy", Static).render())
        assert screen.session.policy.name in said
        assert "上海" in said


async def test_8_a_form_opens_where_it_was_left_undo_included(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "indicators")
        form_id = screen.session.form_id
        await pilot.press("down", "down", "enter", "ctrl+a", *"新名", "f10")
        await pilot.pause()
        assert isinstance(app.screen, Home)
    again = SelfEvalApp(workspace, person="陈默")
    async with again.run_test(size=SMALL) as pilot:
        again.open_form(form_id)
        await pilot.pause()
        assert focused(again) == "indicators.2.name"
        session = walk(again).session
        assert session.form.indicators[2].name == "新名"
        for _ in range(9):
            await pilot.press("ctrl+z")
            await pilot.pause()
        assert session.form == finished
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert session.form != finished


async def test_9_the_number_of_a_step_leads_to_it(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "head")
        await pilot.press("escape", "2")
        await pilot.pause()
        assert (screen.parts.current, focused(app)) == ("funds", "funds.total.initial")
        await pilot.press("2")
        await pilot.pause()
        assert screen.session.form.funds.total.initial.raw.endswith("2"), "in a field it is text"
        await pilot.press("escape", "6")
        await pilot.pause()
        await pilot.press("8")
        await pilot.pause()
        assert screen.parts.current == "export"


@pytest.mark.parametrize("quoting", ["'{}' ", '"{}"', "file://{}", "{}"])
async def test_10_a_path_dropped_on_the_list_opens(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path, quoting: str
) -> None:
    file = tmp_path / "自评 表.json"
    write_json(finished, file)
    name = str(file)
    if quoting == "{}":
        name = name.replace(" ", "\\ ")
    elif quoting.startswith("file"):
        name = file.as_uri().removeprefix("file://")
    async with app.run_test(size=SMALL) as pilot:
        app.post_message(Paste(quoting.format(name)))
        await until(pilot, lambda: isinstance(app.screen, Walk))
        await pilot.pause()
        assert walk(app).session.form.project == finished.project


async def test_10_what_is_no_file_is_said(app: SelfEvalApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.post_message(Paste("随便一句话"))
        await pilot.pause()
        assert any("不是本机的文件" in each for each in told(app))


@pytest.mark.parametrize("path", ["year", "notes", "project"])
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_12_notices_never_cover_the_field_in_hand(
    app: SelfEvalApp, finished: SelfEvaluation, size: tuple[int, int], path: str
) -> None:
    async with app.run_test(size=size, notifications=True) as pilot:
        await opened(app, pilot, finished, "head")
        for number in range(4):
            app.notify(f"第{number}条：" + "很长的话" * 30, markup=False)
        await pilot.pause(0.2)
        field(app, path).editor.focus()
        await pilot.pause(0.2)
        held = app.focused
        rack = app.screen.get_child_by_type(ToastRack)
        shown = [each for each in rack.children if each.display]
        toasts = [app.screen.find_widget(each.children[0]) for each in shown]
        assert held
        visible = [each.visible_region for each in toasts]
        assert visible[-1].height > 2, "the latest can be read"
        assert not any(each.overlaps(held.region) for each in visible)


async def test_13_the_name_is_asked_once_and_is_never_the_login(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "pc-0815")
    first = SelfEvalApp(workspace)
    async with first.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert isinstance(first.screen, Write)
        await pilot.press(*"周岚", "enter", "f2")
        await pilot.pause()
        assert walk(first).session.form.people.filler == "周岚"
    second = SelfEvalApp(workspace)
    async with second.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert isinstance(second.screen, Home)
        assert "周岚" in str(second.screen.query_one("#title", Static).render())


async def test_13_who_does_not_answer_is_not_asked_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "pc-0815")
    for asked in (True, False):
        app = SelfEvalApp(workspace)
        async with app.run_test(size=SMALL) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, Write) == asked
            await pilot.press("escape")
            await pilot.pause()
            assert "pc-0815" not in str(app.screen.query_one("#title", Static).render())
            await pilot.press("f2")
            await pilot.pause()
            assert walk(app).session.form.people.filler == ""


async def test_14_nothing_to_do_only_when_no_draft_is_open(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, finished, "export")
        screen.session.propose(screen.session.compose("actual"))
        await pilot.pause()
        assert any("待1" in each for each in steps(app))
        said = str(screen.query_one("#warnings", Static).render())
        assert "草稿没有逐句决定完" in said
        assert "没有待办" not in said


async def test_15_last_years_form_offers_to_move_the_years(
    app: SelfEvalApp, workspace: Workspace
) -> None:
    row = Indicator(level2="时效指标", name="完工时间", target="2025年11月底前", weight="10")
    old = SelfEvaluation(
        year=2025, project="道路养护", indicators=(row,),
        goal={"planned": "按云财预〔2025〕3号，2025年12月31日前完成养护。"},
    )  # fmt: skip
    workspace.create(old, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await pilot.pause()
        form = walk(app).session.form
        assert (form.year, form.indicators[0].target.raw) == (2026, "2026年11月底前")
        assert form.goal.planned == "按云财预〔2025〕3号，2026年12月31日前完成养护。"
        await pilot.press("f10", "end", "f3", "left", "enter")
        await pilot.pause()
        assert walk(app).session.form.indicators[0].target.raw == "2025年11月底前"
