"""Whoever floods the server, the person who came in with the link goes on working."""

import asyncio
import contextlib
import os
import re
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import needs
import pytest
from programs import PATIENCE
from serving import Browser, entered, named, served, typed

from selfeval_assist.tui.serve import connections, uploads
from selfeval_assist.tui.serve.server import BrowserServer
from selfeval_assist.tui.serve.start import listen
from selfeval_assist.tui.serve.tabs import FULL, MOST

TABS = [f"3f2b8f7e-0000-4000-8000-{number:012}" for number in range(50)]
IDLE = 1000
FILES = 512
"""Less than half of what everybody together would need."""
SLOW = (b"", b"GET / HTTP/1.1\r\nHost: ")
"""With which a connection begins that never ends what it began."""
GARBAGE = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET /%00%ff?token=\xff\xfe HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"POST /upload HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999\r\n\r\nx",
    b"POST /upload HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET /ws HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81",
    b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 20000,
    b"\r\n" * 5000,
    b"GET http://[ HTTP/1.1\r\nHost: {host}\r\nCookie: \xff=;;\r\n\r\n",
)
"""What no browser sends."""


class Page:
    """A page that remembers what was drawn on it, and always answers, as a browser does."""

    def __init__(self, opened: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = opened
        self._drawn = ""
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type is aiohttp.WSMsgType.BINARY:
                self._drawn += message.data.decode()

    async def sees(self, text: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while text not in self._drawn:
                assert not self._reading.done(), self.socket.close_code
                await asyncio.sleep(0.02)

    async def presses(self, key: str, then: str) -> None:
        self._drawn = ""
        await self.socket.send_str(typed(key))
        await self.sees(then)


def linux_or_skip() -> None:
    if not sys.platform.startswith("linux"):
        needs.missing("/proc（Linux）", "一千个空闲连接、五十个页面、八个上传时的内存")
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 2 * IDLE:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(2 * IDLE, hard), hard))


def mebibytes(process: int, what: str) -> float:
    """Return a figure of the memory of a process: ``VmRSS`` now, ``VmHWM`` at most so far."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    found = re.search(rf"^{what}:\s+(\d+) kB", status, re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def programs(server: int) -> list[int]:
    """Return the programs behind pages."""
    listed = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii")
    return [int(each) for each in listed.split()]


def files(process: int) -> int:
    return len(os.listdir(f"/proc/{process}/fd"))  # noqa: PTH208


@contextlib.contextmanager
def crowd(authority: str) -> Iterator[list[socket.socket]]:
    """Hold many connections that somebody else opened."""
    host, port = authority.split(":")
    opened = []
    try:
        for begun in (*SLOW * (IDLE // 2), *GARBAGE):
            each = socket.create_connection((host, int(port)), timeout=PATIENCE)
            opened.append(each)
            with contextlib.suppress(ConnectionError):
                each.sendall(begun.replace(b"{host}", authority.encode()))
        yield opened
    finally:
        for each in opened:
            each.close()


async def still_works(page: Page) -> None:
    """Open the help and close it again, which draws both times."""
    await page.presses("\x1bOP", "怎么用")
    await page.presses("\x1b", "项目支出绩效自评助手")


async def test_the_first_user_goes_on_in_a_crowd(tmp_path: Path) -> None:
    linux_or_skip()
    async with (
        served(named(tmp_path / "work.db"), files=FILES) as server,
        entered(server.link) as person,
    ):
        first = Page(await person.connect(TABS[0]))
        await first.sees("项目支出绩效自评助手")
        told = {"alone": mebibytes(server.number, "VmRSS")}
        opening = await asyncio.to_thread(crowd(urlsplit(server.link).netloc).__enter__)
        assert len(opening) == IDLE + len(GARBAGE)
        assert files(server.number) < FILES - 100
        await still_works(first)
        told[f"{IDLE} idle"] = mebibytes(server.number, "VmRSS")
        pages = await asyncio.gather(*(person.connect(tab) for tab in TABS[1:]))
        await still_works(first)
        codes = await asyncio.gather(*(refused(each) for each in pages))
        assert codes.count(FULL) == len(TABS) - MOST
        shown = [Page(each) for each, code in zip(pages, codes, strict=True) if code is None]
        names = [tab for tab, code in zip(TABS[1:], codes, strict=True) if code is None]
        told[f"{len(TABS)} tabs"] = mebibytes(server.number, "VmRSS")
        sent = asyncio.gather(*(send(person, tab) for tab in [TABS[0], *names]))
        await sent
        await first.presses("\x1bOP", "怎么用")
        told["8 uploads, most"] = mebibytes(server.number, "VmHWM")
        behind = [mebibytes(each, "VmHWM") for each in programs(server.number)]
        for each in (first, *shown):
            await each.socket.close()
        for each in opening:
            each.close()
    print(told, "programs:", behind)
    assert told["8 uploads, most"] < told["alone"] + 64
    assert len(behind) == MOST
    assert max(behind) < 300
    assert "Traceback" not in server.printed
    assert "Error" not in server.printed


async def refused(page: aiohttp.ClientWebSocketResponse) -> int | None:
    """Return the code with which a page is refused; None when something is drawn."""
    async with asyncio.timeout(PATIENCE):
        message = await page.receive()
    return None if message.type is aiohttp.WSMsgType.BINARY else page.close_code


SIZE = 32 * 1024 * 1024


async def send(person: Browser, tab: str) -> None:
    """Send a file that is half as large as any may be, and of a kind that no form has."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(SIZE // (1024 * 1024)):
            yield b"\0" * (1024 * 1024)

    assert await person.upload(tab, pieces(), "a.bin") == 204


