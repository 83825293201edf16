"""The registry: a rule is one decorated generator that yields where it fires and on which facts."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal, NotRequired, TypedDict, Unpack

from selfeval_assist.checks.ask import Ask
from selfeval_assist.checks.basis import standing_of
from selfeval_assist.checks.view import Row, rows_of
from selfeval_assist.checks.words import one_line
from selfeval_assist.facts import build_stated
from selfeval_assist.facts.model import FactTable
from selfeval_assist.form import FundLine, SelfEvaluation
from selfeval_assist.form.fund_lines import Money, money_of, sources_of
from selfeval_assist.policies import Policy
from selfeval_assist.policies.model import Standing
from selfeval_assist.scoring import ScoreSheet
from selfeval_assist.verify import Violation
from selfeval_assist.verify.explained import budget_explained
from selfeval_assist.verify.pairing import contradictions

SecondDocument = Literal["", "declaration", "last_year"]
"""The approved 绩效目标申报表, last year's form, or none."""

RuleKind = Literal["coded", "language"]


class Severity(StrEnum):
    """E: objectively wrong; W: a reviewer would ask; I: advice."""

    ERROR = "E"
    WARNING = "W"
    INFO = "I"


@dataclass(frozen=True)
class Subject:
    """What a rule looks at.

    ``declaration`` is the approved 绩效目标申报表 and ``last_year`` last year's form, when given.
    ``unused_waivers`` is known only after all other rules have run: the places in ``form.waivers``
    of those that met no finding. ``ask`` is the language model, for the rules of that kind.
    """

    form: SelfEvaluation
    policy: Policy
    sheet: ScoreSheet
    declaration: SelfEvaluation | None = None
    last_year: SelfEvaluation | None = None
    unused_waivers: tuple[int, ...] = ()
    ask: Ask | None = None

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The indicator rows with their scores, empty ones left out, in form order."""
        return rows_of(self.form, self.sheet)

    @cached_property
    def sources(self) -> tuple[tuple[int, FundLine, bool], ...]:
        """The lines of sources of money, as ``fund_lines.sources_of`` gives them."""
        return sources_of(self.form)

    @cached_property
    def planned(self) -> str:
        """The planned goal as one line: no tags, no white space, one width."""
        return one_line(self.form.goal.planned)

    @cached_property
    def result(self) -> str:
        """The completion text as one line: no tags, no white space, one width."""
        return one_line(self.form.goal.actual)

    @cached_property
    def money(self) -> Money:
        """The amounts of the whole project in the form's money unit."""
        return money_of(self.form)

    @cached_property
    def facts(self) -> FactTable:
        """What persons stated in the form, beside its head and its funds."""
        return build_stated(self.form, self.sheet)

    @cached_property
    def change_grounded(self) -> bool:
        """Whether any place of the form, or of the document around it, says why it was changed."""
        return budget_explained(self._around, "change")

    @cached_property
    def budget_explained(self) -> bool:
        """Whether any place says why the budget was changed or not all of it was spent."""
        return self.change_grounded or budget_explained(self._around, "rate")

    @cached_property
    def _around(self) -> FactTable:
        """The facts with what was seen in the document and has no place in the form as notes.

        A reason that nobody could read into a cell stands in the document all the same.
        """
        form, unread = self.form, [each.text for each in self.form.provenance.unread]
        if not unread:
            return self.facts
        notes = "\n".join(filter(None, (form.notes, *unread)))
        return build_stated(form.model_copy(update={"notes": notes}), self.sheet)

    @cached_property
    def contradictions(self) -> tuple[Violation, ...]:
        """What the completion text says against rows or the funds block."""
        return contradictions(self.form.goal.planned, self.form.goal.actual, self.facts)


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule fires, and on which facts; the facts fill the rule's message."""

    where: str
    facts: Mapping[str, object] = field(default_factory=dict)
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One check.

    Attributes:
        code: such as ``FUND001``; never reused.
        title: a few Chinese words.
        severity: how bad it is by default; a hit may say otherwise.
        message: one Chinese sentence with ``{fact}`` fields; it asks, it does not accuse. Besides
            the facts it may name ``{place}``, the place in words, ``{row}``, its indicator row in
            words, and ``{money}``, the money unit.
        basis: where the rule comes from: a document, or "product".
        standing: how sure we are of the basis: V, M or P.
        find: the generator of hits.
        explain: what it checks, why, a bad and a good example, how to mend it (Chinese Markdown).
        supersedes: codes whose finding at the same place this one replaces.
        needs: a second document the rule needs, or an empty string.
        partly: a second document that only a part of the rule needs, or an empty string.
        kind: "coded", or "language" where a model reads; only ``ask_about`` runs the latter.
        failed: whether the program failed on it; only so among what did not run on a form.
    """

    code: str
    title: str
    severity: Severity
    message: str
    basis: str
    standing: Standing
    find: Callable[[Subject], Iterator[Hit]]
    explain: str
    supersedes: tuple[str, ...] = ()
    needs: SecondDocument = ""
    partly: SecondDocument = ""
    kind: RuleKind = "coded"
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to be looked at.

    ``where`` is a field path (empty: the whole form); ``cell`` is the place in the source document;
    numbers in ``facts`` are decimal strings.
    """

    code: str
    severity: Severity
    where: str
    cell: str
    message: str
    facts: Mapping[str, str]
    basis: str
    standing: Standing
    waived: bool = False


RULES: dict[str, Rule] = {}


class Declared(TypedDict):
    """What a rule declares beside its code and title; see ``Rule``.

    The standing is that of the basis unless it is declared.
    """

    severity: Severity
    message: str
    basis: str
    standing: NotRequired[Standing]
    supersedes: NotRequired[tuple[str, ...]]
    needs: NotRequired[SecondDocument]
    partly: NotRequired[SecondDocument]
    kind: NotRequired[RuleKind]


_SECTIONS = frozenset({"检查什么", "为什么", "反例", "正例", "怎么改"})
"""What a rule's docstring tells, each behind its name: ``反例：…``."""


def _explained(doc: str) -> str:
    """Return the docstring of a rule as Markdown with a heading for each section."""
    lines: list[str] = []
    for line in doc.splitlines():
        name, mark, text = line.partition("：")
        lines += [f"## {name}", text] if mark and name in _SECTIONS else [line]
    return "\n".join(line for line in lines if line)


def rule(
    code: str, title: str, **declared: Unpack[Declared]
) -> Callable[[Callable[[Subject], Iterator[Hit]]], Callable[[Subject], Iterator[Hit]]]:
    """Register the decorated generator as a rule.

    Raises:
        ValueError: the code is taken, or the generator has no docstring to explain it.
    """

    def register(find: Callable[[Subject], Iterator[Hit]]) -> Callable[[Subject], Iterator[Hit]]:
        explain = _explained(inspect.getdoc(find) or "")
        if code in RULES:
            raise ValueError(f"rule {code} is registered twice")
        if not explain:
            raise ValueError(f"rule {code} has no explanation")
        declared["standing"] = declared.get("standing") or standing_of(declared["basis"])
        RULES[code] = Rule(code, title, find=find, explain=explain, **declared)
        return find

    return register
