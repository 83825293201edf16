"""What follows from a form: its policy, its score and its findings."""

from dataclasses import dataclass

from selfeval_assist.checks import Checked, run_rules
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Choice
from selfeval_assist.scoring import ScoreSheet, score
from selfeval_assist.tui.state.fallback import usable_policy


@dataclass(frozen=True)
class Derived:
    """The policy of a form (with a problem when the central one stands in), score and findings."""

    choice: Choice
    problem: str
    sheet: ScoreSheet
    checked: Checked


def derive(
    form: SelfEvaluation, declaration: SelfEvaluation | None, last_year: SelfEvaluation | None
) -> Derived:
    """Return what follows from a form and the documents that it is compared with."""
    choice, problem = usable_policy(form)
    sheet = score(form, choice.policy)
    checked = run_rules(form, choice.policy, sheet, declaration=declaration, last_year=last_year)
    return Derived(choice, problem, sheet, checked)
