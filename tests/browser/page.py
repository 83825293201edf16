"""A page whose terminal can be read, and what else the tests of the browser share."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import needs
from programs import PATIENCE

from selfeval_assist.tui.serve.server import BrowserServer

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# The page keeps its terminal to itself and draws it on a canvas; whoever sets `websocket_url` on
# something is the object that holds it.
READABLE = """
Object.defineProperty(Object.prototype, "websocket_url", {
  configurable: true,
  set(value) {
    Object.defineProperty(this, "websocket_url", {value, writable: true, configurable: true});
    window.shown = this.terminal ? this : window.shown;
    window.shown = window.shown || this;
  },
});
"""
_STATE = """() => {
  const terminal = window.shown && window.shown.terminal;
  if (!terminal) return "";
  const lines = terminal.buffer.active;
  // What lies behind the last column, from when the window was wider, is kept but not shown.
  const shown = (n) => lines.getLine(n).translateToString(true, 0, terminal.cols);
  return Array.from({length: terminal.rows}, (_, n) => shown(n))
    .concat([lines.cursorX, lines.cursorY]).join("\\n");
}"""


def chromium_or_skip(what: str) -> str:
    """Return the program of the browser; without one ``needs`` says what is lost."""
    needs.module("playwright.async_api", what)
    return needs.program(*PROGRAMS, untested=what)


async def until(true: Callable[[], Awaitable[object]], what: str) -> None:
    """Wait until something holds; the content security policy keeps the browser from waiting."""
    for _ in range(int(PATIENCE / 0.05)):
        if await true():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"waited {PATIENCE} s in vain for: {what}")


@dataclass
class Shown:
    """A page that shows the screens."""

    page: Any
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    async def text(self) -> str:
        from playwright.async_api import Error

        try:
            return str(await self.page.evaluate(_STATE))
        except Error as error:
            if "navigation" not in str(error):
                raise
            return ""  # a page on its way to another shows nothing yet

    async def sees(self, *texts: str) -> None:
        async def seen() -> bool:
            shown = await self.text()
            return all(text in shown for text in texts)

        try:
            await until(seen, "、".join(texts))
        except AssertionError as error:
            raise AssertionError(f"{error}\n{await self.text()}") from None

    async def message(self, text: str) -> None:
        """Wait for words of the page itself."""

        async def said() -> bool:
            return text in await self.page.inner_text("body")

        await until(said, text)

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before has had its effect.

        A program that waits for the processor takes longer than a person needs for the next key.
        """
        for key in keys:
            before = await self.page.evaluate(_STATE)
            await self.page.keyboard.press(key)
            await self.settles(before)

    async def settles(self, before: str) -> None:
        """Wait until the screen or its cursor has changed, and then stands still."""
        seen = before
        for step in range(60):
            await asyncio.sleep(0.06)
            now = await self.page.evaluate(_STATE)
            if now == seen and (now != before or step > 12):
                return
            seen = now

    async def add(self, text: str) -> None:
        """Put a text behind what stands in the focused field, as an input method does."""
        await self.press("Control+End")
        await self.page.keyboard.insert_text(text)
        await self.sees(text)

    async def open(self, link: str) -> None:
        await self.page.goto(link)
        await self.ready()

    async def reload(self) -> None:
        await self.page.reload()
        await self.ready()

    async def ready(self) -> None:
        await until(lambda: self.page.locator("#cover").is_hidden(), "the first screen")


@dataclass
class Served:
    """A server in this process."""

    server: BrowserServer
    workspace: Path
    stopped: asyncio.Event
    entered: bool = False

    @property
    def link(self) -> str:
        """What a browser opens: a link first; later the address, for a new link ends the old."""
        if self.entered:
            return self.server.gate.origin
        self.entered = True
        return self.server.gate.link()


def children() -> list[str]:
    """Return the command lines of the programs behind pages that run now."""
    if not sys.platform.startswith("linux"):
        return []
    lines = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(each.read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [line for line in lines if "tui.serve.child" in line]


def outside(requests: list[str]) -> list[str]:
    """Return the requests that left this computer."""
    return [
        each
        for each in requests
        if urlsplit(each).scheme not in {"data", "blob"} and urlsplit(each).hostname != "127.0.0.1"
    ]
