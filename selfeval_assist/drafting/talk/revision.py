"""A stored text as something that can be changed: its plans, facts and unchanged sentences."""

from selfeval_assist.drafting.composing import composed
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable
from selfeval_assist.review import Origin, Proposal, Sentence
from selfeval_assist.review.supported import Ground


def kept(plan: SentencePlan, proposal: Proposal, where: Ground) -> Sentence:
    """Return the sentence as it stands, with its origin, or the composer's for a new plan."""
    new = composed(plan, where)
    for old in proposal.sentences:
        if old.template == new.template and old.basis == new.basis:
            return old
    # What is left of a model's sentence is still a model's wording.
    told = {basis.fact for basis in new.basis}
    models = [each for each in proposal.sentences if each.origin is Origin.MODEL]
    if told and any(told <= {basis.fact for basis in each.basis} for each in models):
        return new.model_copy(update={"origin": Origin.MODEL})
    return new


def plans_of(proposal: Proposal, table: FactTable) -> tuple[list[SentencePlan], bool]:
    """Return the plans of a stored text with the facts as they are now, and whether any is gone."""
    plans = []
    for each in proposal.sentences:
        if any(basis.fact not in table for basis in each.basis):
            return [], True
        slots = {f"F{at}": table[basis.fact] for at, basis in enumerate(each.basis, start=1)}
        cause = next((fact.value for fact in slots.values() if fact.kind == "cause"), "")
        topic = "、".join(dict.fromkeys(fact.title for fact in slots.values()))[:40]
        template = each.template or each.text
        plans.append(SentencePlan(topic, template, slots, cause, each.pending))
    return plans, False
