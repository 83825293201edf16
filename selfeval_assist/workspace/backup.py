"""A backup of a workspace, and a workspace from a backup; neither writes over what is there."""

import datetime
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from selfeval_assist.workspace import audit, copies, migrate, seen, start
from selfeval_assist.workspace.database import Accept, Database
from selfeval_assist.workspace.errors import WorkspaceError, explain
from selfeval_assist.workspace.nearby import APPLICATION_ID


def back_up(path: Path, target: Path, *, force: bool = False, wait: float = 5.0) -> None:
    """Write a whole, checked copy of a workspace, while other programs may go on using it.

    Args:
        path: the workspace.
        target: the backup.
        force: whether an older file may be replaced.
        wait: how many seconds to wait for another program's lock.

    Raises:
        WorkspaceError: the workspace is missing, damaged or locked, or the backup cannot be
            written; a file that stood there stands there still.
    """
    start.present(path, make=False)
    _examine(path)
    own = path.resolve()
    parts = {own, copies.wal(path), own.with_name(f"{own.name}-shm"), seen.place(path)}
    if target.resolve() in parts:
        raise WorkspaceError(f"“{target}”是工作区自己的文件，不能当作备份的位置；请换一个文件名。")
    copies.write(path, target, force=force, wait=wait)


def restore(
    path: Path,
    source: Path,
    *,
    person: str,
    at: datetime.datetime,
    force: bool = False,
    wait: float = 5.0,
) -> Path | None:
    """Make a workspace hold what a backup holds; what it held before is copied beside it.

    Programs that have the workspace open see the restored state.

    Args:
        path: the workspace, which need not exist.
        source: the backup; nothing in it is changed.
        person: who decides it, for the audit.
        at: the present moment.
        force: whether a workspace that is there may be replaced.
        wait: how many seconds to wait for another program's lock.

    Returns:
        The copy of what was there before; None when nothing was.

    Raises:
        WorkspaceError: the backup is no sound workspace, there is a workspace and no leave to
            replace it, or it cannot be written; the workspace is as it was.
    """
    start.present(source, make=False)
    _examine(source)
    if source.resolve() == path.resolve():
        raise WorkspaceError(f"“{source}”就是工作区自己，不能用它恢复自己；请写备份文件。")
    there = _holds_something(path)
    if there and not force:
        raise WorkspaceError(
            f"已有工作区文件“{path}”，没有改动它。确实要用“{source}”替换时请加 --force；"
            "现有的这份会先另存在它旁边。"
        )
    copy = None
    if there and _is_sound(path):
        copy = copies.beside_it(path, "replaced")
        _replace(path, source, wait)
    else:
        moved = _move_away(path)
        copy = moved if there else None
        if not copies.new(path, lambda part: copies.fill(source, part, wait)):
            raise WorkspaceError(f"刚刚有别的程序写了“{path}”，没有改动它；请再试一次。")
    database = Database(path, wait, Accept(person, at))
    try:
        with database.writing() as db:
            audit.record(db, at, person, "restore", detail=source.name)
    finally:
        database.close()
    return copy


def _examine(path: Path) -> None:
    """Refuse a file that is no sound workspace, as far as can be told without changing it."""
    try:
        with closing(copies.reading(path)) as db:
            (application,) = db.execute("PRAGMA application_id").fetchone()
            (version,) = db.execute("PRAGMA user_version").fetchone()
            wrong = list(copies.integrity(db))
    except sqlite3.Error as error:
        raise explain(error, path) from error
    if application != APPLICATION_ID:
        raise WorkspaceError(f"“{path}”不是本程序的工作区，没有改动任何文件；请另选一个文件。")
    if version > len(migrate.migrations()):
        raise WorkspaceError(
            f"“{path}”由更新版本的程序建立（格式 {version}），没有改动任何文件；请先升级本程序。"
        )
    if wrong:
        raise WorkspaceError(f"“{path}”里有损坏之处（{wrong[0]}），没有改动任何文件。")


def _holds_something(path: Path) -> bool:
    """Return whether there is a workspace, or at least the log of one."""
    log = copies.wal(path)
    return path.exists() or (log.exists() and log.stat().st_size > 0)


def _is_sound(path: Path) -> bool:
    """Return whether a workspace can be copied and written over as a database.

    Raises:
        WorkspaceError: another program holds it, so that nothing can be said.
    """
    try:
        if not path.stat().st_size:
            return False
        with closing(copies.reading(path)) as db:
            ours = db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
            return ours and not list(copies.integrity(db))
    except sqlite3.OperationalError as error:
        raise explain(error, path) from error
    except (OSError, sqlite3.DatabaseError):
        return False


def _replace(path: Path, source: Path, wait: float) -> None:
    try:
        with (
            closing(copies.reading(source, wait)) as old,
            closing(sqlite3.connect(path, timeout=wait)) as now,
        ):
            copies.pour(old, now, wait)
    except sqlite3.Error as error:
        raise explain(error, path) from error


def _move_away(path: Path) -> Path:
    """Give a file that is no database any more another name, with its log; return the new name.

    Raises:
        WorkspaceError: it cannot be moved.
    """
    whole = path.resolve()
    kept = copies.free(path, "replaced")
    try:
        # The log first: it must never lie beside a file that it does not belong to.
        for suffix in ("-wal", "-shm", ""):
            with suppress(FileNotFoundError):
                whole.with_name(f"{whole.name}{suffix}").rename(f"{kept}{suffix}")
    except OSError as error:
        raise WorkspaceError(
            f"工作区文件“{path}”移不开，没有恢复；请关闭正在使用它的程序，检查权限后再试。"
        ) from error
    return kept
