"""The command palette in Chinese: everything that has a key, and what is too rare for one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.screen import Screen

from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.walk import Walk

if TYPE_CHECKING:
    from selfeval_assist.tui.app import SelfEvalApp


def commands(app: "SelfEvalApp", screen: Screen[object]) -> Iterator[SystemCommand]:
    """Yield the commands that make sense on a screen."""
    if isinstance(screen, Home):
        yield SystemCommand("新建自评表", "F2", screen.action_new)
        yield SystemCommand("打开文件", "F4", screen.action_read)
        yield SystemCommand("载入示例", "F6", screen.action_examples)
        yield SystemCommand("填写我的姓名", "F7  决定和确认都记在这个名下", screen.action_name)
    if isinstance(screen, Walk):
        for part in screen.parts:
            yield SystemCommand(
                f"到“{part.TITLE}”", "换到这一步", lambda name=part.id: screen.action_show(name)
            )
        yield SystemCommand("得分明细", "Ctrl+G  每一分怎么算出来的", screen.action_scores)
        yield SystemCommand("保存", "F2", screen.action_save)
        yield SystemCommand("撤销", "Ctrl+Z", screen.action_undo)
        yield SystemCommand("重做", "Ctrl+Y", screen.action_redo)
        yield SystemCommand("返回列表", "F10", screen.action_leave)
    yield SystemCommand("切换深色和浅色", "两种高对比度配色", app.action_switch_theme)
    yield SystemCommand("退出", "Ctrl+Q  内容会先保存", app.action_quit)
