"""What any store of forms can do, whatever database is under it."""

from typing import TYPE_CHECKING, Protocol

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace.errors import UnreadableError
from selfeval_assist.workspace.records import FormId, Revision, Stored, Summary

# A form is opened before a draft of it is read.
if TYPE_CHECKING:
    from selfeval_assist.review import Decision, Proposal
    from selfeval_assist.review.thread import Statement, Thread


class Repository(Protocol):
    """Forms with all their versions, proposals and decisions.

    Every method that changes something is one transaction together with its line in the audit.
    All of them raise ``WorkspaceError`` with a Chinese message when the store cannot do it.
    """

    def create(self, form: SelfEvaluation, *, person: str, note: str = "") -> FormId:
        """Store a new form as its version 1 and return its number."""
        ...

    def forms(self, archived: bool = False) -> tuple[Summary, ...]:
        """Return the list of forms, the last changed first; the archived ones when asked."""
        ...

    def load(self, form_id: FormId, revision: int | None = None) -> Stored:
        """Return a form as it is now, or as it was in an earlier version.

        Raises:
            UnreadableError: what is stored is not a form that this program can read.
        """
        ...

    def save(
        self, form_id: FormId, form: SelfEvaluation, *, revision: int, person: str, note: str = ""
    ) -> int:
        """Store a changed form as a new version and return its number.

        Args:
            form_id: which form.
            form: the form as it shall be; an unchanged one makes no version.
            revision: the version that was loaded.
            person: who saves.
            note: why, for the list of versions.

        Raises:
            ConflictError: somebody else saved after that version was loaded; nothing is stored.
        """
        ...

    def revisions(self, form_id: FormId) -> tuple[Revision, ...]:
        """Return all versions of a form, the first one first."""
        ...

    def propose(self, form_id: FormId, proposal: "Proposal", *, person: str = "") -> None:
        """Keep a proposed text, whatever will be decided about it."""
        ...

    def proposals(
        self, form_id: FormId, unreadable: list[UnreadableError] | None = None
    ) -> "tuple[Proposal, ...]":
        """Return all proposals about a form in the order in which they were made.

        Args:
            form_id: the form.
            unreadable: takes what is said of each that cannot be read, and the others are returned;
                without it the first such one is raised.
        """
        ...

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

        Both are stored or neither. A decision that leaves the form unchanged makes no version.

        Raises:
            ConflictError: as for ``save``; the decision is not stored either.
        """
        ...

    def decisions(self, form_id: FormId) -> "tuple[Decision, ...]":
        """Return all decisions about a form in the order in which they were made."""
        ...

    def state(self, form_id: FormId, statement: "Statement") -> None:
        """Keep a fact that a person stated, with where it is written; before a text uses it."""
        ...

    def statements(self, form_id: FormId) -> "tuple[Statement, ...]":
        """Return the facts that people stated about a form, the first one first."""
        ...

    def talk(self, form_id: FormId, thread: "Thread", *, person: str) -> None:
        """Keep what was said since the conversation was last stored, with its revised text.

        Both are stored or neither. The text that the conversation began with must be stored.
        """
        ...

    def threads(self, form_id: FormId) -> "tuple[Thread, ...]":
        """Return the conversations about a form's texts, each with the text as it now stands."""
        ...

    def archive(
        self, form_id: FormId, *, person: str, note: str = "", archived: bool = True
    ) -> None:
        """Put a form away, or take it back; an archived form can be read but not changed."""
        ...
