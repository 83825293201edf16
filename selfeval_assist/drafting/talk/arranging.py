"""Sentences merged, split, exchanged and brought back one by one: plain operations on a text."""

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from selfeval_assist.drafting.composer.clauses import joined, parts_of
from selfeval_assist.drafting.composing import basis_of
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.edit import Edit, listed
from selfeval_assist.drafting.talk.requests import Wish
from selfeval_assist.facts import SLOT, render
from selfeval_assist.review import Basis, Origin, Sentence
from selfeval_assist.review.supported import supported

_ALIKE = 50
"""How like a sentence without a value must be to the one that it was (0 to 100)."""


def merge(edit: Edit, wish: Wish) -> Edit:
    """Make one sentence of several; it stands where the first of them stood."""
    found, why = edit.numbered(wish.sentences)
    if why or len(found) < 2:
        return edit.told(why or "请写明合并哪几句，例如“把第2句和第3句合并”。")
    olds = list(found.values())
    if any(plan.pending for plan in olds):
        return edit.told("“待填”的句子要由您补充，不和别的句子合并。")
    return _placed(edit, olds, [_one(olds)], f"把第 {listed(found)} 句合并成了一句")


def _one(olds: Sequence[SentencePlan]) -> SentencePlan:
    """Return a sentence of several, with its slots numbered through."""
    facts = list(dict.fromkeys(fact for plan in olds for fact in plan.slots.values()))
    names = {fact: f"F{at}" for at, fact in enumerate(facts, start=1)}

    def renamed(plan: SentencePlan) -> str:
        return SLOT.sub(lambda slot: f"<{names[plan.slots[slot[1]]]}>", plan.template).rstrip("。")

    text = "；".join(map(renamed, olds)) + "。"
    cause = next((plan.cause for plan in olds if plan.cause), "")
    return SentencePlan(olds[0].topic, text, {names[fact]: fact for fact in facts}, cause)


def split(edit: Edit, wish: Wish) -> Edit:
    """Make a sentence of each thing that one sentence says."""
    found, why = edit.numbered(wish.sentences)
    if why or len(found) != 1:
        return edit.told(why or "请写明拆开哪一句，例如“把第2句拆成两句”。")
    ((number, old),) = found.items()
    if any("#" in fact.id for fact in old.slots.values()):
        return edit.told(f"第 {number} 句用了材料里的数，请返回后逐句修改，程序不拆。")
    parts = parts_of(old, edit.table)
    headings = ["", *(part.heading for part in parts)]
    news = [
        joined([replace(part, heading="" if part.heading == before else part.heading)],
               old, edit.table)
        for part, before in zip(parts, headings, strict=False)
    ]  # fmt: skip
    if len(parts) < 2 or any(each is None for each in news):
        return edit.told(f"第 {number} 句只说了一件事，没有可以拆开的地方。")
    told = f"把第 {number} 句拆成了 {len(news)} 句"
    return _placed(edit, [old], [each for each in news if each is not None], told)


def swap(edit: Edit, wish: Wish) -> Edit:
    """Put two sentences in each other's place."""
    found, why = edit.numbered(wish.sentences)
    if why or len(found) != 2:
        return edit.told(why or "请写明哪两句对调，例如“第1句和第2句对调”。")
    one, other = found.values()
    plans = [other if plan is one else one if plan is other else plan for plan in edit.plans]
    return edit.did(f"把第 {listed(found)} 句对调了", plans)


def bring_back(edit: Edit, wish: Wish) -> Edit:
    """Put the words back that some sentences had in the first text."""
    found, why = edit.numbered(wish.sentences)
    if why or not found:
        return edit.told(why or "请写明恢复哪一句，例如“恢复第2句”。")
    for number, now in found.items():
        before = _before(now, edit.first)
        if before is None:
            edit = edit.told(f"最初的草稿里没有与第 {number} 句对应的句子。")
        elif _words(before) == _words(now):
            edit = edit.told(f"第 {number} 句与最初的草稿相同。")
        else:
            plans = [before if plan is now else plan for plan in edit.plans]
            edit = edit.did(f"第 {number} 句恢复成了最初的写法", plans)
    return edit


def _before(now: SentencePlan, first: Sequence[SentencePlan]) -> SentencePlan | None:
    """Return the sentence of the first text that states the same, or reads most like it."""
    own = {fact.id for fact in now.slots.values()}
    shared = [len(own & {fact.id for fact in each.slots.values()}) for each in first]
    if max(shared, default=0):
        return first[shared.index(max(shared))]
    like = [fuzz.ratio(_words(now), _words(each)) for each in first]
    best = max(like, default=0)
    return first[like.index(best)] if best >= _ALIKE else None


def _words(plan: SentencePlan) -> str:
    return render(plan.template, plan.slots)


def _placed(edit: Edit, olds: list[SentencePlan], news: list[SentencePlan], told: str) -> Edit:
    """Return a text with new sentences where the first of the old stood, if all are supported."""
    news = [_as_written(new, olds) for new in news]
    if not all(_holds(edit, new) for new in news):
        return edit.told("这样改出来的句子，有的说不清是哪一项的值，所以没有改。")
    plans: list[SentencePlan] = []
    for plan in edit.plans:
        if plan is olds[0]:
            plans += news
        elif not any(plan is old for old in olds):
            plans.append(plan)
    return edit.did(told, plans)


def _as_written(new: SentencePlan, olds: list[SentencePlan]) -> SentencePlan:
    """Return a sentence that is kept with what it rests on, where one of the old ones was."""
    kept = [plan.kept for plan in olds if plan.kept is not None]
    if not kept:
        return new
    cites: dict[str, Basis] = {each.fact: each for one in kept for each in one.cites}
    own = Sentence(
        text=_words(new), template=new.template, basis=tuple(map(basis_of, new.slots.values())),
        cites=tuple(cites.values()), referenced=True,
        origin=Origin.PERSON if any(k.origin is Origin.PERSON for k in kept) else kept[0].origin,
    )  # fmt: skip
    return replace(new, kept=own)


def _holds(edit: Edit, plan: SentencePlan) -> bool:
    return not supported(plan.kept, edit.where) if plan.kept else edit.sound(plan)
