"""Who may come in: this computer's browser with a link of ours, and no page of anybody else.

A page anywhere on the web can make the browser of whoever reads it send requests to 127.0.0.1,
also under a host name of its own that it lets resolve to 127.0.0.1 (DNS rebinding). So every
request must name this server in ``Host``, must not come from another origin, and must carry the
cookie that a one-time link was exchanged for. Websockets are not covered by the same-origin policy
at all; for them, and for whatever changes something, an ``Origin`` is required.

A browser sends the cookies of 127.0.0.1 to every port of it, so also to a server of somebody else
on this computer, who can then send any header with them. Therefore the cookie alone opens only the
empty page; whatever shows or changes something asks for a key too. The page gets it once, in the
answer to the link, and keeps it in ``localStorage``, which no other port can read.
"""

import base64
import hmac
import html
import secrets
import time
from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

LASTS = 12 * 3600
"""Seconds after which a page needs a new link to be opened; one that is open goes on."""
PROTOCOL = "selfeval"
"""The websocket's protocol; the page sends its key as a second one."""
KEY_HEADER = "X-Selfeval-Key"

_KEYLESS = {"index", "own", "static", "download"}
"""Routes that a browser asks for by itself, so without the key; a download has one of its own."""
_PAGE = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>打不开</title></head>'
    "<body><main><h1>打不开</h1><p>{}</p></main></body></html>"
)
_ENTERED = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>正在打开</title></head>'
    '<body data-key="{}"><main><h1>正在打开填报页面…</h1>'
    "<noscript><p>请在浏览器的设置里允许本页面运行脚本（JavaScript），再换一个新链接打开。</p>"
    '</noscript></main><script src="/own/enter.js"></script></body></html>'
)
_WRONG_HOST = "请用启动窗口里显示的链接打开（以 http://{} 开头），不要改动其中的地址。"
_FOREIGN = "请求来自别的网站，已拒绝。请把启动窗口里的链接复制到浏览器的地址栏打开。"
_NO_TICKET = (
    "这个链接已经用过、已经失效，或者不完整。每个链接只能用一次：请到启动窗口按回车换一个新链接，"
    "或重新运行 selfeval-assist serve。"
)
_NOTHING = "这里没有内容。请打开 http://{} 回到填报页面。"


