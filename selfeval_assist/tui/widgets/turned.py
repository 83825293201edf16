"""One turn of a conversation: what was said, what was answered, what a revision changes."""

from textual.binding import Binding
from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import Static

from selfeval_assist.tui.state.talking import Said
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.changes import LEGEND, changes


class Turned(Static, can_focus=True):
    """One turn; a revision that waits is decided with one key."""

    DEFAULT_CSS = """
    Turned { height: auto; margin: 0 0 1 0; padding: 0 1; border-left: thick $surface-lighten-2; }
    Turned:focus { border-left: thick $accent; background: $boost; }
    """
    BINDINGS = [Binding("y", "decide(True)", "采用"), Binding("n", "decide(False)", "不用")]

    class Decided(Message):
        """A person takes or leaves the revision."""

        def __init__(self, taken: bool) -> None:
            super().__init__()
            self.taken = taken

    class Typed(Message):
        """A person goes on speaking instead of deciding."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, said: Said) -> None:
        super().__init__(_shown(said), markup=False)
        self.can_focus = said.waiting
        self._typing = False

    def on_focus(self) -> None:
        """Wait for a decision."""
        self._typing = False

    def action_decide(self, taken: bool) -> None:
        """Tell the screen which key was pressed."""
        self.post_message(self.Decided(taken))

    def on_key(self, event: Key) -> None:
        """Hand on what is typed; y and n decide, but within a word they are letters."""
        if event.is_printable and event.character and (self._typing or event.key not in "yn"):
            event.stop()
            # Keys can come faster than the focus moves.
            self._typing = True
            self.post_message(self.Typed(event.character))

    def on_paste(self, event: Paste) -> None:
        """Hand on what is pasted; some input methods paste what they compose."""
        event.stop()
        self.post_message(self.Typed(event.text))


def _shown(said: Said) -> Content:
    turn = said.turn
    at = turn.at.astimezone().strftime("%m-%d %H:%M")
    parts: list[str | Content | tuple[str, str]] = [
        (f"{at} {safe(turn.person)}：", "bold"),
        safe(turn.said),
        ("\n程序：", "bold"),
        safe(turn.answer),
    ]
    if said.state:
        parts.append((f"\n［{said.state}］", "bold"))
    if said.waiting:
        parts.append(" y 采用  n 不用")
    if said.after:
        parts += [(f"（{LEGEND}）\n", "$text-muted"), changes(said.before, said.after)]
    return Content.assemble(*parts)
