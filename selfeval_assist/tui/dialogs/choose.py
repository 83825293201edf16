"""A dialog with a list of which one is taken."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option


class Choose(ModalScreen[str | None]):
    """One of a closed list; Enter takes it.

    Args:
        title: what is chosen.
        choices: value and what is shown for it.
        chosen: the value to begin at.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [Binding("escape", "dismiss(None)", "返回")]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], chosen: str = "") -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """The title and the list."""
        with Vertical(classes="box"):
            yield Static(self._title, markup=False)
            yield OptionList(
                *(Option(Content(shown), id=str(n)) for n, (_, shown) in enumerate(self._choices)),
                markup=False,
            )

    def on_mount(self) -> None:
        """Begin at the chosen one."""
        options = self.query_one(OptionList)
        values = [value for value, _ in self._choices]
        options.highlighted = values.index(self._chosen) if self._chosen in values else 0
        options.focus()

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._choices[event.option_index][0])
