"""Drafting with a model: one call a text, checked sentence by sentence, the composer behind it."""

import asyncio
import datetime
import time
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack

from selfeval_assist.drafting.asking import Made, Order, ask, turns_of
from selfeval_assist.drafting.composing import proposal_of
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.consent import Consent, Leave, Outgoing, masks_for, nobody, require
from selfeval_assist.drafting.errors import EndpointError
from selfeval_assist.drafting.events import FellBack, Finished, OnEvent, Started
from selfeval_assist.drafting.foreign import endpoint_of, opened
from selfeval_assist.drafting.masking import Masks
from selfeval_assist.drafting.prompts import Prompt, prompt_for
from selfeval_assist.drafting.settling import better, first, second, settled
from selfeval_assist.drafting.sheet import Part, part_of, sha256, sheet_of
from selfeval_assist.drafting.texts import Material, kind_of
from selfeval_assist.facts import build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Checked, Generation, Proposal, Sentence, Task
from selfeval_assist.review.supported import ground
from selfeval_assist.scoring import ScoreSheet

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

ROWS, MOST = 10, 20
"""Rows whose deviations are written with one call; more only where that saves waiting."""

Job = tuple[Task, int | None]


class How(TypedDict, total=False):
    """What ``draft_texts`` takes besides texts, form and endpoint; it says what each is."""

    model: "BaseChatModel | None"
    consent: Consent
    on_event: OnEvent | None
    deadline: float | None
    run: Run | None


async def draft(
    task: Task,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    endpoint: Endpoint | None = None,
    row: int | None = None,
    **how: Unpack[How],
) -> Proposal:
    """Draft one text with a model; see ``draft_texts``."""
    return (await draft_texts(((task, row),), form, sheet, endpoint, **how))[0]


async def draft_texts(
    jobs: Sequence[Job],
    form: SelfEvaluation,
    sheet: ScoreSheet,
    endpoint: Endpoint | None = None,
    *,
    model: "BaseChatModel | None" = None,
    consent: Consent = nobody,
    on_event: OnEvent | None = None,
    deadline: float | None = None,
    run: Run | None = None,
) -> tuple[Proposal, ...]:
    """Draft several texts of a form at the same time, one call each.

    The model sees names, words and references, never a digit of a value. Deviations go ten to
    twenty rows to a call, and only those for which a person has stated why. Whatever goes wrong
    with a text, the composer's stands.

    Args:
        jobs: the texts, each with its indicator row or None.
        form: the form.
        sheet: its score sheet.
        endpoint: where the model is; None with a ``model`` of the caller's.
        model: any LangChain chat model, in the place of an endpoint; it needs the same consent.
        consent: says whether a person has allowed what goes out, beyond this machine.
        on_event: called with every event, on the event loop.
        deadline: seconds for each text; by default the endpoint's.
        run: what these drafts have in common with others; by default they are alone.

    Returns:
        The proposals in the order of the jobs. ``generation`` holds all that was sent and answered,
        what the checks said, and why words are the composer's.

    Raises:
        ClassifiedError: the form carries a classification mark; nothing was sent.
        NotAllowedError: nobody has allowed the endpoint; nothing was sent.
        PromptError: a prompt file is damaged.
        EndpointError: there is neither endpoint nor model, or its certificates or proxy cannot be
            used.
        ValueError: a ``deviation`` without a row of the form.
    """
    if endpoint is None:
        if model is None:
            raise EndpointError("没有给出模型")
        endpoint = endpoint_of(model)
    masks = require(Outgoing(form, endpoint, "draft"), consent)
    emit, run = on_event or ignore, run or Run(endpoint.limits.run)
    run.gate = run.gate or endpoint.gate()
    parts = await asyncio.to_thread(parts_of, jobs, form, sheet)
    for part in parts:
        emit(Started(part.kind.id, endpoint.model, endpoint.host, len(part.plans)))
    seconds = endpoint.limits.deadline if deadline is None else deadline
    orders = orders_of(parts, masks, endpoint, emit, run, seconds)
    drafted = await _written(orders, endpoint, model) if orders else {}
    found = tuple(drafted.get(id(part)) or _composed(part) for part in parts)
    for proposal in found:
        if proposal.generation.fallback:
            emit(FellBack(proposal.generation.fallback))
        emit(Finished(proposal))
    return found


