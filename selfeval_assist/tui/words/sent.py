"""What a model was sent for a draft, or would be sent, as plain text."""

from collections.abc import Sequence
from itertools import takewhile

from selfeval_assist.drafting import Endpoint, Leave, Outgoing, carried, preview
from selfeval_assist.drafting.consent import masks_for
from selfeval_assist.review import Proposal, Task
from selfeval_assist.tui.state.session import Session

_ROLES = {"system": "设定", "user": "要求", "assistant": "示范"}
Turns = tuple[tuple[str, str], ...]


def sent(
    session: Session,
    draft: Proposal | None,
    endpoint: Endpoint | None,
    task: Task,
    row: int | None = None,
) -> str:
    """Return what the requests for a draft carried; without any, what a draft would send.

    Args:
        session: the open form.
        draft: the text under review, or None.
        endpoint: the model of the settings, or None.
        task: which text.
        row: the indicator row of a deviation, from 0.

    Raises:
        DraftingError: the prompt file is damaged.
    """
    if draft and (calls := carried(draft.generation)):
        made = draft.generation
        lead = (
            f"这份草稿请求模型 {made.model}（{made.endpoint}）{len(calls)} 次，发送了下面的内容。"
        )
        return _told(lead, calls)
    none = "这份草稿由程序拟写，没有发送任何内容。\n" if draft else ""
    if endpoint is None:
        return f"{none}没有配置模型；起草在本机完成，不发送任何内容。"
    form = session.scored_form
    leave = session.leave(Outgoing(form, endpoint, "draft")) or Leave()
    calls = preview(task, form, session.sheet, endpoint, row, masks=masks_for(form, leave))
    if not calls:
        return f"{none}这段文字不需要模型，起草时不会发送任何内容。"
    lead = (
        f"{none}起草时会请求 {endpoint.model}（{endpoint.host}）{len(calls)} 次，发送下面的内容。"
    )
    return _told(lead, calls)


def _told(lead: str, calls: Sequence[Turns]) -> str:
    """Return the requests; what all of them begin with stands once."""
    together = list(takewhile(lambda same: len(set(same)) == 1, zip(*calls, strict=False)))
    common = tuple(same[0] for same in together) if len(calls) > 1 else ()
    blocks = [lead, "花括号里是数值的代号，数值不发送，只注明哪些相同；人名、电话等已先遮住。"]
    if common:
        blocks.append(f"── 每次都有的 ──\n{_turns(common)}")
    blocks += [
        f"── 第 {number} 次 ──\n{_turns(call[len(common) :])}"
        for number, call in enumerate(calls, start=1)
    ]
    return "\n\n".join(blocks)


def _turns(turns: Turns) -> str:
    return "\n".join(f"［{_ROLES.get(role, role)}］{text}" for role, text in turns)
