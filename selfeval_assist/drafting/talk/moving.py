"""Putting something to the front of a text, or a sentence to its end."""

from collections.abc import Sequence

from selfeval_assist.drafting.composer.clauses import Part, joined, parts_of, without
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.adding import add, row_sentence
from selfeval_assist.drafting.talk.edit import Edit, among, concerns, listed, tells_a_count
from selfeval_assist.drafting.talk.requests import Wish


def to_front(edit: Edit, wish: Wish) -> Edit:
    """Put what is meant first, in a sentence of its own with target and verdict where it is one."""
    if wish.sentences:
        return _moved(edit, wish.sentences, front=True)
    if not wish.about:
        return edit.told("请说明突出哪一项，例如“突出数据共享”，或者“把第3句放到最前面”。")
    front: list[SentencePlan] = []
    rest: list[SentencePlan] = []
    for plan in edit.plans:
        parts = parts_of(plan, edit.table)
        hits = [part for part in parts if concerns(edit, part, wish.about)]
        left = without(plan, edit.table, among(hits))
        own = [_own(edit, part, plan) for part in hits]
        whole = len(hits) == len(parts) or any(each is None for each in own)
        if not hits or plan.pending:
            rest.append(plan)
        elif (
            tells_a_count(plan)
            or (whole and len(own) != 1)
            or not (left is None or edit.sound(left))
        ):
            front.append(plan)
        else:
            front += [each for each in own if each is not None] or [plan]
            if left is not None and left is not plan:
                rest.append(left)
    if not front:
        return add(edit, wish, first=True)
    return edit.did(f"把“{wish.about}”放到了最前面", [*front, *rest])


def to_end(edit: Edit, wish: Wish) -> Edit:
    """Put sentences last, before what waits for a person."""
    if wish.sentences:
        return _moved(edit, wish.sentences, front=False)
    moved = [
        plan
        for plan in edit.plans
        if not plan.pending
        and any(concerns(edit, part, wish.about) for part in parts_of(plan, edit.table))
    ]
    if not moved:
        return edit.told("请用句子的序号说明，例如“把第3句放到最后”。")
    return edit.did(f"把有关“{wish.about}”的句子放到了最后", _ordered(edit, moved, front=False))


def _moved(edit: Edit, numbers: Sequence[int], *, front: bool) -> Edit:
    found, why = edit.numbered(numbers)
    if why:
        return edit.told(why)
    place = "最前面" if front else "最后"
    plans = _ordered(edit, list(found.values()), front=front)
    return edit.did(f"把第 {listed(found)} 句放到了{place}", plans)


def _ordered(edit: Edit, moved: list[SentencePlan], *, front: bool) -> list[SentencePlan]:
    rest = [plan for plan in edit.plans if not any(plan is each for each in moved)]
    if front:
        return [*moved, *rest]
    tail = next((place for place, plan in enumerate(rest) if plan.pending), len(rest))
    return [*rest[:tail], *moved, *rest[tail:]]


def _own(edit: Edit, part: Part, plan: SentencePlan) -> SentencePlan | None:
    """Return a sentence for one part, with the row's target and verdict; None when it cannot be."""
    rows = edit.rows(part.facts)
    single = len(rows) == 1 and all(each.startswith("row.") for each in part.facts)
    if single and (told := row_sentence(edit, rows.pop(), part.facts)):
        return told
    alone = joined([Part("", part.text, "", part.facts)], plan, edit.table)
    return alone if alone is not None and edit.sound(alone) else None
