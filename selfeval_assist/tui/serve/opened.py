"""The form of a file that is given at the start, taken into the workspace once."""

from pathlib import Path

from selfeval_assist.workspace import FormId, Workspace


def opened_form(workspace: Workspace, file: Path | None) -> FormId | None:
    """Take the forms of a file into the workspace; return the one to open, None for the list.

    A form that was read from the same content before is opened as it has become since.

    Args:
        workspace: where to.
        file: a file to read, or None.

    Raises:
        DocumentError: the file cannot be read.
        WorkspaceError: the forms cannot be stored.
    """
    if file is None:
        return None
    from selfeval_assist.documents import read
    from selfeval_assist.tui.state.chosen import account

    known = {(summary.year, summary.project): summary.id for summary in reversed(workspace.forms())}
    forms = []
    for form in read(file):
        before = known.get((form.year, form.project))
        if before is None or workspace.load(before, 1).form != form:
            before = workspace.create(form, person=account(), note=f"读自 {file.name}")
        forms.append(before)
    return forms[0] if len(forms) == 1 else None
