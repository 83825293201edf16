"""The whole table as it will be printed, to be scrolled through."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from selfeval_assist.failures import attempt
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.layouts import Layout
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.tui.words.preview import printed


class Preview(Screen[None]):
    """The form in a layout, by default its own; keys scroll."""

    CSS_PATH = "preview.tcss"
    BINDINGS = [
        Binding("escape,ctrl+r,f10", "dismiss(None)", "返回", id="preview.back"),
        Binding("ctrl+c,c", "copy", "复制整表", id="preview.copy"),
    ]

    def __init__(self, form: SelfEvaluation, layout: Layout | None = None) -> None:
        super().__init__()
        self._form, self._layout = form, layout

    def compose(self) -> ComposeResult:
        """A line of explanation, the table, the keys."""
        yield Static("↑↓←→ 翻看；导出的 .xlsx 就是这个版式。Esc 返回", id="lead", markup=False)
        with ScrollableContainer(id="desk"):
            yield Static(
                Content(str(attempt("显示整表", printed, self._form, self._layout))), id="paper"
            )
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Let the keys scroll at once."""
        self.query_one("#desk", ScrollableContainer).focus()

    def action_copy(self) -> None:
        """Copy the picture of the table."""
        with told(self):
            self.app.copy_to_clipboard(printed(self._form, self._layout))
            self.notify("已复制整张表的文字版。", markup=False)
