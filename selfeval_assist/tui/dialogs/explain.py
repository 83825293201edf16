"""An explanation to read."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static


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
