"""What is said about a draft, while a model writes, and of what it was sent."""

from collections.abc import Sequence
from itertools import takewhile

from selfeval_assist.drafting import (
    Chunk,
    Endpoint,
    Event,
    FellBack,
    Leave,
    Outgoing,
    Rejected,
    Waiting,
    carried,
    preview,
)
from selfeval_assist.drafting.consent import masks_for
from selfeval_assist.review import Proposal, Task
from selfeval_assist.tui.state.session import Session


def replace_question(text: str, wrote: str) -> str:
    """Return what a person is asked before one more decision replaces a text of theirs.

    Args:
        text: what stands in the form.
        wrote: what the decisions made so far come to; empty when no sentence was taken.
    """
    whose = "表里的文字已改过" if wrote else "表里的文字不是这份草稿写的"
    return f"{whose}（现有 {len(text.strip())} 字），要替换吗？\n替换后可以按 Ctrl+Z 撤销。"


def before_the_last(text: str, wrote: str) -> str:
    """Return what the decision about the last open sentence does to the text in the form.

    Args:
        text: what stands in the form.
        wrote: what the decisions made so far come to; empty when no sentence was taken.
    """
    condition = "决定完最后一句，将" if wrote else "最后一句若接受，将"
    return f"{condition}替换表中现有的文字（{len(text.strip())}字），Ctrl+Z 可以撤销。"


def after_the_last(old: str, new: str, wrote: str) -> str:
    """Return what became of the form when every sentence was decided.

    Args:
        old: what stood in the form before the last decision.
        new: what stands there now.
        wrote: what the decisions come to; empty when no sentence was taken.
    """
    if old == new:
        what = "与表中的文字相同" if wrote else "没有采用任何一句"
        what += "，表中文字没有改动。"
    elif not wrote:
        what = "没有采用任何一句；这份草稿原先写入表中的文字已去掉，Ctrl+Z 可以撤销。"
    elif old.strip():
        what = f"已替换表中原有的文字（{len(old.strip())}字），Ctrl+Z 可以撤销。"
    else:
        what = "接受的内容已写入表中。"
    return f"这段文字已逐句决定，{what}"


def in_list(name: str, waiting: int | None) -> str:
    """Return the line of a text in the list of texts.

    Args:
        name: what the text is called.
        waiting: how many sentences of its draft wait for a decision; None without a draft.
    """
    if waiting is None:
        return f"［未起草］{name}"
    return f"［还有 {waiting} 句待定］{name}" if waiting else f"［已审阅］{name}"


def redraft_question(decided: int, turns: int) -> str:
    """Return what a person is asked before a draft with work in it is replaced.

    Args:
        decided: how many of its sentences are decided.
        turns: how many turns its conversation has.
    """
    work = [f"决定了 {decided} 句"] if decided else []
    work += [f"谈过 {turns} 轮"] if turns else []
    return (
        f"这份草稿您已经{'、'.join(work)}。重新起草会换成新稿，要从头逐句决定，也不能撤销。\n"
        "已写进表里的文字不变；以前的决定和对话仍有记录。"
    )


def in_words(event: Event) -> str:
    """Return what a person reads about an event of a draft, in Chinese; about most, nothing."""
    match event:
        case Chunk(sentence=number, text=text, passed=None):
            return f"正在写第 {number + 1} 句：{text}"
        case Chunk(sentence=number, text=text, passed=passed):
            return (
                f"第 {number + 1} 句{'通过核对' if passed else '未通过核对，稍后请模型改'}：{text}"
            )
        case Waiting(seconds=seconds, why=why):
            return f"{why}，{seconds:.0f} 秒后再试。按 Esc 停止。"
        case Rejected(attempt=attempt, why=why):
            return f"第 {attempt} 次拟稿有一句未通过核对：{'；'.join(why)}"
        case FellBack(reason=reason):
            return f"{reason}，这些内容改用程序拟稿。"
        case _:
            return ""


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
