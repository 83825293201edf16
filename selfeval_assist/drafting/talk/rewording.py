"""Letting a model reword the sentences of a text as a person asks; the verifier is the same."""

from dataclasses import dataclass

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.consent import Consent, Outgoing, require
from selfeval_assist.drafting.events import Finished, OnEvent, Started
from selfeval_assist.drafting.masking import figures
from selfeval_assist.drafting.material import as_data
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.drafting.talk.edit import Edit
from selfeval_assist.drafting.talk.revision import kept
from selfeval_assist.drafting.talk.turns import Answer, Asked, answered, proposal_of, revised
from selfeval_assist.drafting.wording import Order, Tally, reword, wanted
from selfeval_assist.facts.goal import SAID
from selfeval_assist.review import Proposal


@dataclass(frozen=True, slots=True)
class Model:
    """How a model is asked.

    Attributes:
        endpoint: where it is.
        consent: says whether a person has allowed what goes out to it.
        emit: gets the events of its work.
        seconds: for all of its work.
    """

    endpoint: Endpoint
    consent: Consent
    emit: OnEvent
    seconds: float


async def worded(asked: Asked, model: Model, edit: Edit, base: Proposal, told: list[str]) -> Answer:
    """Return a changed text as a model words it, and what was done.

    Args:
        asked: the turn.
        model: the model.
        edit: the text after the changes that code made.
        base: the text before them.
        told: what the person is told about those changes.

    Raises:
        ClassifiedError, NotAllowedError: nothing was sent.
    """
    masks = require(Outgoing(asked.form, model.endpoint, "draft"), model.consent)
    plans = edit.plans
    before = [kept(plan, base, edit.where) for plan in plans]
    ask = [
        yes and not any(fact.id.startswith(SAID) for fact in plan.slots.values())
        for yes, plan in zip(wanted(asked.thread.task, plans), plans, strict=True)
    ]
    request = as_data(figures(masks.hide(asked.said)))  # masked first: a figure may be half of one
    order = Order(
        model.endpoint, prompt_for("revise"), edit.where, model.emit, model.seconds,
        masks, {"request": request},
    )  # fmt: skip
    model.emit(Started(asked.thread.task, model.endpoint.model, model.endpoint.host, len(plans)))
    tally = Tally()
    sentences, generation = await reword(order, before, plans, ask, tally)
    if edit.shorter:  # a longer wording does not serve the wish
        pairs = zip(sentences, before, strict=True)
        sentences = tuple(min(pair, key=lambda each: len(each.text)) for pair in pairs)
    proposal = proposal_of(asked, sentences, generation)
    model.emit(Finished(proposal, tally.tokens))
    pairs = zip(sentences, before, strict=True)
    changed = [str(at) for at, (new, old) in enumerate(pairs, start=1) if new != old]
    if changed:
        told.append(f"模型按您的要求改写了第 {'、'.join(changed)} 句，数值和名称都已核对。")
    else:
        left = "" if told else "，文字保持原样"
        told.append(f"模型没有写出能通过核对的改法{left}。")
    if generation.fallback:
        told.append(f"没有采用的：{generation.fallback}。")
    answer = "\n".join(told)
    if changed or edit.done:
        return revised(asked, "change", answer, proposal)
    return answered(asked, "change", answer)
