"""One open form, without any screen: edits, undo, derived score and findings, and saving."""

import contextlib
import datetime
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import Indicator, SelfEvaluation, paths, rows
from selfeval_assist.tui.state.drafted import followed, grant, leave_for, replaced, stored_drafts
from selfeval_assist.tui.state.history import History
from selfeval_assist.tui.state.journal import Journal
from selfeval_assist.tui.state.judged import Judged
from selfeval_assist.tui.state.left import recover
from selfeval_assist.tui.state.related import FORKED, Kind, keep, linked, unlink
from selfeval_assist.workspace import FormId, UnreadableError, Workspace, digest

if TYPE_CHECKING:
    from selfeval_assist.checks import Heard
    from selfeval_assist.drafting import Leave, Outgoing
    from selfeval_assist.review import Action, Decision, Proposal, Sentence


class Session(Judged):
    """The form that a person works on, with what follows from it.

    ``listeners`` are called after every change of the form, its drafts and the decisions;
    ``saved`` says whether the form is stored, and ``saved_at`` since when.
    ``last_year`` and ``declaration`` are what the form is compared with, or None; ``recovered`` is
    what a program that ended at once had not saved, or None; ``unread`` says what is stored beside
    the form and cannot be read. All methods run on the thread of the
    screens; they take a few milliseconds.
    """

    def __init__(
        self,
        workspace: Workspace,
        form_id: FormId,
        *,
        person: str,
        clock: Callable[[], datetime.datetime],
    ) -> None:
        stored = workspace.load(form_id)
        super().__init__(
            stored.form,
            declaration=linked(workspace, form_id, "declaration"),
            last_year=linked(workspace, form_id, "last_year"),
        )
        self.workspace = workspace
        self.form_id = form_id
        self.person = person
        self.clock = clock
        self.revision = stored.revision
        self.listeners: list[Callable[[], None]] = []
        broken: list[UnreadableError] = []
        drafts = attempt("读取草稿", stored_drafts, workspace, form_id, stored.form, broken)
        decisions = attempt("读取审阅决定", workspace.decisions, form_id)
        failed = (each for each in (drafts, decisions) if isinstance(each, Failure))
        self.unread = (*failed, *(Failure("读取草稿", str(each), each) for each in broken))
        self.proposals: dict[str, Proposal] = {} if isinstance(drafts, Failure) else drafts
        self.decisions: list[Decision] = [] if isinstance(decisions, Failure) else [*decisions]
        *earlier, last = workspace.revisions(form_id)
        self.saved_at = last.at
        self._earlier = [each.number for each in earlier]
        """The stored versions to which undo leads when no step of this opening is left."""
        self._saved = stored.form
        self._history = History()
        self._base = digest(workspace.document(form_id, stored.revision))
        self._journal = Journal(workspace, form_id)
        self.recovered = recover(workspace, form_id, self._journal)
        if self.recovered:
            self._earlier.append(last.number)
        self._take(self.recovered or stored.form)
        with contextlib.suppress(OSError):
            self.jot()

    @property
    def saved(self) -> bool:
        """Whether the form stands in the workspace as it is shown."""
        return self.form == self._saved

    def put(self, path: str, value: object) -> None:
        """Change one field; typing on in the same field is one step of undo.

        Raises:
            KeyError: the form has no such field.
            pydantic.ValidationError: the field does not admit the value.
        """
        self._change(paths.put(self.form, path, value), path)

    def put_all(self, values: Mapping[str, object]) -> None:
        """Change several fields as one step of undo; errors as for ``put``, and nothing changes."""
        new = self.form
        for path, value in values.items():
            new = paths.put(new, path, value)
        self._change(new)

    def leave(self, outgoing: "Outgoing", /) -> "Leave | None":
        """Return what the person has allowed to go out, or None when they have yet to be asked."""
        return leave_for(self.workspace, self.form_id, outgoing)

    def allow(self, outgoing: "Outgoing", send: Collection[str] = ()) -> None:
        """Record that the person allows what goes out, with these phrases as they stand."""
        grant(self.workspace, self.form_id, outgoing, send, person=self.person)

    def insert_row(self, index: int, row: Indicator) -> None:
        """Put a new indicator row before ``index``."""
        self._change(rows.insert(self.form, index, row))

    def remove_row(self, index: int) -> None:
        """Take an indicator row away; undo brings it back."""
        self._change(rows.remove(self.form, index))

    def move_row(self, index: int, to: int) -> None:
        """Move an indicator row to another place."""
        self._change(rows.move(self.form, index, to))

    def undo(self) -> bool:
        """Take back the last step, or go to the version before; return whether there was one."""
        while self._earlier and not self._history.before:
            stored = attempt("读取", self.workspace.load, self.form_id, self._earlier.pop())
            if not isinstance(stored, Failure) and stored.form != self.form:
                self._history.before.append(stored.form)
        return self._travel(self._history.back(self.form))

    def redo(self) -> bool:
        """Do again what was taken back; return whether there was anything."""
        return self._travel(self._history.forth(self.form))

    @property
    def travel(self) -> tuple[int, int]:
        """How many steps can be undone and how many done again."""
        return len(self._history.before) + len(self._earlier), len(self._history.undone)

    def save(self, note: str = "") -> None:
        """Store the form as a new version when it has changed.

        Raises:
            WorkspaceError: somebody else saved first, or the file cannot be written.
        """
        # First the journal: when the program ends here, it holds what the version holds, or more.
        with contextlib.suppress(OSError):
            self.jot()
        if self.saved:
            return
        self.revision = self.workspace.save(
            self.form_id, self.form, revision=self.revision, person=self.person, note=note
        )
        self._keep(self.form)
        self._history.part()

    def restore(self, number: int) -> None:
        """Make an earlier version the present one, as one step of undo, and store it.

        Raises:
            WorkspaceError: it cannot be read, or the file cannot be written.
        """
        self.save()
        self._change(self.workspace.load(self.form_id, number).form)
        self.save(f"恢复到第 {number} 版")

    def jot(self) -> None:
        """Put what is being typed on the disk without making a version of it.

        When the form stands as it was stored, nothing is kept.

        Raises:
            OSError: it cannot be written.
        """
        if self.saved:
            self._journal.drop()
        else:
            self._journal.keep(self.form, self._base, self.clock())

    def fork(self) -> None:
        """Store the form as a new one of its own and go on with that.

        For when somebody else saved the old one first: both stay.

        Raises:
            WorkspaceError: it cannot be stored; nothing changes then.
        """
        self.form_id = self.workspace.create(self.form, person=self.person, note=FORKED)
        with contextlib.suppress(OSError):
            self._journal.drop()
        self._journal = Journal(self.workspace, self.form_id)
        self.revision = self.workspace.load(self.form_id).revision
        self._keep(self.form)
        self.proposals.clear()
        self.decisions.clear()

    def compare_with(self, other: SelfEvaluation, kind: Kind) -> None:
        """Keep a document beside the form and compare the form with it from now on.

        Raises:
            WorkspaceError: it cannot be stored; nothing changes then.
        """
        keep(self.workspace, self.form_id, other, kind, person=self.person)
        self._compare(kind, other)

    def compare_no_more(self, kind: Kind) -> None:
        """Take a comparison back; the document stays in the workspace.

        Raises:
            WorkspaceError: it cannot be stored; nothing changes then.
        """
        unlink(self.workspace, self.form_id, kind, person=self.person)
        self._compare(kind, None)

    def hear(self, heard: "Heard", about: SelfEvaluation) -> None:
        """Keep what a model said, with the form that it read."""
        self._opinions, self._asked = tuple(heard.findings), about
        self._unanswered, self._failed = tuple(heard.unanswered), heard.failed
        self._tell()

    def propose(self, proposal: "Proposal") -> None:
        """Keep a drafted text for review; it replaces an earlier draft of the same field.

        The form is stored first, so that the draft is found beside the rows it was made for.

        Raises:
            WorkspaceError: it cannot be stored; nothing changes then.
        """
        self.save()
        self.workspace.propose(self.form_id, proposal, person=self.person)
        self.adopt(proposal)

    def adopt(self, proposal: "Proposal") -> None:
        """Let a stored text be the draft of its field."""
        self.proposals[proposal.where] = proposal
        self._tell()

    def decisions_on(self, proposal: "Proposal") -> "dict[int, Decision]":
        """Return the last decision about each sentence of a proposal."""
        return {d.sentence: d for d in self.decisions if d.proposal == proposal.id}

    def open_sentences(self, proposal: "Proposal") -> tuple[int, ...]:
        """Return the sentences of a proposal that wait for a decision."""
        from selfeval_assist.review import remaining

        return remaining(proposal, self.decisions)

    def replaces(
        self, proposal: "Proposal", sentence: int, action: "Action", text: str = ""
    ) -> str:
        """Return the person's own text that a decision would take out of the form.

        Raises:
            ReviewError: the row of the text is gone, or an edited text is empty.
        """
        from selfeval_assist.review import decide

        one_more = decide(
            proposal, sentence, action, text=text, person=self.person, at=self.clock()
        )
        return replaced(self.form, proposal, self.decisions, one_more)

    def decide(
        self, proposal: "Proposal", sentence: int, action: "Action", text: str = ""
    ) -> "Decision":
        """Store a decision about a sentence; the field takes the text when all are decided.

        Until then the field keeps what it held, so that no half text stands in the form.

        Raises:
            ReviewError: the row of the text is gone, or an edited text is empty.
            WorkspaceError: the decision cannot be stored; nothing changes then.
        """
        from selfeval_assist.review import apply, decide, remaining

        decision = decide(
            proposal,
            sentence,
            action,
            text=text,
            person=self.person,
            at=self.clock(),
            verify=lambda taken: self._remarks(proposal, taken),
        )
        decided = [*self.decisions, decision]
        complete = not remaining(proposal, decided)
        form = apply(self.form, proposal, decided) if complete else self.form
        self.revision = self.workspace.decide(self.form_id, decision, form, self.revision)
        self.decisions = decided
        if form != self._saved:
            self._keep(form)
        if form != self.form:
            self._change(form)
        else:
            self._tell()
        return decision

    def _remarks(self, proposal: "Proposal", taken: "Sentence") -> tuple[str, ...]:
        """Return what the form and what persons stated do not support in a sentence taken."""
        from selfeval_assist.facts import build_facts
        from selfeval_assist.review.supported import ground, supported

        def found() -> tuple[str, ...]:
            statements = self.workspace.statements(self.form_id)
            table = build_facts(self.form, self.sheet)
            where = ground(proposal.task, table, statements, proposal.row)
            return tuple(each.message for each in supported(taken, where))

        remarks = attempt("核对", found)
        return (str(remarks),) if isinstance(remarks, Failure) else remarks

    def _change(self, form: SelfEvaluation, path: str = "") -> None:
        if form != self.form:
            self._history.record(self.form, path)
            self._take(form)

    def _travel(self, form: SelfEvaluation | None) -> bool:
        if form is not None:
            self._take(form)
        return form is not None

    def _take(self, form: SelfEvaluation) -> None:
        """Make a form the current one and tell the listeners."""
        if self.proposals:
            moved = (followed(each, self.form, form) for each in self.proposals.values())
            self.proposals = {each.where: each for each in moved if each}
        self.judge(form)
        self._tell()

    def _compare(self, kind: Kind, other: SelfEvaluation | None) -> None:
        if kind == "declaration":
            self.declaration = other
        else:
            self.last_year = other
        self._take(self.form)

    def _keep(self, form: SelfEvaluation) -> None:
        """Remember that a form stands in the workspace now."""
        self._saved, self.saved_at = form, self.clock()
        self._base = digest(form.model_dump_json())
        with contextlib.suppress(OSError):
            self._journal.drop()

    def _tell(self) -> None:
        for listener in self.listeners:
            listener()
