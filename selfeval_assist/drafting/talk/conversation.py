"""Talking about one text: how to change it, why it says something, and facts not yet in the form.

What is meant is read by code. A change goes through the same slots and the same verifier as a first
draft; an explanation comes from code alone; a new fact is stored as the person's, with where it is
written, before any text may use it.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from selfeval_assist.drafting.chain import ignore
from selfeval_assist.drafting.composer.phrases import sentence
from selfeval_assist.drafting.composing import plan as composers
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.consent import Consent, nobody
from selfeval_assist.drafting.events import OnEvent
from selfeval_assist.drafting.plan import SentencePlan, text_of
from selfeval_assist.drafting.talk import parts, sentences
from selfeval_assist.drafting.talk.edit import (
    Asked,
    Edit,
    kept,
    plans_of,
    with_used,
)
from selfeval_assist.drafting.talk.requests import (
    FREE,
    Kind,
    Wish,
    decision_of,
    intent_of,
    reserved,
    wishes_of,
)
from selfeval_assist.drafting.talk.rewording import Model, worded
from selfeval_assist.drafting.talk.stating import GONE, add, lengthen, state
from selfeval_assist.drafting.talk.why import explain, is_refused, refuse
from selfeval_assist.facts import build_facts
from selfeval_assist.facts.goal import SAID
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import clean
from selfeval_assist.review import Proposal, ReviewError
from selfeval_assist.review.supported import Ground, ground, with_statements
from selfeval_assist.review.thread import Answer, Intent, Statement, Thread, Turn
from selfeval_assist.scoring import ScoreSheet

__all__ = ["Answer", "converse"]

LONGEST = 1000
"""Characters of one turn of a person; more belongs into a document."""

_CANCEL = ("算了", "取消", "不用了", "不记了", "先不")
_CAN = (
    "不用模型可以说：更简短；突出…；补充…；第2句改成：…；把“…”改成“…”；"
    "第2、3句合并；删掉第2句；第4句放到第1句前面；撤销。"
)
_UNCLEAR = f"请直接说想怎样改、想问哪一句；改好的文字由您决定是否采用。{_CAN}"
_NOTHING_WAITS = f"现在没有等您决定的修改。{_CAN}"
_FIRST_DECIDE = "这次修改还没有动。请先只答“采用”或“不用”，再说别的要求，例如“恢复第4句”。"
_NOTHING_LEFT = "这样改就一句也不剩了，所以没有改。整段不要的，请返回后把这一句定为“不用”。"
_NO_EARLIER = "这段文字没有更早的稿子，没有可以撤销的修改。"
_ABOVE = "以上"

STEPS: dict[Kind, Callable[[Edit, Wish], Edit]] = {
    "shorter": parts.shorten,
    "longer": lengthen,
    "only": parts.only,
    "drop": parts.drop,
    "first": parts.first,
    "last": parts.last,
    "add": add,
    "keep": parts.keep,
    "whole": sentences.dictate,
    "words": sentences.exchange,
    "cut": parts.cut,
    "upto": sentences.up_to,
    "merge": sentences.merge,
    "split": sentences.split,
    "swap": sentences.swap,
    "before": sentences.beside,
    "back": sentences.bring_back,
}
_BACK = {"undo": (False, "撤销了上一次修改"), "restore": (True, "恢复了最初的草稿")}


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
    waiting: bool = False,
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
        waiting: whether a change waits to be taken or left. Whether plain words take or leave it,
            ``decision_of`` says; the caller asks that first.
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
    turn = Turn(said=said, person=person.strip(), at=at, intent="unclear", answer="")
    asked = Asked(thread, turn, form, sheet, tuple(statements), table, tuple(texts))
    if thread.awaiting and said.startswith(_CANCEL):
        return asked.answer("fact", "好的，这条情况没有记录。")
    intent = intent or ("fact" if thread.awaiting and _names_source(said) else intent_of(said))
    if intent == "fact":
        return state(asked, source, keep)
    if intent == "why":
        return asked.answer("why", explain(said, thread.proposal, form, sheet, table))
    if why := _not_now(said, intent, waiting=waiting):
        return asked.answer("unclear", why)
    model = None
    if endpoint is not None:
        seconds = endpoint.limits.deadline if deadline is None else deadline
        model = Model(endpoint, consent, on_event or ignore, seconds)
    return await _change(asked, model)


def _not_now(said: str, intent: Intent, *, waiting: bool) -> str:
    """Return why nothing is changed: a decision comes first, none is due, or nothing is meant."""
    if waiting and reserved(said):
        return _FIRST_DECIDE
    if not waiting and decision_of(said):
        return _NOTHING_WAITS
    return _UNCLEAR if intent == "unclear" else ""


def _names_source(said: str) -> bool:
    """Whether a turn after the question for a source answers it, and is no new request."""
    return intent_of(said) not in {"why", "unclear"} and all(
        wish.kind == "other" for wish in wishes_of(said)
    )


async def _change(asked: Asked, model: Model | None) -> Answer:
    """Change the text as far as code can, and let a model word the rest when there is one."""
    where = ground(asked.thread.task, asked.table, row=asked.thread.row)
    where = with_used(where, (asked.thread.proposal, *asked.texts))
    wishes = wishes_of(asked.turn.said)
    if decision_of(asked.turn.said) is False:
        wishes = (Wish("undo", said=asked.turn.said),)
    base, edit = _begun(asked, wishes, where)
    if edit is None:
        return asked.answer("change", GONE)
    edit = changed(edit, wishes)
    for wish in wishes:
        if is_refused(wish, edit):
            edit = refuse(edit, wish, asked.form)
        elif wish.kind in FREE:
            edit = edit.left(wish)
    if (edit.free or edit.alone or edit.shorter) and model is not None:
        return await worded(asked, model, edit, base, wishes)
    answer = ("\n" if edit.done else "").join(_told(edit))
    if not edit.done:
        return asked.answer("change", answer or "好的，文字没有改动。")
    return asked.answer("change", answer, asked.text(kept(p, base, where) for p in edit.plans))


def _told(edit: Edit) -> Iterator[str]:
    """Yield what was changed without a model, and what was not."""
    if edit.done:
        yield f"已改：{'；'.join(edit.done)}。"
    yield from (*edit.undone, *edit.alone)
    if edit.free:
        more = "" if edit.done else _CAN
        free = "；".join(edit.free).translate({8220: "‘", 8221: "’"})
        yield f"“{free}”要有模型才能做，现在没有连接模型。{more}"


def _begun(asked: Asked, wishes: Iterable[Wish], where: Ground) -> tuple[Proposal, Edit | None]:
    """Return the text with which the changes of a turn begin: as it stands, earlier, or fresh.

    Returns:
        The text whose sentences keep their origin, and the change; None when a fact is gone.
    """
    base, done, undone = asked.thread.proposal, tuple[str, ...](), tuple[str, ...]()
    plans, gone = plans_of(base, where)
    for wish in wishes:
        if wish.kind == "redraft":
            plans, gone = _redrafted(asked, where), False
            done += ("按表中现在的数据重新拟写",)
        elif wish.kind in _BACK:
            to_first, how = _BACK[wish.kind]
            before = _earlier(base, asked.texts, to_first=to_first)
            if before is None:
                undone += (_NO_EARLIER,)
            else:
                base, done = before, (*done, how)
                plans, gone = plans_of(base, where)
    if gone:
        return base, None
    earlier = tuple(tuple(plans_of(each, where)[0]) for each in asked.texts)
    shown = tuple(plans)
    edit = Edit(
        shown, shown, asked.thread.row, where, asked.sheet, asked.statements, done, undone,
        earlier=earlier, these=_these(asked, shown),
    )  # fmt: skip
    return base, edit


def _these(asked: Asked, shown: Sequence[SentencePlan]) -> tuple[int, ...]:
    """Return the numbers that the sentences have now which the last change was about."""
    last = next((turn for turn in reversed(asked.thread.turns) if turn.proposal), None)
    if last is None or len(asked.texts) < 2:
        return ()
    before = [each.text for each in asked.texts[-2].sentences]
    numbers = [at for wish in wishes_of(last.said) for at in wish.sentences]
    meant = {before[at - (at > 0)] for at in numbers if -len(before) <= at <= len(before)}
    return tuple(at for at, plan in enumerate(shown, start=1) if text_of(plan) in meant)


def _earlier(now: Proposal, texts: Sequence[Proposal], *, to_first: bool) -> Proposal | None:
    """Return the text before the last change, or the first one; None when there is none.

    A text that came back counts as the one it repeats, so that every further step goes further
    back.
    """
    words = [[one.text for one in each.sentences] for each in texts]
    own = [one.text for one in now.sentences]
    at = words.index(own) if own in words else len(words)
    return None if at == 0 else texts[0 if to_first else at - 1]


def _redrafted(asked: Asked, where: Ground) -> list[SentencePlan]:
    """Return the composer's sentences for the form as it is now, and what the person stated."""
    thread, facts = asked.thread, where.facts
    fresh = composers(thread.task, asked.form, asked.sheet, facts, thread.row)
    tail = next((at for at, each in enumerate(fresh) if each.pending), len(fresh))
    stated = tuple(
        each
        for each in thread.proposal.sentences
        if each.basis
        and all(basis.fact.startswith(SAID) and basis.fact in facts for basis in each.basis)
    )
    quoted, _ = plans_of(thread.proposal.model_copy(update={"sentences": stated}), where)
    return [*fresh[:tail], *quoted, *fresh[tail:]]


