"""The drafts of a form, and what a person has allowed to go out for them."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.workspace import (
    Allowed,
    FormId,
    Revision,
    UnreadableError,
    Workspace,
    WorkspaceError,
)

if TYPE_CHECKING:
    from selfeval_assist.drafting import Doubt, Leave, Outgoing
    from selfeval_assist.review import Decision, Proposal, Task


def name_of(form: SelfEvaluation, task: "Task", row: int | None) -> str:
    """Return what a text is called: its task, or the row whose deviation it explains."""
    if row is None:
        from selfeval_assist.drafting.texts import kind_of

        return kind_of(task).title
    return paths.label(form, f"indicators.{row}") + "偏差说明"


def followed(proposal: "Proposal", then: SelfEvaluation, now: SelfEvaluation) -> "Proposal | None":
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


def replaced(
    form: SelfEvaluation,
    proposal: "Proposal",
    decisions: "Sequence[Decision]",
    decision: "Decision",
) -> str:
    """Return the text that one more decision takes out of the form and no decision put there.

    Only for a draft whose sentences are all decided: what happens the first time is said before.

    Args:
        form: the form.
        proposal: the draft.
        decisions: all decisions so far, in the order in which they were made.
        decision: the one more.

    Returns:
        An empty string when nothing of that kind goes.
    """
    from selfeval_assist.review import apply, assemble, remaining

    now = paths.text(form, proposal.where)
    if remaining(proposal, decisions) or not now.strip():
        return ""
    wrote = assemble(proposal, decisions)
    if wrote and apply(form, proposal, decisions) is form:
        return ""
    return now if apply(form, proposal, [*decisions, decision]) is not form else ""


def stored_drafts(
    workspace: Workspace, form_id: FormId, form: SelfEvaluation, unreadable: list[UnreadableError]
) -> "dict[str, Proposal]":
    """Return the last draft of each text, by the path that the text has in the form now.

    Args:
        workspace: holds the drafts.
        form_id: the form's number.
        form: the form as it is now.
        unreadable: takes what is said of each draft that cannot be read.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    revisions = workspace.revisions(form_id)
    drafts: dict[str, Proposal] = {}
    for proposal in workspace.proposals(form_id, unreadable):
        then = _at(workspace, form_id, revisions, proposal) or form
        if found := followed(proposal, then, form):
            drafts[found.where] = found
    return drafts


def _at(
    workspace: Workspace, form_id: FormId, revisions: Iterable[Revision], proposal: "Proposal"
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


def leave_for(workspace: Workspace, form_id: FormId, outgoing: "Outgoing") -> "Leave | None":
    """Return what the person has allowed; None when they have yet to be asked about something.

    They are asked anew when the address or the model is another, and when something has come into
    the form that a mask would change the sense of.
    """
    from selfeval_assist.drafting import Leave

    known = _allowed(workspace, form_id, outgoing)
    if known is None or unanswered(workspace, form_id, outgoing):
        return None
    return Leave(frozenset(known.send))


def unanswered(workspace: Workspace, form_id: FormId, outgoing: "Outgoing") -> "tuple[Doubt, ...]":
    """Return the doubts of a form about which the person has said nothing yet."""
    from selfeval_assist.drafting import doubts

    known = _allowed(workspace, form_id, outgoing)
    answered = {*known.send, *known.leave_out} if known else set()
    return tuple(each for each in doubts(outgoing.form) if each.phrase not in answered)


def sent_open(workspace: Workspace, form_id: FormId, outgoing: "Outgoing") -> frozenset[str]:
    """Return the phrases that the person wanted sent as they stand when last asked."""
    known = _allowed(workspace, form_id, outgoing)
    return frozenset(known.send if known else ())


def grant(
    workspace: Workspace,
    form_id: FormId,
    outgoing: "Outgoing",
    send: Collection[str],
    *,
    person: str,
) -> None:
    """Record that a person allows what goes out, with these phrases as they stand.

    Raises:
        WorkspaceError: it cannot be stored.
    """
    from selfeval_assist.drafting import doubts

    phrases = [each.phrase for each in doubts(outgoing.form)]
    allowed = Allowed(
        address=outgoing.endpoint.base_url,
        model=outgoing.endpoint.model,
        use=outgoing.use,
        send=tuple(each for each in phrases if each in send),
        leave_out=tuple(each for each in phrases if each not in send),
    )
    workspace.consents.put(form_id, allowed, person=person)


def _allowed(workspace: Workspace, form_id: FormId, outgoing: "Outgoing") -> Allowed | None:
    about = (outgoing.endpoint.base_url, outgoing.endpoint.model, outgoing.use)
    known = workspace.consents.of(form_id)
    return next((each for each in known if (each.address, each.model, each.use) == about), None)
