"""What a text says about something: left out, kept alone, put first, made shorter.

A reader's questions are foretold; money, rows that were missed and what waits for a person do not
go of themselves.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from selfeval_assist.drafting.composer.clauses import Part, joined, parts_of, without
from selfeval_assist.drafting.plan import SentencePlan, length, renumbered, text_of
from selfeval_assist.drafting.talk import sentences
from selfeval_assist.drafting.talk.edit import (
    Edit,
    among,
    concerns,
    kept_as,
    listed,
    tells_a_count,
)
from selfeval_assist.drafting.talk.requests import Wish
from selfeval_assist.drafting.talk.stating import add, row_sentence
from selfeval_assist.prose.words import holds

_BAD = re.compile(r"(?:没有?|未|不)(?:能|按期|按时|全部)*(?:完成|达标|达到|达成|合格|好)|偏差|扣分")
_MOST_NAMED = 5
SHORT = 0.7
"""A shortened text has at most this share of the old one, where what may go suffices."""
_HALF = ("一半", "减半", "对半")
_SECONDARY = (
    "change_percent", "initial_rate", "survey", "survey_date", "document", "overshoot", "weight",
)  # fmt: skip
_BRACKETS = re.compile(r"（[^（）]*）")


def drop(edit: Edit, wish: Wish) -> Edit:
    """Leave out sentences, or everything about something; say what a reader will miss."""
    about = wish.about
    if wish.placed:
        return _without_sentences(edit, wish)
    if not about:
        return edit.told("请说明去掉哪一项或哪一句，例如“去掉第2句”。")
    if whole := [plan for plan in edit.plans if _same(plan, about)]:
        kept = [plan for plan in edit.plans if plan not in whole]
        return _gone(edit.did(f"去掉了“{about}”", kept), whole)
    if _BAD.search(about) and not any(about in name for f in edit.table for name in f.subjects):
        return edit.told(_kept(edit))
    return _without_part(edit, about)


def cut(edit: Edit, wish: Wish) -> Edit:
    """Leave quoted words out; where they are the whole name of something, all about it."""
    named = any(wish.about in fact.subjects for fact in edit.table)
    if wish.placed or wish.new or not named:
        return sentences.cut(edit, wish)
    return drop(edit, wish)


def _same(plan: SentencePlan, about: str) -> bool:
    return text_of(plan).rstrip("。") == about.rstrip("。")


def _without_part(edit: Edit, about: str) -> Edit:
    named = len(about) > 1
    whole = [p for p in edit.plans if named and not p.slots and about in p.template]
    left = [_less(edit, plan, about) for plan in edit.plans if plan not in whole]
    kept = [each.plan for each in left if each.plan is not None]
    lost = [fact for each in left for fact in each.lost]
    joined_up = any(each.joined_up for each in left)
    if joined_up:
        edit = edit.told(f"“{about}”与同一句的其他内容连在一起，不能单独去掉。")
    if lost or whole:
        edit = edit.did(f"去掉了有关“{about}”的内容", kept)
        return _gone(edit, whole, lost)
    if joined_up:
        return edit
    why = f"正文里没有找到有关“{about}”的内容；也可以用“去掉第几句”指明。"
    return replace(edit, alone=(*edit.alone, why))  # 不要太官方: a model may know what is meant


@dataclass(frozen=True, slots=True)
class _Less:
    """A sentence without what it says about something; ``joined_up``: it cannot be parted."""

    plan: SentencePlan | None
    lost: tuple[str, ...] = ()
    joined_up: bool = False


def _less(edit: Edit, plan: SentencePlan, about: str) -> _Less:
    """Return a sentence without its parts about something, and the facts that go with them."""
    parts = parts_of(plan, edit.table)
    hits = [part for part in parts if concerns(edit, part, about)]
    hits += _resting(edit, hits, parts)
    if not hits:
        return _Less(plan)
    new = without(plan, edit.table, among(hits))
    if new is not None and (tells_a_count(plan) or not edit.sound(new)):
        return _Less(plan, joined_up=True)
    return _Less(new, tuple(each for part in hits for each in part.facts))


def only(edit: Edit, wish: Wish) -> Edit:
    """Leave out everything else but rows that were missed or late and what waits for a person."""

    def other(part: Part) -> bool:
        return not concerns(edit, part, wish.about) and not edit.rows(part.facts) & edit.bad

    if not _tells(edit, edit.plans, wish.about):
        return edit.told(f"正文里没有找到有关“{wish.about}”的内容，没有改。")

    parted = (_left(edit, plan, other) for plan in edit.plans)
    kept = [new for new in parted if new is not None]
    if tuple(kept) == edit.plans:
        return edit.told(f"除了“{wish.about}”，其余都是不宜省略的内容。")
    edit = edit.did(f"只保留了有关“{wish.about}”的内容", kept)
    if not any(plan.pending or _tells_bad(edit, plan) for plan in kept):
        return edit
    return edit.told(
        "没有达到指标值的指标和待填的内容仍然保留；不要的可以逐句去掉，例如“去掉第2句”。"
    )


def _left(edit: Edit, plan: SentencePlan, drop: Callable[[Part], bool]) -> SentencePlan | None:
    """Return a sentence without some parts; a count goes unless it tells what fell short."""
    if tells_a_count(plan):
        return plan if _tells_bad(edit, plan) else None
    if plan.pending or not plan.slots:
        return plan
    new = without(plan, edit.table, drop)
    return new if new is None or edit.sound(new) else plan


def _tells_bad(edit: Edit, plan: SentencePlan) -> bool:
    return bool(edit.bad & edit.rows([fact.id for fact in plan.slots.values()]))


def _without_sentences(edit: Edit, wish: Wish) -> Edit:
    """Leave out sentences as they are pointed at."""
    found, why = edit.meant(wish)
    if why:
        return edit.told(why)
    gone = list(found.values())
    kept = [plan for plan in edit.plans if not any(plan is each for each in gone)]
    return _gone(edit.did(f"去掉了第 {listed(found)} 句", kept), gone)


def _gone(edit: Edit, plans: Iterable[SentencePlan], lost: Iterable[str] = ()) -> Edit:
    """Say what a reader will miss after sentences and facts went."""
    plans = list(plans)
    if any(plan.pending for plan in plans):
        edit = edit.told(
            "请留意：去掉的有待您填写的内容，表里仍没有填；原因和措施不写，容易被退回。"
        )
    facts = [fact.id for plan in plans for fact in plan.slots.values()]
    return edit.told(*_missed(edit, [*facts, *lost]))


def _resting(edit: Edit, hits: list[Part], parts: Iterable[Part]) -> list[Part]:
    """Return what is worked out only from values that go: the cut of a budget that is not told."""
    gone = {
        path
        for part in hits
        for fact in part.facts
        if not edit.table[fact].work
        for path in edit.table[fact].sources
    }

    def rests(fact: str) -> bool:
        return bool(edit.table[fact].work) and set(edit.table[fact].sources) <= gone

    return [
        part for part in parts if part not in hits and part.facts and all(map(rests, part.facts))
    ]


def _missed(edit: Edit, lost: Iterable[str]) -> list[str]:
    """Say what a reader will miss; the person decides."""
    gone = [edit.table[each] for each in lost if each in edit.table]
    bad = dict.fromkeys(
        fact.subjects[0].strip("“”") for fact in gone if fact.subjects and fact.row in edit.bad
    )
    told = bad and edit.task == "actual"  # there the reason goes along with the row
    if not told and any(fact.id.endswith((".cause", ".measure")) for fact in gone):
        return ["请留意：偏差说明不写原因或改进措施，审核时容易被退回。"]
    if bad:
        return [f"请留意：“{'、'.join(bad)}”没有达到指标值，正文不提，审核时容易被问到。"]
    return []


def _kept(edit: Edit) -> str:
    """Say why all that was missed is not taken out at once."""
    names = dict.fromkeys(
        fact.subjects[0].strip("“”")
        for fact in edit.table
        if fact.row in edit.bad and fact.subjects
    )
    if not names:
        return "表中没有未达到年度指标值的指标，正文里没有这样的内容。"
    some = "、".join(list(names)[:_MOST_NAMED]) + ("等" if len(names) > _MOST_NAMED else "")
    return (
        f"没有达到指标值的指标（{some}，共 {len(names)} 项）没有一起去掉：审核时首先核对这些内容。"
        f"确实不写的，请逐项说，例如“去掉{next(iter(names))}”。"
    )


def keep(edit: Edit, wish: Wish) -> Edit:
    """Take a change back that touches what shall be kept; asked for last."""
    if wish.placed:
        touched = bool(edit.meant(wish)[1])
    elif not wish.about or (_BAD.search(wish.about) and edit.bad):
        return edit
    else:
        touched = not _tells(edit, edit.plans, wish.about)
        if not _tells(edit, edit.shown, wish.about):
            return edit.told(f"正文里没有找到有关“{wish.about}”的内容，没有可以保留的。")
    if not touched:
        return edit
    why = f"“{wish.said}”：这样改会动到它（或者正文里没有），所以没有改。"
    return replace(edit, plans=edit.shown, done=()).told(why)


def _tells(edit: Edit, plans: Iterable[SentencePlan], about: str) -> bool:
    """Return whether some sentences say something about what a person's phrase means."""
    return any(concerns(edit, part, about) for plan in plans for part in parts_of(plan, edit.table))


