"""A proposed text as cards, one a sentence, and what would change in the form."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from selfeval_assist.form import paths
from selfeval_assist.review import Action, Proposal, ReviewError, assemble
from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.dialogs.write import Reword
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.widgets.card import Card, changes
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.tui.words.drafting import after_the_last, before_the_last, replace_question


class Cards(Vertical):
    """The sentences of one proposal; each is decided by itself."""

    DEFAULT_CSS = """
    Cards { height: auto; }
    Cards > Vertical { height: auto; }
    Cards > Static { height: auto; border-top: solid $panel; color: $text-muted; }
    """

    class Settled(Message):
        """A decision was stored."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.proposal: Proposal | None = None

    def compose(self) -> ComposeResult:
        """The cards, and below them the difference."""
        yield Vertical()
        yield Static("", id="difference", markup=False)

    @property
    def focused_text(self) -> tuple[str, str] | None:
        """The name and the text of the focused sentence, as it was decided or proposed."""
        for card in self.query(Card):
            if card.has_focus and self.proposal:
                return f"第 {card.index + 1} 句", self._text(self.proposal, card.index)
        return None

    async def show(self, proposal: Proposal | None) -> None:
        """Show the sentences of a proposal with what was decided about them; None shows nothing."""
        shown = self.proposal.id if self.proposal else ""
        self.proposal = proposal
        box = self.query_one(Vertical)
        if (proposal.id if proposal else "") != shown:
            await box.remove_children()
            if proposal:
                await box.mount(*map(Card, range(len(proposal.sentences))))
        made = self.session.decisions_on(proposal) if proposal else {}
        for card in box.query(Card):
            if proposal:
                sentence = proposal.sentences[card.index]
                card.show(sentence, self.session.form, made.get(card.index))
        difference = self._difference()
        shown_below = self.query_one("#difference", Static)
        shown_below.update(difference)
        shown_below.display = bool(difference)

    def warning(self, proposal: Proposal) -> str:
        """Return what the last open decision does to the text in the form; mostly nothing."""
        if len(self.session.open_sentences(proposal)) != 1:
            return ""
        now = paths.text(self.session.form, proposal.where)
        return before_the_last(now, self._taken(proposal)) if now.strip() else ""

    def begin(self) -> None:
        """Focus the first sentence, where none is in focus already."""
        cards = self.query(Card)
        if cards and not any(card.has_focus for card in cards):
            cards.first().focus()

    async def settle(self, proposal: Proposal, index: int, action: Action, text: str = "") -> None:
        """Store a decision and show the cards anew, with the next sentence in focus."""
        done = False
        old = paths.text(self.session.form, proposal.where)
        with told(self, ReviewError):
            self.session.decide(proposal, index, action, text)
            done = True
        if not done:
            return
        await self.show(proposal)
        cards = list(self.query(Card))
        waiting = self.session.open_sentences(proposal)
        at = min((i for i in waiting if i > index), default=waiting[0]) if waiting else index
        cards[at].focus()
        # What is said above the cards may have become longer, which moves them.
        self.call_after_refresh(cards[at].scroll_visible, animate=False)
        if not waiting:
            new = paths.text(self.session.form, proposal.where)
            self.notify(after_the_last(old, new, self._taken(proposal)), markup=False)
        self.post_message(self.Settled())

    @on(Card.Decided)
    async def _decided(self, event: Card.Decided) -> None:
        event.stop()
        if self.proposal is None:
            return
        if event.action is Action.EDIT:
            self._edit(self.proposal, event.index)
        elif event.action is Action.ACCEPT and self.proposal.sentences[event.index].pending:
            words = "这一句要由您补充：请按 e 修改，或按 r 不用。"
            self.notify(words, severity="warning", markup=False)
        else:
            await self._replace(self.proposal, event.index, event.action)

    async def _replace(
        self, proposal: Proposal, index: int, action: Action, text: str = ""
    ) -> None:
        """Store a decision; where it takes a text of the person's out of the form, ask first."""

        async def answered(yes: bool | None) -> None:
            if yes:
                await self.settle(proposal, index, action, text)

        with told(self, ReviewError):
            if own := self.session.replaces(proposal, index, action, text):
                question = replace_question(own, self._taken(proposal))
                self.app.push_screen(Confirm(question, "替换", "不替换"), answered)
            else:
                await self.settle(proposal, index, action, text)

    def _edit(self, proposal: Proposal, index: int) -> None:
        """Ask for the sentence in the person's own words."""

        async def written(text: str | None) -> None:
            if text:
                await self._replace(proposal, index, Action.EDIT, text)

        self.app.push_screen(Reword("修改这句话", self._text(proposal, index)), written)

    def _taken(self, proposal: Proposal) -> str:
        """Return what the decisions about a draft come to."""
        return assemble(proposal, self.session.decisions)

    def _text(self, proposal: Proposal, index: int) -> str:
        made = self.session.decisions_on(proposal).get(index)
        return made.text if made and made.text else proposal.sentences[index].text

    def _difference(self) -> Content:
        if self.proposal is None:
            return Content("")
        now = paths.text(self.session.form, self.proposal.where)
        new = self._taken(self.proposal)
        if not new or new == now:
            return Content("")
        lead = "与表中现有文字的差别（逐句决定完后写入）：\n"
        return Content.assemble((lead, "bold"), changes(now, new))
