"""Backups hold all that was saved, while others write; restoring loses nothing that was there."""

import datetime
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import programs
import pytest
from filled_workspace import fill
from old_workspaces import write_old
from programs import PATIENCE

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.workspace import FormId, Workspace, WorkspaceError, back_up, restore, verify
from selfeval_assist.workspace.migrate import migrations

AT = datetime.datetime(2022, 1, 10, 9, 30, tzinfo=datetime.UTC)
SAVER = Path(__file__).with_name("saver.py")


def _rows(path: Path) -> dict[str, list[object]]:
    with sqlite3.connect(path) as db:
        names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    db.close()
    return rows


def _restore(path: Path, source: Path, *, force: bool = False) -> Path | None:
    return restore(path, source, person="陈默", at=AT, force=force, wait=0.2)


def test_a_backup_holds_everything_also_what_is_in_the_log(path: Path, tmp_path: Path) -> None:
    fill(path)
    target = tmp_path / "备份.db"
    with Workspace.open(path) as workspace:
        workspace.settings.put("theme", "x")
        assert path.with_name(f"{path.name}-wal").stat().st_size
        back_up(path, target)
    assert _rows(target) == _rows(path)
    assert target.stat().st_mode & 0o777 == 0o600
    assert verify(target).whole
    assert not list(tmp_path.glob(".*"))


