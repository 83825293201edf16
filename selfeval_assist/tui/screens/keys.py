"""Every action with its key, and another key for it."""

import re
from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from selfeval_assist.tui.dialogs.write import Write
from selfeval_assist.tui.state.chosen import keep_keymap, stored_keymap
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.workspace import Workspace

_KEY = re.compile(
    r"(?:(?:ctrl|alt|shift)\+)*(?:f(?:[1-9]|1[0-2])|[a-z0-9]|up|down|left|right|home|end"
    r"|pageup|pagedown|insert|delete|space|enter|tab|backspace|slash|escape)"
)
_RESERVED = {"ctrl+q", "enter", "tab", "escape", "up", "down", "backspace"}
_DEFAULT = "默认"
_USABLE = "可以用 f1 到 f12，或 ctrl、alt 加字母，如 f7、ctrl+e、alt+2；ctrl+q 和回车等不能改。"


class Keys(ModalScreen[None]):
    """The list of actions; Enter asks for another key.

    Args:
        workspace: where the keys are stored.
        person: who chooses.
        actions: every action that can have another key.
    """

    CSS_PATH = "../dialogs/dialogs.tcss"
    BINDINGS = [Binding("escape", "dismiss(None)", "返回")]

    def __init__(self, workspace: Workspace, person: str, actions: Iterable[Binding]) -> None:
        super().__init__()
        self.workspace = workspace
        self.person = person
        self._actions = list(actions)

    def compose(self) -> ComposeResult:
        """The hint and the list."""
        with Vertical(classes="box"):
            yield Static("选中一个操作按回车，改它的键。Esc 返回", markup=False)
            yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()
        self.query_one(OptionList).focus()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        keymap = stored_keymap(self.workspace)
        options.clear_options()
        for each in self._actions:
            own = keymap.get(each.id or "")
            key = f"{own}（原为 {each.key}）" if own else each.key
            options.add_option(Option(Content(f"{each.description}  {key}  {_place(each)}")))
        options.highlighted = at

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        action = self._actions[event.option_index]

        def written(text: str | None) -> None:
            if text:
                self._take(action, text.strip().lower().replace(" ", ""))

        title = f"“{action.description}”用哪个键？如 ctrl+e、f7、alt+2；写“{_DEFAULT}”恢复原来的键"
        self.app.push_screen(Write(title, action.key), written)

    def _take(self, action: Binding, key: str) -> None:
        keymap = stored_keymap(self.workspace)
        name = action.id or ""
        keymap.pop(name, None)
        if key not in {_DEFAULT, action.key}:
            taken = {
                keymap.get(each.id or "", each.key): each.description
                for each in self._actions
                if each.id != name and _place(each) == _place(action)
            }
            if not _KEY.fullmatch(key) or key in _RESERVED:
                problem = f"“{key}”不能用作按键。{_USABLE}"
                self.notify(problem, severity="warning", markup=False)
                return
            if key in taken:
                problem = f"“{key}”已经用于“{taken[key]}”。"
                self.notify(problem, severity="warning", markup=False)
                return
            keymap[name] = key
        with told(self):
            keep_keymap(self.workspace, keymap, person=self.person)
            self.app.set_keymap(keymap)
            self._fill()


_PLACES = {
    "home": "列表",
    "walk": "填报",
    "row": "填报·指标",
    "fund": "填报·资金",
    "deviation": "填报·偏差",
    "finding": "填报·检查",
    "draft": "填报·起草",
    "card": "填报·句子",
    "cause": "偏差问答",
    "talk": "对话修改",
}


def _place(action: Binding) -> str:
    return _PLACES.get((action.id or "").partition(".")[0], "")
