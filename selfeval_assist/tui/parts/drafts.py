"""Step 7: drafting a text and deciding about it sentence by sentence."""

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from selfeval_assist.drafting import (
    Chunk,
    DraftingError,
    Endpoint,
    Event,
    FellBack,
    Rejected,
    Waiting,
    draft,
)
from selfeval_assist.drafting.connection.warm import warm
from selfeval_assist.form import paths
from selfeval_assist.review import (
    TASK_TITLES,
    Action,
    Proposal,
    ReviewError,
    Task,
    assemble,
    diff,
)
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.safe import safe
from selfeval_assist.tui.session import Session
from selfeval_assist.tui.widgets.card import Card
from selfeval_assist.workspace import WorkspaceError

_STYLES = {"equal": "", "insert": "$text-success underline", "delete": "$text-error strike"}


class Drafts(Part):
    """The list of texts, the drafted sentences as cards, and what would change in the form."""

    TITLE = "起草与审阅"
    BINDINGS = [
        Binding("d", "draft", "重拟", id="draft.again", show=False),
        Binding("escape", "stop", "停止起草", id="draft.stop", show=False),
    ]

    class Consent(Message):
        """A draft would leave this machine, and nobody has allowed the endpoint yet."""

        def __init__(self, endpoint: Endpoint) -> None:
            super().__init__()
            self.endpoint = endpoint

    class Edit(Message):
        """A person wants to change a sentence in their own words."""

        def __init__(self, proposal: Proposal, sentence: int, text: str) -> None:
            super().__init__()
            self.proposal = proposal
            self.sentence = sentence
            self.text = text

    def __init__(self, session: Session, endpoint: Endpoint | None) -> None:
        super().__init__(session)
        self._endpoint = endpoint
        self._jobs: list[tuple[Task, int | None, str]] = []
        self._carded = ""

    def compose(self) -> ComposeResult:
        """The list, the state of a running draft, the cards, and the difference."""
        yield OptionList(id="jobs", markup=False, compact=True)
        yield Static("", id="state", markup=False)
        yield Vertical(id="cards")
        yield Static("", id="difference", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.follow()

    def start(self) -> None:
        """Begin at the list."""
        self.query_one("#jobs", OptionList).focus()

    def follow(self) -> None:
        """Show the texts that the form can use now."""
        jobs = self._wanted()
        options = self.query_one("#jobs", OptionList)
        if jobs != self._jobs:
            self._jobs = jobs
            options.clear_options()
            options.add_options(Option(self._label(*job)) for job in jobs)
            options.highlighted = 0
        else:
            for index, job in enumerate(jobs):
                options.replace_option_prompt_at_index(index, self._label(*job))

    @property
    def progress(self) -> str:
        """How many drafts still wait for decisions."""
        drafts = [self.session.proposals.get(where) for _, _, where in self._wanted()]
        left = sum(bool(draft and self.session.open_sentences(draft)) for draft in drafts)
        return f"待{left}" if left else ""

    def reveal(self, path: str) -> bool:
        """Texts have their fields elsewhere."""
        return False

    def copied(self) -> tuple[str, str] | None:
        """Return the focused sentence, or the text as it stands in the form."""
        at = self.query_one("#jobs", OptionList).highlighted
        if at is None:
            return None
        proposal, where = self._proposal(), self._jobs[at][2]
        for card in self.query(Card):
            if card.has_focus and proposal:
                made = self.session.decisions_on(proposal).get(card.index)
                text = made.text if made and made.text else proposal.sentences[card.index].text
                return f"第 {card.index + 1} 句", text
        return paths.label(self.session.form, where), paths.text(self.session.form, where)

    @on(OptionList.OptionHighlighted)
    async def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        await self.show_cards()

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_draft()

    @on(Card.Decided)
    async def _decided(self, event: Card.Decided) -> None:
        event.stop()
        proposal = self._proposal()
        if proposal is None:
            return
        if event.action is Action.EDIT:
            made = self.session.decisions_on(proposal).get(event.index)
            text = made.text if made and made.text else proposal.sentences[event.index].text
            self.post_message(self.Edit(proposal, event.index, text))
        else:
            await self.settle(proposal, event.index, event.action)

    async def settle(self, proposal: Proposal, index: int, action: Action, text: str = "") -> None:
        """Store a decision and show the cards anew, with the next sentence in focus."""
        try:
            self.session.decide(proposal, index, action, text)
        except (ReviewError, WorkspaceError) as error:
            self.notify(safe(error), severity="error", timeout=15, markup=False)
            return
        await self.show_cards()
        cards = list(self.query(Card))
        waiting = self.session.open_sentences(proposal)
        if waiting:
            cards[min((i for i in waiting if i > index), default=waiting[0])].focus()
        elif cards:
            cards[index].focus()
            self.notify("这段文字已逐句决定，接受的内容已写入表中。", markup=False)

    def action_draft(self) -> None:
        """Draft the chosen text: with the model when there is one, else with the composer."""
        at = self.query_one("#jobs", OptionList).highlighted
        if at is None:
            return
        task, row, _ = self._jobs[at]
        if self._endpoint is None:
            self._receive(self.session.compose(task, row))
        elif not self.session.allowed(self._endpoint):
            self.post_message(self.Consent(self._endpoint))
        else:
            self._ask(task, row)

    def action_stop(self) -> None:
        """Stop a running draft; nothing of it is kept."""
        if self.workers:
            self.workers.cancel_node(self)
            self._say("已停止起草。")

    @work(exclusive=True)
    async def _ask(self, task: Task, row: int | None) -> None:
        """Let the model word the text; what it sends is shown while it arrives."""
        endpoint, form, sheet = self._endpoint, self.session.scored_form, self.session.sheet
        if endpoint is None:
            return
        self._say(f"正在连接 {endpoint.model}（{endpoint.host}）…按 Esc 停止。")
        await warm()
        try:
            proposal = await draft(
                task,
                form,
                sheet,
                endpoint,
                row=row,
                consent=self.session.allowed,
                on_event=self._heard,
            )
        except DraftingError as error:
            self._say(str(error))
            proposal = self.session.compose(task, row)
        self._receive(proposal)

    def _heard(self, event: Event) -> None:
        match event:
            case Chunk(sentence=number, text=text):
                self._say(f"正在写第 {number + 1} 句：{text}")
            case Waiting(seconds=seconds, why=why):
                self._say(f"{why}，{seconds:.0f} 秒后再试。按 Esc 停止。")
            case Rejected(attempt=attempt, violations=violations):
                reasons = "；".join(violation.message for violation in violations)
                self._say(f"第 {attempt} 次拟稿未通过校验：{reasons}")
            case FellBack(reason=reason):
                self._say(f"{reason}，这一句改用程序拟稿。")

    def _receive(self, proposal: Proposal) -> None:
        if not proposal.sentences:
            self._say("这一处没有需要写的内容。")
            return
        try:
            self.session.propose(proposal)
        except WorkspaceError as error:
            self._say(str(error))
            return
        self._say("逐句决定：a 接受  e 修改  r 不用；d 重拟。没有“全部接受”。")
        self.call_later(self._focus_cards)

    async def _focus_cards(self) -> None:
        await self.show_cards()
        if cards := self.query(Card):
            cards.first().focus()

    async def show_cards(self) -> None:
        """Show the sentences of the chosen text's draft and what they would change."""
        box, proposal = self.query_one("#cards", Vertical), self._proposal()
        drafted = proposal.id if proposal else ""
        if drafted != self._carded:
            self._carded = drafted
            await box.remove_children()
            if proposal:
                await box.mount(*map(Card, range(len(proposal.sentences))))
        if proposal is None:
            self._say("按 F8 起草这段文字。")
            self.query_one("#difference", Static).update(Content(""))
            return
        made = self.session.decisions_on(proposal)
        for card in box.query(Card):
            sentence = proposal.sentences[card.index]
            card.show(sentence, self.session.form, made.get(card.index))
        self.query_one("#difference", Static).update(self._difference(proposal))

    def _difference(self, proposal: Proposal) -> Content:
        now = paths.text(self.session.form, proposal.where)
        new = assemble(proposal, self.session.decisions)
        if not new or new == now:
            return Content("")
        changes = [(change.text, _STYLES[change.kind]) for change in diff(now, new)]
        return Content.assemble(("与表中现有文字的差别（逐句决定完后写入）：\n", "bold"), *changes)

    def _wanted(self) -> list[tuple[Task, int | None, str]]:
        """Return the texts that the form can use now: task, row and path."""
        rows = self.session.deviating
        return [
            ("planned", None, "goal.planned"),
            ("actual", None, "goal.actual"),
            ("budget", None, "funds.deviation.text"),
            *(("deviation", row, f"indicators.{row}.deviation.text") for row in rows),
        ]

    def _proposal(self) -> Proposal | None:
        at = self.query_one("#jobs", OptionList).highlighted
        if at is None or at >= len(self._jobs):
            return None
        return self.session.proposals.get(self._jobs[at][2])

    def _label(self, task: Task, row: int | None, where: str) -> Content:
        name = TASK_TITLES[task]
        if row is not None:
            name = paths.label(self.session.form, f"indicators.{row}") + "偏差说明"
        proposal = self.session.proposals.get(where)
        state = "未起草"
        if proposal:
            waiting = len(self.session.open_sentences(proposal))
            state = f"还有 {waiting} 句待定" if waiting else "已审阅"
        return Content(f"［{state}］{name}")

    def _say(self, text: str) -> None:
        self.query_one("#state", Static).update(Content(safe(text)))
