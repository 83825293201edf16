"""A conversation in tests, stored as the workspace would store it."""

import datetime

from drafting_forms import sheet_of

from selfeval_assist.drafting import Answer, Endpoint, compose, converse
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Task
from selfeval_assist.review.thread import Statement, begin

NOW = datetime.datetime(2026, 1, 5, 9, 30, tzinfo=datetime.UTC)


class Talk:
    """A conversation in which everything is stored as the workspace would."""

    def __init__(self, form: SelfEvaluation, task: Task = "actual", row: int | None = None) -> None:
        self.form, self.sheet = form, sheet_of(form)
        self.thread = begin(compose(task, form, self.sheet, row=row), form)
        self.stored: list[Statement] = []
        self.texts = [self.thread.proposal]

    async def say(self, said: str, endpoint: Endpoint | None = None, **more: object) -> Answer:
        reply = await converse(
            self.thread, said, self.form, self.sheet, endpoint,
            **{"person": "李明", "at": NOW, "keep": self.stored.append,
               "statements": tuple(self.stored), "texts": tuple(self.texts), **more},
        )  # fmt: skip
        self.thread = reply.thread
        self.texts += [reply.proposal] if reply.proposal else []
        return reply

    @property
    def text(self) -> str:
        return "".join(each.text for each in self.thread.proposal.sentences)

    def number(self, words: str) -> int:
        """Return the number of the first sentence that holds these words, from 1."""
        sentences = self.thread.proposal.sentences
        return next(at for at, each in enumerate(sentences, start=1) if words in each.text)

    def sound(self) -> bool:
        return not any(each.violations for each in self.thread.proposal.sentences)