@contextlib.asynccontextmanager
async def running(workspace: Path) -> AsyncIterator[tuple[BrowserServer, Browser]]:
    listening = listen(0)
    assert listening is not None
    server = BrowserServer(listening.getsockname()[1], named(workspace))
    stopped = asyncio.Event()
    task = asyncio.create_task(server.run(listening, stopped))
    try:
        async with entered(server.gate.link()) as person:
            yield server, person
    finally:
        stopped.set()
        await task


async def test_what_stands_idle_is_closed_and_what_is_used_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "PATIENCE", 0.2)
    async with running(tmp_path / "workspace.db") as (server, person):
        page = Page(await person.connect(TABS[0]))
        await page.sees("项目支出绩效自评助手")

        async def slow() -> AsyncIterator[bytes]:
            for _ in range(8):
                yield b"x"
                await asyncio.sleep(0.1)

        uploading = asyncio.create_task(person.upload(TABS[0], slow(), "a.bin"))
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET / HTTP/1.1\r\nHos")
        async with asyncio.timeout(PATIENCE):
            with contextlib.suppress(ConnectionError):
                assert await reader.read() == b""
        writer.close()
        assert await uploading == 204
        await still_works(page)


async def test_an_upload_that_stands_still_or_is_too_large_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PATIENCE", 0.2)
    monkeypatch.setattr(uploads, "LARGEST", 1000)
    async with running(tmp_path / "workspace.db") as (server, person):
        page = Page(await person.connect(TABS[0]))
        await page.sees("项目支出绩效自评助手")

        async def stuck() -> AsyncIterator[bytes]:
            yield b"x"
            await asyncio.sleep(PATIENCE)

        assert await person.upload(TABS[0], stuck()) == 408
        assert await person.upload(TABS[0], b"x" * 1001) == 413
        # Somebody who goes away in the middle.
        lost = asyncio.create_task(person.upload(TABS[0], stuck()))
        await asyncio.sleep(0.1)
        lost.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await lost
        async with asyncio.timeout(PATIENCE):
            while os.listdir(server.private):  # noqa: ASYNC110, PTH208
                await asyncio.sleep(0.05)
        monkeypatch.setattr(uploads, "MOST", 0)
        assert await person.upload(TABS[0], b"x") == 429
        await still_works(page)
