import sqlite3
from pathlib import Path

import pytest
from old_workspaces import write_old

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Proposal
from selfeval_assist.workspace import Workspace
from selfeval_assist.workspace.location import mount_type, on_network
from selfeval_assist.workspace.migrate import migrations
from selfeval_assist.workspace.nearby import APPLICATION_ID

TABLES = {"form", "revision", "audit", "proposal", "decision", "setting"}


def _tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as db:
        return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")}


def test_a_new_file_gets_every_migration(path: Path) -> None:
    Workspace.open(path).close()
    assert _tables(path) >= TABLES
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(migrations()),)
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


@pytest.mark.parametrize("version", range(1, len(migrations()) + 1))
def test_an_older_file_is_brought_up_and_keeps_its_forms(
    path: Path, form: SelfEvaluation, version: int
) -> None:
    write_old(path, version, form)
    with Workspace.open(path) as workspace:
        (summary,) = workspace.forms()
        assert (summary.project, workspace.load(summary.id).form) == ("旧项目", form)
        assert workspace.save(summary.id, SelfEvaluation(), revision=1, person="王芳") == 2
        workspace.settings.put("theme", "x")
        assert workspace.damage() == ()
    assert _tables(path) >= TABLES


def test_a_migration_that_fails_leaves_the_file_at_its_version(
    path: Path, form: SelfEvaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_old(path, 1, form)
    broken = (*migrations()[:2], "CREATE TABLE more (a);\nCREATE TABLE form (a);\n")
    monkeypatch.setattr("selfeval_assist.workspace.migrate.migrations", lambda: broken)
    with pytest.raises(Exception, match="没有任何改动"):
        Workspace.open(path)
    assert _tables(path) & (TABLES | {"more"}) == {"form", "revision", "audit"}
    monkeypatch.undo()
    with Workspace.open(path) as workspace:
        assert len(workspace.forms()) == 1


def test_the_log_is_written_ahead_and_synced(workspace: Workspace) -> None:
    with workspace._database.reading() as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.parametrize("table", ["revision", "audit", "proposal", "decision"])
def test_what_is_kept_can_only_be_added_to(
    workspace: Workspace, path: Path, form: SelfEvaluation, proposal: Proposal, table: str
) -> None:
    form_id = workspace.create(form, person="王芳")
    workspace.propose(form_id, proposal)
    with workspace._database.writing() as db:
        db.execute("INSERT INTO decision VALUES (1, ?, 'p1', 1, '{}', '')", (form_id,))
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET form = form"):
        with sqlite3.connect(path) as db, pytest.raises(sqlite3.IntegrityError, match="append"):
            db.execute(statement)


def test_on_a_network_share_the_person_is_told_and_no_shared_memory_is_used(
    path: Path, form: SelfEvaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("selfeval_assist.workspace.database.on_network", lambda _: True)
    with Workspace.open(path) as workspace:
        form_id = workspace.create(form, person="王芳")
        assert "网络位置" in workspace.notices[0]
        assert not path.with_name(path.name + "-wal").exists()
        assert workspace.load(form_id).form == form


def test_a_local_folder_is_no_network_share(workspace: Workspace, path: Path) -> None:
    assert not on_network(path)
    assert workspace.notices == ()


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/a/w.sqlite3", "ext4"),
        ("/mnt/共享/w.sqlite3", "cifs"),
        ("/mnt/my share/w.sqlite3", "nfs4"),
        ("/mnt/my share2/w.sqlite3", "ext4"),
        ("/mnt/共享/本地/w.sqlite3", "tmpfs"),
    ],
)
def test_the_nearest_mount_decides(place: str, kind: str) -> None:
    mounts = (
        "/dev/sda1 / rootfs rw 0 0\n/dev/sda1 / ext4 rw 0 0\n//srv/x /mnt/共享 cifs rw 0 0\n"
        "srv:/x /mnt/my\\040share nfs4 rw 0 0\ntmpfs /mnt/共享/本地 tmpfs rw 0 0\nbroken\n"
    )
    assert mount_type(Path(place), mounts) == kind
