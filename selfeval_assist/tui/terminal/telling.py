"""What the app says at the edge of the screen, and under which keys its actions are known.

Textual keeps notices at the bottom right, over whatever is there.
"""

from textual.binding import Keymap
from textual.geometry import Region
from textual.notifications import SeverityLevel

from selfeval_assist.tui.terminal.compat import ToastRack
from selfeval_assist.tui.terminal.in_order import InOrder

_LAID_OUT = 0.05
"""Seconds after which a notice may have its size."""
_MARGIN = 1
"""Lines that are left free below all notices, and above each."""


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
        self.withdraw(message, title)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)
        self.set_timer(_LAID_OUT, self._make_room)

    def on_descendant_focus(self) -> None:
        """Move what is said away from the field that is entered."""
        self.call_after_refresh(self._make_room)

    def _make_room(self) -> None:
        """Let notices stand where there is more room beside the field in hand.

        Of several only the latest that fit there are shown. A table or a list that fills most of
        the screen is no field: there they stand at the bottom.
        """
        if not self.is_running or not self.screen_stack:
            return
        held = self.focused.region if self.focused else Region()
        field = held.height <= self.size.height // 2
        above, below = (held.y, self.size.height - held.bottom) if field else (0, self.size.height)
        for rack in (each for each in self.screen.children if isinstance(each, ToastRack)):
            rack.styles.dock = "top" if above > below else "bottom"
            if not all(each.outer_size.height for box in rack.children for each in box.children):
                self.set_timer(_LAID_OUT, self._make_room)
                return
            used = _MARGIN
            for number, holder in enumerate(reversed(rack.children)):
                # Only what is in it has a size; the holder itself is invisible.
                used += sum(each.outer_size.height + _MARGIN for each in holder.children)
                holder.display = not number or used <= max(above, below)

    def set_keymap(self, keymap: Keymap) -> None:
        """Take over the keys that a person gave to actions."""
        self.keys = keymap
        super().set_keymap(keymap)
