"""The buttons below a question: arrows move between them, and what Enter does is coloured."""

from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button

TAKEN = "taken"
"""The class of a button that Enter presses while the cursor is in the text above it."""


class Buttons(Horizontal):
    """A line of buttons."""

    DEFAULT_CSS = """
    Buttons { height: auto; align-horizontal: right; margin-top: 1; }
    Buttons Button { margin-left: 2; }
    Buttons Button:focus { background: $primary; color: $button-color-foreground; }
    Buttons .taken { background: $primary; color: $button-color-foreground; }
    Buttons:focus-within .taken:blur { background: $surface; color: $foreground; }
    """
    BINDINGS = [
        Binding("left,up", "move(-1)", "上一个", show=False),
        Binding("right,down", "move(1)", "下一个", show=False),
    ]

    def action_move(self, by: int) -> None:
        """Move to the button beside, and stay at the ends."""
        buttons = list(self.query(Button))
        at = next(number for number, each in enumerate(buttons) if each.has_focus) + by
        buttons[max(0, min(at, len(buttons) - 1))].focus()
