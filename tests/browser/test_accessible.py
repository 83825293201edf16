"""Nobody is shut out: axe-core on every page, and the tree that a screen reader is given.

What axe cannot know, such as whether a table is reached by its name, is in ``test_reading``.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from browser.axe import faults
from browser.page import Served, Shown, until
from browser.test_pages import example, open_first, store
from programs import run

from selfeval_assist.resources import folder
from selfeval_assist.tui.serve import bookmark

pytestmark = pytest.mark.asyncio(loop_scope="session")
NewPage = Callable[[], Awaitable[Shown]]
LARGE = {"width": 1366, "height": 768}
ENLARGED = {"width": 342, "height": 600}
"""The same window at 400 %."""


async def sound(page: Any) -> None:
    """See that axe finds nothing at either size, whatever its weight."""
    for size in (LARGE, ENLARGED):
        await page.set_viewport_size(size)
        assert await faults(page) == []


async def read_aloud(shown: Shown, heading: str) -> Any:
    """Open the plain view and return it when it shows a heading."""
    if await shown.page.locator("#plain").is_hidden():
        await shown.page.keyboard.press("Control+Shift+F")
    plain = shown.page.get_by_role("region", name="文字版")
    await until(plain.get_by_role("heading", name=heading).count, f"{heading} as plain text")
    return plain


async def test_the_start_list(served: Served, new_page: NewPage) -> None:
    store(served, example())
    shown = await new_page()
    await shown.open(served.link)
    await shown.sees("项目支出绩效自评助手", "96.66")
    await sound(shown.page)
    await shown.page.set_viewport_size(LARGE)
    plain = await read_aloud(shown, "项目支出绩效自评助手")
    table = plain.get_by_role("table", name="自评表")
    row = table.get_by_role("row").filter(
        has=shown.page.get_by_role("rowheader", name=example().project)
    )
    assert "96.66" in await row.inner_text()
    assert "待补充" in await row.inner_text()
    assert await row.get_by_role("cell", name="100%", exact=True).count() == 1
    columns = "window.shown.terminal.cols"
    await until(lambda: shown.page.evaluate(f"{columns} < 100"), "room for the text")
    assert await shown.page.evaluate(f"{columns} >= 80"), "as many as the screens need"
    await sound(shown.page)
    assert not shown.problems


async def test_form_findings_and_texts(served: Served, new_page: NewPage) -> None:
    store(served, example())
    shown = await new_page()
    await open_first(shown, served)
    await sound(shown.page)
    await shown.page.set_viewport_size(LARGE)
    for key, seen in (("F5", "提请核实"), ("F8", "起草")):
        await shown.press(key)
        await shown.sees(seen)
        await sound(shown.page)
        await shown.page.set_viewport_size(LARGE)
    await shown.press("ArrowDown", "F8")
    await shown.sees("［待定］")
    plain = await read_aloud(shown, example().project)
    drafts = plain.get_by_role("region", name="草稿")
    await until(drafts.get_by_role("listitem").count, "the sentences of a draft")
    assert (
        await drafts.get_by_role("list").count()
        == await drafts.get_by_role("heading", level=3).count()
    )
    await sound(shown.page)
    assert not shown.problems


async def test_what_lies_under_a_message_is_out_of_reach(served: Served, new_page: NewPage) -> None:
    shown = await new_page()
    await shown.open(served.link)
    await shown.sees("项目支出绩效自评助手")
    await shown.press("F10")
    await shown.message("已退出，内容都已保存")
    told = shown.page.get_by_role("alertdialog", name="连接情况")
    assert "已退出" in await told.get_by_role("status").inner_text()
    reached = set()
    for _ in range(6):
        await shown.page.keyboard.press("Tab")
        reached.add(await shown.page.evaluate("document.activeElement.id"))
    assert reached <= {"again", ""}
    await sound(shown.page)


async def test_the_pages_on_the_way_in(served: Served, new_page: NewPage, tmp_path: Path) -> None:
    shown = await new_page()
    refused = await shown.page.goto(served.server.gate.origin)
    assert refused.status == 403
    await sound(shown.page)
    page = tmp_path / "open.html"
    for link in (served.link, ""):
        bookmark.lead(page, link)
        await shown.page.goto(page.as_uri())
        await sound(shown.page)


async def test_the_pages_for_people(new_page: NewPage, tmp_path: Path) -> None:
    """The report of a check, of a batch, and of the record."""
    examples = folder("examples")
    files = [*map(str, sorted(examples.glob("*.xlsx")))]
    workspace = ("--workspace", tmp_path / "workspace.db")
    run("check", *files, "--format", "html", "--output", tmp_path / "check.html")
    run("batch", examples, "--into", tmp_path)
    run("forms", *workspace)
    run("audit", "--export", tmp_path / "audit.html", *workspace)
    shown = await new_page()
    for name in ("check.html", "汇总报告.html", "audit.html"):
        await shown.page.goto((tmp_path / name).as_uri())
        for folded in await shown.page.locator("details").all():
            await folded.evaluate("(each) => (each.open = true)")
        await sound(shown.page)
