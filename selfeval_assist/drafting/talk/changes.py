"""Changes of a text that need no model: shorter, something first, something out, something in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from rapidfuzz import fuzz

from selfeval_assist.drafting.composer.clauses import Part, joined, parts_of, without
from selfeval_assist.drafting.composer.phrases import sentence
from selfeval_assist.drafting.composing import composed
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.requests import Wish
from selfeval_assist.drafting.talk.statements import PREFIX, sentence_of
from selfeval_assist.facts import SLOT, Fact, FactTable, render
from selfeval_assist.review.thread import Statement
from selfeval_assist.scoring import ScoreSheet, Verdict

SHORT = 0.7
"""A shortened text has at most this share of the old one, where what may go suffices."""
_NEAR = 80
_SECONDARY = (
    "change_percent", "initial_rate", "survey", "survey_date", "document", "overshoot", "weight",
)  # fmt: skip
_TOLD = ("target", "actual", "verdict")


@dataclass(frozen=True, slots=True)
class Changed:
    """A text after changes, and what the person is told about them.

    Attributes:
        plans: its sentences.
        done: what was done, as Chinese clauses.
        undone: what could not be done and why, as Chinese sentences.
        missing: what was to be added and nobody has stated yet.
        shorter: whether the text was to become shorter.
    """

    plans: tuple[SentencePlan, ...]
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    shorter: bool = False


@dataclass(slots=True)
class _Work:
    """A text that is being changed."""

    plans: list[SentencePlan]
    table: FactTable
    sheet: ScoreSheet
    statements: tuple[Statement, ...]
    done: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    shorter: bool = False


def change(
    plans: Sequence[SentencePlan],
    wishes: Iterable[Wish],
    table: FactTable,
    sheet: ScoreSheet,
    statements: Sequence[Statement] = (),
) -> Changed:
    """Return a text with those wishes granted that code can grant; each sentence still verifies.

    Args:
        plans: the sentences of the text.
        wishes: what is asked for; ``other`` ones are left to a model.
        table: the facts that the text may state, stored statements included.
        sheet: the score sheet, for what must not disappear.
        statements: what a person stated and is stored.
    """
    work = _Work(list(plans), table, sheet, tuple(statements))
    for wish in wishes:
        if wish.kind == "shorter":
            _shorten(work)
        elif wish.kind == "drop":
            _drop(work, wish)
        elif wish.kind == "stress":
            _stress(work, wish)
        elif wish.kind == "add":
            _add(work, wish)
    # A row can stand in two sentences, and two rows can say the same: nothing is told twice.
    told: dict[str, SentencePlan] = {}
    for plan in work.plans:
        told.setdefault(render(plan.template, plan.slots), plan)
    return Changed(
        tuple(told.values()),
        tuple(work.done),
        tuple(work.undone),
        tuple(work.missing),
        work.shorter,
    )


def _shorten(work: _Work) -> None:
    """Leave out what helps least: side figures, then the count, then rows that were met.

    What a reader must not miss stays: money, every row that was missed or late, and every request
    to the person.
    """
    work.shorter = True
    before = _length(work.plans)
    goal = SHORT * before
    steps: list[Callable[[Part], bool]] = [
        lambda part: bool(part.facts) and all(_secondary(each) for each in part.facts),
        lambda part: bool(part.facts) and all(each.startswith("rows.") for each in part.facts),
    ]
    for step in steps:
        if _length(work.plans) > goal:
            work.plans = [new for each in work.plans if (new := _cut(work, each, step))]
    for last in (False, True):
        # Each level keeps a word of its own, unless nothing else can go.
        if not last or _length(work.plans) == before:
            _lighten(work, goal, last=last)
    after = _length(work.plans)
    if after < before:
        work.done.append(f"由 {before} 字缩到 {after} 字，未达标的指标和金额都保留")
    else:
        work.undone.append("可以省去的内容已经没有了，剩下的都是不宜省略的。")


def _lighten(work: _Work, goal: float, *, last: bool) -> None:
    """Leave out rows that were met, the lightest first; the last one of a level only on request."""
    for facts, heading in _by_weight(work):
        parts = [part for plan in work.plans for part in parts_of(plan, work.table)]
        alone = bool(heading) and sum(part.heading == heading for part in parts) == 1
        if _length(work.plans) <= goal:
            return
        if last or not alone:
            drop = _stating(facts)
            work.plans = [new for each in work.plans if (new := _cut(work, each, drop))]


def _among(parts: Sequence[Part]) -> Callable[[Part], bool]:
    return lambda part: part in parts


def _stating(facts: tuple[str, ...]) -> Callable[[Part], bool]:
    return lambda part: part.facts == facts


def _cut(work: _Work, plan: SentencePlan, drop: Callable[[Part], bool]) -> SentencePlan | None:
    new = without(plan, work.table, drop) if plan.slots and not plan.pending else plan
    return new if new is None or _sound(new, work.table) else plan


def _drop(work: _Work, wish: Wish) -> None:
    if wish.sentence is not None:
        if 1 <= wish.sentence <= len(work.plans):
            gone = work.plans.pop(wish.sentence - 1)
            work.done.append(f"去掉了第 {wish.sentence} 句")
            _warn(work, [fact.id for fact in gone.slots.values()])
        else:
            work.undone.append(f"正文共 {len(work.plans)} 句，没有第 {wish.sentence} 句。")
        return
    kept: list[SentencePlan] = []
    lost: list[str] = []
    for plan in work.plans:
        parts = parts_of(plan, work.table)
        hits = [part for part in parts if _about(work, part, wish.about)]
        if not hits and wish.about and wish.about in (plan.topic, plan.template):
            hits = list(parts)
        if not hits:
            kept.append(plan)
            continue
        new = without(plan, work.table, _among(hits))
        if new is not None and (_counted(plan) or not _sound(new, work.table)):
            kept.append(plan)
            work.undone.append(f"“{wish.about}”与同一句的其他内容连在一起，不能单独去掉。")
            continue
        lost += [each for part in hits for each in part.facts]
        if new is not None:
            kept.append(new)
    if lost:
        work.plans = kept
        work.done.append(f"去掉了有关“{wish.about}”的内容")
        _warn(work, lost)
    elif not work.undone:
        work.undone.append(f"正文里没有找到有关“{wish.about}”的内容。")


def _warn(work: _Work, lost: Iterable[str]) -> None:
    """Say what a reader will miss; the person decides."""
    bad = dict.fromkeys(
        work.table[each].subjects[0]
        for each in lost
        if each in work.table and work.table[each].subjects and _unfavourable(work, {each})
    )
    if bad:
        names = "、".join(bad)
        work.undone.append(f"请留意：“{names}”没有达到指标值，正文不提，审核时容易被问到。")


def _stress(work: _Work, wish: Wish) -> None:
    """Put what is meant first, in a sentence of its own with target and verdict where it is one."""
    front: list[SentencePlan] = []
    rest: list[SentencePlan] = []
    for plan in work.plans:
        parts = parts_of(plan, work.table)
        hits = [part for part in parts if _about(work, part, wish.about)]
        left = without(plan, work.table, _among(hits))
        own = [_own(work, part, plan) for part in hits]
        whole = len(hits) == len(parts) or any(each is None for each in own)
        if not hits or plan.pending:
            rest.append(plan)
        elif _counted(plan) or (whole and len(own) != 1) or not _still(left, work.table):
            front.append(plan)
        else:
            front += [each for each in own if each is not None] or [plan]
            if left is not None and left is not plan:
                rest.append(left)
    if front:
        work.plans = [*front, *rest]
        work.done.append(f"把“{wish.about}”放到了最前面")
        return
    _add(work, wish, first=True)


def _counted(plan: SentencePlan) -> bool:
    """Whether a sentence says how many rows it names; then it stands or goes as a whole."""
    return any(fact.id.startswith("rows.") for fact in plan.slots.values())


def _still(plan: SentencePlan | None, table: FactTable) -> bool:
    return plan is None or _sound(plan, table)


def _own(work: _Work, part: Part, plan: SentencePlan) -> SentencePlan | None:
    """Return a sentence for one part, with the row's target and verdict; None when it cannot be."""
    rows = _rows(work, part)
    single = len(rows) == 1 and all(each.startswith("row.") for each in part.facts)
    if single and (told := _row_sentence(work, rows.pop(), part.facts)):
        return told
    alone = joined([Part("", part.text, "", part.facts)], plan, work.table)
    return alone if alone is not None and _sound(alone, work.table) else None


