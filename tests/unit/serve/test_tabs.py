"""The programs behind pages: what they get, how they end, and that nothing is lost by it."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from programs import PATIENCE
from serving import Browser, entered, named, typed
from textual_serve.download_manager import DownloadManager

from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.resources import folder
from selfeval_assist.tui.serve import tabs
from selfeval_assist.tui.serve.inherited import limited
from selfeval_assist.tui.serve.opened import opened_form
from selfeval_assist.tui.serve.server import BrowserServer
from selfeval_assist.tui.serve.start import listen
from selfeval_assist.workspace import Workspace

FIRST, SECOND = (f"3f2b8f7e-0000-4000-8000-00000000000{n}" for n in (1, 2))
START = """
import sys
from pathlib import Path
from selfeval_assist.tui.serve import serve
sys.exit(serve(Path(sys.argv[1]), 0, False, Path(sys.argv[2])))
"""


def test_a_program_gets_only_what_it_needs() -> None:
    given = {
        "PATH": "/bin", "LC_ALL": "C", "OPENAI_API_KEY": "k", "SELFEVAL_PROXY": "p", "Path": "C:",
        "AWS_SECRET_ACCESS_KEY": "s", "LD_PRELOAD": "x.so", "PYTHONSTARTUP": "x.py",
        "DATABASE_URL": "d", "LANGSMITH_TRACING": "true", "BASH_ENV": "x", "OPENAI_ORG_ID": "o",
    }  # fmt: skip
    kept = limited(given)
    assert kept.keys() == {"PATH", "LC_ALL", "OPENAI_API_KEY", "SELFEVAL_PROXY", "Path"}


class Page:
    """A page without a browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.drawn = ""
        self.told: list[str] = []

    async def sees(self, text: str, seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while text not in self.drawn:
                await self.hears()

    async def hears(self) -> None:
        message = await self.socket.receive()
        if message.type is aiohttp.WSMsgType.TEXT:
            self.told.append(message.data)
            return
        assert message.type is aiohttp.WSMsgType.BINARY, (message, self.drawn[-500:])
        self.drawn += message.data.decode()

    async def settles(self) -> None:
        """Wait until nothing more is drawn but the cursor, which blinks every half second."""
        with contextlib.suppress(TimeoutError):
            for _ in range(20):
                async with asyncio.timeout(0.3):
                    await self.hears()

    async def types(self, text: str) -> None:
        self.drawn = ""
        await self.socket.send_str(typed(text))

    async def closed(self) -> int | None:
        """Wait for the end and return its code."""
        async with asyncio.timeout(PATIENCE):
            while not self.socket.closed:
                await self.socket.receive()
        return self.socket.close_code


async def page(browser: Browser, tab: str) -> Page:
    return Page(await browser.connect(tab))


@contextlib.asynccontextmanager
async def running(workspace: Path, **options: float) -> AsyncIterator[BrowserServer]:
    listening = listen(0)
    assert listening is not None
    server = BrowserServer(listening.getsockname()[1], named(workspace), **options)
    stopped = asyncio.Event()
    task = asyncio.create_task(server.run(listening, stopped))
    try:
        yield server
    finally:
        stopped.set()
        await task


async def test_room_is_made_by_ending_what_waits_without_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabs, "MOST", 1)
    async with running(tmp_path / "workspace.db") as server:
        link = server.gate.link()
        async with entered(link) as browser:
            first = await page(browser, FIRST)
            await first.sees("项目支出绩效自评助手")
            # Nonsense does no harm: no size ends the program, what is no message ends the page.
            await first.socket.send_str('["resize", {"width": 1e99, "height": -5}]')
            await first.socket.send_str('["resize", {"width": 120, "height": 40}]')
            await first.types("\x1bOQ")
            await first.sees("项目负责人")
            assert await (await page(browser, SECOND)).closed() == tabs.FULL
            await first.socket.send_str("no message")
            await first.closed()
            (waiting,) = server.tabs.running()
            second = await page(browser, SECOND)
            await second.sees("项目支出绩效自评助手")
            assert waiting.ended.is_set()
            assert len(server.tabs.running()) == 1


async def test_a_program_whose_page_does_not_come_back_ends(tmp_path: Path) -> None:
    async with running(tmp_path / "workspace.db", kept=0.3) as server:
        link = server.gate.link()
        async with entered(link) as browser:
            first = await page(browser, FIRST)
            await first.sees("项目支出绩效自评助手")
            await first.socket.close()
            (waiting,) = server.tabs.running()
            await asyncio.wait_for(waiting.ended.wait(), PATIENCE)
            assert server.tabs.get(FIRST) is None


