"""The web server of this computer: pages, the terminal's websocket, downloads and uploads."""

import asyncio
import contextlib
import logging
import os
import re
import signal
import socket
import sys
import tempfile
import threading
import uuid
import webbrowser
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

import aiohttp_jinja2
import jinja2
import textual_serve
from aiohttp import WSMsgType, web
from aiohttp.http_exceptions import HttpProcessingError
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

from selfeval_assist.tui.serve.gate import Gate, refusal
from selfeval_assist.tui.serve.opened import opened_form
from selfeval_assist.tui.serve.tabs import KEPT, TAKEN, Tab, Tabs

HOST = "127.0.0.1"
TRIED = 20
"""How many ports are tried, beginning with the one that was asked for."""
LARGEST_UPLOAD = 64 * 1024 * 1024

_HERE = Path(__file__).parent
_LIBRARY = Path(textual_serve.__file__).parent
_TAB_NAME = re.compile(r"[0-9a-f-]{36}")
_UNUSABLE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]|^\.+')


class BrowserServer(Server):
    """Serves the screens to browsers on this computer.

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
        self.gate = Gate(HOST if port == 80 else f"{HOST}:{port}")
        self.tabs = Tabs(workspace, form, self.download_manager, kept=kept)
        self._uploads = tempfile.TemporaryDirectory(prefix="selfeval-")
        self._tidying: asyncio.Task[None] | None = None

    async def run(self, listening: socket.socket, stopped: asyncio.Event) -> None:
        """Answer requests until told to stop; then end every program and wait for it.

        Args:
            listening: a socket bound to the port.
            stopped: ends the server when set.
        """
        runner = web.AppRunner(
            await self._make_app(), access_log=None, logger=_quiet_log(), shutdown_timeout=2.0
        )
        await runner.setup()
        try:
            await web.SockSite(runner, listening).start()
            await stopped.wait()
        finally:
            await runner.cleanup()
            self._uploads.cleanup()

    async def _make_app(self) -> web.Application:
        app = web.Application(
            middlewares=[self.gate.middleware()], client_max_size=LARGEST_UPLOAD + 1
        )
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(self.templates_path))
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index", allow_head=False),
                web.get("/ws", self.handle_websocket, name="websocket", allow_head=False),
                web.get("/alive", self.handle_alive, allow_head=False),
                web.get("/download/{key}", self.handle_download, name="download", allow_head=False),
                web.post("/upload", self.handle_upload),
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
        self._tidying = asyncio.create_task(self.tabs.tidy())

    async def on_shutdown(self, app: web.Application) -> None:
        """End every program."""
        if self._tidying is not None:
            self._tidying.cancel()
        await self.tabs.stop()

    async def handle_alive(self, request: web.Request) -> web.Response:
        """Say that the server is there, to a page that lost its connection."""
        return web.Response(status=204)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Connect a page with its program."""
        page = web.WebSocketResponse(heartbeat=15)
        await page.prepare(request)
        tab = await self._tab_for(request)
        if isinstance(tab, int):
            await page.close(code=tab)
            return page
        width, height = (_cells(request.query.get(side)) for side in ("width", "height"))
        try:
            await tab.attach(page, width, height)
            # The page has gone in the middle of something, or what it says is no message.
            with contextlib.suppress(ConnectionError, ValueError):
                await self._process_messages(page, tab)
        finally:
            tab.detach(page)
        return page

    async def _process_messages(
        self, websocket: web.WebSocketResponse, app_service: AppService
    ) -> None:
        async for message in websocket:
            if message.type is not WSMsgType.TEXT:
                continue
            match message.json():
                case ["stdin", str(text)]:
                    await app_service.send_bytes(text.encode("utf-8", "replace"))
                case ["resize", {"width": width, "height": height}]:
                    await app_service.set_terminal_size(_cells(width), _cells(height))
                case ["ping", sent]:
                    await websocket.send_json(["pong", sent])
                case ["focus"]:
                    await app_service.focus()
                case ["blur"]:
                    await app_service.blur()
                case ["asked", str(what)]:
                    await app_service.send_meta({"type": "asked", "what": what})

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """Hand a file of a program to the browser, once."""
        key = request.match_info["key"]
        try:
            file = await self.download_manager.get_download_metadata(key)
        except KeyError:
            return refusal("这个文件已经下载过，或者已经失效。请在界面里再下载一次。", 404)
        name = quote(_file_name(file.file_name), safe="")
        response = web.StreamResponse(
            headers={
                "Content-Type": file.mime_type or "application/octet-stream",
                "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            }
        )
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
        folder = Path(self._uploads.name) / uuid.uuid4().hex
        path = folder / _file_name(unquote(request.headers.get("X-File-Name", "")))
        try:
            content = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return refusal("文件超过 64 MB，没有读入。", 413)
        folder.mkdir(mode=0o700)
        path.write_bytes(content)
        await tab.send_meta({"type": "received", "path": str(path)})
        return web.Response(status=204)

    async def _tab_for(self, request: web.Request) -> Tab | int:
        name = request.query.get("tab", "")
        return await self.tabs.find(name) if _TAB_NAME.fullmatch(name) else TAKEN


def serve(file: Path | None, port: int, open_browser: bool, workspace: Path | None) -> int:
    """Serve the screens to the browser of this computer until Ctrl+C; return the exit code.

    Args:
        file: a form to open; one that is in the workspace already is not taken in again.
        port: the first port to try; 0 for any free one.
        open_browser: whether to open the link in the person's browser.
        workspace: the workspace file; None for the person's own one.

    Raises:
        DocumentError: the file cannot be read.
        DraftingError: the endpoint in the environment is not well formed.
    """
    from selfeval_assist.drafting.endpoints import from_environment
    from selfeval_assist.workspace import Workspace, WorkspaceError

    from_environment(os.environ)
    try:
        with Workspace.open(workspace) as opened:
            form, place = opened_form(opened, file), opened.path.absolute()
    except WorkspaceError as error:
        print(error, file=sys.stderr)
        return 2
    listening = listen(port)
    if listening is None:
        print(f"从 {port} 起的 {TRIED} 个端口都被占用，请用 --port 另选一个。", file=sys.stderr)
        return 2
    chosen = listening.getsockname()[1]
    if port not in {0, chosen}:
        print(f"端口 {port} 已被占用，改用 {chosen}。")
    server = BrowserServer(chosen, place, form)
    with contextlib.suppress(KeyboardInterrupt):  # where signals cannot be handled (Windows)
        asyncio.run(_until_stopped(server, listening, open_browser=open_browser))
    print("已结束，内容都已保存。")
    return 0


def listen(port: int) -> socket.socket | None:
    """Return a socket on this computer's own address, on the first free port; None without one."""
    for each in [0] if port == 0 else range(port, min(port + TRIED, 65536)):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform == "win32":
            # Otherwise a second program could take the same port over.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, each))
            listening.listen()
        except OSError:
            listening.close()
        else:
            return listening
    return None


async def _until_stopped(
    server: BrowserServer, listening: socket.socket, *, open_browser: bool
) -> None:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with contextlib.suppress(AttributeError, NotImplementedError):
            loop.add_signal_handler(getattr(signal, name), stopped.set)
    link = server.gate.link()
    print("请在浏览器中打开这个链接（只能用一次，只在本机有效）：")
    print(f"  {link}")
    print(f"内容随时保存在 {server.tabs.workspace}")
    print("按回车换一个新链接；按 Ctrl+C 保存并结束。", flush=True)
    if open_browser and _has_desktop():
        # Some systems only return when the browser is closed.
        threading.Thread(target=webbrowser.open, args=[link], daemon=True).start()
    if sys.stdin is not None and sys.stdin.isatty():
        renew: Callable[[], object] = lambda: print(f"  {server.gate.link()}", flush=True)  # noqa: E731
        threading.Thread(target=_on_enter, args=[loop, renew], daemon=True).start()
    await server.run(listening, stopped)


def _quiet_log() -> logging.Logger:
    """Return a log for the window: one line for a failure of ours, none for a broken request."""

    def one_line(record: logging.LogRecord) -> bool:
        failure = record.exc_info[1] if record.exc_info else None
        record.msg, record.args, record.exc_info = f"有一个请求没有处理成：{failure!r}", (), None
        return not isinstance(failure, HttpProcessingError)

    log = logging.getLogger("selfeval_assist.serve")
    if not log.filters:
        log.addFilter(one_line)
    return log


def _on_enter(loop: asyncio.AbstractEventLoop, then: Callable[[], object]) -> None:
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        for _ in sys.stdin:
            loop.call_soon_threadsafe(then)


def _has_desktop() -> bool:
    """Return whether a browser with a window can be opened; one in this terminal is no use."""
    return sys.platform in {"win32", "darwin"} or bool(
        {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()
    )


def _cells(number: object) -> int:
    """Return a width or height in cells within reason."""
    asked = to_int(str(number), 80)
    return max(20, min(asked, 500))


def _file_name(name: str) -> str:
    """Return a file name that every system admits; the ending is kept."""
    usable = _UNUSABLE.sub("_", Path(name).name.strip()) or "文件"
    return usable if len(usable) <= 80 else usable[:60] + usable[-20:]
