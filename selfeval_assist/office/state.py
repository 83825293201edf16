"""What a batch has done so far, in one file beside its results, and the lock on them.

Each file's result is on the disk before the next one counts as done, so a run that was ended is
taken up where it stood. The lock goes with the process, however that ends.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from selfeval_assist.documents import DocumentError
from selfeval_assist.office.pieces import Kind, Piece
from selfeval_assist.office.sources import STATE

_TABLES = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, sha TEXT NOT NULL, pieces BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS written (path TEXT PRIMARY KEY, sha TEXT NOT NULL) WITHOUT ROWID;
"""
_ERRORS = (
    ("locked", "另一次批量检查正在往这里写", "请等它结束，或给 --into 换一个文件夹"),
    ("full", "磁盘已满", "请腾出空间后再运行一次，已经完成的不会重做"),
    ("", "批量检查的进度写不进去", "请检查文件夹的权限，或换一个 --into"),
)


class Done(NamedTuple):
    """What is known of one file: its path below the folder, and the pieces made of it."""

    path: str
    pieces: list[Piece]


class State:
    """The state of a batch; made by ``opened``."""

    def __init__(self, place: Path, database: sqlite3.Connection) -> None:
        self.place = place
        self._database = database

    def begin(self, about: dict[str, str]) -> bool:
        """Note what the batch is about; forget what was done for another purpose.

        Args:
            about: the folder, the version of the program, the options.

        Returns:
            Whether something was forgotten.

        Raises:
            DocumentError: the results here are those of another folder.
        """
        known = dict(self._database.execute("SELECT key, value FROM about"))
        if known.get("folder", about["folder"]) != about["folder"]:
            raise DocumentError(
                str(self.place), f"这里是另一个文件夹“{known['folder']}”的结果", "请换一个 --into"
            )
        changed = bool(known) and known != about
        with self._database:
            if changed:
                self._database.execute("DELETE FROM file")
            self._database.executemany("REPLACE INTO about VALUES (?, ?)", about.items())
        return changed

    def keep(self, paths: Collection[str]) -> None:
        """Forget files that are there no more."""
        gone = [(path,) for path in self.paths() if path not in paths]
        with self._database:
            self._database.executemany("DELETE FROM file WHERE path = ?", gone)

    def paths(self) -> list[str]:
        """Return the files that are done, in the order of their paths."""
        return [path for (path,) in self._database.execute("SELECT path FROM file ORDER BY path")]

    def holds(self, path: str, sha: str) -> bool:
        """Return whether a file with this content is done."""
        found = self._database.execute("SELECT sha FROM file WHERE path = ?", (path,)).fetchone()
        return found is not None and found[0] == sha

    def put(self, path: str, sha: str, pieces: list[Piece]) -> None:
        """Note that a file is done; it is on the disk when this returns."""
        kept = [[each.kind.value, each.text] for each in pieces if each.kind is not Kind.REPORT]
        data = zlib.compress(json.dumps(kept).encode(), 1)
        with self._database:
            self._database.execute("REPLACE INTO file VALUES (?, ?, ?)", (path, sha, data))

    def done(self, order: Collection[str]) -> Iterator[Done]:
        """Yield what is done, one file at a time.

        Args:
            order: the files in the order in which they are wanted.
        """
        for path in order:
            found = self._database.execute("SELECT pieces FROM file WHERE path = ?", (path,))
            for (data,) in found.fetchall():
                pieces = json.loads(zlib.decompress(data))
                yield Done(path, [Piece(Kind(kind), text) for kind, text in pieces])

    def ours(self) -> dict[str, str]:
        """Return the results that this batch wrote, with what they held."""
        return dict(self._database.execute("SELECT path, sha FROM written"))

    def wrote(self, path: str, sha: str | None) -> None:
        """Note what a result holds; None that it is there no more."""
        with self._database:
            if sha is None:
                self._database.execute("DELETE FROM written WHERE path = ?", (path,))
            else:
                self._database.execute("REPLACE INTO written VALUES (?, ?)", (path, sha))


@contextmanager
def opened(into: Path) -> Iterator[State]:
    """Give the state of the batch whose results lie in a folder; nobody else gets it meanwhile.

    Raises:
        DocumentError: another run has it, or it cannot be read or written.
    """
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DocumentError(str(into), "结果文件夹建不了", "请检查路径和权限") from error
    try:
        with closing(sqlite3.connect(into / STATE, timeout=0)) as database:
            # The lock is held until the file is closed, by us or by the end of the process.
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("PRAGMA journal_mode = WAL")
            with database:
                database.execute("BEGIN IMMEDIATE")
                for statement in _TABLES.split(";"):
                    database.execute(statement)
            yield State(into, database)
    except sqlite3.Error as error:
        _, problem, advice = next(each for each in _ERRORS if each[0] in str(error))
        raise DocumentError(str(into), problem, advice) from error


def fingerprint(path: Path) -> str:
    """Return what tells the content of a file from any other; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
