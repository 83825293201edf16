"""Step 5: why rows and budget departed from plan; the person states it, the text follows."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from selfeval_assist.drafting import Endpoint
from selfeval_assist.drafting.cause.dialogue import situation_of
from selfeval_assist.drafting.cause.questions import POLISHED
from selfeval_assist.form import Deviation, SelfEvaluation, paths
from selfeval_assist.form.text import PENDING_MARK
from selfeval_assist.review import Sentence
from selfeval_assist.tui.commands import Command
from selfeval_assist.tui.dialogs.cause import Cause
from selfeval_assist.tui.dialogs.polish import NO_MODEL, NOTHING, Polish
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.widgets.field import Field
from selfeval_assist.tui.widgets.told import put

_BUDGET = "funds.deviation"
_SHORT = ("category", "owner", "deadline")
_SETTLED = "已说明"
_LONG = ("cause", "effect", "measure", "text")


class Deviations(Part):
    """What needs an explanation, the dialogue for one of them, and the text that would follow."""

    DEFAULT_CSS = """
    #places { height: auto; max-height: 8; border: none; }
    #preview { height: auto; border-top: solid $panel; color: $text-muted; }
    #dialogue { height: auto; margin-top: 1; }
    """

    BINDINGS = [
        Binding("f7", "ask", "问答", id="deviation.ask", priority=True),
        Binding("f6", "polish", "润色", id="deviation.polish", priority=True, show=False),
    ]

    def __init__(self, session: Session, endpoint: Endpoint | None) -> None:
        super().__init__(session, endpoint)
        self._places: list[str] = []
        self._place = ""
        self._form = session.form
        self._sentences: dict[str, tuple[Sentence, ...]] = {}
        """What follows from ``_form`` at each place: asked for several times at every key."""

    def compose(self) -> ComposeResult:
        """The list, the fields of the dialogue, and the preview."""
        yield Static("", id="lead", markup=False)
        yield OptionList(id="places", markup=False, compact=True)
        yield Static("", id="preview", markup=False)
        yield Vertical(id="dialogue")

    def on_mount(self) -> None:
        """Fill the list."""
        self.follow()

    def start(self) -> None:
        """Begin at the list."""
        self.query_one("#places", OptionList).focus()

    def follow(self) -> None:
        """Show what needs an explanation now, and the preview of the chosen one."""
        places = self._needed()
        options = self.query_one("#places", OptionList)
        if places != self._places:
            self._places = places
            options.clear_options()
            options.add_options(Option(self._label(place)) for place in places)
            if places:
                options.highlighted = places.index(self._place) if self._place in places else 0
        else:
            for index, place in enumerate(places):
                options.replace_option_prompt_at_index(index, self._label(place))
        lead = "需要说明原因：F7 问答，回车自己填，F6 润色；程序不代拟。"
        lead = lead if places else "没有需要说明的偏差。"
        put(self.query_one("#lead", Static), Content(lead))
        if self._place not in places:
            self._choose(places[0] if places else "")
        super().follow()
        self._preview()

    @property
    def progress(self) -> str:
        """How many places still wait for a reason, or for what else the text needs."""
        places = self._needed()
        left = sum(self._state(place) != _SETTLED for place in places)
        return f"待{left}" if left else "已填" if places else "无"

    def reveal(self, path: str) -> bool:
        """Open the dialogue to which a path belongs, also one that was not needed before."""
        self.follow()
        for index, place in enumerate(self._places):
            if path == place or path.startswith(f"{place}."):
                self._choose(place)
                self.query_one("#places", OptionList).highlighted = index
                self.call_after_refresh(super().reveal, path)
                return True
        return False

    def commands(self) -> Iterable[Command]:
        """Offer the dialogue."""
        return (
            ("偏差问答", "F7  一问一答写清原因和措施", self.action_ask),
            ("润色原因", "F6  请模型理顺您写的原因、影响或措施，由您采用", self.action_polish),
        )

    def action_ask(self) -> None:
        """Ask about the chosen deviation, one question after the other."""
        session, row = self.session, self._row
        if not self._place or not situation_of(session.form, session.sheet, row, session.policy):
            self.notify("这一处现在没有需要说明的偏差。", markup=False)
            return
        self.app.push_screen(Cause(session, row, self.endpoint))

    def action_polish(self) -> None:
        """Let a model smooth what is written in the field in hand, by itself the cause."""
        focused = (each.path for each in self.query(Field) if each.has_focus_within)
        own = next((path for path in focused if path.rpartition(".")[2] in POLISHED), "")
        where = own or f"{self._place}.cause"
        if not self._place or not paths.text(self.session.form, where).strip():
            self.notify(NOTHING, markup=False)
        elif self.endpoint is None:
            self.notify(NO_MODEL, markup=False)
        else:
            self.app.push_screen(Polish(self.session, self.endpoint, where))

    @property
    def _row(self) -> int | None:
        """The indicator row of the chosen place; None for the budget."""
        return _row(self._place)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._choose(self._places[event.option_index])

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        super().reveal(f"{self._place}.category")

    def _needed(self) -> list[str]:
        """Return where a reason is needed, or something was written already."""
        form = self.session.form
        rows = range(len(form.indicators))
        needed = set(self.session.deviating)
        places = [
            f"indicators.{row}.deviation"
            for row in rows
            if row in needed or form.indicators[row].deviation != Deviation()
        ]
        if form.funds.deviation != Deviation() or self.session.budget_deviates:
            places.insert(0, _BUDGET)
        return places

    def _label(self, place: str) -> Content:
        name = (
            "项目预算"
            if place == _BUDGET
            else paths.label(self.session.form, ".".join(place.split(".")[:2]))
        )
        return Content(f"［{self._state(place)}］{name}")

    def _state(self, place: str) -> str:
        """Return whether a place is explained, lacks something yet, or waits altogether."""
        deviation: Deviation = paths.get(self.session.form, place)
        if not deviation.stated:
            return "待说明"
        text = deviation.text.strip()
        if text and PENDING_MARK not in text:
            return _SETTLED
        return "待补充" if any(each.pending for each in self._composed(place)) else _SETTLED

    def _composed(self, place: str) -> tuple[Sentence, ...]:
        """Return the sentences that follow from what stands at a place."""
        if self._form is not self.session.form:
            self._form, self._sentences = self.session.form, {}
        if place not in self._sentences:
            row = _row(place)
            proposal = self.session.compose("budget" if row is None else "deviation", row)
            self._sentences[place] = proposal.sentences
        return self._sentences[place]

    def _choose(self, place: str) -> None:
        if place == self._place:
            return
        self._place = place
        dialogue = self.query_one("#dialogue", Vertical)
        fields = list(dialogue.query(Field))
        if not place:
            dialogue.remove_children()
        elif fields:
            for field, name in zip(fields, _SHORT + _LONG, strict=True):
                field.retarget(f"{place}.{name}", self.session.form)
        else:
            form = self.session.form
            dialogue.mount(
                Grid(*(_field(place, name, form) for name in _SHORT), classes="cells"),
                *(_field(place, name, form) for name in _LONG),
            )
        self._preview()

    def _preview(self) -> None:
        text = ""
        if self._place:
            words = "".join(sentence.text for sentence in self._composed(self._place))
            text = f"按现在的内容可以写成：{words}" if words else "这一处没有需要写的内容。"
        put(self.query_one("#preview", Static), Content(text))


def _row(place: str) -> int | None:
    parts = place.split(".")
    return int(parts[1]) if parts[0] == "indicators" else None


def _field(place: str, name: str, form: SelfEvaluation) -> Field:
    title = Deviation.model_fields[name].title or name
    if name == "text":
        title += "（写进表格的文字，可由 F8 起草）"
    return Field(f"{place}.{name}", form, title=title)
