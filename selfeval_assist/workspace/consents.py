"""What a person has allowed to be sent, form by form and service by service.

A consent is a line of the audit and nothing beside it: what may be sent is what the record says,
with who and when, linked to the lines around it.
"""

import datetime
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from selfeval_assist.workspace import versions
from selfeval_assist.workspace.audit import record
from selfeval_assist.workspace.database import Database
from selfeval_assist.workspace.records import FormId

_ALLOW, _WITHDRAW = "allow", "withdraw"


class Allowed(BaseModel):
    """A person's decision about one form and one service.

    Attributes:
        address: the base URL of the service.
        model: the model's name there; another address or model is asked about anew.
        use: to word drafts, or to read texts as they stand.
        send: phrases with personal data that are sent as they stand.
        leave_out: phrases of this kind that are masked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str
    model: str
    use: Literal["draft", "read"]
    send: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()


class Consents:
    """What was allowed in a workspace."""

    def __init__(self, database: Database, now: Callable[[], datetime.datetime]) -> None:
        self._database = database
        self._now = now

    def of(self, form_id: FormId) -> tuple[Allowed, ...]:
        """Return what is allowed about a form now: of each service and use the last decision."""
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT detail FROM audit WHERE action = ? AND form = ? AND id > "
                "(SELECT coalesce(max(id), 0) FROM audit WHERE action = ?) ORDER BY id",
                (_ALLOW, form_id, _WITHDRAW),
            ).fetchall()
        known: dict[tuple[str, str, str], Allowed] = {}
        for (text,) in rows:
            try:
                each = Allowed.model_validate_json(text)
            except ValidationError:
                continue  # what cannot be read allows nothing
            known[each.address, each.model, each.use] = each
        return tuple(known.values())

    def put(self, form_id: FormId, allowed: Allowed, *, person: str) -> None:
        """Record a person's decision; it replaces an earlier one about the same service and use.

        Raises:
            WorkspaceError: there is no such form, or the file cannot be written.
        """
        with self._database.writing() as db:
            current, _ = versions.current(db, form_id)
            detail = allowed.model_dump_json()
            record(db, self._now(), person, _ALLOW, form=form_id, revision=current, detail=detail)

    def withdraw(self, *, person: str) -> None:
        """Take back everything that was allowed; each form is asked about anew.

        Raises:
            WorkspaceError: the file cannot be written.
        """
        with self._database.writing() as db:
            record(db, self._now(), person, _WITHDRAW)
