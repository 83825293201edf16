"""Letting a model rewrite a text as a person asks: the same sheet, the same checks, one repair."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from selfeval_assist.drafting.asking import Made, Order, ask, turns_of
from selfeval_assist.drafting.chain import generation_of
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.consent import Consent, Outgoing, require
from selfeval_assist.drafting.events import Finished, OnEvent, Started
from selfeval_assist.drafting.masking import Masks, figures
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.drafting.settling import sentence_of
from selfeval_assist.drafting.shapes import as_data
from selfeval_assist.drafting.sheet import Part, part_of
from selfeval_assist.drafting.talk.edit import Asked, Edit, kept
from selfeval_assist.drafting.talk.requests import FREE, Wish
from selfeval_assist.drafting.texts import Material, Must, kind_of
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Proposal, Sentence
from selfeval_assist.review.references import with_references
from selfeval_assist.review.thread import Answer

_LONGEST = 2000
"""Characters of the present text that a model is shown, and of a request."""


@dataclass(frozen=True, slots=True)
class Model:
    """How a model is asked: where it is, who allowed it, who hears of it, and for how long."""

    endpoint: Endpoint
    consent: Consent
    emit: OnEvent
    seconds: float


async def worded(
    asked: Asked, model: Model, edit: Edit, base: Proposal, wishes: Sequence[Wish]
) -> Answer:
    """Return a text as a model rewrites it, and what was done.

    Raises:
        ClassifiedError, NotAllowedError: nothing was sent.
    """
    from selfeval_assist.drafting.connection.client import open_model

    begun = time.monotonic()
    before = tuple(kept(plan, base, edit.where) for plan in edit.plans)
    part = await asyncio.to_thread(_part, asked, before)

    def ordered(masks: Masks) -> Order:
        # masked first: a figure may be half of a telephone number
        request = as_data(figures(masks.hide(asked.turn.said)), _LONGEST)
        extra = {"request": request, "present": _present(before, part)}
        return Order(
            (part,), prompt_for("revise"), model.endpoint, model.emit, masks, Run(model.seconds),
            model.seconds, extra,
        )  # fmt: skip

    outgoing = Outgoing(asked.form, model.endpoint, "draft")
    order = ordered(require(outgoing, model.consent, lambda masks: turns_of(ordered(masks))))
    model.emit(Started(part.kind.id, model.endpoint.model, model.endpoint.host, len(before)))
    async with open_model(model.endpoint) as opened:
        made = await ask(order, opened)
    new, told = _came(made, part, before, edit, wishes)
    proposal = asked.text(new or before, generation_of(order, made, 0, "", begun))
    model.emit(Finished(proposal, made.tokens))
    done = [f"已改：{'；'.join(edit.done)}。"] if edit.done else []
    answer = "\n".join([*done, *edit.undone, *(() if new else edit.alone), told])
    return asked.answer("change", answer, proposal if new or edit.done else None)


def _came(
    made: Made, part: Part, before: Sequence[Sentence], edit: Edit, wishes: Sequence[Wish]
) -> tuple[tuple[Sentence, ...], str]:
    """Return the sentences that a model gives, none for no change, and what the person is told."""
    same = "模型没有再改。" if edit.done else "模型没有写出能通过核对的改法，文字保持原样。"
    new, refused = _judged(made, part, before)
    if made.failed and not new:
        return (), f"模型没有改成：{made.failed.reason}。文字保持原样。"
    places = {at for wish in wishes for at in edit.meant(wish)[0]} if _are_placed(wishes) else set()
    new = _only_there(new, before, places) if places else _with_open(new, before)
    longer = edit.shorter and _length(new) >= _length(before)  # it does not serve the wish
    if not new or longer or [each.text for each in new] == [each.text for each in before]:
        return (), same
    return new, _told(new, refused, next((wish.limit for wish in wishes if wish.limit), None))


def _told(new: Sequence[Sentence], refused: int, limit: int | None) -> str:
    told = f"模型按您的要求重写了这段文字，共 {len(new)} 句，数值和出处都已核对。"
    told += f"另有 {refused} 句没有通过核对，没有采用。" if refused else ""
    over = _length(new) - limit if limit else 0
    return told + (f"现在 {_length(new)} 字，比 {limit} 字还多 {over} 字。" if over > 0 else "")


def _judged(made: Made, part: Part, before: Sequence[Sentence]) -> tuple[tuple[Sentence, ...], int]:
    """Return a model's sentences, none where most were refused, and how many were.

    What stood in the text already stays as it is.
    """
    standing = {_shown(each, part): each for each in before}
    standing |= {each.text: each for each in before if each.pending}
    judged = made.outcomes[0].judged if made.outcomes else ()
    found = [
        standing.get(each.written.text)
        or (None if each.violations else sentence_of(each.written, part))
        for each in judged
    ]
    new = tuple(each for each in found if each)
    refused = len(found) - len(new)
    return (new if len(new) >= refused else ()), refused


def _with_open(new: Sequence[Sentence], before: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return a text with the requests to the person that stood in it: a model answers none."""
    told = {each.text for each in new}
    left = (each for each in before if each.pending and each.text not in told)
    return (*new, *left) if new else ()


def _are_placed(wishes: Sequence[Wish]) -> bool:
    """Return whether a request is about certain sentences alone."""
    return bool(wishes) and wishes[0].placed and all(w.placed or w.kind in FREE for w in wishes)


def _only_there(
    new: Sequence[Sentence], before: Sequence[Sentence], places: set[int]
) -> tuple[Sentence, ...]:
    """Return a text in which only the sentences meant are a model's; none where they are not told.

    Args:
        new: the model's text.
        before: the text as it stood.
        places: the numbers of the sentences meant, from 1.
    """
    if len(new) == len(before):
        pairs = zip(new, before, strict=True)
        return tuple(n if at in places else b for at, (n, b) in enumerate(pairs, start=1))
    old = {each.text for each in before}
    own = [each for each in new if each.text not in old]
    if len(own) != len(places):
        return ()
    return tuple(own.pop(0) if at in places else b for at, b in enumerate(before, start=1))


def _part(asked: Asked, before: Sequence[Sentence]) -> Part:
    """Return the text of a conversation; what it says already may stay, and has to where it asks.

    What else has to be said is for the person to decide.
    """
    thread = asked.thread
    policy = policy_for(asked.form)
    material = Material(asked.form, asked.sheet, asked.table, policy, thread.row)
    part = part_of(kind_of(thread.task), material)
    plain = tuple(each.text.rstrip("。") for each in before if not each.basis)
    table = replace(part.known.table, names=(*part.known.table.names, *plain))
    known = replace(part.known, table=table)
    musts = tuple(Must(each.text, words=each.text) for each in before if each.pending)
    return replace(part, known=known, musts=musts)


def _present(sentences: Sequence[Sentence], part: Part) -> str:
    """Return a text as one line; its references keep their braces."""
    text = "".join(_shown(each, part) for each in sentences)
    return " ".join(text.replace("<", "＜").replace(">", "＞").split())[:_LONGEST]


def _shown(sentence: Sentence, part: Part) -> str:
    """Return a sentence as a model sees it."""
    if sentence.pending:
        return part.hidden(sentence.text)
    return with_references(sentence, part.known)


def _length(sentences: Sequence[Sentence]) -> int:
    return sum(len(each.text) for each in sentences)
