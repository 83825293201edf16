"""One call of the model, streamed, and the retry loop around it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.rate import Gate
from selfeval_assist.drafting.connection.reply import thinks_on, visible
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.errors import (
    BrokenStreamError,
    DraftingError,
    EmptyReplyError,
    OversizedError,
    RateLimitedError,
    ReplyTimeoutError,
    ServerError,
    TruncatedError,
)
from selfeval_assist.form.text import clean

LONGEST = 20_000
"""Characters after which an answer is cut off, whatever the server thinks of max_tokens."""
BESIDE = 100_000
"""Characters that may come beside the text, such as thinking; the SDK adds each to all before."""
_BLOCK = 100
"""Characters that a block of an answer in blocks counts for, whatever it holds."""
_AFTER = 2.0
"""Seconds for what may follow the end of an answer: a count of tokens, or nothing at all."""
_SECRET = 8
"""A key of fewer characters is no secret, and could be a word of the text."""
_MOST_TOKENS = 10**9
_POSTPONED = 60
"""Times that a server may put one call off."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer.

    Attributes:
        text: as it came, thinking included.
        tokens: what the server says was used, or None.
        thought: whether the server sent a model's thinking beside the text.
        waited: seconds in which it was not the call's turn.
    """

    text: str
    tokens: int | None = None
    thought: bool = False
    waited: float = 0.0


@dataclass(slots=True)
class _Arrival:
    """What has come of an answer so far."""

    key: str
    limit: int
    text: str = ""
    shown: str = ""
    finish: str = ""
    tokens: int | None = None
    thought: bool = False
    beside: int = 0

    @property
    def whole(self) -> bool:
        """Whether the server has said that the answer is at its end."""
        return self.finish == "stop"

    def add(self, chunk: Any) -> None:
        """Take one chunk of the SDK in.

        Raises:
            DraftingError: with it the answer cannot be used any more.
        """
        finish = chunk.response_metadata.get("finish_reason")
        self._count(chunk, chunk.response_metadata if finish else None)
        piece = str(clean(str(chunk.text)))
        # Text behind an end: some servers write "stop" under every piece, so it was no end.
        self.finish = str(finish or ("" if piece else self.finish))
        self.thought = self.thought or bool(chunk.additional_kwargs.get("reasoning_content"))
        if chunk.usage_metadata:  # some servers repeat the running total: the last one counts
            self.tokens = _count_of(chunk.usage_metadata.get("total_tokens"))
        self.text += piece
        if len(self.key) >= _SECRET:
            self.text = self.text.replace(self.key, "***")
        if not (thinks_on(self.text) and ">" not in piece):
            self.shown = visible(self.text)
        if len(self.text) > LONGEST or len(self.shown) > self.limit:
            raise TruncatedError

    def _count(self, chunk: Any, end: object) -> None:
        if chunk.tool_call_chunks:
            raise BrokenStreamError("模型要调用工具，没有写回答")
        self.beside += sum(len(str(value)) for value in chunk.additional_kwargs.values())
        self.beside += len(repr(end)) if end else 0
        self.beside += 0 if isinstance(chunk.content, str) else _BLOCK * len(chunk.content)
        if self.beside > BESIDE:
            raise OversizedError("思考过程或附带内容过长")


def _count_of(value: object) -> int | None:
    """Return a count of tokens, or None where a server wrote something else in its place."""
    return value if isinstance(value, int) and 0 <= value < _MOST_TOKENS else None


async def stream_once(
    chain: Any,
    values: dict[str, Any],
    endpoint: Endpoint,
    show: Callable[[str], None],
    limit: int = LONGEST,
) -> Reply:
    """Call the model once and return its answer.

    Only an answer that ends with ``stop`` and has text counts, whatever becomes of the connection
    after that; what came before a failure is dropped. Cancelling the task closes the connection.

    Args:
        chain: prompt and model.
        values: the prompt's inputs.
        endpoint: for masking keys in errors.
        show: called with the visible text so far.
        limit: characters of visible text beyond which the answer cannot be used any more.

    Raises:
        DraftingError: one of its kinds, for every way in which a call can fail.
    """
    from selfeval_assist.drafting.connection.mapping import translate

    arrived = _Arrival(endpoint.api_key.get_secret_value(), limit)
    clock = asyncio.get_running_loop().time
    try:
        async with asyncio.timeout(None) as rest, aclosing(chain.astream(values)) as chunks:
            async for chunk in chunks:
                _notice_cancelling()
                before, ended = arrived.shown, arrived.whole
                arrived.add(chunk)
                if arrived.shown != before:
                    show(arrived.shown)
                if arrived.whole != ended:
                    rest.reschedule(clock() + _AFTER if arrived.whole else None)
        wrong = _wrong_end(arrived)
    except Exception as error:  # the SDKs raise anything; ``translate`` names it
        wrong = translate(error, endpoint)
        if arrived.whole and not isinstance(wrong, TruncatedError):
            wrong = _wrong_end(arrived)
    if wrong:
        wrong.partial = visible(arrived.text).strip()
        raise wrong from None
    return Reply(arrived.text, arrived.tokens, arrived.thought)


def _notice_cancelling() -> None:
    """Let a deadline or a person's stop through that was swallowed on its way.

    ``asyncio.wait_for`` of Python 3.11, in which LangChain waits for each piece, forgets that it
    was cancelled when the piece is there; a server that never pauses would never be stopped.

    Raises:
        asyncio.CancelledError: the task has been cancelled.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _wrong_end(arrived: _Arrival) -> DraftingError | None:
    """Return why what has come until the end is no answer, or None where it is one."""
    from selfeval_assist.drafting.connection.mapping import FINISH

    if kind := FINISH.get(arrived.finish):
        return kind()
    if arrived.finish and not arrived.whole:
        return BrokenStreamError(f"结束标志为 {clean(arrived.finish[:20])}")
    if not visible(arrived.text).strip():
        return EmptyReplyError("只有思考过程" if arrived.text.strip() or arrived.thought else "")
    return None if arrived.whole else BrokenStreamError("没有结束标志")


