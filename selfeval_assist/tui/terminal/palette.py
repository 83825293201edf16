"""The command palette of the library in Chinese."""

from textual.command import CommandList, CommandPalette
from textual.content import Content
from textual.widgets.option_list import Option

_WAIT = 0.5
"""Seconds without a hit after which it is said that there is none."""


class Palette(CommandPalette):
    """The palette; the one sentence that the library writes into it itself is Chinese."""

    def _start_no_matches_countdown(self, search_value: str) -> None:
        self._stop_no_matches_countdown()

        def none_found() -> None:
            if search_value:
                self.query_one(CommandList).add_option(
                    Option(Content("没有找到这样的命令"), disabled=True, id=self._NO_MATCHES)
                )
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(_WAIT, none_found)
