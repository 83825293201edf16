"""Sentences moved, merged, split, exchanged, cut and brought back: plain operations on a text.

Words that a person dictates are the person's own: what the form does not support in them is shown,
never blocked. A value is exchanged in its cell and not here.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from selfeval_assist.drafting.composer.clauses import joined, parts_of
from selfeval_assist.drafting.plan import SentencePlan, recast, renumbered, text_of
from selfeval_assist.drafting.talk.edit import (
    Edit,
    kept_as,
    listed,
)
from selfeval_assist.drafting.talk.requests import GONE, Wish
from selfeval_assist.facts import SLOT
from selfeval_assist.form.text import PENDING_MARK

_ALIKE = 50
"""How like a sentence without a value must be to the one that it was (0 to 100)."""
_STOPS = "，；、,;。"
_VALUE = "“{}”里有取自表中的值，请在表里改那一格，再说“重新起草”。"


def dictate(edit: Edit, wish: Wish) -> Edit:
    """Put the words that a person dictates in the place of a sentence."""
    chosen, why = edit.meant(wish)
    if why or len(chosen) != 1:
        return edit.told(why or "一次只换一句，请写明第几句。")
    ((number, old),) = chosen.items()
    if not wish.new:
        return edit.told(f"新的写法请放在冒号后面或引号里，例如“第{number}句改成：{wish.about}”。")
    words = wish.new.translate({60: "＜", 62: "＞"})
    words += "" if not words or words[-1] in "。！？；】" else "。"
    plan = SentencePlan("本人的话", words, pending=PENDING_MARK in words)
    new = kept_as(plan, (), edit.where, own=True)
    return _doubted(edit.did(f"第 {number} 句换成了您写的", edit.exchanged(old, [new])), [new])


def exchange(edit: Edit, wish: Wish) -> Edit:
    """Put other words in the place of some, in the sentences meant or everywhere."""
    return _recast(edit, wish, wish.new, f"把“{wish.about}”改成了“{wish.new}”")


def cut(edit: Edit, wish: Wish) -> Edit:
    """Leave some words out, in the sentences meant or everywhere."""
    return _recast(edit, wish, "", f"去掉了“{wish.about}”")


def _recast(edit: Edit, wish: Wish, new: str, told: str) -> Edit:
    chosen, why = edit.meant(wish) if wish.placed else (dict(enumerate(edit.plans)), "")
    if why:
        return edit.told(why)
    hits, own = 0, list[SentencePlan]()
    changed = edit
    for old in chosen.values():
        plan, count = _everywhere(old, wish.about, new)
        if plan is None:
            return edit.told(_VALUE.format(wish.about))
        if not text_of(plan).strip(_STOPS):
            return edit.told("这样改这一句就空了；整句不要的，请说“删掉第几句”。")
        if count:
            own.append(kept_as(plan, [old], edit.where, own=True))
            changed = replace(changed, plans=tuple(changed.exchanged(old, own[-1:])))
            hits += count
    if not hits:
        within = f"第 {listed(chosen)} 句" if wish.placed else "正文"
        return edit.told(f"{within}里没有“{wish.about}”。")
    return _doubted(edit.did(f"{told}，共 {hits} 处", changed.plans), own)


def _everywhere(plan: SentencePlan, old: str, new: str) -> tuple[SentencePlan | None, int]:
    """Return a sentence with words exchanged wherever they stand, and how often they did.

    What both have in common at their ends stays: 达到100% for 为100% leaves the value alone.
    """
    same = 0
    while new and same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    tail = 0
    while new and tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    number = r"(?<![\d.])" if old[:1].isdigit() else ""
    found = [match.start() for match in re.finditer(number + re.escape(old), text_of(plan))]
    for at in reversed(found):
        middle = new[same : len(new) - tail]
        changed = recast(plan, at + same, at + len(old) - tail, middle)
        if changed is None:
            return None, len(found)
        plan = replace(changed, template=_tidied(changed.template)) if not new else changed
    return plan, len(found)


def _tidied(template: str) -> str:
    """Return a sentence without the marks that a cut has left beside each other."""
    template = re.sub(r"[，；、,;]+(?=[，；。,;])", "", template.lstrip(_STOPS))
    return template if template.endswith(("。", "】", "！", "？")) else template + "。"


def _doubted(edit: Edit, plans: Sequence[SentencePlan]) -> Edit:
    """Say what in a person's words the form does not bear out; the person decides."""
    found = (each for plan in plans if plan.kept for each in plan.kept.violations)
    return edit.told(*(f"请核实：{each}" for each in dict.fromkeys(found)))