async def with_retries(
    call: Callable[[], Awaitable[Reply]],
    endpoint: Endpoint,
    deadline: float,
    waiting: Callable[[float, str], None],
    run: Run | None = None,
    tokens: int = 0,
) -> Reply:
    """Repeat a call that failed for a passing reason, within one deadline.

    Args:
        call: makes the coroutine of one call.
        endpoint: its limits say how often and how long.
        deadline: on the clock of the running loop, in seconds; the time in which others have their
            turn does not count.
        waiting: called before each wait, with seconds and a Chinese clause.
        run: what the call has in common with others: the gate, and whether the server is gone; by
            default it is alone.
        tokens: what a call takes, reckoned high.

    Raises:
        DraftingError: the last error, once tries or time are used up or the error will not pass.
    """
    clock, run = asyncio.get_running_loop().time, run or Run(0)
    gate = run.gate or Gate(1)
    tried, waited, postponed = 0, 0.0, 0
    while True:
        try:
            async with gate.turn(tokens) as turn:
                waited += turn.waited
                if run.lost:
                    raise run.lost
                reply = await _in_time(call, deadline + waited)
                turn.tokens = turn.tokens if reply.tokens is None else reply.tokens
            gate.answered()
            return replace(reply, waited=waited)
        except DraftingError as error:
            wait = _wait(error, endpoint, tried)
            if _later(error, gate) and postponed < _POSTPONED:
                postponed += 1
            else:
                tried += 1
                last = not error.retry or tried == endpoint.limits.tries or error is run.lost
                if last or clock() + wait >= deadline + waited:
                    raise
            waiting(wait, error.summary)
            if _later(error, gate):
                gate.refused(wait)
            else:
                await asyncio.sleep(wait)


async def _in_time(call: Callable[[], Awaitable[Reply]], deadline: float) -> Reply:
    if asyncio.get_running_loop().time() >= deadline:
        raise ReplyTimeoutError
    try:
        async with asyncio.timeout_at(deadline):
            return await call()
    except TimeoutError:
        raise ReplyTimeoutError from None


def _wait(error: DraftingError, endpoint: Endpoint, tried: int) -> float:
    """Return how long to wait after an error; raise it where the server asks for too long."""
    wait: float = endpoint.limits.backoff * 2**tried
    if isinstance(error, ServerError) and error.wait is not None:
        if error.wait > endpoint.limits.retry_after:
            raise error
        wait = max(error.wait, wait)
    return wait


def _later(error: DraftingError, gate: Gate) -> bool:
    """Whether the server has said when it takes more calls, and all of them are to wait."""
    return gate.patient and isinstance(error, RateLimitedError) and error.wait is not None
