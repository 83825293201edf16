"""What a person has allowed to be sent about a form; kept in the workspace with who and when."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from selfeval_assist.workspace import Allowed, FormId, Workspace

if TYPE_CHECKING:
    from selfeval_assist.drafting import Doubt, Leave, Outgoing


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
