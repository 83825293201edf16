"""A fact that the form does not hold, and where it is written; both are asked for."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from selfeval_assist.tui.widgets.field import Line


class Fact(ModalScreen[tuple[str, str] | None]):
    """Two lines; returns the fact and its source.

    Args:
        text: the fact, when it has been said already.
    """

    CSS_PATH = "fact.tcss"
    BINDINGS = [
        Binding("escape", "dismiss(None)", "返回"),
        Binding("ctrl+s", "take", "确定", priority=True),
    ]

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The two questions and the buttons."""
        with Vertical(id="fact"):
            yield Static("补充表里没有的事实，将记为您的说明，并注明出处。", markup=False)
            yield Static("内容（如：12月20日通过竣工验收）", classes="title", markup=False)
            yield Line()
            yield Static("依据（哪份材料：名称、文号或日期）", classes="title", markup=False)
            yield Line()
            with Horizontal(classes="buttons"):
                yield Button("返回", id="no")
                yield Button("记下 Ctrl+S", id="yes", variant="primary")

    def on_mount(self) -> None:
        """Begin at what is missing."""
        first, source = self.query(Line)
        first.load_text(self._text)
        (source if self._text else first).focus()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self.action_take()
        else:
            self.dismiss(None)

    def action_take(self) -> None:
        """Return both, unless one is missing."""
        text, source = (each.text.strip() for each in self.query(Line))
        if text and source:
            self.dismiss((text, source))
        else:
            missing = "出处" if text else "内容"
            self.notify(
                f"请写明{missing}；有了出处才能写进正文。", severity="warning", markup=False
            )
