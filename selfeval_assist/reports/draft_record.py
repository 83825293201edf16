"""How a draft came about, as an auditor reads it: all that was told, answered, checked, decided."""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement
from lxml.html.builder import H2, H3, SECTION, P

from selfeval_assist.drafting.texts import kinds
from selfeval_assist.form.text import clean
from selfeval_assist.review import Action, Checked, Decision, Generation, Origin, Proposal

Part = tuple[str, str]
"""A heading, and the text under it."""
Drafts = tuple[tuple[int, Proposal, tuple[Decision, ...]], ...]
"""The number of a form, a draft of one of its texts, and what was decided about it."""

_ACTIONS = {Action.ACCEPT: "采用", Action.EDIT: "修改后采用", Action.REJECT: "不用"}
_ORIGINS = {Origin.MODEL: "模型", Origin.COMPOSER: "程序", Origin.PERSON: "人"}


def draft_parts(proposal: Proposal, decisions: Iterable[Decision]) -> Iterator[Part]:
    """Yield the record of one draft, part by part, in the order in which it came about.

    Args:
        proposal: the draft.
        decisions: what was decided about the form; those about other drafts are passed over.
    """
    made = proposal.generation
    kind = kinds().get(proposal.task)
    row = "" if proposal.row is None else f"，第{proposal.row + 1}行"
    yield "文字", f"{kind.title if kind else proposal.task}{row}"
    yield "时间", proposal.created.isoformat(timespec="seconds")
    yield "起草", _by(made)
    if made.prompt:
        yield "提示词", f"{made.prompt} 第 {made.prompt_version} 版，校验值 {made.prompt_sha256}"
    if made.sheet:
        yield "交给模型的材料", made.sheet
    for at, reply in enumerate(made.replies, start=1):
        yield f"模型第 {at} 次答复原文", reply
        yield f"第 {at} 次核对", "\n".join(_checked(made.checked, at)) or "没有可用的句子。"
    if made.fallback:
        yield "由程序拟稿的原因", made.fallback
    yield "定稿与取舍", "\n".join(_decided(proposal, decisions))


def _by(made: Generation) -> str:
    if not made.model:
        return "程序，没有请求模型"
    answered = f"，答复的是 {made.answered}" if made.answered else ""
    return f"请求 {made.model}（{made.endpoint}）{answered}，共 {made.attempts} 次"


def _checked(checked: Iterable[Checked], attempt: int) -> Iterator[str]:
    for each in checked:
        if each.attempt == attempt:
            cites = f"［{'、'.join(each.cites)}］" if each.cites else ""
            said = f"不合格：{'；'.join(each.refused)}" if each.refused else "通过"
            yield f"{each.text}{cites} —— {said}"


def _decided(proposal: Proposal, decisions: Iterable[Decision]) -> Iterator[str]:
    by_sentence: dict[int, list[Decision]] = {}
    for each in decisions:
        if each.proposal == proposal.id:
            by_sentence.setdefault(each.sentence, []).append(each)
    for at, sentence in enumerate(proposal.sentences):
        yield f"{at + 1}. {sentence.text}（{_ORIGINS[sentence.origin]}拟）"
        for made in by_sentence.get(at, ()):
            changed = f"：{made.text}" if made.action is Action.EDIT else ""
            when = made.at.isoformat(timespec="seconds")
            yield f"   {_ACTIONS[made.action]}{changed}（{made.person or '未署名'}，{when}）"
        if at not in by_sentence:
            yield "   尚未取舍"


def draft_lines(drafts: Drafts) -> Iterator[str]:
    """Yield the records of drafts as lines of text."""
    for number, proposal, decisions in drafts:
        yield f"第 {number} 号表的草稿 {proposal.id}"
        for heading, text in draft_parts(proposal, decisions):
            first, *more = _shown(text).splitlines() or [""]
            yield f"  {heading}：{first}" if not more else f"  {heading}："
            yield from (f"    {line}" for line in ((first, *more) if more else ()))
        yield ""


def drafts_section(drafts: Drafts) -> HtmlElement:
    """Return the records of drafts as a part of an HTML document."""
    found: list[HtmlElement] = [H2("起草经过")]
    for number, proposal, decisions in drafts:
        found.append(H3(f"第 {number} 号表，草稿 {proposal.id}"))
        parts = draft_parts(proposal, decisions)
        found += [P(f"{heading}：{_shown(text)}") for heading, text in parts]
    return SECTION(*found)


def drafts_json(drafts: Drafts) -> list[dict[str, Any]]:
    """Return the records of drafts for a program, whole."""
    return [
        {
            "form": number,
            "draft": proposal.model_dump(mode="json"),
            "decisions": [
                each.model_dump(mode="json") for each in decisions if each.proposal == proposal.id
            ],
        }
        for number, proposal, decisions in drafts
    ]


def _shown(text: str) -> str:
    return str(clean(text))
