"""Starting and ending: the port, the link, the browser, Ctrl+C."""

import asyncio
import contextlib
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from selfeval_assist.system import on_stop
from selfeval_assist.tui.serve import bookmark
from selfeval_assist.tui.serve.handover import hand_over
from selfeval_assist.tui.serve.opened import opened_form
from selfeval_assist.tui.serve.server import HOST, BrowserServer

TRIED = 20
"""How many ports are tried, beginning with the one that was asked for."""


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
    from selfeval_assist.drafting.connection.endpoints import from_environment
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
    on_stop(loop, stopped.set)
    page, mark = server.private / "open.html", bookmark.place(server.tabs.workspace)
    link = server.gate.link(lambda: _remove(page))
    print("请在浏览器中打开这个链接（只能用一次，只在本机有效）：")
    print(f"  {link}")
    print(f"内容随时保存在 {server.tabs.workspace}")
    server.gate.bookmark(lambda link: bookmark.lead(mark, link))
    print(f"以后再打开：把本机的 {mark.as_uri()} 加入浏览器书签。")
    print("按回车换一个新链接，旧链接和已打开的页面随即失效；按 Ctrl+C 保存并结束。", flush=True)
    if open_browser:
        with contextlib.suppress(OSError):  # the link stands above
            hand_over(link, page)
    if sys.stdin is not None and sys.stdin.isatty():
        renew: Callable[[], object] = lambda: print(f"  {server.gate.link()}", flush=True)  # noqa: E731
        threading.Thread(target=_on_enter, args=[loop, renew], daemon=True).start()
    try:
        await server.run(listening, stopped)
    finally:
        bookmark.lead(mark, "")


def _on_enter(loop: asyncio.AbstractEventLoop, then: Callable[[], object]) -> None:
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        for _ in sys.stdin:
            loop.call_soon_threadsafe(then)


def _remove(page: Path) -> None:
    with contextlib.suppress(OSError):  # Windows, while a browser still holds it
        page.unlink(missing_ok=True)
