"""The conversation about one text of the open form, without any screen.

A revision waits until the person takes or leaves it. One that is taken becomes the draft, to be
decided sentence by sentence like any other; one that is left has all its sentences rejected, so
that the record shows who did not want it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from selfeval_assist.drafting import Endpoint, OnEvent, converse
from selfeval_assist.review import Action, Proposal, Task
from selfeval_assist.review.thread import Intent, Thread, Turn, begin, follow
from selfeval_assist.tui.state.drafted import name_of
from selfeval_assist.tui.state.session import Session


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of a conversation as it is shown.

    Attributes:
        turn: what was said and answered.
        before: the text that a revision changed; empty without a revision.
        after: the revised text; empty without one.
        state: what became of the revision, in Chinese; empty without one.
        waiting: whether the person has still to decide about the revision.
    """

    turn: Turn
    before: str = ""
    after: str = ""
    state: str = ""
    waiting: bool = False


class Talking:
    """A conversation that goes on.

    Attributes:
        draft: the text as the person has it under review.
        thread: the conversation; its text is the last revision.
        waiting: the revisions since ``draft`` about which nothing is decided, the last one counts.
    """

    def __init__(self, session: Session, draft: Proposal) -> None:
        self.session = session
        self.draft = draft
        self.waiting: tuple[Proposal, ...] = ()
        known = _threads(session, draft)
        self._earlier = tuple(each for each in known if draft.id not in _texts(each))
        own = [each for each in known if draft.id in _texts(each)]
        thread = own[-1] if own else begin(draft, session.form)
        self.thread = thread.model_copy(update={"where": draft.where, "proposal": draft})

    @property
    def title(self) -> str:
        """Which text the conversation is about."""
        return name_of(self.session.form, self.thread.task, self.thread.row)

    @property
    def turns(self) -> tuple[Said, ...]:
        """Everything said about the text, also about earlier drafts of it, the first turn first."""
        known = {each.id: each for each in _stored(self.session)}
        open_ones = {each.id for each in self.waiting}
        return tuple(
            said
            for thread in (*self._earlier, self.thread)
            for said in _shown(self.session, thread, known, open_ones)
        )

    async def say(
        self,
        said: str,
        endpoint: Endpoint | None,
        *,
        source: str = "",
        intent: Intent | None = None,
        on_event: OnEvent | None = None,
    ) -> Turn:
        """Let a person's words be answered, and store the turn; errors leave everything as it was.

        Raises:
            ReviewError, DraftingError: as ``converse``.
            WorkspaceError: it cannot be stored.
        """
        session = self.session
        answer = await converse(
            self.thread,
            said,
            session.scored_form,
            session.sheet,
            endpoint,
            person=session.person,
            at=session.clock(),
            keep=lambda statement: session.workspace.state(session.form_id, statement),
            statements=session.workspace.statements(session.form_id),
            texts=self._texts_taken(),
            source=source,
            intent=intent,
            waiting=bool(self.waiting),
            consent=session.leave,
            on_event=on_event,
        )
        session.workspace.talk(session.form_id, answer.thread, person=session.person)
        self.thread = answer.thread
        if answer.proposal:
            self.waiting = (*self.waiting, answer.proposal)
        return answer.turn

    def _texts_taken(self) -> tuple[Proposal, ...]:
        """Return the texts of the conversation, the first one first, that nobody left."""
        known = {each.id: each for each in _stored(self.session)}
        texts = [known[each] for each in _texts(self.thread) if each in known]
        return tuple(each for each in texts if not _left(self.session, each))

    def take(self) -> None:
        """Let the last revision be the draft; its sentences are then decided one by one."""
        if self.waiting:
            self.draft, self.waiting = self.waiting[-1], ()
            self.session.adopt(self.draft)

    def leave(self) -> None:
        """Go back to the draft; the revisions are recorded as not wanted.

        Raises:
            WorkspaceError: that cannot be stored.
        """
        for revision in self.waiting:
            for sentence in self.session.open_sentences(revision):
                self.session.decide(revision, sentence, Action.REJECT)
        self.waiting = ()
        self.thread = self.thread.model_copy(update={"proposal": self.draft})


def talk_about(session: Session, task: Task, row: int | None = None) -> Talking | None:
    """Return the conversation about a text; without a draft the composer's is made the first one.

    Returns:
        None when there is nothing to write here.

    Raises:
        WorkspaceError: the workspace cannot be read, or the draft cannot be stored.
    """
    fresh = session.compose(task, row)
    draft = session.proposals.get(fresh.where)
    if draft is None:
        if not fresh.sentences:
            return None
        session.propose(fresh)
        draft = fresh
    return Talking(session, draft)


def work_in(session: Session, draft: Proposal | None) -> tuple[int, int]:
    """Return how many sentences of a draft are decided, and how many turns were spoken about it.

    The conversation from which a draft came counts too; without a draft there is nothing.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    if draft is None:
        return 0, 0
    turns = sum(len(each.turns) for each in _all(session) if draft.id in _texts(each))
    return len(session.decisions_on(draft)), turns


def restore(session: Session) -> None:
    """Put the text before a left revision back under review; storing keeps the last one as such.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    threads = {text: each for each in _all(session) for text in _texts(each)}
    if not threads:
        return
    known = {each.id: each for each in _stored(session)}
    for where, draft in tuple(session.proposals.items()):
        if thread := threads.get(draft.id):
            texts = [known[each] for each in _texts(thread) if each in known]
            wanted = [texts[0], *(each for each in texts[1:] if not _left(session, each))]
            session.proposals[where] = wanted[-1].model_copy(update={"where": where})


def _stored(session: Session) -> tuple[Proposal, ...]:
    """Return the stored texts that can be read; of the others the person was told on opening."""
    return session.workspace.proposals(session.form_id, [])


def _all(session: Session) -> tuple[Thread, ...]:
    return session.workspace.threads(session.form_id)


def _threads(session: Session, draft: Proposal) -> tuple[Thread, ...]:
    """Return the conversations about the place of a draft, wherever it has moved."""

    def here(thread: Thread) -> bool:
        now = follow(thread, session.form)
        return draft.id in _texts(thread) or (now is not None and now.where == draft.where)

    return tuple(filter(here, _all(session)))


def _texts(thread: Thread) -> tuple[str, ...]:
    """Return the ids of the texts of a conversation: the first draft, then its revisions."""
    return (thread.first, *(turn.proposal for turn in thread.turns if turn.proposal))


def _left(session: Session, revision: Proposal) -> bool:
    """Return whether a person rejected every sentence of a revision."""
    made = session.decisions_on(revision)
    return len(made) == len(revision.sentences) and all(
        each.action is Action.REJECT for each in made.values()
    )


def _shown(
    session: Session, thread: Thread, known: dict[str, Proposal], open_ones: set[str]
) -> Iterator[Said]:
    """Yield the turns of a conversation with what became of their revisions."""
    base = known.get(thread.first)
    kept = [each for each in _texts(thread) if each in known and not _left(session, known[each])]
    for turn in thread.turns:
        revision = known.get(turn.proposal)
        if revision is None or base is None:
            yield Said(turn)
            continue
        if revision.id not in kept:
            state = "没有采用"
        elif revision.id != kept[-1]:
            state = "已接着修改"
        else:
            state = "待您决定" if revision.id in open_ones else "已采用"
        yield Said(turn, text_of(base), text_of(revision), state, state == "待您决定")
        base = revision if revision.id in kept else base


def text_of(proposal: Proposal) -> str:
    """Return a proposed text in one piece."""
    return "".join(each.text for each in proposal.sentences)
