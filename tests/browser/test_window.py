"""The window around the screens: its keys, its size, and a server that is not there."""

import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from browser.page import Served, Shown, until
from browser.test_pages import becomes, example, open_first, store, stored
from faults.server import fault_server

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.serve.handover import hand_over

pytestmark = pytest.mark.asyncio(loop_scope="session")
NewPage = Callable[[], Awaitable[Shown]]
WATCHED = 'window.addEventListener("keydown", (event) => (window.lastKey = event), true)'
"""Keeps the last key, so that it can be asked whether the browser was kept from acting on it."""
REFUSING = """
const write = navigator.clipboard.writeText.bind(navigator.clipboard);
navigator.clipboard.writeText = (text) =>
  navigator.userActivation.isActive && window.allowed ? write(text) : Promise.reject(new Error());
"""
"""A browser that lets a page copy only from a click, as Safari does."""
FOCUSED = "document.activeElement.classList.contains('xterm-helper-textarea')"


async def taken(shown: Shown, key: str, *, changes: bool = True) -> bool:
    """Press a key that changes the screen; return whether only the program has it."""
    before = await shown.text()
    await shown.page.keyboard.press(key)
    if changes:
        await shown.settles(before)
    return bool(await shown.page.evaluate("window.lastKey.defaultPrevented"))


async def test_keys_clicks_and_sizes(served: Served, new_page: NewPage) -> None:
    store(served, example())
    shown = await new_page()
    await shown.page.add_init_script(WATCHED)
    await open_first(shown, served)
    # What the program makes of them has tests of its own.
    for key in ("F1", "Escape", "F12", "Escape", "Control+p", "Escape", "F5"):
        assert await taken(shown, key), key
    assert await taken(shown, "Control+l", changes=False)
    assert await taken(shown, "Control+r")
    await shown.sees("复制整表")
    assert await taken(shown, "Escape")
    for key in ("F11", "Control+Shift+r", "Control+F5", "Control+v", "Control+0", "Control+="):
        assert not await taken(shown, key, changes=False), key
    await shown.page.keyboard.press("F3")
    await shown.page.keyboard.press("F3")
    await shown.page.keyboard.press("F3")
    await shown.sees("预期目标")
    # Under the last line there is a strip that belongs to no line.
    await shown.page.mouse.click(700, 766)
    assert await shown.page.evaluate(FOCUSED)
    # A laptop at 200 %, and a wide screen at 25 %: more columns than a terminal ever has.
    for size in ({"width": 683, "height": 384}, {"width": 5464, "height": 500}):
        await whole(shown, size)
    assert not shown.problems


async def whole(shown: Shown, size: dict[str, int]) -> None:
    """See the screens fill a size, drawn from nothing or not, and the state in words."""

    async def filled() -> bool:
        *lines, _, _ = (await shown.text()).splitlines()
        first, last = lines[0], lines[-1]
        return "政务服务大厅智能化改造项目" in first and last.lower().rstrip().endswith("f10 返回")

    await shown.page.set_viewport_size(size)
    await until(filled, f"{size} filled")
    await shown.reload()
    await until(filled, f"{size} filled after a reload")
    state = await shown.page.locator("#state").bounding_box()
    assert state["x"] > 0
    assert state["x"] + state["width"] <= size["width"]


async def test_a_copy_that_the_browser_refuses(
    served: Served, new_page: NewPage, context: Any
) -> None:
    await context.grant_permissions(["clipboard-write", "clipboard-read"])
    form: SelfEvaluation = example()
    store(served, form)
    shown = await new_page()
    await shown.page.add_init_script(REFUSING)
    await open_first(shown, served)
    await shown.press("Tab", "Control+c")
    await shown.message("浏览器没有允许复制，请点左边的“复制”")
    await shown.page.evaluate("window.allowed = true")
    await shown.page.click("#copy")
    await shown.message("已复制")
    # The page itself may not read the clipboard; what lies there is seen by pasting it.
    await shown.press("Control+a", "Delete", "Control+v")
    await shown.sees(form.project)
    assert await shown.page.locator("#copy").is_hidden()


