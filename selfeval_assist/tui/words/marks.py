"""What a person is told and asked about the classification marks of a form."""

from collections.abc import Sequence

from selfeval_assist.form import Lifted, Mark
from selfeval_assist.tui.terminal.safe import safe

_SHOWN = 8
"""Marks that are listed; the rest is counted, so that the question fits on a small screen."""

NONE = "没有需要确认的密级标志。"
DONE = "已记下确认；这张表可以交给模型。按 Ctrl+Z 可以撤回。"


def question(marks: Sequence[Mark], person: str, claimed: Sequence[Lifted] = ()) -> str:
    """Return the question why these marks do not keep a form from a model.

    Args:
        marks: those that nobody has lifted.
        person: who is asked.
        claimed: what the form's file says of them, which counts for nothing by itself.
    """
    lines = [f"　{mark.place}：{mark.text}" for mark in marks[:_SHOWN]]
    if len(marks) > _SHOWN:
        lines.append(f"　另有 {len(marks) - _SHOWN} 处")
    if claimed:
        one = claimed[-1]
        lines.append(f"文件里写着 {one.by} {one.date} 已确认：{one.reason}（本工作区没有这条记录）")
    return safe(
        "文件中有密级或内部资料标志，因此不交给模型：\n"
        + "\n".join(lines)
        + f"\n确属误认、内容并不涉密的，请写明理由（将记为 {person} 确认）："
    )
