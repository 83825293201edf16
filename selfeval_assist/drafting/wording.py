"""Putting planned sentences to a model: verified one by one, the composer's where that fails."""

import asyncio
import datetime
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.reply import sentence
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.connection.stream import Reply, stream_once, with_retries
from selfeval_assist.drafting.errors import (
    BadRequestError,
    DraftingError,
    EmptyReplyError,
    TruncatedError,
    UnsupportedError,
)
from selfeval_assist.drafting.events import Chunk, FellBack, OnEvent, Rejected, Repaired, Waiting
from selfeval_assist.drafting.guard import additions, mixups, omissions
from selfeval_assist.drafting.masking import Masks
from selfeval_assist.drafting.material import inputs_for, objections
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.prompts import REPAIRS, Prompt
from selfeval_assist.review import Generation, Origin, Request, Sentence, Task
from selfeval_assist.review.supported import Ground, filled, supported
from selfeval_assist.verify.model import Violation

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

ATTEMPTS = 3
"""The first attempt at a sentence and at most two repairs."""
MOST_FACTS = 6
"""More facts in one sentence than this and a model loses or swaps some (measured: 11 of 11)."""

_ROLES = {"ai": "assistant", "human": "user"}


@dataclass(slots=True)
class Tally:
    """What has happened so far in one draft."""

    attempts: int = 0
    tokens: int | None = None
    plain: bool = False
    rejected: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    reasons: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def fallback(self) -> str:
        """Return why the composer's sentences stand, such as ``第1、2句：连接不上模型服务``."""
        return "；".join(
            f"第{'、'.join(map(str, numbers))}句：{reason}"
            for reason, numbers in self.reasons.items()
        )


@dataclass(frozen=True, slots=True)
class Order:
    """What the calls of one draft have in common.

    Attributes:
        endpoint: where the model is.
        prompt: the prompt.
        where: what the text may rest on.
        emit: told about every event.
        seconds: how long all of it may take.
        masks: what stands for personal data, which is not sent.
        extra: further inputs of the prompt, the same for every sentence.
        run: what the draft has in common with others; by default it is the only one.
    """

    endpoint: Endpoint
    prompt: Prompt
    where: Ground
    emit: OnEvent
    seconds: float
    masks: Masks = field(default_factory=Masks)
    extra: Mapping[str, str] = field(default_factory=dict)
    run: Run = field(default_factory=lambda: Run(float("inf")))


@dataclass(frozen=True, slots=True)
class _Job:
    order: Order
    model: "ChatOpenAI"
    deadline: float
    tally: Tally


def wanted(task: Task, plans: Sequence[SentencePlan]) -> list[bool]:
    """Say for each sentence whether a model may word it.

    Never one that asks the person for something, one without facts or with too many, and none of a
    deviation for which nobody has stated a cause.
    """
    if task == "deviation" and not any(each.cause for each in plans):
        return [False] * len(plans)
    return [0 < len(each.slots) <= MOST_FACTS and not each.pending for each in plans]


def values_for(order: Order, each: SentencePlan) -> dict[str, str]:
    """Return the inputs of the prompt for one sentence, as they are sent."""
    inputs = {**inputs_for(each), **order.extra}
    return {name: order.masks.hide(text) for name, text in inputs.items()}


async def reword(
    order: Order,
    composed: Sequence[Sentence],
    plans: Sequence[SentencePlan],
    ask: Sequence[bool],
    tally: Tally,
) -> tuple[tuple[Sentence, ...], Generation]:
    """Return the sentences, the model's where it passed, and how they came about.

    Raises:
        EndpointError: certificates or proxy of the endpoint cannot be used.
    """
    from selfeval_assist.drafting.connection.client import open_model

    begun = time.monotonic()
    deadline = asyncio.get_running_loop().time() + min(order.seconds, order.run.left)
    async with open_model(order.endpoint) as model:
        job = _Job(order, model, deadline, tally)
        sentences = await _sentences(job, composed, plans, ask)
    prompt = order.prompt
    return sentences, Generation(
        model=order.endpoint.model,
        endpoint=order.endpoint.host,
        prompt=prompt.id,
        prompt_version=prompt.version,
        prompt_sha256=prompt.sha256,
        attempts=tally.attempts,
        rejected=tuple(tally.rejected),
        fallback=tally.fallback(),
        seconds=round(time.monotonic() - begun, 3),
        fixed=prompt.fixed if tally.requests else (),
        requests=tuple(tally.requests),
    )


