"""Running the rules over a form."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.checks.registry import RULES, Finding, Hit, Rule, Subject
from selfeval_assist.checks.waivers import covers
from selfeval_assist.checks.words import place_name
from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import Provenance, SelfEvaluation, Waiver
from selfeval_assist.policies import Policy, policy_for
from selfeval_assist.scoring import ScoreSheet, score
from selfeval_assist.scoring.arithmetic import plain

_UNUSED = "WVR001"
_WORK = "检查"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a form, and the codes of the rules on which the program failed."""

    findings: tuple[Finding, ...]
    failed: frozenset[str] = frozenset()


def check(
    form: SelfEvaluation,
    policy: Policy | None = None,
    sheet: ScoreSheet | None = None,
    *,
    declaration: SelfEvaluation | None = None,
    last_year: SelfEvaluation | None = None,
) -> tuple[Finding, ...]:
    """Return what should be looked at in a form, in order of codes and then of the form.

    The door for those who need no more; ``run_rules`` also says on which rules the program failed.
    """
    return run_rules(form, policy, sheet, declaration=declaration, last_year=last_year).findings


def run_rules(
    form: SelfEvaluation,
    policy: Policy | None = None,
    sheet: ScoreSheet | None = None,
    *,
    declaration: SelfEvaluation | None = None,
    last_year: SelfEvaluation | None = None,
) -> Checked:
    """Run the coded rules over a form. Where the program fails on a rule, the others go on.

    Args:
        form: the form.
        policy: the scoring policy; None takes the form's own or the one of its place.
        sheet: the form's score sheet under the policy; None computes it.
        declaration: the approved 绩效目标申报表, for the rules that compare with it.
        last_year: last year's form, for the rules that compare with it.

    Returns:
        The findings, in order of codes and then of the form. One that another finding at the same
        place replaces is left out; one that a person has accepted is marked ``waived``.

    Raises:
        PolicyError: the form names a policy that does not exist.
    """
    chosen = policy or policy_for(form)
    subject = Subject(form, chosen, sheet or score(form, chosen), declaration, last_year)
    found = {rule.code: run_rule(rule, subject) for rule in RULES.values() if rule.kind == "coded"}
    kept = list(_without_superseded(_hits(found)))
    failed = {code for code, hits in found.items() if isinstance(hits, Failure)}
    met = [(rule.code, hit.where) for rule, hit, _ in kept]
    unused = tuple(
        index
        for index, waiver in enumerate(form.waivers)
        if not _not_run(waiver, failed)
        and not any(covers(waiver, code, where) for code, where in met)
    )
    if unused:
        late = run_rule(RULES[_UNUSED], replace(subject, unused_waivers=unused))
        failed |= {_UNUSED} if isinstance(late, Failure) else set()
        kept += _hits({_UNUSED: late})
    return Checked(tuple(finding for _, _, finding in kept), frozenset(failed))


def run_rule(rule: Rule, subject: Subject) -> list[tuple[Hit, Finding]] | Failure:
    """Return where a rule fires, with the finding that each hit makes; or that it failed."""
    return attempt(
        _WORK,
        lambda: [(hit, finding_of(subject.form, rule, hit)) for hit in rule.find(subject)],
    )


def _hits(
    found: Mapping[str, list[tuple[Hit, Finding]] | Failure],
) -> Iterator[tuple[Rule, Hit, Finding]]:
    for code, hits in found.items():
        if not isinstance(hits, Failure):
            yield from ((RULES[code], hit, finding) for hit, finding in hits)


