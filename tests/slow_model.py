"""A model server that takes a fixed time for each call, in a process of its own.

``python -m slow_model DELAY SLOTS [A_MINUTE]`` prints its address. It works on so many calls at a
time, the others wait; of more calls a minute it says when they may come again (429).
"""

import asyncio
import contextlib
import subprocess
import sys
import time
import urllib.request
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

from faults import server
from faults.wire import Call, failure, plain, streamed
from surroundings import CHECKOUT

MODE = "fixed"
MINUTE = 60.0


def fixed(delay: float, slots: int, a_minute: int) -> Callable[[Call], Awaitable[None]]:
    """Return the mode of the fault server that answers well, each call after a fixed time."""
    gate, taken = asyncio.Semaphore(slots), deque[float]()
    counts = {"calls": 0, "refused": 0, "first": 0.0, "last": 0.0}

    async def answer(call: Call) -> None:
        if call.path.endswith("/counts"):
            text = " ".join(str(each) for each in counts.values())
            await call.send(plain("200 OK", text.encode(), "text/plain"))
            return
        now = time.monotonic()
        while taken and taken[0] + MINUTE <= now:
            taken.popleft()
        if a_minute and len(taken) >= a_minute:
            counts["refused"] += 1
            wait = int(taken[0] + MINUTE - now) + 1
            await call.send(failure("429 Too Many Requests", "slow", f"Retry-After: {wait}"))
            return
        taken.append(now)
        counts["first"] = counts["first"] or now
        async with gate:
            await asyncio.sleep(delay)
            await call.send(*streamed(call.good))
            counts["calls"] += 1
            counts["last"] = time.monotonic()

    return answer


async def _serve(delay: float, slots: int, a_minute: int) -> None:
    server.MODES[MODE] = fixed(delay, slots, a_minute)
    async with server.fault_server() as running:
        print(running.url(MODE), flush=True)
        await asyncio.Event().wait()


@contextlib.contextmanager
def slow_model(delay: float, slots: int, a_minute: int = 0) -> Iterator[str]:
    """Run the server; give its address."""
    command = [sys.executable, "-m", "slow_model", str(delay), str(slots), str(a_minute)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, encoding="utf-8", cwd=CHECKOUT / "tests"
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.kill()


class Counts(NamedTuple):
    """What the server has seen: calls answered and refused, seconds from first to last."""

    calls: int
    refused: int
    seconds: float


def counts(url: str) -> Counts:
    """Ask the server what it has seen."""
    with urllib.request.urlopen(f"{url}/counts") as answer:
        calls, refused, first, last = answer.read().decode().split()
    return Counts(int(calls), int(refused), float(last) - float(first))


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
