"""A fact that the form does not hold, and where it is written; both are asked for."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from selfeval_assist.tui.dialogs.taking import Taking
from selfeval_assist.tui.widgets.field import Line


class Fact(Taking[tuple[str, str]]):
    """Two lines; returns the fact and its source.

    Args:
        text: the fact, when it has been said already.
    """

    CSS_PATH = "fact.tcss"

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The two questions and the buttons."""
        with Vertical(id="fact"):
            yield Static("补充表里没有的事实，将记为您的说明，并注明依据。", markup=False)
            yield Static("内容（如：12月20日通过竣工验收）", classes="title", markup=False)
            yield Line()
            yield Static("依据（哪份材料：名称、文号或日期）", classes="title", markup=False)
            yield Line()
            yield from self.buttons("记下")

    def on_mount(self) -> None:
        """Begin at what is missing."""
        first, source = self.query(Line)
        first.load_text(self._text)
        (source if self._text else first).focus()

    def action_enter(self) -> None:
        """Go on from the first line; take both in the second."""
        first, source = self.query(Line)
        if first.has_focus:
            source.focus()
        else:
            self.action_take()

    def action_take(self) -> None:
        """Return both, unless one is missing."""
        text, source = (each.text.strip() for each in self.query(Line))
        if text and source:
            self.dismiss((text, source))
        else:
            missing = "依据" if text else "内容"
            self.notify(
                f"请写明{missing}；有了依据才能写进正文。", severity="warning", markup=False
            )
