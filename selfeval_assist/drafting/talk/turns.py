"""One turn of a conversation: what its answer rests on, and what comes of it."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.revision import kept
from selfeval_assist.facts import FactTable
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Generation, Proposal, Sentence
from selfeval_assist.review.supported import Ground
from selfeval_assist.review.thread import Intent, Statement, Thread, Turn
from selfeval_assist.scoring import ScoreSheet

GONE = "表已改动，这份草稿引用的数据有的已不存在。请说“重新起草”，按现在的表重写。"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one turn.

    Attributes:
        thread: the conversation with the new turn at its end, and the text as it now stands.
        turn: the new turn; its ``answer`` is for the person.
        proposal: the revised text, to be stored and reviewed like any other, or None.
        statement: the fact that was stored, or None.
    """

    thread: Thread
    turn: Turn
    proposal: Proposal | None = None
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the answer to one turn rests on.

    Attributes:
        thread: the conversation so far.
        said: the person's words, cleaned.
        form: the form as it is now.
        sheet: its score sheet.
        person: who speaks.
        at: when.
        statements: what persons stated and is stored.
        table: the facts, stored statements included.
        texts: the texts of the conversation, the first one first, without those that were left.
    """

    thread: Thread
    said: str
    form: SelfEvaluation
    sheet: ScoreSheet
    person: str
    at: datetime.datetime
    statements: tuple[Statement, ...]
    table: FactTable
    texts: tuple[Proposal, ...] = ()


def answered(asked: Asked, intent: Intent, answer: str, **more: str) -> Answer:
    """Return the answer that leaves the text as it is; ``more`` are fields of the turn."""
    turn = Turn(
        said=asked.said, person=asked.person, at=asked.at, intent=intent, answer=answer, **more
    )
    thread = asked.thread.model_copy(update={"turns": (*asked.thread.turns, turn)})
    return Answer(thread, turn)


def revised(
    asked: Asked,
    intent: Intent,
    answer: str,
    proposal: Proposal,
    statement: Statement | None = None,
) -> Answer:
    """Return the answer that brings another text."""
    known = statement.id if statement else ""
    plain = answered(asked, intent, answer, proposal=proposal.id, statement=known)
    thread = plain.thread.model_copy(update={"proposal": proposal})
    return Answer(thread, plain.turn, proposal, statement)


def proposal_of(
    asked: Asked, sentences: Sequence[Sentence], generation: Generation | None = None
) -> Proposal:
    """Return a revised text of its sentences."""
    return Proposal(
        id=uuid.uuid4().hex,
        task=asked.thread.task,
        where=asked.thread.where,
        sentences=tuple(sentences),
        generation=generation or Generation(),
        created=asked.at,
    )


def with_plans(
    asked: Asked, plans: Sequence[SentencePlan], base: Proposal, where: Ground
) -> Proposal:
    """Return a text of planned sentences; those of ``base`` keep their origin."""
    return proposal_of(asked, [kept(plan, base, where) for plan in plans])
