"""What can still be read from a damaged workspace, written into a new one; the rest is named.

The damaged file is never touched: a copy of it is read, with its log. Rows are copied one range of
a table after the other, each that cannot be read is halved until single rows are left. Where even
the first page is gone, which says where each table begins, that of a new workspace is put in its
place: the tables of all of them begin on the same pages.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.paths import pending
from selfeval_assist.workspace import copies, migrate, tampering
from selfeval_assist.workspace.errors import WorkspaceError

_NOTHING = "里没有读出任何一张表，没有写新文件，也没有改动它；请用备份恢复。"
_TRIES = 2_000
"""Ranges of one table that are tried and fail; a table with more holes is given up."""
_FARTHEST = 1 << 20
"""The highest row that is looked for where a table cannot say which is its last."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of a damaged workspace.

    Attributes:
        path: the new one.
        forms: how many forms it lists.
        versions: how many versions of them it holds.
        lost: what could not be read, in Chinese.
    """

    path: Path
    forms: int
    versions: int
    lost: tuple[str, ...]


def salvage(source: Path) -> Salvaged:
    """Write what can be read of a damaged workspace into a new one beside it.

    Args:
        source: the damaged file; nothing in it is changed.

    Raises:
        WorkspaceError: nothing could be read, or nothing can be written.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="selfeval-") as folder:
            for readable in _copies(source, Path(folder)):
                found = _salvaged(readable, copies.free(source, "salvaged"))
                if found is not None:
                    return found
    except OSError as error:
        raise WorkspaceError(
            f"“{source}”里的内容抢救不出来：打不开它，或旁边写不了文件。"
        ) from error
    raise WorkspaceError(f"“{source}”{_NOTHING}")


def _copies(source: Path, folder: Path) -> Iterator[Path]:
    """Yield copies of the damaged file that may be readable, as it is and with a new first page."""
    data = source.read_bytes() if source.exists() else b""
    log = copies.wal(source).read_bytes() if copies.wal(source).exists() else b""
    for number, (head, with_log) in enumerate(((False, True), (True, True), (True, False))):
        copy = folder / f"{number}"
        copy.write_bytes(_with_new_head(data, logged=with_log and bool(log)) if head else data)
        if with_log and log:
            copies.wal(copy).write_bytes(log)
        yield copy


