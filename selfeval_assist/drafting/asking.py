"""One text, or some rows' texts, put to a model: one call, one repair, and what they carried."""

import asyncio
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.reply import visible
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.connection.stream import Reply, stream_once, with_retries
from selfeval_assist.drafting.errors import (
    BadRequestError,
    DraftingError,
    EmptyReplyError,
    TruncatedError,
)
from selfeval_assist.drafting.events import Chunk, OnEvent, Rejected, Repaired, Waiting
from selfeval_assist.drafting.foreign import chain_of
from selfeval_assist.drafting.masking import Masks
from selfeval_assist.drafting.prompts import REPAIRS, Prompt, shared
from selfeval_assist.drafting.reply import Arriving
from selfeval_assist.drafting.settling import (
    Outcome,
    better,
    first,
    judge,
    objections,
    restored,
    second,
    wanted_of,
)
from selfeval_assist.drafting.sheet import Part, sheet_of
from selfeval_assist.review import Request

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

ATTEMPTS = 2
"""A first reply and one repair."""

_ROOM, _WIDTH = 1000, 12
"""Characters of a reply: references are longer than values, and JSON stands around them."""
_ROLES = {"ai": "assistant", "human": "user"}


@dataclass(frozen=True, eq=False)
class Order:
    """What one call is about, and how it is made.

    Attributes:
        parts: the texts that are written with it.
        prompt: the prompt.
        endpoint: where the model is.
        emit: told about every event.
        masks: what stands for personal data, which is not sent.
        extra: further inputs of the prompt.
        run: what the call has in common with others.
        seconds: how long it may take, with its repair.
    """

    parts: tuple[Part, ...]
    prompt: Prompt
    endpoint: Endpoint
    emit: OnEvent
    masks: Masks
    run: Run
    seconds: float
    extra: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def sheet(self) -> str:
        """What a model is told, before personal data is masked."""
        return sheet_of(self.parts)

    @cached_property
    def inputs(self) -> dict[str, str]:
        """The inputs of the prompt, as they are sent."""
        values = {
            "rules": shared("rules"),
            "reply": _form(self),
            "sheet": self.masks.hide(self.sheet),
            "title": self.parts[0].kind.title,
            "brief": self.parts[0].kind.brief,
            **{name: self.masks.hide(text) for name, text in self.extra.items()},
        }
        return {name: values[name] for name in self.prompt.inputs}


@dataclass(slots=True)
class Made:
    """What has come of one order so far."""

    tokens: int | None = None
    waited: float = 0.0
    answered: str = ""
    requests: list[Request] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    attempted: list[int] = field(default_factory=list)
    outcomes: tuple[Outcome, ...] = ()
    history: list[tuple[Outcome, ...]] = field(default_factory=list)
    failed: DraftingError | None = None


def _form(order: Order) -> str:
    """Return in which form a model is to answer: JSON or lines, with rows where there are some."""
    name = "lines" if order.endpoint.capability.repair == "resample" else "reply"
    return shared(f"{name}_rows" if order.parts[0].kind.by_row else name)


def turns_of(order: Order) -> tuple[tuple[str, str], ...]:
    """Return the turns of the first call, role and text, as they are sent."""
    return order.prompt.messages(order.inputs)


async def ask(order: Order, model: "BaseChatModel") -> Made:
    """Return what a model writes for an order; a failure stands in it and is not raised."""
    made = Made()
    until = asyncio.get_running_loop().time() + min(order.seconds, order.run.left)
    try:
        if order.run.lost:
            raise order.run.lost
        await asyncio.to_thread(turns_of, order)
        raw = await _first(order, model, made, until)
        made.outcomes = await asyncio.to_thread(first, order.parts, raw)
        _tell_refused(order, made, len(made.replies))
        if len(made.attempted) < ATTEMPTS:
            await _repair(order, model, made, raw, until)
    except DraftingError as error:
        order.run.lost = error if error.lost else None
        made.failed = error
    return made


async def _first(order: Order, model: "BaseChatModel", made: Made, until: float) -> str:
    """Return the first reply that can be read; one that is cut off or empty is asked for again."""
    try:
        return await _reply(order, model, made, [], until)
    except (TruncatedError, EmptyReplyError):
        return await _reply(order, model, made, [], until)


