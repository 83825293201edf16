"""From whatever a call can raise to the room's own errors. Imports the SDK: load it lazily."""

import json
import re
import socket
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2
import openai

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.errors import (
    AuthError,
    BadRequestError,
    BrokenStreamError,
    ConnectError,
    DraftingError,
    FilteredError,
    NotAModelError,
    NotFoundError,
    OversizedError,
    RateLimitedError,
    ReplyTimeoutError,
    ServerError,
    TruncatedError,
    UnreachableError,
)
from selfeval_assist.form.text import clean

LONGEST = 120
"""Characters of a server's remark that are shown."""
_SEARCHED = 2_000
"""Characters of a remark that are looked at, those included that are not shown."""
_TOO_LONG_HEAD = 431
"""The status with which the HTTP library refuses a head or a line without end."""

_KEY = re.compile(r"(?:Bearer\s+)?\b(?:sk|key|ak|api)[-_][\w.*-]{4,}|Bearer\s+\S+", re.IGNORECASE)
_PAGE = re.compile(r"<!?[a-z][^>]*>", re.IGNORECASE)

FINISH: dict[str, type[DraftingError]] = {
    "length": TruncatedError,
    "max_tokens": TruncatedError,
    "content_filter": FilteredError,
    "sensitive": FilteredError,
    "insufficient_system_resource": ServerError,
}
"""What a finish reason other than ``stop`` means; any further one is a broken answer."""

LASTING: dict[type[Exception], str] = {
    ConnectionRefusedError: "对方没有在这个端口提供服务",
    socket.gaierror: "找不到这个主机名",
    ssl.SSLError: "证书或加密连接有问题",
}
"""Causes of a failed connection that are still there a moment later."""


def translate(error: Exception, endpoint: Endpoint) -> DraftingError:
    """Return the room's error for anything a call has raised; keys and pages are masked."""
    if isinstance(error, DraftingError):
        return error
    if isinstance(error, openai.APIStatusError):
        return _status(error, endpoint)
    if isinstance(error, openai.APITimeoutError | TimeoutError):
        return ReplyTimeoutError()
    if isinstance(error, openai.APIConnectionError):
        return _connection(error, endpoint)
    if isinstance(error, openai.APIError):
        return ServerError(masked(error.message, endpoint))
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return BrokenStreamError("数据不是有效的 JSON")
    if isinstance(error, RecursionError):
        return BrokenStreamError("数据嵌套太深")
    if isinstance(error, OSError):
        return ConnectError(masked(str(error), endpoint))
    # LangChain meets a page, a bare {"code", "msg"} or null where choices should be in these ways.
    if isinstance(error, ValueError | TypeError | IndexError | KeyError | AttributeError):
        return NotAModelError()
    return BrokenStreamError(type(error).__name__)


def masked(text: str, endpoint: Endpoint) -> str:
    """Return a remark short enough to show, without keys; empty when it is a page."""
    key = endpoint.api_key.get_secret_value()
    if key:
        text = text.replace(key, "***")
    # What no screen shows is not searched: a page of "<a" takes seconds at its full length.
    text = text[:_SEARCHED]
    if _PAGE.search(text):
        return ""
    return " ".join(str(clean(_KEY.sub("***", text))).split())[:LONGEST]


def _status(error: openai.APIStatusError, endpoint: Endpoint) -> DraftingError:
    code = error.status_code
    if code in {401, 403}:
        return AuthError(f"HTTP {code}")
    detail = f"HTTP {code}"
    if remark := masked(_remark(error.body), endpoint):
        detail += f"：{remark}"
    if code == 429:
        return RateLimitedError(detail, _retry_after(error))
    if code >= 500:
        return ServerError(detail, _retry_after(error))
    if code == 404:
        return NotFoundError(detail)
    if code == 408:
        return ReplyTimeoutError(detail)
    if code < 400:
        return NotAModelError(f"HTTP {code} 跳转")
    if code == 407:
        return ConnectError("代理要求登录")
    return BadRequestError(detail)


def _remark(body: object) -> str:
    """Return the message inside an error body; a body of another shape says nothing."""
    if isinstance(body, dict):
        inner = body.get("error", body)
        body = inner.get("message") or inner.get("msg") if isinstance(inner, dict) else inner
    return body if isinstance(body, str) else ""


def _retry_after(error: openai.APIStatusError) -> float | None:
    """Return the seconds that the server asks to wait: a number or an HTTP date."""
    text = error.response.headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None
    return max(seconds, 0.0) if seconds == seconds else None  # not a number is not an answer


def _connection(error: BaseException, endpoint: Endpoint) -> DraftingError:
    """Name the deepest cause: the SDK itself only says "Connection error."."""
    deepest = error
    while (cause := deepest.__cause__ or deepest.__context__) is not None:
        if isinstance(cause, DraftingError):
            return cause
        if isinstance(cause, httpx2.DecodingError):
            return BrokenStreamError("压缩格式不对")
        deepest = cause
    if isinstance(deepest, TimeoutError):
        return ReplyTimeoutError()
    if getattr(deepest, "error_status_hint", None) == _TOO_LONG_HEAD:
        return OversizedError("头部或分块没有尽头")
    remark = masked(str(deepest), endpoint)
    for kind, meaning in LASTING.items():
        if isinstance(deepest, kind):
            return UnreachableError(f"{meaning}：{remark}" if remark else meaning)
    name = type(deepest).__name__
    return ConnectError(f"{name}：{remark}" if remark else name)
