"""Bringing a workspace file to the current version, after a copy of it as it was."""

import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import cache
from importlib import resources
from pathlib import Path

from selfeval_assist.workspace import audit, copies, tampering
from selfeval_assist.workspace.nearby import APPLICATION_ID


@cache
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


def bring_up(db: sqlite3.Connection, path: Path) -> None:
    """Bring a file to the current version inside the transaction that is open.

    A file that holds something is copied first. What was found wrong before is said in the line
    of the audit, because from then on the rows are kept as they are.

    Args:
        db: the connection, with its write lock.
        path: the file.

    Raises:
        WorkspaceError: no copy could be made; nothing was changed.
        sqlite3.Error: a step failed; the caller rolls back.
    """
    steps = migrations()
    # Another program may have done it while this one waited for the lock.
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version == len(steps):
        return
    copy = copies.before(path, len(steps)) if version else None
    try:
        wrong = list(tampering.problems(db))
        run(db, steps, version)
        audit.watch(db)
        detail = f"格式 {version} → {len(steps)}"
        if wrong:
            detail += f"；升级前核对有 {len(wrong)} 处不符：{'；'.join(wrong[:5])}"
        if version:
            audit.record(db, datetime.datetime.now(datetime.UTC), "", "migrate", detail=detail)
        audit.seal_everything(db)
    except BaseException:
        # The file stays as it was, so the copy says nothing that it does not.
        if copy is not None:
            with suppress(OSError):
                copy.unlink()
        raise


def run(db: sqlite3.Connection, steps: tuple[str, ...], version: int) -> None:
    """Take the steps that follow a version, and mark the file as ours."""
    db.create_function("sha256", 1, audit.sha256, deterministic=True)
    for script in steps[version:]:
        for statement in _statements(script):
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(steps)}")


def schema_problems(db: sqlite3.Connection) -> Iterator[str]:
    """Say which tables, rules and indexes are not as the migrations make them."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        run(fresh, migrations(), 0)
        expected = _schema(fresh)
    found = _schema(db)
    for kind, name in sorted(expected.keys() | found.keys()):
        if (kind, name) not in found:
            yield f"{_KINDS.get(kind, kind)}“{name}”不见了"
        elif (kind, name) not in expected:
            yield f"多出了{_KINDS.get(kind, kind)}“{name}”"
        elif expected[kind, name] != found[kind, name]:
            yield f"{_KINDS.get(kind, kind)}“{name}”被改动过"


_KINDS = {"table": "数据表", "trigger": "防改规则", "index": "索引", "view": "视图"}


def _schema(db: sqlite3.Connection) -> dict[tuple[str, str], str]:
    rows = db.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    return {(kind, name): sql for kind, name, sql in rows}


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
