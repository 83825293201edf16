"""What dialogs with something to write have in common: how they are left."""

from abc import abstractmethod
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.widgets import Button

Taken = TypeVar("Taken")


class Taking(ModalScreen[Taken | None], Generic[Taken]):
    """Esc or the first button returns None; Ctrl+S or the second one takes what was written."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "返回"),
        Binding("ctrl+s", "take", "确定", priority=True),
    ]

    def buttons(self, take: str) -> ComposeResult:
        """Yield the two buttons; ``take`` is what the second one says."""
        with Horizontal(classes="buttons"):
            yield Button("返回", id="no")
            yield Button(f"{take} Ctrl+S", id="yes", variant="primary")

    @abstractmethod
    def action_take(self) -> None:
        """Dismiss the dialog with what was written, or say what is missing."""

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self.action_take()
        else:
            self.dismiss(None)
