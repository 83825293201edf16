"""Proposed texts, conversations about them and stated facts, inside a transaction."""

import datetime
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from selfeval_assist.workspace import documents
from selfeval_assist.workspace.errors import WorkspaceError
from selfeval_assist.workspace.records import FormId

# A form is opened before a draft of it is read.
if TYPE_CHECKING:
    from selfeval_assist.review import Proposal
    from selfeval_assist.review.thread import Statement, Thread


def keep_proposal(
    db: sqlite3.Connection,
    form_id: FormId,
    revision: int,
    proposal: "Proposal",
    at: datetime.datetime,
) -> None:
    """Store a proposed text beside the version of the form that it was made for.

    Raises:
        WorkspaceError: it is stored already.
    """
    if db.execute("SELECT 1 FROM proposal WHERE id = ?", (proposal.id,)).fetchone():
        raise WorkspaceError(f"草稿“{proposal.id}”已经保存过，不能再存一次；请重新起草。")
    db.execute(
        "INSERT INTO proposal (id, form, revision, document, at) VALUES (?, ?, ?, ?, ?)",
        (proposal.id, form_id, revision, proposal.model_dump_json(), at.isoformat()),
    )


def has_proposal(db: sqlite3.Connection, form_id: FormId, proposal: str) -> bool:
    """Return whether a form has a stored text of this id."""
    found = db.execute("SELECT 1 FROM proposal WHERE id = ? AND form = ?", (proposal, form_id))
    return found.fetchone() is not None


def keep_statement(
    db: sqlite3.Connection, form_id: FormId, statement: "Statement", at: datetime.datetime
) -> None:
    """Store a stated fact; storing it again changes nothing."""
    db.execute(
        "INSERT OR IGNORE INTO statement (id, form, document, at) VALUES (?, ?, ?, ?)",
        (statement.id, form_id, statement.model_dump_json(), at.isoformat()),
    )


def statements(db: sqlite3.Connection, form_id: FormId, path: Path) -> "tuple[Statement, ...]":
    """Return the stated facts about a form in the order in which they were stated."""
    rows = db.execute(
        "SELECT document FROM statement WHERE form = ? ORDER BY rowid", (form_id,)
    ).fetchall()
    return tuple(documents.statement(text, form_id, path) for (text,) in rows)


def keep_turns(
    db: sqlite3.Connection, form_id: FormId, thread: "Thread", at: datetime.datetime
) -> int:
    """Store the turns of a conversation that are not stored yet; return how many.

    Raises:
        WorkspaceError: its text is not stored, or somebody else has gone on with it.
    """
    row = db.execute("SELECT form FROM thread WHERE id = ?", (thread.id,)).fetchone()
    if row is None:
        _first(db, form_id, thread, at)
    elif row[0] != form_id:
        raise WorkspaceError("这段对话属于另一张表，没有保存。")
    kept = [text for (text,) in db.execute(
        "SELECT document FROM turn WHERE thread = ? ORDER BY id", (thread.id,)
    )]  # fmt: skip
    documented = [turn.model_dump_json() for turn in thread.turns]
    if documented[: len(kept)] != kept:
        raise WorkspaceError(
            "这段对话已在别处继续，您的这一轮没有存入；请重新打开这份草稿，再说一次。"
        )
    new = documented[len(kept) :]
    db.executemany(
        "INSERT INTO turn (thread, document, at) VALUES (?, ?, ?)",
        [(thread.id, text, at.isoformat()) for text in new],
    )
    return len(new)


def threads(
    db: sqlite3.Connection, form_id: FormId, proposals: "dict[str, Proposal]", path: Path
) -> "tuple[Thread, ...]":
    """Return the conversations about a form in the order in which they began."""
    from selfeval_assist.review.thread import Thread

    found = []
    for document, first, number in db.execute(
        "SELECT document, proposal, id FROM thread WHERE form = ? ORDER BY rowid", (form_id,)
    ).fetchall():
        turns = tuple(
            documents.turn(text, form_id, path)
            for (text,) in db.execute(
                "SELECT document FROM turn WHERE thread = ? ORDER BY id", (number,)
            )
        )
        last = next((turn.proposal for turn in reversed(turns) if turn.proposal), first)
        if last not in proposals:
            continue  # its text cannot be read, which is said where the texts are
        head = documents.head(document, form_id, path)
        found.append(
            Thread(
                id=number,
                first=first,
                task=head.task,
                where=head.where,
                subject=head.subject,
                proposal=proposals[last],
                turns=turns,
            )
        )
    return tuple(found)


def _first(
    db: sqlite3.Connection, form_id: FormId, thread: "Thread", at: datetime.datetime
) -> None:
    if not has_proposal(db, form_id, thread.first):
        raise WorkspaceError("这段对话所谈的草稿没有保存过，请先保存草稿再对话。")
    head = documents.Head(task=thread.task, where=thread.where, subject=thread.subject)
    db.execute(
        "INSERT INTO thread (id, form, proposal, document, at) VALUES (?, ?, ?, ?, ?)",
        (thread.id, form_id, thread.first, head.model_dump_json(), at.isoformat()),
    )
