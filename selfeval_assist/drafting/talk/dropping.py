"""Leaving something out of a text, or everything else; a reader's questions are foretold."""

import re
from collections.abc import Iterable, Sequence

from selfeval_assist.drafting.composer.clauses import Part, parts_of, without
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.edit import Edit, among, concerns, listed, tells_a_count
from selfeval_assist.drafting.talk.requests import Wish
from selfeval_assist.facts import render

_BAD = re.compile(r"(?:没有?|未|不)(?:能|按期|按时|全部)*(?:完成|达标|达到|达成|合格|好)|偏差|扣分")
_MOST_NAMED = 5


def drop(edit: Edit, wish: Wish) -> Edit:
    """Leave out sentences, or everything about something; say what a reader will miss."""
    about = wish.about
    if wish.sentences:
        return _without_sentences(edit, wish.sentences)
    if not about:
        return edit.told("请说明去掉哪一项或哪一句，例如“去掉第2句”。")
    if whole := [plan for plan in edit.plans if _same(plan, about)]:
        kept = [plan for plan in edit.plans if plan not in whole]
        return _gone(edit.did(f"去掉了“{about}”", kept), whole)
    if _BAD.search(about) and not any(about in name for f in edit.table for name in f.subjects):
        return edit.told(_kept(edit))
    return _without_part(edit, about)


def _same(plan: SentencePlan, about: str) -> bool:
    return render(plan.template, plan.slots).rstrip("。") == about.rstrip("。")


def _without_part(edit: Edit, about: str) -> Edit:
    kept: list[SentencePlan] = []
    lost: list[str] = []
    whole: list[SentencePlan] = []
    joined_up = False
    for plan in edit.plans:
        if not plan.slots and len(about) > 1 and about in plan.template:
            whole.append(plan)
            continue
        parts = parts_of(plan, edit.table)
        hits = [part for part in parts if concerns(edit, part, about)]
        hits += _resting(edit, hits, parts)
        new = without(plan, edit.table, among(hits)) if hits else plan
        if hits and new is not None and (tells_a_count(plan) or not edit.sound(new)):
            joined_up, new = True, plan
        elif hits:
            lost += [each for part in hits for each in part.facts]
        if new is not None:
            kept.append(new)
    if joined_up:
        edit = edit.told(f"“{about}”与同一句的其他内容连在一起，不能单独去掉。")
    if lost or whole:
        edit = edit.did(f"去掉了有关“{about}”的内容", kept)
        return _gone(edit, whole, lost)
    if joined_up:
        return edit
    return edit.told(f"正文里没有找到有关“{about}”的内容；也可以用“去掉第几句”指明。")


def only(edit: Edit, wish: Wish) -> Edit:
    """Leave out everything else but rows that were missed or late and what waits for a person."""

    def other(part: Part) -> bool:
        return not concerns(edit, part, wish.about) and not edit.rows(part.facts) & edit.bad

    if not any(
        concerns(edit, part, wish.about)
        for plan in edit.plans
        for part in parts_of(plan, edit.table)
    ):
        return edit.told(f"正文里没有找到有关“{wish.about}”的内容，没有改。")
    kept: list[SentencePlan] = []
    for plan in edit.plans:
        new = plan
        if plan.slots and not plan.pending and not tells_a_count(plan):
            left = without(plan, edit.table, other)
            if left is None:
                continue
            new = left if edit.sound(left) else plan
        elif tells_a_count(plan) and not _tells_bad(edit, plan):
            continue
        kept.append(new)
    if tuple(kept) == edit.plans:
        return edit.told(f"除了“{wish.about}”，其余都是不宜省略的内容。")
    edit = edit.did(f"只保留了有关“{wish.about}”的内容", kept)
    if not any(plan.pending or _tells_bad(edit, plan) for plan in kept):
        return edit
    return edit.told(
        "没有达到指标值的指标和待填的内容仍然保留；不要的可以逐句去掉，例如“去掉第2句”。"
    )


def _tells_bad(edit: Edit, plan: SentencePlan) -> bool:
    return bool(edit.bad & edit.rows([fact.id for fact in plan.slots.values()]))


def _without_sentences(edit: Edit, numbers: Sequence[int]) -> Edit:
    """Leave out sentences by the numbers that they were shown with."""
    found, why = edit.numbered(numbers)
    if why:
        return edit.told(why)
    gone = list(found.values())
    kept = [plan for plan in edit.plans if not any(plan is each for each in gone)]
    return _gone(edit.did(f"去掉了第 {listed(found)} 句", kept), gone)


def _gone(edit: Edit, plans: Iterable[SentencePlan], lost: Iterable[str] = ()) -> Edit:
    """Say what a reader will miss after sentences and facts went."""
    plans = list(plans)
    if any(plan.pending for plan in plans):
        edit = edit.told("请留意：去掉的有待您填写的内容，原因和措施不写，审核时容易被退回。")
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