class Gate:
    """The door of one server.

    Args:
        authority: host and port as a browser names them, like ``127.0.0.1:8000``.
        on_end: called when whoever came in is let out by a new link.
        clock: seconds that only ever grow.
    """

    def __init__(
        self,
        authority: str,
        *,
        on_end: Callable[[], object] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.authority = authority
        self.origin = f"http://{authority}"
        # Cookies do not know ports: two servers on one computer must not share a name.
        self.cookie = f"selfeval-{authority.rpartition(':')[2]}"
        self._on_end = on_end
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._number = 0
        self._on_dead: Callable[[], object] | None = None
        self._keep: Callable[[str], object] | None = None
        self._turn = 0
        self._ends = clock()

    def link(self, on_dead: Callable[[], object] = lambda: None) -> str:
        """Return a new link that opens the door once.

        An earlier link is dead then, and whoever came in with one is out.

        Args:
            on_dead: called once, when the link has been used or a newer one was made.
        """
        self._die()
        self._number += 1
        self._ends = self._clock()
        self._on_end()
        self._on_dead = on_dead
        self._new_bookmark()
        return f"{self.origin}/?token={self._sealed('link')}"

    def bookmark(self, keep: Callable[[str], object]) -> None:
        """Have a link of its own kept where only this person can read it.

        It opens the door once, lets nobody out, and gives way to a new one when it was used.

        Args:
            keep: called with each new link.
        """
        self._keep = keep
        self._new_bookmark()

    def _new_bookmark(self) -> None:
        self._turn += 1
        if self._keep is not None:
            self._keep(f"{self.origin}/?token={self._sealed(f'bookmark {self._turn}')}")

    def _die(self) -> None:
        """Let the unused link open nothing any more."""
        on_dead, self._on_dead = self._on_dead, None
        if on_dead is not None:
            on_dead()

    def _sealed(self, purpose: str) -> str:
        """Return what only this server can make, for one purpose and its newest link."""
        message = f"{purpose} {self.authority} {self._number}".encode()
        seal = hmac.digest(self._secret, message, "sha256")
        return base64.urlsafe_b64encode(seal).decode().rstrip("=")

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every answer: nothing may be loaded from, or shown in, another place."""
        return {
            "Content-Security-Policy": (
                "default-src 'none'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
                # The terminal writes its own style elements.
                "style-src 'self' 'unsafe-inline'; "
                f"connect-src 'self' ws://{self.authority}; "
                "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
            "Permissions-Policy": (
                "clipboard-read=(), camera=(), microphone=(), geolocation=(), usb=(), serial=()"
            ),
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        }

    async def dress(self, request: web.Request, response: web.StreamResponse) -> None:
        """Put the headers on an answer; a signal handler of aiohttp."""
        response.headers.update(self.headers)

    def middleware(self) -> Middleware:
        """Return the check that stands before every handler."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.headers.getall("Host", []) != [self.authority]:
                return refusal(_WRONG_HOST.format(self.authority))
            asked = "token" in request.query and request.path == "/" and request.method == "GET"
            if asked and (used := self._opens(request)):
                used()
                return self._enter()
            if not self._own(request):
                return refusal(_FOREIGN)
            if not self.knows(request):
                return refusal(_NO_TICKET)
            if asked:
                # Whoever follows the same link again from the window is in already.
                return web.Response(status=303, headers={"Location": "/"})
            try:
                return await handler(request)
            except web.HTTPClientError as error:
                return refusal(_NOTHING.format(self.authority), error.status)

        return check

    def _own(self, request: web.Request) -> bool:
        """Return whether a request comes from our own page or from the address bar."""
        origins = request.headers.getall("Origin", [])
        acting = request.method != "GET" or "Upgrade" in request.headers
        if origins != [self.origin] and (origins or acting):
            return False
        return request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}

    def knows(self, request: web.Request) -> bool:
        """Return whether a request carries the cookie and, where it is needed, the key."""
        if self._clock() >= self._ends:
            return False
        matched = request.match_info
        keyless = matched.http_exception is not None or matched.route.name in _KEYLESS
        shown = request.cookies.get(self.cookie, "")
        return _same(shown, self._sealed("cookie")) and (
            keyless or _same(_key(request), self._sealed("key"))
        )

    def _opens(self, request: web.Request) -> Callable[[], object] | None:
        """Return what becomes of the unused link that a request follows; None if it follows none.

        The browser may come from the page of ``handover``, which to it is another site. Nobody
        else can send it here with the right token; still only a whole new page is opened by it.
        """
        token, used = request.query["token"], None
        if self._on_dead is not None and _same(token, self._sealed("link")):
            used = self._die
        elif self._keep is not None and _same(token, self._sealed(f"bookmark {self._turn}")):
            used = self._new_bookmark
        # A browser that fetches ahead of the person must not use the link up.
        if used is None or request.headers.get("Sec-Purpose", "").startswith("prefetch"):
            return None
        navigates = all(
            request.headers.get(name) == value
            for name, value in (("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"))
        )
        came = self._own(request) or (navigates and "Origin" not in request.headers)
        return used if came else None

    def _enter(self) -> web.Response:
        """Exchange a link, which is dead by now, for a cookie and a key.

        No redirect: a browser that comes from another site would follow it without the cookie.
        """
        self._ends = self._clock() + LASTS
        answer = web.Response(
            text=_ENTERED.format(self._sealed("key")), content_type="text/html", charset="utf-8"
        )
        answer.set_cookie(
            self.cookie,
            self._sealed("cookie"),
            max_age=LASTS,
            path="/",
            httponly=True,
            samesite="Strict",
        )
        return answer


def _key(request: web.Request) -> str:
    """Return the key that a page shows; a script can give a websocket no header but this one."""
    if "Upgrade" in request.headers:
        return request.headers.get("Sec-WebSocket-Protocol", "").rpartition(",")[2].strip()
    return request.headers.get(KEY_HEADER, "")


def _same(shown: str, right: str) -> bool:
    return hmac.compare_digest(shown.encode("utf-8", "replace"), right.encode())


def refusal(why: str, status: int = 403) -> web.Response:
    """Return a page that says in Chinese why something is not answered; it ends the connection."""
    answer = web.Response(
        status=status, text=_PAGE.format(html.escape(why)), content_type="text/html"
    )
    answer.force_close()
    return answer
