"""Step 7: drafting a text, talking about it, and deciding about it sentence by sentence."""

from collections.abc import Iterable

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from selfeval_assist.drafting import DraftingError, Endpoint, Event, draft
from selfeval_assist.drafting.interview import questions, with_answer
from selfeval_assist.drafting.texts import kind_of, tasks_of
from selfeval_assist.failures import Failure, attempt, failure
from selfeval_assist.form import paths
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Action, Proposal, Task
from selfeval_assist.tui.commands import Command
from selfeval_assist.tui.dialogs.cards import Cards
from selfeval_assist.tui.dialogs.confirm import Confirm, Explain
from selfeval_assist.tui.dialogs.consent import may_send
from selfeval_assist.tui.dialogs.talk import Talk
from selfeval_assist.tui.dialogs.write import Write
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.state.drafted import name_of
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.state.talking import restore, talk_about, work_in
from selfeval_assist.tui.terminal.loading import model_ready
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.told import put, told
from selfeval_assist.tui.words.drafting import in_list, in_words, redraft_question, sent
from selfeval_assist.workspace import WorkspaceError

_HINT = (
    "逐句决定：a 接受  e 修改  r 不用；没有“全部接受”。\nF7 对话修改  d 重拟  s 看发给模型的内容"
)


class Drafts(Part):
    """The list of texts, the drafted sentences as cards, and what would change in the form."""

    # What is going on stays in sight while the cards are scrolled.
    DEFAULT_CSS = """
    #jobs { height: auto; max-height: 8; border: none; }
    #state { dock: top; height: auto; background: $background; color: $text-accent; }
    """
    BINDINGS = [
        # Beside the keys of a card the footer has no room for these at 80 columns.
        Binding("f7", "talk", "对话", id="draft.talk", priority=True, show=False),
        Binding("d", "draft", "重拟", id="draft.again", show=False),
        Binding("s", "sent", "发送内容", id="draft.sent", show=False),
        Binding("escape", "stop", "停止起草", id="draft.stop", show=False),
    ]

    def __init__(self, session: Session, endpoint: Endpoint | None) -> None:
        super().__init__(session, endpoint)
        self._jobs: list[tuple[Task, int | None, str]] = []
        self._failures: dict[str, str] = {}
        """Why the last draft of a text is not the model's, by the text's path."""

    def compose(self) -> ComposeResult:
        """The list, the state of a running draft, and the cards."""
        yield OptionList(id="jobs", markup=False, compact=True)
        yield Static("", id="state", markup=False)
        yield Cards(self.session)

    def on_mount(self) -> None:
        """Fill the list."""
        with told(self):
            restore(self.session)
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
        if not self._drafting:
            self._say(self._hint(self._proposal()))

    @property
    def progress(self) -> str:
        """How many drafts still wait for decisions."""
        drafts = [self.session.proposals.get(where) for _, _, where in self._wanted()]
        left = sum(bool(draft and self.session.open_sentences(draft)) for draft in drafts)
        return f"待{left}" if left else ""

    def reveal(self, path: str) -> bool:
        """Texts have their fields elsewhere."""
        return False

    def commands(self) -> Iterable[Command]:
        """Offer what can be done with the chosen text."""
        return (
            ("起草这段文字", "F8", self.action_draft),
            ("对话修改", "F7  说一说要怎么改", self.action_talk),
            ("说说做了什么", "回答两三个问题，写目标和完成情况时用", self.action_interview),
            ("看发送内容", "s  发给模型的是什么", self.action_sent),
        )

    def copied(self) -> tuple[str, str] | None:
        """Return the focused sentence, or the text as it stands in the form."""
        if found := self.query_one(Cards).focused_text:
            return found
        job = self._job()
        if job is None:
            return None
        return paths.label(self.session.form, job[2]), paths.text(self.session.form, job[2])

    @on(OptionList.OptionHighlighted)
    async def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        await self.show_cards()

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_draft()

    async def settle(self, proposal: Proposal, index: int, action: Action, text: str = "") -> None:
        """Store a decision about a sentence of the shown draft."""
        await self.query_one(Cards).settle(proposal, index, action, text)

    def action_draft(self) -> None:
        """Draft the chosen text; where that throws work away, ask first."""

        def answered(yes: bool | None) -> None:
            if yes:
                self._begin()

        with told(self):
            work = work_in(self.session, self._proposal())
            if any(work):
                question = redraft_question(*work)
                self.app.push_screen(Confirm(question, "重新起草", "保留草稿"), answered)
            else:
                self._begin()

    def _begin(self) -> None:
        """Draft the chosen text: with the model when there is one, else with the composer."""
        job = self._job()
        if job is None:
            return
        task, row, _ = job
        if self.endpoint is None:
            self._receive(attempt("起草", self.session.compose, task, row))
        else:
            self._ask(task, row)

    def action_talk(self) -> None:
        """Talk about the chosen text; where there is no draft yet, the program's is the first."""
        job = self._job()
        if job is None or self._drafting:
            return
        with told(self):
            talking = talk_about(self.session, job[0], job[1])
            if talking is None:
                self._say("这一处没有需要写的内容。")
            else:
                self.app.push_screen(Talk(talking, self.endpoint), self._talked)

    async def _talked(self, _nothing: None) -> None:
        await self._focus_cards()

    def action_interview(self) -> None:
        """Ask what was done for the chosen text, one short answer at a time."""
        job = self._job()
        open_ = questions(job[0], self.session.form) if job else ()
        if not open_:
            self._say("这段文字没有要问的；原因和措施在“偏差”一步里问。")
            return
        question = open_[0]

        def answered(text: str | None) -> None:
            if text:
                form = with_answer(self.session.form, question, text, self.session.person)
                self.session.put("sources", form.sources)
                self.action_interview()

        asked = f"{question.text}\n例如：{question.example}"
        self.app.push_screen(Write(asked), answered)

    def action_sent(self) -> None:
        """Show what the draft's requests carried, or what a request would carry."""
        job = self._job()
        if job is None:
            return
        try:
            text = sent(self.session, self._proposal(), self.endpoint, job[0], job[1])
        except DraftingError as error:
            text = str(error)
        self.app.push_screen(Explain(safe(text)))

    @property
    def _drafting(self) -> bool:
        return any(each.node is self and each.is_running for each in self.workers)

    def action_stop(self) -> None:
        """Stop a running draft; nothing of it is kept."""
        if self._drafting:
            self.workers.cancel_node(self)
            self._say("已停止起草。")

    @work(exclusive=True)
    async def _ask(self, task: Task, row: int | None) -> None:
        """Let the model word the text, once the person has allowed what goes out."""
        endpoint, form, sheet = self.endpoint, self.session.scored_form, self.session.sheet
        if endpoint is None:
            return
        allowed = False
        with told(self, DraftingError):
            allowed = await may_send(self.app, self.session, endpoint, "draft", (task, row))
        if not allowed:
            return
        self._say(f"正在连接 {endpoint.model}（{endpoint.host}）…按 Esc 停止。")
        await model_ready()
        try:
            proposal = await draft(
                task,
                form,
                sheet,
                endpoint,
                row=row,
                consent=self.session.leave,
                on_event=self._heard,
            )
        except DraftingError as error:
            self._say(safe(error))
            self._receive(attempt("起草", self.session.compose, task, row), instead=str(error))
        except Exception as error:
            self._receive(failure("起草", error))
        else:
            self._receive(proposal)

    def _heard(self, event: Event) -> None:
        if words := in_words(event):
            self._say(words)

    def _receive(self, proposal: Proposal | Failure, *, instead: str = "") -> None:
        """Keep a draft; ``instead`` says why it is the program's and not the model's."""
        if isinstance(proposal, Failure):
            self._say(str(proposal))
            return
        self._failures.pop(proposal.where, None)
        if instead:
            self._failures[proposal.where] = f"{instead} 下面是程序拟的稿。"
        if not proposal.sentences:
            self._say("这一处没有需要写的内容。")
            return
        try:
            self.session.propose(proposal)
        except WorkspaceError as error:
            self._say(str(error))
            return
        self._say(self._hint(proposal))
        self.call_later(self._focus_cards)

    async def _focus_cards(self) -> None:
        await self.show_cards()
        self.query_one(Cards).begin()

    async def show_cards(self) -> None:
        """Show the sentences of the chosen text's draft and what they would change."""
        proposal = self._proposal()
        await self.query_one(Cards).show(proposal)
        if not self._drafting:
            self._say(self._hint(proposal))

    def _hint(self, proposal: Proposal | None) -> str:
        """Return what can be done with a draft, after what went wrong with it."""
        if proposal is None:
            return "按 F8 起草这段文字；按 F7 边谈边写。"
        failed = self._failures.get(proposal.where, "")
        if not failed and (why := proposal.generation.fallback):
            failed = f"没有采用模型的：{why}；这些句子由程序拟写。"
        warning = self.query_one(Cards).warning(proposal)
        return "\n".join(filter(None, (failed, warning, _HINT)))

    def _wanted(self) -> list[tuple[Task, int | None, str]]:
        """Return the texts that the form can use now: task, row and path."""
        found: list[tuple[Task, int | None, str]] = []
        form = self.session.scored_form
        for task in tasks_of(form, policy_for(form)):
            kind = kind_of(task)
            rows = self.session.deviating if kind.by_row else (None,)
            found += [(task, row, kind.where.format(row=row)) for row in rows]
        return found

    def _job(self) -> tuple[Task, int | None, str] | None:
        """Return the chosen text."""
        at = self.query_one("#jobs", OptionList).highlighted
        return self._jobs[at] if at is not None and at < len(self._jobs) else None

    def _proposal(self) -> Proposal | None:
        job = self._job()
        return self.session.proposals.get(job[2]) if job else None

    def _label(self, task: Task, row: int | None, where: str) -> Content:
        proposal = self.session.proposals.get(where)
        waiting = len(self.session.open_sentences(proposal)) if proposal else None
        return Content(in_list(name_of(self.session.form, task, row), waiting))

    def _say(self, text: str) -> None:
        job = self._job()
        # The list scrolls away on a small screen, and with it the name of what is shown below.
        name = f"{safe(name_of(self.session.form, job[0], job[1]))}\n" if job else ""
        put(self.query_one("#state", Static), Content.assemble((name, "bold"), safe(text)))
