"""A file that lost something, in whatever way: it is named, and never shown as an empty list."""

import shutil
from pathlib import Path

import pytest
from damaged_workspaces import CLOSED, KILLED, Place, copied

from selfeval_assist.workspace import Workspace, WorkspaceError, verify


def _named(place: Place) -> str:
    """Return how it is named that something is wrong: on opening, or else on verifying."""
    try:
        with Workspace.open(place.file) as workspace:
            listed = [*workspace.forms(), *workspace.forms(archived=True)]
    except WorkspaceError as error:
        return str(error) if str(place.file) in str(error) else ""
    assert listed, "an empty list"
    return "；".join(verify(place.file).problems)


@pytest.mark.parametrize("way", CLOSED)
def test_damage_to_a_closed_file_is_named(folders: Path, tmp_path: Path, way: str) -> None:
    place = copied(folders, "closed", tmp_path)
    CLOSED[way](place)
    assert _named(place)


@pytest.mark.parametrize("way", KILLED)
def test_damage_to_a_log_is_named(folders: Path, tmp_path: Path, way: str) -> None:
    place = copied(folders, "killed", tmp_path)
    KILLED[way](place)
    assert _named(place)


@pytest.mark.parametrize("state", ["closed", "killed"])
def test_what_is_whole_opens_with_all_its_forms(folders: Path, tmp_path: Path, state: str) -> None:
    place = copied(folders, state, tmp_path)
    with Workspace.open(place.file) as workspace:
        assert len(workspace.forms()) == (2 if state == "closed" else 22)
    assert verify(place.file).whole


def test_there_are_forty_ways() -> None:
    assert len(CLOSED) + len(KILLED) >= 40


def test_copies_that_lie_beside_are_named_the_last_first(folders: Path, tmp_path: Path) -> None:
    place = copied(folders, "closed", tmp_path)
    shutil.copy(place.file, place.file.with_name("备份.db"))
    place.file.write_bytes(b"")
    with pytest.raises(WorkspaceError, match=r"0 字节.*“备份.db”.*restore"):
        Workspace.open(place.file)
