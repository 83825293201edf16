"""Which model services a person has allowed, for what; stored with who and when."""

import datetime
from typing import TYPE_CHECKING, Literal

from selfeval_assist.workspace import Workspace

if TYPE_CHECKING:
    from selfeval_assist.drafting import Endpoint

Use = Literal["endpoints", "readers"]
"""To word drafts, which send no value; to read texts of the form as they stand."""


def granted(workspace: Workspace, endpoint: "Endpoint", use: Use) -> bool:
    """Return whether a service may be used: one on this machine, or one once allowed."""
    from selfeval_assist.drafting import is_loopback

    known = workspace.settings.get(use)
    return is_loopback(endpoint) or (isinstance(known, dict) and endpoint.base_url in known)


def grant(
    workspace: Workspace, endpoint: "Endpoint", use: Use, *, person: str, at: datetime.datetime
) -> None:
    """Record that a person allows a service.

    Raises:
        WorkspaceError: it cannot be stored.
    """
    stored = workspace.settings.get(use)
    known = dict(stored) if isinstance(stored, dict) else {}
    known[endpoint.base_url] = {"by": person, "at": at.isoformat()}
    workspace.settings.put(use, known, person=person)