async def _sentences(
    job: _Job,
    composed: Sequence[Sentence],
    plans: Sequence[SentencePlan],
    wanted: Sequence[bool],
) -> tuple[Sentence, ...]:
    """Return the model's sentence where it passed, else the composer's."""
    sentences: list[Sentence] = []
    run = job.order.run
    for index, (base, each, ask) in enumerate(zip(composed, plans, wanted, strict=True)):
        chosen = base
        if ask:
            try:
                if run.lost:
                    raise run.lost
                chosen = await _write(job, index, base, each)
            except DraftingError as error:
                run.lost = error if error.lost else None
                job.tally.reasons[error.reason].append(index + 1)
                job.order.emit(FellBack(index, error.reason))
        sentences.append(chosen)
    return tuple(sentences)


def in_words_of_a_model(base: Sentence, template: str) -> Sentence:
    """Return a sentence in a model's words: the same values, another template."""
    text = filled(template, base.basis)
    new = {"text": text, "template": template, "origin": Origin.MODEL, "violations": ()}
    return base.model_copy(update=new)


async def _write(job: _Job, index: int, base: Sentence, each: SentencePlan) -> Sentence:
    """Return a sentence of the model that passed verification.

    Raises:
        DraftingError: the endpoint failed, or every attempt was refused.
    """
    turns: list[tuple[str, str]] = []
    failed: DraftingError = UnsupportedError()
    for attempt in range(1, ATTEMPTS + 1):
        try:
            reply = await _ask(job, index, each, turns, attempt)
        except (TruncatedError, EmptyReplyError) as error:
            failed = error
            continue
        template = job.order.masks.put_back(sentence(reply.text))
        worded = in_words_of_a_model(base, template)
        violations = violations_of(job.order, worded, each)
        if not violations:
            if attempt > 1:
                job.order.emit(Repaired(index, attempt))
            return worded
        job.tally.rejected.append(template)
        job.order.emit(Rejected(index, attempt, template, violations))
        failed = UnsupportedError()
        if job.order.endpoint.capability.repair == "instruct":
            turns = [
                (role, job.order.masks.hide(text))
                for role, text in objections(template, violations, each)
            ]
    raise failed


async def _ask(
    job: _Job, index: int, each: SentencePlan, turns: list[tuple[str, str]], attempt: int
) -> Reply:
    """Return one complete answer, with retries; a server that refuses extras is asked plainly."""
    from selfeval_assist.drafting.connection.client import chain_for

    order, tally = job.order, job.tally
    inputs = values_for(order, each)
    values: dict[str, Any] = {**inputs, REPAIRS: turns}
    carried = (
        order.prompt.messages(inputs)[-1],
        *((_ROLES.get(role, role), text) for role, text in turns),
    )

    shown = ""

    def show(text: str) -> None:
        nonlocal shown
        shown = text
        order.emit(Chunk(index, text))

    async def call() -> Reply:
        nonlocal shown
        shown = ""
        tally.attempts += 1
        now = datetime.datetime.now(datetime.UTC)
        tally.requests.append(Request(sentence=index, attempt=attempt, at=now, turns=carried))
        chain = chain_for(
            job.model, order.endpoint, order.prompt, attempt=attempt, plain=tally.plain
        )
        try:
            return await stream_once(chain, values, order.endpoint, show, 2 * longest(each))
        except asyncio.CancelledError:  # the deadline, or the person: evidence all the same
            if shown:
                tally.rejected.append(shown)
            raise
        except DraftingError as error:
            if error.partial:
                tally.rejected.append(error.partial)
            raise

    def waiting(seconds: float, why: str) -> None:
        order.emit(Waiting(index, seconds, why))

    try:
        reply = await with_retries(call, order.endpoint, job.deadline, waiting)
    except BadRequestError:
        if tally.plain:
            raise
        tally.plain = True
        reply = await with_retries(call, order.endpoint, job.deadline, waiting)
    if reply.tokens is not None:
        tally.tokens = (tally.tokens or 0) + reply.tokens
    return reply


def violations_of(order: Order, worded: Sentence, each: SentencePlan) -> tuple[Violation, ...]:
    """Return what is wrong with a model's sentence: unsupported, or not as it was asked for."""
    return (
        *supported(worded, order.where, examples=order.prompt.examples, limit=longest(each)),
        *additions(worded.template, each, order.where),
        *mixups(worded.template, each),
        *omissions(worded.template, each),
    )


def longest(each: SentencePlan) -> int:
    """Return how many characters a sentence may have: room to reword the composer's."""
    return 2 * len(each.template) + 60