async def _written(
    orders: Sequence[Order], endpoint: Endpoint, model: "BaseChatModel | None"
) -> dict[int, Proposal]:
    """Return what the model gives for each part, by its identity; calls run at the same time."""
    async with opened(endpoint, model) as writer:

        async def one(order: Order) -> list[tuple[Part, Proposal]]:
            begun = time.monotonic()
            made = await ask(order, writer)
            return await asyncio.to_thread(proposals_of, order, made, begun + made.waited)

        done = await asyncio.gather(*map(one, orders))
    return {id(part): proposal for pairs in done for part, proposal in pairs}


def draft_sync(
    task: Task,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    endpoint: Endpoint,
    row: int | None = None,
    **how: Unpack[How],
) -> Proposal:
    """Do what ``draft`` does, from code without an event loop."""
    return asyncio.run(draft(task, form, sheet, endpoint, row, **how))


def parts_of(jobs: Sequence[Job], form: SelfEvaluation, sheet: ScoreSheet) -> tuple[Part, ...]:
    """Return the texts of a form, ready to be written.

    Raises:
        ValueError: a ``deviation`` without a row of the form.
    """
    table, policy = build_facts(form, sheet), policy_for(form)
    return tuple(
        part_of(kind_of(task), Material(form, sheet, table, policy, row)) for task, row in jobs
    )


def orders_of(
    parts: Sequence[Part],
    masks: Masks,
    endpoint: Endpoint,
    emit: OnEvent,
    run: Run,
    seconds: float,
) -> list[Order]:
    """Return the calls that some texts need; none for what only a person can say."""
    whole = [(part,) for part in parts if part.plans and not part.kind.by_row]
    told = [part for part in parts if part.kind.by_row and part.plans and _stated(part)]
    size = _rows_a_call(len(told), len(whole), endpoint)
    rows = (tuple(told[at : at + size]) for at in range(0, len(told), size))
    return [
        Order(group, _prompt(group), endpoint, emit, masks, run, seconds)
        for group in (*whole, *rows)
    ]


