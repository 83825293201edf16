"""A page as someone reads it who cannot see the terminal, and the four kinds of files."""

from collections.abc import Awaitable, Callable

import pytest
from browser.page import Served, Shown, until
from browser.test_pages import example, open_first, store

from selfeval_assist.form import paths
from selfeval_assist.tui.serve import bookmark

pytestmark = pytest.mark.asyncio(loop_scope="session")
NewPage = Callable[[], Awaitable[Shown]]


async def test_18_form_findings_and_texts_are_read_by_role_and_name(
    served: Served, new_page: NewPage
) -> None:
    store(served, paths.put(example(), "notes", "<img src=x onerror=alert(1)>"))
    shown = await new_page()
    await open_first(shown, served)
    page = shown.page
    await page.keyboard.press("Control+Shift+F")
    plain = page.get_by_role("region", name="文字版")
    await until(plain.get_by_role("heading", name=example().project).count, "the plain form")
    for name in ("基本信息", "项目资金", "总体目标", "绩效指标", "偏差说明", "检查结果", "草稿"):
        assert await plain.get_by_role("region", name=name).count() == 1
    rows = plain.get_by_role("table", name="指标表").get_by_role("row")
    assert await rows.count() == len(example().indicators) + 1
    assert await plain.get_by_role("columnheader", name="核算得分").count() == 1
    assert await plain.get_by_role("region", name="检查结果").get_by_role("listitem").count() > 0
    assert await plain.locator("img").count() == 0, "a text of a form is no markup"
    # What is typed follows.
    await page.locator(".xterm-helper-textarea").focus()
    await shown.press("Tab")
    await page.keyboard.insert_text("二期")
    await until(plain.get_by_text("二期").count, "what was typed, in the plain form")
    lines = page.locator(".xterm-accessibility")
    assert "项目负责人" in await lines.inner_text(), "the terminal itself can be read too"
    assert await page.get_by_role("textbox", name="填报界面的输入处").count() == 1
    assert not shown.problems


async def test_18_four_kinds_of_files_are_downloaded(served: Served, new_page: NewPage) -> None:
    store(served, example())
    shown = await new_page()
    await open_first(shown, served)
    for name, suffix in (
        ("下载 Excel", ".xlsx"), ("下载 Word", ".docx"), ("下载纯文本 .md", ".md"),
        ("下载 .json", ".json"),
    ):  # fmt: skip
        async with shown.page.expect_download() as coming:
            await shown.page.get_by_role("button", name=name).click()
        file = await coming.value
        assert file.suggested_filename.endswith(suffix)
        assert await file.failure() is None


async def test_17_a_bookmark_opens_again_without_the_window(
    served: Served, new_page: NewPage
) -> None:
    page = bookmark.place(served.workspace)
    served.server.gate.bookmark(lambda link: bookmark.lead(page, link))
    store(served, example())
    links = set()
    for _ in range(3):
        text = page.read_text(encoding="utf-8")
        links.add(text)
        shown = await new_page()
        await shown.page.context.clear_cookies()
        await shown.page.goto(page.as_uri())
        await until(shown.page.locator("a:focus").count, "the focus on the link")
        await shown.page.keyboard.press("Enter")
        await until(shown.page.locator("#terminal").count, "the page of the screens")
        await shown.ready()
        await shown.sees("项目支出绩效自评助手")
        await shown.page.close()
    assert len(links) == 3, "each link works once"
    bookmark.lead(page, "")
    shown = await new_page()
    await shown.page.goto(page.as_uri())
    await shown.message("填报服务没有运行")
