"""The references with which sentences were accepted, kept in the form beside its texts.

A sentence is known again by its hash; one that somebody changed since has another and is read as
free text, and so is a text that came in from Word or Excel.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from selfeval_assist.form import Kept, SelfEvaluation, Used, paths
from selfeval_assist.review.decide import taken
from selfeval_assist.review.model import Action, Basis, Decision, Origin, Proposal, Sentence
from selfeval_assist.review.references import sha256
from selfeval_assist.review.supported import Ground, supported
from selfeval_assist.verify.model import Violation

_STOP = re.compile(r"(?<=[。！？!?])(?![”’」』）)】。])|\n+")


def keep(form: SelfEvaluation, proposal: Proposal, decisions: Iterable[Decision]) -> SelfEvaluation:
    """Return a form that holds the references of the sentences taken as they were proposed.

    Those of sentences that stand no more in the text go.

    Args:
        form: the form with the text in it.
        proposal: the draft.
        decisions: the decisions about it, in their order.
    """
    new = {
        (each.where, each.sha256): each
        for one in taken(proposal, decisions)
        if one.decision.action is Action.ACCEPT and one.sentence.basis
        for each in (_kept(proposal, one.sentence),)
    }
    old = {(each.where, each.sha256): each for each in form.kept}
    kept = {**old, **new}
    values = tuple(each for each in kept.values() if _stands(each, form))
    return form if values == form.kept else form.model_copy(update={"kept": values})


def standing(form: SelfEvaluation) -> tuple[Kept, ...]:
    """Return what the form keeps about sentences that nobody has changed since."""
    return tuple(each for each in form.kept if _stands(each, form))


def sentences_of(form: SelfEvaluation, where: str) -> Iterator[Sentence]:
    """Yield the sentences of a text, those that were accepted with their references."""
    known = {each.sha256: each for each in form.kept if each.where == where}
    for piece in _pieces(paths.text(form, where)):
        found = known.get(sha256(piece))
        if found is None:
            yield Sentence(text=piece, origin=Origin.PERSON)
            continue
        yield Sentence(
            text=piece,
            template=found.template,
            basis=tuple(_basis(each) for each in found.basis),
            cites=tuple(_basis(each) for each in found.cites),
            referenced=found.referenced,
            origin=Origin.MODEL if found.model else Origin.COMPOSER,
        )


def remarks(form: SelfEvaluation, where: str, on: Ground) -> tuple[Violation, ...]:
    """Return what in a text of a form is not supported: by its references where they are known.

    Args:
        form: the form as it is now.
        where: the field path of the text.
        on: what the text may rest on.
    """
    own = replace(on, path=where)
    return tuple(each for one in sentences_of(form, where) for each in supported(one, own))


def _kept(proposal: Proposal, sentence: Sentence) -> Kept:
    made, written = proposal.generation, sentence.origin is Origin.MODEL
    return Kept(
        where=proposal.where,
        sha256=sha256(sentence.text),
        template=sentence.template,
        referenced=sentence.referenced,
        model=(made.answered or made.model) if written else "",
        draft=proposal.id if written else "",
        basis=tuple(map(_used, sentence.basis)),
        cites=tuple(map(_used, sentence.cites)),
    )


def _used(basis: Basis) -> Used:
    return Used(ref=basis.fact, label=basis.label, value=basis.value, paths=basis.sources)


def _basis(used: Used) -> Basis:
    return Basis(fact=used.ref, label=used.label, value=used.value, sources=used.paths)


def _stands(kept: Kept, form: SelfEvaluation) -> bool:
    try:
        text = paths.text(form, kept.where)
    except KeyError:
        return False
    return any(sha256(piece) == kept.sha256 for piece in _pieces(text))


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _STOP.split(text) if piece.strip()]
