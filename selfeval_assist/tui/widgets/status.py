"""The line at the bottom of the walk: score, findings, what is stored, what can be undone."""

from textual.content import Content

from selfeval_assist.scoring.arithmetic import plain
from selfeval_assist.tui.parts.findings import sums
from selfeval_assist.tui.session import Session
from selfeval_assist.tui.words import computed_total

KEYS = """\
Ctrl+G 总览
Ctrl+R 预览整表
Ctrl+Z 撤销
Ctrl+Y 重做
Ctrl+C 复制本栏
F12    复制整列
Ctrl+P 全部命令"""
"""The keys that have no room in the footer."""


def status_line(session: Session, *, failed: bool, jumped: bool) -> Content:
    """Return the line.

    Args:
        session: the open form.
        failed: whether the last try to store it failed.
        jumped: whether a finding led here, so that there is a way back.
    """
    sheet = session.sheet
    claimed = "未填" if sheet.claimed is None else plain(sheet.claimed)
    at = session.saved_at.astimezone().strftime("%H:%M:%S")
    saved = f"已保存 {at}" if session.saved else "保存失败" if failed else "未保存"
    undone, again = session.travel
    travel = f"撤销{undone} 重做{again}" if undone or again else ""
    parts = (
        f"核算 {computed_total(sheet)} 表中 {claimed}",
        sums(session),
        saved,
        "Esc 回到检查" if jumped else travel,
    )
    return Content("  ".join(part for part in parts if part))
