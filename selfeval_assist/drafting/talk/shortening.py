"""Making a text shorter: what helps a reader least goes first, what must not be missed stays."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from selfeval_assist.drafting.composer.clauses import Part, parts_of, without
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.edit import Edit, length
from selfeval_assist.drafting.talk.requests import Wish
from selfeval_assist.prose.words import holds

SHORT = 0.7
"""A shortened text has at most this share of the old one, where what may go suffices."""
_HALF = ("一半", "减半", "对半")
_SECONDARY = (
    "change_percent", "initial_rate", "survey", "survey_date", "document", "overshoot", "weight",
)  # fmt: skip


def shorten(edit: Edit, wish: Wish) -> Edit:
    """Leave out side figures, then the count, then rows that were met.

    What a reader must not miss stays: money, every row that was missed or late, and every request
    to the person.
    """
    before = length(edit.plans)
    limit = before // 2 if holds(wish.said, _HALF) else wish.limit
    if limit is not None and before <= limit:
        return edit.told(f"正文现在 {before} 字，已经在 {limit} 字以内。")
    goal = SHORT * before if limit is None else limit
    edit = replace(edit, shorter=True)
    for step in (_aside, _count):
        if length(edit.plans) > goal:
            edit = _all_cut(edit, step)
    for last in (False, True):
        # Each level keeps a word of its own, unless nothing else can go.
        if not last or length(edit.plans) == before or limit is not None:
            edit = _lightened(edit, goal, last=last)
    after = length(edit.plans)
    if after == before:
        edit = edit.told("可以省去的内容已经没有了，剩下的都是不宜省略的。")
    else:
        kept = "，资金和未达标的指标都保留" if edit.task == "actual" and edit.bad else ""
        edit = edit.did(f"由 {before} 字缩到 {after} 字{kept}", edit.plans)
    if limit is not None and after > limit:
        edit = edit.told(
            f"离 {limit} 字还多 {after - limit} 字："
            "剩下的是资金、未达标的指标、原因措施和待填的内容，程序不自行省略。仍要再短，请说去掉哪一句，例如“去掉第2句”。"
        )
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
