"""A loopback server that fails on purpose, in a mode that the first part of the path names.

``http://127.0.0.1:PORT/stall-headers/v1`` is the endpoint of the mode ``stall-headers``.
"""

import asyncio
import contextlib
import json
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from faults.modes import MODES
from faults.wire import Call, plain

LISTING = frozenset(
    {"ok", "think-then-good", "reasoning-only", "digits", "refuses-extras", "drip", "error-500"}
)
"""Modes in which the list of models is there, whatever becomes of a chat."""


@dataclass
class FaultServer:
    """What runs, and what it has seen."""

    port: int = 0
    hits: Counter = field(default_factory=Counter)
    calls: list[Call] = field(default_factory=list)

    def url(self, mode: str, scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.port}/{mode}/v1"


@asynccontextmanager
async def fault_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[FaultServer]:
    """Run the server on a free port of 127.0.0.1, behind TLS when a context is given."""
    state = FaultServer()
    tasks: set[asyncio.Task] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        with contextlib.suppress(
            ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ValueError
        ):
            try:
                await _answer(state, reader, writer)
            finally:
                writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    state.port = server.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _answer(
    state: FaultServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    request, *lines = head.split("\r\n")
    headers = {
        name.lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    path = request.split(" ")[1]
    name = path.split("/")[1]
    state.hits[name] += 1
    call = Call(name, state.hits[name], path, headers, json.loads(body or b"{}"), writer)
    state.calls.append(call)
    if path.endswith("/models") and name in LISTING:
        await call.send(plain("200 OK", b'{"object": "list", "data": [{"id": "m"}, {"id": "n"}]}'))
        return
    await MODES[name](call)
