"""What can be read of a damaged workspace is written into a new one, what cannot is named."""

import contextlib
import shutil
from pathlib import Path

import pytest
from damaged_workspaces import CLOSED, KILLED, PAGE, Place, copied, cut
from filled_workspace import fill

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import Salvaged, Workspace, WorkspaceError, salvage

NOTHING_LEFT = {
    "removed", "0 bytes", "only zeros", "a text", "an archive", "another program's", "no tables",
    "a new one", "an older copy", "a folder", "0 bytes beside the log", "only the log",
    "only the log, never seen", "cut in the middle",
    *(way for way in CLOSED if way.startswith("cut to")),
}  # fmt: skip
"""Ways of damage after which no version is in the file."""
NO_TEXT = {"two pages changed places", "no table document", "empty table document"}
"""Ways after which versions are there and no document."""


def _loaded(found: Salvaged) -> list[SelfEvaluation]:
    forms = []
    with Workspace.open(found.path) as workspace:
        listed = [*workspace.forms(), *workspace.forms(archived=True)]
        assert len(listed) == found.forms
        for each in listed:
            with contextlib.suppress(WorkspaceError):
                forms.append(workspace.load(each.id).form)
    return forms


@pytest.mark.parametrize("way", [*CLOSED, *KILLED])
def test_what_is_readable_is_kept_and_the_rest_named(
    folders: Path, tmp_path: Path, way: str
) -> None:
    closed = way in CLOSED
    place = copied(folders, "closed" if closed else "killed", tmp_path)
    ({**CLOSED, **KILLED})[way](place)
    before = place.file.read_bytes() if place.file.is_file() else b""
    if way in NOTHING_LEFT:
        with pytest.raises(WorkspaceError, match=r"没有读出任何一张表|抢救不出来"):
            salvage(place.file)
        assert not list(place.file.parent.glob("*salvaged*"))
        return
    found = salvage(place.file)
    assert place.file.read_bytes() == before
    forms = _loaded(found)
    assert bool(forms) is (way not in NO_TEXT)
    if closed and len(forms) < 3:
        assert found.lost
    assert {form.goal.planned for form in forms if not form.project.isdecimal()} <= {"巡查300次"}


def test_a_whole_file_is_copied_whole_and_nothing_is_named(path: Path) -> None:
    fill(path)
    found = salvage(path)
    assert (found.forms, found.versions, found.lost) == (3, 15, ())
    assert len(_loaded(found)) == 3
    again = salvage(path)
    assert again.path != found.path


@pytest.mark.many_examples
def test_noise_on_one_page_costs_what_stood_on_it(path: Path, form: SelfEvaluation) -> None:
    with Workspace.open(path) as workspace:
        numbers = [workspace.create(form, person="王芳") for _ in range(3)]
        for number in numbers:
            for revision in range(1, 30):
                changed = form.model_copy(update={"notes": f"{number} {revision}"})
                workspace.save(number, changed, revision=revision, person="王芳")
    whole = path.read_bytes()
    pages = len(whole) // PAGE
    for page in range(0, pages, 7):
        path.write_bytes(whole[: page * PAGE] + b"\xa5" * PAGE + whole[(page + 1) * PAGE :])
        found = salvage(path)
        shutil.copy(found.path, path.with_name("salvaged"))
        assert len(_loaded(found)) >= 2, page
        found.path.unlink()


def test_a_file_cut_short_keeps_its_beginning(path: Path, form: SelfEvaluation) -> None:
    with Workspace.open(path) as workspace:
        for number in range(40):
            workspace.create(form.model_copy(update={"notes": f"{number}" * 99}), person="王芳")
    size = path.stat().st_size
    place = Place(path, path)
    cut(size - 3 * PAGE)(place)
    found = salvage(path)
    assert found.lost
    assert len(_loaded(found)) > 20
