"""What is being typed and is no version yet, on the disk every second, for when power fails.

A version for every second of typing would be noise in a form's history, and so would losing five
seconds of it. One small file for each open form beside the workspace holds the form as it was a
second ago; it goes when the form is saved.
"""

import os
import time
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.system import is_running
from selfeval_assist.workspace import FormId, Workspace

_QUIET = 3.0
"""Seconds after which nobody writes a file any more, where processes cannot be asked for."""


class _Kept(BaseModel):
    """A form on its way to becoming a version, and who was typing it."""

    model_config = ConfigDict(frozen=True)

    revision: int
    process: int
    form: SelfEvaluation


class Journal:
    """The unsaved state of one form.

    Args:
        workspace: whose form it is.
        form_id: which one.
    """

    def __init__(self, workspace: Workspace, form_id: FormId) -> None:
        self._path = workspace.path.with_suffix(f".unsaved-{form_id}.json")

    def keep(self, form: SelfEvaluation, revision: int) -> None:
        """Put the form on the disk; the old file stays whole until the new one is.

        Raises:
            OSError: it cannot be written.
        """
        part = self._path.with_suffix(".part")
        text = _Kept(revision=revision, process=os.getpid(), form=form).model_dump_json()
        flags = os.O_CREAT | os.O_TRUNC | os.O_WRONLY
        with os.fdopen(os.open(part, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path)

    def drop(self) -> None:
        """Forget it: the form is stored."""
        self._path.unlink(missing_ok=True)

    def left(self, revision: int) -> SelfEvaluation | None:
        """Return what a program that ended had not saved, or None.

        Args:
            revision: the version that is stored; what was typed on an older one is not taken.
        """
        try:
            age = time.time() - self._path.stat().st_mtime
            kept = _Kept.model_validate_json(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, ValidationError):
            return None
        if kept.revision != revision or _at_work(kept.process, age):
            return None
        return kept.form


def _at_work(process: int, age: float) -> bool:
    """Return whether the program that wrote a file still runs."""
    if process == os.getpid():
        return False
    running = is_running(process)
    if running is None:
        return age < _QUIET
    return running and _named(process)


def _named(process: int) -> bool:
    """Return whether a process is one of ours; numbers are used again after a restart."""
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return True
    return b"selfeval" in command
