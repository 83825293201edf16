"""What dialogs with something to write have in common: how they are left."""

from abc import abstractmethod
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import Button

from selfeval_assist.tui.widgets.buttons import TAKEN, Buttons

Taken = TypeVar("Taken")


class Taking(ModalScreen[Taken | None], Generic[Taken]):
    """Esc or the first button returns None; Enter, Ctrl+S or the second one takes the text."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "返回"),
        Binding("ctrl+s", "take", "确定", priority=True),
        Binding("enter", "enter", "确定", show=False, priority=True),
    ]
    ENTER = True
    """Whether Enter takes what was written, with the cursor in the last text."""

    def buttons(self, take: str) -> ComposeResult:
        """Yield the two buttons; ``take`` is what the second one says."""
        with Buttons():
            yield Button("返回", id="no")
            yield Button(
                f"{take} {'回车' if self.ENTER else 'Ctrl+S'}",
                id="yes",
                classes=TAKEN if self.ENTER else "",
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter presses a button that has the focus."""
        return action != "enter" or (self.ENTER and not isinstance(self.focused, Button))

    def action_enter(self) -> None:
        """Take what was written."""
        self.action_take()

    @abstractmethod
    def action_take(self) -> None:
        """Dismiss the dialog with what was written, or say what is missing."""

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self.action_take()
        else:
            self.dismiss(None)
