"""Connections that nobody uses: few, and only for a moment, whoever opened them.

Any account of this computer can connect to the port, send its headers a letter a minute or nothing
at all, and do so a thousand times. A browser sends what it has to say at once, and opens a new
connection when an idle one was closed.
"""

import asyncio
import contextlib
from collections.abc import Iterator

from aiohttp import web

MOST_IDLE = 128
"""More than can be accepted before what a browser sends is read; see ``BACKLOG``."""
BACKLOG = 32
"""How many connections are accepted in one go."""
WAITING = 1024
"""How many may wait to be accepted, where the system allows that."""
PATIENCE = 10.0
"""Seconds between two looks; a connection that was idle at both is closed."""


class Connections:
    """Makes the protocol of each new connection, and closes idle ones.

    Args:
        server: knows the connections that are open, the oldest first.
    """

    def __init__(self, server: web.Server) -> None:
        self._server = server
        self._used: set[web.RequestHandler] = set()
        self._seen: set[web.RequestHandler] = set()

    def __call__(self) -> web.RequestHandler:
        """Return the protocol of a new connection; where too many are idle, the oldest ends."""
        idle = self.idle()
        for each in idle[: max(0, len(idle) - MOST_IDLE + 1)]:
            _end(each)
        return self._server()

    def idle(self) -> list[web.RequestHandler]:
        """Return the connections that no page uses now, the oldest first."""
        return [each for each in self._server.connections if each not in self._used]

    @contextlib.contextmanager
    def used(self, request: web.Request) -> Iterator[None]:
        """Keep the connection of a request open while a page uses it for longer."""
        connection = request.protocol
        self._used.add(connection)
        self._seen.discard(connection)
        try:
            yield
        finally:
            self._used.discard(connection)

    async def tidy(self) -> None:
        """Close what stays idle; runs until cancelled."""
        while True:
            await asyncio.sleep(PATIENCE)
            idle = set(self.idle())
            for each in idle & self._seen:
                _end(each)
            self._seen = idle - self._seen


def _end(connection: web.RequestHandler) -> None:
    """Close a connection, whatever still waits to be sent on it."""
    transport = connection.transport
    connection.force_close()
    if isinstance(transport, asyncio.Transport):
        transport.abort()
