"""Drafting with a model: sentence by sentence, verified, and the composer's where that fails."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from selfeval_assist.drafting.compose import compose, facts_for, plan
from selfeval_assist.drafting.consent import Consent, nobody, require
from selfeval_assist.drafting.endpoints import Endpoint
from selfeval_assist.drafting.errors import (
    BadRequestError,
    DraftingError,
    EmptyReplyError,
    TruncatedError,
    UnsupportedError,
)
from selfeval_assist.drafting.events import (
    Chunk,
    FellBack,
    Finished,
    OnEvent,
    Rejected,
    Repaired,
    Started,
    Waiting,
)
from selfeval_assist.drafting.guard import additions, mixups, omissions
from selfeval_assist.drafting.material import inputs_for, objections
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.prompts import REPAIRS, Prompt, prompt_for
from selfeval_assist.drafting.reply import sentence
from selfeval_assist.drafting.stream import Reply, stream_once, with_retries
from selfeval_assist.facts import (
    FactTable,
    Violation,
    build_facts,
    render,
    verify_template,
    verify_text,
)
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Generation, Origin, Proposal, Sentence, Task
from selfeval_assist.scoring import ScoreSheet

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

ATTEMPTS = 3
"""The first attempt at a sentence and at most two repairs."""


@dataclass(slots=True)
class _Tally:
    """What has happened so far in one draft."""

    attempts: int = 0
    tokens: int | None = None
    plain: bool = False
    rejected: list[str] = field(default_factory=list)
    reasons: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def fallback(self) -> str:
        """Return why the composer's sentences stand, such as ``第1、2句：连接不上模型服务``."""
        return "；".join(
            f"第{'、'.join(map(str, numbers))}句：{reason}"
            for reason, numbers in self.reasons.items()
        )


@dataclass(frozen=True, slots=True)
class _Job:
    """What the calls of one draft have in common."""

    endpoint: Endpoint
    model: "ChatOpenAI"
    prompt: Prompt
    table: FactTable
    deadline: float
    emit: OnEvent
    tally: _Tally


async def draft(
    task: Task,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    endpoint: Endpoint,
    row: int | None = None,
    *,
    consent: Consent = nobody,
    on_event: OnEvent | None = None,
    deadline: float | None = None,
) -> Proposal:
    """Draft one text with a model; whatever goes wrong with a sentence, the composer's stands.

    The model sees labels and slots, never a value. A deviation is only put to it when a person has
    stated a cause; sentences that ask the person for something are never put to it.

    Args:
        task: which text.
        form: the form.
        sheet: its score sheet.
        endpoint: where the model is.
        row: the indicator row of a ``deviation``, from 0.
        consent: says whether a person has allowed an endpoint that is not on this machine.
        on_event: called with every event, on the event loop.
        deadline: seconds for the whole draft; by default the endpoint's.

    Returns:
        The proposal. ``generation`` says which model and prompt, how many calls, what was refused
        and why a sentence is the composer's.

    Raises:
        ClassifiedError: the form carries a classification mark; nothing was sent.
        NotAllowedError: nobody has allowed the endpoint; nothing was sent.
        PromptError: the prompt file is damaged.
        EndpointError: certificates or proxy of the endpoint cannot be used.
    """
    require(form, endpoint, consent)
    emit = on_event or _ignore
    table = build_facts(form, sheet)
    base = compose(task, form, sheet, row=row)
    plans = plan(task, form, sheet, table, row)
    emit(Started(task, endpoint.model, endpoint.host, len(plans)))
    tally = _Tally()
    if any(_wanted(task, plans)):
        limit = endpoint.limits.deadline if deadline is None else deadline
        facts = facts_for(task, table)
        base = await _with_model(base, plans, facts, endpoint, limit, emit, tally)
    emit(Finished(base, tally.tokens))
    return base


def draft_sync(
    task: Task,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    endpoint: Endpoint,
    row: int | None = None,
    *,
    consent: Consent = nobody,
    on_event: OnEvent | None = None,
    deadline: float | None = None,
) -> Proposal:
    """Do what ``draft`` does, from code without an event loop."""
    return asyncio.run(
        draft(
            task, form, sheet, endpoint, row, consent=consent, on_event=on_event, deadline=deadline
        )
    )


def _ignore(_event: object) -> None:
    """Take an event that nobody listens to."""


def _wanted(task: Task, plans: Sequence[SentencePlan]) -> list[bool]:
    """Say for each sentence whether a model may word it."""
    if task == "deviation" and not any(each.cause for each in plans):
        return [False] * len(plans)
    return [bool(each.slots) and not each.pending for each in plans]


