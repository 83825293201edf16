"""Talking about one text: how to change it, why it says something, and facts not yet in the form.

What is meant is read by code. A change goes through the same slots and the same verifier as a first
draft; an explanation comes from code alone; a new fact is stored as the person's, with where it is
written, before any text may use it.
"""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from selfeval_assist.drafting.chain import ignore
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.consent import Consent, marked, nobody, require
from selfeval_assist.drafting.events import Finished, OnEvent, Started
from selfeval_assist.drafting.masking import figures, persons
from selfeval_assist.drafting.material import as_data
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.drafting.talk.changes import Changed, change
from selfeval_assist.drafting.talk.requests import intent_of, wishes_of
from selfeval_assist.drafting.talk.revision import facts_for_text, kept, plans_of
from selfeval_assist.drafting.talk.statements import (
    PREFIX,
    sentence_of,
    split,
    unsupported,
    usable,
    with_statements,
)
from selfeval_assist.drafting.talk.why import explain
from selfeval_assist.drafting.wording import Order, Tally, reword, wanted
from selfeval_assist.facts import FactTable, build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import clean
from selfeval_assist.review import Generation, Proposal, ReviewError, Sentence
from selfeval_assist.review.thread import Intent, Statement, Thread, Turn
from selfeval_assist.scoring import ScoreSheet

LONGEST = 1000
"""Characters of one turn of a person; more belongs into a document."""

