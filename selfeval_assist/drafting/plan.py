"""The plan of a text: what each sentence says, before anybody words it; and other words for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from selfeval_assist.facts import SLOT, Fact, render
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


def text_of(plan: SentencePlan) -> str:
    """Return the words of a sentence."""
    return render(plan.template, plan.slots)


def length(plans: Sequence[SentencePlan]) -> int:
    """Return how many characters a text has."""
    return sum(map(len, map(text_of, plans)))


def recast(plan: SentencePlan, start: int, end: int, new: str) -> SentencePlan | None:
    """Return a sentence with other words in a place of its text; values elsewhere stay values.

    Args:
        plan: the sentence.
        start: where the words begin in its text.
        end: where they end.
        new: what stands there then; where it is empty, values go with the words.

    Returns:
        None where new words would take the place of a value.
    """
    template, at, placed = "", 0, False
    for text, slot in _pieces(plan):
        stop = at + len(text)
        if slot and (stop <= start or at >= end):
            template += slot
        elif slot and new:
            return None
        elif not slot:
            here = not placed and at <= start <= stop
            placed = placed or here
            tail = text[min(max(0, end - at), len(text)) :]
            template += text[: max(0, start - at)] + (new if here else "") + tail
        at = stop
    return renumbered(template, plan)


def _pieces(plan: SentencePlan) -> Iterator[tuple[str, str]]:
    """Yield the text of a sentence piece by piece, each value with its slot."""
    last = 0
    for slot in SLOT.finditer(plan.template):
        yield plan.template[last : slot.start()], ""
        yield plan.slots[slot[1]].value, slot[0]
        last = slot.end()
    yield plan.template[last:], ""


def renumbered(template: str, plan: SentencePlan) -> SentencePlan:
    """Return a plan of a template with its slots numbered through, as they are kept."""
    used = list(dict.fromkeys(SLOT.findall(template)))
    names_ = {old: f"F{at}" for at, old in enumerate(used, start=1)}
    return replace(
        plan,
        template=SLOT.sub(lambda slot: f"<{names_[slot[1]]}>", template),
        slots={names_[old]: plan.slots[old] for old in used},
    )