async def _repair(order: Order, model: "BaseChatModel", made: Made, raw: str, until: float) -> None:
    """Let what was refused be written again; a base model is only asked once more."""
    why = await asyncio.to_thread(objections, made.outcomes)
    if not why:
        return
    why += f"\n{wanted_of(made.outcomes)}"
    before = sum(len(each.accepted) for each in made.outcomes)
    if order.endpoint.capability.repair == "instruct":
        raw = await _reply(order, model, made, _turns(order, raw, why), until)
        again = await asyncio.to_thread(second, made.outcomes, raw)
    else:
        raw = await _reply(order, model, made, [], until)
        again = await asyncio.to_thread(first, order.parts, raw)
    made.outcomes = better(made.outcomes, again)
    _tell_refused(order, made, ATTEMPTS)
    more = sum(len(each.accepted) for each in made.outcomes) - before
    if more > 0:
        order.emit(Repaired(more))


def _tell_refused(order: Order, made: Made, attempt: int) -> None:
    made.history.append(made.outcomes)
    for outcome in made.outcomes:
        for each in outcome.refused:
            why = tuple(dict.fromkeys(found.message for found in each.violations))
            made.rejected.append(each.written.text)
            order.emit(Rejected(attempt, each.written.text, why))


def _turns(order: Order, raw: str, why: str) -> list[tuple[str, str]]:
    """Return the two turns of a repair: the reply as it came, and what is wrong with it."""
    request = f"{why}\n{_form(order)}"
    told = order.masks.hide(visible(raw).strip())
    return [("ai", told), ("human", order.masks.hide(request))]


async def _reply(
    order: Order,
    model: "BaseChatModel",
    made: Made,
    turns: list[tuple[str, str]],
    until: float,
) -> str:
    """Return one complete reply with what stood behind its masks, after retries."""
    made.attempted.append(len(made.requests))
    attempt = len(made.attempted)
    told = (*turns_of(order), *((_ROLES[role], text) for role, text in turns))
    arriving, run = _Shown(order), order.run
    # A Chinese character is at most about one token, so this is reckoned high.
    reckoned = sum(len(text) for _, text in told) + order.prompt.max_tokens

    async def call(*, plain: bool) -> Reply:
        now = datetime.datetime.now(datetime.UTC)
        made.requests.append(Request(sentence=0, attempt=attempt, at=now, turns=told))
        chain = chain_of(model, order.endpoint, order.prompt, attempt=attempt, plain=plain)
        try:
            sent: dict[str, Any] = {**order.inputs, REPAIRS: turns}
            longest = _ROOM + _WIDTH * sum(part.limit for part in order.parts)
            reply = await stream_once(chain, sent, order.endpoint, arriving.show, longest)
            made.answered = chain.answered
            return reply
        except asyncio.CancelledError:  # the deadline, or the person: evidence all the same
            made.rejected += [arriving.text] if arriving.text else []
            raise
        except DraftingError as error:
            made.rejected += [error.partial] if error.partial else []
            raise

    def waiting(seconds: float, why: str) -> None:
        order.emit(Waiting(seconds, why))

    async def retried() -> Reply:
        plain = order.run.plain
        return await with_retries(
            lambda: call(plain=plain), order.endpoint, until + made.waited, waiting, run, reckoned
        )

    try:
        reply = await retried()
    except BadRequestError:
        if order.run.plain:
            raise
        order.run.plain = True  # found out once, for all texts of the run
        reply = await retried()
    made.waited += reply.waited
    if reply.tokens is not None:
        made.tokens = (made.tokens or 0) + reply.tokens
    made.replies.append(reply.text)
    return order.masks.put_back(reply.text)


@dataclass(slots=True)
class _Shown:
    """What is told of a reply while it arrives: each sentence is judged once it is complete."""

    order: Order
    text: str = ""
    told: int = 0
    arriving: Arriving = field(default_factory=Arriving)

    def show(self, text: str) -> None:
        """Take the text so far in, and tell what is new in it."""
        self.text, parts, masks = text, self.order.parts, self.order.masks
        if not self.order.run.watched:
            return
        done, begun = self.arriving.take(text)
        for each in done:
            own = replace(each, text=masks.put_back(each.text))
            passed = None if len(parts) > 1 else not judge(restored(own, parts[0]), parts[0])
            self.order.emit(Chunk(self.told, own.text, passed))
            self.told += 1
        if begun:
            self.order.emit(Chunk(self.told, masks.put_back(begun)))
