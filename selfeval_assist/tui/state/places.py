"""Where a person was in each form, so that it opens there again."""

import contextlib
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from selfeval_assist.workspace import FormId, Workspace, beside, write_private

Place = tuple[str, str]
"""The step, and the field path in it; empty where a step is begun at its beginning."""
_KEPT = TypeAdapter(dict[int, Place])


def place_in(workspace: Workspace, form_id: FormId) -> Place:
    """Return where a form was left; two empty texts where nobody has been in it."""
    return _all(_file(workspace)).get(form_id, ("", ""))


def keep_place(workspace: Workspace, form_id: FormId, place: Place) -> None:
    """Remember where a form is left. It is no part of the form: where it cannot be, it is not."""
    file = _file(workspace)
    kept = _all(file) | {int(form_id): place}
    with contextlib.suppress(OSError):
        write_private(file, _KEPT.dump_json(kept).decode())


def _file(workspace: Workspace) -> Path:
    return beside(workspace.path, "places.json")


def _all(file: Path) -> dict[int, Place]:
    with contextlib.suppress(OSError, ValidationError):
        return _KEPT.validate_json(file.read_bytes())
    return {}
