"""What is asked about text left unsaved, and about a form begun from last year's."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.state.left import Left, Standing
from selfeval_assist.tui.terminal.safe import safe

NOT_KEPT = (
    "正在输入的内容暂时没能记到“{place}”：{why}。内容还在窗口里；"
    "请处理好以后按 F2 保存，保存前不要关闭窗口。"
)
LATER, STORE = "以后再说", "存为新表"
_WHY: dict[Standing, str] = {
    "second": "打开这张表时恢复的是另一份更晚的内容",
    "older": "这张表后来又存过别的内容",
    "archived": "这张表已经归档",
    "gone": "这张表已经不在列表和归档箱里",
    "elsewhere": "是在另一个工作区里输入的",
    "unsure": "由旧版程序留下，分不清属于哪一张表",
}
_MOST_NAMED = 3
"""How many are named one by one; a small window has no room for more."""
_LONGEST_NAME = 14
"""Characters of a project's name, for the same reason."""


def offered(found: Sequence[Left]) -> str:
    """Return what was found that fits no form as it stands, and what storing it does."""
    lines = [_line(each) for each in found[:_MOST_NAMED]]
    if len(found) > _MOST_NAMED:
        lines.append(f"…另有 {len(found) - _MOST_NAMED} 份")
    listed = "\n".join(f"· {line}" for line in lines)
    return (
        f"有 {len(found)} 份内容上次没来得及保存，也不能直接放回原来的表：\n\n{listed}\n\n"
        f"“{STORE}”：各成一张新表，供您对照，原来的表不改动。"
        f"“{LATER}”：内容仍然留着，下次打开程序再问。"
    )


def stored(count: int) -> str:
    """Return that what was found stands in the list now."""
    return f"已存为 {count} 张新表，名称前标有“（副本）”；核对以后，不需要的可以归档。"


def unreadable(files: Sequence[Path]) -> str:
    """Return which files may hold text that was not saved and cannot be read."""
    names = "、".join(f"“{safe(path.name)}”" for path in files[:_MOST_NAMED])
    more = f"等 {len(files)} 个文件" if len(files) > _MOST_NAMED else ""
    return (
        f"{names}{more}里可能有没来得及保存的内容，但读不出来；程序没有改动，"
        f"仍在文件夹“{safe(files[0].parent)}”里。它也许由更新版本的程序写成；确定不需要时可以删除。"
    )


def _line(each: Left) -> str:
    year = f"（{each.form.year}年度）" if each.form.year else ""
    name = safe(" ".join(each.form.project.split())) or "未命名项目"
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 1]}…"
    at = each.at.astimezone().strftime("%m-%d %H:%M")
    return f"“{name}”{year}，{at} 输入：{_WHY[each.standing]}"


_SHOWN = 6
"""Cells that are listed; the question has to fit on a small screen."""
_LONGEST = 30


def year_question(form: SelfEvaluation, moved: Mapping[str, str], old: int) -> str:
    """Return the question whether the cells that name last year are to name this one.

    Args:
        form: the form begun again, as it is.
        moved: the cells with this year in them, by field path.
        old: last year.
    """
    lines = [f"· {paths.label(form, path)}：{_near(text, old + 1)}" for path, text in moved.items()]
    more = f"\n· ……共 {len(lines)} 处" if len(lines) > _SHOWN else ""
    listed = "\n".join(lines[:_SHOWN]) + more
    return f"去年的文字里写着 {old} 年，要改成 {old + 1} 年吗？改了以后是：\n\n{listed}"


def _near(text: str, year: int) -> str:
    """Return the words around a year, so that a long text is shown where it changes."""
    at = max(text.find(str(year)) - _LONGEST // 3, 0)
    cut = text[at : at + _LONGEST]
    return f"{'…' if at else ''}{cut}{'…' if at + _LONGEST < len(text) else ''}"