def unchecked(
    declaration: SelfEvaluation | None = None,
    last_year: SelfEvaluation | None = None,
    *,
    asked: bool = False,
    unanswered: Collection[str] = (),
    failed: Collection[str] = (),
) -> tuple[Rule, ...]:
    """Return the rules that did not run, or not in all parts.

    Args:
        declaration: the approved 绩效目标申报表, when given.
        last_year: last year's form, when given.
        asked: whether a language model was asked about the form.
        unanswered: the codes of the language rules that it did not answer.
        failed: the codes of the rules on which the program failed; they are marked so.
    """
    given = {"": True, "declaration": declaration is not None, "last_year": last_year is not None}
    return tuple(
        replace(rule, failed=rule.code in failed)
        for rule in RULES.values()
        if rule.code in failed
        or not (given[rule.needs] and given[rule.partly])
        or (rule.kind == "language" and (not asked or rule.code in unanswered))
    )


def explain(code: str) -> str:
    """Return what a rule checks, why, and how to mend it, as Chinese Markdown.

    Raises:
        KeyError: there is no rule with this code.
    """
    return RULES[code.strip().upper()].explain


def _without_superseded(
    hits: Iterable[tuple[Rule, Hit, Finding]],
) -> Iterator[tuple[Rule, Hit, Finding]]:
    """Yield the hits without those that another hit at the same place replaces."""
    found = list(hits)
    replaced = {(code, _place(hit.where)) for rule, hit, _ in found for code in rule.supersedes}
    for rule, hit, finding in found:
        if (rule.code, _place(hit.where)) not in replaced:
            yield rule, hit, finding


def _place(where: str) -> str:
    """Return the part of the form within which one fact gives one finding: a row, or the place."""
    parts = where.split(".")
    return ".".join(parts[:2]) if parts[0] == "indicators" else where


def _not_run(waiver: Waiver, failed: Collection[str]) -> bool:
    """Return whether a waiver is for a rule that these checks do not run, or failed on."""
    rule = RULES.get(waiver.code.strip().upper())
    return rule is not None and (rule.kind == "language" or rule.code in failed)


def finding_of(form: SelfEvaluation, rule: Rule, hit: Hit) -> Finding:
    """Return a hit of a rule as a finding on the form: its sentence, its cell, its waiver."""
    facts = {name: _text(value) for name, value in hit.facts.items()}
    # In a sentence numbers have grouped thousands.
    shown = {
        name: f"{Decimal(text):,}" if isinstance(hit.facts[name], Decimal) else text
        for name, text in facts.items()
    }
    named = {"place": hit.where, "row": _place(hit.where)}
    words = {
        key: place_name(form, path) for key, path in named.items() if f"{{{key}}}" in rule.message
    }
    return Finding(
        code=rule.code,
        severity=hit.severity or rule.severity,
        where=hit.where,
        cell=_cell(form.provenance, hit.where),
        message=rule.message.format(money=form.money_unit, **words, **shown),
        facts=facts,
        basis=rule.basis,
        standing=rule.standing,
        waived=any(covers(waiver, rule.code, hit.where) for waiver in form.waivers),
    )


def _cell(read: Provenance, where: str) -> str:
    """Return the source cell of a place, or of the nearest part of the form around it.

    Readers note the cells of single fields, so a part has the cell of its first field, and a field
    that was not noted has that of the first field of its row.
    """
    place = where
    while place:
        if cell := read.cells.get(place):
            return cell
        place = place.rpartition(".")[0]
    parts = (each for each in (where, _place(where)) if each not in _LISTS)
    return read.cells.get("") or next(filter(None, map(_parts(read).get, parts)), "")


@lru_cache(maxsize=8)
def _parts(read: Provenance) -> dict[str, str]:
    """Return the cell of the first field of each part: of ``indicators.3``, of ``funds.total``."""
    found: dict[str, str] = {}
    for path, cell in read.cells.items():
        while path := path.rpartition(".")[0]:
            found.setdefault(path, cell)
    return found


_LISTS = frozenset({"indicators", "funds.sources"})
"""Lists of rows or lines have no cell of their own."""


def _text(value: object) -> str:
    """Return a fact as text: numbers as plain decimals, lists joined."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, (list, tuple)):
        return "、".join(_text(item) for item in value)
    return "" if value is None else str(value)
