"""The files that lie beside a workspace: how they are named, and how they are written."""

import os
from pathlib import Path


def beside(workspace: Path, what: str) -> Path:
    """Return the file that belongs to a workspace and holds something of its own.

    The whole name goes into it: ``自评.2024`` and ``自评.2025`` are two workspaces, though they
    differ only in what looks like a suffix. A link leads to the file that it stands for.

    Args:
        workspace: the file of the workspace.
        what: what the other file holds, such as ``keys.json``.
    """
    whole = workspace.resolve()
    return whole.with_name(f"{whole.name}.{what}")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read; the old one stays whole until the new one is.

    Raises:
        OSError: it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    # An old half may be readable by others; a new file is not.
    part.unlink(missing_ok=True)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    with os.fdopen(os.open(part, flags, 0o600), "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
