"""The workspace of one person: a SQLite file that keeps every version of every form."""

import datetime
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import documents, talks, versions
from selfeval_assist.workspace.audit import record
from selfeval_assist.workspace.consents import Consents
from selfeval_assist.workspace.database import Accept, Database
from selfeval_assist.workspace.errors import UnreadableError, WorkspaceError
from selfeval_assist.workspace.liftings import Liftings
from selfeval_assist.workspace.location import default_path
from selfeval_assist.workspace.records import Event, FormId, Revision, Stored, Summary
from selfeval_assist.workspace.repository import Repository
from selfeval_assist.workspace.settings import Settings
from selfeval_assist.workspace.versions import Version

# A form is opened before a draft of it is read.
if TYPE_CHECKING:
    from selfeval_assist.review import Decision, Proposal
    from selfeval_assist.review.thread import Statement, Thread

SAVE_WAIT = 0.2
"""Seconds for which a window waits with what it saves; keys that are typed wait as long."""


def _utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class Workspace(Repository):
    """The ``Repository`` in one SQLite file. It may be used from several threads at once.

    Attributes:
        path: the file.
        id: a random name that no other workspace has; a copy of the file has the same.
        notices: what the person should know about the place of the file, in Chinese.
        settings: what was chosen for this workspace.
        consents: what was allowed to be sent, form by form.
        liftings: which marks of classification a person has lifted.
    """

    def __init__(self, database: Database, now: Callable[[], datetime.datetime]) -> None:
        self.path = database.path
        self.id = database.identity
        self.notices = database.notices
        self.settings = Settings(database, now)
        self.consents = Consents(database, now)
        self.liftings = Liftings(database, now)
        self._database = database
        self._now = now

    @classmethod
    def open(
        cls,
        path: Path | None = None,
        *,
        wait: float = 5.0,
        now: Callable[[], datetime.datetime] = _utc_now,
        save_wait: float | None = None,
        accepted_by: str | None = None,
    ) -> Self:
        """Open a workspace, created or brought to the current version where needed.

        Args:
            path: the file; None for the person's own one in the user data folder.
            wait: how many seconds to wait for another program's save.
            now: the clock, with a time zone.
            save_wait: how many seconds to wait once it is open; by default as many.
            accepted_by: who accepts that it holds less than when it was last seen; that becomes
                a line of the audit.

        Raises:
            WorkspaceError: the file is no workspace, damaged, lost, read-only, locked, too new or
                holds less than when it was last seen; it is left as it was.
        """
        if path is None:
            path = default_path()
            try:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise WorkspaceError(
                    f"无法建立工作区文件夹“{path.parent}”；请检查权限，"
                    "或用 --workspace 另外指定一个工作区文件。"
                ) from error
        accept = None if accepted_by is None else Accept(accepted_by, now())
        return cls(Database(path, wait, accept, save_wait), now)

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def create(self, form: SelfEvaluation, *, person: str, note: str = "") -> FormId:
        """Store a new form as its version 1 and return its number."""
        version = self._version(form, person, note)
        with self._database.writing() as db:
            form_id = versions.first(db, version)
            record(db, version.at, person, "create", form=form_id, revision=1, detail=note)
        return form_id

    def forms(self, archived: bool = False) -> tuple[Summary, ...]:
        """Return the list of forms, the last changed first; the archived ones when asked."""
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT form.id, year, project, department, unit, form.revision, archived, "
                "pending, at, person FROM form LEFT JOIN revision "
                "ON revision.form = form.id AND revision.revision = form.revision "
                "WHERE archived = ? ORDER BY at DESC, form.id DESC",
                (archived,),
            ).fetchall()
        return tuple(
            Summary(
                FormId(number), year, project, department, unit, revision, bool(put_away), waiting,
                _time_or_never(at), person or "",
            )
            for number, year, project, department, unit, revision, put_away, waiting, at, person
            in rows
        )  # fmt: skip

    def load(self, form_id: FormId, revision: int | None = None) -> Stored:
        """Return a form as it is now, or as it was in an earlier version."""
        number, text = self._document(form_id, revision)
        form = documents.form(text, form_id, number, self.path)
        return Stored(form_id, form, number)

    def document(self, form_id: FormId, revision: int | None = None) -> str:
        """Return the stored JSON of a version as it is, even when ``load`` cannot read it."""
        return self._document(form_id, revision)[1]

    def save(
        self, form_id: FormId, form: SelfEvaluation, *, revision: int, person: str, note: str = ""
    ) -> int:
        """Store a changed form as a new version and return its number."""
        version = self._version(form, person, note)
        with self._database.writing() as db:
            new = versions.advance(db, form_id, revision, version)
            if new != revision:
                record(db, version.at, person, "save", form=form_id, revision=new, detail=note)
        return new

    def restore(self, form_id: FormId, number: int, *, revision: int, person: str) -> int:
        """Make an earlier version the current one, as a new version; return its number."""
        form = self.load(form_id, number).form
        note = f"恢复到第 {number} 版"
        return self.save(form_id, form, revision=revision, person=person, note=note)

    def revisions(self, form_id: FormId) -> tuple[Revision, ...]:
        """Return all versions of a form, the first one first."""
        with self._database.reading() as db:
            versions.current(db, form_id)
            rows = db.execute(
                "SELECT revision, person, note, at FROM revision WHERE form = ? ORDER BY revision",
                (form_id,),
            ).fetchall()
        return tuple(Revision(number, person, note, _time(at)) for number, person, note, at in rows)

    def propose(self, form_id: FormId, proposal: "Proposal", *, person: str = "") -> None:
        """Keep a proposed text, whatever will be decided about it."""
        at = self._now()
        with self._database.writing() as db:
            current, _ = versions.current(db, form_id)
            talks.keep_proposal(db, form_id, current, proposal, at)
            record(db, at, person, "propose", form=form_id, revision=current, detail=proposal.id)

    def proposals(
        self, form_id: FormId, unreadable: list[UnreadableError] | None = None
    ) -> "tuple[Proposal, ...]":
        """Return the proposals about a form; one that cannot be read is raised or collected."""
        with self._database.reading() as db:
            versions.current(db, form_id)
            rows = db.execute(
                "SELECT document FROM proposal WHERE form = ? ORDER BY rowid", (form_id,)
            ).fetchall()
        return documents.proposals([text for (text,) in rows], form_id, self.path, unreadable)

    def decide(
        self,
        form_id: FormId,
        decision: "Decision",
        form: SelfEvaluation,
        revision: int,
        *,
        note: str = "",
    ) -> int:
        """Store a decision together with the form that follows from it; return the version.

        Raises:
            ConflictError: ``revision`` is not the current version.
            WorkspaceError: there is no such form or no such proposal about it, the form is
                archived, or the file cannot be written. Nothing was stored.
        """
        version = self._version(form, decision.person, note)
        with self._database.writing() as db:
            known = db.execute(
                "SELECT 1 FROM proposal WHERE id = ? AND form = ?", (decision.proposal, form_id)
            )
            if known.fetchone() is None:
                raise WorkspaceError(
                    f"这张表没有编号为“{decision.proposal}”的草稿，决定无法记录；请重新起草。"
                )
            new = versions.advance(db, form_id, revision, version)
            db.execute(
                "INSERT INTO decision (form, proposal, revision, document, at) "
                "VALUES (?, ?, ?, ?, ?)",
                (
                    form_id,
                    decision.proposal,
                    new,
                    decision.model_dump_json(),
                    version.at.isoformat(),
                ),
            )
            what = f"{decision.action} {decision.proposal} {decision.sentence}"
            record(
                db, version.at, decision.person, "decide", form=form_id, revision=new, detail=what
            )
        return new

    def decisions(self, form_id: FormId) -> "tuple[Decision, ...]":
        """Return all decisions about a form in the order in which they were made."""
        with self._database.reading() as db:
            versions.current(db, form_id)
            rows = db.execute(
                "SELECT document FROM decision WHERE form = ? ORDER BY id", (form_id,)
            ).fetchall()
        return tuple(documents.decision(text, form_id, self.path) for (text,) in rows)

    def state(self, form_id: FormId, statement: "Statement") -> None:
        """Keep a fact that a person stated, with where it is written."""
        at = self._now()
        with self._database.writing() as db:
            current, _ = versions.current(db, form_id)
            talks.keep_statement(db, form_id, statement, at)
            what = f"{statement.id} {statement.source}"
            record(db, at, statement.person, "state", form=form_id, revision=current, detail=what)

    def statements(self, form_id: FormId) -> "tuple[Statement, ...]":
        """Return the facts that people stated about a form, the first one first."""
        with self._database.reading() as db:
            versions.current(db, form_id)
            return talks.statements(db, form_id, self.path)

    def talk(self, form_id: FormId, thread: "Thread", *, person: str) -> None:
        """Keep what was said since the conversation was last stored, with its revised text."""
        at = self._now()
        with self._database.writing() as db:
            current, _ = versions.current(db, form_id)
            if thread.turns and not talks.has_proposal(db, form_id, thread.proposal.id):
                talks.keep_proposal(db, form_id, current, thread.proposal, at)
            if talks.keep_turns(db, form_id, thread, at):
                record(db, at, person, "talk", form=form_id, revision=current, detail=thread.id)

    def threads(self, form_id: FormId) -> "tuple[Thread, ...]":
        """Return the conversations about a form's texts, the first one first."""
        proposals = {each.id: each for each in self.proposals(form_id, [])}
        with self._database.reading() as db:
            return talks.threads(db, form_id, proposals, self.path)

    def archive(
        self, form_id: FormId, *, person: str, note: str = "", archived: bool = True
    ) -> None:
        """Put a form away, or take it back; an archived form can be read but not changed."""
        at = self._now()
        with self._database.writing() as db:
            current, was = versions.current(db, form_id)
            if was == archived:
                return
            db.execute("UPDATE form SET archived = ? WHERE id = ?", (archived, form_id))
            action = "archive" if archived else "unarchive"
            record(db, at, person, action, form=form_id, revision=current, detail=note)

    def events(self, form_id: FormId | None = None) -> tuple[Event, ...]:
        """Return the audit in order: of one form, or of the whole workspace."""
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT at, person, action, form, revision, detail FROM audit "
                "WHERE ? IS NULL OR form = ? ORDER BY id",
                (form_id, form_id),
            ).fetchall()
        return tuple(Event(_time(at), *rest) for at, *rest in rows)

    def damage(self) -> tuple[str, ...]:
        """Return what SQLite finds wrong in the file, in its own words; nothing when sound."""
        with self._database.reading() as db:
            rows = db.execute("PRAGMA integrity_check").fetchall()
        return tuple(str(text) for (text,) in rows if text != "ok")

    def _version(self, form: SelfEvaluation, person: str, note: str) -> Version:
        return Version(form, form.model_dump_json(), person, note, self._now())

    def _document(self, form_id: FormId, revision: int | None) -> tuple[int, str]:
        with self._database.reading() as db:
            number = versions.current(db, form_id)[0] if revision is None else revision
            row = db.execute(
                "SELECT text FROM revision LEFT JOIN document ON digest = document "
                "WHERE form = ? AND revision = ?",
                (form_id, number),
            ).fetchone()
            if row is None:
                latest, _ = versions.current(db, form_id)
                raise WorkspaceError(f"第 {form_id} 号表没有第 {number} 版；它共有 {latest} 版。")
        if row[0] is None:
            raise UnreadableError(
                f"第 {form_id} 号表的第 {number} 版的原文不见了；可以先打开它的较早版本，"
                "或用备份恢复。请运行“selfeval-assist audit --verify”查看还缺什么。"
            )
        return number, str(row[0])


def _time_or_never(text: str | None) -> datetime.datetime:
    """Return a stored time; one that cannot be read keeps no form from being listed."""
    try:
        return _time(text or "")
    except ValueError:
        return datetime.datetime.fromtimestamp(0, datetime.UTC)


def _time(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
