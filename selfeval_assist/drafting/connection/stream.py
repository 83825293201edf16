"""One call of the model, streamed, and the retry loop around it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.reply import visible
from selfeval_assist.drafting.errors import (
    BrokenStreamError,
    DraftingError,
    EmptyReplyError,
    RateLimitedError,
    ReplyTimeoutError,
    ServerError,
    TruncatedError,
)
from selfeval_assist.form.text import clean

LONGEST = 20_000
"""Characters after which an answer is cut off, whatever the server thinks of max_tokens."""
_SECRET = 8
"""A key of fewer characters is no secret, and could be a word of the text."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer.

    Attributes:
        text: as it came, thinking included.
        tokens: what the server says was used, or None.
        thought: whether the server sent a model's thinking beside the text.
    """

    text: str
    tokens: int | None = None
    thought: bool = False


async def stream_once(
    chain: Any,
    values: dict[str, Any],
    endpoint: Endpoint,
    show: Callable[[str], None],
    limit: int = LONGEST,
) -> Reply:
    """Call the model once and return its answer.

    Only an answer that ends with ``stop`` and has text counts; what came before a failure is
    dropped. Cancelling the task closes the connection.

    Args:
        chain: prompt and model.
        values: the prompt's inputs.
        endpoint: for masking keys in errors.
        show: called with the visible text so far.
        limit: characters of visible text beyond which the answer cannot be used any more.

    Raises:
        DraftingError: one of its kinds, for every way in which a call can fail.
    """
    from selfeval_assist.drafting.connection.mapping import FINISH, translate

    key = endpoint.api_key.get_secret_value()
    text, shown, finish, tokens, thought = "", "", "", None, False

    def failed(error: DraftingError) -> DraftingError:
        error.partial = visible(text).strip()
        return error

    try:
        async for chunk in chain.astream(values):
            thought = thought or bool(chunk.additional_kwargs.get("reasoning_content"))
            finish = chunk.response_metadata.get("finish_reason") or finish
            if chunk.usage_metadata:  # some servers repeat the running total: the last one counts
                tokens = chunk.usage_metadata["total_tokens"]
            text += str(clean(str(chunk.text)))
            if len(key) >= _SECRET:
                text = text.replace(key, "***")
            if (now := visible(text)) != shown:
                shown = now
                show(now)
            if len(text) > LONGEST or len(shown) > limit:
                raise TruncatedError
    except Exception as error:  # the SDKs raise anything; ``translate`` names it
        raise failed(translate(error, endpoint)) from None
    if wrong := FINISH.get(finish):
        raise failed(wrong())
    if finish and finish != "stop":
        raise failed(BrokenStreamError(f"结束标志为 {finish[:20]}"))
    if not visible(text).strip():
        raise EmptyReplyError("只有思考过程" if text.strip() or thought else "")
    if not finish:
        raise failed(BrokenStreamError("没有结束标志"))
    return Reply(text, tokens, thought)


async def with_retries(
    call: Callable[[], Any],
    endpoint: Endpoint,
    deadline: float,
    waiting: Callable[[float, str], None],
) -> Reply:
    """Repeat a call that failed for a passing reason, within one deadline.

    Args:
        call: makes the coroutine of one call.
        endpoint: its limits say how often and how long.
        deadline: on the clock of the running loop, in seconds.
        waiting: called before each wait, with seconds and a Chinese clause.

    Raises:
        DraftingError: the last error, once tries or time are used up or the error will not pass.
    """
    limits = endpoint.limits
    clock = asyncio.get_running_loop().time
    for attempt in range(limits.tries):
        if clock() >= deadline:
            raise ReplyTimeoutError
        try:
            async with asyncio.timeout_at(deadline):
                reply: Reply = await call()
                return reply
        except TimeoutError:
            raise ReplyTimeoutError from None
        except DraftingError as error:
            wait = limits.backoff * 2**attempt
            if isinstance(error, RateLimitedError | ServerError) and error.wait is not None:
                if error.wait > limits.retry_after:
                    raise
                wait = max(error.wait, wait)
            if not error.retry or attempt + 1 == limits.tries or clock() + wait >= deadline:
                raise
            waiting(wait, error.summary)
            await asyncio.sleep(wait)
    raise ReplyTimeoutError
