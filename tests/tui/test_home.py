"""The list: figures, search, last year's form, archive, files and pasted tables; the settings."""

import json
import stat
from pathlib import Path

import pytest
from textual.widgets import Footer, Input, Static
from tui_steps import LARGE, SMALL, until, walk

from selfeval_assist.documents import read_text, write_xlsx
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.resources import folder
from selfeval_assist.tui.app import SelfEvalApp, now
from selfeval_assist.tui.dialogs.choose import Choose, Files, Pick
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.overviews import Preview
from selfeval_assist.tui.screens.settings import Settings
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.state.related import linked
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.state.standing import completeness, standing
from selfeval_assist.tui.state.taken_over import begun_again
from selfeval_assist.tui.widgets.form_list import FormList
from selfeval_assist.workspace import FormId, Workspace


def rows(app: SelfEvalApp) -> list[list[str]]:
    table = app.screen.query_one(FormList)
    return [[str(cell) for cell in table.get_row_at(at)] for at in range(table.row_count)]


def footer(app: SelfEvalApp) -> set[str]:
    """Return the keys and words that the footer shows."""
    bindings = [each.binding for each in app.active_bindings.values()]
    return {
        f"{each.key} {each.description}"
        for each in bindings
        if each.show and each.id and each.id.startswith("home.")
    }


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_list_shows_how_every_form_stands(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation, size: tuple[int, int]
) -> None:
    workspace.create(SelfEvaluation(project="[b]空表[/b]"), person="陈默")
    workspace.create(finished, person="陈默")
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        done, blank = rows(app)
        known = standing(finished)
        assert done[0] == "2025"
        assert done[2] == "█████ 100%"
        assert done[3:7] == ["96.66", str(known.errors), str(known.warnings), str(known.advice)]
        assert done[8] == "待补充"
        assert (blank[1], blank[8]) == ("[b]空表[/b]", "填报中")
        table = app.screen.query_one(FormList)
        assert table.virtual_size.width <= table.size.width
        buttons = list(app.screen.query("#buttons Button"))
        assert all(each.region.right <= size[0] for each in buttons)


def test_completeness_counts_what_every_form_needs(finished: SelfEvaluation) -> None:
    assert completeness(SelfEvaluation()) == 0
    assert completeness(finished) == 100
    assert completeness(paths.put(finished, "indicators.0.actual", "")) == 98


