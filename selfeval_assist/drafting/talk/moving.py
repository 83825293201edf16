"""Putting something to the front of a text, or a sentence to its end."""

from selfeval_assist.drafting.composer.clauses import Part, joined, parts_of, without
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.adding import add, row_sentence
from selfeval_assist.drafting.talk.edit import Edit, among, concerns, counted
from selfeval_assist.drafting.talk.requests import Wish


def to_front(edit: Edit, wish: Wish) -> Edit:
    """Put what is meant first, in a sentence of its own with target and verdict where it is one."""
    if wish.sentence is not None:
        return _moved(edit, wish.sentence, front=True)
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
        elif counted(plan) or (whole and len(own) != 1) or not (left is None or edit.sound(left)):
            front.append(plan)
        else:
            front += [each for each in own if each is not None] or [plan]
            if left is not None and left is not plan:
                rest.append(left)
    if not front:
        return add(edit, wish, first=True)
    return edit.did(f"把“{wish.about}”放到了最前面", [*front, *rest])


def to_end(edit: Edit, wish: Wish) -> Edit:
    """Put a sentence last, before what waits for a person."""
    if wish.sentence is None:
        return edit.told("请用句子的序号说明，例如“把第3句放到最后”。")
    return _moved(edit, wish.sentence, front=False)


def _moved(edit: Edit, number: int, *, front: bool) -> Edit:
    at, why = edit.numbered(number)
    if why:
        return edit.told(why)
    moved = edit.shown[at - 1]
    rest = [plan for plan in edit.plans if plan is not moved]
    if front:
        return edit.did(f"把第 {at} 句放到了最前面", [moved, *rest])
    tail = next((place for place, plan in enumerate(rest) if plan.pending), len(rest))
    return edit.did(f"把第 {at} 句放到了最后", [*rest[:tail], moved, *rest[tail:]])


def _own(edit: Edit, part: Part, plan: SentencePlan) -> SentencePlan | None:
    """Return a sentence for one part, with the row's target and verdict; None when it cannot be."""
    rows = edit.rows(part.facts)
    single = len(rows) == 1 and all(each.startswith("row.") for each in part.facts)
    if single and (told := row_sentence(edit, rows.pop(), part.facts)):
        return told
    alone = joined([Part("", part.text, "", part.facts)], plan, edit.table)
    return alone if alone is not None and edit.sound(alone) else None
