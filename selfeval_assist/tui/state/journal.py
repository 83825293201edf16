"""What is being typed and is no version yet, on the disk every second, for when power fails.

A version for every second of typing would be noise in a form's history, and so would losing five
seconds of it. Each window writes one small file of its own beside the workspace, which holds its
form as it was a second ago; it goes when that window has saved the form. What a window left behind
is found by ``left``.
"""

import datetime
import os
import secrets
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.system import began
from selfeval_assist.workspace import FormId, Workspace, beside, write_private


class Kept(BaseModel):
    """A form on its way to becoming a version, where it belongs and who was typing it.

    Releases before the workspace had a name of its own wrote ``revision``, ``process`` and
    ``form`` only.

    Attributes:
        workspace: the random name of its workspace.
        base: the digest of the version that the typing began from.
        revision: the number of that version, where there is no digest.
        process: the number of the process that wrote it.
        began: when that process began, as ``system.began`` says it.
        at: when it was written.
        form: the form with what was typed.
    """

    model_config = ConfigDict(frozen=True)

    workspace: str = ""
    base: str = ""
    revision: int | None = None
    process: int
    began: str = ""
    at: datetime.datetime | None = None
    form: SelfEvaluation


class Journal:
    """The file in which one window keeps the unsaved state of one form.

    Args:
        workspace: whose form it is.
        form_id: which one.
    """

    def __init__(self, workspace: Workspace, form_id: FormId) -> None:
        self._workspace = workspace
        self._path = own_file(workspace, form_id)
        self._kept: SelfEvaluation | None = None
        self._there = False

    @cached_property
    def _writer(self) -> tuple[int, str]:
        process = os.getpid()
        return process, began(process) or ""

    def keep(self, form: SelfEvaluation, base: str, at: datetime.datetime) -> None:
        """Put the form on the disk, unless it is there already.

        Args:
            form: what is typed.
            base: the digest of the version that it began from.
            at: the present moment.

        Raises:
            OSError: it cannot be written; the file is as it was.
        """
        if form is self._kept and self._path.exists():
            return
        process, start = self._writer
        kept = Kept(
            workspace=self._workspace.id, base=base, process=process, began=start, at=at, form=form
        )
        self._there = True
        write_private(self._path, kept.model_dump_json(exclude={"revision"}))
        self._kept = form

    def take_over(self, path: Path) -> bool:
        """Make the file of a window that ended the file of this one; its words stay as they are.

        Of two windows that try it, one gets the file.

        Returns:
            Whether it is this window's now; False when another one has it.
        """
        try:
            path.rename(self._path)
        except FileNotFoundError:
            return False
        except OSError:
            # It can be read but not moved: what it holds is shown all the same, and offered again.
            return True
        self._there = True
        return True

    def drop(self) -> None:
        """Forget it: the form is stored, or stands as it was stored.

        Raises:
            OSError: it cannot be removed; what it holds is known to be stored when it is found.
        """
        if self._there:
            self._path.unlink(missing_ok=True)
            self._there, self._kept = False, None


def own_file(workspace: Workspace, form_id: FormId) -> Path:
    """Return a file for the unsaved state of a form that no other window has or will have."""
    return beside(workspace.path, f"unsaved-{form_id}-{secrets.token_hex(6)}.json")
