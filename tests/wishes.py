"""Wishes of clerks for the conversation, the drafts they are about, and what a model answers."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import every_form
import yaml
from conversing import Talk
from drafting_forms import sheet_of

from selfeval_assist.drafting import compose
from selfeval_assist.facts import SLOT, build_facts, render
from selfeval_assist.facts.references import sources_of
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import PENDING_MARK
from selfeval_assist.review import Basis, Origin, Proposal, Sentence
from selfeval_assist.review.supported import ground
from selfeval_assist.review.thread import begin

FOLDER = Path(__file__).parent / "data" / "wishes"


@dataclass(frozen=True, slots=True)
class Case:
    """One wish, and what shall come of it.

    Attributes:
        id: its own.
        kind: literal, model, control or question.
        draft: the form, the text and the row, as ``drafts.yml`` names them.
        wish: the person's words.
        before: what was said before, each with what became of it.
        result: the text afterwards; a number for a sentence of the draft.
        says: words of the answer.
    """

    id: str
    kind: str
    draft: str
    wish: str
    result: tuple[int | str, ...]
    before: tuple[dict[str, str], ...] = ()
    says: tuple[str, ...] = ()

    @property
    def form(self) -> SelfEvaluation:
        """The form."""
        return every_form.forms()[self.draft.split(", ")[0]]

    @property
    def texts(self) -> list[str]:
        """The sentences of the text as it shall be."""
        own = [each.text for each in proposal(self.draft).sentences]
        return [own[each - 1] if isinstance(each, int) else each for each in self.result]

    @property
    def answer(self) -> list[str]:
        """What a model answers, sentence by sentence; empty for a wish that goes to none."""
        replies = _loaded("replies.yml")
        return list(replies.get(self.id, ()))

    def talk(self) -> Talk:
        """Return a conversation about the draft."""
        _, task, *row = self.draft.split(", ")
        talk = Talk(self.form, task, int(row[0]) if row else None)
        talk.thread = begin(proposal(self.draft), self.form)
        talk.texts = [talk.thread.proposal]
        return talk


@cache
def _loaded(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def cases(*kinds: str) -> list[Case]:
    """Return the wishes of some kinds; without any, all."""
    every = [
        Case(**{name: tuple(v) if isinstance(v, list) else v for name, v in each.items()})
        for each in _loaded("wishes.yml")
    ]
    return [each for each in every if not kinds or each.kind in kinds]


@cache
def proposal(draft: str) -> Proposal:
    """Return a draft as it is kept, with the facts of its form."""
    name, task, *row = draft.split(", ")
    form = every_form.forms()[name]
    number = int(row[0]) if row else None
    table = build_facts(form, sheet_of(form))
    where = ground(task, table, row=number)
    facts = {**where.facts.facts, **{fact.id: fact for fact in where.known.values.values()}}
    sources = {each.path: each for each in sources_of(table)}

    def sentence(kept: str | dict[str, Any]) -> Sentence:
        text = kept if isinstance(kept, str) else kept["text"]
        cites = [] if isinstance(kept, str) else [sources[path] for path in kept["cites"]]
        ids = list(dict.fromkeys(SLOT.findall(text)))
        used = [facts[each] for each in ids]
        return Sentence(
            text=render(text, facts),
            template=SLOT.sub(lambda slot: f"<F{ids.index(slot[1]) + 1}>", text),
            basis=tuple(
                Basis(fact=f.id, label=f.title, value=f.value, sources=f.sources, work=f.work)
                for f in used
            ),
            cites=tuple(
                Basis(fact=s.path, label=s.label, value=s.text, sources=(s.path,)) for s in cites
            ),
            referenced=not isinstance(kept, str),
            origin=Origin.COMPOSER,
            pending=PENDING_MARK in text,
        )

    made = compose(task, form, sheet_of(form), row=number)
    kept = tuple(map(sentence, _loaded("drafts.yml")[draft]))
    return made.model_copy(update={"sentences": kept})
