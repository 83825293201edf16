"""Letting a model rewrite a text as a person asks: the same sheet, the same checks, one repair."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from selfeval_assist.drafting.asking import Order, ask
from selfeval_assist.drafting.chain import generation_of
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.consent import Consent, Outgoing, require
from selfeval_assist.drafting.events import Finished, OnEvent, Started
from selfeval_assist.drafting.masking import figures
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.drafting.settling import sentence_of
from selfeval_assist.drafting.shapes import as_data
from selfeval_assist.drafting.sheet import Part, part_of
from selfeval_assist.drafting.talk.edit import Edit
from selfeval_assist.drafting.talk.revision import kept
from selfeval_assist.drafting.talk.turns import Answer, Asked, answered, proposal_of, revised
from selfeval_assist.drafting.texts import Material, kind_of
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Proposal, Sentence
from selfeval_assist.review.references import with_references

_LONGEST = 2000
"""Characters of the present text that a model is shown."""


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
    """Return a text as a model rewrites it, and what was done.

    Args:
        asked: the turn.
        model: the model.
        edit: the text after the changes that code made.
        base: the text before them.
        told: what the person is told about those changes.

    Raises:
        ClassifiedError, NotAllowedError: nothing was sent.
    """
    from selfeval_assist.drafting.connection.client import open_model

    masks = require(Outgoing(asked.form, model.endpoint, "draft"), model.consent)
    begun = time.monotonic()
    before = tuple(kept(plan, base, edit.where) for plan in edit.plans)
    part = await asyncio.to_thread(_part, asked)
    # masked first: a figure may be half of a telephone number
    request = as_data(figures(masks.hide(asked.said)), _LONGEST)
    extra = {"request": request, "present": _present(before, part)}
    order = Order(
        (part,), prompt_for("revise"), model.endpoint, model.emit, masks, Run(model.seconds),
        model.seconds, extra,
    )  # fmt: skip
    model.emit(Started(part.kind.id, model.endpoint.model, model.endpoint.host, len(before)))
    async with open_model(model.endpoint) as opened:
        made = await ask(order, opened)
    accepted = made.outcomes[0].accepted if made.outcomes else ()
    new = tuple(sentence_of(each, part) for each in accepted)
    if edit.shorter and _length(new) >= _length(before):
        new = ()  # a longer wording does not serve the wish
    refused = len(made.outcomes[0].refused) if made.outcomes else 0
    told += _what_came(new, before, refused, made.failed.reason if made.failed else "")
    changed = bool(new) and [each.text for each in new] != [each.text for each in before]
    generation = generation_of(order, made, 0, "", begun)
    proposal = proposal_of(asked, new if changed else before, generation)
    model.emit(Finished(proposal, made.tokens))
    answer = "\n".join(told)
    if changed or edit.done:
        return revised(asked, "change", answer, proposal)
    return answered(asked, "change", answer)


def _part(asked: Asked) -> Part:
    """Return the text of a conversation; what has to be said is for the person to decide."""
    thread = asked.thread
    policy = policy_for(asked.form)
    material = Material(asked.form, asked.sheet, asked.table, policy, thread.row)
    return replace(part_of(kind_of(thread.task), material), musts=())


def _present(sentences: Sequence[Sentence], part: Part) -> str:
    return as_data_kept("".join(with_references(each, part.known) for each in sentences))


def as_data_kept(text: str) -> str:
    """Return a present text as one line; its references keep their braces."""
    return " ".join(text.replace("<", "＜").replace(">", "＞").split())[:_LONGEST]


def _length(sentences: Sequence[Sentence]) -> int:
    return sum(len(each.text) for each in sentences)


def _what_came(
    new: Sequence[Sentence], before: Sequence[Sentence], refused: int, failed: str
) -> list[str]:
    """Return what the person is told about a model's work."""
    if failed and not new:
        return [f"模型没有改成：{failed}。文字保持原样。"]
    if not new or [each.text for each in new] == [each.text for each in before]:
        return ["模型没有写出能通过核对的改法，文字保持原样。"]
    left = f"另有 {refused} 句没有通过核对，没有采用。" if refused else ""
    return [f"模型按您的要求重写了这段文字，共 {len(new)} 句，数值和出处都已核对。{left}"]
