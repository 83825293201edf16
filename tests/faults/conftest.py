"""A fault server for each test, and a table of what every mode ended in."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from fault_table import ENDED
from faults.modes import MODES
from faults.server import FaultServer, fault_server
from programs import PATIENCE

Note = Callable[[str, str, int, str], None]
"""Keeps a line of the table: mode, way, calls, what the person is told."""


@pytest.fixture(scope="session", autouse=True)
def loaded() -> None:
    """Import the SDK once, so that no deadline runs out while it is loaded."""
    import selfeval_assist.drafting.connection.client
    import selfeval_assist.drafting.connection.mapping  # noqa: F401


@pytest.fixture
async def server(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[FaultServer]:
    """Yield a server on the test's own event loop; it knows also the ``OWN`` modes of its file."""
    for name, mode in getattr(request.module, "OWN", {}).items():
        monkeypatch.setitem(MODES, name, mode)
    async with fault_server() as running:
        yield running


@pytest.fixture
def elsewhere() -> Iterator[FaultServer]:
    """Yield a server on a thread of its own, for code without an event loop."""
    ready, ended = threading.Event(), asyncio.Event()
    found: list[tuple[FaultServer, asyncio.AbstractEventLoop]] = []

    async def run() -> None:
        async with fault_server() as running:
            found.append((running, asyncio.get_running_loop()))
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    ready.wait(PATIENCE)
    running, loop = found[0]
    yield running
    loop.call_soon_threadsafe(ended.set)
    thread.join(PATIENCE)


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Note:
    """Return what keeps a line of the table, in the report of its test."""
    return lambda *line: record_property(ENDED, line)
