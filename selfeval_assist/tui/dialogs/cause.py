"""The dialogue about a deviation: one question at a time, and the text grows below."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from selfeval_assist.drafting import Endpoint
from selfeval_assist.drafting.cause.dialogue import (
    Question,
    answer,
    next_question,
    questions,
    text_of,
)
from selfeval_assist.drafting.cause.questions import POLISHED
from selfeval_assist.form import paths
from selfeval_assist.review import Proposal
from selfeval_assist.tui.dialogs.cards import Cards
from selfeval_assist.tui.dialogs.polish import NO_MODEL, NOTHING, Polish
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.widgets.card import grown
from selfeval_assist.tui.widgets.reply import Reply
from selfeval_assist.tui.widgets.told import told

_KEYS = "回车 下一问  F3 上一问  F4 跳过  Esc 停下（答过的都已保存）"
_DONE = (
    "问完了，下面是按您的回答写成的文字。逐句决定：a 接受  e 修改  r 不用；"
    "全部决定后写进表里。F3 回到问题，Esc 先不写。"
)


class Cause(Screen[None]):
    """Questions about one deviation; every answer goes into the form at once.

    Args:
        session: the open form.
        row: the indicator row, from 0; None for the budget.
        endpoint: the model of the settings, or None.
    """

    CSS_PATH = "cause.tcss"
    BINDINGS = [
        Binding("f3", "back", "上一问", id="cause.back", priority=True),
        Binding("f4", "skip", "跳过", id="cause.skip", priority=True),
        Binding("f6", "polish", "润色", id="cause.polish", priority=True),
        Binding("escape", "stop", "停下", id="cause.stop"),
    ]

    def __init__(self, session: Session, row: int | None, endpoint: Endpoint | None) -> None:
        super().__init__()
        self.session = session
        self.endpoint = endpoint
        self.row = row
        self.question: Question | None = None
        self._skipped: set[str] = set()
        self._text = ""

    def compose(self) -> ComposeResult:
        """The question with its help, the answer, the text that follows, the keys."""
        yield Static("", id="title", markup=False)
        with Vertical(id="asked"):
            yield Static("", id="question", markup=False)
            yield Static("", id="help", markup=False)
            yield OptionList(id="choices", markup=False, compact=True)
            yield Reply()
            yield Static(_KEYS, id="keys", markup=False)
        with VerticalScroll(id="result", can_focus=False):
            yield Static("", id="text", markup=False)
            yield Cards(self.session)
        yield Footer(show_command_palette=False, compact=True)

    async def on_mount(self) -> None:
        """Begin with the first open question."""
        place = "项目预算" if self.row is None else self._label(f"indicators.{self.row}")
        self.query_one("#title", Static).update(Content(f"偏差问答  {place}"))
        self._text = self._written()
        await self._go_on()

    def _label(self, path: str) -> str:
        return paths.label(self.session.form, path)

    def _all(self) -> tuple[Question, ...]:
        session = self.session
        return questions(session.form, session.sheet, self.row, session.policy)

    def _written(self) -> str:
        session = self.session
        return text_of(session.form, session.sheet, self.row, session.policy)

    async def _go_on(self) -> None:
        """Ask the next open question, or offer the text."""
        session = self.session
        await self._ask(
            next_question(
                session.form,
                session.sheet,
                self.row,
                skipped=self._skipped,
                policy=session.policy,
            )
        )

    async def _ask(self, question: Question | None) -> None:
        """Show a question; without one the text is offered sentence by sentence."""
        self.question = question
        self.refresh_bindings()
        self.query_one("#asked").display = question is not None
        self.query_one(Cards).display = question is None
        if question is None:
            await self._offer()
            return
        self._show_text()
        every = [each.path for each in self._all()]
        number = f"第 {every.index(question.path) + 1} 问，共 {len(every)} 问"
        need = "审核时一般要看" if question.needed else "可以不填"
        self.query_one("#question", Static).update(
            Content.assemble((f"{number}（{need}）\n", "$text-muted"), (question.text, "bold"))
        )
        example = (
            f"\n例如：{question.example}（只是示范，不会写进表里）" if question.example else ""
        )
        self.query_one("#help", Static).update(Content(f"{question.hint}{example}"))
        self._offer_choices(question)
        reply = self.query_one(Reply)
        reply.display = question.free
        reply.write(question.answer)
        if question.free and (question.answer or not question.choices):
            reply.focus()
        else:
            self.query_one("#choices", OptionList).focus()

    def _offer_choices(self, question: Question) -> None:
        options = self.query_one("#choices", OptionList)
        options.clear_options()
        options.display = bool(question.choices)
        labels = [each.label for each in question.choices]
        labels += [] if question.free else ["先跳过"]
        options.add_options(Option(Content(label)) for label in labels)
        values = [each.value for each in question.choices]
        chosen = question.answer in values
        options.highlighted = values.index(question.answer) if chosen else 0 if values else None

    def _show_text(self) -> None:
        """Show the text as it is now, with what the last answer added underlined."""
        new = self._written()
        added = "（下划线是刚加上的）" if new != self._text else ""
        lead = f"按现在的回答可以写成{added}：\n"
        shown = Content.assemble((lead, "bold"), grown(self._text, new))
        self.query_one("#text", Static).update(shown)
        self._text = new

    async def _offer(self) -> None:
        """Put the text up for review; the same text is not proposed twice."""
        fresh = self.session.compose("budget" if self.row is None else "deviation", self.row)
        draft = self.session.proposals.get(fresh.where)
        if draft is None or _sentences(draft) != _sentences(fresh):
            with told(self):
                self.session.propose(fresh)
                draft = fresh
        cards = self.query_one(Cards)
        await cards.show(draft)
        self._tell_what_follows()
        cards.begin()

    @on(Cards.Settled)
    def _tell_what_follows(self) -> None:
        """Say how to decide, and what the last decision does to the text in the form."""
        cards = self.query_one(Cards)
        warning = cards.warning(cards.proposal) if cards.proposal else ""
        self.query_one("#text", Static).update(Content(f"{_DONE}\n{warning}".strip()))

    @on(OptionList.OptionSelected, "#choices")
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        question = self.question
        if question is None:
            return
        if event.option_index >= len(question.choices):
            await self.action_skip()
        elif question.free:
            reply = self.query_one(Reply)
            reply.write(question.choices[event.option_index].value)
            reply.focus()
        else:
            await self._answer(question, question.choices[event.option_index].value)

    @on(Reply.Sent)
    async def _sent(self, event: Reply.Sent) -> None:
        event.stop()
        if self.question:
            await self._answer(self.question, event.text)

    async def _answer(self, question: Question, said: str) -> None:
        """Put an answer into the form and go on; a blank one takes the old answer back."""
        self._put(question, said)
        # What is still too vague is asked about once more, not again and again.
        again = bool(question.answer) and not question.settled
        if not said or said == question.answer or again:
            self._skipped.add(question.path)
        await self._go_on()

    def _put(self, question: Question, said: str) -> None:
        if said == question.answer:
            return
        with told(self, ValueError):
            form = answer(self.session.form, question, said)
            self.session.put(question.path, paths.get(form, question.path))
            self.session.save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A question can only be skipped while one is asked; some answers can be polished."""
        if action == "polish":
            return self.question is not None and self.question.step in POLISHED
        return action != "skip" or self.question is not None

    def action_polish(self) -> None:
        """Let a model smooth the words of the present answer."""
        question = self.question
        if question is None:
            return
        self._keep_typed()
        if not paths.text(self.session.form, question.path).strip():
            self.notify(NOTHING, markup=False)
        elif self.endpoint is None:
            self.notify(NO_MODEL, markup=False)
        else:
            self.app.push_screen(Polish(self.session, self.endpoint, question.path), self._polished)

    async def _polished(self, taken: bool | None) -> None:
        """Show the answer as it stands now."""
        if taken and self.question:
            path = self.question.path
            await self._ask(next(each for each in self._all() if each.path == path))

    async def action_back(self) -> None:
        """Ask the question before; its answer can be changed."""
        every = self._all()
        at = len(every)
        if self.question:
            self._keep_typed()
            at = [each.path for each in every].index(self.question.path)
        if at:
            self._skipped.discard(every[at - 1].path)
            await self._ask(self._all()[at - 1])
        else:
            self.notify("这是第一问。", markup=False)

    async def action_skip(self) -> None:
        """Leave a question as it is and go on."""
        if self.question:
            self._skipped.add(self.question.path)
            await self._go_on()

    def action_stop(self) -> None:
        """Leave; what was answered or is written in the line stays."""
        self._keep_typed()
        self.dismiss(None)

    def _keep_typed(self) -> None:
        question, typed = self.question, self.query_one(Reply).text.strip()
        if question and question.free and typed:
            self._put(question, typed)


def _sentences(proposal: Proposal) -> list[str]:
    return [each.text for each in proposal.sentences]
