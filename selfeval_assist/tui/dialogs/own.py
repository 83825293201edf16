"""Choosing a policy or a layout of one's own; a file that is wrong is explained key by key."""

from collections.abc import Callable
from pathlib import Path

from textual.dom import DOMNode

from selfeval_assist.layouts.load import LayoutError
from selfeval_assist.policies import PolicyError
from selfeval_assist.tui.dialogs.choose import Pick, usual_folder
from selfeval_assist.tui.dialogs.confirm import Explain
from selfeval_assist.tui.state.chosen import OwnKind, take_own
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.workspace import Workspace

_TITLE = (
    "用哪个文件里的{}？把 .toml 文件拖进来，或粘贴路径后按回车；\n"
    "按 ↓ 在文件夹里找。文件怎样写，见手册“自己的评分办法和表样”。"
)
_KINDS: dict[OwnKind, str] = {"policy": "评分办法", "layout": "表样"}
_ADVICE = "没有采用这个文件。请改好上面各处，存盘后再选一次。"


def choose_own(
    node: DOMNode, workspace: Workspace, kind: OwnKind, person: str, then: Callable[[str], None]
) -> None:
    """Ask for a file of one's own.

    Args:
        node: what asks.
        workspace: remembers the files.
        kind: what the file is for.
        person: who chooses.
        then: is given the path of a file that can be used.
    """

    def picked(path: Path | None) -> None:
        if path is None:
            return
        with told(node):
            try:
                kept = take_own(workspace, path, kind, person=person)
            except (PolicyError, LayoutError) as error:
                node.app.push_screen(Explain(safe(f"{error}\n\n{_ADVICE}")))
            else:
                then(kept)

    title = _TITLE.format(_KINDS[kind])
    node.app.push_screen(Pick(usual_folder(workspace), title, {".toml"}), picked)
