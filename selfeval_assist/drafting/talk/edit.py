"""A text that is being changed: its sentences as plans, what they are about, and their words."""

import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from selfeval_assist.drafting.composer.clauses import Part, parts_of
from selfeval_assist.drafting.composing import basis_of, composed
from selfeval_assist.drafting.plan import SentencePlan, text_of
from selfeval_assist.drafting.talk.requests import GONE, THESE, Wish
from selfeval_assist.facts import SLOT, Fact, FactTable
from selfeval_assist.facts.references import REF
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Basis, Generation, Origin, Proposal, Sentence, Task
from selfeval_assist.review.supported import Ground, filled, supported
from selfeval_assist.review.thread import Answer, Intent, Statement, Thread, Turn, answered
from selfeval_assist.scoring import ScoreSheet, Verdict

_NEAR = 80
_MONEY = frozenset({"资金", "经费", "资金使用", "预算执行", "资金预算", "预算和执行", "钱"})
"""Words that mean everything about money and stand in no sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the answer to one turn rests on.

    Attributes:
        thread: the conversation so far.
        turn: the new turn without its answer: the words, cleaned, who speaks and when.
        form: the form as it is now.
        sheet: its score sheet.
        statements: what persons stated and is stored.
        table: the facts, stored statements included.
        texts: the texts of the conversation, the first one first, without those that were left.
    """

    thread: Thread
    turn: Turn
    form: SelfEvaluation
    sheet: ScoreSheet
    statements: tuple[Statement, ...]
    table: FactTable
    texts: tuple[Proposal, ...] = ()

    def answer(
        self,
        intent: Intent,
        answer: str,
        proposal: Proposal | None = None,
        statement: Statement | None = None,
        awaiting: str = "",
    ) -> Answer:
        """Return what the turn is answered, with the text and the fact that come of it."""
        told = {"intent": intent, "answer": answer, "awaiting": awaiting}
        return answered(self.thread, self.turn.model_copy(update=told), proposal, statement)

    def text(self, sentences: Iterable[Sentence], generation: Generation | None = None) -> Proposal:
        """Return a revised text of its sentences."""
        return Proposal(
            id=uuid.uuid4().hex,
            task=self.thread.task,
            where=self.thread.where,
            sentences=tuple(sentences),
            generation=generation or Generation(),
            created=self.turn.at,
        )


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
        free: what only a model could do, in the person's words.
        alone: why something was not done, where no model could do it.
        shorter: whether the text was to become shorter.
        earlier: the texts of the conversation, the first one first.
        these: the numbers of the sentences that the last wish was about.
    """

    shown: tuple[SentencePlan, ...]
    plans: tuple[SentencePlan, ...]
    row: int | None
    where: Ground
    sheet: ScoreSheet
    statements: tuple[Statement, ...] = ()
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    shorter: bool = False
    earlier: tuple[tuple[SentencePlan, ...], ...] = ()
    these: tuple[int, ...] = ()

    @property
    def task(self) -> Task:
        """Which text."""
        return self.where.task

    @property
    def table(self) -> FactTable:
        """The facts that the text may state."""
        return self.where.facts

    def did(self, what: str, plans: Iterable[SentencePlan]) -> "Edit":
        """Return the text with other sentences, and what was done."""
        return replace(self, plans=tuple(plans), done=(*self.done, what))

    def told(self, *why: str) -> "Edit":
        """Return the text as it is, and what the person must know."""
        return replace(self, undone=(*self.undone, *why))

    def left(self, wish: Wish) -> "Edit":
        """Return the text as it is, with a wish that only a model could grant."""
        return replace(self, free=(*self.free, wish.said))

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
        if plan.kept:
            return not supported(plan.kept, self.where)
        return not composed(plan, self.where).violations

    def level(self, about: str) -> set[int]:
        """Return the rows of the level that a phrase names (产出, 满意度指标)."""
        levels = [
            fact.id
            for fact in self.table
            if fact.id.startswith("level.") and about.strip("类") in fact.subjects
        ]
        return self.rows(levels)

    def meant(self, wish: Wish) -> tuple[dict[int, SentencePlan], str]:
        """Return the sentences that a wish points at, in its order, or why there are none."""
        if not wish.named:
            return self.numbered(wish.sentences)
        if wish.named.startswith(THESE):
            count = wish.named.removeprefix(THESE)
            if not self.these or (count and len(self.these) != int(count)):
                return {}, "“这几句”指的是哪几句，还看不出来，请用第几句指明，例如“第2、3句”。"
            return self.numbered(self.these)
        if wish.named == GONE:
            return {}, "请用“恢复第几句”或“撤销”说明要找回哪一句。"
        return self._holding(wish.named)

    def _holding(self, words: str) -> tuple[dict[int, SentencePlan], str]:
        """Return the one sentence in which some words stand, or that is about them."""
        literal = [words in text_of(plan) for plan in self.shown]
        about = [
            any(concerns(self, part, words) for part in parts_of(plan, self.table))
            for plan in self.shown
        ]
        for fits in (literal, about):
            found = [at for at, fit in enumerate(fits, start=1) if fit]
            if len(found) == 1:
                return self.numbered(found)
            if found:
                return {}, f"“{words}”在第 {listed(found)} 句都有，请用第几句指明。"
        return {}, f"正文里没有找到有关“{words}”的句子，请用第几句指明。"

    def numbered(self, numbers: Sequence[int]) -> tuple[dict[int, SentencePlan], str]:
        """Return the sentences that were shown with these numbers, or why one is not there now."""
        count = len(self.shown)
        places = [number if number > 0 else count + 1 + number for number in numbers]
        for at, number in zip(places, numbers, strict=True):
            if not 1 <= at <= count:
                return {}, f"正文共 {count} 句，没有第 {abs(number)} 句。"
            if not any(plan is self.shown[at - 1] for plan in self.plans):
                return {}, f"第 {at} 句刚才已经改动，请看修改后的文字再说一次。"
        return {at: self.shown[at - 1] for at in places}, ""

    def exchanged(self, old: SentencePlan, news: Sequence[SentencePlan]) -> list[SentencePlan]:
        """Return the sentences with others in the place of one."""
        return [new for plan in self.plans for new in (news if plan is old else (plan,))]

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


def tells_a_count(plan: SentencePlan) -> bool:
    """Return whether a sentence says how many rows it names; then it stands or goes as a whole."""
    return any(fact.id.startswith(("rows.", "tally.")) for fact in plan.slots.values())


def cell(path: str, form: SelfEvaluation) -> str:
    """Return a cell of the form as it is named to a person, with what stands in it."""
    try:
        printed = paths.text(form, path).strip()
    except KeyError:  # a person's statement, named in words
        return paths.label(form, path)
    filled_in = f"填的是“{printed[:40]}”" if printed else "没有填"
    return f"{paths.label(form, path)}（{filled_in}）"


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
    return about in text or (len(about) >= 4 and fuzz.partial_ratio(about, text) >= _NEAR)


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


def kept_as(
    plan: SentencePlan, olds: Iterable[SentencePlan], where: Ground, *, own: bool
) -> SentencePlan:
    """Return a sentence that rests on what others rested on, with what is not supported in it.

    Args:
        plan: the sentence.
        olds: those that it was made of.
        where: what it may rest on.
        own: whether its words are a person's.
    """
    kept = [each.kept for each in olds if each.kept is not None]
    if not (own or kept):
        return plan
    text, basis = text_of(plan), tuple(map(basis_of, plan.slots.values()))
    cites: dict[str, Basis] = {each.fact: each for one in kept for each in one.cites}
    known = bool(basis) and filled(plan.template, basis) == text
    person = own or any(each.origin is Origin.PERSON for each in kept)
    sentence = Sentence(
        text=text,
        template=plan.template if known else "",
        basis=basis if known else (),
        cites=tuple(cites.values()),
        referenced=known if own else True,
        origin=Origin.PERSON if person else kept[0].origin,
        pending=plan.pending,
    )
    doubts = supported(sentence, where) if own else ()
    told = dict.fromkeys(REF.sub(_value(where), each.message) for each in doubts)
    return replace(plan, kept=sentence.model_copy(update={"violations": tuple(told)}))


def _value(where: Ground) -> Callable[["re.Match[str]"], str]:
    """Return what puts the value of a reference in its place."""
    values = where.known.values
    return lambda ref: f"“{values[ref[1]].value}”" if ref[1] in values else ref[0]


def kept(plan: SentencePlan, proposal: Proposal, where: Ground) -> Sentence:
    """Return the sentence as it stands, with its origin, or the composer's for a new plan."""
    new = composed(plan, where)
    if plan.kept is not None:
        return new
    for old in proposal.sentences:
        if old.template == new.template and old.basis == new.basis:
            return old
    # What is left of a model's sentence is still a model's wording.
    told = {basis.fact for basis in new.basis}
    models = [each for each in proposal.sentences if each.origin is Origin.MODEL]
    if told and any(told <= {basis.fact for basis in each.basis} for each in models):
        return new.model_copy(update={"origin": Origin.MODEL})
    return new


