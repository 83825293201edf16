"""A person's decision about one sentence, and what follows from a list of decisions."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from selfeval_assist.form.text import clean
from selfeval_assist.review.model import Action, Decision, Origin, Proposal, Sentence


class ReviewError(Exception):
    """A decision that cannot be recorded or applied; the message is Chinese and for the person."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A sentence that a person took, as proposed or in their own words."""

    sentence: Sentence
    decision: Decision


def decide(
    proposal: Proposal,
    sentence: int,
    action: Action,
    *,
    text: str = "",
    person: str,
    at: datetime.datetime,
    verify: Callable[[Sentence], tuple[str, ...]] | None = None,
) -> Decision:
    """Return the record of what a person decided about one sentence.

    Accepting a sentence with a 【待填：…】 is allowed: the mark stays in the text, so ``pending``
    still finds it. An edit that changes nothing is an acceptance.

    Args:
        proposal: the proposal that holds the sentence.
        sentence: its number in the proposal, from 0.
        action: accept, edit or reject.
        text: the person's own wording; only for an edit.
        person: who decides; not blank.
        at: when.
        verify: returns the Chinese messages of what the form does not support in a sentence. It is
            asked about the sentence as taken, so that one written before the form changed is shown
            as such. Its answer is recorded and never blocks.

    Raises:
        ReviewError: no such sentence, no person, or an edit without words.
    """
    if not 0 <= sentence < len(proposal.sentences):
        raise ReviewError(
            f"这份草稿共有 {len(proposal.sentences)} 句，没有第 {sentence + 1} 句；请重新起草。"
        )
    if not person.strip():
        raise ReviewError("请先填写您的姓名：每一句由谁采用、修改或不采用，都要有记录。")
    proposed = proposal.sentences[sentence]
    words, violations = "", proposed.violations
    if action is not Action.REJECT:
        words = _plain(text if action is Action.EDIT else proposed.text)
        if not words:
            raise ReviewError("这一句没有文字；如果不要这一句，请选“不采用”。")
        if action is Action.EDIT:
            # The old complaints were about other words, unless nothing was changed.
            action = Action.ACCEPT if words == _plain(proposed.text) else Action.EDIT
        own = Sentence(text=words, origin=Origin.PERSON)
        known, as_taken = ((), own) if action is Action.EDIT else (proposed.violations, proposed)
        found = verify(as_taken) if verify else ()
        violations = tuple(dict.fromkeys((*known, *found)))
    return Decision(
        proposal=proposal.id,
        sentence=sentence,
        action=action,
        text=words,
        person=person.strip(),
        at=at,
        violations=violations,
    )


def taken(proposal: Proposal, decisions: Iterable[Decision]) -> Iterator[Taken]:
    """Yield the sentences that were accepted or edited, in the proposal's order.

    Decisions about other proposals are passed over. Of several about one sentence the last in the
    given order counts; clocks can go back, the order of recording cannot.
    """
    last = _last(proposal, decisions)
    for number, sentence in enumerate(proposal.sentences):
        if (decision := last.get(number)) and decision.action is not Action.REJECT:
            yield Taken(sentence, decision)


def remaining(proposal: Proposal, decisions: Iterable[Decision]) -> tuple[int, ...]:
    """Return the numbers (from 0) of the sentences about which nothing was decided yet."""
    last = _last(proposal, decisions)
    return tuple(number for number in range(len(proposal.sentences)) if number not in last)


def _last(proposal: Proposal, decisions: Iterable[Decision]) -> dict[int, Decision]:
    return {each.sentence: each for each in decisions if each.proposal == proposal.id}


def _plain(text: str) -> str:
    return str(clean(text)).strip()
