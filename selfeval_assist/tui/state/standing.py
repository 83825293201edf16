"""How a form stands: how much is filled, its score, what is found, and what comes next."""

from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.checks import Severity, check
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import pending
from selfeval_assist.scoring import score
from selfeval_assist.tui.state.completeness import completeness
from selfeval_assist.tui.state.fallback import usable_policy


@dataclass(frozen=True, slots=True)
class Standing:
    """What the list shows about a form.

    Attributes:
        filled: how many percent of the cells that every form needs hold something.
        total: the computed score in points; None where no row carries points.
        errors: open findings at E.
        warnings: open findings at W.
        advice: open findings at I.
        state: what comes next, in Chinese.
    """

    filled: int
    total: Decimal | None
    errors: int
    warnings: int
    advice: int
    state: str


def standing(
    form: SelfEvaluation,
    declaration: SelfEvaluation | None = None,
    last_year: SelfEvaluation | None = None,
) -> Standing:
    """Return how a form stands.

    Args:
        form: the form.
        declaration: the approved 绩效目标申报表, for the rules that compare with it.
        last_year: last year's form, likewise.
    """
    policy, _ = usable_policy(form)
    sheet = score(form, policy)
    found = check(form, policy, sheet, declaration=declaration, last_year=last_year)
    open_ = [finding.severity for finding in found if not finding.waived]
    filled = completeness(form)
    errors, warnings = open_.count(Severity.ERROR), open_.count(Severity.WARNING)
    if filled < 100:
        state = "填报中"
    elif pending(form):
        state = "待补充"
    else:
        state = "待核实" if errors else "可上报"
    advice = open_.count(Severity.INFO)
    return Standing(
        filled, sheet.total if sheet.weighted else None, errors, warnings, advice, state
    )
