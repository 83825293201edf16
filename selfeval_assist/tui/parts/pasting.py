"""Rows pasted into the indicator table: the question first, or that there are none."""

from collections.abc import Callable

from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.state.taken_over import read_rows, with_rows

_LISTED = 8
_NO_ROWS = (
    "没有认出指标行。整张表请在列表按 F5 粘贴；单行请选中一格再粘贴。"
    "粘贴用终端自己的粘贴键，一般是 Ctrl+Shift+V。"
)


def ask_to_add(part: Part, text: str, at: int, then: Callable[[int], None]) -> None:
    """Put pasted rows before the row ``at`` once the person agrees.

    Args:
        part: the step in which they were pasted.
        text: what was pasted.
        at: where the first of them is to stand, from 0.
        then: is given the place of the first one when they are there.
    """
    new, session = read_rows(text), part.session
    if new is None:
        part.notify(_NO_ROWS, severity="warning", markup=False)
        return

    def answered(yes: bool | None) -> None:
        if yes:
            session.put_all(with_rows(session.form, at, new))
            then(at)

    names = "\n".join(row.name or "（没有名称）" for row in new.indicators[:_LISTED])
    more = "\n……" if len(new.indicators) > _LISTED else ""
    where = f"第 {at} 行下面" if at else "表里"
    question = f"把粘贴的 {len(new.indicators)} 行加到{where}？\n\n{names}{more}"
    part.app.push_screen(Confirm(question, yes="加入", undoable=True), answered)
