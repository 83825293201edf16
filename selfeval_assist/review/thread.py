"""A conversation about one text, and the facts that a person stated in it."""

import datetime
from dataclasses import dataclass
from typing import Literal

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import Text
from selfeval_assist.review.model import Proposal, Record, Task

Intent = Literal["change", "why", "fact", "unclear"]
"""What a person wants: another wording, an explanation, to state a fact; or it is not clear."""


class Statement(Record):
    """A fact that a person stated: evidence of the person's, never of the form's.

    Attributes:
        id: its own.
        where: the field path of the text in whose conversation it was stated.
        text: the fact in the person's words.
        source: where it is written: a document, its number, a record.
        person: who stated it.
        at: when.
    """

    id: str
    where: str
    text: Text
    source: Text
    person: Text
    at: datetime.datetime

    @property
    def cited(self) -> str:
        """How the statement is named as the source of a sentence; no dot, as in no field path."""
        day = self.at.astimezone().strftime("%Y-%m-%d")
        return f"{self.person} {day} 补充，依据：{self.source}".replace(".", "·")


class Turn(Record):
    """What a person said and what came of it.

    Attributes:
        said: the person's words.
        person: who.
        at: when.
        intent: as what it was taken.
        answer: what the program answered, in Chinese.
        proposal: the id of the revision that it led to, or empty.
        statement: the id of the statement that it led to, or empty.
        awaiting: a fact whose source is still to be named; the next turn may name it.
    """

    said: Text
    person: Text
    at: datetime.datetime
    intent: Intent
    answer: str
    proposal: str = ""
    statement: str = ""
    awaiting: Text = ""


class Thread(Record):
    """A conversation about one text.

    Attributes:
        id: its own.
        first: the id of the proposal that it began with.
        task: which text.
        where: the field path of the text when the conversation began.
        subject: the name of the indicator row, or empty; a row can move.
        proposal: the text as it stands: the first draft or the last revision.
        turns: what was said, in order.
    """

    id: str
    first: str
    task: Task
    where: str
    subject: str = ""
    proposal: Proposal
    turns: tuple[Turn, ...] = ()

    @property
    def awaiting(self) -> str:
        """A stated fact whose source the last answer asked for, or empty."""
        return self.turns[-1].awaiting if self.turns else ""

    @property
    def row(self) -> int | None:
        """The indicator row of a deviation's text, or None."""
        parts = self.where.split(".")
        return int(parts[1]) if parts[0] == "indicators" else None


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


def answered(
    thread: Thread,
    turn: Turn,
    proposal: Proposal | None = None,
    statement: Statement | None = None,
) -> Answer:
    """Return a conversation with one more turn, the text that it brings and the fact it states."""
    known = {"proposal": proposal, "statement": statement}
    turn = turn.model_copy(update={name: each.id for name, each in known.items() if each})
    new: dict[str, object] = {"turns": (*thread.turns, turn)}
    new |= {"proposal": proposal} if proposal else {}
    return Answer(thread.model_copy(update=new), turn, proposal, statement)


def begin(proposal: Proposal, form: SelfEvaluation) -> Thread:
    """Return a new conversation about a proposed text."""
    thread = Thread(
        id=f"talk-{proposal.id}",
        first=proposal.id,
        task=proposal.task,
        where=proposal.where,
        proposal=proposal,
    )
    return thread.model_copy(update={"subject": _name(thread.row, form)})


def follow(thread: Thread, form: SelfEvaluation) -> Thread | None:
    """Return a conversation at the place where its text now is, or None when its row is gone.

    A row is known by its name.
    """
    if thread.row is None or _name(thread.row, form) == thread.subject:
        return thread
    same = [at for at, row in enumerate(form.indicators) if row.name.strip() == thread.subject]
    if len(same) != 1:
        return None
    parts = thread.where.split(".")
    where = ".".join((parts[0], str(same[0]), *parts[2:]))
    proposal = thread.proposal.model_copy(update={"where": where})
    return thread.model_copy(update={"where": where, "proposal": proposal})


def _name(row: int | None, form: SelfEvaluation) -> str:
    known = row is not None and row < len(form.indicators)
    return form.indicators[row].name.strip() if known and row is not None else ""
