"""One checked form: what every report is made from."""

from dataclasses import dataclass

from selfeval_assist.checks import Finding, Severity, check
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Policy, policy_for
from selfeval_assist.scoring import ScoreSheet, score


@dataclass(frozen=True, slots=True)
class Report:
    """A form with its policy, score sheet and findings; ``file`` is shown to the person."""

    file: str
    form: SelfEvaluation
    policy: Policy
    sheet: ScoreSheet
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing but advice, or what a person has waived, was found."""
        return all(f.waived or f.severity is Severity.INFO for f in self.findings)


def report_on(file: str, form: SelfEvaluation, policy: Policy | None = None) -> Report:
    """Score and check a form.

    Args:
        file: how the source is called in the report.
        form: the form.
        policy: the scoring policy; None takes the form's own or the one of its place.

    Raises:
        PolicyError: the form names a policy that does not exist.
    """
    chosen = policy or policy_for(form)
    sheet = score(form, chosen)
    return Report(file, form, chosen, sheet, check(form, chosen, sheet))
