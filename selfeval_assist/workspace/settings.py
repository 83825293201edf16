"""What a person chose for a workspace: theme, endpoints that may be used, and the like."""

import datetime
import json
from collections.abc import Callable

from pydantic import JsonValue

from selfeval_assist.workspace.audit import record
from selfeval_assist.workspace.database import Database


class Settings:
    """Named JSON values, kept beside the forms. A change is part of the audit."""

    def __init__(self, database: Database, now: Callable[[], datetime.datetime]) -> None:
        self._database = database
        self._now = now

    def get(self, name: str, default: JsonValue = None) -> JsonValue:
        """Return a setting, or the default when nobody chose one or it cannot be read."""
        with self._database.reading() as db:
            row = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        if row is None:
            return default
        try:
            value: JsonValue = json.loads(row[0])
        except (ValueError, RecursionError):
            # A theme or a key that is lost does not keep a person from their forms.
            return default
        return value

    def put(self, name: str, value: JsonValue, *, person: str = "") -> None:
        """Store a setting; storing what already stands changes nothing."""
        text = json.dumps(value, ensure_ascii=False)
        with self._database.writing() as db:
            row = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
            if row == (text,):
                return
            db.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, text))
            record(db, self._now(), person, "setting", detail=f"{name} = {text}")
