"""The SQLite file under a workspace: opening, migrations, transactions, errors in Chinese."""

import datetime
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from selfeval_assist.workspace import audit, migrate, seen, start
from selfeval_assist.workspace.errors import WorkspaceError, damaged, explain
from selfeval_assist.workspace.location import on_network
from selfeval_assist.workspace.nearby import APPLICATION_ID

_FREE = 100
"""Pages that may lie free after a migration."""


@dataclass(frozen=True, slots=True)
class Accept:
    """Who accepts, and when, that a workspace holds less than when it was last seen."""

    person: str
    at: datetime.datetime


class Database:
    """One connection to a workspace file, safe to use from several threads.

    One connection with a lock, not one for each call: closing the last connection to a WAL file
    moves the log into the file each time, which costs more than the save.

    Attributes:
        path: the file.
        identity: the random name that the file got when it was made.
        notices: what the person should know about the place of the file, in Chinese.
    """

    def __init__(
        self, path: Path, wait: float, accept: Accept | None = None, save_wait: float | None = None
    ) -> None:
        """Open or create the file and bring it to the current version.

        Args:
            path: the file; its folder must exist.
            wait: how many seconds to wait for another program's save.
            accept: who accepts that the file holds less than when it was last seen.
            save_wait: how many seconds to wait once it is open; by default as many.

        Raises:
            WorkspaceError: the file is no workspace, damaged, read-only, locked or too new, or
                holds less than when it was last seen.
        """
        self.path = path
        self.notices: tuple[str, ...] = ()
        self._lock = threading.RLock()
        self._save_wait: float | None = None
        self._blocked = False
        start.present(path)
        start.as_the_file(path)
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
                self.identity = _identity(db, path)
            self._compare(accept)
            self._save_wait = save_wait
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
        with self._lock:
            with self._transaction("BEGIN IMMEDIATE") as connection:
                yield connection
                now = self._standing(connection) if audit.seal(connection) else None
            if now is not None:
                self._note(now)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, self._errors():
            self._begin(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back by itself already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _begin(self, begin: str) -> None:
        """Begin a transaction; whoever was kept waiting once does not wait again while it lasts.

        A window that saves every second would stand still for most of it.
        """
        if self._save_wait is None:
            self._connection.execute(begin)
            return
        self._wait_for(0.0 if self._blocked else self._save_wait)
        try:
            self._connection.execute(begin)
        except sqlite3.OperationalError as error:
            self._blocked = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            raise
        # To begin reading asks for no lock, so that it succeeds says nothing.
        self._blocked = self._blocked and begin == "BEGIN"

    def _wait_for(self, seconds: float) -> None:
        self._connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

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
        if not tables:
            raise damaged(self.path)
        if application != APPLICATION_ID:
            raise WorkspaceError(
                f"“{self.path}”是别的程序的数据库，不是本程序的工作区；没有改动它。请另选一个文件。"
            )
        if version > len(migrate.migrations()):
            raise WorkspaceError(
                f"工作区文件“{self.path}”由更新版本的程序建立（格式 {version}，本程序只认识到 "
                f"{len(migrate.migrations())}）；没有改动它。请升级本程序后再打开。"
            )
        if not version:
            raise damaged(self.path)
        with self.reading() as db:
            start.sound(db, self.path)

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
        with self.reading() as db:
            if db.execute("PRAGMA user_version").fetchone()[0] == len(migrate.migrations()):
                audit.watch(db)
                return
        with self._transaction("BEGIN IMMEDIATE") as db:
            migrate.bring_up(db, self.path)
        # A step that stores the same in less leaves pages free that are given back here; where
        # there is no room to do so, or another program reads, they are used by and by.
        with suppress(sqlite3.Error):
            if self._connection.execute("PRAGMA freelist_count").fetchone()[0] > _FREE:
                self._connection.execute("VACUUM")

    def _compare(self, accept: Accept | None) -> None:
        """Compare with what was last seen; whoever accepts a loss does so in the audit.

        Raises:
            WorkspaceError: something is lost and nobody accepts it.
        """
        before = seen.read(self.path)
        with self.reading() as db:
            now = self._standing(db)
            link = audit.link_of(db, before.lines) if before else None
            if lacking := start.missing(db, self.path):
                self.notices = (*self.notices, lacking)
        if lost := start.loss(self.path, before, now, link):
            if accept is None:
                raise start.refused(self.path, lost)
            with self.writing() as db:
                audit.record(db, accept.at, accept.person, "accept", detail=lost)
        else:
            self._note(now)

    def _standing(self, db: sqlite3.Connection) -> seen.Seen:
        lines, link = audit.last_link(db)
        return seen.Seen(self.identity, lines, link)

    def _note(self, now: seen.Seen) -> None:
        # What is beside the file serves to find a loss; that it cannot be written loses nothing.
        with suppress(OSError):
            seen.write(self.path, now)


def _identity(db: sqlite3.Connection, path: Path) -> str:
    """Return the name of a workspace.

    Raises:
        WorkspaceError: it is gone.
    """
    row = db.execute("SELECT id FROM identity").fetchone()
    if row is None:
        raise damaged(path)
    return str(row[0])
