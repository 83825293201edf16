"""The audit: who did what, each line linked by checksum to the line before it and to what it tells.

A transaction writes its rows and its lines; before it ends, ``seal`` gives every line a link: the
checksum of the link before, of the line, and of the checksums of all rows that were written with
it. Which rows these are is noted by temporary triggers on every table, so that no table that is
added later can be forgotten.
"""

import datetime
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Key = tuple[Any, ...]
"""The values of the primary key of a row."""

_APART = {"audit", "link", "document", "identity", "sqlite_sequence"}
"""Tables whose rows need not be kept: the chain, its beginning, and what is its own checksum."""


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


def sha256(text: str) -> str:
    """Return the checksum of a text that is stored, also of one that is no proper text."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def checksum(row: Sequence[object]) -> str:
    """Return the checksum of a row; ``1`` and ``'1'`` differ in it."""
    return sha256(_json(row))


def chained(before: str, line: Sequence[object], kept: str) -> str:
    """Return the link of a line of the audit.

    Args:
        before: the link of the line before; for the first line the name of the workspace.
        line: all columns of the line.
        kept: the stored list of what was written with it.
    """
    return sha256(f"{before}\n{_json(line)}\n{kept}")


def kept_tables(db: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Return the tables whose rows the links keep, each with the columns of its primary key."""
    names = db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
    return {name: _key_of(db, name) for (name,) in names if name not in _APART}


def watch(db: sqlite3.Connection) -> None:
    """Let a connection note every row that it writes, as ``seal`` needs it."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS touched (name TEXT, key TEXT, UNIQUE (name, key))")
    for table, columns in {**kept_tables(db), "audit": ("id",)}.items():
        for event, side in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            key = ", ".join(f'{side}."{column}"' for column in columns)
            noted = f"INSERT OR IGNORE INTO touched VALUES ('{table}', json_array({key}))"  # noqa: S608
            db.execute(
                f'CREATE TEMP TRIGGER IF NOT EXISTS "{table} {event}" '
                f'AFTER {event} ON main."{table}" BEGIN {noted}; END'
            )


def seal(db: sqlite3.Connection) -> bool:
    """Link the lines that this transaction wrote; what it wrote is kept by the last of them.

    Returns:
        Whether there is a new link.
    """
    touched = db.execute("SELECT name, key FROM touched ORDER BY rowid").fetchall()
    if not touched:
        return False
    db.execute("DELETE FROM touched")
    rows = [(name, tuple(json.loads(key))) for name, key in touched]
    lines = [key[0] for name, key in rows if name == "audit"]
    _link(db, lines, [row for row in rows if row[0] != "audit"])
    return bool(lines)


def seal_everything(db: sqlite3.Connection) -> None:
    """Link all lines that have no link yet; the last one keeps every row of the workspace."""
    db.execute("DELETE FROM touched")
    lines = [number for (number,) in db.execute(
        "SELECT id FROM audit WHERE id NOT IN (SELECT audit FROM link) ORDER BY id"
    )]  # fmt: skip
    rows: list[tuple[str, Key]] = []
    for table, columns in kept_tables(db).items():
        names = ", ".join(f'"{column}"' for column in columns)
        keys = db.execute(f'SELECT {names} FROM "{table}" ORDER BY {names}')  # noqa: S608
        rows += [(table, key) for key in keys]
    _link(db, lines, rows)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the audit as it stands in the file, whatever became of it.

    ``link`` is its checksum with those of all lines before it, and empty where there is none.
    """

    number: int
    at: str
    person: str
    action: str
    form: int | None
    revision: int | None
    detail: str
    link: str


def lines(db: sqlite3.Connection, form: int | None = None) -> tuple[Line, ...]:
    """Return the audit in order: of one form, or of the whole workspace."""
    rows = db.execute(
        "SELECT id, at, person, action, form, revision, detail, link "
        "FROM audit LEFT JOIN link ON audit = id WHERE ? IS NULL OR form = ? ORDER BY id",
        (form, form),
    )
    return tuple(
        Line(number, str(at), str(person), str(action), about, revision, str(detail), link or "")
        for number, at, person, action, about, revision, detail, link in rows
    )


def last_link(db: sqlite3.Connection) -> tuple[int, str]:
    """Return the number of the last linked line and its link; 0 and the name before the first."""
    row = db.execute("SELECT audit, link FROM link ORDER BY audit DESC LIMIT 1").fetchone()
    if row is None:
        return 0, str(db.execute("SELECT id FROM identity").fetchone()[0])
    return row[0], row[1]


def link_of(db: sqlite3.Connection, number: int) -> str | None:
    """Return the link of a line, or None when it has none."""
    row = db.execute("SELECT link FROM link WHERE audit = ?", (number,)).fetchone()
    return None if row is None else str(row[0])


def _link(db: sqlite3.Connection, lines: Sequence[int], rows: Iterable[tuple[str, Key]]) -> None:
    if not lines:
        return
    tables = kept_tables(db)
    kept = [[name, key, _stored(db, name, tables[name], key)] for name, key in rows]
    _, before = last_link(db)
    for number in lines:
        line = db.execute("SELECT * FROM audit WHERE id = ?", (number,)).fetchone()
        about = _json(kept) if number == lines[-1] else "[]"
        before = chained(before, line, about)
        db.execute("INSERT INTO link (audit, kept, link) VALUES (?, ?, ?)", (number, about, before))


def _stored(db: sqlite3.Connection, table: str, columns: Sequence[str], key: Key) -> str | None:
    """Return the checksum of a row, or None when the transaction removed it."""
    where = " AND ".join(f'"{column}" = ?' for column in columns)
    row = db.execute(f'SELECT * FROM "{table}" WHERE {where}', key).fetchone()  # noqa: S608
    return None if row is None else checksum(row)


def _key_of(db: sqlite3.Connection, table: str) -> tuple[str, ...]:
    columns = db.execute(
        "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,)
    ).fetchall()
    return tuple(name for (name,) in columns)


def _bytes(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    raise TypeError(f"no column holds a {type(value).__name__}")


# One encoder for all: to make one for every row takes longer than to use it.
_json = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=_bytes).encode
