"""Workspace: every version of every form, with proposals, decisions and settings, in one file.

The door. ``with Workspace.open(path) as workspace:`` opens a SQLite file (the person's own one
without a path) and brings it to the current version. ``create``, ``forms``, ``load``, ``save``,
``revisions``, ``restore`` and ``archive`` keep forms; ``propose``, ``proposals``, ``decide`` and
``decisions`` keep who proposed and who decided what; ``state``, ``statements``, ``talk`` and
``threads`` keep what people stated and said about a text; ``settings`` keeps what a person chose,
``consents`` what they allowed to be sent, ``liftings`` which marks of classification they lifted;
``events`` is the audit. Whoever loads a form gets its version and names it when saving; when
somebody else saved first, ``ConflictError`` says so and nothing is stored. Each change and its
line in the audit are one transaction that is on the disk when the method returns. Versions,
proposals, decisions and audit can only be added to, and ``verify`` finds what was changed past
the program. ``back_up`` and ``restore`` copy the file while it is used; ``salvage`` reads a
damaged one. All errors are
``WorkspaceError``.
What a program keeps in a file of its own beside the workspace is named by ``beside`` and
written by ``write_private``; ``Workspace.id`` and the ``digest`` of a version say what it is about.
"""

from selfeval_assist.workspace.audit import Line
from selfeval_assist.workspace.backup import back_up, restore
from selfeval_assist.workspace.beside import beside, write_private
from selfeval_assist.workspace.consents import Allowed
from selfeval_assist.workspace.documents import digest
from selfeval_assist.workspace.errors import ConflictError, UnreadableError, WorkspaceError
from selfeval_assist.workspace.location import default_path, in_place_of_own
from selfeval_assist.workspace.records import Event, FormId, Revision, Stored, Summary
from selfeval_assist.workspace.repository import Repository
from selfeval_assist.workspace.salvage import Salvaged, salvage
from selfeval_assist.workspace.settings import Settings
from selfeval_assist.workspace.store import SAVE_WAIT, Workspace
from selfeval_assist.workspace.verify import Verdict, lines, verify

__all__ = [
    "SAVE_WAIT",
    "Allowed",
    "ConflictError",
    "Event",
    "FormId",
    "Line",
    "Repository",
    "Revision",
    "Salvaged",
    "Settings",
    "Stored",
    "Summary",
    "UnreadableError",
    "Verdict",
    "Workspace",
    "WorkspaceError",
    "back_up",
    "beside",
    "default_path",
    "digest",
    "in_place_of_own",
    "lines",
    "restore",
    "salvage",
    "verify",
    "write_private",
]
