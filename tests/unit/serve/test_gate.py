"""Who may come in to the server, request by request, without a browser."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from serving import key_in
from yarl import URL

from selfeval_assist.tui.serve.gate import KEY_HEADER, LASTS, PROTOCOL, Gate
from selfeval_assist.tui.serve.server import BrowserServer
from selfeval_assist.tui.serve.start import listen
from selfeval_assist.tui.serve.tabs import REPLACED

PATHS = ("/", "/alive", "/own/page.js", "/static/js/textual.js", "/download/x", "/nothing")
TAB = "3f2b8f7e-0000-4000-8000-000000000000"


class Client:
    """A client that sends exactly what it is told."""

    def __init__(self, server: BrowserServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session
        self.base = server.gate.origin
        self.key = ""

    async def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, Any]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named = {KEY_HEADER: self.key} | named
        async with self.session.request(
            method, URL(self.base + path, encoded=True), headers=named, allow_redirects=False
        ) as answer:
            return answer.status, await answer.text(errors="replace"), answer.headers

    async def enter(self) -> None:
        link = urlsplit(self.server.gate.link())
        status, text, _ = await self.get(f"/?{link.query}")
        assert status == 200
        self.key = key_in(text)


@pytest_asyncio.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    listening = listen(0)
    assert listening is not None
    server = BrowserServer(listening.getsockname()[1], tmp_path / "workspace.db")
    stopped = asyncio.Event()
    running = asyncio.create_task(server.run(listening, stopped))
    jar = aiohttp.CookieJar(unsafe=True)  # an address in numbers has cookies too
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield Client(server, session)
    stopped.set()
    await running


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_is_answered_without_a_link(client: Client, path: str) -> None:
    client.server.gate.link()
    status, text, _ = await client.get(path)
    assert status == 403
    assert "每个链接只能用一次" in text


async def test_a_link_opens_once(client: Client) -> None:
    query = urlsplit(client.server.gate.link()).query
    status, text, headers = await client.get(f"/?{query}")
    assert status == 200
    assert query.removeprefix("token=") not in text
    cookie = headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert f"Max-Age={LASTS}" in cookie
    assert key_in(text) not in cookie
    assert (await client.get("/"))[0] == 200
    # In the same browser the link leads to the page; anywhere else it is dead.
    assert (await client.get(f"/?{query}"))[0] == 303
    client.session.cookie_jar.clear()
    assert (await client.get(f"/?{query}"))[0] == 403
    assert (await client.get("/"))[0] == 403


@pytest.mark.parametrize(
    "query", ["token=", "token=wrong", "token=%00", "token", "token=%E6%B1%89"]
)
async def test_a_wrong_token_is_refused(client: Client, query: str) -> None:
    assert (await client.get(f"/?{query}"))[0] == 403, "before there is a link"
    client.server.gate.link()
    assert (await client.get(f"/?{query}"))[0] == 403


async def test_looking_at_a_link_does_not_use_it_up(client: Client) -> None:
    query = urlsplit(client.server.gate.link()).query
    assert (await client.get(f"/?{query}", method="HEAD", Origin=client.base))[0] in {403, 405}
    assert (await client.get(f"/?{query}", Sec_Purpose="prefetch"))[0] == 403
    assert (await client.get(f"/?{query}", Host="evil.example"))[0] == 403
    assert (await client.get(f"/?{query}", Sec_Fetch_Site="cross-site"))[0] == 403
    assert (await client.get(f"/?{query}"))[0] == 200


async def test_a_page_of_this_computer_may_lead_to_the_link(client: Client) -> None:
    """What Chromium sends when a page of the disk leads here; anything less than a new page is out.

    To the browser that page is another site: it says so, and it would not send the cookie on.
    """
    query = urlsplit(client.server.gate.link()).query
    comes = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
    for other in (
        {"Sec_Fetch_Dest": "iframe"},
        {"Sec_Fetch_Dest": "document", "Origin": "http://evil.example"},
        {"Sec_Fetch_Dest": "document", "Host": "evil.example"},
        {"Sec_Fetch_Dest": "document", "Sec_Purpose": "prefetch;prerender"},
    ):
        assert (await client.get(f"/?{query}", **comes, **other))[0] == 403
    assert (await client.get("/?token=wrong", **comes, Sec_Fetch_Dest="document"))[0] == 403
    status, text, _ = await client.get(f"/?{query}", **comes, Sec_Fetch_Dest="document")
    assert (status, len(key_in(text))) == (200, 43)
    # With the cookie, too, the pages themselves are for nobody else to show.
    assert (await client.get("/", **comes, Sec_Fetch_Dest="document"))[0] == 403


async def test_a_new_link_ends_the_unused_one(client: Client) -> None:
    old = urlsplit(client.server.gate.link()).query
    await client.enter()
    client.session.cookie_jar.clear()
    assert (await client.get(f"/?{old}"))[0] == 403


async def test_a_new_link_ends_the_old_session(client: Client) -> None:
    await client.enter()
    shown = await client.session.ws_connect(
        f"{client.base}/ws?width=80&height=24&tab={TAB}",
        protocols=(PROTOCOL, client.key),
        origin=client.base,
    )
    while not client.server.tabs.running():
        await shown.receive()
    dead: list[str] = []
    client.server.gate.link(lambda: dead.append("unused"))
    async with asyncio.timeout(20):
        while not shown.closed:
            await shown.receive()
    assert shown.close_code == REPLACED
    for path in PATHS:
        assert (await client.get(path))[0] == 403
    assert await connect(client, Origin=client.base) == 403
    # The program itself waits for its page, as after any lost connection.
    assert client.server.tabs.get(TAB) is not None
    assert not dead
    await client.enter()
    assert dead == ["unused"]
    assert (await client.get("/alive"))[0] == 204


async def test_a_session_ends_by_itself(client: Client) -> None:
    now = 1000.0
    client.server.gate = gate = Gate(client.server.gate.authority, clock=lambda: now)
    assert not gate.knows(request_with(gate, "cookie", "key"))
    gate.link()
    gate._enter()
    mine = request_with(gate, "cookie", "key")
    assert gate.knows(mine)
    now += LASTS - 1
    assert gate.knows(mine)
    now += 1
    assert not gate.knows(mine)


def request_with(gate: Gate, cookie: str, key: str) -> web.Request:
    sealed = gate._sealed
    named = {"Cookie": f"{gate.cookie}={sealed(cookie)}", KEY_HEADER: sealed(key)}
    return make_mocked_request("GET", "/alive", headers=named)


@pytest.mark.parametrize("path", ["/alive", "/upload?tab=x", "/ws"])
@pytest.mark.parametrize("key", ["", "none", "汉", "{cookie}"])
async def test_the_cookie_alone_reaches_no_program(client: Client, path: str, key: str) -> None:
    await client.enter()
    (cookie,) = client.session.cookie_jar
    client.key = ""
    shown = {KEY_HEADER: key.format(cookie=cookie.value), "Origin": client.base}
    method = "POST" if "upload" in path else "GET"
    assert (await client.get(path, method, **shown))[0] == 403
    assert await connect(client, Origin=client.base) == 403
    status, text, _ = await client.get("/")
    assert (status, "data-key" in text) == (200, False)


async def test_two_servers_know_nothing_of_each_other(client: Client) -> None:
    """Neither what one gave out opens the other, nor what a server on the same port gave out."""
    await client.enter()
    (cookie,) = client.session.cookie_jar
    for authority in (client.server.gate.authority, "127.0.0.1:1"):
        other = Gate(authority)
        other.link()
        other._enter()
        named = {"Cookie": f"{other.cookie}={cookie.value}", KEY_HEADER: client.key}
        assert not other.knows(make_mocked_request("GET", "/alive", headers=named))
        assert other.knows(request_with(other, "cookie", "key"))
        assert not other.knows(request_with(other, "key", "cookie"))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "[::1]:{port}"])
async def test_another_host_name_is_refused(client: Client, path: str, host: str) -> None:
    await client.enter()
    status, text, _ = await client.get(path, Host=host.format(port=client.server.port))
    assert status == 403
    assert client.base in text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
async def test_another_origin_is_refused(
    client: Client, path: str, headers: dict[str, str]
) -> None:
    await client.enter()
    status, text, _ = await client.get(path, **headers)
    assert status == 403
    assert "别的网站" in text


async def connect(client: Client, **headers: str) -> int:
    try:
        async with client.session.ws_connect(
            f"{client.base}/ws?width=80&height=24&tab={TAB}",
            headers=headers,
            protocols=(PROTOCOL, client.key or "none"),
        ):
            return 101
    except aiohttp.WSServerHandshakeError as error:
        return error.status


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": ""}]
)
async def test_a_foreign_websocket_is_refused(client: Client, headers: dict[str, str]) -> None:
    await client.enter()
    assert await connect(client, **headers) == 403
    assert await connect(client, Origin=client.base, Host="evil.example") == 403
    client.session.cookie_jar.clear()
    assert await connect(client, Origin=client.base) == 403
    assert client.server.tabs.running() == ()


async def test_an_upload_needs_our_own_page(client: Client) -> None:
    await client.enter()
    for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        status, _, _ = await client.get(f"/upload?tab={TAB}", method="POST", **headers)
        assert status == 403
    status, text, _ = await client.get(f"/upload?tab={TAB}", method="POST", Origin=client.base)
    assert (status, "已经结束" in text) == (404, True)


async def test_every_answer_forbids_what_is_not_ours(client: Client) -> None:
    await client.enter()
    for path in PATHS:
        _, text, headers = await client.get(path)
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "fonts.googleapis" not in text


@pytest.mark.parametrize(
    "path",
    ["/static", "/static/", "/own/", "/own/..%2fserver.py", "/own/../server.py", "/static/%2e%2e/"],
)
async def test_no_folder_is_listed_and_none_is_left(client: Client, path: str) -> None:
    await client.enter()
    status, text, _ = await client.get(path)
    assert status in {403, 404}
    assert "class BrowserServer" not in text
    assert "xterm.css" not in text


async def test_only_this_computer_is_listened_to() -> None:
    first = listen(0)
    assert first is not None
    port = first.getsockname()[1]
    second = listen(port)
    assert second is not None
    with first, second:
        assert first.getsockname()[0] == second.getsockname()[0] == "127.0.0.1"
        assert port < second.getsockname()[1] <= port + 20
