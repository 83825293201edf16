"""A table whose rows may be taller than the table."""

from rich.text import Text
from textual.widgets import DataTable


class TallRows(DataTable[Text]):
    """A table of rows; the arrow keys show the rest of a tall row before they leave it.

    A plain table goes straight to the next row, and no key shows the end of the last one.
    """

    def action_cursor_down(self) -> None:
        """Show more of the chosen row, or choose the next one."""
        hidden = self._edge(self.cursor_row + 1) - self.scroll_y - self._room
        if self.row_count and hidden > 0:
            self.scroll_relative(y=min(hidden, self._room - 1), animate=False)
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Show more of the chosen row, or choose the one before."""
        hidden = self.scroll_y - self._edge(self.cursor_row)
        if hidden > 0:
            self.scroll_relative(y=-min(hidden, self._room - 1), animate=False)
        else:
            super().action_cursor_up()

    @property
    def _room(self) -> int:
        """How many lines of rows are shown at once."""
        return max(2, self.scrollable_content_region.height - self.header_height)

    def _edge(self, row: int) -> int:
        """Return how many lines the rows before one take."""
        return sum(each.height for each in self.ordered_rows[:row])
