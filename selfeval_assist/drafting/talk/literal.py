"""Literal edits: a sentence or some words exchanged as a person dictates them.

They are the person's own words: what the form does not support in them is shown, never blocked. A
value is exchanged in its cell and not here.
"""

import re
from dataclasses import dataclass

from selfeval_assist.drafting.composing import basis_of
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.edit import Edit
from selfeval_assist.drafting.talk.mentions import sentence_numbers
from selfeval_assist.facts import render
from selfeval_assist.review import Origin, Sentence
from selfeval_assist.review.supported import filled, supported

_SET = r"(?:改成|改为|换成|换为|写成|替换成|替换为)"
_OPEN, _CLOSE = "“\"「『‘'", "”\"」』’'"
# 第2句改成：…, 把第2句换成“…”
_WHOLE = re.compile(
    rf"(?:请|把|将)*(第.{{1,3}}句|最后一?句){_SET}\s*(?:[:：]|(?=[{_OPEN}]))\s*(.+)", re.DOTALL
)
# 把“等候时间”改成“等待时间”
_WORDS = re.compile(
    rf"(?:请|把|将)*[{_OPEN}](.+?)[{_CLOSE}](?:都|全部)?{_SET}[{_OPEN}](.*?)[{_CLOSE}].?"
)


@dataclass(frozen=True, slots=True)
class Literal:
    """What is to be exchanged: the words of a sentence (``number`` from 1), or some words."""

    new: str
    old: str = ""
    number: int = 0


def literal_of(said: str) -> Literal | None:
    """Return the literal edit that a person dictates, or None when it is none."""
    if found := _WORDS.fullmatch(said.strip()):
        return Literal(found[2], old=found[1])
    if found := _WHOLE.fullmatch(said.strip()):
        numbers = sentence_numbers(found[1])
        return (
            Literal(found[2].strip(_OPEN + _CLOSE + " \n"), number=numbers[0]) if numbers else None
        )
    return None


def exchange(edit: Edit, wish: Literal) -> Edit:
    """Return a text with a sentence or some words exchanged, or told why they are not."""
    if wish.number:
        return _sentence(edit, wish)
    plans, hits = list(edit.plans), 0
    for at, plan in enumerate(plans):
        if wish.old in plan.template:
            plans[at] = _own(edit, plan, plan.template.replace(wish.old, wish.new))
            hits += 1
    if hits:
        return edit.did(f"把“{wish.old}”改成了“{wish.new}”，共 {hits} 句", plans)
    if any(wish.old in render(plan.template, plan.slots) for plan in plans):
        return edit.told(f"“{wish.old}”里有取自表中的值，请在表里改那一格，再说“重新起草”。")
    return edit.told(f"正文里没有“{wish.old}”。")


def _sentence(edit: Edit, wish: Literal) -> Edit:
    chosen, why = edit.numbered((wish.number,))
    if why:
        return edit.told(why)
    ((number, old),) = chosen.items()
    new = _own(edit, SentencePlan("本人的话", ""), wish.new.replace("<", "＜").replace(">", "＞"))
    plans = [new if plan is old else plan for plan in edit.plans]
    return edit.did(f"第 {number} 句换成了您写的", plans)


def _own(edit: Edit, plan: SentencePlan, template: str) -> SentencePlan:
    """Return a sentence in a person's words around the same values, with what is not supported."""
    text = render(template, plan.slots)
    basis = plan.kept.basis if plan.kept else tuple(map(basis_of, plan.slots.values()))
    if filled(template, basis) != text:
        basis = ()
    cites = plan.kept.cites if plan.kept else ()
    own = Sentence(
        text=text, template=template if basis else "", basis=basis, cites=cites,
        referenced=bool(basis), origin=Origin.PERSON,
    )  # fmt: skip
    found = tuple(dict.fromkeys(each.message for each in supported(own, edit.where)))
    kept = own.model_copy(update={"violations": found})
    return SentencePlan(plan.topic, template, plan.slots, plan.cause, kept=kept)
