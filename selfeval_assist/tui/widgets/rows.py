"""A table of which one row is chosen."""

from rich.text import Text
from textual.binding import Binding
from textual.widgets import DataTable


class Rows(DataTable[Text]):
    """A table of rows; Home and End choose the first and the last of them.

    In a plain table they move it sideways, and the numbers of the rows go out of sight.
    """

    BINDINGS = [
        Binding("home", "scroll_top", "首行", show=False),
        Binding("end", "scroll_bottom", "末行", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(cursor_type="row", zebra_stripes=True, cell_padding=0)
