"""A loopback server that answers with one recorded reply, and with its repair when asked again."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from faults.wire import plain, streamed
from recorded import Reply


class Replying:
    """What runs: its port, and the reply that it answers with now."""

    def __init__(self) -> None:
        self.port = 0
        self.reply: Reply | None = None

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return f"http://127.0.0.1:{self.port}/v1"

    def answer(self, body: bytes) -> list[bytes]:
        """Return what goes out for a request: the reply, or behind it what was made of it."""
        messages = json.loads(body or b"{}").get("messages", [])
        if self.reply is None or not messages:
            return [plain("200 OK", b'{"object": "list", "data": [{"id": "m"}]}')]
        again = any(each["role"] == "assistant" for each in messages)
        return streamed(self.reply.repair or self.reply.raw if again else self.reply.raw)


@asynccontextmanager
async def replying() -> AsyncIterator[Replying]:
    """Run the server on a free port of 127.0.0.1."""
    state = Replying()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next(
            (int(line.partition(":")[2]) for line in head.split("\r\n")
             if line.startswith("content-length:")), 0
        )  # fmt: skip
        for part in state.answer(await reader.readexactly(length)):
            writer.write(part)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    state.port = server.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        server.close()
