"""Workspace files as earlier releases wrote them."""

import sqlite3
from pathlib import Path

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import audit
from selfeval_assist.workspace.migrate import migrations
from selfeval_assist.workspace.nearby import APPLICATION_ID


def write_old(path: Path, version: int, form: SelfEvaluation) -> None:
    """Write a file as the program wrote it when it knew so many migrations."""
    db = sqlite3.connect(path)
    db.create_function("sha256", 1, audit.sha256)
    for script in migrations()[:version]:
        db.executescript(script)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {version}")
    db.execute("INSERT INTO form VALUES (7, 1, 0, 2021, '旧项目', '', '', 0)")
    text = form.model_dump_json()
    if version >= 6:
        db.execute("INSERT INTO document VALUES (?, ?)", (audit.sha256(text), text))
        text = audit.sha256(text)
    db.execute(
        "INSERT INTO revision VALUES (7, 1, ?, '王芳', '', '2022-01-10T09:30:00+00:00')", (text,)
    )
    db.commit()
    db.close()
