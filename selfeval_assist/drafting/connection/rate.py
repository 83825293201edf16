"""How many calls an endpoint gets at a time and in a minute, whoever makes them."""

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

MINUTE = 60.5
"""Seconds of the minute in which calls are counted: a call reaches the server later than it is
made here, by the way there."""


@dataclass(slots=True)
class Turn:
    """One call that was let through.

    Attributes:
        at: when, on the monotonic clock.
        tokens: what it takes: reckoned before, as the server says it afterwards.
        waited: seconds that it has waited for its turn.
    """

    at: float
    tokens: int
    waited: float


class Gate:
    """Lets calls to one endpoint through, in the order in which they come.

    A refusal for being too many (429) holds all of them back as long as the server asks for, and
    halves how many go at a time; each answer widens that again, up to the bound.

    Args:
        slots: calls at a time.
        requests: calls a minute; 0 is no bound.
        tokens: tokens a minute, those of question and answer; 0 is no bound.
        patient: whether a call that the server asks to come later is repeated however often; else
            it counts among the tries.
        minute: seconds in which calls and tokens are counted.
    """

    def __init__(
        self,
        slots: int,
        requests: int = 0,
        tokens: int = 0,
        *,
        patient: bool = False,
        minute: float = MINUTE,
    ) -> None:
        self.slots, self.patient = slots, patient
        self._requests, self._tokens, self._minute = requests, tokens, minute
        self._room, self._busy, self._held = float(slots), 0, 0.0
        self._last: deque[Turn] = deque()
        self._line: deque[asyncio.Event] = deque()

    @asynccontextmanager
    async def turn(self, tokens: int) -> AsyncIterator[Turn]:
        """Wait for the turn of a call, and give it.

        Args:
            tokens: what the call will take, reckoned high.
        """
        turn = await self._admitted(tokens)
        try:
            yield turn
        finally:
            self._busy -= 1
            self._wake()

    async def _admitted(self, tokens: int) -> Turn:
        begun, woken = time.monotonic(), asyncio.Event()
        self._line.append(woken)
        try:
            while (wait := self._wait(tokens) if self._line[0] is woken else math.inf) > 0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(None if math.isinf(wait) else wait):
                        await woken.wait()
                woken.clear()
            now = time.monotonic()
            turn = Turn(now, tokens, now - begun)
            self._busy += 1
            self._last.append(turn)
            return turn
        finally:
            self._line.remove(woken)
            self._wake()

    def _wake(self) -> None:
        if self._line:
            self._line[0].set()

    def _wait(self, tokens: int) -> float:
        """Return seconds until a call may go; infinity where another has to end first."""
        if self._busy >= int(self._room):
            return math.inf
        now = time.monotonic()
        while self._last and self._last[0].at + self._minute <= now:
            self._last.popleft()
        many = self._requests and len(self._last) >= self._requests
        # One that alone takes more than a minute's goes when nothing else has gone.
        much = self._tokens and sum(each.tokens for each in self._last) + tokens > self._tokens
        first = self._last[0].at + self._minute if self._last and (many or much) else 0.0
        return max(self._held, first) - now

    def refused(self, seconds: float) -> None:
        """Hold all calls back: the server has said that they are too many."""
        self._held = max(self._held, time.monotonic() + seconds)
        self._room = max(1.0, self._room / 2)

    def answered(self) -> None:
        """Note that a call was answered."""
        self._room = min(float(self.slots), self._room + 1 / self._room)