def first(edit: Edit, wish: Wish) -> Edit:
    """Put what is meant first, in a sentence of its own with target and verdict where it is one."""
    if wish.placed:
        return sentences.to_front(edit, wish)
    if not wish.about:
        return edit.told("请说明突出哪一项，例如“突出数据共享”，或者“把第3句放到最前面”。")
    front: list[SentencePlan] = []
    rest: list[SentencePlan] = []
    for plan in edit.plans:
        before, behind = _stressed(edit, plan, wish.about)
        front += before
        rest += behind
    if not front:
        new = add(edit, wish, first=True)
        return new if new.done != edit.done else edit.left(wish)
    return edit.did(f"把“{wish.about}”放到了最前面", [*front, *rest])


def _stressed(
    edit: Edit, plan: SentencePlan, about: str
) -> tuple[list[SentencePlan], list[SentencePlan]]:
    """Return what of a sentence goes to the front, and what stays behind."""
    parts = parts_of(plan, edit.table)
    hits = [part for part in parts if concerns(edit, part, about)]
    if not hits or plan.pending:
        return [], [plan]
    left = without(plan, edit.table, among(hits))
    own = [_own(edit, part, plan) for part in hits]
    alone = [each for each in own if each is not None]
    whole = len(hits) == len(parts) or len(alone) < len(own)
    sound = left is None or edit.sound(left)
    if tells_a_count(plan) or (whole and len(own) != 1) or not sound:
        return [plan], []
    return alone or [plan], [left] if left is not None and left is not plan else []


