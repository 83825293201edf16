"""In whose name forms are stored and decisions are recorded."""

import getpass

from selfeval_assist.tui.words.safe import safe
from selfeval_assist.workspace import Workspace


def person_of(workspace: Workspace) -> str:
    """Return the name given in the settings, or else that of the account."""
    named = workspace.settings.get("person")
    return safe(named if isinstance(named, str) and named else account())


def account() -> str:
    """Return the name of the account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "本机用户"