async def test_what_a_page_sends_again_is_typed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path / "workspace.db") as server, entered(server.gate.link()) as browser:
        first = await page(browser, FIRST)
        await first.sees("项目支出绩效自评助手")
        (tab,) = server.tabs.running()
        handed: asyncio.Queue[bytes] = asyncio.Queue()
        monkeypatch.setattr(tab, "send_bytes", handed.put)
        await first.socket.send_str('["stdin", "甲", 7]')
        assert await asyncio.wait_for(handed.get(), PATIENCE) == "甲".encode()
        await first.socket.close()
        again = await page(browser, FIRST)
        for sent in ('["stdin", "甲", 7]', '["stdin", "乙", 8]', '["alive"]'):
            await again.socket.send_str(sent)
        assert await asyncio.wait_for(handed.get(), PATIENCE) == "乙".encode()
        async with asyncio.timeout(PATIENCE):
            while len(again.told) < 2:
                await again.hears()
        told = [["program", tab.app_service_id, 7], ["alive", 8]]
        assert [json.loads(each) for each in again.told] == told
        assert handed.empty()


ENDLESS = r"""
import sys, time
sys.stdout.buffer.write(b"__GANGLION__\nD\0\0\0\1x")
sys.stdout.flush()
time.sleep(1000)
"""
"""Draws one packet, as the library frames it, and then stands still."""


async def test_a_program_that_is_no_longer_carried_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    tab = tabs.Tab([sys.executable, "-c", ENDLESS], DownloadManager())
    carried: asyncio.Queue[bytes] = asyncio.Queue()
    monkeypatch.setattr(tab, "on_data", carried.put)
    others = asyncio.all_tasks()
    await tab.start(80, 24)
    (carrying,) = asyncio.all_tasks() - others
    assert await asyncio.wait_for(carried.get(), PATIENCE) == b"x"
    carrying.cancel()
    await asyncio.wait_for(carrying, PATIENCE)
    assert tab.ended.is_set()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_a_killed_server_leaves_no_program_and_loses_nothing(tmp_path: Path) -> None:
    # Files that are named like modules must not be run, wherever the command is started.
    for trap in ("json.py", "textual.py", "selfeval_assist.py"):
        (tmp_path / trap).write_text("raise SystemExit('a file of the folder was run')")
    workspace = named(tmp_path / "work.db")
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-u", "-c", START, str(folder("examples") / "finished.json"),
        str(workspace),
        cwd=tmp_path,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "DATABASE_PASSWORD": "secret"},
    )  # fmt: skip
    try:
        assert server.stdout is not None
        link = ""
        while "token=" not in link:
            link = (await asyncio.wait_for(server.stdout.readline(), PATIENCE)).decode().strip()
        async with entered(link) as browser:
            shown = await page(browser, FIRST)
            await shown.sees("已保存")
            program = child_of(server.pid)
            assert b"secret" not in (program / "environ").read_bytes()
            for _ in range(10):
                await shown.types("\t")
                await shown.settles()
                await shown.types("王浩然")
                # The year, where the cursor is at first, takes no such text.
                with contextlib.suppress(TimeoutError):
                    await shown.sees("未保存", seconds=12)
                    break
    finally:
        server.kill()
        await server.wait()
    for _ in range(PATIENCE * 10):
        if not program.exists():
            break
        await asyncio.sleep(0.1)
    assert not program.exists()
    with Workspace.open(workspace) as opened:
        (form,) = opened.forms()
        assert "王浩然" in opened.document(form.id)


def child_of(parent: int) -> Path:
    if not sys.platform.startswith("linux"):
        pytest.skip("needs /proc")
    (program,) = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return Path("/proc") / program


def example() -> SelfEvaluation:
    (form,) = read(folder("examples") / "finished.json")
    return form


def test_a_file_is_taken_in_once(tmp_path: Path) -> None:
    file = tmp_path / "表.json"
    file.write_bytes((folder("examples") / "finished.json").read_bytes())
    with Workspace.open(tmp_path / "workspace.db") as workspace:
        assert opened_form(workspace, None) is None
        first = opened_form(workspace, file)
        assert first is not None
        assert opened_form(workspace, file) == first
        loaded = workspace.load(first)
        edited = paths.put(loaded.form, "people.manager", "王浩然")
        workspace.save(first, edited, revision=loaded.revision, person="陈默")
        assert opened_form(workspace, file) == first
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("行政审批服务局", "数据局"), encoding="utf-8")
        second = opened_form(workspace, file)
        assert second not in {None, first}
        assert workspace.load(first).form.people.manager == "王浩然"