def up_to(edit: Edit, wish: Wish) -> Edit:
    """End a sentence behind some of its words."""
    chosen, why = edit.meant(wish)
    if why or len(chosen) != 1:
        return edit.told(why or "请写明是哪一句。")
    ((number, old),) = chosen.items()
    text, words = text_of(old), wish.about
    if text.count(words) != 1:
        return edit.told(f"第 {number} 句里“{words}”有 {text.count(words)} 处，没有改。")
    new = recast(old, text.index(words) + len(words), len(text), "")
    if new is None:  # nothing is put in, so that every value can go
        return edit.told(_VALUE.format(words))
    new = replace(new, template=_tidied(new.template))
    new = kept_as(new, [old], edit.where, own=True)
    told = f"第 {number} 句写到“{words}”为止"
    return _doubted(edit.did(told, edit.exchanged(old, [new])), [new])


def merge(edit: Edit, wish: Wish) -> Edit:
    """Make one sentence of several; it stands where the first of them stood."""
    found, why = edit.meant(wish)
    if why or len(found) < 2:
        return edit.told(why or "请写明合并哪几句，例如“把第2句和第3句合并”。")
    found = dict(sorted(found.items()))
    olds = list(found.values())
    if any(plan.pending for plan in olds):
        return edit.told("“待填”的句子要由您补充，不和别的句子合并。")
    new = _one(olds, wish.new or "；")
    return _placed(edit, olds, [new], f"把第 {listed(found)} 句合并成了一句")


def _one(olds: Sequence[SentencePlan], joint: str) -> SentencePlan:
    """Return a sentence of several, with its slots numbered through."""
    slots = {
        f"S{at}.{name}": plan.slots[name] for at, plan in enumerate(olds) for name in plan.slots
    }
    first = {fact: name for name, fact in reversed(slots.items())}

    def named(at: int, plan: SentencePlan) -> str:
        text = SLOT.sub(lambda slot: f"<{first[slots[f'S{at}.{slot[1]}']]}>", plan.template)
        return text.rstrip("。")

    text = joint.join(named(at, plan) for at, plan in enumerate(olds)) + "。"
    cause = next((plan.cause for plan in olds if plan.cause), "")
    return renumbered(text, SentencePlan(olds[0].topic, text, slots, cause))


def split(edit: Edit, wish: Wish) -> Edit:
    """Make a sentence of each thing that one sentence says, or two at a named place."""
    found, why = edit.meant(wish)
    if why or len(found) != 1:
        return edit.told(why or "请写明拆开哪一句，例如“把第2句拆成两句”。")
    ((number, old),) = found.items()
    if wish.about:
        return _split_at(edit, wish, number, old)
    if any("#" in fact.id for fact in old.slots.values()):
        return edit.told(f"第 {number} 句用了材料里的数，请写明从哪里断开，例如“从‘…’这里断开”。")
    parts = parts_of(old, edit.table)
    headings = ["", *(part.heading for part in parts)]
    news = [
        joined([replace(part, heading="" if part.heading == before else part.heading)],
               old, edit.table)
        for part, before in zip(parts, headings, strict=False)
    ]  # fmt: skip
    whole = [each for each in news if each is not None]
    if len(parts) < 2 or len(whole) < len(news):
        return edit.told(f"第 {number} 句只说了一件事，没有可以拆开的地方。")
    return _placed(edit, [old], whole, f"把第 {number} 句拆成了 {len(news)} 句")


def _split_at(edit: Edit, wish: Wish, number: int, old: SentencePlan) -> Edit:
    text, words = text_of(old), wish.about
    if text.count(words) != 1:
        return edit.told(f"第 {number} 句里“{words}”有 {text.count(words)} 处，没有拆。")
    at = text.index(words) + (len(words) if wish.new == "后" else 0)
    while at < len(text) and text[at] in _STOPS:
        at += 1
    head, tail = recast(old, at, len(text), ""), recast(old, 0, at, "")
    if not 0 < at < len(text) or head is None or tail is None:
        return edit.told(f"“{words}”在第 {number} 句的头尾，没有可以断开的地方。")
    head = replace(head, template=head.template.rstrip(_STOPS) + "。")
    return _placed(edit, [old], [head, tail], f"把第 {number} 句从“{words}”断成了两句")


def swap(edit: Edit, wish: Wish) -> Edit:
    """Put two sentences in each other's place."""
    found, why = edit.meant(wish)
    if why or len(found) != 2:
        return edit.told(why or "请写明哪两句对调，例如“第1句和第2句对调”。")
    one, other = found.values()
    plans = [other if plan is one else one if plan is other else plan for plan in edit.plans]
    return edit.did(f"把第 {listed(found)} 句对调了", plans)


