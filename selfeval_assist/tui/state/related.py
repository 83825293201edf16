"""The other forms beside one: what it is compared with, what looks like it, which has a name."""

from collections.abc import Iterator
from typing import Literal

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import FormId, Summary, Workspace

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


COPY, COMPARED = "副本", "对照文件"
FORKED = "冲突后另存"
"""The note with which a session stores what somebody else's version kept from being stored."""
RESCUED = "没来得及保存的内容另存"
"""The note with which what a window left behind is stored as a form of its own."""


def alike(workspace: Workspace, form: SelfEvaluation) -> Summary | None:
    """Return the form of the list that has the same project, year and unit, or None.

    Where a form names no project, only one that is the same in every cell is alike.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    head = _head(form.project, form.year, form.unit)
    for each in workspace.forms():
        if _head(each.project, each.year, each.unit) == head and (
            head[0] or _same(workspace, each.id, form)
        ):
            return each
    return None


def _same(workspace: Workspace, form_id: FormId, form: SelfEvaluation) -> bool:
    """Return whether a stored form is the same in every cell; one that cannot be read is not."""
    stored = attempt("读取", workspace.load, form_id)
    return not isinstance(stored, Failure) and stored.form == form


def origin(workspace: Workspace, form_id: FormId) -> str:
    """Return what a form was stored as: a copy, a document to compare with, or an empty string.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    note = workspace.revisions(form_id)[0].note
    if note in {FORKED, RESCUED} or note.startswith(COPY):
        return COPY
    return COMPARED if note.endswith(tuple(f"号表的{kind}" for kind in KINDS.values())) else ""


def _head(project: str, year: int | None, unit: str) -> tuple[str, int | None, str]:
    return "".join(project.split()), year, "".join(unit.split())


def earlier(workspace: Workspace, form_id: FormId) -> Iterator[SelfEvaluation]:
    """Yield the project and unit of each form that is older than one, the archived ones too.

    So two forms of one project, of two units or two years, never have files of one name.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    found = [*workspace.forms(), *workspace.forms(archived=True)]
    for each in sorted(found, key=lambda each: each.id):
        if each.id < form_id:
            yield SelfEvaluation(project=each.project, unit=each.unit)
