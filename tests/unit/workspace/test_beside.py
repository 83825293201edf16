"""Files beside a workspace: one home for their names, and no half of one."""

import os
from pathlib import Path

import pytest

from selfeval_assist.workspace import Workspace, beside, write_private


@pytest.mark.parametrize("what", ["keys.json", "unsaved-3-0f.json"])
def test_names_that_differ_after_the_last_dot_are_two(tmp_path: Path, what: str) -> None:
    names = ("自评.2024", "自评.2025", "自评", "自评.", "自评.2024.db", "[自评].2024")
    assert len({beside(tmp_path / name, what) for name in names}) == len(names)
    assert all(beside(tmp_path / name, what).name == f"{name}.{what}" for name in names)


@pytest.mark.skipif(os.name != "posix", reason="a link needs rights elsewhere")
def test_a_link_leads_to_the_file_that_it_stands_for(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "real" / "w.db")
    assert beside(tmp_path / "link.db", "x") == tmp_path.resolve() / "real" / "w.db.x"


def test_only_the_owner_reads_what_is_written_and_no_half_replaces_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.db.keys.json"
    write_private(path, "旧\n")
    path.with_name(f"{path.name}.part").write_text("half of an earlier one", encoding="utf-8")
    write_private(path, "新\n")
    assert path.read_bytes() == "新\n".encode()
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(path, "half")
    assert path.read_bytes() == "新\n".encode()


def test_a_workspace_has_a_name_of_its_own_that_stays(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "a") as one, Workspace.open(tmp_path / "b") as other:
        names = {one.id, other.id}
    assert len(names) == 2
    assert all(len(name) == 32 for name in names)
    with Workspace.open(tmp_path / "a") as again:
        assert again.id == one.id
