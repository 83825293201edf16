"""What is put into a text: what the form or a person's statement holds; a fact is stored first."""

import re
import uuid
from collections.abc import Callable

from selfeval_assist.drafting.cause.dialogue import vague
from selfeval_assist.drafting.composer.phrases import sentence
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.edit import Asked, Edit, kept, meant, names, plans_of
from selfeval_assist.drafting.talk.requests import Wish, wishes_of
from selfeval_assist.facts import Fact, FactTable
from selfeval_assist.facts.goal import SAID
from selfeval_assist.facts.spelling import stated
from selfeval_assist.form.marks import find
from selfeval_assist.form.text import PENDING_MARK
from selfeval_assist.review.supported import ground, supported, with_statements
from selfeval_assist.review.thread import Answer, Statement

GONE = "表已改动，这份草稿引用的数据有的已不存在。请说“重新起草”，按现在的表重写。"
EXAMPLE = "补充：12月20日通过竣工验收，出处：《竣工验收报告》。"
"""How a fact is stated with its source."""
CAUSE_EXAMPLE = "补充：7月19日至8月5日强降雨停工，出处：《停工通知》。"

_SOURCE = re.compile(
    r"(?P<open>[（(])?\s*(?:(?:出处|来源|依据|载于|写在)\s*(?:是|为)?\s*[:：]?|[，,；;。（(]\s*见于?)\s*"
    r"(?=[《“\w])"
)
_OPENING = re.compile(
    r"^(?:请?(?:补充|增加|记录|说明)(?:一个|一条|一下)?(?:新?(?:情况|事实|依据))?|新(?:情况|事实)(?:是)?|"
    r"事实(?:上|是)|实际情况是?|另外)\s*[:：，,]\s*"
)
_CAUSE = re.compile(r"^(?:把)?(原因|理由)(?:写成|写作|写为|改成|改为|写)\s*[:：]?")
_ENDS = " ，,；;。\n"
CAUSE = (
    "原因只写您说明的事实，程序不代拟；“{about}”还看不出是什么时间、什么事、影响多少。"
    "请在“偏差问答”里逐项回答，或者连同出处告诉我，"
    f"例如：{CAUSE_EXAMPLE}"
)

_TOLD = ("target", "actual", "verdict")
_ANYTHING = frozenset({"", "点", "一点", "事实", "情况", "新事实", "新情况", "内容", "数据"})
"""What names nothing that could be looked up."""
_VALUES = (".target", ".actual")
_ANSWERS = (".cause", ".effect", ".measure", ".document")
"""What a person filled in about a deviation."""
_MOST_NAMED = 6


def add(edit: Edit, wish: Wish, *, first: bool = False) -> Edit:
    """Add sentences about something, before what waits for a person or at the front."""
    about = wish.about
    if about.removeprefix("一个").removeprefix("一条").removeprefix("些") in _ANYTHING:
        return edit.told(f"请直接告诉我事实和出处，例如：{EXAMPLE}")
    if new := _found(edit, about):
        tail = next((at for at, plan in enumerate(edit.plans) if plan.pending), len(edit.plans))
        at = 0 if first else tail
        plans = (*edit.plans[:at], *new, *edit.plans[at:])
        return edit.did(f"补上了有关“{about}”的 {len(new)} 句", plans)
    return edit.told(_why_not(edit, about))


def _why_not(edit: Edit, about: str) -> str:
    """Say why nothing was added: it is told, nobody stated it, or it belongs elsewhere."""
    if about.endswith(("原因", "理由")):
        return (
            "原因只写您说明的事实，程序不代拟。请在“偏差问答”里逐项回答，或者连同出处告诉我，"
            f"例如：{CAUSE_EXAMPLE}"
        )
    named = [fact for fact in edit.table if names(fact, about)]
    written = _written(edit)
    if edit.level(about) & written or any(
        fact.id in edit.stated or fact.row in written for fact in named
    ):
        return f"有关“{about}”的数据，正文里已经写了。"
    if edit.task in ("deviation", "budget") and any(fact.row != edit.row for fact in named):
        return f"“{about}”不属于这段说明，没有写进来；可以在“实际完成情况”的对话里补充。"
    return (
        f"表中和您说明过的情况里没有“{about.rstrip('。')}”。请直接告诉我事实和出处，例如：{EXAMPLE}"
    )


