"""A stated text in smoother words, shown as a diff: one key takes it, one leaves it."""

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from selfeval_assist.drafting import DraftingError, Endpoint, Event, polish
from selfeval_assist.drafting.errors import NotAllowedError
from selfeval_assist.form import paths
from selfeval_assist.review import Action, Proposal, ReviewError
from selfeval_assist.tui.dialogs.consent import may_send
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.terminal.loading import model_ready
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.card import LEGEND, changes
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.tui.words.drafting import in_words

NO_MODEL = "没有配置模型，不能润色；您的原话照样写进表里。可在设置里填写模型。"
NOTHING = "这里还没有文字；先写下原因，再润色。"
_KEYS = "y 采用  n 不用（原话不变）"
_SAME = "数字、名称、日期和否定已核对，与原话相同。"


class Polish(ModalScreen[bool]):
    """One text polished by a model; returns whether the new words were taken.

    Args:
        session: the open form; it holds a text at ``where``.
        endpoint: the model.
        where: the field path.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [
        Binding("y", "decide(True)", "采用"),
        Binding("n,escape", "decide(False)", "不用"),
    ]

    def __init__(self, session: Session, endpoint: Endpoint, where: str) -> None:
        super().__init__()
        self.session = session
        self.endpoint = endpoint
        self.where = where
        self._title = f"润色  {paths.label(session.form, where)}"
        self.proposal: Proposal | None = None

    def compose(self) -> ComposeResult:
        """What is polished, how it goes, and the diff."""
        with Vertical(classes="box"):
            yield Static(self._title, markup=False)
            yield Static("", id="state", classes="hint", markup=False)
            with VerticalScroll():
                yield Static("", id="diff", markup=False)

    def on_mount(self) -> None:
        """Ask the model."""
        self._ask()

    @work(exclusive=True)
    async def _ask(self) -> None:
        """Let the model polish the text, once the person has allowed what goes out."""
        try:
            await model_ready()
            found = await self._polished()
        except DraftingError as error:
            self._say(f"{error} 您的原话没有动。按 n 返回。")
            return
        if found is None:
            self.dismiss(False)
            return
        with told(self):
            self.session.propose(found)
            self.proposal = found
            self._show(found)

    async def _polished(self) -> Proposal | None:
        """Return the text as the model words it; None where the person does not let it go out."""
        try:
            return await self._answered()
        except NotAllowedError as error:
            own = (self._title, error.carries) if error.carries else None
            if not await may_send(self.app, self.session, self.endpoint, "draft", own=own):
                return None
        return await self._answered()

    async def _answered(self) -> Proposal:
        session, endpoint = self.session, self.endpoint
        self._say(f"正在请 {endpoint.model}（{endpoint.host}）理顺文字…按 Esc 停止。")
        return await polish(
            self.where, session.scored_form, session.sheet, endpoint,
            consent=session.leave, on_event=self._heard,
        )  # fmt: skip

    def _show(self, found: Proposal) -> None:
        if not found.sentences:
            self._say(f"没有可用的改法：{found.generation.fallback}。您的原话没有动，按 n 返回。")
            return
        old = paths.text(self.session.form, self.where)
        new = "".join(each.text for each in found.sentences)
        self._say(f"{_KEYS}  {_SAME}{LEGEND}。")
        self.query_one("#diff", Static).update(changes(old, new))

    def action_decide(self, taken: bool) -> None:
        """Take or leave the new words; while they are on their way, stop."""
        found = self.proposal
        if taken and (found is None or not found.sentences):
            return
        self.workers.cancel_node(self)
        if found is not None:
            action = Action.ACCEPT if taken else Action.REJECT
            with told(self, ReviewError):
                for sentence in self.session.open_sentences(found):
                    self.session.decide(found, sentence, action)
        self.dismiss(taken)

    def _heard(self, event: Event) -> None:
        if words := in_words(event):
            self._say(f"{words} 按 Esc 停止。")

    def _say(self, text: str) -> None:
        self.query_one("#state", Static).update(Content(safe(text)))
