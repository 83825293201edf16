"""A question with two answers, and a text to read."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from selfeval_assist.tui.widgets.buttons import Buttons


class Confirm(ModalScreen[bool | None]):
    """A question that is answered yes or no.

    Args:
        question: what is asked.
        yes: what the one button says.
        no: what the other says, which is harmless.
        undoable: whether yes can be taken back, so that Enter may mean it at once.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [Binding("escape", "dismiss(None)", "返回")]

    def __init__(
        self, question: str, yes: str = "确定", no: str = "返回", *, undoable: bool = False
    ) -> None:
        super().__init__()
        self._question = question
        self._labels = (yes, no)
        self._first = "#yes" if undoable else "#no"

    def compose(self) -> ComposeResult:
        """The question and two buttons; the harmless one comes first."""
        with Vertical(classes="box"):
            yield Static(self._question, markup=False)
            with Buttons():
                yield Button(self._labels[1], id="no")
                yield Button(self._labels[0], id="yes")

    def on_mount(self) -> None:
        """Begin at what Enter may do."""
        self.query_one(self._first).focus()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")


class Explain(ModalScreen[None]):
    """An explanation to read."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [
        Binding("escape", "dismiss(None)", "返回"),
        Binding("f1", "dismiss(None)", "返回", show=False),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The text, scrollable."""
        with VerticalScroll(classes="box"):
            yield Static(self._text, markup=False)
            yield Static("按 Esc 返回", classes="hint", markup=False)
