"""A fault server for each test, and a table of what every mode ended in."""

import asyncio
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from faults.server import FaultServer, fault_server

Note = Callable[[str, str, int, float, str], None]
"""Keeps a line of the table: mode, way, calls, seconds, what the person is told."""
Line = tuple[str, str, int, float, str]
_PROPERTY = "ended"


@pytest.fixture(scope="session", autouse=True)
def loaded() -> None:
    """Import the SDK once, outside the measured times."""
    import selfeval_assist.drafting.connection.client
    import selfeval_assist.drafting.connection.mapping  # noqa: F401


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    """Yield a server on the test's own event loop."""
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
    ready.wait(5)
    running, loop = found[0]
    yield running
    loop.call_soon_threadsafe(ended.set)
    thread.join(5)


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Note:
    """Return what keeps a line of the table, in the report of its test."""
    return lambda *line: record_property(_PROPERTY, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, whatever pytest was asked to report and wherever the tests ran."""
    lines: list[Line] = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == _PROPERTY and report.when == "call"
    ]
    if not lines:
        return
    terminalreporter.section("what each failing endpoint ended in; nothing was lost in any")
    terminalreporter.write_line(f"{'mode':24}{'way':12}{'calls':>5}{'seconds':>9}  told")
    for mode, way, calls, seconds, told in lines:
        terminalreporter.write_line(f"{mode:24}{way:12}{calls:5}{seconds:9.2f}  {_cut(told)}")
    longest = max(line[3] for line in lines)
    terminalreporter.write_line(f"{len(lines)} drafts, the longest {longest:.2f} s")


def _cut(text: str, width: int = 76) -> str:
    """Return as much of a text as fits; a Chinese character takes two columns."""
    used = 0
    for at, mark in enumerate(text):
        used += 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        if used > width:
            return text[:at] + "…"
    return text
