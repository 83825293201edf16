import hashlib
import os
import resource
import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import programs
import pytest

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Proposal
from selfeval_assist.workspace import UnreadableError, Workspace, WorkspaceError


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE bookmarks (url)")
    db.close()


def _newer(path: Path) -> None:
    Workspace.open(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def _torn(path: Path) -> None:
    Workspace.open(path).close()
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.write_bytes(b"x"), "不是本程序的工作区"),
        (lambda path: path.write_text("项目支出绩效自评表\n" * 500, "utf-8"), "不是本程序的工作区"),
        (lambda path: path.write_bytes(os.urandom(50_000)), "不是本程序的工作区"),
        (_torn, "已经损坏"),
        (_foreign, "别的程序的数据库"),
        (_newer, "更新版本的程序"),
    ],
)
def test_a_file_that_is_no_sound_workspace_is_refused_and_left_as_it_was(
    path: Path, make: object, says: str
) -> None:
    assert callable(make)
    make(path)
    before = _digest(path)
    with pytest.raises(WorkspaceError, match=says) as error:
        Workspace.open(path)
    assert str(path) in str(error.value)
    assert _digest(path) == before


def test_damage_inside_the_file_is_named_and_not_overwritten(
    path: Path, form: SelfEvaluation
) -> None:
    with Workspace.open(path) as workspace:
        for _ in range(20):
            workspace.create(form, person="王芳")
    data = bytearray(path.read_bytes())
    data[4096 * 2 :] = b"\xff" * (len(data) - 4096 * 2)
    path.write_bytes(data)
    before = _digest(path)
    with pytest.raises(WorkspaceError, match="已经损坏"), Workspace.open(path) as workspace:
        workspace.create(form, person="王芳")
    assert _digest(path) == before


def test_a_missing_folder_a_folder_and_a_closed_workspace(
    tmp_path: Path, workspace: Workspace
) -> None:
    for place in (tmp_path / "没有" / "w.sqlite3", tmp_path):
        with pytest.raises(WorkspaceError, match="打不开"):
            Workspace.open(place)
    workspace.close()
    workspace.close()
    with pytest.raises(WorkspaceError, match="已经关闭"):
        workspace.forms()


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_save_that_another_program_blocks_is_told_and_can_be_repeated(
    path: Path, workspace: Workspace, form: SelfEvaluation, begin: str
) -> None:
    form_id = workspace.create(form, person="王芳")
    changed = paths.put(form, "notes", "甲")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(begin)
    with pytest.raises(WorkspaceError, match="正被另一个程序占用"):
        workspace.save(form_id, changed, revision=1, person="王芳")
    assert workspace.load(form_id).form == form, "reading goes on"
    other.execute("ROLLBACK")
    other.close()
    assert workspace.save(form_id, changed, revision=1, person="王芳") == 2


def test_a_window_waits_once_for_another_programs_lock_and_then_no_more(
    path: Path, form: SelfEvaluation
) -> None:
    with Workspace.open(path, save_wait=0.01) as workspace:
        form_id = workspace.create(form, person="王芳")
        asked: list[str] = []
        workspace._database._connection.set_trace_callback(asked.append)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(WorkspaceError, match="正被另一个程序占用"):
                workspace.save(form_id, SelfEvaluation(), revision=1, person="王芳")
            assert workspace.load(form_id).form == form
        other.execute("ROLLBACK")
        other.close()
        for revision in (1, 2):
            changed = paths.put(form, "notes", f"{revision}")
            workspace.save(form_id, changed, revision=revision, person="王芳")
    waits = [each.rpartition(" ")[2] for each in asked if "busy_timeout" in each]
    assert waits == ["10", "0", "0", "0", "0", "0", "0", "10"]