def _row_sentence(work: _Work, row: int, also: tuple[str, ...] = ()) -> SentencePlan | None:
    """Return a sentence with target, actual value and verdict of a row."""
    ids = [each for name in _TOLD if (each := f"row.{row}.{name}") in work.table]
    ids += [each for each in also if each not in ids]
    if not any(each.endswith((".actual", ".target")) for each in ids):
        return None
    name = work.table[ids[0]].subjects[0]
    pieces = [
        f"<{each}>" if work.table[each].kind == "verdict" else f"{work.table[each].label}为<{each}>"
        for each in sorted(ids, key=lambda each: each.endswith(".verdict"))
    ]
    plan = sentence(work.table, name, f"{name}{'，'.join(pieces)}。")
    return plan if _sound(plan, work.table) else None


def _add(work: _Work, wish: Wish, *, first: bool = False) -> None:
    """Add what the form or a stored statement holds about something, or say that nobody did."""
    told = {fact.id for plan in work.plans for fact in plan.slots.values()}
    new: list[SentencePlan] = []
    for each in work.statements:
        if f"{PREFIX}{each.id}" not in told and _meant(wish.about, each.text + each.source):
            new.append(sentence_of(each, work.table))
    found = [f for f in work.table if not f.id.startswith(PREFIX) and _names(f, wish.about)]
    written = {row for each in told for row in _of(work, each)}
    for row in dict.fromkeys(fact.row for fact in found if fact.row is not None):
        if row not in written and (plan := _row_sentence(work, row)):
            new.append(plan)
    for fact in found:
        if fact.row is None and fact.id not in told and fact.id.startswith("funds."):
            plan = sentence(work.table, fact.label, f"{fact.label}为<{fact.id}>。")
            if not fact.subjects and _sound(plan, work.table):
                new.append(plan)
        if fact.id.endswith(".document") and fact.id not in told and fact.subjects:
            text = f"{fact.subjects[0]}的{fact.label}为<{fact.id}>。"
            new.append(sentence(work.table, fact.label, text))
    new = [plan for plan in new if _sound(plan, work.table)]
    if new:
        tail = next((at for at, plan in enumerate(work.plans) if plan.pending), len(work.plans))
        at = 0 if first else tail
        work.plans[at:at] = new
        work.done.append(f"补上了有关“{wish.about}”的 {len(new)} 句")
    elif any(_names(fact, wish.about) for fact in work.table):
        work.undone.append(f"有关“{wish.about}”的数据，正文里已经写了。")
    else:
        work.missing.append(wish.about)


