"""The line in which a person answers or asks; it grows with the text, and Enter sends it."""

from textual.binding import Binding
from textual.message import Message

from selfeval_assist.tui.widgets.field import Line


class Reply(Line):
    """An editor for one answer."""

    DEFAULT_CSS = """
    Reply {
        height: auto; min-height: 1; max-height: 5; border: none; padding: 0 1;
        background: $surface;
    }
    Reply:focus { background: $boost; }
    """
    BINDINGS = [Binding("enter", "next", "回答", priority=True)]

    class Sent(Message):
        """Enter was pressed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def action_next(self) -> None:
        """Hand over what was written."""
        self.post_message(self.Sent(self.text.strip()))

    def write(self, text: str) -> None:
        """Put a text into the editor with the cursor behind it."""
        self.load_text(text)
        self.move_cursor(self.document.end)
