"""Replies made to exhaust whoever reads them: without end, packed small, nested, never closed.

Each row is a head, the parts behind it, and what a draft that meets it must end in.
"""

import asyncio
import itertools
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from faults.expected import DRIPS, PATIENT
from faults.modes import MODES, STILL
from faults.wire import DONE, SSE, Call, event, piece, streamed

from selfeval_assist.drafting import Limits, errors

Body = Callable[[Call], Iterable[bytes | float]]
"""The parts of a reply in order; a number is a pause in seconds."""
_KILOBYTE = 1024
_BLOCK = 64 * _KILOBYTE


def _head(status: str = "200 OK", kind: str = "text/event-stream", *more: str) -> bytes:
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close", *more)
    return "\r\n".join((*lines, "", "")).encode()


def _packed(how: str, *, status: str = "200 OK", kind: str = "text/event-stream") -> bytes:
    return _head(status, kind, f"Content-Encoding: {how}")


_CHUNKED = _head("200 OK", "text/event-stream", "Transfer-Encoding: chunked")
_GZIP = _packed("gzip")


def always(*parts: bytes, first: Iterable[bytes] = ()) -> Body:
    """Return a body that begins with some parts and repeats others for ever."""
    block = b"".join(parts)
    block *= max(1, _BLOCK // len(block)) if block else 1
    return lambda _call: itertools.chain(first, itertools.repeat(block))


def once(*parts: bytes) -> Body:
    """Return a body of some parts."""
    return lambda _call: parts


def slowly(part: bytes) -> Body:
    """Return a body that repeats a part for ever, with a pause after each."""
    return lambda _call: itertools.cycle((part, 0.05))


def _squeezed(data: bytes, bits: int = 31, *, whole: bool = True) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, bits)
    packed = packer.compress(data) + (packer.flush() if whole else b"")
    return packed if whole else packed + packer.flush(zlib.Z_SYNC_FLUSH)


