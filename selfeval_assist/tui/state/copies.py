"""Telling forms apart that look alike: the same form once more, copies, compared documents."""

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.state.compared import KINDS
from selfeval_assist.workspace import FormId, Summary, Workspace

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