def test_a_backup_while_another_program_writes_restores_what_was_saved(
    path: Path, tmp_path: Path, form: SelfEvaluation
) -> None:
    with Workspace.open(path) as workspace:
        form_id = workspace.create(form, person="王芳")
    saver = subprocess.Popen(
        [sys.executable, SAVER, path, str(form_id), "王芳", "0"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert saver.stdout is not None
    try:
        saver.stdout.readline()
        backups = [tmp_path / f"{number}.db" for number in range(5)]
        acknowledged = []
        for target in backups:
            acknowledged.append(int(saver.stdout.readline()))
            back_up(path, target)
    finally:
        saver.kill()
        saver.communicate(timeout=PATIENCE)
    for target, number in zip(backups, acknowledged, strict=True):
        with Workspace.open(path) as workspace:
            all_then = {r.number: workspace.load(form_id, r.number).form
                        for r in workspace.revisions(form_id)}  # fmt: skip
        place = tmp_path / f"{target.name}.restored"
        _restore(place, target)
        with Workspace.open(place) as workspace:
            kept = [r.number for r in workspace.revisions(form_id)]
            assert kept == list(range(1, len(kept) + 1))
            assert len(kept) >= number
            for each in kept:
                assert workspace.load(form_id, each).form == all_then[each]
        assert verify(place).whole


def test_nothing_is_written_over(path: Path, tmp_path: Path) -> None:
    fill(path)
    target = tmp_path / "b.db"
    target.write_text("别的东西", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="已有“"):
        back_up(path, target)
    assert target.read_text("utf-8") == "别的东西"
    for own in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}.seen.json")):
        with pytest.raises(WorkspaceError, match="自己的文件"):
            back_up(path, own, force=True)
    back_up(path, target, force=True)
    with pytest.raises(WorkspaceError, match="加 --force"):
        _restore(path, target)
    with pytest.raises(WorkspaceError, match="恢复自己"):
        _restore(path, path, force=True)
    assert verify(path).whole


def test_restoring_keeps_a_copy_and_is_seen_by_a_window_that_is_open(
    path: Path, tmp_path: Path, form: SelfEvaluation
) -> None:
    target = tmp_path / "b.db"
    with Workspace.open(path) as workspace:
        form_id = workspace.create(form, person="王芳")
        back_up(path, target)
        later = paths.put(form, "notes", "后来")
        workspace.save(form_id, later, revision=1, person="王芳")
        copy = _restore(path, target, force=True)
        assert workspace.load(form_id).form == form, "the open window"
        assert [event.action for event in workspace.events()] == ["create", "accept", "restore"]
        workspace.save(form_id, later, revision=1, person="王芳")
    assert verify(path).whole
    assert copy is not None
    with Workspace.open(copy) as before:
        assert before.load(form_id).form == later
        assert len(before.events()) == 2


@pytest.mark.parametrize("spoil", [b"", b"\0" * 5000, b"x"])
def test_what_is_spoilt_is_moved_away_and_restored(
    path: Path, tmp_path: Path, spoil: bytes
) -> None:
    fill(path)
    back_up(path, tmp_path / "b.db")
    path.write_bytes(spoil)
    copy = _restore(path, tmp_path / "b.db", force=True)
    assert copy is not None
    assert copy.read_bytes() == spoil
    with Workspace.open(path) as workspace:
        assert len(workspace.forms()) == 2
    assert verify(path).whole


def test_a_lost_file_is_restored_without_force(path: Path, tmp_path: Path) -> None:
    fill(path)
    back_up(path, tmp_path / "b.db")
    path.unlink()
    assert _restore(path, tmp_path / "b.db") is None
    assert verify(path).whole


@pytest.mark.parametrize("source", ["missing", "empty", "text", "foreign", "damaged"])
def test_what_is_no_backup_changes_nothing(path: Path, tmp_path: Path, source: str) -> None:
    fill(path)
    file = tmp_path / "源.db"
    if source == "damaged":
        back_up(path, file)
        file.write_bytes(file.read_bytes()[: 5 * 4096])
    elif source == "foreign":
        sqlite3.connect(file).execute("CREATE TABLE t (x)").connection.close()
    elif source != "missing":
        file.write_bytes({"empty": b"", "text": "自评表".encode() * 99}[source])
    before = _rows(path)
    with pytest.raises(WorkspaceError, match=r"源\.db"):
        _restore(path, file, force=True)
    assert _rows(path) == before
    assert not list(tmp_path.glob("*replaced*"))


def test_another_programs_lock_is_told_and_nothing_waits_for_ever(
    path: Path, tmp_path: Path
) -> None:
    fill(path)
    back_up(path, tmp_path / "b.db")
    before = _rows(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    back_up(path, tmp_path / "c.db", wait=0.2)
    with pytest.raises(WorkspaceError, match="占用"):
        _restore(path, tmp_path / "b.db", force=True)
    other.execute("ROLLBACK")
    other.close()
    assert _rows(path) == before


def test_a_full_disk_leaves_no_half_a_backup(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path)
    back_up(path, tmp_path / "b.db")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorkspaceError, match="磁盘已满"):
        back_up(path, tmp_path / "c.db")
    with pytest.raises(WorkspaceError, match=r"副本.*磁盘已满"):
        _restore(path, tmp_path / "b.db", force=True)
    monkeypatch.undo()
    assert sorted(each.name for each in tmp_path.glob("*.db")) == ["b.db"]
    assert verify(path).whole


@pytest.mark.parametrize("version", range(1, len(migrations())))
def test_a_file_is_copied_before_it_is_migrated(
    path: Path, form: SelfEvaluation, version: int
) -> None:
    write_old(path, version, form)
    before = _rows(path)
    with Workspace.open(path) as workspace:
        assert workspace.events()[-1].action == "migrate"
        assert workspace.load(FormId(7)).form == form
    assert verify(path).whole
    (copy,) = path.parent.glob("*before-*")
    assert _rows(copy) == before
    Workspace.open(path).close()
    assert len(list(path.parent.glob("*before-*"))) == 1


_READ_ONLY = """
import os, sys, tempfile
from pathlib import Path
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import Workspace, WorkspaceError, back_up, restore, verify
# Load everything first: the modules may lie in a folder that is closed to the other user.
with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder) / "first") as workspace:
    workspace.create(SelfEvaluation(), person="李强")
    back_up(Path(folder) / "first", Path(folder) / "second")
if os.geteuid() == 0:
    os.seteuid(65534)  # permissions mean nothing to root
back_up(Path(sys.argv[1]), Path(sys.argv[2]))
print(verify(Path(sys.argv[1])).whole, verify(Path(sys.argv[2])).lines)
"""


@pytest.mark.parametrize("open_", [False, True])
def test_a_backup_is_made_from_a_folder_that_is_read_only(
    form: SelfEvaluation, open_: bool
) -> None:
    # Not under tmp_path: its parents are closed to other users.
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as away:
        stick, target = Path(name) / "stick", Path(away)
        stick.mkdir()
        target.chmod(0o777)
        Path(name).chmod(0o755)
        with Workspace.open(Path(name) / "w.db") as workspace:
            for _ in range(3):
                workspace.create(form, person="王芳")
            # Copied while it was open, the last lines lie in the log only.
            suffixes = ("", "-wal") if open_ else ()
            for suffix in suffixes:
                shutil.copy(f"{workspace.path}{suffix}", stick)
        if not open_:
            shutil.copy(Path(name) / "w.db", stick)
        for file in stick.iterdir():
            file.chmod(0o444)
        stick.chmod(0o555)
        done = programs.python(_READ_ONLY, stick / "w.db", target / "backup.db")
        before = sorted(each.name for each in stick.iterdir())
        stick.chmod(0o700)
        assert done.stdout == "True 3\n", done.stdout + done.stderr
        assert before == (["w.db", "w.db-wal"] if open_ else ["w.db"])


def test_room_that_a_migration_frees_is_given_back(path: Path, form: SelfEvaluation) -> None:
    write_old(path, 5, form)
    text = form.model_copy(update={"notes": "长" * 9000}).model_dump_json()
    with sqlite3.connect(path) as db:
        rows = [(7, number, text, "王芳", "", AT.isoformat()) for number in range(2, 200)]
        db.executemany("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?)", rows)
    db.close()
    before = path.stat().st_size
    Workspace.open(path).close()
    assert path.stat().st_size < before / 10
    assert verify(path).whole


def test_a_clock_that_was_set_back_breaks_no_link(path: Path, form: SelfEvaluation) -> None:
    times = iter([AT, AT - datetime.timedelta(days=400), AT - datetime.timedelta(days=1)])
    with Workspace.open(path, now=lambda: next(times)) as workspace:
        form_id = workspace.create(form, person="王芳")
        for revision in (1, 2):
            changed = paths.put(form, "notes", f"{revision}")
            workspace.save(form_id, changed, revision=revision, person="王芳")
        assert [each.number for each in workspace.revisions(form_id)] == [1, 2, 3]
    assert verify(path).whole


def test_two_windows_share_one_chain(path: Path, form: SelfEvaluation) -> None:
    with Workspace.open(path) as one, Workspace.open(path) as two:
        form_id = one.create(form, person="王芳")
        for revision in range(1, 20):
            window = (one, two)[revision % 2]
            changed = paths.put(form, "notes", f"{revision}")
            window.save(form_id, changed, revision=revision, person="王芳")
    verdict = verify(path)
    assert (verdict.lines, verdict.problems) == (20, ())
    Workspace.open(path).close()


_RESTORER = """
import datetime, pathlib, sys
from selfeval_assist.workspace import restore
path, *sources = map(pathlib.Path, sys.argv[1:])
print("ready", flush=True)
while True:
    for source in sources:
        restore(path, source, person="陈默", at=datetime.datetime.now(datetime.UTC), force=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_a_restore_that_is_killed_leaves_one_whole_state_or_the_other(
    path: Path, tmp_path: Path, form: SelfEvaluation, seed: int
) -> None:
    with Workspace.open(path) as workspace:
        form_id = workspace.create(form, person="王芳")
        back_up(path, tmp_path / "1.db")
        later = paths.put(form, "notes", "后来")
        workspace.save(form_id, later, revision=1, person="王芳")
    back_up(path, tmp_path / "2.db")
    program = subprocess.Popen(
        [sys.executable, "-c", _RESTORER, path, tmp_path / "1.db", tmp_path / "2.db"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert program.stdout is not None
    program.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.05, 0.4))
    program.kill()
    program.communicate(timeout=PATIENCE)
    with Workspace.open(path, accepted_by="陈默") as workspace:
        stored = workspace.load(form_id)
        assert (stored.revision, stored.form) in [(1, form), (2, later)]
    assert verify(path).whole
    for copy in path.parent.glob("*.replaced-*.sqlite3"):
        assert verify(copy).whole
