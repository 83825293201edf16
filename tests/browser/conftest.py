"""A real browser, a server for it, and pages in it."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest_asyncio
from browser.page import READABLE, Served, Shown, chromium_or_skip
from serving import named

from selfeval_assist.tui.serve.server import BrowserServer
from selfeval_assist.tui.serve.start import listen

LAPTOP = {"width": 1366, "height": 768}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Any]:
    program = chromium_or_skip("在浏览器里填报的全过程（tests/browser）")
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        options = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
        opened = await playwright.chromium.launch(executable_path=program, args=options)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Any) -> AsyncIterator[Any]:
    made = await browser.new_context(viewport=LAPTOP, locale="zh-CN", accept_downloads=True)
    await made.add_init_script(READABLE)
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(context: Any) -> Callable[[], Awaitable[Shown]]:
    async def made() -> Shown:
        shown = Shown(await context.new_page())
        shown.page.on("request", lambda request: shown.requests.append(request.url))
        shown.page.on("websocket", lambda opened: shown.requests.append(opened.url))
        shown.page.on("pageerror", lambda error: shown.problems.append(str(error)))
        return shown

    return made


@pytest_asyncio.fixture(loop_scope="session")
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    listening = listen(0)
    assert listening is not None
    workspace = named(tmp_path / "workspace.db")
    server = BrowserServer(listening.getsockname()[1], workspace)
    stopped = asyncio.Event()
    running = asyncio.create_task(server.run(listening, stopped))
    try:
        yield Served(server, workspace, stopped)
    finally:
        stopped.set()
        await running
