"""A browser without a browser: it follows a link, keeps the cookie and the key, and opens pages."""

import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from selfeval_assist.tui.serve.gate import KEY_HEADER, PROTOCOL


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