def lengthen(edit: Edit, _wish: Wish) -> Edit:
    """Say what the text could still tell: nothing but the form makes it longer."""
    if edit.task in ("deviation", "budget"):
        return edit.told(
            "这段说明只写您填的原因、影响和措施。要写得更多，请在“偏差问答”里补充，再说“重新起草”。"
        )
    written = _written(edit)
    left = dict.fromkeys(
        fact.subjects[0]
        for fact in edit.table
        if fact.row is not None and fact.row not in written and fact.id.endswith(_VALUES)
    )
    if not left:
        return edit.told(
            f"表中各项指标正文都已写到，要写得更多，请告诉我新的事实和出处，例如：{EXAMPLE}"
        )
    some = "、".join(list(left)[:_MOST_NAMED])
    more = f"等 {len(left)} 项" if len(left) > _MOST_NAMED else ""
    return edit.told(
        f"正文只写表中有的内容。还没有写到的指标有：{some}{more}。"
        f"要写哪一项，请说“补充{next(iter(left))}”；表外的事实请连同出处一起告诉我。"
    )


def row_sentence(edit: Edit, row: int, also: tuple[str, ...] = ()) -> SentencePlan | None:
    """Return a sentence with target, actual value and verdict of a row."""
    ids = [each for name in _TOLD if (each := f"row.{row}.{name}") in edit.table]
    ids += [each for each in also if each not in ids and each in edit.table]
    if not any(each.endswith(_VALUES) for each in ids):
        return None
    name = edit.table[ids[0]].subjects[0]
    pieces = [
        f"<{each}>" if edit.table[each].kind == "verdict" else f"{edit.table[each].label}为<{each}>"
        for each in sorted(ids, key=lambda each: each.endswith(".verdict"))
    ]
    plan = sentence(edit.table, name, f"{name}{'，'.join(pieces)}。")
    return plan if edit.sound(plan) else None


def _found(edit: Edit, about: str) -> list[SentencePlan]:
    """Return sentences about what the text does not tell yet."""
    told = edit.stated
    new = [
        sentence_of(each, edit.table)
        for each in edit.statements
        if f"{SAID}{each.id}" not in told and meant(about, each.text + each.source)
    ]
    found = [
        fact
        for fact in edit.table
        if fact.id not in told and not fact.id.startswith(SAID) and names(fact, about)
    ]
    if edit.task not in ("deviation", "budget"):
        new += _rows(edit, about, found)
    for fact in found:
        if template := _template(edit, fact):
            new.append(sentence(edit.table, fact.label, template))
    return [plan for plan in new if edit.sound(plan)]


def _rows(edit: Edit, about: str, found: list[Fact]) -> list[SentencePlan]:
    """Return sentences about the rows that are named, by themselves or by their level."""
    rows = [
        fact.row
        for fact in found
        if fact.row is not None
        and fact.id.endswith(_VALUES)
        and any(meant(about, text) for text in (*fact.subjects, fact.value))
    ]
    written = _written(edit)
    fresh = (
        row for row in dict.fromkeys([*rows, *sorted(edit.level(about))]) if row not in written
    )
    return [plan for row in fresh if (plan := row_sentence(edit, row))]


def _template(edit: Edit, fact: Fact) -> str:
    """Return how one fact is told that is no value of a row; empty when it is not told alone."""
    answer = fact.id.endswith(_ANSWERS)
    if edit.task == "deviation":
        return f"{fact.label}：<{fact.id}>。" if answer and fact.row == edit.row else ""
    if edit.task == "budget" and answer:
        return f"{fact.label}：<{fact.id}>。" if fact.id.startswith("funds.") else ""
    if fact.id.startswith("funds.") and not fact.subjects and fact.kind not in ("words", "cause"):
        return f"{fact.label}为<{fact.id}>。"
    if fact.id.endswith(".document") and fact.subjects:
        return f"{fact.subjects[0]}的{fact.label}为<{fact.id}>。"
    return ""