def last(edit: Edit, wish: Wish) -> Edit:
    """Put what is meant last, before what waits for a person."""
    if wish.placed:
        return sentences.to_end(edit, wish)
    moved = [
        plan
        for plan in edit.plans
        if not plan.pending
        and any(concerns(edit, part, wish.about) for part in parts_of(plan, edit.table))
    ]
    if not moved:
        return edit.told("请用句子的序号说明，例如“把第3句放到最后”。")
    return edit.did(
        f"把有关“{wish.about}”的句子放到了最后", sentences.ordered(edit, moved, front=False)
    )


def _own(edit: Edit, part: Part, plan: SentencePlan) -> SentencePlan | None:
    """Return a sentence for one part, with the row's target and verdict; None when it cannot be."""
    rows = edit.rows(part.facts)
    single = len(rows) == 1 and all(each.startswith("row.") for each in part.facts)
    if single and (told := row_sentence(edit, rows.pop(), part.facts)):
        return told
    alone = joined([Part("", part.text, "", part.facts)], plan, edit.table)
    return alone if alone is not None and edit.sound(alone) else None


def shorten(edit: Edit, wish: Wish) -> Edit:
    """Leave out side figures, then the count, then rows that were met.

    What a reader must not miss stays: money, every row that was missed or late, and every request
    to the person. A length that cannot be kept so leaves the text as it is.
    """
    if wish.placed:
        return _lighter(edit, wish)
    before = length(edit.plans)
    limit = before // 2 if holds(wish.said, _HALF) else wish.limit
    if limit is not None and before <= limit:
        return edit.told(f"正文现在 {before} 字，已经在 {limit} 字以内。")
    goal = SHORT * before if limit is None else limit
    edit = replace(edit, shorter=True)
    new = _cut_to(edit, goal, firm=limit is not None)
    after = length(new.plans)
    if after == before:
        return edit.told("可以省去的内容已经没有了，剩下的都是不宜省略的。")
    if limit is not None and after > limit:
        why = (
            f"不用模型最短能到 {after} 字，离 {limit} 字还多 {after - limit} 字，所以没有改："
            "剩下的是资金、未达标的指标、原因措施和待填的内容，程序不自行省略。"
            f"可以说“缩到{after}字”，或者说去掉哪一句，例如“去掉第2句”。"
        )
        return replace(edit, alone=(*edit.alone, why))
    kept = "，资金和未达标的指标都保留" if edit.task == "actual" and edit.bad else ""
    return edit.did(f"由 {before} 字缩到 {after} 字{kept}", new.plans)