def changed(edit: Edit, wishes: Iterable[Wish]) -> Edit:
    """Return a text with those wishes granted that code can grant."""
    for wish in sorted(wishes, key=lambda wish: wish.kind == "keep"):
        if step := STEPS.get(wish.kind):
            new = step(edit, wish)
            edit = new if new.plans or not edit.plans else edit.told(_NOTHING_LEFT)
    # A row can stand in two sentences, and two rows can say the same: nothing is told twice.
    told: dict[str, SentencePlan] = {}
    for plan in _pointing(edit):
        told.setdefault(text_of(plan), plan)
    return replace(edit, plans=tuple(told.values()))


def _pointing(edit: Edit) -> list[SentencePlan]:
    """Return the sentences; one that points at those above it says so only while they are there."""
    found: list[SentencePlan] = []
    for at, plan in enumerate(edit.plans):
        new = plan
        if plan.slots and plan.template.startswith(_ABOVE) and not _above(edit, at):
            counts = [fact for fact in plan.slots.values() if fact.kind == "count"]
            for count in counts[:1]:
                new = sentence(edit.table, count.label, f"{count.label}有<{count.id}>。")
        found.append(new)
    return found


def _above(edit: Edit, at: int) -> bool:
    """Return whether the rows that a sentence counts stand in those right above it."""
    missing = edit.rows([fact.id for fact in edit.plans[at].slots.values()])
    for plan in reversed(edit.plans[:at]):
        valued = [fact.id for fact in plan.slots.values() if fact.id.startswith(("row.", "group."))]
        if not missing or not edit.rows(valued) & missing:
            break
        missing -= edit.rows(valued)
    return not missing
