"""A proposed sentence with what it rests on; one key for each decision."""

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Action, Basis, Decision, Origin, Sentence
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