def _with_new_head(data: bytes, *, logged: bool) -> bytes:
    """Return the bytes of a file with the first page of a new workspace."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrate.run(db, migrate.migrations(), 0)
        new = db.serialize()
    size = int.from_bytes(new[16:18], "big")
    # Whether there is a log, how many pages there are, and that none of them is free
    # (sqlite.org/fileformat.html, 1.3).
    head = bytearray(new[:size])
    head[18:20] = b"\2\2" if logged else b"\1\1"
    head[28:32] = max(len(data) // size, 1).to_bytes(4, "big")
    head[32:40] = bytes(8)
    return bytes(head) + data[size:]


def _salvaged(damaged: Path, target: Path) -> Salvaged | None:
    """Copy all rows that can be read into a new file; None and no file where none can."""
    lost: list[str] = []

    def fill(part: Path) -> None:
        with closing(sqlite3.connect(part, isolation_level=None)) as db:
            db.execute("ATTACH ? AS old", (str(damaged),))
            migrate.run(db, migrate.migrations()[: _version(db)], 0)
            db.execute("PRAGMA foreign_keys = OFF")
            lost.extend(
                f"数据表“{table}”没有读全" for table in _tables(db, "main") if not _copy(db, table)
            )
            if "document" in _tables(db, "main"):
                _number_again(db)
                _list_again(db)
            lost.extend(_problems(db))
            if not db.execute("SELECT 1 FROM main.revision LIMIT 1").fetchone():
                raise WorkspaceError(_NOTHING)

    try:
        copies.new(target, fill)
    except WorkspaceError:
        return None
    with closing(copies.reading(target)) as db:
        (forms,) = db.execute("SELECT count(*) FROM form").fetchone()
        (versions,) = db.execute("SELECT count(*) FROM revision").fetchone()
    return Salvaged(target, forms, versions, tuple(lost))


def _version(db: sqlite3.Connection) -> int:
    """Return the format of the old file; the present one where what it says cannot be true."""
    newest = len(migrate.migrations())
    (version,) = db.execute("PRAGMA old.user_version").fetchone()
    if not 0 < version <= newest:
        return newest
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as other:
        migrate.run(other, migrate.migrations()[:version], 0)
        return version if set(_tables(db, "old")) <= set(_tables(other, "main")) else newest


def _tables(db: sqlite3.Connection, schema: str) -> list[str]:
    names = db.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")  # noqa: S608
    return [name for (name,) in names.fetchall()]


def _copy(db: sqlite3.Connection, table: str) -> bool:
    """Copy the rows of a table that can be read; return whether that is all of them."""
    insert = f'INSERT OR REPLACE INTO main."{table}" SELECT * FROM old."{table}"'  # noqa: S608
    rules = _without_rules(db, table)
    waiting, failed = [(_last(db, table), 0)], 0
    while waiting:
        last, first = waiting.pop()
        try:
            db.execute(f"{insert} WHERE rowid BETWEEN ? AND ?", (first, last))
        except sqlite3.DatabaseError:
            failed += 1
            middle = (first + last) // 2
            if first < last and failed < _TRIES:
                waiting += [(last, middle + 1), (middle, first)]
    for rule in rules:
        db.execute(rule)
    return not failed


def _without_rules(db: sqlite3.Connection, table: str) -> list[str]:
    """Take the rules of a table away that keep its rows; return how they are made again."""
    found = db.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
    ).fetchall()
    for name, _ in found:
        db.execute(f'DROP TRIGGER main."{name}"')
    return [sql for _, sql in found]


def _last(db: sqlite3.Connection, table: str) -> int:
    try:
        (last,) = db.execute(f'SELECT max(rowid) FROM old."{table}"').fetchone()  # noqa: S608
    except sqlite3.DatabaseError:
        return _FARTHEST
    return int(last or 0)


def _number_again(db: sqlite3.Connection) -> None:
    """Number documents that no version leads to any more: those of one project are one form."""
    found: dict[tuple[object, ...], list[str]] = {}
    for digest, text in db.execute(
        "SELECT digest, text FROM document WHERE digest NOT IN (SELECT document FROM revision) "
        "ORDER BY rowid"
    ):
        form = _form(text)
        found.setdefault((form.year, form.project, form.unit), []).append(digest)
    for project, digests in found.items():
        listed = db.execute(
            "SELECT id FROM form WHERE (year, project, unit) IS (?, ?, ?) "
            "AND id NOT IN (SELECT form FROM revision)",
            project,
        ).fetchone()
        (free,) = db.execute(
            "SELECT max((SELECT coalesce(max(id), 0) FROM form), "
            "(SELECT coalesce(max(form), 0) FROM revision)) + 1"
        ).fetchone()
        number = listed[0] if listed else free
        db.executemany(
            "INSERT INTO revision (form, revision, document, person, note, at) "
            "VALUES (?, ?, ?, '', '抢救：原来的版本号读不出来', '1970-01-01T00:00:00+00:00')",
            [(number, at, digest) for at, digest in enumerate(digests, 1)],
        )
        db.execute("UPDATE form SET revision = ? WHERE id = ?", (len(digests), number))


def _list_again(db: sqlite3.Connection) -> None:
    """List all forms with their last version that is there, also those whose line is lost."""
    db.execute(
        "UPDATE form SET revision = (SELECT max(revision) FROM revision WHERE form = id) "
        "WHERE id IN (SELECT form FROM revision) "
        "AND (id, revision) NOT IN (SELECT form, revision FROM revision)"
    )
    numbers = db.execute(
        "SELECT form, max(revision) FROM revision WHERE form NOT IN (SELECT id FROM form) "
        "GROUP BY form"
    ).fetchall()
    for number, revision in numbers:
        row = db.execute(
            "SELECT text FROM revision JOIN document ON digest = document "
            "WHERE form = ? AND revision = ?",
            (number, revision),
        ).fetchone()
        form = _form(row[0]) if row else SelfEvaluation()
        db.execute(
            "INSERT INTO form (id, revision, year, project, department, unit, pending) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, revision, form.year, form.project, form.department, form.unit,
             len(pending(form))),
        )  # fmt: skip


def _form(text: str) -> SelfEvaluation:
    try:
        return SelfEvaluation.model_validate_json(text)
    except ValueError:
        return SelfEvaluation()


def _problems(db: sqlite3.Connection) -> Iterator[str]:
    """Name what the audit tells of and is not there, or is not as it was."""
    db.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    yield from tampering.problems(db)
