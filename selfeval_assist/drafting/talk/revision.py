"""A stored text as something that can be changed: its plans, facts and unchanged sentences."""

from collections.abc import Iterable
from dataclasses import replace

from selfeval_assist.drafting.composing import composed
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import Fact
from selfeval_assist.review import Origin, Proposal, Sentence
from selfeval_assist.review.supported import Ground


def kept(plan: SentencePlan, proposal: Proposal, where: Ground) -> Sentence:
    """Return the sentence as it stands, with its origin, or the composer's for a new plan."""
    new = composed(plan, where)
    if plan.kept is not None:
        return new
    for old in proposal.sentences:
        if old.template == new.template and old.basis == new.basis:
            return old
    # What is left of a model's sentence is still a model's wording.
    told = {basis.fact for basis in new.basis}
    models = [each for each in proposal.sentences if each.origin is Origin.MODEL]
    if told and any(told <= {basis.fact for basis in each.basis} for each in models):
        return new.model_copy(update={"origin": Origin.MODEL})
    return new


def plans_of(proposal: Proposal, where: Ground) -> tuple[list[SentencePlan], bool]:
    """Return the plans of a stored text with the facts as they are now, and whether any is gone.

    A sentence that was accepted with references is changed as a whole or not at all.
    """
    plans = []
    for each in proposal.sentences:
        facts = [_fact(basis.fact, where) for basis in each.basis]
        if any(fact is None for fact in facts):
            return [], True
        slots = {f"F{at}": fact for at, fact in enumerate(facts, start=1) if fact is not None}
        cause = next((fact.value for fact in slots.values() if fact.kind == "cause"), "")
        topic = "、".join(dict.fromkeys(fact.title for fact in slots.values()))[:40]
        template = each.template or each.text
        as_it_stands = each if each.referenced else None
        plans.append(SentencePlan(topic, template, slots, cause, each.pending, as_it_stands))
    return plans, False


def with_used(where: Ground, proposals: Iterable[Proposal]) -> Ground:
    """Return what a text may rest on with the values that only references of its sentences name."""
    used = {basis.fact for each in proposals for one in each.sentences for basis in one.basis}
    more = {each: fact for each in used if (fact := _fact(each, where)) is not None}
    return replace(where, facts=replace(where.facts, facts={**where.facts.facts, **more}))


def _fact(fact_id: str, where: Ground) -> Fact | None:
    if fact_id in where.facts:
        return where.facts[fact_id]
    ref = where.known.by_id.get(fact_id)
    return where.known.values[ref] if ref else None