async def _with_model(
    base: Proposal,
    plans: Sequence[SentencePlan],
    facts: FactTable,
    endpoint: Endpoint,
    limit: float,
    emit: OnEvent,
    tally: _Tally,
) -> Proposal:
    """Return the proposal with the model's sentences in it and how they came about."""
    from selfeval_assist.drafting.client import open_model

    prompt = prompt_for(base.task)
    begun = time.monotonic()
    deadline = asyncio.get_running_loop().time() + limit
    async with open_model(endpoint) as model:
        job = _Job(endpoint, model, prompt, facts, deadline, emit, tally)
        sentences = await _sentences(job, base.sentences, plans, _wanted(base.task, plans))
    generation = Generation(
        model=endpoint.model,
        endpoint=endpoint.host,
        prompt=prompt.id,
        prompt_version=prompt.version,
        prompt_sha256=prompt.sha256,
        attempts=tally.attempts,
        rejected=tuple(tally.rejected),
        fallback=tally.fallback(),
        seconds=round(time.monotonic() - begun, 3),
    )
    return base.model_copy(update={"sentences": sentences, "generation": generation})


async def _sentences(
    job: _Job,
    composed: Sequence[Sentence],
    plans: Sequence[SentencePlan],
    wanted: Sequence[bool],
) -> tuple[Sentence, ...]:
    """Return the model's sentence where it passed, else the composer's."""
    sentences: list[Sentence] = []
    lost: DraftingError | None = None
    for index, (base, each, ask) in enumerate(zip(composed, plans, wanted, strict=True)):
        chosen = base
        if ask:
            try:
                if lost:
                    raise lost
                template = await _write(job, index, each)
                chosen = base.model_copy(
                    update={
                        "text": render(template, each.slots),
                        "template": template,
                        "origin": Origin.MODEL,
                    }
                )
            except DraftingError as error:
                lost = error if error.lost else None
                job.tally.reasons[error.reason].append(index + 1)
                job.emit(FellBack(index, error.reason))
        sentences.append(chosen)
    return tuple(sentences)


async def _write(job: _Job, index: int, each: SentencePlan) -> str:
    """Return a template of the model that passed verification.

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
        template = sentence(reply.text)
        violations = _violations(job, template, each)
        if not violations:
            if attempt > 1:
                job.emit(Repaired(index, attempt))
            return template
        job.tally.rejected.append(template)
        job.emit(Rejected(index, attempt, template, violations))
        failed = UnsupportedError()
        if job.endpoint.capability.repair == "instruct":
            turns = objections(template, violations, each)
    raise failed


async def _ask(
    job: _Job, index: int, each: SentencePlan, turns: list[tuple[str, str]], attempt: int
) -> Reply:
    """Return one complete answer, with retries; a server that refuses extras is asked plainly."""
    from selfeval_assist.drafting.client import chain_for

    values: dict[str, Any] = {**inputs_for(each), REPAIRS: turns}
    tally = job.tally

    async def call() -> Reply:
        tally.attempts += 1
        chain = chain_for(job.model, job.endpoint, job.prompt, attempt=attempt, plain=tally.plain)
        try:
            return await stream_once(
                chain,
                values,
                job.endpoint,
                lambda text: job.emit(Chunk(index, text)),
                2 * _longest(each),
            )
        except DraftingError as error:
            if error.partial:
                tally.rejected.append(error.partial)
            raise

    def waiting(seconds: float, why: str) -> None:
        job.emit(Waiting(index, seconds, why))

    try:
        reply = await with_retries(call, job.endpoint, job.deadline, waiting)
    except BadRequestError:
        if tally.plain:
            raise
        tally.plain = True
        reply = await with_retries(call, job.endpoint, job.deadline, waiting)
    if reply.tokens is not None:
        tally.tokens = (tally.tokens or 0) + reply.tokens
    return reply


def _violations(job: _Job, template: str, each: SentencePlan) -> tuple[Violation, ...]:
    """Return what is wrong with a template, and with the sentence that it renders to."""
    found = verify_template(
        template,
        each.slots,
        examples=job.prompt.examples,
        cause=each.cause,
        table=job.table,
        limit=_longest(each),
    )
    found += tuple(additions(template, each, job.table.names))
    found += (*mixups(template, each), *omissions(template, each))
    if found:
        return found
    causes = [each.cause] if each.cause else []
    return verify_text(render(template, each.slots), job.table, causes=causes)


def _longest(each: SentencePlan) -> int:
    """Return how many characters a sentence may have: room to reword the composer's."""
    return 2 * len(each.template) + 60
