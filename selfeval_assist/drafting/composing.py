"""The composer: deterministic texts from the fact table, with no model and no guess."""

import datetime
import re
import uuid
from collections.abc import Iterable, Mapping

from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.texts import Material, kind_of
from selfeval_assist.facts import (
    SLOT,
    Fact,
    FactTable,
    build_facts,
    render,
)
from selfeval_assist.facts.references import Known
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Policy, policy_for
from selfeval_assist.review import Basis, Origin, Proposal, Sentence, Task
from selfeval_assist.review.references import as_sentence
from selfeval_assist.review.supported import Ground, ground, supported
from selfeval_assist.scoring import ScoreSheet

_GROUP = re.compile(r"^(?:group|goals)\.")


def compose(
    task: Task,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    *,
    row: int | None = None,
    policy: Policy | None = None,
) -> Proposal:
    """Return the composer's text for one field of a form.

    The same form gives the same sentences. Every number is the value of a fact; a reason is a
    person's or stands open as ``【待填：…】``. A text about nothing (a row without deviation) has
    no sentences.

    Args:
        task: which text.
        form: the form.
        sheet: its score sheet.
        row: the indicator row, for ``deviation`` only.
        policy: the policy; by default the form's own.

    Raises:
        ValueError: ``deviation`` without a row of the form.
        PolicyError: the form names a policy that does not exist.
    """
    table = build_facts(form, sheet)
    plans = plan(task, form, sheet, table, row, policy=policy)
    return proposal_of(row, plans, ground(task, table, row=row))


def proposal_of(row: int | None, plans: Iterable[SentencePlan], where: Ground) -> Proposal:
    """Return the composer's text of the plans of its sentences.

    Args:
        row: the indicator row, for ``deviation`` only.
        plans: its sentences, from ``plan``.
        where: what they may rest on.
    """
    return Proposal(
        id=uuid.uuid4().hex,
        task=where.task,
        where=where_of(where.task, row),
        sentences=tuple(composed(each, where) for each in plans),
        created=datetime.datetime.now(datetime.UTC),
    )


def plan(
    task: Task,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    table: FactTable,
    row: int | None = None,
    *,
    policy: Policy | None = None,
) -> tuple[SentencePlan, ...]:
    """Return what each sentence of a text has to say, with the composer's own wording.

    Args:
        task: which text.
        form: the form.
        sheet: its score sheet.
        table: its facts, from ``build_facts``.
        row: the indicator row, for ``deviation`` only.
        policy: the policy; by default the form's own.

    Raises:
        ValueError: ``deviation`` without a row of the form.
        PolicyError: the form names a policy that does not exist.
    """
    kind = kind_of(task)
    return tuple(kind.compose(Material(form, sheet, table, policy or policy_for(form), row)))


def where_of(task: Task, row: int | None) -> str:
    """Return the field path to which a text belongs."""
    return kind_of(task).where.format(row=row)


def composed(each: SentencePlan, where: Ground) -> Sentence:
    """Return the composer's sentence of a plan, verified like any other.

    A plan of a sentence that stands already, in a model's words, is that sentence.

    Args:
        each: the plan of the sentence.
        where: what it may rest on.
    """
    if each.kept is not None:
        return each.kept
    sentence = Sentence(
        text=render(each.template, each.slots),
        template=each.template,
        basis=tuple(basis_of(fact) for fact in each.slots.values()),
        origin=Origin.COMPOSER,
        pending=each.pending,
    )
    found = supported(sentence, where)
    if found and (freer := _freer(each, where)):
        return freer
    messages = tuple(dict.fromkeys(one.message for one in found))
    return sentence.model_copy(update={"violations": messages}) if messages else sentence


def _freer(each: SentencePlan, where: Ground) -> Sentence | None:
    """Return a sentence in freer words, judged by what its values are, as a model's is.

    部署终端28台 calls no indicator by its full name, and a person's words may have no label.
    None where it does not pass, or rests on something that has no reference.
    """
    text, cites = referring(each.template, each.slots, where.known)
    if SLOT.search(text):
        return None
    sentence = as_sentence(text, cites, where.known, Origin.COMPOSER)
    return None if supported(sentence, where) else sentence


def referring(template: str, slots: Mapping[str, Fact], known: Known) -> tuple[str, list[str]]:
    """Return a template with references in place of its slots, and the texts that it rests on.

    A slot that holds what no reference stands for is left as it is.

    Args:
        template: a sentence with slots ``<F1>`` …
        slots: the facts in it.
        known: what the text may use.
    """
    cites = list[str]()
    paths = {source.path: source for source in known.sources.values()}

    def named(slot: "re.Match[str]") -> str:
        fact = slots[slot[1]]
        if fact.kind == "verdict":
            return fact.value
        # the common value of a group is that of each of its rows
        if ref := known.by_id.get(_GROUP.sub("row.", fact.id)):
            return f"{{{ref}}}"
        source = next((paths[path] for path in fact.sources if path in paths), None)
        if source is None or source.text != fact.value:
            return slot[0]
        cites.append(source.id)
        return source.masked_as({})

    return SLOT.sub(named, template), cites


def basis_of(fact: Fact) -> Basis:
    """Return a fact as it is kept with a sentence."""
    return Basis(
        fact=fact.id, label=fact.title, value=fact.value, sources=fact.sources, work=fact.work
    )
