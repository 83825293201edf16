"""Decisions that a mark does not keep a form from a model: each is a line of the audit."""

import datetime
from collections.abc import Callable, Iterable

from selfeval_assist.form import Lifted, SelfEvaluation
from selfeval_assist.form.marks import in_form
from selfeval_assist.workspace import audit
from selfeval_assist.workspace.database import Database
from selfeval_assist.workspace.records import FormId

_REASON = "；理由："
_ABOUT = "；内容校验值："


class Liftings:
    """What persons decided about classification marks, in the audit of a workspace.

    A decision is about one content: once a word of the form is another, it has to be made again.
    """

    def __init__(self, database: Database, now: Callable[[], datetime.datetime]) -> None:
        self._database = database
        self._now = now

    def keep(
        self, form: SelfEvaluation, lifted: Iterable[Lifted], form_id: FormId | None = None
    ) -> None:
        """Record decisions about a form.

        Args:
            form: the form as it is.
            lifted: the decisions, each with its reason and who made it.
            form_id: the number of the form, where it is one of the workspace.

        Raises:
            WorkspaceError: they cannot be stored.
        """
        at, about = self._now(), _about(form)
        with self._database.writing() as db:
            for each in lifted:
                detail = f"{_mark(each.place, each.text)}{_REASON}{each.reason}{_ABOUT}{about}"
                audit.record(db, at, each.by, "lift", form=form_id, detail=detail)

    def confirm(self, form: SelfEvaluation) -> SelfEvaluation:
        """Return a form in which the marks are lifted that the audit says were lifted for it.

        Raises:
            WorkspaceError: the audit cannot be read.
        """
        marks = {_mark(each.place, each.text): each for each in in_form(form)}
        if not marks:
            return form
        with self._database.reading() as db:
            lines = db.execute(
                "SELECT at, person, detail FROM audit WHERE action = 'lift' AND detail LIKE ?",
                (f"%{_ABOUT}{_about(form)}",),
            ).fetchall()
        found: list[Lifted] = []
        for at, person, detail in lines:
            what, _, why = detail.rpartition(_ABOUT)[0].partition(_REASON)
            if mark := marks.pop(what, None):
                day = datetime.datetime.fromisoformat(at).date()
                found.append(Lifted(**mark.model_dump(), reason=why, by=person, date=day))
        return form.model_copy(update={"lifted": (*form.lifted, *found)}) if found else form


def _mark(place: str, text: str) -> str:
    return f"{place}：“{text}”"


def _about(form: SelfEvaluation) -> str:
    """Return the checksum of a form without what is said of its marks."""
    without = form.model_dump_json(exclude={"lifted": True, "provenance": {"lifted"}})
    return audit.sha256(without)
