"""A browser without a browser: it follows a link, keeps the cookie and the key, and opens pages."""

import asyncio
import contextlib
import itertools
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from selfeval_assist.tui.serve.gate import KEY_HEADER, PROTOCOL
from selfeval_assist.workspace import Workspace

_NUMBERS = itertools.count(1)


def named(workspace: Path) -> Path:
    """Return a workspace in which the person has been asked for a name already."""
    with Workspace.open(workspace) as opened:
        opened.settings.put("person", "陈默")
    return workspace


def typed(text: str) -> str:
    """Return what a page says when something is typed; each text has a larger number."""
    return json.dumps(["stdin", text, next(_NUMBERS)])


def key_in(page: str) -> str:
    """Return the key that the answer to a link holds."""
    found = re.search(r'data-key="([\w-]+)"', page)
    assert found, page
    return found[1]


@dataclass(frozen=True)
class Browser:
    """Somebody who came in with a link."""

    session: aiohttp.ClientSession
    base: str
    key: str

    async def connect(self, tab: str) -> aiohttp.ClientWebSocketResponse:
        """Open a page for a tab."""
        address = f"{self.base}/ws?width=120&height=40&tab={tab}"
        socket = await self.session.ws_connect(
            address, origin=self.base, protocols=(PROTOCOL, self.key)
        )
        await socket.send_str('["focus"]')
        return socket

    async def upload(self, tab: str, content: object, name: str = "a.txt") -> int:
        """Send a file to the program of a tab; return the status of the answer."""
        headers = {"Origin": self.base, KEY_HEADER: self.key, "X-File-Name": name}
        address = f"{self.base}/upload?tab={tab}"
        async with self.session.post(address, data=content, headers=headers) as answer:
            return answer.status


@contextlib.asynccontextmanager
async def entered(link: str) -> AsyncIterator[Browser]:
    """Follow a link."""
    jar = aiohttp.CookieJar(unsafe=True)  # an address in numbers has cookies too
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        async with session.get(link) as answer:
            assert answer.status == 200
            key = key_in(await answer.text())
        yield Browser(session, f"http://{urlsplit(link).netloc}", key)


START = """
import contextlib, sys
from pathlib import Path
with contextlib.suppress(ImportError):
    import resource
    few = int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_NOFILE, (few, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
from selfeval_assist.tui.serve import serve
sys.exit(serve(None, 0, sys.argv[1] == "open", Path(sys.argv[2])))
"""


@dataclass
class Process:
    """A server in a process of its own.

    Attributes:
        number: of the process.
        link: what it printed.
        printed: all that it printed, errors included, when it has ended.
    """

    number: int
    link: str
    printed: str = ""


@contextlib.asynccontextmanager
async def served(
    workspace: Path, *, opens: bool = False, files: int = 1024, **environment: str
) -> AsyncIterator[Process]:
    """Start a server as the command does; end it as Ctrl+C does.

    Args:
        workspace: its workspace file.
        opens: whether it opens a browser.
        files: how many files and connections the system lets it have at a time.
        **environment: variables that are set for it.
    """
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-u", "-c", START, "open" if opens else "", str(workspace), str(files),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=os.environ | environment,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        said = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", said)):
            line = await server.stdout.readline()
            assert line, said
            said += line.decode()
        process = Process(server.pid, found[0])
        yield process
        server.send_signal(signal.SIGINT)
        process.printed = said + (await server.stdout.read()).decode()
        assert await server.wait() == 0, process.printed
    finally:
        if server.returncode is None:
            server.kill()
            await server.wait()
