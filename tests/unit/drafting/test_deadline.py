"""A deadline that has passed is kept, also where somebody on the way swallows the cancelling."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest

from selfeval_assist.drafting import Endpoint, Limits
from selfeval_assist.drafting.connection.stream import Reply, stream_once, with_retries
from selfeval_assist.drafting.errors import ReplyTimeoutError

_LIMITS = Limits(tries=1, backoff=0)
_AT = Endpoint(base_url="http://127.0.0.1:9/v1", model="m", limits=_LIMITS)


# What LangChain hands on: an empty piece that says nothing of an end.
_PIECE = SimpleNamespace(
    text="",
    content="",
    response_metadata={},
    additional_kwargs={},
    tool_call_chunks=(),
    usage_metadata=None,
)


class _Endless:
    """A chain whose server never pauses, and which forgets that it was cancelled."""

    def __init__(self) -> None:
        self.swallowed = self.after = 0
        self.closed = False

    async def astream(self, _values: object) -> AsyncIterator[SimpleNamespace]:
        try:
            while self.after < 1000:
                try:
                    await asyncio.sleep(0)
                except asyncio.CancelledError:
                    self.swallowed += 1
                self.after += bool(self.swallowed)
                yield _PIECE
        finally:
            self.closed = True


async def _call(chain: _Endless) -> Reply:
    return await stream_once(chain, {}, _AT, lambda _text: None)


async def test_a_deadline_that_was_swallowed_is_noticed_at_the_next_piece() -> None:
    chain = _Endless()
    deadline = asyncio.get_running_loop().time() + 0.01
    with pytest.raises(ReplyTimeoutError):
        await with_retries(lambda: _call(chain), _AT, deadline, lambda _seconds, _why: None)
    assert (chain.swallowed, chain.after) == (1, 1)
    assert chain.closed, "nothing of it is left for the event loop to close"


async def test_so_is_a_person_who_stops() -> None:
    chain = _Endless()
    task = asyncio.create_task(_call(chain))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (chain.swallowed, chain.after) == (1, 1)


async def test_nothing_is_asked_once_the_time_is_over() -> None:
    chain = _Endless()
    with pytest.raises(ReplyTimeoutError):
        await with_retries(lambda: _call(chain), _AT, 0.0, lambda _seconds, _why: None)
    assert not chain.closed, "it was never begun"
