"""Changes of a text that need no model: shorter, something first, something out, something in."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from selfeval_assist.drafting.composer.phrases import sentence
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.adding import add, lengthen
from selfeval_assist.drafting.talk.arranging import bring_back, merge, split, swap
from selfeval_assist.drafting.talk.dropping import drop, only
from selfeval_assist.drafting.talk.edit import Edit
from selfeval_assist.drafting.talk.moving import to_end, to_front
from selfeval_assist.drafting.talk.requests import Kind, Wish
from selfeval_assist.drafting.talk.shortening import shorten
from selfeval_assist.facts import render

_ABOVE = "以上"
_NOTHING_LEFT = "这样改就一句也不剩了，所以没有改。整段不要的，请返回后把这一句定为“不用”。"

STEPS: dict[Kind, Callable[[Edit, Wish], Edit]] = {
    "shorter": shorten,
    "longer": lengthen,
    "only": only,
    "drop": drop,
    "first": to_front,
    "last": to_end,
    "add": add,
    "merge": merge,
    "split": split,
    "swap": swap,
    "sentence": bring_back,
}


def change(edit: Edit, wishes: Iterable[Wish]) -> Edit:
    """Return a text with those wishes granted that code can grant; each sentence still verifies."""
    for wish in wishes:
        if step := STEPS.get(wish.kind):
            new = step(edit, wish)
            edit = new if new.plans or not edit.plans else edit.told(_NOTHING_LEFT)
    # A row can stand in two sentences, and two rows can say the same: nothing is told twice.
    told: dict[str, SentencePlan] = {}
    for plan in _pointing(edit):
        told.setdefault(render(plan.template, plan.slots), plan)
    return replace(edit, plans=tuple(told.values()))


def _pointing(edit: Edit) -> list[SentencePlan]:
    """Return the sentences; one that points at those above it says so only while they are there."""
    found: list[SentencePlan] = []
    for at, plan in enumerate(edit.plans):
        new = plan
        if plan.slots and plan.template.startswith(_ABOVE) and not _above(edit, at):
            counts = [fact for fact in plan.slots.values() if fact.kind == "count"]
            for count in counts[:1]:
                new = sentence(edit.table, count.label, f"{count.label}有<{count.id}>。")
        found.append(new)
    return found


def _above(edit: Edit, at: int) -> bool:
    """Return whether the rows that a sentence counts stand in those right above it."""
    missing = edit.rows([fact.id for fact in edit.plans[at].slots.values()])
    for plan in reversed(edit.plans[:at]):
        valued = [fact.id for fact in plan.slots.values() if fact.id.startswith(("row.", "group."))]
        if not missing or not edit.rows(valued) & missing:
            break
        missing -= edit.rows(valued)
    return not missing
