"""A fact that a person states: stored with its source first, quoted in the text then."""

import uuid
from collections.abc import Callable
from dataclasses import replace

from selfeval_assist.drafting.cause.dialogue import vague
from selfeval_assist.drafting.talk.refusals import CAUSE
from selfeval_assist.drafting.talk.requests import wishes_of
from selfeval_assist.drafting.talk.revision import plans_of
from selfeval_assist.drafting.talk.statements import (
    sentence_of,
    split,
    unsupported,
    usable,
)
from selfeval_assist.drafting.talk.turns import GONE, Answer, Asked, answered, revised, with_plans
from selfeval_assist.form.marks import find
from selfeval_assist.review.supported import ground, with_statements
from selfeval_assist.review.thread import Statement


def state(asked: Asked, source: str, keep: Callable[[Statement], None]) -> Answer:
    """Store a fact with its source, then put it into the text; ask for what is missing.

    Args:
        asked: the turn.
        source: where the fact is written, when a screen asked for it in a field of its own.
        keep: stores the statement; its errors pass through and nothing is written.
    """
    text, named = split(asked.said)
    if asked.thread.awaiting and not (source or named):
        text, named = asked.thread.awaiting, asked.said.strip(" 。")
    named = source or named
    if mark := find(asked.said) or find(source):
        return answered(asked, "fact", f"这句话带有“{mark}”，涉密内容不应写进本表，没有记录。")
    if not usable(text):
        return answered(asked, "fact", "请把要补充的事实写完整，例如：12月20日通过竣工验收。")
    causes = [wish.about for wish in wishes_of(text) if wish.kind == "cause"]
    if causes and all(vague(each) for each in causes):
        return answered(asked, "fact", CAUSE.format(about=causes[0]))
    if not usable(named):
        ask = "请再说明出处：写在哪份材料里（名称、文号或日期）。有了出处才能写进正文。"
        return answered(asked, "fact", f"“{text}”——{ask}", awaiting=text)
    statement = Statement(
        id=uuid.uuid4().hex,
        where=asked.thread.where,
        text=text,
        source=named,
        person=asked.person,
        at=asked.at,
    )
    keep(statement)
    answer = f"已记为您的依据：“{text}”，出处：{named}。"
    notes = unsupported(text, asked.table)
    table = with_statements(asked.table, (statement,))
    where = ground(asked.thread.task, table, row=asked.thread.row)
    plans, gone = plans_of(asked.thread.proposal, where)
    if gone:
        plain = answered(asked, "fact", answer + GONE, statement=statement.id)
        return replace(plain, statement=statement)
    tail = next((at for at, plan in enumerate(plans) if plan.pending), len(plans))
    plans.insert(tail, sentence_of(statement, table))
    proposal = with_plans(asked, plans, asked.thread.proposal, where)
    answer += "已作为单独一句放进草稿，请逐句审阅。"
    if notes:
        words = "、".join(f"“{each}”" for each in notes)
        answer += f"其中{words}表里没有，正文只整句引用并注明出处；与表有出入的请一并核实。"
    return revised(asked, "fact", answer, proposal, statement)
