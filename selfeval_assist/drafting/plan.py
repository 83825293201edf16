"""The plan of a text: what each sentence says, before anybody words it."""

from dataclasses import dataclass, field

from selfeval_assist.facts import Fact
from selfeval_assist.review import Sentence


@dataclass(frozen=True, slots=True)
class SentencePlan:
    """One sentence to be written.

    Attributes:
        topic: what the sentence is about, in a few Chinese words, such as ``预算执行``.
        template: the composer's own sentence with its slots; the fallback of every other writer.
        slots: the facts it must state, each once, by slot name F1, F2 …; at most six.
        cause: what a person stated as the reason, when the sentence gives one; it is also the
            value of a slot of kind ``cause``.
        kept: the sentence itself, where it stands already and was accepted with references.
        pending: the template asks a person for something (``【待填：…】``); nobody else words it.
    """

    topic: str
    template: str
    slots: dict[str, Fact] = field(default_factory=dict)
    cause: str = ""
    pending: bool = False
    kept: Sentence | None = None
