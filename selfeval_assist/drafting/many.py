"""The texts of many forms by one endpoint: as many calls at a time and a minute as it allows."""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar, cast

from selfeval_assist.drafting.batch import Wanted
from selfeval_assist.drafting.chain import draft_texts
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.consent import Consent, nobody
from selfeval_assist.drafting.errors import ClassifiedError, DraftingError, EndpointError
from selfeval_assist.drafting.events import OnEvent
from selfeval_assist.drafting.foreign import endpoint_of
from selfeval_assist.failures import Failure, failure
from selfeval_assist.review import Proposal

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Item = TypeVar("Item")

LONGEST = 120.0
"""Seconds that a server may ask many drafts to wait; a count of calls a minute needs one."""
_READY = 4
"""Forms whose calls are made ready beside those that are under way."""

Drafted = tuple[Wanted, tuple[Proposal, ...] | Failure]
"""A form with its drafts, or why there are none, as where it may not be sent."""


async def draft_many(
    wanted: Iterator[Wanted],
    endpoint: Endpoint | None = None,
    *,
    model: "BaseChatModel | None" = None,
    consent: Consent = nobody,
    on_event: OnEvent | None = None,
) -> AsyncIterator[Drafted]:
    """Yield the drafts of many forms in their order; see ``chain.draft_texts``.

    Calls of several forms run at the same time, as many as the endpoint allows at a time and a
    minute. Only so many forms are held that none of them has to wait for the next one. A server
    that is lost to as many forms in a row as calls run at a time is not asked for the others.

    Args:
        wanted: the forms; taken as they are needed, in a thread.
        endpoint: where the model is; None with a ``model`` of the caller's.
        model: any LangChain chat model, in the place of an endpoint.
        consent: says whether a person has allowed what goes out, beyond this machine.
        on_event: called with every event but sentences that arrive, on the event loop.

    Raises:
        NotAllowedError: nobody has allowed the endpoint; nothing was sent.
        PromptError, EndpointError: as ``draft_texts``.
    """
    if endpoint is None and model is not None:
        endpoint = endpoint_of(model)
    if endpoint is None:
        raise EndpointError("没有给出模型")
    limits = endpoint.limits
    longest = max(limits.retry_after, LONGEST)
    endpoint = endpoint.model_copy(
        update={"limits": limits.model_copy(update={"retry_after": longest})}
    )
    gate, lost = endpoint.gate(patient=True), _Lost(endpoint.slots)
    waiting: deque[asyncio.Task[Drafted]] = deque()

    async def one(each: Wanted) -> Drafted:
        # Sentences of several forms among each other are nothing to watch.
        run = Run(math.inf, lost=lost.error, gate=gate, watched=False)
        try:
            found = await draft_texts(
                each.jobs, each.form, each.sheet, endpoint,
                model=model, consent=consent, on_event=on_event, run=run,
            )  # fmt: skip
        except Exception as error:
            if isinstance(error, DraftingError) and not isinstance(error, ClassifiedError):
                raise  # it would fail for the next form too
            return each, failure("起草", error)
        lost.note(run.lost)
        return each, found

    try:
        while each := await asyncio.to_thread(next, wanted, None):
            waiting.append(asyncio.create_task(one(each)))
            if len(waiting) >= endpoint.slots + _READY:
                yield await waiting.popleft()
        while waiting:
            yield await waiting.popleft()
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


class _Lost:
    """To how many forms in a row the server was lost; after too many it is not asked again."""

    def __init__(self, most: int) -> None:
        self._most, self._row = most, 0
        self.error: DraftingError | None = None

    def note(self, error: DraftingError | None) -> None:
        """Note how a form has ended."""
        self._row = self._row + 1 if error else 0
        if self._row >= self._most:
            self.error = error


def in_steps(items: AsyncIterator[Item]) -> Iterator[Item]:
    """Yield what comes of an asynchronous iterator, also where an event loop runs already.

    It has a thread and an event loop of its own, which go on while the next item is waited for;
    both end with the iterator.
    """
    nothing = object()

    async def step() -> Item | object:
        return await anext(items, nothing)

    runner = asyncio.Runner()
    with ThreadPoolExecutor(max_workers=1) as apart:
        try:
            while (item := apart.submit(lambda: runner.run(step())).result()) is not nothing:
                yield cast("Item", item)
        finally:
            apart.submit(runner.close).result()