def beside(edit: Edit, wish: Wish) -> Edit:
    """Put sentences before or behind another: 第4句放到第1句前面."""
    found, why = edit.meant(wish)
    if why or len(found) < 2:
        return edit.told(why or "请写明把哪一句放到哪一句前面，例如“第4句放到第1句前面”。")
    *moved, target = found.values()
    rest = [plan for plan in edit.plans if not any(plan is each for each in moved)]
    at = next(place for place, plan in enumerate(rest) if plan is target)
    at += wish.new == "后"
    *numbers, goal = found
    told = f"把第 {listed(numbers)} 句放到了第 {goal} 句{wish.new}面"
    return edit.did(told, [*rest[:at], *moved, *rest[at:]])


def to_front(edit: Edit, wish: Wish) -> Edit:
    """Put sentences first."""
    return _moved(edit, wish, front=True)


def to_end(edit: Edit, wish: Wish) -> Edit:
    """Put sentences last, before what waits for a person."""
    return _moved(edit, wish, front=False)


def _moved(edit: Edit, wish: Wish, *, front: bool) -> Edit:
    found, why = edit.meant(wish)
    if why:
        return edit.told(why)
    place = "最前面" if front else "最后"
    plans = ordered(edit, list(found.values()), front=front)
    return edit.did(f"把第 {listed(found)} 句放到了{place}", plans)


def ordered(edit: Edit, moved: list[SentencePlan], *, front: bool) -> list[SentencePlan]:
    """Return the sentences with some of them first, or last before what waits for a person."""
    rest = [plan for plan in edit.plans if not any(plan is each for each in moved)]
    if front:
        return [*moved, *rest]
    tail = next((place for place, plan in enumerate(rest) if plan.pending), len(rest))
    return [*rest[:tail], *moved, *rest[tail:]]


def bring_back(edit: Edit, wish: Wish) -> Edit:
    """Put the words back that some sentences had in the first text, or sentences that went."""
    if wish.named == GONE:
        return _returned(edit)
    found, why = edit.meant(wish)
    if why or not found:
        return edit.told(why or "请写明恢复哪一句，例如“恢复第2句”。")
    for number, now in found.items():
        before = _before(now, edit.earlier[0] if edit.earlier else ())
        if before is None:
            edit = edit.told(f"最初的草稿里没有与第 {number} 句对应的句子。")
        elif text_of(before) == text_of(now):
            edit = edit.told(f"第 {number} 句与最初的草稿相同。")
        else:
            edit = edit.did(f"第 {number} 句恢复成了最初的写法", edit.exchanged(now, [before]))
    return edit


def _returned(edit: Edit) -> Edit:
    """Put back, at its place, what the last change that took sentences away has taken."""
    for text, after in reversed(
        list(zip(edit.earlier, (*edit.earlier[1:], edit.plans), strict=True))
    ):
        there = {text_of(plan) for plan in (*after, *edit.plans)}
        gone = [plan for plan in text if text_of(plan) not in there]
        if gone and len(after) < len(text):
            plans = list(edit.plans)
            for plan in gone:
                plans.insert(_place_in(plans, text[: text.index(plan)]), plan)
            return edit.did(f"放回了删去的 {len(gone)} 句", plans)
    return edit.told("这次对话里没有删去过句子，没有可以放回的。")


def _place_in(plans: Sequence[SentencePlan], before: Sequence[SentencePlan]) -> int:
    """Return the place behind the last of the sentences that stood before one."""
    words = set(map(text_of, before))
    return max((at for at, each in enumerate(plans, start=1) if text_of(each) in words), default=0)


def _before(now: SentencePlan, first: Sequence[SentencePlan]) -> SentencePlan | None:
    """Return the sentence of the first text that states the same, or reads most like it."""
    own = {fact.id for fact in now.slots.values()}
    shared = [len(own & {fact.id for fact in each.slots.values()}) for each in first]
    if max(shared, default=0):
        return first[shared.index(max(shared))]
    like = [fuzz.ratio(text_of(now), text_of(each)) for each in first]
    best = max(like, default=0)
    return first[like.index(best)] if best >= _ALIKE else None


def _placed(edit: Edit, olds: Sequence[SentencePlan], news: list[SentencePlan], told: str) -> Edit:
    """Return a text with new sentences where the first of the old stood, if all are supported."""
    news = [kept_as(new, olds, edit.where, own=False) for new in news]
    if all(map(edit.sound, olds)) and not all(map(edit.sound, news)):
        return edit.told("这样改出来的句子，有的说不清是哪一项的值，所以没有改。")
    plans = edit.exchanged(olds[0], news)
    return edit.did(told, [p for p in plans if not any(p is old for old in olds[1:])])
