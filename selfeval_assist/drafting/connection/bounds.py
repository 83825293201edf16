"""How much of a reply is taken in, whatever a server sends.

The HTTP library and the SDK take what comes: a line without end, an error page of a gigabyte, a few
kilobytes that unpack to one. Here every byte is counted before either keeps it, on the wire and
unpacked. How long a reply may take is counted where calls are made.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import cast

import httpx2

from selfeval_assist.drafting.errors import BrokenStreamError, OversizedError

STREAM = 8 * 1024 * 1024
"""Bytes of a streamed reply: 20,000 characters, one an event of 300 bytes, with room to spare."""
WHOLE = 1024 * 1024
"""Bytes of a reply in one piece; a long list of models has half as many."""
FAILURE = 64 * 1024
"""Bytes that are read of a refusal; what it says stands in the first line, the rest is left."""
EVENT = 128 * 1024
"""Bytes from one empty line of a stream to the next."""
LINES = 10_000
"""Lines of a reply, two an event; of each the SDK makes objects, which takes it a millisecond.

No prompt asks for more than 4,096 tokens, and a server sends one an event.
"""
OBJECTS = 500
"""Opening braces of one event, of which an answer has ten; each costs the SDK a millisecond."""
LISTED = 5_000
"""Opening braces of a reply in one piece, such as a list of models."""
_PIECE = 2 * 1024
"""Bytes handed on at a time, so that a deadline that has passed is noticed between two."""
_EMPTY_LINES = (b"\n\n", b"\r\n\r\n", b"\r\r")


class BoundedTransport(httpx2.AsyncBaseTransport):
    """A transport whose replies end in an error where they grow beyond the bounds.

    Args:
        inner: what really sends and receives.
    """

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request, asking for a reply that is not packed.

        Raises:
            BrokenStreamError: the reply is packed in a way that nobody asked for.
            Exception: whatever the inner transport raises.
        """
        request.headers["accept-encoding"] = "identity"
        reply = await self._inner.handle_async_request(request)
        try:
            body = _Body(reply)
        except BrokenStreamError:
            await reply.aclose()
            raise
        headers = reply.headers.copy()
        for name in ("content-encoding", "content-length"):
            headers.pop(name, None)
        # Without its charset: some codecs take minutes for a page, and JSON has only one.
        headers["content-type"] = body.kind
        return httpx2.Response(
            reply.status_code, headers=headers, stream=body, extensions=reply.extensions
        )

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()


class _Body(httpx2.AsyncByteStream):
    """The bytes of one reply, unpacked and counted."""

    def __init__(self, reply: httpx2.Response) -> None:
        self.kind = reply.headers.get("content-type", "").split(";")[0].strip().lower()
        self._reply = reply
        self._streamed = self.kind == "text/event-stream"
        self._most = STREAM if self._streamed else WHOLE
        self._refusal = reply.status_code >= 400
        self._unpacker = _unpacker(reply.headers.get("content-encoding", ""))
        self._size = self._event = self._lines = self._objects = 0
        self._end = b""
        # One for all who read: the SDK goes on with it after the last event.
        self._pieces = self._read()

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._pieces

    async def aclose(self) -> None:
        """Close the connection; what has not arrived is not waited for."""
        await self._reply.aclose()

    async def _read(self) -> AsyncIterator[bytes]:
        wire = 0
        # Not ``aiter_raw``, which would hold small pieces back until there are enough of them.
        async for raw in cast("httpx2.AsyncByteStream", self._reply.stream):
            wire += len(raw)
            if wire > self._most and not self._refusal:
                raise OversizedError(_over(self._most))
            for piece in self._unpacked(raw):
                yield self._counted(piece)
                await asyncio.sleep(0)
            if self._ended(wire) or (self._refusal and self._size >= FAILURE):
                return
        if self._unpacker and not self._unpacker.eof and not self._refusal:
            raise BrokenStreamError("压缩的内容不完整")

    def _counted(self, piece: bytes) -> bytes:
        """Return a piece; of a refusal only what is read of one."""
        if not self._refusal:
            self._count(piece)
            return piece
        piece = piece[: max(FAILURE - self._size, 0)]
        self._size += len(piece)
        return piece

    def _ended(self, wire: int) -> bool:
        """Whether nothing more is read: the packed part is over, or a refusal has said enough."""
        packed_out = self._unpacker is not None and self._unpacker.eof
        return packed_out or (self._refusal and wire > FAILURE)

    def _unpacked(self, raw: bytes) -> Iterator[bytes]:
        if self._unpacker is None:
            yield from (raw[at : at + _PIECE] for at in range(0, len(raw), _PIECE))
            return
        try:
            while piece := self._unpacker.decompress(raw, _PIECE):
                yield piece
                raw = self._unpacker.unconsumed_tail
        except zlib.error:
            raise BrokenStreamError("压缩格式不对") from None

    def _count(self, piece: bytes) -> None:
        """Add a piece to what has come.

        Raises:
            OversizedError: that is more than a reply may have.
        """
        self._size += len(piece)
        self._lines += piece.count(b"\n") + piece.count(b"\r")
        if self._size > self._most:
            raise OversizedError(_over(self._most))
        if self._lines > LINES:
            raise OversizedError(f"超过 {LINES} 行")
        joined = self._end + piece
        self._end = joined[-3:]
        last = max(joined.rfind(each) for each in _EMPTY_LINES)
        if last >= 0 and self._streamed:
            self._event = self._objects = 0
            piece = joined[last:]
        self._event += len(piece)
        self._objects += piece.count(b"{")
        if self._streamed and self._event > EVENT:
            raise OversizedError(f"一行超过 {EVENT // 1024} KB")
        if self._objects > (OBJECTS if self._streamed else LISTED):
            raise OversizedError("一次发来的项数过多")


def _unpacker(encoding: str) -> "zlib._Decompress | None":
    """Return what unpacks a reply, or None where it is not packed.

    Raises:
        BrokenStreamError: it is packed in a way that nobody asked for, or more than once.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip" | "deflate":
            return zlib.decompressobj(wbits=47)  # tells the two apart by their first bytes
    raise BrokenStreamError("压缩方式不是所要求的")


def _over(most: int) -> str:
    return f"超过 {most // 1024 // 1024} MB"
