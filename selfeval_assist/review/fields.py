"""Which cells of a form hold words of a model."""

from collections.abc import Iterable, Iterator

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review.decide import taken
from selfeval_assist.review.model import Decision, Origin, Proposal

_KEPT = 70
"""Percent of a model's sentence, in one piece, from which a text still counts as its wording.

Our choice: a person's small edit does not make a model's sentence the person's own.
"""


def uses_model(
    proposals: Iterable[Proposal],
    decisions: Iterable[Decision],
    form: SelfEvaluation | None = None,
) -> tuple[str, ...]:
    """Return the paths of the fields in which a model's sentence was taken, for the AI label.

    A sentence counts when it was accepted, or edited so lightly that most of its wording stands.
    The composer's sentences never count.

    Args:
        proposals: the proposals about a form.
        decisions: the decisions about them, in the order in which they were made.
        form: the form as it is now. With it, only cells that still hold such a sentence are
            returned, wherever rows have moved since; without it, the fields for which the
            sentences were taken.
    """
    decided = tuple(decisions)
    found = tuple(
        (proposal.where, sentence)
        for proposal in proposals
        for sentence in _model_sentences(proposal, decided)
    )
    if form is None:
        return tuple(dict.fromkeys(where for where, _ in found))
    sentences = dict.fromkeys(sentence for _, sentence in found)
    return tuple(
        path
        for path in (paths.leaves(form) if sentences else ())
        if any(_stands(sentence, paths.text(form, path)) for sentence in sentences)
    )


def _model_sentences(proposal: Proposal, decisions: tuple[Decision, ...]) -> Iterator[str]:
    for each in taken(proposal, decisions):
        if each.sentence.origin is Origin.MODEL and _stands(each.sentence.text, each.decision.text):
            yield each.sentence.text


def _stands(sentence: str, text: str) -> bool:
    """Whether most of a sentence stands in a text; a short cell cannot hold it."""
    if len(text) * 100 < len(sentence) * _KEPT:
        return False
    # The workspace is opened before any text is compared.
    from rapidfuzz import fuzz

    return fuzz.partial_ratio(sentence, text, score_cutoff=_KEPT) > 0