def _rows_a_call(rows: int, others: int, endpoint: Endpoint) -> int:
    """Return how many rows go into one call, so that as few calls as can be wait for another."""
    free = max(1, endpoint.slots - others)
    most = MOST if endpoint.capability.repair == "instruct" else ROWS
    return min(most, max(ROWS, -(-rows // free)))


def _prompt(group: tuple[Part, ...]) -> Prompt:
    """Return the prompt of a call; one about more rows may have a longer answer."""
    prompt, times = prompt_for(group[0].kind.prompt), -(-len(group) // ROWS)
    return prompt.model_copy(update={"max_tokens": times * prompt.max_tokens})


def _stated(part: Part) -> bool:
    """Return whether somebody has said why the row of a deviation departs from its target."""
    own = (each for each in part.known.sources.values() if each.row == part.row)
    return any(each.kind == "cause" for each in own)


def preview(
    task: Task,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    endpoint: Endpoint,
    row: int | None = None,
    *,
    masks: Masks | None = None,
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return what a draft of one text would send; see ``preview_texts``."""
    return preview_texts(((task, row),), form, sheet, endpoint, masks=masks)


def preview_texts(
    jobs: Sequence[Job],
    form: SelfEvaluation,
    sheet: ScoreSheet,
    endpoint: Endpoint,
    *,
    masks: Masks | None = None,
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return what drafts of some texts would send; see ``calls``."""
    return tuple(turns for _, turns in calls(jobs, form, sheet, endpoint, masks=masks))


def calls(
    jobs: Sequence[Job],
    form: SelfEvaluation,
    sheet: ScoreSheet,
    endpoint: Endpoint,
    *,
    masks: Masks | None = None,
) -> tuple[tuple[tuple[Job, ...], tuple[tuple[str, str], ...]], ...]:
    """Return what drafts of some texts would send, before anything is: each call, its texts first.

    The turns of a call are role and text. A repair is not known beforehand; it adds the model's
    own reply and what is wrong with it. ``masks`` are those of the draft, by default those of a
    person who wants nothing sent as it stands; they know afterwards what they hid.

    Raises:
        PromptError: a prompt file is damaged.
    """
    parts = parts_of(jobs, form, sheet)
    masks = masks or masks_for(form, Leave())
    orders = orders_of(parts, masks, endpoint, ignore, Run(0), 0)
    return tuple(
        (tuple((part.kind.id, part.row) for part in order.parts), turns_of(order))
        for order in orders
    )


def carried(generation: Generation) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return what was sent for a stored proposal: for each call all its turns, in order."""
    return tuple((*generation.fixed, *request.turns) for request in generation.requests)


def replay(
    proposal: Proposal, form: SelfEvaluation, sheet: ScoreSheet, jobs: Sequence[Job] = ()
) -> tuple[Sentence, ...] | None:
    """Return the sentences that the stored replies of a draft give again.

    Args:
        proposal: a draft of a model.
        form: the form.
        sheet: its score sheet.
        jobs: the texts that were written with the same call; by default this one alone.

    Returns:
        The sentences, or None when the sheet is not the same any more.
    """
    made = proposal.generation
    parts = parts_of(jobs or ((proposal.task, proposal.row),), form, sheet)
    if not made.replies or sha256(sheet_of(parts)) != sha256(made.sheet):
        return None
    outcomes = first(parts, made.replies[0])
    if len(made.replies) > 1:
        outcomes = better(outcomes, second(outcomes, made.replies[1]))
    own = next(each for each in outcomes if each.part.where == proposal.where)
    return settled(own)[0]


def _composed(part: Part) -> Proposal:
    where = ground(part.kind.id, part.material.table, row=part.row)
    return proposal_of(part.row, part.plans, where)


def proposals_of(order: Order, made: Made, begun: float) -> list[tuple[Part, Proposal]]:
    """Return what an order gives for each of its texts, with how it came about."""
    found: list[tuple[Part, Proposal]] = []
    for at, part in enumerate(order.parts):
        left = ""
        if made.outcomes:
            sentences, left = settled(made.outcomes[at])
        else:
            sentences = _composed(part).sentences
        why = "；".join(filter(None, (made.failed.reason if made.failed else "", left)))
        proposal = Proposal(
            id=uuid.uuid4().hex,
            task=part.kind.id,
            where=part.where,
            sentences=sentences,
            generation=generation_of(order, made, at, why, begun),
            created=datetime.datetime.now(datetime.UTC),
        )
        found.append((part, proposal))
    return found


def generation_of(order: Order, made: Made, at: int, why: str, begun: float) -> Generation:
    """Return how one part of an order came about, with all that was sent, answered and checked."""
    prompt, endpoint = order.prompt, order.endpoint
    checked = tuple(
        Checked(
            attempt=attempt,
            text=each.written.text,
            cites=each.written.cites,
            row=each.written.row,
            refused=tuple(dict.fromkeys(found.message for found in each.violations)),
        )
        for attempt, outcomes in enumerate(made.history, start=1)
        for each in outcomes[at].judged
    )
    return Generation(
        model=endpoint.model,
        endpoint=endpoint.host,
        prompt=prompt.id,
        prompt_version=prompt.version,
        prompt_sha256=prompt.sha256,
        attempts=len(made.requests),
        rejected=tuple(made.rejected),
        fallback=why,
        seconds=round(time.monotonic() - begun, 3),
        requests=tuple(made.requests),
        answered=made.answered,
        sheet=order.sheet,
        replies=tuple(order.masks.put_back(each) for each in made.replies),
        checked=checked,
    )


def ignore(_event: object) -> None:
    """Take an event that nobody listens to."""
