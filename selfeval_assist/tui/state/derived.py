"""What follows from a form: its policy, its score and its findings."""

from dataclasses import dataclass

from selfeval_assist.checks import Checked, run_rules
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Policy
from selfeval_assist.scoring import ScoreSheet, score
from selfeval_assist.tui.state.fallback import usable_policy


@dataclass(frozen=True)
class Derived:
    """The policy of a form (with a problem when the central one stands in), score and findings."""

    policy: Policy
    problem: str
    sheet: ScoreSheet
    checked: Checked


def derive(
    form: SelfEvaluation, declaration: SelfEvaluation | None, last_year: SelfEvaluation | None
) -> Derived:
    """Return what follows from a form and the documents that it is compared with."""
    policy, problem = usable_policy(form)
    sheet = score(form, policy)
    checked = run_rules(form, policy, sheet, declaration=declaration, last_year=last_year)
    return Derived(policy, problem, sheet, checked)
