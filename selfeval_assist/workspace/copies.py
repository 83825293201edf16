"""Whole copies of a workspace file: made while others write, checked, never over another file."""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from selfeval_assist.system import reason
from selfeval_assist.workspace.beside import beside
from selfeval_assist.workspace.errors import WorkspaceError, explain

_TRIES = 10_000
_NO_LOG = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
"""What SQLite says where it can make no log, or not use the one that is there."""


def write(source: Path, target: Path, *, force: bool = False, wait: float = 5.0) -> None:
    """Copy a workspace with all that was saved, also what is still in its log.

    Args:
        source: the file; other programs may go on writing to it.
        target: the copy, readable by its owner only; it is there whole or not at all.
        force: whether a file that stands there may be replaced.
        wait: how many seconds to wait for another program's lock.

    Raises:
        WorkspaceError: there is such a file, the source is damaged, or it cannot be written.
    """
    if not force and os.path.lexists(target):
        raise WorkspaceError(f"已有“{target}”，没有改动它。请换一个文件名；要替换它请加 --force。")
    if not new(target, lambda part: fill(source, part, wait), force=force):
        raise WorkspaceError(f"刚刚有别的程序写了“{target}”，没有改动它。请换一个文件名。")


def new(target: Path, fill: Callable[[Path], None], *, force: bool = False) -> bool:
    """Make a database file that appears whole or not at all.

    Args:
        target: where it shall be.
        fill: writes the database into an empty file that is given to it.
        force: whether a file that stands there is replaced.

    Returns:
        Whether it was put there; False when somebody else's file came first.

    Raises:
        WorkspaceError: it cannot be written.
    """
    part = target.with_name(f".{target.name[:80]}.{os.getpid()}-{time.monotonic_ns():x}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        fill(part)
        with part.open("r+b") as file:
            os.fsync(file.fileno())
        return _put(part, target, force)
    except sqlite3.Error as error:
        raise explain(error, target) from error
    except OSError as error:
        raise WorkspaceError(
            f"“{target}”写不了：{reason(error)}。请检查文件夹是否存在、您是否有权限，"
            "或另选一个位置。"
        ) from error
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{part}{suffix}").unlink(missing_ok=True)


def before(path: Path, version: int) -> Path:
    """Copy a workspace as it is before it is brought to a version; return the copy.

    Raises:
        WorkspaceError: it cannot be copied.
    """
    return beside_it(path, f"before-{version}")


def beside_it(path: Path, what: str) -> Path:
    """Copy a workspace beside itself under a name that is free; return the copy.

    Raises:
        WorkspaceError: it cannot be copied.
    """
    target = free(path, what)
    try:
        write(path, target)
    except WorkspaceError as error:
        raise WorkspaceError(
            f"动手之前要先给工作区文件“{path}”留一份副本，但没有留成，所以没有改动它。{error}"
        ) from error
    return target


def free(path: Path, what: str) -> Path:
    """Return a name beside a workspace that no file has."""
    names = (beside(path, f"{what}-{n}.sqlite3") for n in range(1, _TRIES))
    return next(name for name in names if not os.path.lexists(name))


class _OfCopy(sqlite3.Connection):
    """A connection to a copy that goes when it is closed."""

    folder: "tempfile.TemporaryDirectory[str]"

    def close(self) -> None:
        """Close the copy and remove it."""
        super().close()
        self.folder.cleanup()


def reading(path: Path, wait: float = 5.0) -> sqlite3.Connection:
    """Open a database for reading only; nothing is made, also where nothing may be written.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    db = sqlite3.connect(address, uri=True, timeout=wait, isolation_level=None)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        db.close()
        if error.sqlite_errorcode & 0xFF not in _NO_LOG:
            raise
        # In a folder that is read-only no log can be begun, and one that is there not be read.
        if wal(path).exists() and wal(path).stat().st_size:
            return _of_copy(path)
        db = sqlite3.connect(f"{address}&immutable=1", uri=True, isolation_level=None)
    except BaseException:
        db.close()
        raise
    return db


def _of_copy(path: Path) -> sqlite3.Connection:
    """Open a copy of a database with its log, which stands in a folder that is read-only.

    Raises:
        sqlite3.OperationalError: it cannot be copied.
    """
    folder = tempfile.TemporaryDirectory(prefix="selfeval-")
    copy = Path(folder.name) / "copy"
    try:
        shutil.copyfile(path, copy)
        shutil.copyfile(wal(path), wal(copy))
        db = sqlite3.connect(copy, isolation_level=None, factory=_OfCopy)
    except OSError as error:
        folder.cleanup()
        raise sqlite3.OperationalError(str(error)) from error
    db.folder = folder
    return db


def wal(path: Path) -> Path:
    """Return the log of a database, which holds what is saved and not yet in the file."""
    whole = path.resolve()
    return whole.with_name(f"{whole.name}-wal")


def integrity(db: sqlite3.Connection) -> Iterator[str]:
    """Say what SQLite finds wrong in a file, in its own words; nothing when it is sound."""
    for (text,) in db.execute("PRAGMA integrity_check"):
        if text != "ok":
            yield str(text)


def pour(source: sqlite3.Connection, target: sqlite3.Connection, wait: float) -> None:
    """Put all of one database in the place of another, in one transaction of the target.

    Raises:
        sqlite3.Error: it failed, or another program held a lock longer than ``wait`` seconds.
    """
    until = time.monotonic() + wait

    def patient(status: int, _remaining: int, _total: int) -> None:
        # Python tries again without end; this is called after every try.
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > until:
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise busy

    source.backup(target, progress=patient, sleep=0.05)


def fill(source: Path, part: Path, wait: float) -> None:
    """Fill an empty file with all that a database holds, and look whether it is sound.

    Raises:
        WorkspaceError: the source is damaged.
        sqlite3.OperationalError: it is locked, or the disk is full.
    """
    try:
        with closing(reading(source, wait)) as old, closing(sqlite3.connect(part)) as copy:
            pour(old, copy, wait)
            # A copy may lie where no log can be written beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            wrong = list(integrity(copy))
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise explain(error, source) from error
    if wrong:
        raise WorkspaceError(f"“{source}”里有损坏之处（{wrong[0]}），没有做成副本。")


def _put(part: Path, target: Path, force: bool) -> bool:
    if force:
        part.replace(target)
        return True
    try:
        os.link(part, target)
    except FileExistsError:
        return False
    except OSError:
        # A file system without hard links; Windows refuses to rename onto a file by itself.
        if os.path.lexists(target):
            return False
        part.rename(target)
    return True
