"""One checked form: what every report is made from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from selfeval_assist.checks import (
    Ask,
    Finding,
    Heard,
    Rule,
    Severity,
    ask_about,
    run_rules,
    unchecked,
)
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Choice, Policy, choose
from selfeval_assist.scoring import ScoreSheet, score


@dataclass(frozen=True, slots=True)
class Report:
    """A form with the choice of its policy, score sheet and findings; ``file`` is shown.

    ``unchecked`` holds the rules that could not run, or not in all parts; ``missing`` says why the
    form has no second document although some were given, by its kind; ``passed_over`` counts the
    findings that the person did not ask for.
    """

    file: str
    form: SelfEvaluation
    choice: Choice
    sheet: ScoreSheet
    findings: tuple[Finding, ...]
    unchecked: tuple[Rule, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    passed_over: int = 0

    @property
    def policy(self) -> Policy:
        """The scoring policy."""
        return self.choice.policy

    @property
    def clean(self) -> bool:
        """Whether nothing but advice, or what a person has waived, was found."""
        return all(f.waived or f.severity is Severity.INFO for f in self.findings)


def only(
    report: Report,
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    severity: Severity = Severity.INFO,
) -> Report:
    """Return a report with the findings that a person asked for.

    Args:
        report: the report.
        select: codes of rules, or what they begin with (``FUND``); empty takes all.
        ignore: codes of rules, or what they begin with, that are left out.
        severity: the least serious that is shown.
    """
    ranks = list(Severity)

    def asked(finding: Finding) -> bool:
        return (
            finding.code.startswith(tuple(select) or "")
            and not (ignore and finding.code.startswith(tuple(ignore)))
            and ranks.index(finding.severity) <= ranks.index(severity)
        )

    kept = tuple(filter(asked, report.findings))
    return replace(report, findings=kept, passed_over=len(report.findings) - len(kept))


@dataclass(frozen=True, slots=True)
class Failed:
    """A file, or a form of it, that gave nothing, and why; both are shown to the person."""

    file: str
    error: str


def report_on(
    file: str,
    form: SelfEvaluation,
    policy: Policy | None = None,
    *,
    declaration: SelfEvaluation | None = None,
    last_year: SelfEvaluation | None = None,
    ask: Ask | None = None,
    missing: Mapping[str, str] | None = None,
    twin: str = "",
) -> Report:
    """Score and check a form.

    Args:
        file: how the source is called in the report.
        form: the form.
        policy: the scoring policy; None takes the form's own or the one of its place.
        declaration: the approved 绩效目标申报表, when given.
        last_year: last year's form, when given.
        ask: the language model for the rules that need a reader, when there is one.
        missing: why there is no second document although some were given, by its kind.
        twin: another project's form with the same results, in words; empty without one.

    Raises:
        PolicyError: the form names a policy that does not exist.
    """
    choice = Choice(policy) if policy else choose(form)
    chosen = choice.policy
    sheet = score(form, chosen)
    checked = run_rules(
        form, chosen, sheet, declaration=declaration, last_year=last_year, twin=twin
    )
    heard = ask_about(form, ask, chosen) if ask is not None else Heard((), frozenset())
    left = unchecked(
        declaration,
        last_year,
        asked=ask is not None,
        unanswered=heard.unanswered,
        failed=checked.failed | heard.failed,
    )
    return Report(file, form, choice, sheet, checked.findings + heard.findings, left, missing or {})