def bomb(unit: bytes, bits: int = 31) -> Body:
    """Return a body that unpacks to a unit repeated for ever, a thousand times its own size."""

    def packed(_call: Call) -> Iterator[bytes]:
        packer = zlib.compressobj(9, zlib.DEFLATED, bits)
        block = unit * (_KILOBYTE * _KILOBYTE // len(unit))
        while True:
            yield packer.compress(block)

    return packed


def then(*after: bytes | float, end: bool = False) -> Body:
    """Return a whole answer, with ``stop`` and without ``[DONE]``, and what comes behind it."""
    return lambda call: (*streamed(call.good)[1 : None if end else -1], *after)


def then_always(part: bytes) -> Body:
    block = part * (_BLOCK // len(part))
    return lambda call: itertools.chain(streamed(call.good)[1:-1], itertools.repeat(block))


def answered(**more: object) -> Body:
    """Return an answer whose last event carries more than it should."""
    last = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    choice = {"index": 0, "delta": {"content": ""}, "finish_reason": "stop"}
    end = event({**last, "choices": [choice], **more})
    return lambda call: (*streamed(call.good)[1:-2], end, DONE)


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


@dataclass(frozen=True)
class Flood:
    """A reply: its head, its parts, the errors of which it may be named one (none: an answer)."""

    head: bytes
    body: Body
    named: tuple[type[errors.DraftingError], ...] = ()
    limits: Limits = PATIENT


def _row(head: bytes, body: Body, *named: type[errors.DraftingError], soon: bool = False) -> Flood:
    return Flood(head, body, named, DRIPS if soon else PATIENT)


_BIG, _LONG, _BROKEN = errors.OversizedError, errors.TruncatedError, errors.BrokenStreamError
_LATE, _OTHER, _SERVER = errors.ReplyTimeoutError, errors.NotAModelError, errors.ServerError
_500, _JSON, _PAGE = "500 Internal Server Error", "application/json", "text/html"
_DEEP = "[" * 60_000
# What takes a while to reach its bound; on a slow machine the deadline comes first.
_SLOW = (_BIG, _LONG, _LATE, _OTHER)
_STOPPED = piece("数", "stop")

FLOODS: dict[str, Flood] = {
    # Packed small.
    "gzip-of-zeros": _row(_GZIP, bomb(b"\0"), _BIG),
    "gzip-of-comments": _row(_GZIP, bomb(b": x\n\n"), _BIG),
    "gzip-of-one-event": _row(_GZIP, bomb(b"data: x\n"), _BIG),
    "gzip-of-answers": _row(_GZIP, bomb(piece("全年")), _LONG),
    "gzip-of-json": _row(_packed("gzip", kind=_JSON), bomb(b'{"a":1},'), _BIG),
    "deflate-of-zeros": _row(_packed("deflate"), bomb(b"\0", 15), _BIG),
    "gzip-500": _row(_packed("gzip", status=_500, kind=_JSON), bomb(b"x"), _SERVER),
    "gzip-401": _row(
        _packed("gzip", status="401 Unauthorized", kind=_PAGE), bomb(b"<a"), errors.AuthError
    ),
    "gzip-429": _row(
        _packed("gzip", status="429 Slow", kind=_JSON), bomb(b"\n"), errors.RateLimitedError
    ),
    "gzip-500-that-is-none": _row(_packed("gzip", status=_500), always(b"x"), _SERVER, _BROKEN),
    "gzip-of-gzip": _row(_packed("gzip, gzip"), once(_squeezed(_squeezed(bytes(10**7)))), _BROKEN),
    "brotli": _row(_packed("br"), always(b"\x8b\x00"), _BROKEN),
    "zstd": _row(_packed("zstd"), always(b"\x28\xb5\x2f\xfd"), _BROKEN),
    "gzip-of-nothing": _row(
        _GZIP, always(b"\0\0\0\xff\xff", first=[_squeezed(b"", whole=False)]), _BIG
    ),
    "gzip-cut-off": _row(_GZIP, once(_squeezed(piece("全年") * 9)[:-20]), _BROKEN),
    "gzip-with-a-tail": Flood(
        _GZIP,
        lambda call: itertools.chain(
            [_squeezed(b"".join(streamed(call.good)[1:]))], itertools.repeat(bytes(_BLOCK))
        ),
    ),
    # Lines, comments and events without end.
    "a-line-of-data": _row(SSE, always(b"x", first=[b"data: "]), _BIG),
    "a-line-of-nothing": _row(SSE, always(b"x"), _BIG),
    "a-comment": _row(SSE, always(b"x", first=[b": "]), _BIG),
    "a-text-without-end": _row(SSE, always(b"x", first=[piece("数")[:-20]]), _BIG),
    "comments": _row(SSE, always(b": ping\n"), _BIG),
    "comments-apart": _row(SSE, always(b": ping\n\n"), _BIG),
    "empty-lines": _row(SSE, always(b"\n"), _BIG),
    "empty-lines-of-another-kind": _row(SSE, always(b"\r\n"), _BIG),
    "lines-of-one-event": _row(SSE, always(b"data: 1\n"), _BIG),
    "events-without-data": _row(SSE, always(b"id: 1\nretry: 99999\n\n"), _BROKEN),
    "unknown-fields": _row(SSE, always(b"x: y\n\n"), _BIG),
    "a-page": _row(_head("200 OK", _PAGE), always(b"<a"), _BIG),
    "a-text": _row(_head("200 OK", "text/plain"), always("请先登录。\n".encode()), _BIG),
    "a-picture": _row(_head("200 OK", "image/png"), always(b"\x89PNG"), _BIG),
    # Pieces without end.
    "thinking-beside": _row(
        SSE, always(piece(None, reasoning_content="想一想" * 50)), *_SLOW, soon=True
    ),
    "thinking-in-letters": _row(
        SSE, always(piece(None, reasoning_content="想")), *_SLOW, soon=True
    ),
    "thinking-inside": _row(SSE, always(piece("想一想" * 50), first=[piece("<think>")]), _LONG),
    "thinking-inside-in-letters": _row(
        SSE, always(piece("想"), first=[piece("<think>")]), *_SLOW, soon=True
    ),
    "thinking-again-and-again": _row(SSE, always(piece("<think></think>")), *_SLOW, soon=True),
    "blocks": _row(
        SSE, always(piece([{"type": "text", "text": "", "index": 1}])), *_SLOW, soon=True
    ),  # type: ignore[arg-type]
    "tool-calls": _row(
        SSE,
        always(piece(None, tool_calls=[{"index": 1, "id": "a", "function": {"name": "f"}}])),
        _BROKEN,
    ),
    "function-calls": _row(
        SSE,
        always(piece(None, function_call={"name": "f", "arguments": "x" * 99})),
        *_SLOW,
        soon=True,
    ),
    "empty-pieces": _row(SSE, always(piece("")), *_SLOW, soon=True),
    "an-end-under-every-piece": _row(
        SSE, always(_STOPPED), *_SLOW, errors.UnsupportedError, soon=True
    ),
    "refusals": _row(SSE, always(piece(None, refusal="不" * 99)), *_SLOW, soon=True),
    # Heads, chunks and trailers without end.
    "a-header": _row(b"HTTP/1.1 200 OK\r\nX: ", always(b"x"), _BIG),
    "headers": _row(b"HTTP/1.1 200 OK\r\n", always(b"X: y\r\n"), _BIG),
    "a-status": _row(b"HTTP/1.1 200 ", always(b"O"), _BIG),
    "other-words": _row(b"", always(b"SSH-2.0 "), _BIG),
    "hints": _row(b"", always(b"HTTP/1.1 103 Early Hints\r\n\r\n"), _LATE, soon=True),
    "a-head-in-drops": _row(b"HTTP/1.1 200 OK\r\n", slowly(b"X: y\r\n"), _LATE, soon=True),
    "a-chunk-size": _row(_CHUNKED, always(b"0"), _BIG, errors.ConnectError),
    "a-chunk-extension": _row(_CHUNKED, always(b"x", first=[b"1;"]), _BIG),
    "chunks-of-one-byte": _row(_CHUNKED, always(_chunk(b"x")), _BIG, _LATE, soon=True),
    "trailers": _row(_CHUNKED, always(b"X: y\r\n", first=[_chunk(piece("全年")), b"0\r\n"]), _BIG),
    # Refusals without end.
    "500-without-end": _row(_head(_500, _JSON), always(b"x", first=[b'{"error": "']), _SERVER),
    "500-page": _row(_head(_500, _PAGE), always(b"<a"), _SERVER),
    "500-of-a-slow-charset": _row(
        _head(_500, "text/html; charset=punycode"), always(b"a-"), _SERVER
    ),
    "500-nested": _row(_head(_500, _JSON), always(b"["), _SERVER),
    "500-in-drops": _row(_head(_500, _JSON), slowly(b" "), _LATE, soon=True),
    "400-without-end": _row(_head("400 Bad Request", _JSON), always(b" "), errors.BadRequestError),
    "403-without-end": _row(_head("403 Forbidden", _PAGE), always(b"<"), errors.AuthError),
    "404-without-end": _row(_head("404 Not Found", _PAGE), always(b"&"), errors.NotFoundError),
    "redirect-without-end": _row(
        _head("307 Moved", _PAGE, "Location: /ok/v1"), always(b"x"), _BIG, _OTHER
    ),
    "a-date-beyond-all-years": _row(
        _head("429 Slow", _JSON, "Retry-After: Mon, 01 Jan " + "9" * 30 + " 00:00:00 GMT"),
        once(b"{}"),
        errors.RateLimitedError,
    ),
    "a-wait-without-end": _row(
        _head("429 Slow", _JSON, "Retry-After: 1e999"), once(b"{}"), errors.RateLimitedError
    ),
    # Values that are too much, or of another kind.
    "a-nested-event": _row(SSE, once(event(_DEEP), DONE), _BROKEN, _OTHER),
    "a-nested-text": _row(
        SSE, once(event('{"choices": [{"delta": {"content": ' + _DEEP), DONE), _BROKEN, _OTHER
    ),
    "a-number-without-end": _row(
        SSE, once(event('{"created": ' + "9" * 60_000 + "}"), DONE), _OTHER, _BROKEN
    ),
    "lists-of-nothing": _row(
        SSE, always(event({"choices": [[] for _ in range(20_000)]})), *_SLOW, soon=True
    ),
    "choices-by-the-thousand": _row(
        SSE, always(event({"choices": [{"delta": {}} for _ in range(4_000)]})), *_SLOW, soon=True
    ),
    "an-error-without-end": _row(
        SSE, once(event({"error": {"message": "<a" * 100_000}})), _SERVER, _BIG
    ),
    "tokens-in-words": Flood(SSE, answered(usage={"total_tokens": "很多"})),
    "tokens-below-zero": Flood(
        SSE,
        answered(usage={"total_tokens": -5, "prompt_tokens": 0, "completion_tokens": 0}),
    ),
    # An end that is one, whatever comes behind it.
    "stop-and-close": Flood(SSE, then()),
    "stop-and-silence": Flood(SSE, then(STILL)),
    "stop-and-comments": Flood(SSE, then_always(b": ping\n\n")),
    "stop-and-rubbish": Flood(SSE, then(b"data: {\n\n", b"\xff\xfe")),
    "stop-and-an-error": Flood(SSE, then(event({"error": {"message": "overloaded"}}))),
    "stop-and-less-than-was-promised": Flood(
        _head("200 OK", "text/event-stream", "Content-Length: 999999"), then()
    ),
    "done-and-more": Flood(
        SSE,
        lambda call: itertools.chain(streamed(call.good)[1:], itertools.repeat(bytes(_BLOCK))),
    ),
}
"""By name: every reply that must be bounded."""


async def pour(flood: Flood, call: Call) -> None:
    """Send a reply to its end, or until nobody reads it any more."""
    await call.send(flood.head)
    for part in flood.body(call):
        if isinstance(part, bytes):
            await call.send(part)
        await asyncio.sleep(part if isinstance(part, float) else 0)


MODES_OF_FLOODS = {name: partial(pour, flood) for name, flood in FLOODS.items()}
assert not MODES_OF_FLOODS.keys() & MODES.keys()
