"""One program for each page. A page that is loaded again finds its program as it left it."""

import asyncio
import contextlib
import json
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from selfeval_assist.system import own_group
from selfeval_assist.tui.serve.inherited import limited
from selfeval_assist.tui.serve.last_words import last_words

KEPT = 600.0
"""Seconds for which a program waits for its page to come back."""
MOST = 8
"""Programs at a time; each takes about 80 MB."""
PATIENCE = 5.0
"""Seconds that a program has to store everything and end."""

# Close codes of the websocket, which the page turns into words.
ENDED, FAILED, STOPPED, TAKEN, FULL, REPLACED = 4000, 4001, 4002, 4003, 4004, 4005


class Tab(AppService):
    """The program of one page; it lives on while the page is being loaded again.

    Attributes:
        received: the number of the last text that the program was handed.

    Args:
        arguments: program and arguments; no shell sees them.
        downloads: where files wait that the program hands to the browser.
    """

    def __init__(self, arguments: Sequence[str], downloads: DownloadManager) -> None:
        super().__init__(
            "",
            write_bytes=self._to_page,
            write_str=self._to_page,
            close=self._do_nothing,
            download_manager=downloads,
        )
        self._arguments = arguments
        self._page: web.WebSocketResponse | None = None
        self._farewell = ENDED
        self.received = 0
        self.left_at = time.monotonic()
        self.ended = asyncio.Event()

    @property
    def page(self) -> web.WebSocketResponse | None:
        """The page that shows this program."""
        return self._page

    @property
    def attached(self) -> bool:
        """Whether a page shows this program."""
        return self._page is not None and not self._page.closed

    async def attach(self, page: web.WebSocketResponse, width: int, height: int) -> None:
        """Show the program on a page; started when it is not running yet."""
        self._page = page
        # A page that holds what did not arrive sends it again, to the same program alone.
        await self._to_page(json.dumps(["program", self.app_service_id, self.received]))
        if self._process is None:
            await self.start(width, height)
        else:
            await self.set_terminal_size(width, height)
            await self.send_meta({"type": "attached"})

    def detach(self, page: web.WebSocketResponse) -> None:
        """Go on without a page."""
        if self._page is page:
            self._page = None
            self.left_at = time.monotonic()

    async def take(self, text: str, number: int) -> None:
        """Hand what was typed to the program, once, however often the page sends it.

        Args:
            text: keys, as a terminal sends them.
            number: larger than that of any text before; one that is not has been here already.
        """
        if number > self.received:
            self.received = number
            await self.send_bytes(text.encode("utf-8", "replace"))

    async def stop(self, farewell: int = ENDED) -> None:
        """Let the program store everything and end; end it when it does not.

        Args:
            farewell: the close code that its page gets when the program has ended well.
        """
        self._farewell = farewell
        process = self._process
        if process is None or self._task is None:
            self.ended.set()
            return
        await self._download_manager.cancel_app_downloads(self.app_service_id)
        # A program that stands still reads nothing, and what is sent waits for its reader.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.send_meta({"type": "quit"}), PATIENCE)
        if await self._ends():
            return
        for end in (process.terminate, process.kill):
            with contextlib.suppress(ProcessLookupError):
                end()
            if await self._ends():
                return

    async def _ends(self) -> bool:
        """Wait with patience; return whether the program has ended."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.ended.wait(), PATIENCE)
        return self.ended.is_set()

    async def run(self) -> None:
        """Carry packets until the program has ended, then say so to the page."""
        process = self._process
        if process is None:
            return
        # The library would keep all of it, and print it as it is into the window.
        said, process.stderr = process.stderr, _empty()
        listening = asyncio.create_task(last_words(said))
        # A program that ended before it was listened to ends the library's listener with an error.
        with contextlib.suppress(asyncio.CancelledError):
            await super().run()
        # The library takes a cancellation for the end, so the program would be waited for for ever.
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        code = await process.wait()
        self.ended.set()
        if self._page is not None:
            await self._page.close(code=FAILED if code else self._farewell)
        # Whatever the program itself has started may hold its end of the pipe for longer.
        with contextlib.suppress(TimeoutError):
            if words := await asyncio.wait_for(listening, PATIENCE):
                print(words, flush=True)

    async def on_meta(self, data: bytes) -> None:
        """Act on what the program says; it opens no address in the browser."""
        kind = json.loads(data)["type"]
        if kind == "pick_file":
            await self._to_page(json.dumps(["pick_file"]))
        elif kind == "plain":
            await self._to_page(json.dumps(["plain", json.loads(data)["html"]]))
        elif kind == "deliver_file_start":
            await super().on_meta(data)

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width, height),
            # Ctrl+C in the window is for the server, which then asks every program to end.
            **own_group(),
        )
        self._stdin = self._process.stdin
        return self._process

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return limited(super()._build_environment(width, height)) | {
            "TEXTUAL_DRIVER": "selfeval_assist.tui.serve.driver:BrowserDriver"
        }

    async def _to_page(self, data: bytes | str) -> None:
        """Send to the page; without one it is dropped, for a new page gets everything anew."""
        page = self._page
        if page is None or page.closed:
            return
        try:
            await (page.send_bytes(data) if isinstance(data, bytes) else page.send_str(data))
        except (ConnectionError, RuntimeError):
            self.detach(page)

    async def _do_nothing(self) -> None:
        """The page is closed when the process has ended, not when it says that it will."""


class Tabs:
    """All programs of a server.

    Attributes:
        workspace: the workspace file.

    Args:
        workspace: the workspace file that all of them open.
        form: a form that each opens at once.
        downloads: where files wait for the browser.
        kept: seconds for which a program waits for its page to come back.
    """

    def __init__(
        self,
        workspace: Path,
        form: int | None,
        downloads: DownloadManager,
        *,
        kept: float = KEPT,
    ) -> None:
        # -P: a folder of the working directory that is named like a module is not imported.
        child = [sys.executable, "-P", "-m", "selfeval_assist.tui.serve.child"]
        self.workspace = workspace
        form_option = [] if form is None else [f"--form={form}"]
        self._arguments = [*child, f"--workspace={workspace}", *form_option]
        self._downloads = downloads
        self._kept = kept
        self._tabs: dict[str, Tab] = {}
        self._leaving: set[asyncio.Task[bool]] = set()

    def get(self, name: str) -> Tab | None:
        """Return the running program of a page."""
        tab = self._tabs.get(name)
        return None if tab is None or tab.ended.is_set() else tab

    def running(self) -> tuple[Tab, ...]:
        """Return all running programs."""
        return tuple(tab for tab in self._tabs.values() if not tab.ended.is_set())

    def let_out(self) -> None:
        """Close every page, for another link was made; its program waits for it as for any."""
        for tab in self.running():
            if tab.page is not None:
                leaving = asyncio.create_task(tab.page.close(code=REPLACED))
                self._leaving.add(leaving)
                leaving.add_done_callback(self._leaving.discard)
                tab.detach(tab.page)

    async def find(self, name: str) -> Tab | int:
        """Return the program for a page, a new one when it has none, or the code of a refusal."""
        tab = self.get(name)
        if tab is not None:
            # A page that is loaded again may be here before its old connection is gone; a page
            # that was duplicated has the name of one that stays.
            for _ in range(15):
                if not tab.attached:
                    return tab
                await asyncio.sleep(0.1)
            return TAKEN
        self._forget_ended()
        if len(self._tabs) >= MOST and not await self._end_oldest():
            return FULL
        self._tabs[name] = tab = Tab(self._arguments, self._downloads)
        return tab

    async def tidy(self) -> None:
        """End programs whose page has not come back; runs until cancelled."""
        while True:
            await asyncio.sleep(min(self._kept, 5.0))
            late = time.monotonic() - self._kept
            gone = [tab for tab in self._tabs.values() if not tab.attached and tab.left_at < late]
            await asyncio.gather(*(tab.stop() for tab in gone))
            self._forget_ended()

    async def stop(self) -> None:
        """End all programs; each stores what is open first."""
        await asyncio.gather(*(tab.stop(STOPPED) for tab in self._tabs.values()))
        self._tabs.clear()

    async def _end_oldest(self) -> bool:
        waiting = [tab for tab in self._tabs.values() if not tab.attached]
        if not waiting:
            return False
        await min(waiting, key=lambda tab: tab.left_at).stop()
        self._forget_ended()
        return True

    def _forget_ended(self) -> None:
        self._tabs = {name: tab for name, tab in self._tabs.items() if not tab.ended.is_set()}


def _empty() -> asyncio.StreamReader:
    empty = asyncio.StreamReader()
    empty.feed_eof()
    return empty
