"""A model may reword what the form says; what nobody stated passes in no plan of any form."""

from functools import cache
from pathlib import Path
from typing import Any

import every_form
import pytest
import yaml
from drafting_forms import sheet_of

from selfeval_assist.drafting.composing import composed, plan
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.guard import additions
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.drafting.wording import Order, in_words_of_a_model, violations_of, wanted
from selfeval_assist.facts import SLOT, build_facts
from selfeval_assist.review import Task
from selfeval_assist.review.supported import Ground, ground

_DATA = Path(__file__).parents[2] / "data" / "words"
HONEST: list[dict[str, Any]] = yaml.safe_load((_DATA / "honest.yml").read_text("utf-8"))
INVENTED: dict[str, list[str]] = yaml.safe_load((_DATA / "invented.yml").read_text("utf-8"))
ENDPOINT = Endpoint.model_validate({"base_url": "http://127.0.0.1:9/v1", "model": "m"})
# Counting characters accepted 44 of the honest sentences, and 5064 of 5200 inventions; 故 gives a
# reason since then.
ACCEPTED = 45


@cache
def plans(name: str, task: Task, row: int | None) -> tuple[list[SentencePlan], Ground]:
    form = every_form.forms()[name]
    sheet = sheet_of(form)
    table = build_facts(form, sheet)
    found = plan(task, form, sheet, table, row)
    asked = [each for each, ask in zip(found, wanted(task, found), strict=True) if ask]
    return asked, ground(task, table)


def refused(case: dict[str, Any]) -> list[str]:
    """Return the rules for which an honest sentence is refused."""
    task: Task = case["task"]
    found, where = plans(case["form"], task, case.get("row"))
    ids = set(SLOT.findall(case["text"]))
    (each,) = (one for one in found if {fact.id for fact in one.slots.values()} == ids)
    names = {fact.id: name for name, fact in each.slots.items()}
    template = SLOT.sub(lambda slot: f"<{names[slot[1]]}>", case["text"])
    order = Order(ENDPOINT, prompt_for(task), where, lambda _event: None, 1)
    worded = in_words_of_a_model(composed(each, where), template)
    return [violation.rule for violation in violations_of(order, worded, each)]


def test_honest_sentences_are_accepted_at_least_as_often_as_before() -> None:
    assert len(HONEST) >= 40
    rules = [refused(case) for case in HONEST]
    assert sum(not each for each in rules) >= ACCEPTED
    # What is refused is refused by the checks of slots, never for its words alone.
    assert [each for each in rules if each and set(each) == {"unsupported"}] == []


def test_inventions_are_many_and_of_every_kind() -> None:
    assert sum(map(len, INVENTED.values())) >= 40
    kinds = {"orders", "surveys", "praise", "approvals", "causes", "effects"}
    assert kinds | {"whereabouts of money", "no delay"} == set(INVENTED)


@pytest.mark.parametrize("name", every_form.forms())
def test_no_invention_passes_in_any_plan(name: str) -> None:
    """All at once: each is a clause, or brackets, of its own, and each is quoted."""
    inventions = [text for texts in INVENTED.values() for text in texts]
    for task, row in every_form.jobs(every_form.forms()[name]):
        found, where = plans(name, task, row)
        for each in found:
            assert list(additions(each.template, each, where)) == []
            text = each.template.rstrip("。") + "".join(inventions) + "。"
            quoted = [violation.start for violation in additions(text, each, where)]
            at = len(each.template.rstrip("。"))
            for invention in inventions:
                assert any(at <= start < at + len(invention) for start in quoted), invention
                at += len(invention)
