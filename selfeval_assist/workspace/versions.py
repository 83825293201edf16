"""Versions of a form inside a transaction: which is current, and how the next one is added."""

import datetime
import sqlite3
from dataclasses import dataclass

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.paths import pending
from selfeval_assist.workspace import audit
from selfeval_assist.workspace.errors import ConflictError, WorkspaceError
from selfeval_assist.workspace.records import FormId


@dataclass(frozen=True, slots=True)
class Version:
    """A form on its way into the database, with who saves it, why and when."""

    form: SelfEvaluation
    document: str
    person: str
    note: str
    at: datetime.datetime


def first(db: sqlite3.Connection, version: Version) -> FormId:
    """Store a new form as its version 1 and return its number."""
    cursor = db.execute(
        "INSERT INTO form (year, project, department, unit, pending, revision) "
        "VALUES (?, ?, ?, ?, ?, 1)",
        _columns(version.form),
    )
    form_id = FormId(cursor.lastrowid or 0)
    _keep(db, form_id, 1, version)
    return form_id


def current(db: sqlite3.Connection, form_id: FormId) -> tuple[int, bool]:
    """Return the current version of a form and whether it is archived.

    Raises:
        WorkspaceError: there is no such form.
    """
    row = db.execute("SELECT revision, archived FROM form WHERE id = ?", (form_id,)).fetchone()
    if row is None:
        raise WorkspaceError(f"工作区里没有第 {form_id} 号表；请从列表中选择。")
    return row[0], bool(row[1])


def advance(db: sqlite3.Connection, form_id: FormId, revision: int, version: Version) -> int:
    """Store the next version of a form unless nothing changed; return the current version.

    Raises:
        ConflictError: ``revision`` is not the current version.
        WorkspaceError: there is no such form, or it is archived.
    """
    now, archived = current(db, form_id)
    digest, person, at = db.execute(
        "SELECT document, person, at FROM revision WHERE form = ? AND revision = ?", (form_id, now)
    ).fetchone()
    if now != revision:
        raise _conflict(revision, now, person, datetime.datetime.fromisoformat(at))
    if digest == audit.sha256(version.document):
        return now
    if archived:
        raise WorkspaceError("这张表已经归档，只能查看；请先取消归档，再保存修改。")
    # The write lock is held since before the version was read; the condition is for a database
    # that does not lock as a whole.
    moved = db.execute(
        "UPDATE form SET year = ?, project = ?, department = ?, unit = ?, pending = ?, "
        "revision = revision + 1 WHERE id = ? AND revision = ?",
        (*_columns(version.form), form_id, revision),
    )
    if moved.rowcount != 1:
        raise _conflict(revision, now, person, datetime.datetime.fromisoformat(at))
    _keep(db, form_id, revision + 1, version)
    return revision + 1


def _keep(db: sqlite3.Connection, form_id: FormId, revision: int, version: Version) -> None:
    digest = audit.sha256(version.document)
    db.execute(
        "INSERT OR IGNORE INTO document (digest, text) VALUES (?, ?)", (digest, version.document)
    )
    db.execute(
        "INSERT INTO revision (form, revision, document, person, note, at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (form_id, revision, digest, version.person, version.note, version.at.isoformat()),
    )


def _columns(form: SelfEvaluation) -> tuple[int | None, str, str, str, int]:
    return form.year, form.project, form.department, form.unit, len(pending(form))


def _conflict(mine: int, now: int, person: str, at: datetime.datetime) -> ConflictError:
    when = at.astimezone().strftime("%Y-%m-%d %H:%M")
    who = f"由“{person}”" if person else ""
    return ConflictError(
        f"这张表已被改动：您打开的是第 {mine} 版，现在是第 {now} 版（{who}于 {when} 保存）。"
        "您的修改没有存入，但还在当前窗口里：请先把它导出为文件，"
        "再重新打开最新版，把修改合并进去。",
        mine,
        now,
    )
