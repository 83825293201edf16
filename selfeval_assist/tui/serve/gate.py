"""Who may come in: this computer's browser with a link of ours, and no page of anybody else.

A page anywhere on the web can make the browser of whoever reads it send requests to 127.0.0.1,
also under a host name of its own that it lets resolve to 127.0.0.1 (DNS rebinding). So every
request must name this server in ``Host``, must not come from another origin, and must carry the
cookie that a one-time link was exchanged for. Websockets are not covered by the same-origin policy
at all; for them, and for whatever changes something, an ``Origin`` is required.
"""

import hmac
import html
import secrets

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

_PAGE = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>打不开</title></head>'
    "<body><h1>打不开</h1><p>{}</p></body></html>"
)
_WRONG_HOST = "请用启动窗口里显示的链接打开（以 http://{} 开头），不要改动其中的地址。"
_FOREIGN = "请求来自别的网站，已拒绝。请把启动窗口里的链接复制到浏览器的地址栏打开。"
_NO_TICKET = (
    "这个链接已经用过，或者不完整。每个链接只能用一次：请到启动窗口按回车换一个新链接，"
    "或重新运行 selfeval-assist serve。"
)
_NOTHING = "这里没有内容。请打开 http://{} 回到填报页面。"


class Gate:
    """The door of one server.

    Args:
        authority: host and port as a browser names them, like ``127.0.0.1:8000``.
    """

    def __init__(self, authority: str) -> None:
        self.authority = authority
        self.origin = f"http://{authority}"
        # Cookies do not know ports: two servers on one computer must not share a name.
        self.cookie = f"selfeval-{authority.rpartition(':')[2]}"
        self._token = ""
        self._sessions: set[str] = set()

    def link(self) -> str:
        """Return a new link that opens the door once; an unused earlier one is dead then."""
        self._token = secrets.token_urlsafe(32)
        return f"{self.origin}/?token={self._token}"

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
            if not self._own(request):
                return refusal(_FOREIGN)
            known = self._known(request)
            if "token" in request.query and request.path == "/" and request.method == "GET":
                return self._exchange(request, known)
            if not known:
                return refusal(_NO_TICKET)
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

    def _known(self, request: web.Request) -> bool:
        shown = request.cookies.get(self.cookie, "").encode()
        return any(hmac.compare_digest(shown, session.encode()) for session in self._sessions)

    def _exchange(self, request: web.Request, known: bool) -> web.StreamResponse:
        """Exchange the token of a link for a cookie; the link is dead afterwards."""
        answer = web.Response(status=303, headers={"Location": "/"})
        if known:
            # Whoever follows the same link again from the window is in already.
            return answer
        offered = request.query["token"].encode()
        fits = bool(self._token) and hmac.compare_digest(offered, self._token.encode())
        # A browser that fetches ahead of the person must not use the link up.
        if not fits or request.headers.get("Sec-Purpose", "").startswith("prefetch"):
            return refusal(_NO_TICKET)
        self._token = ""
        session = secrets.token_urlsafe(32)
        self._sessions.add(session)
        answer.set_cookie(self.cookie, session, path="/", httponly=True, samesite="Strict")
        return answer


def refusal(why: str, status: int = 403) -> web.Response:
    """Return a page that says in Chinese why something is not answered."""
    return web.Response(
        status=status, text=_PAGE.format(html.escape(why)), content_type="text/html"
    )
