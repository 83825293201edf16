"""What windows left behind that ended before they saved, and what becomes of it.

What fits the stored version of its form goes on in that form when it is opened. What does not is
offered as a form of its own, for no text is taken into a form that it was not typed in, and none
is thrown away that nobody has seen.
"""

import contextlib
import datetime
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.system import began, reason
from selfeval_assist.tui.state.journal import Journal, Kept, own_file
from selfeval_assist.tui.state.related import RESCUED
from selfeval_assist.workspace import (
    FormId,
    UnreadableError,
    Workspace,
    WorkspaceError,
    digest,
)

Standing = Literal["fits", "second", "older", "archived", "gone", "elsewhere", "unsure"]
"""How it stands to what is stored: begun from the stored version; the same, but a later one is
there; begun from a version that is not the stored one; its form is archived, or is not there; it
is of another workspace; a release that wrote no name of the workspace left it, and it may be of
another."""

# `自评.2024.unsaved-3-0f3a….json`; releases that did not tell windows apart wrote
# `自评.unsaved-3.json` for the same workspace.
_NAME = re.compile(
    r"(?P<workspace>.+)\.unsaved-(?P<form>\d+)(?P<window>-[0-9a-f]+)?\.json", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Left:
    """What one window left.

    Attributes:
        path: the file that holds it.
        form_id: the form in which it was typed.
        form: that form with what was typed.
        at: when it was written.
        standing: how it stands to what is stored.
    """

    path: Path
    form_id: FormId
    form: SelfEvaluation
    at: datetime.datetime
    standing: Standing


def left(
    workspace: Workspace, form_id: FormId | None = None
) -> tuple[tuple[Left, ...], tuple[Path, ...]]:
    """Return what windows left that ended, the latest first, and the files that cannot be read.

    What is a version already is not returned, and its file goes. What a window that still runs
    keeps is its own.

    Args:
        workspace: where to look.
        form_id: only what was typed in this form; None for all.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    found, unreadable = [], []
    for path, (number, named) in _files(workspace, form_id).items():
        try:
            at = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)
            kept = Kept.model_validate_json(path.read_bytes())
        except OSError:
            continue
        except ValueError:
            unreadable += [path] if named else []
            continue
        if not (named or kept.workspace == workspace.id) or _runs(kept):
            continue
        if _stored(workspace, number, kept):
            with contextlib.suppress(OSError):
                path.unlink()
            continue
        standing = _standing(workspace, number, kept)
        found.append(Left(path, number, kept.form, kept.at or at, standing))
    found.sort(key=lambda each: each.at, reverse=True)
    return tuple(_one_each(found)), tuple(unreadable)


def recover(workspace: Workspace, form_id: FormId, journal: Journal) -> SelfEvaluation | None:
    """Return what goes on in a form when it is opened, or None; its file becomes the journal's.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    found, _ = left(workspace, form_id)
    fits = next((each for each in found if each.standing == "fits"), None)
    return fits.form if fits and journal.take_over(fits.path) else None


def rescue(workspace: Workspace, each: Left, *, person: str) -> FormId | None:
    """Store what was left as a form of its own; then its file goes.

    Returns:
        The new form, or None when another window has done it meanwhile.

    Raises:
        WorkspaceError: it cannot be stored; what was left is still there.
    """
    mine = own_file(workspace, each.form_id)
    try:
        # Of two windows that offer the same, one gets the file.
        each.path.rename(mine)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WorkspaceError(f"“{each.path}”取不出来：{reason(error)}；它还在原处。") from error
    new = workspace.create(each.form, person=person, note=RESCUED)
    with contextlib.suppress(OSError):
        mine.unlink()
    return new


def _files(workspace: Workspace, form_id: FormId | None) -> dict[Path, tuple[FormId, bool]]:
    """Return the files that may be of a workspace, in the order of their names.

    Each with the number of the form in its name, and whether its name says that it is ours. A
    workspace may have been renamed, so the files of one that is no longer there are returned too.
    """
    here = workspace.path
    # Releases before links were followed wrote beside the link.
    places = {here.resolve(), here.parent.resolve() / here.name}
    found = {}
    for place in places:
        for path in _listed(place.parent):
            match = _NAME.fullmatch(path.name)
            if match is None or form_id not in {None, int(match["form"])}:
                continue
            owner, window = match["workspace"], match["window"]
            named = owner == (place.name if window else place.stem)
            if named or (window and not (place.parent / owner).exists()):
                found[path] = FormId(int(match["form"])), named
    return found


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _runs(kept: Kept) -> bool:
    """Return whether another program that still runs wrote a file."""
    if kept.process == os.getpid() or not kept.workspace:
        return False
    return began(kept.process) == kept.began


def _stored(workspace: Workspace, number: FormId, kept: Kept) -> bool:
    """Return whether what was left is a version of its form already."""
    if kept.workspace != workspace.id:
        return False
    text = kept.form.model_dump_json()
    try:
        versions = workspace.revisions(number)
    except WorkspaceError:
        return False
    return any(workspace.document(number, each.number) == text for each in reversed(versions))


def _standing(workspace: Workspace, number: FormId, kept: Kept) -> Standing:
    if kept.workspace not in {"", workspace.id}:
        return "elsewhere"
    if number in {each.id for each in workspace.forms(archived=True)}:
        return "archived"
    if number not in {each.id for each in workspace.forms()}:
        return "gone"
    if kept.workspace:
        return "fits" if kept.base == digest(workspace.document(number)) else "older"
    return "fits" if _same_project(workspace, number, kept) else "unsure"


def _same_project(workspace: Workspace, number: FormId, kept: Kept) -> bool:
    """Return whether a file that names no workspace was begun from the stored version.

    Two workspaces whose names were equal up to the last dot had one such file, so its number and
    version say little: the project must be the same too.
    """
    try:
        stored = workspace.load(number)
    except UnreadableError:
        return False
    old, new = stored.form, kept.form
    same = (old.project, old.year) == (new.project, new.year)
    return same and stored.revision == kept.revision


def _one_each(found: list[Left]) -> Iterator[Left]:
    """Yield all; of those that go on in one form only the first does, the others are seconds."""
    begun = set()
    for each in found:
        second = each.standing == "fits" and each.form_id in begun
        if each.standing == "fits":
            begun.add(each.form_id)
        yield replace(each, standing="second") if second else each