def _cut_to(edit: Edit, goal: float, *, firm: bool) -> Edit:
    """Return a text cut towards a length; levels lose their last word only if nothing else can."""
    new, before = edit, length(edit.plans)
    for step in (_aside, _count):
        if length(new.plans) > goal:
            new = _all_cut(new, step)
    new = _lightened(new, goal, last=False)
    return _lightened(new, goal, last=True) if firm or length(new.plans) == before else new


def _lighter(edit: Edit, wish: Wish) -> Edit:
    """Leave out the side figures of some sentences, and what stands in their brackets."""
    found, why = edit.meant(wish)
    if why:
        return edit.told(why)
    edit, before = replace(edit, shorter=True), edit.plans
    for number, old in found.items():
        new = _cut(edit, old, _aside) or old
        bare = _BRACKETS.sub("", new.template)
        if bare != new.template and not new.pending:
            shorter = kept_as(renumbered(bare, new), [new], edit.where, own=False)
            new = shorter if edit.sound(shorter) else new
        if text_of(new) != text_of(old):
            told = f"第 {number} 句由 {len(text_of(old))} 字缩到 {len(text_of(new))} 字"
            edit = edit.did(told, edit.exchanged(old, [new]))
    if edit.plans == before:
        return edit.told(f"第 {listed(found)} 句里没有程序能自行省去的内容，可以用“第几句改成…”。")
    return edit


def _aside(part: Part) -> bool:
    return bool(part.facts) and all(each.rpartition(".")[2] in _SECONDARY for each in part.facts)


def _count(part: Part) -> bool:
    return bool(part.facts) and all(each.startswith(("rows.", "tally.")) for each in part.facts)


def _all_cut(edit: Edit, drop: Callable[[Part], bool]) -> Edit:
    cut = (_cut(edit, each, drop) for each in edit.plans)
    return replace(edit, plans=tuple(each for each in cut if each))


def _cut(edit: Edit, plan: SentencePlan, drop: Callable[[Part], bool]) -> SentencePlan | None:
    new = without(plan, edit.table, drop) if plan.slots and not plan.pending else plan
    return new if new is None or edit.sound(new) else plan


def _lightened(edit: Edit, goal: float, *, last: bool) -> Edit:
    """Leave out rows that were met, the lightest first; the last one of a level only on request."""
    for facts, heading in _by_weight(edit):
        parts = [part for plan in edit.plans for part in parts_of(plan, edit.table)]
        alone = bool(heading) and sum(part.heading == heading for part in parts) == 1
        if length(edit.plans) <= goal:
            break
        if last or not alone:
            edit = _all_cut(edit, _stating(facts))
    return edit


def _stating(facts: tuple[str, ...]) -> Callable[[Part], bool]:
    return lambda part: part.facts == facts


def _by_weight(edit: Edit) -> list[tuple[tuple[str, ...], str]]:
    """Return facts and heading of the parts that may go, those of the least weight first."""
    weights = {row.index: row.weight or Decimal(0) for row in edit.sheet.rows}
    parts = [
        (sum((weights[row] for row in rows), Decimal(0)), (part.facts, part.heading))
        for plan in edit.plans
        if plan.slots and not plan.pending
        for part in parts_of(plan, edit.table)
        if (rows := edit.rows(part.facts)) and not rows & edit.bad
    ]
    return [found for _, found in sorted(parts, key=lambda each: each[0])]
