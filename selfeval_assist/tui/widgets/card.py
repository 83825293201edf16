"""Cards that show a text: a proposed sentence, a turn of a talk, and what changed in it."""

from textual.binding import Binding
from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import Static

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Action, Basis, Decision, Origin, Sentence, diff
from selfeval_assist.tui.state.talking import Said
from selfeval_assist.tui.terminal.safe import safe

_ORIGINS = {Origin.COMPOSER: "程序拟稿", Origin.MODEL: "模型拟稿", Origin.PERSON: "本人"}
_STATES = {Action.ACCEPT: "已接受", Action.EDIT: "已修改", Action.REJECT: "不用"}


class Card(Static, can_focus=True):
    """One sentence card."""

    DEFAULT_CSS = """
    Card { height: auto; padding: 0 1; margin: 0 0 1 0; border-left: thick $surface-lighten-2; }
    Card:focus { border-left: thick $accent; background: $boost; }
    """
    BINDINGS = [
        Binding("a", "decide('accept')", "接受", id="card.accept"),
        Binding("e", "decide('edit')", "修改", id="card.edit"),
        Binding("r", "decide('reject')", "不用", id="card.reject"),
        Binding("down,j", "app.focus_next", "下一句", show=False),
        Binding("up,k", "app.focus_previous", "上一句", show=False),
    ]

    class Decided(Message):
        """A key was pressed for a sentence."""

        def __init__(self, index: int, action: Action) -> None:
            super().__init__()
            self.index = index
            self.action = action

    def __init__(self, index: int) -> None:
        super().__init__("", markup=False)
        self.index = index

    def show(self, sentence: Sentence, form: SelfEvaluation, decision: Decision | None) -> None:
        """Show a sentence, what it rests on, and what was decided."""
        self.update(_text(self.index, sentence, form, decision))

    def action_decide(self, action: str) -> None:
        """Tell the part which key was pressed."""
        self.post_message(self.Decided(self.index, Action(action)))


def _text(
    index: int, sentence: Sentence, form: SelfEvaluation, decision: Decision | None
) -> Content:
    state = _STATES[decision.action] if decision else "待定"
    rejected = decision is not None and decision.action is Action.REJECT
    shown = decision.text if decision and not rejected else sentence.text
    parts = [
        (f"{index + 1}. ［{state}］［{_ORIGINS[sentence.origin]}］ ", "bold"),
        (safe(shown), "strike" if rejected else ""),
    ]
    if sentence.basis:
        parts.append(
            ("\n依据 " + "；".join(_rest(basis, form) for basis in sentence.basis), "$text-muted")
        )
    for problem in decision.violations if decision else sentence.violations:
        parts.append((f"\n请核实：{safe(problem)}", "$text-warning"))
    if sentence.pending and not decision:
        parts.append(("\n这一句要由您补充：按 e 修改。", "$text-warning"))
    return Content.assemble(*parts)


def _rest(basis: Basis, form: SelfEvaluation) -> str:
    """Return where a value comes from: its sum, or else its cell."""
    if basis.work:
        return f"{basis.value}：{basis.work}"
    return f"{basis.value}：" + "、".join(paths.label(form, path) for path in basis.sources)


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


LEGEND = "下划线是新写的，删除线是去掉的"
_STYLES = {"equal": "", "insert": "$text-success underline", "delete": "$text-error strike"}


def changes(old: str, new: str) -> Content:
    """Return both texts in one; they are shown as data, never as markup."""
    return Content.assemble(*((each.text, _STYLES[each.kind]) for each in diff(old, new)))


def grown(old: str, new: str) -> Content:
    """Return the new text with what is new in it underlined."""
    kept = (each for each in diff(old, new) if each.kind != "delete")
    return Content.assemble(*((each.text, _STYLES[each.kind]) for each in kept))