async def test_a_draft_of_a_model_goes_on_through_a_reload(
    served: Served, new_page: NewPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(served, example())
    async with fault_server() as model:
        monkeypatch.setenv("OPENAI_API_KEY", "key")
        monkeypatch.setenv("OPENAI_MODEL", "model")
        monkeypatch.setenv("OPENAI_BASE_URL", model.url("drip"))
        shown = await new_page()
        await open_first(shown, served)
        await shown.press("F8", "ArrowDown", "F8")
        await shown.sees("正在写第 1 句")
        await shown.reload()
        await shown.sees("正在写第 1 句")
        await shown.page.keyboard.press("Escape")
        await shown.sees("已停止起草")
        assert model.hits["drip"] == 1


async def test_a_closed_tab_and_a_server_that_is_not_there(
    served: Served, new_page: NewPage, context: Any
) -> None:
    form_id = store(served, example())
    left, shown = await new_page(), await new_page()
    await open_first(left, served)
    await left.press("Tab", "Control+End")
    await left.page.keyboard.insert_text("关闭前输入")
    await left.page.close()
    address = served.server.gate.origin
    await becomes(served, form_id, "project", "关闭前输入")
    # The browser is known already; no link is needed.
    await shown.open(address)
    await shown.sees("项目支出绩效自评助手", "关闭前输入")
    nothing = await shown.page.request.get(f"{address}/nothing", headers={"Sec-Fetch-Site": "none"})
    assert nothing.status == 404
    assert "这里没有内容" in await nothing.text()
    await shown.press("Enter", "Tab")
    await context.set_offline(True)
    await shown.page.keyboard.insert_text("没有应答时")
    await shown.message("刚输入的内容还没有保存")
    await context.set_offline(False)
    await shown.message("已连接，内容自动保存")
    await shown.sees("没有应答时")
    gone = await new_page()
    await gone.open(address)
    await gone.sees("项目支出绩效自评助手")
    await gone.press("F10")
    await gone.message("已退出，内容都已保存")
    served.stopped.set()
    await shown.message("服务已经结束，内容都已保存")
    assert await shown.page.locator("#again").is_hidden()
    assert not await shown.page.evaluate(FOCUSED)

    async def said() -> bool:
        # Until the port is closed, the page may find the server once more.
        if await gone.page.locator("#again").is_visible():
            await gone.page.click("#again")
        return "服务已经结束，内容都保存在本机" in await gone.page.inner_text("body")

    await until(said, "words of the page instead of the browser's own")


async def test_what_is_typed_into_a_connection_that_breaks_arrives_once(
    served: Served, new_page: NewPage, context: Any
) -> None:
    form_id = store(served, example())
    shown = await new_page()
    await open_first(shown, served)
    await shown.press("Tab")
    await shown.add("甲")
    await context.set_offline(True)
    await shown.page.keyboard.insert_text("乙丙")
    await shown.message("刚输入的内容还没有保存")
    cut(served)
    await context.set_offline(False)
    await shown.sees(example().project + "甲乙丙")
    await becomes(served, form_id, "project", example().project + "甲乙丙")
    # Keys are for the program that they were typed into, and for no other.
    await context.set_offline(True)
    await shown.page.keyboard.insert_text("丁")
    await shown.message("刚输入的内容还没有保存")
    (tab,) = served.server.tabs.running()
    cut(served)
    await tab.stop()
    await context.set_offline(False)
    await shown.message("断线时输入的最后几个字没有送到，请核对后重新输入")
    assert stored(served, form_id).project == example().project + "甲乙丙"
    assert not shown.problems


def cut(served: Served) -> None:
    """Break the connection of the page, as a network does: neither side says goodbye."""
    (tab,) = served.server.tabs.running()
    assert tab.page is not None
    tab.page.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


async def test_the_page_that_leads_to_the_link(
    served: Served, new_page: NewPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the browser it is another site than ours, and so would a page elsewhere be."""
    told: list[str] = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.open", told.append)
    hand_over(served.link, tmp_path / "open.html")
    shown = await new_page()

    async def opened() -> bool:
        return bool(told)

    await until(opened, "the browser told what to open")
    assert "token" not in told[0]
    await shown.open(told[0])
    await shown.sees("项目支出绩效自评助手")
    assert shown.page.url == f"{served.server.gate.origin}/"
    # A new link ends what the old one opened, and says so; the page finds its program again.
    (program,) = served.server.tabs.running()
    link = served.server.gate.link()
    await shown.message("启动窗口里换了新链接，这个页面已经失效")
    await shown.page.reload()
    await shown.message("这个链接已经用过、已经失效")
    await shown.open(link)
    await shown.sees("项目支出绩效自评助手")
    assert served.server.tabs.running() == (program,)
    assert not shown.problems
