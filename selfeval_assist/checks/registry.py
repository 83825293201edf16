"""The registry: a rule is one decorated generator that yields where it fires and on which facts."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Policy
from selfeval_assist.scoring import ScoreSheet


class Severity(StrEnum):
    """E: objectively wrong; W: a reviewer would ask; I: advice."""

    ERROR = "E"
    WARNING = "W"
    INFO = "I"


Standing = Literal["V", "M", "P"]
"""Verified in a source, from memory (to be checked before it is quoted), or a product choice."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at.

    ``declaration`` is the approved 绩效目标申报表 and ``last_year`` last year's form, when given.
    """

    form: SelfEvaluation
    policy: Policy
    sheet: ScoreSheet
    declaration: SelfEvaluation | None = None
    last_year: SelfEvaluation | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule fires, and on which facts; the facts fill the rule's message."""

    where: str
    facts: Mapping[str, object] = field(default_factory=dict)
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A coded check.

    Attributes:
        code: such as ``FUND001``; never reused.
        title: a few Chinese words.
        severity: how bad it is by default; a hit may say otherwise.
        message: one Chinese sentence with ``{fact}`` fields; it asks, it does not accuse.
        basis: where the rule comes from: a document, or "product".
        standing: how sure we are of the basis: V, M or P.
        find: the generator of hits.
        explain: what it checks, why, a bad and a good example, how to mend it (Chinese Markdown).
        supersedes: codes whose finding at the same place this one replaces.
        needs: a second document the rule needs, or an empty string.
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
    needs: Literal["", "declaration", "last_year"] = ""


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


def rule(
    code: str,
    title: str,
    *,
    severity: Severity,
    message: str,
    basis: str,
    standing: Standing,
    supersedes: tuple[str, ...] = (),
    needs: Literal["", "declaration", "last_year"] = "",
) -> Callable[[Callable[[Subject], Iterator[Hit]]], Callable[[Subject], Iterator[Hit]]]:
    """Register the decorated generator as a rule.

    Raises:
        ValueError: the code is taken, or the generator has no docstring to explain it.
    """

    def register(find: Callable[[Subject], Iterator[Hit]]) -> Callable[[Subject], Iterator[Hit]]:
        explain = inspect.getdoc(find)
        if code in RULES:
            raise ValueError(f"rule {code} is registered twice")
        if not explain:
            raise ValueError(f"rule {code} has no explanation")
        RULES[code] = Rule(
            code, title, severity, message, basis, standing, find, explain, supersedes, needs
        )
        return find

    return register
