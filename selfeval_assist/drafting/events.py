"""What happens during a draft, told to whoever shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from selfeval_assist.review.model import Proposal, Task
from selfeval_assist.verify.model import Violation


@dataclass(frozen=True, slots=True)
class Started:
    """A draft begins.

    Attributes:
        task: which text.
        model: the model's name.
        endpoint: host and port it runs at.
        sentences: how many sentences are planned, those without the model included.
    """

    task: Task
    model: str
    endpoint: str
    sentences: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The tool waits before it tries again.

    Attributes:
        sentence: which sentence, from 0.
        seconds: how long.
        why: a Chinese clause to show.
    """

    sentence: int
    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """More of a sentence has arrived.

    Attributes:
        sentence: which sentence, from 0.
        text: the whole sentence so far, with slots (``<F1>``) and not yet verified; it replaces
            what was shown before, also when a new attempt begins.
    """

    sentence: int
    text: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The verifier refused a sentence.

    Attributes:
        sentence: which sentence, from 0.
        attempt: which attempt, from 1.
        text: what was refused.
        violations: why.
    """

    sentence: int
    attempt: int
    text: str
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A sentence passed after it had been refused.

    Attributes:
        sentence: which sentence, from 0.
        attempts: how many attempts it took.
    """

    sentence: int
    attempts: int


@dataclass(frozen=True, slots=True)
class FellBack:
    """The composer's sentence stands instead of the model's.

    Attributes:
        sentence: which sentence, from 0.
        reason: a Chinese clause to show.
    """

    sentence: int
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