_AS_ANOTHER_USER = """
import os, sys, tempfile
from pathlib import Path
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import Workspace, WorkspaceError
# Load everything first: the modules may lie in a folder that is closed to the other user.
with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder) / "first") as workspace:
    workspace.create(SelfEvaluation(), person="李强")
if os.geteuid() == 0:
    os.seteuid(65534)  # permissions mean nothing to root
try:
    with Workspace.open(Path(sys.argv[1])) as workspace:
        print(len(workspace.forms()))
        workspace.create(SelfEvaluation(), person="李强")
except WorkspaceError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("file", "folder", "says"),
    [
        (0o444, 0o777, "1\n工作区文件“{}”是只读的，不能保存"),
        (0o444, 0o555, "工作区文件“{}”是只读的，不能保存"),
        (0o000, 0o777, "工作区文件“{}”打不开"),
    ],
)
def test_without_the_right_to_write_the_person_is_told(
    form: SelfEvaluation, file: int, folder: int, says: str
) -> None:
    # Not under tmp_path: its parents are closed to other users.
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "workspace.sqlite3"
        with Workspace.open(path) as workspace:
            workspace.create(form, person="王芳")
        before = _digest(path)
        path.chmod(file)
        path.parent.chmod(folder)
        done = programs.python(_AS_ANOTHER_USER, path)
        path.parent.chmod(0o700)
        path.chmod(0o600)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(says.format(path)), done.stdout
        assert _digest(path) == before


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_a_log_from_when_the_file_was_read_only_holds_up_no_save(
    path: Path, form: SelfEvaluation, suffix: str
) -> None:
    with Workspace.open(path) as workspace:
        workspace.create(form, person="王芳")
    log = path.with_name(f"{path.name}{suffix}")
    log.touch()
    log.chmod(0o444)
    with Workspace.open(path) as workspace:
        assert log.stat().st_mode & 0o777 == path.stat().st_mode & 0o777
        workspace.create(form, person="王芳")


@contextmanager
def _file_size_limit(limit: int) -> Iterator[None]:
    """Let no file grow beyond a size: to the program this is a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def _save_until_it_fails(workspace: Workspace, form: SelfEvaluation) -> tuple[int, WorkspaceError]:
    form_id = workspace.create(form, person="王芳")
    revision = 1
    for number in range(1000):
        changed = paths.put(form, "notes", f"{number}" + "长" * 3000)
        try:
            revision = workspace.save(form_id, changed, revision=revision, person="王芳")
        except WorkspaceError as error:
            return revision, error
    pytest.fail("every save succeeded")


def test_when_no_file_can_grow_what_was_saved_stays(path: Path, form: SelfEvaluation) -> None:
    with Workspace.open(path) as workspace:
        with _file_size_limit(300_000):
            revision, error = _save_until_it_fails(workspace, form)
        assert "以前保存的都在" in str(error)
        assert revision > 3
        (summary,) = workspace.forms()
        assert workspace.load(summary.id).revision == revision
        changed = paths.put(form, "notes", "有空间了")
        assert workspace.save(summary.id, changed, revision=revision, person="王芳") == revision + 1
    with Workspace.open(path) as workspace:
        assert workspace.damage() == ()
        assert len(workspace.revisions(summary.id)) == revision + 1


def test_a_full_disk_is_named(workspace: Workspace, form: SelfEvaluation) -> None:
    with workspace._database.reading() as db:
        db.execute("PRAGMA max_page_count = 60")
    revision, error = _save_until_it_fails(workspace, form)
    assert "磁盘已满" in str(error)
    assert len(workspace.revisions(workspace.forms()[0].id)) == revision
    assert workspace.damage() == ()


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ('{"project": "河道", "colour": "红"}', "colour"),
        ('{"funds": {"total": {"initial": [1]}}}', "funds.total.initial"),
        ('{"project": "河', "整份内容"),
        ("", "整份内容"),
    ],
)
def test_a_stored_form_that_cannot_be_read_is_named_and_kept(
    workspace: Workspace, path: Path, form: SelfEvaluation, document: str, where: str
) -> None:
    form_id = workspace.create(form, person="王芳")
    other_id = workspace.create(form, person="王芳")
    with workspace._database.writing() as db:
        db.execute("INSERT INTO document VALUES ('spoilt', ?)", (document,))
        db.execute(
            "INSERT INTO revision VALUES (?, 2, ?, '王芳', '', '2022-01-10T09:30:00+00:00')",
            (form_id, "spoilt"),
        )
        db.execute("UPDATE form SET revision = 2 WHERE id = ?", (form_id,))
    with pytest.raises(UnreadableError, match=f"第 1 号表的第 2 版读不出来（问题在：{where}"):
        workspace.load(form_id)
    assert workspace.document(form_id) == document
    assert {each.id for each in workspace.forms()} == {form_id, other_id}
    assert workspace.load(form_id, 1).form == form
    assert workspace.restore(form_id, 1, revision=2, person="王芳") == 3
    assert workspace.load(form_id).form == form
    assert workspace.document(form_id, 2) == document


def test_an_unreadable_proposal_is_named(
    workspace: Workspace, form: SelfEvaluation, proposal: Proposal
) -> None:
    form_id = workspace.create(form, person="王芳")
    workspace.propose(form_id, proposal)
    with workspace._database.writing() as db:
        db.execute("INSERT INTO proposal VALUES ('p2', ?, 1, '{\"id\": 5}', '')", (form_id,))
    with pytest.raises(UnreadableError, match="第 1 号表的一份草稿读不出来（问题在：id"):
        workspace.proposals(form_id)
    broken: list[UnreadableError] = []
    assert workspace.proposals(form_id, broken) == (proposal,)
    assert len(broken) == 1
    assert workspace.load(form_id).form == form


def test_opening_a_workspace_loads_no_screens_and_no_chain() -> None:
    code = (
        "import sys, selfeval_assist.workspace\n"
        "sys.exit(any(n.split('.')[0] in {'textual', 'langchain', 'langchain_core', 'openai'}"
        " for n in sys.modules))"
    )
    assert programs.python(code).returncode == 0
