"""A text that a person writes, changes or pastes."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from selfeval_assist.tui.dialogs.taking import Taking
from selfeval_assist.tui.widgets.field import Editor


class Write(Taking[str]):
    """A text that a person writes or changes; Enter takes it."""

    CSS_PATH = "dialogs.tcss"

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The title, the text and the buttons."""
        with Vertical(classes="box"):
            yield Static(self._title, markup=False)
            yield Editor()
            yield from self.buttons("确定")

    def on_mount(self) -> None:
        """Put the cursor behind the text."""
        area = self.query_one(Editor)
        area.load_text(self._text)
        area.focus()
        area.move_cursor(area.document.end)

    def action_take(self) -> None:
        """Return the text, unless there is none."""
        text = self.query_one(Editor).text.strip()
        if text:
            self.dismiss(text)
        else:
            self.notify("请先填写内容。", severity="warning", markup=False)


class Paste(Write):
    """A table that is pasted from a sheet or a web page; its tabs and lines stay as they are."""

    ENTER = False

    def action_take(self) -> None:
        """Return what was pasted, unless it is blank."""
        text = self.query_one(Editor).text
        if text.strip():
            self.dismiss(text)
        else:
            self.notify("请先粘贴表格。", severity="warning", markup=False)
