"""What is drafted in the bench: every sentence of the forms that a model may word."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import real_forms
from selfeval_assist.drafting.wording import wanted

from selfeval_assist.documents import read
from selfeval_assist.drafting.composing import compose, plan
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import build_facts, deviating_rows
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.resources import folder
from selfeval_assist.review import Sentence, Task
from selfeval_assist.review.supported import Ground, ground
from selfeval_assist.scoring import score

EXAMPLES = ("finished", "shanghai-integration", "shanghai-maintenance")
TASKS: tuple[Task, ...] = ("actual", "planned", "budget", "deviation")


@dataclass(frozen=True)
class Case:
    """One sentence to be written, with the facts that its text may state."""

    form: str
    task: Task
    plan: SentencePlan
    composed: Sentence
    where: Ground


def forms() -> Iterator[tuple[str, SelfEvaluation]]:
    """Yield the examples and the published forms by name."""
    for name in EXAMPLES:
        for form in read(folder("examples") / f"{name}.json"):
            yield name, form
    for name in real_forms.names():
        yield name, real_forms.form(name)


def every_case() -> Iterator[Case]:
    """Yield every sentence of every text that a model may word."""
    for name, form in forms():
        sheet = score(form, policy_for(form))
        table = build_facts(form, sheet)
        jobs: list[tuple[Task, int | None]] = [(task, None) for task in TASKS[:3]]
        jobs += [("deviation", row) for row in deviating_rows(form, sheet)]
        for task, row in jobs:
            plans = plan(task, form, sheet, table, row)
            sentences = compose(task, form, sheet, row=row).sentences
            where = ground(task, table)
            for each, base, ask in zip(plans, sentences, wanted(task, plans), strict=True):
                if ask:
                    yield Case(name, task, each, base, where)


def cases(count: int, seed: int = 7) -> list[Case]:
    """Return so many sentences drawn over all forms, those of one task together.

    A task's prompt stays in the server's cache while its sentences are asked for.
    """
    found = list(every_case())
    drawn = random.Random(seed).sample(found, min(count, len(found)))
    return sorted(drawn, key=lambda case: TASKS.index(case.task))
