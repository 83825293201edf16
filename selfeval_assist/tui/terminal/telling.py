"""What the app says at the edge of the screen, and under which keys its actions are known."""

from textual.binding import Keymap
from textual.notifications import SeverityLevel

from selfeval_assist.tui.terminal.in_order import InOrder


class Telling(InOrder):
    """An app that says a thing once at a time; ``keys`` are those a person gave to actions."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: Keymap = {}

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something; what says the same already makes room for it."""
        for each in tuple(self._notifications):
            if (each.message, each.title) == (message, title):
                self._unnotify(each, refresh=False)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def set_keymap(self, keymap: Keymap) -> None:
        """Take over the keys that a person gave to actions."""
        self.keys = keymap
        super().set_keymap(keymap)
