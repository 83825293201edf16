"""What becomes of an error in the screens: it costs what was being done, and the screens stay.

Textual ends the program, with a traceback in English, over an error in any handler, worker or
timer. Here the person reads what could not be done and goes on; only where there is nothing to go
on with, or drawing itself fails again and again, everything typed is put on the disk and the
program ends with one Chinese line.
"""

import asyncio
import time
from collections import deque
from typing import Any

from textual.containers import ScrollableContainer
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Static

from selfeval_assist.failures import failure, last_words
from selfeval_assist.tui.terminal.compat import handling
from selfeval_assist.tui.terminal.telling import Telling

_AGAIN, _WITHIN = 10, 1.0
"""So many errors within so many seconds are no mishap: each notice brings forth the next one."""
_STEP = "完成这一步"


def survive(pump: MessagePump, error: Exception) -> bool:
    """Return whether a widget goes on after an error in one of its handlers."""
    return isinstance(pump.app, Surviving) and pump.app.survive(error)


class Surviving(Telling):
    """An app that goes on after an error.

    ``crash`` is the line that a person reads when it could not; empty otherwise.
    """

    def __init__(self) -> None:
        super().__init__()
        self.crash = ""
        self._lately: deque[float] = deque(maxlen=_AGAIN)

    def on_load(self) -> None:
        """Hear of errors in tasks for which nobody waits; Python would print them in English."""
        asyncio.get_running_loop().set_exception_handler(self._in_task)

    def _in_task(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if isinstance(error := context.get("exception"), Exception):
            self.survive(error)

    def rescue(self) -> bool:
        """Put everything typed on the disk; return whether all of it is there."""
        return True

    def survive(self, error: Exception) -> bool:
        """Say what could not be done and leave a report; return whether the screens can go on."""
        if self.ending:
            # Everything is stored by now. What is still being mounted, such as a list of choices,
            # looks for children that are gone already.
            return True
        self._lately.append(time.monotonic())
        often = len(self._lately) == _AGAIN and self._lately[-1] - self._lately[0] < _WITHIN
        if often or not self.shows_screens:
            return False
        # The first picture is painted before any form is loaded.
        from selfeval_assist.tui.terminal.safe import safe

        told = safe(failure(_STEP, error))
        self.notify(told, severity="error", timeout=15, markup=False)
        _say_in_place(told)
        return True

    def hear_of(self, error: BaseException) -> bool:
        """Go on after an error, or store everything and note what a person reads at the end."""
        if isinstance(error, Exception) and self.survive(error):
            return True
        kept = "内容已保存" if self.rescue() else "最后的修改存不下来，以前保存的都在"
        self.crash = last_words(error, kept=kept)
        return False


def _say_in_place(text: str) -> None:
    """Say in the place of a part or a screen that could not be made why it is empty."""
    node = handling()
    if not isinstance(node, Screen | ScrollableContainer) or node.children or node.is_mounted:
        return
    node.call_next(node.mount, Static(text, classes="failure", markup=False))
