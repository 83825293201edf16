"""The conversation beside a text: what was said, what it changed, and a line to say more."""

import time

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from selfeval_assist.drafting import (
    Chunk,
    DraftingError,
    Endpoint,
    Event,
    FellBack,
    Rejected,
    Waiting,
)
from selfeval_assist.drafting.errors import ClassifiedError, NotAllowedError
from selfeval_assist.drafting.talk.requests import decision_of
from selfeval_assist.review import ReviewError
from selfeval_assist.review.thread import Intent
from selfeval_assist.tui.dialogs.consent import may_send
from selfeval_assist.tui.dialogs.write import Fact
from selfeval_assist.tui.state.talking import Talking
from selfeval_assist.tui.terminal.loading import model_ready
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.card import Turned
from selfeval_assist.tui.widgets.reply import Reply
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.workspace import WorkspaceError

_READY = "写下想怎样改、想问哪一句，回车发送。PgUp、PgDn 翻看对话。"
_SOURCE = "请写明出处（哪份材料：名称、文号或日期），回车发送；写“算了”就不记录。"
_DECIDE = "这次修改：y 采用，n 不用；要接着说，直接写就行。"
_GO_ON = "接着说，回车发送；Shift+Tab 回到这次修改，再按 y 采用或 n 不用。"
_WITHOUT = "没有配置模型：可以逐句改、删、调换、合并、补充和解释；其他改写要有模型。"


