"""How far the audit was when it was last seen, kept in a small file beside the workspace.

A log that is lost, or an older copy put in the place of the file, is a sound workspace that only
holds less. What is beside it tells.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from selfeval_assist.workspace.beside import beside

_WIDTH = 200
"""Bytes of the file: it is always written over as a whole, so that none is ever half there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The name of a workspace, how many lines its audit had, and the link of the last one."""

    workspace: str
    lines: int
    link: str


def place(workspace: Path) -> Path:
    """Return the file in which it is kept."""
    return beside(workspace, "seen.json")


def read(workspace: Path) -> Seen | None:
    """Return what was last seen, or None where nothing is known."""
    try:
        found = json.loads(place(workspace).read_text(encoding="ascii"))
        return Seen(str(found["workspace"]), int(found["lines"]), str(found["link"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write(workspace: Path, seen: Seen) -> None:
    """Keep what was seen. Nothing is synced: after a power cut an older state is as good.

    Raises:
        OSError: it cannot be written.
    """
    text = json.dumps({"workspace": seen.workspace, "lines": seen.lines, "link": seen.link})
    handle = os.open(place(workspace), os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        os.write(handle, text.ljust(_WIDTH).encode("ascii"))
    finally:
        os.close(handle)
