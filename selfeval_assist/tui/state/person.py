"""In whose name forms are stored and decisions are recorded."""

import getpass

from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.workspace import Workspace


def person_of(workspace: Workspace) -> str:
    """Return the name given in the settings, or else that of the account."""
    named = workspace.settings.get("person")
    return safe(named if isinstance(named, str) and named else account())


def filler(workspace: Workspace, person: str) -> str:
    """Return the name that a person gave, or nothing where it is only that of the account."""
    return person if workspace.settings.get("person") or person != account() else ""


def asked(workspace: Workspace) -> bool:
    """Return whether the person has been asked for a name, whatever they answered."""
    return workspace.settings.get("person") is not None


def account() -> str:
    """Return the name of the account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "本机用户"
