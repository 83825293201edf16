"""Drafting with a model: sentence by sentence, verified, and the composer's where that fails."""

import asyncio
from collections.abc import Sequence

from selfeval_assist.drafting.composing import plan, proposal_of
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.consent import Consent, Leave, Outgoing, masks_for, nobody, require
from selfeval_assist.drafting.events import Finished, OnEvent, Started
from selfeval_assist.drafting.masking import Masks
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.drafting.wording import Order, Tally, reword, values_for, wanted
from selfeval_assist.facts import build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Generation, Proposal, Task
from selfeval_assist.review.supported import Ground, ground
from selfeval_assist.scoring import ScoreSheet


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
    run: Run | None = None,
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
        consent: says whether a person has allowed what goes out, beyond this machine.
        on_event: called with every event, on the event loop.
        deadline: seconds for the whole draft; by default the endpoint's.
        run: what this draft has in common with others of the same run; by default it is alone.

    Returns:
        The proposal. ``generation`` says which model and prompt, how many calls, what each carried,
        what was refused and why a sentence is the composer's.

    Raises:
        ClassifiedError: the form carries a classification mark; nothing was sent.
        NotAllowedError: nobody has allowed the endpoint; nothing was sent.
        PromptError: the prompt file is damaged.
        EndpointError: certificates or proxy of the endpoint cannot be used.
    """
    masks = require(Outgoing(form, endpoint, "draft"), consent)
    emit = on_event or ignore
    # A tenth of a second for a long form; screens stay alive meanwhile.
    plans, where = await asyncio.to_thread(_planned, task, form, sheet, row)
    base = await asyncio.to_thread(proposal_of, row, plans, where)
    emit(Started(task, endpoint.model, endpoint.host, len(plans)))
    tally = Tally()
    ask = wanted(task, plans)
    if any(ask):
        limit = endpoint.limits.deadline if deadline is None else deadline
        run = run or Run(endpoint.limits.run)
        order = Order(endpoint, prompt_for(task), where, emit, limit, masks, run=run)
        sentences, generation = await reword(order, base.sentences, plans, ask, tally)
        base = base.model_copy(update={"sentences": sentences, "generation": generation})
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
    run: Run | None = None,
) -> Proposal:
    """Do what ``draft`` does, from code without an event loop."""
    return asyncio.run(
        draft(
            task,
            form,
            sheet,
            endpoint,
            row,
            consent=consent,
            on_event=on_event,
            deadline=deadline,
            run=run,
        )
    )


def preview(
    task: Task,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    endpoint: Endpoint,
    row: int | None = None,
    *,
    masks: Masks | None = None,
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return what a draft would send, before anything is sent: for each call its turns.

    The turns are role and text. Repairs are not known beforehand; they add the model's own refused
    sentence and the rules that it broke. ``masks`` are those of the draft, by default those of a
    person who wants nothing sent as it stands; they know afterwards what they hid.

    Raises:
        PromptError: the prompt file is damaged.
    """
    plans, where = _planned(task, form, sheet, row)
    masks = masks or masks_for(form, Leave())
    order = Order(endpoint, prompt_for(task), where, ignore, 0, masks)
    return tuple(
        order.prompt.messages(values_for(order, each))
        for each, ask in zip(plans, wanted(task, plans), strict=True)
        if ask
    )


def carried(generation: Generation) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return what was sent for a stored proposal: for each call all its turns, in order."""
    return tuple((*generation.fixed, *request.turns) for request in generation.requests)


def _planned(
    task: Task, form: SelfEvaluation, sheet: ScoreSheet, row: int | None
) -> tuple[Sequence[SentencePlan], Ground]:
    """Return what each sentence has to say, and what it may rest on."""
    table = build_facts(form, sheet)
    return plan(task, form, sheet, table, row), ground(task, table)


def ignore(_event: object) -> None:
    """Take an event that nobody listens to."""
