"""The one screen on which a person sees what would go out to a model, and allows it or not."""

from collections.abc import Callable, Iterator

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static

from selfeval_assist.drafting import Endpoint, Leave, Outgoing, Use, is_loopback
from selfeval_assist.form.marks import in_form
from selfeval_assist.reports.drafts import Job, jobs_for
from selfeval_assist.reports.outgoing import (
    Own,
    Shipment,
    contents,
    doubt_line,
    shipment,
    summary,
    words,
)
from selfeval_assist.tui.state.drafted import sent_open
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.buttons import Buttons

Told = Callable[[Shipment], Iterator[str]]
"""Yields lines about what would go out."""

_TITLE = "把这张表交给模型之前，请先看会发出什么"
_DOUBTS = "下面几处遮住会改变意思。按空格改成“照发”；不改就遮住，不发送："
_RECORDED = "您的选择按这张表、这个服务记入操作记录；服务地址或模型换了会再问。"
_WORDS = "表中会发出的文字（PgUp、PgDn 翻看）："
_CONTENTS = "逐次请求的全文（程序自己的写作要求除外）："


class Consent(ModalScreen[frozenset[str] | None]):
    """What would go out; returns the phrases to send as they stand, or None for no.

    Args:
        ships: what would go out, from the phrases that are sent as they stand.
        send: the phrases that the person chose when asked before.
    """

    CSS_PATH = "consent.tcss"
    BINDINGS = [
        Binding("escape", "dismiss(None)", "不允许"),
        Binding("ctrl+s", "allow", "允许", priority=True),
        Binding("space", "choose", "照发或遮住", show=False, priority=True),
        Binding("pageup", "page(-1)", "上翻", show=False, priority=True),
        Binding("pagedown", "page(1)", "下翻", show=False, priority=True),
    ]

    def __init__(
        self, ships: Callable[[frozenset[str]], Shipment], send: frozenset[str] = frozenset()
    ) -> None:
        super().__init__()
        self._ships = ships
        self._found = ships(send)
        self._send = set(send)

    def compose(self) -> ComposeResult:
        """The summary, what is asked, all that goes out, two buttons, the harmless one first."""
        with Vertical(id="consent"):
            yield Static(_TITLE, classes="title", markup=False)
            with VerticalScroll(id="goes", can_focus=False):
                yield self._told(summary)
                if self._found.doubts:
                    yield Static(_DOUBTS, classes="title", markup=False)
                    yield OptionList(*self._choices(), id="asked", markup=False, compact=True)
                yield Static(_WORDS, classes="title", markup=False)
                yield self._told(words)
                yield Static(_CONTENTS, classes="title", markup=False)
                yield self._told(contents)
            yield Static(_RECORDED, classes="hint", markup=False)
            with Buttons():
                yield Button("不允许 Esc", id="no")
                yield Button("允许 Ctrl+S", id="yes")

    def on_mount(self) -> None:
        """Begin at what is asked, or else at the harmless button."""
        first = "#asked" if self._found.doubts else "#no"
        self.query_one(first).focus(scroll_visible=False)
        self.call_after_refresh(self.query_one("#goes").scroll_home, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll what goes out, wherever the cursor is."""
        goes = self.query_one("#goes", VerticalScroll)
        goes.scroll_relative(y=by * max(goes.size.height - 1, 1), animate=False)

    def action_allow(self) -> None:
        """Allow what is shown, with what is chosen of it."""
        self.dismiss(frozenset(self._send))

    def action_choose(self) -> None:
        """Send the highlighted phrase as it stands, or mask it again."""
        asked = self.query_one("#asked", OptionList)
        if asked.highlighted is not None:
            self._send ^= {self._found.doubts[asked.highlighted].phrase}
            for at, choice in enumerate(self._choices()):
                asked.replace_option_prompt_at_index(at, choice)
            self._found = self._ships(frozenset(self._send))
            for told in (summary, words, contents):
                self.query_one(f"#{told.__name__}", Static).update(self._lines(told))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a question, space presses the button that has the focus."""
        return action != "choose" or any(each.has_focus for each in self.query("#asked"))

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "yes":
            self.action_allow()
        else:
            self.dismiss(None)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_choose()

    def _told(self, told: Told) -> Static:
        return Static(self._lines(told), id=told.__name__)

    def _lines(self, told: Told) -> Content:
        return Content("\n".join(map(safe, told(self._found))))

    def _choices(self) -> Iterator[Content]:
        for doubt in self._found.doubts:
            state = "照发" if doubt.phrase in self._send else "遮住"
            yield Content(f"［{state}］{safe(doubt_line(doubt))}")


async def may_send(
    app: App[object],
    session: Session,
    endpoint: Endpoint,
    use: Use,
    job: Job | None = None,
    own: Own | None = None,
) -> bool:
    """Return whether a form may go to a model, after asking the person where they have not said.

    A form with a classification mark is not asked about: the gate refuses it, whatever is said.

    Args:
        app: the app.
        session: the open form.
        endpoint: where the model is.
        use: what for.
        job: the text that is drafted now; the others are drafted one by one when asked for.
        own: the request that is no draft's and waits for leave.

    Raises:
        DraftingError: a prompt file is damaged.
        WorkspaceError: the decision cannot be stored.
    """
    outgoing = Outgoing(session.scored_form, endpoint, use)
    if is_loopback(endpoint) or in_form(outgoing.form) or session.leave(outgoing) is not None:
        return True
    send = sent_open(session.workspace, session.form_id, outgoing)
    jobs = jobs_for(outgoing.form, session.sheet) if use == "draft" else ()
    batches = [(job,) if job else (), *((each,) for each in jobs if each != job)]

    def ships(send: frozenset[str]) -> Shipment:
        return shipment(outgoing, session.sheet, session.policy, Leave(send), batches, own)

    answer: frozenset[str] | None = await app.push_screen_wait(Consent(ships, send))
    if answer is None:
        return False
    session.allow(outgoing, answer)
    return True
