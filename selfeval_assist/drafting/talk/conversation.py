"""Talking about one text: how to change it, why it says something, and facts not yet in the form.

What is meant is read by code. A change goes through the same slots and the same verifier as a first
draft; an explanation comes from code alone; a new fact is stored as the person's, with where it is
written, before any text may use it.
"""

import datetime
from collections.abc import Callable, Sequence

from selfeval_assist.drafting.chain import ignore
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.consent import Consent, nobody
from selfeval_assist.drafting.events import OnEvent
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.changes import change
from selfeval_assist.drafting.talk.edit import Edit
from selfeval_assist.drafting.talk.history import start
from selfeval_assist.drafting.talk.literal import exchange, literal_of
from selfeval_assist.drafting.talk.refusals import is_refused, refuse
from selfeval_assist.drafting.talk.requests import FREE, intent_of, wishes_of
from selfeval_assist.drafting.talk.revision import plans_of, with_used
from selfeval_assist.drafting.talk.rewording import Model, worded
from selfeval_assist.drafting.talk.stating import state
from selfeval_assist.drafting.talk.turns import GONE, Answer, Asked, answered, revised, with_plans
from selfeval_assist.drafting.talk.why import explain
from selfeval_assist.facts import build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import clean
from selfeval_assist.review import Proposal, ReviewError
from selfeval_assist.review.supported import Ground, ground, with_statements
from selfeval_assist.review.thread import Intent, Statement, Thread
from selfeval_assist.scoring import ScoreSheet

__all__ = ["Answer", "converse"]

LONGEST = 1000
"""Characters of one turn of a person; more belongs into a document."""

_CANCEL = ("算了", "取消", "不用了", "不记了", "先不")
_ABILITIES = (
    "不用模型时我可以：更简短或控制在多少字以内；突出某一项（突出数据共享）；去掉某一项或某一句（去掉第2句）；"
    "调整次序（把第3句放到最前面）；合并、拆开、恢复某一句（把第2句和第3句合并）；补上表里或您说明过的内容（补充验收情况）；解释某一句为什么这样写；"
    "记下新的事实和出处；撤销或重新起草。字句也可以在返回后逐句修改。"
)


async def converse(
    thread: Thread,
    said: str,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    endpoint: Endpoint | None = None,
    *,
    person: str,
    at: datetime.datetime,
    keep: Callable[[Statement], None],
    statements: Sequence[Statement] = (),
    texts: Sequence[Proposal] = (),
    source: str = "",
    intent: Intent | None = None,
    consent: Consent = nobody,
    on_event: OnEvent | None = None,
    deadline: float | None = None,
) -> Answer:
    """Answer what a person says about a text.

    Args:
        thread: the conversation so far, from ``begin`` or the workspace.
        said: the person's words.
        form: the form as it is now.
        sheet: its score sheet.
        endpoint: a model for rewording, or None: then code does what it can and says the rest.
        person: who speaks; not blank.
        at: when.
        keep: stores a statement; called before any text uses it. When it raises, nothing is
            written and the error passes through.
        statements: all statements about the form that are stored already.
        texts: the texts of the conversation so far, the first one first, without those that a
            person left; to these a change can be taken back.
        source: where a new fact is written, when a screen asked for it in a field of its own.
        intent: what the person wants, when a screen knows; else it is read from the words.
        consent: says whether a person has allowed what goes out, beyond this machine.
        on_event: called with the events of a model's work, as in ``draft``.
        deadline: seconds for the model's work; by default the endpoint's.

    Raises:
        ReviewError: no person, or no words.
        ClassifiedError, NotAllowedError: as in ``draft``; nothing was sent.
        PromptError, EndpointError: as in ``draft``.
    """
    said, source = (str(clean(text)).strip()[:LONGEST] for text in (said, source))
    if not person.strip():
        raise ReviewError("请先填写您的姓名：谁要求改、谁说明的事实，都要有记录。")
    if not said:
        raise ReviewError("请写明想怎样修改、想问哪一句，或者要补充什么事实。")
    table = with_statements(build_facts(form, sheet), statements)
    asked = Asked(
        thread, said, form, sheet, person.strip(), at, tuple(statements), table, tuple(texts)
    )
    awaiting = thread.awaiting
    if awaiting and said.startswith(_CANCEL):
        return answered(asked, "fact", "好的，这条情况没有记录。")
    if literal_of(said) and not awaiting:
        intent = intent or "change"
    intent = intent or ("fact" if awaiting and _names_source(said) else intent_of(said))
    if intent == "fact":
        return state(asked, source, keep)
    if intent == "why":
        return answered(asked, "why", explain(said, thread.proposal, form, sheet, table))
    if intent == "unclear":
        return answered(
            asked,
            "unclear",
            f"请直接说想怎样改、想问哪一句；改好的文字由您决定是否采用。{_ABILITIES}",
        )
    model = None
    if endpoint is not None:
        seconds = endpoint.limits.deadline if deadline is None else deadline
        model = Model(endpoint, consent, on_event or ignore, seconds)
    return await _change(asked, model)


def _names_source(said: str) -> bool:
    """Whether a turn after the question for a source answers it, and is no new request."""
    return intent_of(said) not in {"why", "unclear"} and all(
        wish.kind == "other" for wish in wishes_of(said)
    )


def _first(asked: Asked, where: Ground) -> tuple[SentencePlan, ...]:
    """Return the sentences of the first text, for one that is to be as it was; none if any is gone.

    Args:
        asked: the turn.
        where: what the text may rest on.
    """
    return tuple(plans_of(asked.texts[0], where)[0]) if asked.texts else ()


async def _change(asked: Asked, model: Model | None) -> Answer:
    """Change the text as far as code can, and let a model word the rest when there is one."""
    where = ground(asked.thread.task, asked.table, row=asked.thread.row)
    where = with_used(where, (asked.thread.proposal, *asked.texts))
    dictated = literal_of(asked.said)
    wishes = () if dictated else wishes_of(asked.said)
    begun = start(asked, wishes, where)
    if begun.plans is None:
        return answered(asked, "change", GONE)
    plans = tuple(begun.plans)
    edit = Edit(
        plans, plans, asked.thread.row, where, asked.sheet, asked.statements,
        begun.done, begun.undone, first=_first(asked, where),
    )  # fmt: skip
    edit = exchange(edit, dictated) if dictated else change(edit, wishes)
    refused = [wish for wish in wishes if is_refused(wish, edit)]
    for wish in refused:
        edit = refuse(edit, wish, asked.form)
    free = [wish.said for wish in wishes if wish.kind in FREE and wish not in refused]
    told = [f"已改：{'；'.join(edit.done)}。"] if edit.done else []
    told += edit.undone
    if (free or edit.shorter) and model is not None:
        return await worded(asked, model, edit, begun.base, told)
    if free:
        more = "" if edit.done else _ABILITIES
        told.append(f"“{'；'.join(free)}”这样的改写要有模型才能做，现在没有连接模型。{more}")
    answer = "\n".join(told)
    if not edit.done:
        return answered(asked, "change", answer)
    return revised(asked, "change", answer, with_plans(asked, edit.plans, begun.base, where))