def plans_of(proposal: Proposal, where: Ground) -> tuple[list[SentencePlan], bool]:
    """Return the plans of a stored text with the facts as they are now, and whether any is gone.

    A sentence that was accepted with references is changed as a whole or not at all.
    """
    plans = []
    for each in proposal.sentences:
        facts = [fact for basis in each.basis if (fact := _fact(basis.fact, where)) is not None]
        if len(facts) < len(each.basis):
            return [], True
        slots = {f"F{at}": fact for at, fact in enumerate(facts, start=1)}
        cause = next((fact.value for fact in slots.values() if fact.kind == "cause"), "")
        topic = "、".join(dict.fromkeys(fact.title for fact in slots.values()))[:40]
        template = each.template or each.text
        as_it_stands = each if each.referenced or each.origin is Origin.PERSON else None
        plans.append(SentencePlan(topic, template, slots, cause, each.pending, as_it_stands))
    return plans, False


def with_used(where: Ground, proposals: Iterable[Proposal]) -> Ground:
    """Return what a text may rest on with the values that only references of its sentences name."""
    used = {basis.fact for each in proposals for one in each.sentences for basis in one.basis}
    more = {each: fact for each in used if (fact := _fact(each, where)) is not None}
    return replace(where, facts=replace(where.facts, facts={**where.facts.facts, **more}))


def _fact(fact_id: str, where: Ground) -> Fact | None:
    if fact_id in where.facts:
        return where.facts[fact_id]
    ref = where.known.by_id.get(fact_id)
    return where.known.values[ref] if ref else None
