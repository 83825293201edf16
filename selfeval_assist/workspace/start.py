"""The look at a workspace before it is opened: what is lost is said, never shown as an empty list.

A new workspace is made whole under another name and then put in its place. So a file of 0 bytes
is always one that lost its content, and no file at all where one was seen before is a loss too.
"""

import sqlite3
import stat
from contextlib import closing, suppress
from pathlib import Path

from selfeval_assist.workspace import copies, migrate, seen
from selfeval_assist.workspace.errors import WorkspaceError, damaged, ways_back
from selfeval_assist.workspace.nearby import MAGIC

_WHOLE = 64 * 2**20
"""Bytes up to which the whole file is looked at each time; that takes a millisecond a megabyte."""


def present(path: Path, *, make: bool = True) -> None:
    """Refuse a file that lost what it held; make a new one where there never was one.

    Raises:
        WorkspaceError: the file is missing or empty though it held something, is no SQLite file,
            cannot be read, or none can be made.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except FileNotFoundError as error:
        if not path.resolve().parent.is_dir():
            raise _cannot_open(path) from error
        _refuse_loss(path)
        if not make:
            raise WorkspaceError(f"没有工作区文件“{path}”。{ways_back(path)}") from error
        copies.new(path.resolve(), _fill)
        return
    except OSError as error:
        raise _cannot_open(path) from error
    if not head:
        raise WorkspaceError(
            f"工作区文件“{path}”是空的（0 字节），里面的内容已经丢失，程序没有改动它。"
            f"{ways_back(path)}如果本来就要新建工作区，请先删去这个空文件。"
        )
    # SQLite takes a foreign file of less than 512 bytes for an empty one and writes over it.
    if head != MAGIC:
        raise damaged(path)


def as_the_file(path: Path) -> None:
    """Let the log of a workspace be as writable as its file.

    SQLite gives the log the rights of the file when it begins it. One begun while the file was
    read-only stays so when the file no longer is, and with it the whole workspace.
    """
    for suffix in ("-wal", "-shm"):
        with suppress(OSError):
            log, mode = path.resolve(), path.stat().st_mode & 0o777
            log = log.with_name(f"{log.name}{suffix}")
            if mode & stat.S_IWUSR and not log.stat().st_mode & stat.S_IWUSR:
                log.chmod(mode)


def sound(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is damaged inside.

    Raises:
        WorkspaceError: it is damaged.
    """
    if path.stat().st_size > _WHOLE:
        return
    if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise damaged(path)


def missing(db: sqlite3.Connection, path: Path) -> str:
    """Return a sentence about forms that the audit tells of and the list lacks; "" when none.

    Raises:
        WorkspaceError: the list lacks all of them.
    """
    numbers = [number for (number,) in db.execute(
        "SELECT DISTINCT form FROM audit WHERE form IS NOT NULL "
            "AND form NOT IN (SELECT id FROM form) ORDER BY form"
    )]  # fmt: skip
    if not numbers:
        return ""
    if db.execute("SELECT 1 FROM form LIMIT 1").fetchone() is None:
        raise damaged(path)
    return (
        f"操作记录里有、列表里却没有这些表：第 {'、'.join(map(str, numbers[:10]))} 号；"
        f"请运行“selfeval-assist audit --verify”核对。{ways_back(path)}"
    )


def loss(path: Path, before: seen.Seen | None, now: seen.Seen, link: str | None) -> str:
    """Return what the workspace held when it was last seen and does not hold now; "" if nothing.

    Args:
        path: the file.
        before: what was last seen, read earlier than the file: another program may be saving.
        now: how far its audit is.
        link: the link that now stands at the line that was the last one then.
    """
    if before is None:
        return ""
    if before.workspace != now.workspace:
        return "这个位置上次打开的是另一个工作区" if before.lines else ""
    if now.lines < before.lines:
        why = "" if copies.wal(path).exists() else f"；旁边也没有“{copies.wal(path).name}”"
        return (
            f"上次见到 {before.lines} 条操作记录，现在只有 {now.lines} 条，"
            f"少了 {before.lines - now.lines} 条{why}"
        )
    if before.lines and link != before.link:
        return f"第 {before.lines} 条操作记录与上次见到的不同"
    return ""


def refused(path: Path, lost: str) -> WorkspaceError:
    """Return the error for a workspace that holds less than when it was last seen."""
    return WorkspaceError(
        f"工作区文件“{path}”不是上次的样子：{lost}。可能是日志文件（-wal）丢失，"
        f"或被换成了较旧的副本；程序没有改动它。{ways_back(path)}"
        "如果确认就用现在这一份，请运行“selfeval-assist audit --accept”，这个决定会记入操作记录。"
    )


def _cannot_open(path: Path) -> WorkspaceError:
    return WorkspaceError(
        f"工作区文件“{path}”打不开。请检查文件夹是否存在、您是否有权限，或另选一个位置。"
    )


def _refuse_loss(path: Path) -> None:
    before = seen.read(path)
    log = copies.wal(path)
    if before is not None and before.lines:
        held = f"上次见到时它有 {before.lines} 条操作记录"
    elif log.exists() and log.stat().st_size:
        held = f"旁边还留着它的日志“{log.name}”"
    else:
        return
    if path.exists():
        # Another program made it in this very moment, and what was seen is its own.
        return
    raise WorkspaceError(
        f"工作区文件“{path}”不见了（{held}），程序没有新建空的工作区。请找回这个文件放回原处。"
        f"{ways_back(path)}如果本来就要新建工作区，请另用一个文件名，"
        f"或先移走“{seen.place(path).name}”和同名的 -wal 文件。"
    )


def _fill(part: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        migrate.run(db, migrate.migrations(), 0)
        db.execute("COMMIT")