def _written(edit: Edit) -> set[int]:
    """Return the rows of which the text tells a value, those of its groups included."""
    valued = [each for each in edit.stated if each.endswith(_VALUES)]
    return {row for each in valued for row in edit.rows((each,))}


def split(said: str) -> tuple[str, str]:
    """Return the fact and, where it is named in the same breath, its source."""
    text = _CAUSE.sub(r"\1是", _OPENING.sub("", said.strip()))
    found = [match for match in _SOURCE.finditer(text) if match.start() >= 4]
    if not found:
        return text.strip(_ENDS), ""
    fact, source = text[: found[-1].start()], text[found[-1].end() :].strip(_ENDS)
    if source.count("（") + source.count("(") < source.count("）") + source.count(")"):
        source = source[:-1].strip(_ENDS)  # it closes what opened before the source
    return fact.strip(_ENDS), source


def usable(text: str) -> bool:
    """Return whether a text states something."""
    return len(stated(text)) >= 4 and PENDING_MARK not in text


def sentence_of(statement: Statement, table: FactTable) -> SentencePlan:
    """Return the sentence that quotes a statement with its source."""
    own = f"{SAID}{statement.id}"
    return sentence(table, "补充情况", f"<{own}>（见<{own}.source>）。")


def unsupported(text: str, table: FactTable) -> tuple[str, ...]:
    """Return the words of a stated fact that the form does not support; they never block."""
    # Asked of the whole form, results included, whichever text the fact was stated for.
    # Neither its reasons nor its words have to stand there: it is what states them.
    found = supported(text, ground("actual", table))
    asked = (each.quote for each in found if each.rule not in {"causal", "words"})
    return tuple(dict.fromkeys(asked))


def _refused(text: str, said: str, source: str) -> str:
    """Return why a fact is not stored, or ""."""
    if mark := find(said) or find(source):
        return f"这句话带有“{mark}”，涉密内容不应写进本表，没有记录。"
    if not usable(text):
        return "请把要补充的事实写完整，例如：12月20日通过竣工验收。"
    causes = [wish.about for wish in wishes_of(text) if wish.kind == "cause"]
    return CAUSE.format(about=causes[0]) if causes and all(map(vague, causes)) else ""


def state(asked: Asked, source: str, keep: Callable[[Statement], None]) -> Answer:
    """Store a fact with its source, then put it into the text; ask for what is missing.

    Args:
        asked: the turn.
        source: where the fact is written, when a screen asked for it in a field of its own.
        keep: stores the statement; its errors pass through and nothing is written.
    """
    said = asked.turn.said
    text, named = split(said)
    if asked.thread.awaiting and not (source or named):
        text, named = asked.thread.awaiting, said.strip(" 。")
    named = source or named
    if why := _refused(text, said, source):
        return asked.answer("fact", why)
    if not usable(named):
        ask = "请再说明出处：写在哪份材料里（名称、文号或日期）。有了出处才能写进正文。"
        return asked.answer("fact", f"“{text}”——{ask}", awaiting=text)
    statement = Statement(
        id=uuid.uuid4().hex,
        where=asked.thread.where,
        text=text,
        source=named,
        person=asked.turn.person,
        at=asked.turn.at,
    )
    keep(statement)
    answer = f"已记为您的依据：“{text}”，出处：{named}。"
    notes = unsupported(text, asked.table)
    table = with_statements(asked.table, (statement,))
    where = ground(asked.thread.task, table, row=asked.thread.row)
    plans, gone = plans_of(asked.thread.proposal, where)
    if gone:
        return asked.answer("fact", answer + GONE, statement=statement)
    tail = next((at for at, plan in enumerate(plans) if plan.pending), len(plans))
    plans.insert(tail, sentence_of(statement, table))
    proposal = asked.text(kept(plan, asked.thread.proposal, where) for plan in plans)
    answer += "已作为单独一句放进草稿，请逐句审阅。"
    if notes:
        words = "、".join(f"“{each}”" for each in notes)
        answer += f"其中{words}表里没有，正文只整句引用并注明出处；与表有出入的请一并核实。"
    return asked.answer("fact", answer, proposal, statement)
