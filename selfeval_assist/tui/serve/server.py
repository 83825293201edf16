"""The web server of this computer: pages, the terminal's websocket, downloads and uploads."""

import asyncio
import contextlib
import logging
import shutil
import socket
import tempfile
from pathlib import Path
from typing import cast
from urllib.parse import quote

import aiohttp_jinja2
import jinja2
import textual_serve
from aiohttp import WSMsgType, web
from aiohttp.http_exceptions import HttpProcessingError
from textual_serve.server import Server, to_int

from selfeval_assist.tui.serve.connections import BACKLOG, WAITING, Connections
from selfeval_assist.tui.serve.gate import PROTOCOL, Gate, refusal
from selfeval_assist.tui.serve.tabs import KEPT, REPLACED, TAKEN, Tab, Tabs
from selfeval_assist.tui.serve.uploads import Uploads, file_name

HOST = "127.0.0.1"

_HERE = Path(__file__).parent
_LIBRARY = Path(textual_serve.__file__).parent
_TAB_NAME, _IN_TAB_NAME = 36, frozenset("0123456789abcdef-")


class BrowserServer(Server):
    """Serves the screens to browsers on this computer.

    Attributes:
        gate: makes links and decides who may come in.
        tabs: the programs behind pages.
        private: a folder that no other account can look into, as long as the server runs.

    Args:
        port: where it listens.
        workspace: the workspace file that every page opens.
        form: a form that every page opens at once.
        kept: seconds for which a program waits for its page to come back.
    """

    def __init__(
        self, port: int, workspace: Path, form: int | None = None, *, kept: float = KEPT
    ) -> None:
        super().__init__(
            "",
            host=HOST,
            port=port,
            title="项目支出绩效自评助手",
            statics_path=_LIBRARY / "static",
            templates_path=_HERE / "templates",
        )
        self.tabs = Tabs(workspace, form, self.download_manager, kept=kept)
        self.gate = Gate(HOST if port == 80 else f"{HOST}:{port}", on_end=self.tabs.let_out)
        self._folder = tempfile.TemporaryDirectory(prefix="selfeval-")
        self.private = Path(self._folder.name)
        self._uploads = Uploads(self.private)
        self._tidying: list[asyncio.Task[None]] = []

    async def run(self, listening: socket.socket, stopped: asyncio.Event) -> None:
        """Answer requests until told to stop; then end every program and wait for it.

        Args:
            listening: a socket bound to the port.
            stopped: ends the server when set.
        """
        log, loop = _quiet_log(), asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, failure: _say(log, failure))
        runner = web.AppRunner(
            await self._make_app(), access_log=None, logger=log, shutdown_timeout=2.0
        )
        await runner.setup()
        try:
            self._connections = Connections(cast(web.Server, runner.server))
            self._tidying.append(asyncio.create_task(self._connections.tidy()))
            site = await loop.create_server(self._connections, sock=listening, backlog=BACKLOG)
            # Those that are not accepted yet wait their turn and need not ask again.
            listening.listen(WAITING)
            with contextlib.closing(site):
                await stopped.wait()
        finally:
            await runner.cleanup()
            self._folder.cleanup()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self.gate.middleware()])
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(self.templates_path))
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index", allow_head=False),
                web.get("/ws", self.handle_websocket, name="websocket", allow_head=False),
                web.get("/alive", self.handle_alive, name="alive", allow_head=False),
                web.get("/download/{key}", self.handle_download, name="download", allow_head=False),
                web.post("/upload", self.handle_upload, name="upload"),
                web.static("/static", self.statics_path, name="static"),
                web.static("/own", _HERE / "static", name="own"),
            ]
        )
        app.on_response_prepare.append(self.gate.dress)
        app.on_startup.append(self.on_startup)
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Begin to look after programs whose page has gone."""
        self._tidying.append(asyncio.create_task(self.tabs.tidy()))

    async def on_shutdown(self, app: web.Application) -> None:
        """End every program."""
        for each in self._tidying:
            each.cancel()
        await self.tabs.stop()

    async def handle_alive(self, request: web.Request) -> web.Response:
        """Say that the server is there, to a page that lost its connection."""
        return web.Response(status=204)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Connect a page with its program."""
        page = web.WebSocketResponse(heartbeat=15, protocols=(PROTOCOL,))
        with self._connections.used(request):
            await page.prepare(request)
            await self._carry(page, request)
        return page

    async def _carry(self, page: web.WebSocketResponse, request: web.Request) -> None:
        """Carry what a page and its program say to each other until one of them ends."""
        tab = await self._tab_for(request)
        if isinstance(tab, int):
            await page.close(code=tab)
            return
        width, height = (_cells(request.query.get(side)) for side in ("width", "height"))
        try:
            await tab.attach(page, width, height)
            # The page has gone in the middle of something, or what it says is no message.
            with contextlib.suppress(ConnectionError, ValueError):
                await self._hear(page, tab)
        finally:
            tab.detach(page)

    async def _hear(self, page: web.WebSocketResponse, tab: Tab) -> None:
        """Do what a page says, one after the other; an answer means that all before is done."""
        async for message in page:
            if message.type is not WSMsgType.TEXT:
                continue
            match message.json():
                case ["stdin", str(text), int(number)]:
                    await tab.take(text, number)
                case ["resize", {"width": width, "height": height}]:
                    await tab.set_terminal_size(_cells(width), _cells(height))
                case ["ping", sent]:
                    await page.send_json(["pong", sent])
                case ["alive"]:
                    await page.send_json(["alive", tab.received])
                case ["focus"]:
                    await tab.focus()
                case ["blur"]:
                    await tab.blur()
                case ["asked", str(what)]:
                    await tab.send_meta({"type": "asked", "what": what})

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """Hand a file of a program to the browser, once."""
        key = request.match_info["key"]
        try:
            file = await self.download_manager.get_download_metadata(key)
        except KeyError:
            return refusal("这个文件已经下载过，或者已经失效。请在界面里再下载一次。", 404)
        name = quote(file_name(file.file_name), safe="")
        response = web.StreamResponse(
            headers={
                "Content-Type": file.mime_type or "application/octet-stream",
                "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            }
        )
        with self._connections.used(request):
            await response.prepare(request)
            async for chunk in self.download_manager.download(key):
                await response.write(chunk)
            await response.write_eof()
        return response

    async def handle_upload(self, request: web.Request) -> web.Response:
        """Take a file from the page and tell its program where it lies."""
        tab = self.tabs.get(request.query.get("tab", ""))
        if tab is None:
            return refusal("这个页面的程序已经结束，请重新打开页面再上传。", 404)
        with self._connections.used(request):
            taken = await self._uploads.take(request)
            if isinstance(taken, web.Response):
                return taken
            sent = self.gate.knows(request) and await tab.send_meta(
                {"type": "received", "path": str(taken)}
            )
        if not sent:
            shutil.rmtree(taken.parent, ignore_errors=True)
            return refusal("这个页面已经失效，没有读入。", 404)
        return web.Response(status=204)

    async def _tab_for(self, request: web.Request) -> Tab | int:
        name = request.query.get("tab", "")
        named = len(name) == _TAB_NAME and _IN_TAB_NAME.issuperset(name)
        tab = await self.tabs.find(name) if named else TAKEN
        # A new link may have been made while the tab's old connection was waited for.
        return tab if self.gate.knows(request) else REPLACED


def _quiet_log() -> logging.Logger:
    """Return a log for the window: one line for a failure of ours, none for a broken request."""

    def one_line(record: logging.LogRecord) -> bool:
        failure = record.exc_info[1] if record.exc_info else None
        record.msg, record.args, record.exc_info = _words(failure), (), None
        return not isinstance(failure, HttpProcessingError)

    log = logging.getLogger("selfeval_assist.serve")
    if not log.filters:
        log.addFilter(one_line)
    return log


def _words(failure: object) -> str:
    """Return a line for the window, without the message of the error, which may hold anything."""
    return f"有一个请求没有处理成（{type(failure).__name__}），其余不受影响。"


def _say(log: logging.Logger, failure: dict[str, object]) -> None:
    """Say in one line what failed outside of any request; the loop would print where in code."""
    log.warning(_words(failure.get("exception")))


def _cells(number: object) -> int:
    """Return a width or height in cells within reason.

    Whatever a window can be, from a zoom of 500 % to one of 25 %, is taken as it is: a program that
    draws more lines than its terminal has shows them in the wrong places.
    """
    asked = to_int(str(number), 80)
    return max(1, min(asked, 2000))
