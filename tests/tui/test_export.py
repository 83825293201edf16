"""The last step: files in the official layout, a unit's own blank form, and what is said."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import blank_forms
import pytest
from programs import PATIENCE
from textual.widgets import Button, Input, Select
from tui_steps import LARGE, SMALL, opened, until

from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.screens.walk import Walk


def said(screen: Walk) -> str:
    return str(screen.query_one("#written").render())


async def test_word_excel_and_json_are_written_and_handed_over(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[Path] = []

    def exported(files: Sequence[Path]) -> None:
        handed.extend(files)

    monkeypatch.setattr(app, "exported", exported)
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "export")
        screen.query_one("#folder", Input).value = str(tmp_path / "交")
        await pilot.press("enter")
        await pilot.pause()
        assert {file.suffix for file in (tmp_path / "交").iterdir()} == {".xlsx", ".docx", ".json"}
        assert set(handed) == set((tmp_path / "交").iterdir())
        assert all(file.name[:10] in said(screen).replace("\n", "") for file in handed)
        async with asyncio.timeout(PATIENCE):
            while "已有同名文件" not in said(screen):  # a button rests after it was pressed
                await pilot.press("enter")
                await pilot.pause(0.1)
        assert not screen.query_one("#replace", Button).has_class("hidden")
        assert len(handed) == 3


async def test_a_form_of_the_same_project_is_not_written_over_another(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path
) -> None:
    app.workspace.create(finished, person="陈默")
    other = paths.put(finished, "unit", "乙站")
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, other, "export")
        (tmp_path / f"{finished.project}.xlsx").write_text("第一份", encoding="utf-8")
        screen.query_one("#folder", Input).value = str(tmp_path)
        await pilot.press("enter")
        await pilot.pause()
        assert "已导出" in said(screen)
        # Names are the same each time, so the same form finds its own files again.
        assert (tmp_path / f"{finished.project}-乙站.xlsx").exists()
        assert (tmp_path / f"{finished.project}.xlsx").read_text("utf-8") == "第一份"


async def test_the_report_is_written_alone_and_replaced_alone(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path
) -> None:
    made = tmp_path / "交" / f"{finished.project} 自评报告.docx"
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "export")
        screen.query_one("#folder", Input).value = str(made.parent)
        for _ in range(2):
            screen.query_one("#report", Button).press()
            await pilot.pause()
        await until(pilot, lambda: "已有同名文件" in said(screen))
        made.write_bytes(b"")
        screen.query_one("#replace", Button).press()
        await until(pilot, lambda: made.name in said(screen).replace("\n", ""))
    assert made.stat().st_size
    assert list(made.parent.iterdir()) == [made]


@pytest.mark.parametrize("make", [blank_forms.workbook, blank_forms.document])
async def test_a_blank_form_of_the_unit_is_filled(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path, make: object
) -> None:
    suffix = ".xlsx" if make is blank_forms.workbook else ".docx"
    blank = tmp_path / f"空白{suffix}"
    make(blank)  # type: ignore[operator]
    before = blank.read_bytes()
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, finished, "export")
        screen.query_one("#folder", Input).value = str(tmp_path / "交")
        screen.query_one("#blank", Input).value = f'"{blank}"'
        await pilot.pause()
        assert "空白表" in str(screen.query_one("#write", Button).label)
        await pilot.press("enter")
        await pilot.pause()
        (file,) = (tmp_path / "交").iterdir()
        assert file.suffix == suffix
        assert str(screen.query_one("#written").render()).startswith("已导出")
    (form,) = read(file)
    assert form.project == finished.project
    held = [row.actual.raw for row in form.indicators if row.name.strip()]
    assert held == [row.actual.raw for row in finished.indicators]
    assert blank.read_bytes() == before


async def test_another_layout_can_be_chosen(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, finished, "export")
        choice = screen.query_one("#layout", Select)
        assert "中央通用" in choice.prompt
        screen.query_one("#folder", Input).value = str(tmp_path / "交")
        choice.value = "hubei"
        await pilot.pause()
        assert "各行的分值" in str(screen.query_one("#warnings").render())
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "年初目标值" in str(app.screen.query_one("#paper").render())
        await pilot.press("escape")
        await pilot.press("enter")
        await pilot.pause()
        assert "已导出" in said(screen)
        screen.query_one("#blank", Input).value = "空白.xlsx"
        await pilot.pause()
        assert choice.disabled
    (sheet,) = (tmp_path / "交").glob("*.xlsx")
    (form,) = read(sheet)
    assert form.title == "2025年度项目自评表"
    assert form.funds.total.weight.raw == "20"


async def test_what_finds_no_place_in_a_blank_form_is_said(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path
) -> None:
    blank = blank_forms.workbook(tmp_path / "空白.xlsx")
    many = finished.model_copy(update={"notes": "这一条在空白表里没有位置"})
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, many, "export")
        screen.query_one("#folder", Input).value = str(tmp_path / "交")
        screen.query_one("#blank", Input).value = str(blank)
        await pilot.press("enter")
        await pilot.pause()
        assert "请核对" in said(screen)


async def test_a_blank_form_that_is_not_there_is_said(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "export")
        screen.query_one("#folder", Input).value = str(tmp_path / "交")
        screen.query_one("#blank", Input).value = str(tmp_path / "没有.xlsx")
        await pilot.press("enter")
        await pilot.pause()
        assert "没有.xlsx" in said(screen).replace("\n", "")
        assert "已导出" not in said(screen)
        assert app.is_running


async def test_what_the_steps_still_lack_is_said_before(
    app: SelfEvalApp, finished: SelfEvaluation
) -> None:
    form = paths.put(finished, "unit", "")
    form = paths.put(form, "indicators.3.actual", "")
    form = paths.put(form, "funds.deviation.text", "【待填：预算偏差的原因】")
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, form, "drafts")
        await pilot.press("down", "f8")
        await pilot.pause()
        await screen.action_show("export")
        await pilot.pause()
        shown = str(screen.query_one("#warnings").render())
        assert "“1 基本信息”还有 1 处没有填" in shown
        assert "“4 绩效指标”还有 1 行没有填全" in shown
        assert "“7 起草与审阅”还有 1 段草稿没有逐句决定完" in shown
        assert "项目预算的" in shown
        assert "仍然" in str(screen.query_one("#write", Button).label)


async def test_a_folder_that_cannot_be_made_is_said_in_chinese(
    app: SelfEvalApp, finished: SelfEvaluation, tmp_path: Path
) -> None:
    (tmp_path / "占用").touch()
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot, finished, "export")
        screen.query_one("#folder", Input).value = str(tmp_path / "占用" / "交")
        await pilot.press("enter")
        await pilot.pause()
        told = said(screen).replace("\n", "")
        assert "文件夹建不了（路径中有一段是文件，不是文件夹）" in told
        assert "directory" not in told
        assert screen.query_one("#replace", Button).has_class("hidden")
