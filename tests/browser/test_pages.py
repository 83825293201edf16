"""What is special about a page: reload, tabs, clipboard, files, and the end."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from browser.page import Served, Shown, children, outside, until

from selfeval_assist.documents import read, write_xlsx
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.resources import folder
from selfeval_assist.workspace import FormId, Workspace

pytestmark = pytest.mark.asyncio(loop_scope="session")
NewPage = Callable[[], Awaitable[Shown]]
HOSTILE = "[bold red]x[/] $(touch /tmp/x) https://evil.example/ <img src=x>"


def example() -> SelfEvaluation:
    (form,) = read(folder("examples") / "finished.json")
    return form


def store(served: Served, form: SelfEvaluation) -> FormId:
    with Workspace.open(served.workspace) as opened:
        return opened.create(form, person="陈默")


def stored(served: Served, form_id: FormId) -> SelfEvaluation:
    with Workspace.open(served.workspace) as opened:
        return opened.load(form_id).form


async def becomes(served: Served, form_id: FormId, path: str, text: str) -> None:
    """Wait until a field is stored with a text at its end."""

    async def is_stored() -> bool:
        return str(paths.get(stored(served, form_id), path)).endswith(text)

    await until(is_stored, f"{path} stored with {text}")


async def open_first(shown: Shown, served: Served) -> None:
    await shown.open(served.link)
    await shown.sees("项目支出绩效自评助手")
    await shown.press("Enter")
    await shown.sees("项目负责人", "已保存")


async def clipboard(shown: Shown) -> str:
    return str(await shown.page.evaluate("navigator.clipboard.readText()"))


async def test_a_reload_or_a_lost_connection_finds_everything_as_it_was(
    served: Served, new_page: NewPage
) -> None:
    form_id = store(served, example())
    shown = await new_page()
    await open_first(shown, served)
    await shown.press("F4", "F4")
    await shown.add("刚刚输入的总体目标")
    await shown.reload()
    await shown.sees("刚刚输入的总体目标", "预期目标")
    assert "项目负责人" not in await shown.text()
    # The focus is where it was.
    await shown.page.keyboard.insert_text("，接着写")
    await shown.sees("刚刚输入的总体目标，接着写")
    await becomes(served, form_id, "goal.planned", "刚刚输入的总体目标，接着写")
    (tab,) = served.server.tabs.running()
    assert tab.page is not None
    await tab.page.close(code=1011)
    await shown.message("连接断开，正在重新连接")
    await shown.message("已连接")
    await shown.ready()
    await shown.sees("刚刚输入的总体目标，接着写", "预期目标")
    # Undo is still there.
    await shown.press("Control+z", "Control+z")
    await becomes(served, form_id, "goal.planned", example().goal.planned)
    await columns_are_even(shown)
    await a_duplicated_tab_gets_a_program_of_its_own(shown, await new_page(), served)
    assert not shown.problems


async def columns_are_even(shown: Shown) -> None:
    """Two cells are as wide as a Chinese character needs, and the font is the one asked for."""
    widths = await shown.page.evaluate(
        """() => {
          const pen = document.createElement("canvas").getContext("2d");
          pen.font = "16px 'Roboto Mono'";
          const wide = (text) => pen.measureText(text).width;
          return {latin: wide("m"), narrow: wide("i"), quotes: wide("“"), han: wide("汉")};
        }"""
    )
    assert widths["latin"] == widths["narrow"] == widths["quotes"]
    assert widths["latin"] * 1.5 < widths["han"] <= widths["latin"] * 2
    cell = await shown.page.evaluate(
        "document.querySelector('.xterm-screen').clientWidth / shown.terminal.cols"
    )
    assert abs(cell - widths["latin"]) < 1


async def a_duplicated_tab_gets_a_program_of_its_own(
    first: Shown, second: Shown, served: Served
) -> None:
    name = await first.page.evaluate("sessionStorage.getItem('selfeval-tab')")
    await second.page.add_init_script(
        "if (!window.name) { window.name = 'copied'; "
        f"sessionStorage.setItem('selfeval-tab', '{name}') }}"
    )
    await second.open(served.link)
    await second.sees("项目支出绩效自评助手")
    await first.sees("部署自助服务终端")
    assert len(served.server.tabs.running()) == 2


async def test_two_tabs_cannot_overwrite_each_other(served: Served, new_page: NewPage) -> None:
    form_id = store(served, example())
    first, second = await new_page(), await new_page()
    await open_first(first, served)
    await open_first(second, served)
    await first.press("Tab")
    await first.add("甲窗口的名称")
    await becomes(served, form_id, "project", "甲窗口的名称")
    await second.press("Tab")
    await second.add("乙窗口的名称")
    await second.sees("保存失败")
    assert stored(served, form_id).project.endswith("甲窗口的名称")
    # Whoever was overtaken loses nothing, not even when the program ends in the middle.
    await served.server.tabs.stop()
    await second.message("服务已经结束，内容都已保存")
    with Workspace.open(served.workspace) as opened:
        ends = {each.project.removeprefix(example().project) for each in opened.forms()}
    assert ends == {"甲窗口的名称", "乙窗口的名称"}


async def test_paste_copy_and_hostile_text(served: Served, new_page: NewPage, context: Any) -> None:
    await context.grant_permissions(["clipboard-write"])
    form_id = store(served, paths.put(example(), "notes", HOSTILE))
    shown = await new_page()
    await open_first(shown, served)
    await shown.sees(HOSTILE)
    await shown.press("F4", "F4", "Control+a", "Delete")
    await shown.sees("预期目标")
    pasted = "第一段：完成清淤12公里。\r\n第二段\u001b[201~\u001b[21~“引号”、①\ttab"
    await shown.page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        pasted,
    )
    await shown.sees("第一段：完成清淤12公里。", "“引号”、①")
    # The end of a paste and the key F10 inside the text are neither; they are dropped as controls.
    wanted = "第一段：完成清淤12公里。\n第二段[201~[21~“引号”、①\ttab"
    await becomes(served, form_id, "goal.planned", wanted)
    await shown.press("Control+a", "Control+c")
    await shown.press("Control+a", "Delete")
    await shown.press("Control+v", "Control+v")

    async def twice() -> bool:
        return stored(served, form_id).goal.planned.count("第一段：完成清淤12公里。") == 2

    await until(twice, "the text pasted twice with Ctrl+V")
    assert not outside(shown.requests)
    assert not shown.problems


async def test_files_are_uploaded(served: Served, new_page: NewPage, tmp_path: Path) -> None:
    file = tmp_path / "河道清淤 $(reboot);'.xlsx"
    write_xlsx(paths.put(example(), "project", "河道清淤项目"), file)
    shown = await new_page()
    await shown.open(served.link)
    await shown.sees("项目支出绩效自评助手")
    async with shown.page.expect_file_chooser() as waiting:
        await shown.press("Control+o")
    await (await waiting.value).set_files(file)
    await shown.sees("项目负责人", "河道清淤项目")
    damaged = tmp_path / "坏文件.xlsx"
    damaged.write_bytes(b"PK\x03\x04 no workbook")
    await shown.page.set_input_files("#file", damaged)
    await shown.sees("坏文件.xlsx")
    assert "Traceback" not in await shown.text()
    await shown.press("F10")
    await shown.sees("项目支出绩效自评助手")
    await leaving_says_so_and_starts_again(shown, served)


async def leaving_says_so_and_starts_again(shown: Shown, served: Served) -> None:
    await shown.press("F10")
    await shown.message("已退出，内容都已保存")
    assert not served.server.tabs.running()
    await shown.page.click("#again")
    await shown.ready()
    await shown.sees("项目支出绩效自评助手")
    await shown.page.close()

    async def alone() -> bool:
        return not any(tab.attached for tab in served.server.tabs.running())

    await until(alone, "the program without a page")
    await served.server.tabs.stop()
    assert not [line for line in children() if str(served.workspace) in line]