def _names(fact: Fact, about: str) -> bool:
    texts = (
        (*fact.subjects, fact.label)
        if fact.kind not in {"words", "cause"}
        else (*fact.subjects, fact.label, fact.value)
    )
    return any(_meant(about, text) for text in texts)


def _about(work: _Work, part: Part, about: str) -> bool:
    """Whether a part of a sentence is about something."""
    if not about:
        return False
    words = SLOT.sub("", part.heading + part.text)
    facts = [work.table[each] for each in part.facts if each in work.table]
    own = [
        name
        for fact in facts
        if not fact.id.startswith(("group.", "goals."))
        for name in fact.subjects
    ]
    return any(_meant(about, text) for text in (words, *own)) or any(
        _meant(about, fact.value) for fact in facts if fact.kind in {"words", "cause", "name"}
    )


def _meant(about: str, text: str) -> bool:
    if len(about) < 2:
        return False
    if about in text:
        return True
    return len(about) >= 4 and fuzz.partial_ratio(about, text) >= _NEAR


def _sound(plan: SentencePlan, table: FactTable) -> bool:
    return not composed(plan, table).violations


def _secondary(fact_id: str) -> bool:
    return fact_id.rpartition(".")[2] in _SECONDARY


def _rows(work: _Work, part: Part) -> set[int]:
    """Return the rows that a part is about, also those of a group; none for money and names."""
    sources = [
        source.split(".")
        for each in part.facts
        if each in work.table
        for source in work.table[each].sources
    ]
    rows = {int(path[1]) for path in sources if path[0] == "indicators"}
    return rows if all(path[0] == "indicators" for path in sources) else set()


def _of(work: _Work, fact_id: str) -> set[int]:
    """Return the rows of which a fact tells the value, a group's included."""
    valued = fact_id.endswith((".target", ".actual"))
    return _rows(work, Part("", "", "", (fact_id,))) if valued else set()


def _bad(work: _Work) -> set[int]:
    """Return the rows that were missed or late."""
    bad = {Verdict.MISSED, Verdict.LATE}
    return {row.index for row in work.sheet.rows if row.verdict in bad}


def _unfavourable(work: _Work, facts: Iterable[str]) -> bool:
    return bool({work.table[each].row for each in facts} & _bad(work))


def _by_weight(work: _Work) -> list[tuple[tuple[str, ...], str]]:
    """Return facts and heading of the parts that may go, those of the least weight first."""
    weights = {row.index: row.weight or Decimal(0) for row in work.sheet.rows}
    parts = [
        (sum((weights[row] for row in rows), Decimal(0)), (part.facts, part.heading))
        for plan in work.plans
        if plan.slots and not plan.pending
        for part in parts_of(plan, work.table)
        if (rows := _rows(work, part)) and not rows & _bad(work)
    ]
    return [found for _, found in sorted(parts, key=lambda each: each[0])]


def _length(plans: Sequence[SentencePlan]) -> int:
    return sum(len(render(plan.template, plan.slots)) for plan in plans)
