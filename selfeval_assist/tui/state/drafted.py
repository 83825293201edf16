"""Drafts stay with their row when rows are added, removed or moved."""

from collections.abc import Iterable

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Proposal
from selfeval_assist.workspace import FormId, Revision, Workspace, WorkspaceError


def followed(proposal: Proposal, then: SelfEvaluation, now: SelfEvaluation) -> Proposal | None:
    """Return a draft with the path that its row has now, or None when the row is gone.

    A row is known by its name; a row that was only renamed keeps its number.

    Args:
        proposal: the draft, with the path that was right for ``then``.
        then: the form as it was.
        now: the form as it is.
    """
    parts = proposal.where.split(".")
    if parts[0] != "indicators":
        return proposal
    row = int(parts[1])
    if row >= len(then.indicators):
        return None
    name = then.indicators[row].name
    if row < len(now.indicators) and now.indicators[row].name == name:
        return proposal
    same = [at for at, each in enumerate(now.indicators) if each.name == name]
    if len(same) != 1:
        return proposal if len(then.indicators) == len(now.indicators) else None
    where = ".".join((parts[0], str(same[0]), *parts[2:]))
    return proposal.model_copy(update={"where": where})


def stored_drafts(
    workspace: Workspace, form_id: FormId, form: SelfEvaluation
) -> dict[str, Proposal]:
    """Return the last draft of each text, by the path that the text has in the form now.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    revisions = workspace.revisions(form_id)
    drafts: dict[str, Proposal] = {}
    for proposal in workspace.proposals(form_id):
        then = _at(workspace, form_id, revisions, proposal) or form
        if found := followed(proposal, then, form):
            drafts[found.where] = found
    return drafts


def _at(
    workspace: Workspace, form_id: FormId, revisions: Iterable[Revision], proposal: Proposal
) -> SelfEvaluation | None:
    """Return the form as it stood when a draft was made."""
    if not proposal.where.startswith("indicators."):
        return None
    numbers = [each.number for each in revisions if each.at <= proposal.created]
    if not numbers:
        return None
    try:
        return workspace.load(form_id, max(numbers)).form
    except WorkspaceError:
        return None
