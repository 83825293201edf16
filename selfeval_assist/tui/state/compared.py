"""The documents that a form is compared with: its approved declaration and last year's form.

Each is kept as a form of the workspace; a setting says which belongs to which.
"""

from typing import Literal

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import FormId, Workspace

Kind = Literal["declaration", "last_year"]
KINDS: dict[Kind, str] = {"declaration": "批复的绩效目标申报表", "last_year": "上年的自评表"}
"""In the order in which the checks take them."""


def link(workspace: Workspace, form_id: FormId, other: FormId, kind: Kind, *, person: str) -> None:
    """Remember with which form another is compared.

    Raises:
        WorkspaceError: it cannot be stored.
    """
    links = workspace.settings.get(kind)
    known = dict(links) if isinstance(links, dict) else {}
    workspace.settings.put(kind, {**known, str(form_id): int(other)}, person=person)


def unlink(workspace: Workspace, form_id: FormId, kind: Kind, *, person: str) -> None:
    """Forget with which form another is compared; that form stays where it is.

    Raises:
        WorkspaceError: it cannot be stored.
    """
    links = workspace.settings.get(kind)
    known = dict(links) if isinstance(links, dict) else {}
    known.pop(str(form_id), None)
    workspace.settings.put(kind, known, person=person)


def linked(workspace: Workspace, form_id: FormId, kind: Kind) -> SelfEvaluation | None:
    """Return what a form is compared with, or None when there is none to be read."""
    links = workspace.settings.get(kind)
    other = links.get(str(form_id)) if isinstance(links, dict) else None
    if not isinstance(other, int):
        return None
    stored = attempt("读取对照文件", workspace.load, FormId(other))
    return None if isinstance(stored, Failure) else stored.form


def keep(
    workspace: Workspace, form_id: FormId, other: SelfEvaluation, kind: Kind, *, person: str
) -> None:
    """Store a document that a form is compared with; it lies in the archive of the list.

    Raises:
        WorkspaceError: it cannot be stored.
    """
    note = f"第 {form_id} 号表的{KINDS[kind]}"
    stored = workspace.create(other, person=person, note=note)
    workspace.archive(stored, person=person, note=note)
    link(workspace, form_id, stored, kind, person=person)
