"""Which other forms of a workspace have a name for their files before one has its own."""

from collections.abc import Iterator

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import FormId, Workspace


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
