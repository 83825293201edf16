"""From decided sentences to the text of a field, and into the form."""

from collections.abc import Iterable, Sequence
from typing import Literal

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.form.text import strip_tags
from selfeval_assist.review.decide import ReviewError, taken
from selfeval_assist.review.model import Decision, Proposal

Mode = Literal["replace", "append"]
"""Whether a text takes the place of what stands in the field or is put behind it."""

_CLOSING = "”’」』）)】》\"' \n\t"
# Behind these no full stop is needed: the sentence is closed, or is meant to run on.
_STOPS = "。！？；…：，、.!?;:,"


def join(pieces: Iterable[str]) -> str:
    """Return sentences as one text: a full stop at every seam, and none of them doubled.

    One piece alone stays as it is, so that 无 in a cell does not become 无。
    """
    parts = [part for piece in pieces if (part := _single_stop(piece))]
    return parts[0] if len(parts) == 1 else "".join(_closed(part) for part in parts)


def assemble(proposal: Proposal, decisions: Iterable[Decision]) -> str:
    """Return the text of the sentences that a person took, in the proposal's order.

    A sentence without a decision is not taken. Without any the text is empty.
    """
    return join(each.decision.text for each in taken(proposal, decisions))


def apply(
    form: SelfEvaluation,
    proposal: Proposal,
    decisions: Iterable[Decision],
    mode: Mode = "replace",
) -> SelfEvaluation:
    """Return the form with the taken sentences in the field of the proposal.

    It can be called after every decision: what an earlier call with fewer of the same decisions put
    into the field is exchanged, not doubled. When no sentence is taken the field keeps its own
    text. The same form object is returned when nothing changes.

    Args:
        form: the form; it is not changed.
        proposal: the proposal; its ``where`` names the field.
        decisions: all decisions so far, in the order in which they were made.
        mode: ``replace`` the field's text, or ``append`` behind it (for a budget deviation that
            has no cell of its own).

    Raises:
        ReviewError: the form has no such field any more.
    """
    # What judges a sentence is loaded with the first decision; a form opens without it.
    from selfeval_assist.review.kept import keep

    decided = [each for each in decisions if each.proposal == proposal.id]
    try:
        old = paths.text(form, proposal.where)
    except KeyError as error:
        raise ReviewError(
            f"表中已经没有“{paths.label(form, proposal.where)}”这一处，草稿无法写入；"
            "可能相应的行已被删除。请对现在的表重新起草。"
        ) from error
    text, base = assemble(proposal, decided), _without_earlier(old, proposal, decided)
    if mode == "append":
        new = join((base, text)) if text else base
    else:
        new = text or (old if base else "")
    changed = form if new == old else paths.put(form, proposal.where, new)
    return keep(changed, proposal, decided)


def _without_earlier(old: str, proposal: Proposal, decided: Sequence[Decision]) -> str:
    """Return a field's text without what earlier calls with these decisions put at its end."""
    texts = {assemble(proposal, decided[: count + 1]) for count in range(len(decided))}
    endings = {ending for text in texts for ending in (text, _closed(text))}
    # The longest: a shorter one can be the tail of what really stands there.
    found = max((each for each in endings if old.endswith(each)), key=len, default="")
    return old.removesuffix(found)


def _single_stop(piece: str) -> str:
    text = piece.strip()
    return text.rstrip("。") + "。" if text.endswith("。。") else text.lstrip("。")


def _closed(text: str) -> str:
    """Return a sentence with a full stop, unless its last mark already separates it."""
    bare = strip_tags(text).rstrip(_CLOSING) or text
    return text if not text or bare[-1] in _STOPS else text + "。"