_CANCEL = ("算了", "取消", "不用了", "不记了", "先不")
_ABILITIES = (
    "不用模型时我可以：更简短；突出某一项（突出数据共享）；去掉某一项或某一句（去掉第2句）；"
    "补上表里或您说明过的内容（补充验收情况）；解释某一句为什么这样写；记下新的事实和出处。"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one turn.

    Attributes:
        thread: the conversation with the new turn at its end, and the text as it now stands.
        turn: the new turn; its ``answer`` is for the person.
        proposal: the revised text, to be stored and reviewed like any other, or None.
        statement: the fact that was stored, or None.
    """

    thread: Thread
    turn: Turn
    proposal: Proposal | None = None
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class _Talk:
    """What the answer to one turn rests on."""

    thread: Thread
    said: str
    form: SelfEvaluation
    sheet: ScoreSheet
    person: str
    at: datetime.datetime
    statements: tuple[Statement, ...]
    table: FactTable


@dataclass(frozen=True, slots=True)
class _Model:
    """How a model is asked, when there is one."""

    endpoint: Endpoint
    consent: Consent
    emit: OnEvent
    seconds: float


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
        source: where a new fact is written, when a screen asked for it in a field of its own.
        intent: what the person wants, when a screen knows; else it is read from the words.
        consent: says whether a person has allowed an endpoint that is not on this machine.
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
    talk = _Talk(thread, said, form, sheet, person.strip(), at, tuple(statements), table)
    awaiting = thread.awaiting
    intent = intent or ("fact" if awaiting and _names_source(said) else intent_of(said))
    if awaiting and said.startswith(_CANCEL):
        return _answered(talk, "fact", "好的，这条情况没有记录。")
    if intent == "fact":
        return _fact(talk, source, keep)
    if intent == "why":
        return _answered(talk, "why", explain(said, thread.proposal, form, sheet, table))
    model = None
    if endpoint is not None:
        seconds = endpoint.limits.deadline if deadline is None else deadline
        model = _Model(endpoint, consent, on_event or ignore, seconds)
    return await _change(talk, model)


def _names_source(said: str) -> bool:
    """Whether a turn after the question for a source answers it, and is no new request."""
    return intent_of(said) != "why" and all(wish.kind == "other" for wish in wishes_of(said))


def _answered(talk: _Talk, intent: Intent, answer: str, **more: str) -> Answer:
    turn = Turn(
        said=talk.said, person=talk.person, at=talk.at, intent=intent, answer=answer, **more
    )
    thread = talk.thread.model_copy(update={"turns": (*talk.thread.turns, turn)})
    return Answer(thread, turn)


def _fact(talk: _Talk, source: str, keep: Callable[[Statement], None]) -> Answer:
    """Store a fact with its source, then put it into the text; ask for what is missing."""
    text, named = split(talk.said)
    if talk.thread.awaiting and not (source or named):
        text, named = talk.thread.awaiting, talk.said.strip(" 。")
    named = source or named
    if mark := marked(talk.said) or marked(source):
        return _answered(talk, "fact", f"这句话带有“{mark}”，涉密内容不应写进本表，没有记录。")
    if not usable(text):
        return _answered(talk, "fact", "请把要补充的事实写完整，例如：12月20日通过竣工验收。")
    if not usable(named):
        ask = "请再说明出处：写在哪份材料里（名称、文号或日期）。有了出处才能写进正文。"
        return _answered(talk, "fact", f"“{text}”——{ask}", awaiting=text)
    statement = Statement(
        id=uuid.uuid4().hex,
        where=talk.thread.where,
        text=text,
        source=named,
        person=talk.person,
        at=talk.at,
    )
    keep(statement)
    answer = f"已记为您的依据：“{text}”，出处：{named}。"
    notes = unsupported(text, talk.table)
    table = with_statements(talk.table, (statement,))
    plans, gone = plans_of(talk.thread.proposal, table)
    if gone:
        answer += _GONE
        return replace(_answered(talk, "fact", answer, statement=statement.id), statement=statement)
    tail = next((at for at, plan in enumerate(plans) if plan.pending), len(plans))
    plans.insert(tail, sentence_of(statement, table))
    proposal = _proposal(talk, plans, facts_for_text(talk.thread, table), Generation())
    answer += "已作为单独一句放进草稿，请逐句审阅。"
    if notes:
        words = "、".join(f"“{each}”" for each in notes)
        answer += f"其中{words}表里没有，正文只整句引用并注明出处；与表有出入的请一并核实。"
    return _revised(talk, "fact", answer, proposal, statement)


_GONE = "表已改动，这份草稿引用的数据有的已不存在，请先重新起草，再写入。"


async def _change(talk: _Talk, model: _Model | None) -> Answer:
    """Change the text as far as code can, and let a model word the rest when there is one."""
    facts = facts_for_text(talk.thread, talk.table)
    plans, gone = plans_of(talk.thread.proposal, facts)
    if gone:
        return _answered(talk, "change", _GONE)
    wishes = wishes_of(talk.said)
    result = change(plans, wishes, facts, talk.sheet, talk.statements)
    free = [wish.about for wish in wishes if wish.kind == "other"]
    told = _told(result)
    if (free or result.shorter) and model is not None:
        return await _worded(talk, model, result, facts, told)
    if free:
        told.append(f"“{'；'.join(free)}”这样的改写要有模型才能做，现在没有连接模型。{_ABILITIES}")
    if not result.done:
        return _answered(talk, "change", "\n".join(told), awaiting="")
    return _revised(
        talk, "change", "\n".join(told), _proposal(talk, result.plans, facts, Generation())
    )


def _told(result: Changed) -> list[str]:
    told = [f"已改：{'；'.join(result.done)}。"] if result.done else []
    told += result.undone
    told += [
        f"表中和您说明过的情况里没有“{about}”。请直接告诉我事实和出处，例如："
        f"补充：12月20日通过竣工验收，出处：《竣工验收报告》。"
        for about in result.missing
    ]
    return told


async def _worded(
    talk: _Talk, model: _Model, result: Changed, facts: FactTable, told: list[str]
) -> Answer:
    """Let a model reword the sentences as the person asks; the verifier is the same."""
    thread = talk.thread
    require(talk.form, model.endpoint, model.consent)
    plans = result.plans
    base = [kept(plan, thread.proposal, facts) for plan in plans]
    ask = [
        yes and not any(fact.id.startswith(PREFIX) for fact in plan.slots.values())
        for yes, plan in zip(wanted(thread.task, plans), plans, strict=True)
    ]
    names = persons(talk.form)
    request = as_data(figures(talk.said))
    order = Order(
        model.endpoint, prompt_for("revise"), facts, model.emit, model.seconds, names,
        {"request": request},
    )  # fmt: skip
    model.emit(Started(thread.task, model.endpoint.model, model.endpoint.host, len(plans)))
    tally = Tally()
    sentences, generation = await reword(order, base, plans, ask, tally)
    if result.shorter:  # a longer wording does not serve the wish
        sentences = tuple(
            min(pair, key=lambda each: len(each.text)) for pair in zip(sentences, base, strict=True)
        )
    proposal = _made(talk, sentences, generation)
    model.emit(Finished(proposal, tally.tokens))
    changed = [
        at + 1 for at, (new, old) in enumerate(zip(sentences, base, strict=True)) if new != old
    ]
    if changed:
        told.append(
            f"模型按您的要求改写了第 {'、'.join(map(str, changed))} 句，数值和名称都已核对。"
        )
    else:
        left = "" if told else "，文字保持原样"
        told.append(f"模型没有写出能通过核对的改法{left}。")
    if generation.fallback:
        told.append(f"没有采用的：{generation.fallback}。")
    if not changed and not result.done:
        return _answered(talk, "change", "\n".join(told))
    return _revised(talk, "change", "\n".join(told), proposal)


def _proposal(
    talk: _Talk, plans: Sequence[SentencePlan], facts: FactTable, generation: Generation
) -> Proposal:
    sentences = tuple(kept(plan, talk.thread.proposal, facts) for plan in plans)
    return _made(talk, sentences, generation)


def _made(talk: _Talk, sentences: tuple[Sentence, ...], generation: Generation) -> Proposal:
    return Proposal(
        id=uuid.uuid4().hex,
        task=talk.thread.task,
        where=talk.thread.where,
        sentences=sentences,
        generation=generation,
        created=talk.at,
    )


def _revised(
    talk: _Talk,
    intent: Intent,
    answer: str,
    proposal: Proposal,
    statement: Statement | None = None,
) -> Answer:
    known = statement.id if statement else ""
    plain = _answered(talk, intent, answer, proposal=proposal.id, statement=known)
    thread = plain.thread.model_copy(update={"proposal": proposal})
    return Answer(thread, plain.turn, proposal, statement)