async def test_search_looks_at_unit_and_year_too(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    workspace.create(finished, person="陈默")
    workspace.create(SelfEvaluation(year=2024, unit="水务局"), person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"2024 水务")
        await pilot.pause()
        assert [row[0] for row in rows(app)] == ["2024"]
        await pilot.press(*"乙")
        await pilot.pause()
        assert "没有找到" in str(app.screen.query_one("#state").render())
        await pilot.press("backspace", "enter", "enter")
        await pilot.pause()
        await pilot.press("f10")
        await pilot.pause()
        hint = app.screen.query_one("#welcome")
        assert str(hint.render()) == "查找“2024 水务”：2 份中的 1 份，Esc 显示全部"
        await pilot.press("escape")
        await pilot.pause()
        assert len(rows(app)) == 2
        assert "查找“" not in str(hint.render())


async def test_a_form_is_begun_from_last_years(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    old = workspace.create(finished, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f3", "escape")
        await pilot.pause()
        session = walk(app).session
        form = session.form
        assert form.year == 2026
        assert [row.target for row in form.indicators] == [r.target for r in finished.indicators]
        assert all(row.actual.blank and row.score.blank for row in form.indicators)
        assert form.goal.actual == ""
        assert form.funds.total.executed.blank
        assert "请逐项对照" in str(app.screen.query_one("#doubts").render())
        assert session.last_year == finished
    assert linked(workspace, session.form_id, "last_year") == finished
    assert linked(workspace, FormId(old), "last_year") is None


def test_nothing_of_last_years_results_is_taken_over(finished: SelfEvaluation) -> None:
    new = begun_again(finished)
    text = new.model_dump_json()
    for result in ("546人次", "430", "云财预〔2025〕18号", "96.66"):
        assert result not in text.replace(finished.goal.planned, "")


async def test_a_form_is_put_away_looked_at_and_taken_back(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    workspace.create(finished, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        assert "F9 归档箱" in str(app.screen.query_one("#welcome").render())
        await pilot.press("delete", "tab", "enter")
        await pilot.pause()
        assert workspace.forms() == ()
        await pilot.press("f9")
        await pilot.pause()
        assert rows(app)[0][8] == "已归档"
        assert footer(app) == {"f1 说明", "f8 设置", "delete 取回", "f10 退出"}
        assert not {"新建自评表", "归档箱"} & {
            each.title for each in app.get_system_commands(app.screen)
        }
        await pilot.press("f2", "f6")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Preview)
        await pilot.press("escape", "delete", "tab", "enter")
        await pilot.pause()
        assert len(workspace.forms()) == 1


async def test_a_table_is_pasted(app: SelfEvalApp) -> None:
    text = (folder("examples") / "source" / "two-forms.txt").read_text(encoding="utf-8")
    async with app.run_test(size=SMALL) as pilot:
        app.copy_to_clipboard(text)
        await pilot.press("f5", "ctrl+v", "ctrl+s")
        await pilot.pause()
        assert len(rows(app)) == 2
        await pilot.press("f5", *"没有表格", "ctrl+s")
        await pilot.pause()
        assert any("没有找到自评表" in str(note.message) for note in app._notifications)


async def test_the_same_form_again_is_asked_about_and_a_copy_is_marked(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation, tmp_path: Path
) -> None:
    file = tmp_path / "表.json"
    file.write_text(finished.model_dump_json(), encoding="utf-8")
    first = workspace.create(finished, person="陈默")
    workspace.save(first, paths.put(finished, "notes", "改过"), revision=1, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        home = app.screen
        assert isinstance(home, Home)
        for keys, count in ((("escape",), 1), (("enter",), 1), (("end", "enter"), 2)):
            home.bring(file)
            await until(pilot, lambda: isinstance(app.screen, Choose))
            await pilot.press(*keys)
            await pilot.pause()
            assert len(workspace.forms()) == count
            if keys != ("escape",):
                assert (walk(app).session.form_id == first) == (count == 1)
                await pilot.press("f10")
                await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert sorted(row[1].startswith("（副本）") for row in rows(app)) == [False, True]


async def test_several_forms_again_are_asked_about_once(
    app: SelfEvalApp, workspace: Workspace
) -> None:
    text = (folder("examples") / "source" / "two-forms.txt").read_text(encoding="utf-8")
    old, _ = read_text(text, "两份")
    workspace.create(old, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        app.copy_to_clipboard(text)
        await pilot.press("f5", "ctrl+v", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, Choose)
        await pilot.press("enter")
        await pilot.pause()
        assert len(workspace.forms()) == 2


async def test_a_file_named_at_the_start_is_not_stored_twice(
    workspace: Workspace, finished: SelfEvaluation, tmp_path: Path
) -> None:
    file = tmp_path / "表.json"
    file.write_text(finished.model_dump_json(), encoding="utf-8")
    first = workspace.create(finished, person="陈默")
    app = SelfEvalApp(workspace, file=file, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await pilot.pause()
        assert walk(app).session.form_id == first


async def test_a_compared_document_is_marked_in_the_archive(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation
) -> None:
    own = workspace.create(finished, person="陈默")
    session = Session(workspace, own, person="陈默", clock=now)
    session.compare_with(paths.put(finished, "year", 2024), "last_year")
    workspace.archive(own, person="陈默")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f9")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert {row[0]: row[8] for row in rows(app)} == {"2025": "已归档", "2024": "对照文件"}


async def test_a_file_is_picked_from_the_folders(
    app: SelfEvalApp, workspace: Workspace, finished: SelfEvaluation, tmp_path: Path
) -> None:
    place = tmp_path / "[b]交"
    place.mkdir()
    write_xlsx(finished, place / "a[@click=app.quit]表.xlsx")
    (place / "photo.png").write_bytes(b"x")
    workspace.settings.put("folder", str(place))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f4")
        await until(
            pilot,
            lambda: isinstance(app.screen, Pick) and app.screen.query_one(Files).root.children,
        )
        names = [str(node.label) for node in app.screen.query_one(Files).root.children]
        assert names == ["a[@click=app.quit]表.xlsx"]
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Walk))
        assert walk(app).session.form.project == finished.project


async def test_a_typed_path_is_opened_and_a_wrong_one_is_said(
    app: SelfEvalApp, workspace: Workspace, tmp_path: Path
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        app.screen.query_one(Input).value = f"'{tmp_path / '没有.xlsx'}'"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Home) and app._notifications)
        assert any("文件不存在" in str(note.message) for note in app._notifications)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_settings_are_kept_and_the_key_stays_out_of_the_workspace(
    app: SelfEvalApp, workspace: Workspace, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("f8")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, Settings)
        assert screen.query_one(Footer).region.height == 1
        screen.query_one("#person", Input).value = "周岚"
        screen.query_one("#base_url", Input).value = "model.example"
        screen.query_one("#model", Input).value = "m"
        screen.query_one("#key", Input).value = "sk-0123456789"
        await pilot.press("f10")
        await pilot.pause()
        assert isinstance(app.screen, Settings), "a bad address is said first"
        assert "http" in str(screen.query_one("#tested", Static).render())
        screen.query_one("#base_url", Input).value = "http://127.0.0.1:9/v1"
        await pilot.press("f5")
        await until(pilot, lambda: "不能使用" in str(screen.query_one("#tested", Static).render()))
        await pilot.press("f10")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        assert app.person == "周岚"
        assert app.endpoint is not None
        assert app.endpoint.api_key.get_secret_value() == "sk-0123456789"
    kept = workspace.path.with_name(f"{workspace.path.name}.keys.json")
    assert json.loads(kept.read_text()) == {"http://127.0.0.1:9/v1": "sk-0123456789"}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert not any("sk-0123456789" in event.detail for event in workspace.events())


async def test_a_key_can_be_changed_and_a_taken_one_is_refused(
    app: SelfEvalApp, workspace: Workspace
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f8", "f6", "down", "enter")
        await pilot.pause()
        await pilot.press("ctrl+a", "delete", *"f4", "ctrl+s")
        await pilot.pause()
        assert any("已经用于" in str(note.message) for note in app._notifications)
        await pilot.press("enter", "ctrl+a", "delete", *"乱写键", "ctrl+s")
        await pilot.pause()
        assert any("可以用 f1 到 f12" in str(note.message) for note in app._notifications)
        await pilot.press("enter", "ctrl+a", "delete", *"ctrl+n", "ctrl+s")
        await pilot.pause()
        await pilot.press("escape", "f10")
        await pilot.pause()
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert walk(app).session.form == workspace.load(workspace.forms()[0].id).form
    assert workspace.settings.get("keymap") == {"home.new": "ctrl+n"}


def test_every_action_has_a_name_of_its_own(app: SelfEvalApp) -> None:
    names = [each.id for each in app.named_actions()]
    assert len(names) == len(set(names))
