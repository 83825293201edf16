"""What the tool makes of the form as it is now: score, findings, what needs a reason."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation, paths

# A form is shown before the rules, the score and the composer are loaded: they come with the
# first question about it.
if TYPE_CHECKING:
    from selfeval_assist.checks import Checked, Finding, Rule
    from selfeval_assist.policies import Choice, Policy
    from selfeval_assist.review import Proposal, Task
    from selfeval_assist.scoring import ScoreSheet


class Judged:
    """A form with everything that is worked out from it, each when it is first asked for.

    Args:
        form: the form; ``judge`` puts another one in its place.
        declaration: its approved declaration, or None.
        last_year: last year's form of the same project, or None.
    """

    def __init__(
        self,
        form: SelfEvaluation,
        *,
        declaration: SelfEvaluation | None,
        last_year: SelfEvaluation | None,
    ) -> None:
        self.form = form
        self.declaration = declaration
        self.last_year = last_year
        self._chosen: tuple[Choice, str] | None = None
        self._sheet: ScoreSheet | None = None
        self._checked: Checked | None = None
        self._before: Checked | None = None
        self._opinions: tuple[Finding, ...] = ()
        self._asked: SelfEvaluation | None = None
        self._unanswered: tuple[str, ...] = ()
        self._failed: frozenset[str] = frozenset()

    def judge(self, form: SelfEvaluation) -> None:
        """Take another form, or the same one beside other documents."""
        self.form = form
        self._before = self._checked or self._before
        self._chosen = self._sheet = self._checked = None

    @property
    def _choice(self) -> "tuple[Choice, str]":
        """The policy, and a problem when the central one stands in for the form's own."""
        if self._chosen is None:
            from selfeval_assist.tui.state.scored import usable_policy

            self._chosen = usable_policy(self.form)
        return self._chosen

    @property
    def _found(self) -> "Checked":
        if self._checked is None:
            self._checked = self._rules()()
        return self._checked

    def _rules(self) -> "Callable[[], Checked]":
        """Return what runs the rules over the form as it is now, in whatever thread."""
        from selfeval_assist.checks import run_rules

        documents = {"declaration": self.declaration, "last_year": self.last_year}
        return partial(run_rules, self.form, self.policy, self.sheet, **documents)

    async def look(self) -> None:
        """Run the rules while the screens stay alive; where they cannot, asking for them says why.

        What they find in a form that is not the present one any more is not kept.
        """
        form = self.form
        if self._checked is None:
            found = await asyncio.to_thread(attempt, "检查", self._rules())
            if self.form is form and not isinstance(found, Failure):
                self._checked = found

    @property
    def policy(self) -> "Policy":
        """The policy by which the form is scored."""
        return self._choice[0].policy

    @property
    def policy_problem(self) -> str:
        """Why the policy that the form names is not used, in Chinese; or an empty string."""
        return self._choice[1]

    @property
    def sheet(self) -> "ScoreSheet":
        """The score, with every point worked out."""
        if self._sheet is None:
            from selfeval_assist.scoring import score

            self._sheet = score(self.form, self.policy)
        return self._sheet

    @property
    def findings(self) -> "tuple[Finding, ...]":
        """What the rules found."""
        return self._found.findings

    @property
    def latest_findings(self) -> "tuple[Finding, ...] | None":
        """What the rules found, or until they have run, what they found last; None before."""
        known = self._checked or self._before
        return known.findings if known else None

    @property
    def opinions(self) -> "tuple[Finding, ...]":
        """What a model said about the form, marked where a person has accepted it."""
        from selfeval_assist.checks.waivers import covers

        return tuple(
            replace(each, waived=any(covers(w, each.code, each.where) for w in self.form.waivers))
            for each in self._opinions
        )

    @property
    def asked(self) -> bool:
        """Whether a model has read the form as it is now."""
        return self._asked == self.form

    @property
    def unchecked(self) -> "tuple[Rule, ...]":
        """The rules that did not run, or not in all parts."""
        from selfeval_assist.checks import unchecked

        return unchecked(
            self.declaration,
            self.last_year,
            asked=self.asked,
            unanswered=self._unanswered,
            failed=self._found.failed | self._failed,
        )

    @property
    def deviating(self) -> tuple[int, ...]:
        """The indicator rows that need a reason, in form order."""
        from selfeval_assist.facts import deviating_rows

        return deviating_rows(self.form, self.sheet, self.policy)

    @property
    def budget_deviates(self) -> bool:
        """Whether the budget needs a reason."""
        from selfeval_assist.facts import budget_deviates

        return budget_deviates(self.form, self.sheet, self.policy)

    @property
    def scored_form(self) -> SelfEvaluation:
        """The form with the policy by which it is scored named in it."""
        return paths.put(self.form, "policy", self.policy.id) if self.policy_problem else self.form

    def to_fill(self) -> dict[str, str]:
        """Return the cells whose claimed score departs from the computed one, and its text."""
        from selfeval_assist.tui.state.scored import computed_scores

        return computed_scores(self.form, self.sheet, self.policy)

    def compose(self, task: "Task", row: int | None = None) -> "Proposal":
        """Return what the composer writes about the form as it is now; nothing is kept."""
        from selfeval_assist.drafting import compose

        return compose(task, self.form, self.sheet, row=row, policy=self.policy)
