"""What happens during a draft, told to whoever shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from selfeval_assist.review.model import Proposal, Task


@dataclass(frozen=True, slots=True)
class Started:
    """A draft begins.

    Attributes:
        task: which text.
        model: the model's name.
        endpoint: host and port it runs at.
        sentences: how many sentences the composer's text has.
    """

    task: Task
    model: str
    endpoint: str
    sentences: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The tool waits before it tries again.

    Attributes:
        seconds: how long.
        why: a Chinese clause to show.
    """

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """More of a reply has arrived.

    Attributes:
        sentence: which sentence of the reply, from 0.
        text: the whole sentence so far, with references (``{r0.actual}``); it replaces what was
            shown before, also when a repair begins.
        passed: whether the checks accept it; None while it is still arriving.
    """

    sentence: int
    text: str
    passed: bool | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """The checks refused a sentence.

    Attributes:
        attempt: of which reply, from 1.
        text: what was refused, with references.
        why: Chinese messages.
    """

    attempt: int
    text: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repaired:
    """Sentences passed after they had been refused.

    Attributes:
        sentences: how many.
    """

    sentences: int


@dataclass(frozen=True, slots=True)
class FellBack:
    """The composer's words stand where the model's did not pass or did not come.

    Attributes:
        reason: a Chinese clause to show.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The draft is complete.

    Attributes:
        proposal: the result.
        tokens: what the server says was used, or None when it does not say.
    """

    proposal: Proposal
    tokens: int | None = None


Event = Started | Waiting | Chunk | Rejected | Repaired | FellBack | Finished
OnEvent = Callable[[Event], None]
