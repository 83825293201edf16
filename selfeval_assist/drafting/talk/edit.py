"""A text that is being changed, and what its sentences are about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from selfeval_assist.drafting.composer.clauses import Part
from selfeval_assist.drafting.composing import composed
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import SLOT, Fact, FactTable, render
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Task
from selfeval_assist.review.supported import Ground
from selfeval_assist.review.thread import Statement
from selfeval_assist.scoring import ScoreSheet, Verdict

_NEAR = 80
_MONEY = frozenset({"资金", "经费", "资金使用", "预算执行", "资金预算", "预算和执行", "钱"})
"""Words that mean everything about money and stand in no sentence."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A text that is being changed, and what the person is told about it.

    Attributes:
        shown: the sentences as the person sees and numbers them.
        plans: the sentences as they stand now.
        row: the indicator row of a deviation, or None.
        where: what the text may rest on, stored statements included.
        sheet: the score sheet, for what must not disappear.
        statements: what a person stated and is stored.
        done: what was done, as Chinese clauses.
        undone: what could not be done and why, as Chinese sentences.
        shorter: whether the text was to become shorter.
        first: the sentences of the first text of the conversation.
    """

    shown: tuple[SentencePlan, ...]
    plans: tuple[SentencePlan, ...]
    row: int | None
    where: Ground
    sheet: ScoreSheet
    statements: tuple[Statement, ...] = ()
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    shorter: bool = False
    first: tuple[SentencePlan, ...] = ()

    @property
    def task(self) -> Task:
        """Which of the four texts."""
        return self.where.task

    @property
    def table(self) -> FactTable:
        """The facts that the text may state."""
        return self.where.facts

    def did(self, what: str, plans: Sequence[SentencePlan]) -> "Edit":
        """Return the text with other sentences, and what was done."""
        return replace(self, plans=tuple(plans), done=(*self.done, what))

    def told(self, *why: str) -> "Edit":
        """Return the text as it is, and what the person must know."""
        return replace(self, undone=(*self.undone, *why))

    @property
    def bad(self) -> set[int]:
        """The rows that were missed or late."""
        bad = {Verdict.MISSED, Verdict.LATE}
        return {row.index for row in self.sheet.rows if row.verdict in bad}

    @property
    def stated(self) -> set[str]:
        """The ids of the facts that the text states."""
        return {fact.id for plan in self.plans for fact in plan.slots.values()}

    def sound(self, plan: SentencePlan) -> bool:
        """Return whether a sentence passes the verifier."""
        return not composed(plan, self.where).violations

    def level(self, about: str) -> set[int]:
        """Return the rows of the level that a phrase names (产出, 满意度指标)."""
        levels = [
            fact.id
            for fact in self.table
            if fact.id.startswith("level.") and about.strip("类") in fact.subjects
        ]
        return self.rows(levels)

    def numbered(self, numbers: Sequence[int]) -> tuple[dict[int, SentencePlan], str]:
        """Return the sentences that were shown with these numbers, or why one is not there now."""
        count = len(self.shown)
        places = sorted(number if number > 0 else count + 1 + number for number in numbers)
        for at in places:
            if not 1 <= at <= count:
                return {}, f"正文共 {count} 句，没有第 {at} 句。"
            if not any(plan is self.shown[at - 1] for plan in self.plans):
                return {}, f"第 {at} 句刚才已经改动，请看修改后的文字再说一次。"
        return {at: self.shown[at - 1] for at in places}, ""

    def rows(self, facts: Sequence[str]) -> set[int]:
        """Return the rows that facts rest on, also those of a group; none for money and names."""
        sources = [
            source.split(".")
            for each in facts
            if each in self.table
            for source in self.table[each].sources
        ]
        rows = {int(path[1]) for path in sources if path[0] == "indicators"}
        return rows if all(path[0] == "indicators" for path in sources) else set()


def length(plans: Sequence[SentencePlan]) -> int:
    """Return how many characters a text has."""
    return sum(len(render(plan.template, plan.slots)) for plan in plans)


def tells_a_count(plan: SentencePlan) -> bool:
    """Return whether a sentence says how many rows it names; then it stands or goes as a whole."""
    return any(fact.id.startswith(("rows.", "tally.")) for fact in plan.slots.values())


def cell(path: str, form: SelfEvaluation) -> str:
    """Return a cell of the form as it is named to a person, with what stands in it."""
    try:
        printed = paths.text(form, path).strip()
    except KeyError:  # a person's statement, named in words
        return paths.label(form, path)
    filled = f"填的是“{printed[:40]}”" if printed else "没有填"
    return f"{paths.label(form, path)}（{filled}）"


def listed(numbers: Iterable[int]) -> str:
    """Return numbers as a list: 1、3."""
    return "、".join(map(str, numbers))


def among(parts: Sequence[Part]) -> Callable[[Part], bool]:
    """Return whether a part is one of these."""
    return lambda part: part in parts


def meant(about: str, text: str) -> bool:
    """Return whether a person's phrase means a text of the form."""
    if len(about) < 2:
        return False
    if about in text:
        return True
    return len(about) >= 4 and fuzz.partial_ratio(about, text) >= _NEAR


def names(fact: Fact, about: str) -> bool:
    """Return whether a person's phrase names a fact."""
    quoted = (fact.value,) if fact.kind in {"words", "cause"} else ()
    return any(meant(about, text) for text in (*fact.subjects, fact.label, *quoted))


def concerns(edit: Edit, part: Part, about: str) -> bool:
    """Return whether a part of a sentence is about what a person's phrase means."""
    if about in _MONEY and part.facts and all(each.startswith("funds.") for each in part.facts):
        return True
    if (rows := edit.rows(part.facts)) and rows <= edit.level(about):
        return True
    facts = [edit.table[each] for each in part.facts if each in edit.table]
    subjects = [
        name
        for fact in facts
        if not fact.id.startswith(("group.", "goals."))
        for name in fact.subjects
    ]
    quoted = [fact.value for fact in facts if fact.kind in {"words", "cause", "name"}]
    stated = (".cause", ".text", ".effect", ".measure")  # told without what they are called
    quoted += [fact.label for fact in facts if fact.id.endswith(stated)]
    words = SLOT.sub("", part.heading + part.text)
    return any(meant(about, text) for text in (words, *subjects, *quoted))
