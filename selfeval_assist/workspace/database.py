"""The SQLite file under a workspace: opening, migrations, transactions, errors in Chinese."""

import datetime
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from selfeval_assist.workspace.errors import WorkspaceError, damaged, explain
from selfeval_assist.workspace.location import on_network

APPLICATION_ID = 0x53454C46
"""Marks a SQLite file as a workspace of this program (``SELF``)."""

_MAGIC = b"SQLite format 3\0"


def migrations() -> tuple[str, ...]:
    """Return the SQL of all migrations; the first leads from nothing to version 1.

    Raises:
        RuntimeError: a number is missing among the files: the program is not whole.
    """
    folder = resources.files(__package__) / "migrations"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    for number, file in enumerate(files, start=1):
        if not file.name.startswith(f"{number:04d}_"):
            raise RuntimeError(f"migration {number} is missing before {file.name}")
    return tuple(file.read_text(encoding="utf-8") for file in files)


class Database:
    """One connection to a workspace file, safe to use from several threads.

    One connection with a lock, not one for each call: closing the last connection to a WAL file
    moves the log into the file each time, which costs more than the save.

    Attributes:
        path: the file.
        identity: the random name that the file got when it was made.
        notices: what the person should know about the place of the file, in Chinese.
    """

    def __init__(self, path: Path, wait: float) -> None:
        """Open or create the file and bring it to the current version.

        Args:
            path: the file; its folder must exist.
            wait: how many seconds to wait for another program's save.

        Raises:
            WorkspaceError: the file is no workspace, damaged, read-only, locked or too new.
        """
        self.path = path
        self.notices: tuple[str, ...] = ()
        self._lock = threading.RLock()
        _create(path)
        with self._errors():
            self._connection = sqlite3.connect(
                path, timeout=wait, isolation_level=None, check_same_thread=False
            )
        try:
            with self._errors():
                self._inspect()
                self._configure(wait)
            self._migrate()
            with self.reading() as db:
                self.identity = str(db.execute("SELECT id FROM identity").fetchone()[0])
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for reading; several reads see one state of the file.

        Raises:
            WorkspaceError: the file cannot be read.
        """
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside a transaction: all of it is stored on disk, or nothing.

        Raises:
            WorkspaceError: the file cannot be written; nothing was changed.
        """
        # IMMEDIATE takes the write lock first, so that what is read inside cannot become stale.
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, self._errors():
            self._connection.execute(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back by itself already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def _inspect(self) -> None:
        """Refuse a file that is not ours before anything in it is touched."""
        with self.reading() as db:
            (application,) = db.execute("PRAGMA application_id").fetchone()
            (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            (version,) = db.execute("PRAGMA user_version").fetchone()
        if tables and application != APPLICATION_ID:
            raise WorkspaceError(
                f"“{self.path}”是别的程序的数据库，不是本程序的工作区；没有改动它。请另选一个文件。"
            )
        if version > len(migrations()):
            raise WorkspaceError(
                f"工作区文件“{self.path}”由更新版本的程序建立（格式 {version}，本程序只认识到 "
                f"{len(migrations())}）；没有改动它。请升级本程序后再打开。"
            )

    def _configure(self, wait: float) -> None:
        journal = "WAL"
        if on_network(self.path):
            # WAL needs memory shared between all users, which a network share does not give.
            journal = "DELETE"
            self.notices = (
                f"工作区文件“{self.path}”在网络位置上，多人同时使用可能损坏数据；"
                "请放在本机磁盘上，每人用自己的工作区。",
            )
        self._set_journal(journal, wait)
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")

    def _set_journal(self, journal: str, wait: float) -> None:
        # SQLite does not wait for the lock when it changes this mode, so two programs that
        # create one file together need a second try.
        until = time.monotonic() + wait
        while True:
            try:
                self._connection.execute(f"PRAGMA journal_mode = {journal}")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def _migrate(self) -> None:
        """Bring the file to the current version; a step is done wholly or not at all."""
        steps = migrations()
        with self.reading() as db:
            if db.execute("PRAGMA user_version").fetchone()[0] == len(steps):
                return
        with self.writing() as db:
            # Another program may have done it while this one waited for the lock.
            (version,) = db.execute("PRAGMA user_version").fetchone()
            for script in steps[version:]:
                for statement in _statements(script):
                    db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {len(steps)}")


def record(
    db: sqlite3.Connection,
    at: datetime.datetime,
    person: str,
    action: str,
    *,
    form: int | None = None,
    revision: int | None = None,
    detail: str = "",
) -> None:
    """Write one line of the audit, inside the transaction of what it tells about."""
    db.execute(
        "INSERT INTO audit (at, person, action, form, revision, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (at.isoformat(), person, action, form, revision, detail),
    )


def _create(path: Path) -> None:
    """Create an empty file that only its owner can read, unless there is one already.

    Raises:
        WorkspaceError: there is a file that is no SQLite file, or none can be made.
    """
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600), "rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise WorkspaceError(
            f"工作区文件“{path}”打不开。请检查文件夹是否存在、您是否有权限，或另选一个位置。"
        ) from error
    # SQLite takes a foreign file of less than 512 bytes for an empty one and writes over it.
    if head not in {b"", _MAGIC}:
        raise damaged(path)


def _statements(script: str) -> Iterator[str]:
    """Split a script; ``executescript`` would end the transaction that a step runs in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise RuntimeError(f"a migration ends in the middle of a statement: {statement}")
