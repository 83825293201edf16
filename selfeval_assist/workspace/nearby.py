"""Which other workspaces lie in the folder of one: copies, told by what is in them, not by name."""

from itertools import islice
from pathlib import Path

MAGIC = b"SQLite format 3\0"
APPLICATION_ID = 0x53454C46
"""Marks a SQLite file as a workspace of this program (``SELF``)."""

_HEAD = 100
_LOOKED_AT = 1000
"""Files of a folder that are looked at; a folder of downloads may hold many more."""


def nearby(path: Path) -> tuple[Path, ...]:
    """Return the other workspaces in a file's folder, the last changed first."""
    try:
        own = path.resolve()
        files = [each for each in islice(own.parent.iterdir(), _LOOKED_AT) if each != own]
        found = [(each.stat().st_mtime, each) for each in files if each.is_file() and _ours(each)]
    except OSError:
        return ()
    return tuple(each for _, each in sorted(found, reverse=True))


def _ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    # The application id stands at byte 68 of the header (sqlite.org/fileformat.html).
    return head.startswith(MAGIC) and head[68:72] == APPLICATION_ID.to_bytes(4, "big")