class Talk(Screen[None]):
    """A conversation about one text.

    Args:
        talking: the conversation.
        endpoint: the model of the settings, or None.
    """

    CSS_PATH = "talk.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("f2", "quick('更简短')", "更简短", id="talk.short", priority=True),
        Binding("f3", "open('突出')", "突出…", id="talk.stress", priority=True),
        Binding("f4", "fact", "补充…", id="talk.fact", priority=True),
        Binding("f5", "quick('为什么这样写？')", "为什么这样写", id="talk.why", priority=True),
        Binding("escape", "back", "返回", id="talk.back"),
        Binding("pageup", "page(-1)", "上翻", show=False, priority=True),
        Binding("pagedown", "page(1)", "下翻", show=False, priority=True),
    ]

    def __init__(self, talking: Talking, endpoint: Endpoint | None) -> None:
        super().__init__()
        self.talking = talking
        self._endpoint = endpoint
        self._doing = ""
        self._since = 0.0

    def compose(self) -> ComposeResult:
        """The text, the conversation beside it, the state, the line to write in, the keys."""
        yield Static("", id="title", markup=False)
        with Container(id="pair"):
            with VerticalScroll(id="now"):
                yield Static("", id="text", markup=False)
            yield VerticalScroll(id="thread", can_focus=False)
        with Vertical(id="ask"):
            yield Static("", id="state", markup=False)
            yield Reply()
        yield Footer(show_command_palette=False, compact=True)

    async def on_mount(self) -> None:
        """Show what was said so far."""
        self.set_interval(1, self._tick)
        await self._show()
        self._focus_next()

    @property
    def busy(self) -> bool:
        """Whether an answer is under way."""
        return any(each.node is self and each.is_running for each in self.workers)

    def action_quick(self, words: str) -> None:
        """Say something that is said often."""
        self._send(words)

    def action_open(self, words: str) -> None:
        """Begin a sentence that the person ends."""
        reply = self.query_one(Reply)
        reply.write(words)
        reply.focus()
        self._say(f"写完“{words}”什么，例如“{words}数据共享”，回车发送。")

    def action_fact(self) -> None:
        """Ask for a new fact and its source."""
        if self.busy:
            self._wait()
            return

        def written(fact: tuple[str, str] | None) -> None:
            if fact:
                self._send(fact[0], source=fact[1], intent="fact")

        self.app.push_screen(Fact(self.talking.thread.awaiting), written)

    def action_page(self, by: int) -> None:
        """Scroll the conversation, wherever the cursor is."""
        thread = self.query_one("#thread", VerticalScroll)
        thread.scroll_relative(y=by * max(thread.size.height - 1, 1), animate=False)

    def action_back(self) -> None:
        """Stop an answer that is under way; else leave, without a revision that was not taken."""
        if self.busy:
            self.workers.cancel_node(self)
            self._doing = ""
            self._say("已停止，这一轮没有记录；您写的话还在下面。")
            return
        with told(self, ReviewError):
            if self.talking.waiting:
                self.talking.leave()
                self.app.notify("没有选“采用”的修改没有用；对话里还能看到。", markup=False)
            self.dismiss(None)

    @on(Reply.Sent)
    async def _sent(self, event: Reply.Sent) -> None:
        event.stop()
        taken = decision_of(event.text) if self.talking.waiting else None
        if taken is not None:
            self.query_one(Reply).write("")
            await self._decide(taken=taken)
        elif event.text:
            self._send(event.text)

    @on(Turned.Typed)
    def _typed(self, event: Turned.Typed) -> None:
        """Let what is typed beside y and n begin the next turn."""
        event.stop()
        reply = self.query_one(Reply)
        reply.insert(event.text)
        reply.focus()
        self._say(_GO_ON)

    @on(Turned.Decided)
    async def _decided(self, event: Turned.Decided) -> None:
        event.stop()
        await self._decide(taken=event.taken)

    async def _decide(self, *, taken: bool) -> None:
        """Take the change that waits, or leave it."""
        if self.busy:
            self._wait()
            return
        with told(self, ReviewError):
            if taken:
                self.talking.take()
            else:
                self.talking.leave()
        await self._show()
        self._focus_next()
        self._say("已采用，成为现在的草稿；返回后逐句决定。" if taken else "没有采用，文字照旧。")

    def _send(self, said: str, *, source: str = "", intent: Intent | None = None) -> None:
        if self.busy:
            self._wait()
        else:
            self.query_one(Reply).write("")
            self._answer(said, source, intent)

    @work(exclusive=True)
    async def _answer(self, said: str, source: str, intent: Intent | None) -> None:
        """Let the words be answered; they come back into the line when that fails."""
        self._since, self._doing = time.monotonic(), "正在想"
        self._tick()
        reply = self.query_one(Reply)
        done = False
        try:
            await self._say_it(said, source, intent)
            done = True
        except (DraftingError, ReviewError, WorkspaceError) as error:
            self._doing = ""
            self._say(f"{error} 您写的话还在下面。")
        finally:
            self._doing = ""
            if not done and not reply.text:
                reply.write(said)
        if done:
            await self._show()
            self._focus_next()

    async def _say_it(self, said: str, source: str, intent: Intent | None) -> None:
        """Say it to the model when there is one; what it may not be told, to the program alone."""
        endpoint = self._endpoint
        if endpoint is not None:
            await model_ready()
        try:
            await self._said(said, endpoint, source, intent)
        except NotAllowedError as error:
            # Only the service of a model can be refused.
            if endpoint is None:
                raise
            own = (f"对话修改  {self.talking.title}", error.carries) if error.carries else None
            if not await may_send(self.app, self.talking.session, endpoint, "draft", own=own):
                endpoint = self._endpoint = None
            await self._said(said, endpoint, source, intent)
        except ClassifiedError as error:
            self._endpoint = None
            self.notify(safe(error), severity="error", timeout=15, markup=False)
            await self._said(said, None, source, intent)

    async def _said(
        self, said: str, endpoint: Endpoint | None, source: str, intent: Intent | None
    ) -> None:
        await self.talking.say(said, endpoint, source=source, intent=intent, on_event=self._heard)

    def _heard(self, event: Event) -> None:
        match event:
            case Chunk(sentence=number, text=text):
                self._doing = f"正在改第 {number + 1} 句：{text}"
            case Waiting(seconds=seconds, why=why):
                self._doing = f"{why}，{seconds:.0f} 秒后再试"
            case Rejected(attempt=attempt, why=why):
                self._doing = f"第 {attempt} 次改写有一句未通过核对：{'；'.join(why)}"
            case FellBack(reason=reason):
                self._doing = f"{reason}，文字保持原样"
        self._tick()

    def _tick(self) -> None:
        """Say what is being done and for how long."""
        if self._doing:
            waited = time.monotonic() - self._since
            self._say(f"{self._doing}（{waited:.0f} 秒，按 Esc 停止）")

    def _wait(self) -> None:
        self.notify("这一轮还没有答完；可以按 Esc 停止。", severity="warning", markup=False)

    async def _show(self) -> None:
        """Show text and conversation as they are now, the last turn in sight."""
        talking = self.talking
        self.query_one("#title", Static).update(Content(f"对话修改  {talking.title}"))
        self.query_one("#text", Static).update(_numbered(talking))
        thread = self.query_one("#thread", VerticalScroll)
        turns = talking.turns
        await thread.remove_children()
        hint = Static(self._lead(), classes="hint", markup=False)
        await thread.mount(hint, *map(Turned, turns))
        if turns:
            last = thread.children[-1]
            self.call_after_refresh(last.scroll_visible, animate=False, top=True)

    def _focus_next(self) -> None:
        """Go to what the person does next: decide, name a source, or say more."""
        if self.talking.waiting:
            self.query(Turned).last().focus(scroll_visible=False)
            self._say(_DECIDE)
        else:
            self.query_one(Reply).focus()
            self._say(_SOURCE if self.talking.thread.awaiting else _READY)

    def _lead(self) -> str:
        if self._endpoint is None:
            return _WITHOUT
        model, host = self._endpoint.model, self._endpoint.host
        return f"模型 {safe(model)}（{safe(host)}）：改写时会发给它您的话，数字、人名、电话先遮住。"

    def _say(self, text: str) -> None:
        self.query_one("#state", Static).update(Content(safe(text)))


def _numbered(talking: Talking) -> Content:
    """Return the text with its sentences numbered, as they are named in the conversation."""
    text = talking.thread.proposal
    state = "修改后的文字，待您决定" if talking.waiting else "现在的草稿"
    lines = [f"{at}. {safe(each.text)}" for at, each in enumerate(text.sentences, start=1)]
    return Content.assemble((f"{state}\n", "bold"), "\n".join(lines))
