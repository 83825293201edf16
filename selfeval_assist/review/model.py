"""Proposals sentence by sentence, and what a person decided about them."""

import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

Task = str
"""The id of a kind of text: ``planned``, ``actual``, ``deviation``, ``budget``, ``评价结论`` …"""


class Origin(StrEnum):
    """Who wrote a sentence."""

    COMPOSER = "composer"
    MODEL = "model"
    PERSON = "person"


class Action(StrEnum):
    """What a person did with a proposed sentence."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"


class Record(BaseModel):
    """Base of what is stored about drafting: frozen, strict."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Basis(Record):
    """A fact that a sentence rests on, kept as it was when the sentence was written."""

    fact: str
    label: str
    value: str
    sources: tuple[str, ...]
    work: str = ""


class Sentence(Record):
    """One proposed sentence.

    ``referenced`` says that it was accepted with references, which are judged anew when the form
    changes; ``cites`` are the texts on which its words rest, each with its field path as ``fact``.
    ``violations`` are the Chinese messages of what could not be supported; a sentence of the
    composer has none. ``pending`` marks a sentence with a 【待填：…】 that a person has to fill.
    """

    text: str
    template: str = ""
    basis: tuple[Basis, ...] = ()
    cites: tuple[Basis, ...] = ()
    referenced: bool = False
    origin: Origin
    violations: tuple[str, ...] = ()
    pending: bool = False


class Request(Record):
    """What one call of a model carried besides the fixed turns of its prompt.

    ``sentence`` counts from 0, ``attempt`` from 1; ``turns`` are role and text, as sent.
    """

    sentence: int
    attempt: int
    at: datetime.datetime
    turns: tuple[tuple[str, str], ...]


class Checked(Record):
    """What the checks said about one sentence of a reply.

    ``text`` has references, ``refused`` says in Chinese what was wrong; nothing when it passed.
    """

    attempt: int
    text: str
    cites: tuple[str, ...] = ()
    row: str = ""
    refused: tuple[str, ...] = ()


class Generation(Record):
    """How a proposal came about: enough to show later who or what wrote it.

    For the composer, model, endpoint and prompt are empty. ``attempts`` counts calls of the model,
    ``rejected`` keeps what the verifier refused, as evidence and never as a draft. ``fixed`` are
    the turns that every call carried, ``requests`` what each carried besides: together they are
    all that was sent. ``sheet`` is what the model was told about the form, ``replies`` what it
    answered, raw, and ``checked`` what came of every sentence: with the same sheet the same replies
    give the same sentences again.
    """

    model: str = ""
    endpoint: str = ""
    prompt: str = ""
    prompt_version: str = ""
    prompt_sha256: str = ""
    attempts: int = 0
    rejected: tuple[str, ...] = ()
    fallback: str = ""
    seconds: float = 0.0
    fixed: tuple[tuple[str, str], ...] = ()
    requests: tuple[Request, ...] = ()
    answered: str = ""
    sheet: str = ""
    replies: tuple[str, ...] = ()
    checked: tuple[Checked, ...] = ()


class Proposal(Record):
    """A proposed text for one field of the form."""

    id: str
    task: Task
    where: str
    sentences: tuple[Sentence, ...]
    generation: Generation = Field(default_factory=Generation)
    created: datetime.datetime

    @property
    def row(self) -> int | None:
        """The indicator row that the text is about, or None."""
        parts = self.where.split(".")
        return int(parts[1]) if parts[0] == "indicators" else None


class Decision(Record):
    """What a person decided about one sentence of a proposal.

    ``text`` is the sentence as it stands after the decision (empty when rejected);
    ``violations`` is what the verifier says about a person's own words, shown and never blocking.
    """

    proposal: str
    sentence: int
    action: Action
    text: str
    person: str
    at: datetime.datetime
    violations: tuple[str, ...] = ()
